// A problem set's page: places to write, checks, and the buttons above and below them.

import { ask, choose } from "./ask.js";
import { codeCell } from "./code.js";
import * as files from "./notebook.js";
import { isBusy, stop } from "./session.js";
import * as store from "./store.js";
import { wordsCell } from "./words.js";

const every = (selector, act) => document.querySelectorAll(selector).forEach(act);
const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

/** Start the page: the notebook in it, its cells, its buttons. */
export function begin() {
  const data = document.getElementById("set-release"),
    set = data.dataset.set,
    book = JSON.parse(data.textContent);
  const line = document.querySelector(".set-state"),
    cells = new Map();
  const textOf = (cell) => cells.get(files.idOf(cell))?.get() ?? files.sourceOf(cell);
  const answers = () => Object.fromEntries([...cells].map(([id, one]) => [id, one.get()]));

  let trouble = ""; // why the last change is not kept

  /** Keep something, and say where that does not work. */
  function note(change) {
    try {
      trouble = "";
      return change();
    } catch (problem) {
      if (!(problem instanceof store.Full)) throw problem;
      trouble = problem.message;
    }
    return undefined;
  }

  /** Keep an answer, and say where another tab's version was there. */
  function keep(id, text, stub) {
    const unseen = note(() => store.write(set, id, text === stub ? null : text));
    say(unseen ? `Another tab had changed ${id}: its version is set aside.` : "");
  }

  function say(sentence = "") {
    const found = [...cells.values()].map((one) => one.standing?.()).filter(Boolean);
    const have = found.reduce((sum, { points }) => sum + points, 0);
    const all = found.reduce((sum, { of }) => sum + of, 0),
      done = found.filter(({ points, of }) => points === of);
    const standing =
      `${have} of ${all} points of the checks on this page, ${done.length} of ` +
      `${count(found.length, "function")} done.`;
    line.textContent = [trouble || sentence || store.obstacle(), standing].filter(Boolean).join(" ");
    every(".set-meter", (meter) => {
      meter.max = all;
      meter.value = have;
    });
  }

  const page = { set, book, textOf, keep, note, say };
  for (const cell of book.cells) {
    const id = files.idOf(cell),
      box = document.querySelector(`.set-cell[data-cell="${id}"]`);
    if (!box || box.dataset.kind === "setup") continue;
    const one = (box.dataset.kind === "written" ? wordsCell : codeCell)(page, box, cell);
    if (files.isMine(cell)) cells.set(id, one);
  }

  async function exportIt() {
    const found = answers(),
      long = files.tooLong(found);
    files.handOut(`${set}.ipynb`, files.written(book, found));
    say(long.length ? `${long.join(" and ")} is longer than 100,000 characters and cannot be graded.` : "");
  }

  async function importIt() {
    const [file] = await choose();
    if (!file) return;
    try {
      const found = files.answersIn(await files.textOf(file), file.name, book);
      const stubs = new Map(
        book.cells.filter(files.isMine).map((cell) => [files.idOf(cell), files.sourceOf(cell)]),
      );
      const lost = Object.keys(found).filter(
        (id) => ![found[id], stubs.get(id)].includes(cells.get(id).get()),
      );
      const question = `${file.name} has other answers than this page to ${lost.join(", ")}. Replace yours?`;
      if (lost.length && !(await ask(question, "Replace"))) return;
      for (const [id, text] of Object.entries(found)) {
        keep(id, text, stubs.get(id));
        cells.get(id).show(text);
      }
      say(`${file.name} is imported.`);
    } catch (problem) {
      if (!(problem instanceof files.Refused)) throw problem;
      say(problem.message);
    }
  }

  async function checkAll() {
    if (isBusy()) return;
    for (const one of cells.values()) if (one.check && (await one.check()) === "stopped") return;
  }

  const buttons = { ".set-export": exportIt, ".set-import": importIt, ".set-check-all": checkAll };
  for (const [selector, act] of Object.entries(buttons)) {
    every(selector, (button) => {
      button.hidden = false;
      button.addEventListener("click", act);
    });
  }
  store.onOther((changed, id) => {
    if (changed !== null && changed !== set) return;
    for (const [name, one] of cells) if (changed === null || name === id) one.refresh();
    say();
  });
  addEventListener("pagehide", () => stop());
  say();
}
