// A cell of code: its editor, its check or its run, its points.

import { ask } from "./ask.js";
import { place } from "./editing.js";
import { idOf, isMine, sourceOf } from "./notebook.js";
import { ordering } from "./order.js";
import { output } from "./output.js";
import * as session from "./session.js";
import * as store from "./store.js";

const STOPPED = "Stopped. Python starts again with the next check.";

/** Say what went wrong besides the check's own report. */
function report(out, { error, failed = [] }, own) {
  if (failed.length) {
    out.say(
      `Above, the code of ${failed.join(" and ")} has an error and did not run. Mend it first if needed.`,
    );
  }
  if (!error) return;
  if (error.name === "Stopped") out.say(STOPPED);
  else {
    out.add(`${error.traceback}\n`);
    own?.markLine(error.line);
  }
}

/** Return what happened to the work, with the buttons of the whole page as they should be meanwhile. */
async function during(box, work) {
  const out = output(box.querySelector(".set-output")),
    stop = box.querySelector(".set-stop");
  const starts = document.querySelectorAll(".set-check, .set-run, .set-check-all");
  starts.forEach((button) => {
    button.disabled = true;
  });
  stop.hidden = false;
  stop.onclick = session.stop;
  box.classList.add("busy");
  try {
    return [await work({ onText: out.add, onProgress: out.progress }), out];
  } catch (problem) {
    const why = navigator.onLine ? problem.message : "You are offline, and Python has not been fetched yet.";
    return [{ error: { name: "Failed", traceback: why } }, out];
  } finally {
    out.done();
    box.classList.remove("busy");
    stop.hidden = true;
    starts.forEach((button) => {
      button.disabled = false;
    });
  }
}

/** Make a given cell that shows something run at its button. */
function givenCell(page, box, cell) {
  const run = box.querySelector(".set-run");
  run.hidden = false;
  run.addEventListener("click", async () => {
    if (session.isBusy()) return;
    const [found, out] = await during(box, (handlers) =>
      session.runGiven(page.set, page.book, cell, page.textOf, handlers),
    );
    report(out, found);
  });
}

/** Make a cell of code work; return {get, show, refresh, check, standing}. */
export function codeCell(page, box, cell) {
  if (!isMine(cell)) return givenCell(page, box, cell);
  const id = idOf(cell),
    stub = sourceOf(cell);
  const [run, again, edit, other] = ["check", "again", "edit", "other"].map((name) =>
    box.querySelector(`.set-${name}`),
  );
  const shown = box.querySelector(".set-points"),
    of = Number(shown.dataset.of),
    later = shown.textContent;
  let lines;

  const own = place(box, { text: stub, label: `Your code of ${id}`, onRun: () => check(), onWrite: written });
  const proof = [...document.querySelectorAll(".proof-lines")].find((one) => one.dataset.for === id);

  function written(text) {
    page.keep(id, text, stub);
    lines?.read(text);
    draw();
  }

  function show(text) {
    own.set(text);
    lines?.read(text);
    draw();
  }

  /** What the last check of this very text gave. */
  function standing() {
    const last = store.points(page.set, id);
    return last?.text === own.get() ? { points: last.points, of } : { points: 0, of, open: true };
  }

  function draw() {
    const { points, open } = standing();
    shown.textContent = open ? later : `${points} of ${of} points`;
    shown.classList.toggle("full", points === of);
    again.hidden = own.get() === stub;
    other.hidden = store.aside(page.set, id) === null;
    page.say();
  }

  async function check() {
    if (session.isBusy()) return "busy";
    const text = own.get();
    own.markLine(0);
    const [found, out] = await during(box, (handlers) =>
      session.check(page.set, page.book, cell, page.textOf, handlers),
    );
    report(out, found, own);
    if (found.points != null)
      page.note(() => store.writePoints(page.set, id, { points: found.points, of, text }));
    draw();
    return found.error?.name === "Stopped" ? "stopped" : "done";
  }

  async function startAgain() {
    if (!(await ask(`This forgets your code of ${id}.`, "Forget it"))) return;
    page.keep(id, stub, stub);
    show(stub);
  }

  function takeOther() {
    const theirs = store.aside(page.set, id);
    store.forgetAside(page.set, id);
    page.keep(id, theirs, stub);
    show(theirs);
  }

  const refresh = () => {
    const text = store.read(page.set, id) ?? stub;
    if (text !== own.get()) show(text);
    else draw();
  };
  const buttons = [
    [run, check],
    [again, startAgain],
    [other, takeOther],
    [
      edit,
      () =>
        own.open().then((one) => {
          edit.hidden = true;
          one.focus();
        }),
    ],
  ];
  for (const [button, act] of buttons) button.addEventListener("click", () => act());
  run.hidden = edit.hidden = false;
  queueMicrotask(() => {
    if (proof)
      lines = ordering(proof, id, stub, {
        get: own.get,
        written: (text) => {
          own.set(text);
          written(text);
        },
      });
    refresh();
    if (own.get() !== stub)
      own.open().then(() => {
        edit.hidden = true;
      });
  });
  return { get: own.get, show, refresh, check, standing };
}
