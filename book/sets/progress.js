// The progress page: every function of every set with the points of its last check, as this browser keeps
// them.

import { ask, choose } from "./ask.js";
import * as files from "./notebook.js";
import * as store from "./store.js";

const element = (tag, text = "", props = {}) =>
  Object.assign(document.createElement(tag), { textContent: text, ...props });
const release = async (set) => (await fetch(new URL(`${set}.ipynb`, import.meta.url))).json();
let sets, box, status;

/** Return what is known of a function: {points, state}. */
function standing(set, name, answers) {
  const last = store.points(set, name),
    text = answers[set]?.[name];
  if (text === undefined) return { points: 0, state: "not begun" };
  if (!last) return { points: 0, state: "not checked" };
  if (last.text !== text) return { points: 0, state: "changed since the last check" };
  return { points: last.points, state: last.points === last.of ? "done" : "some checks missed" };
}

function row(set, [name, of, later], answers) {
  const { points, state } = standing(set, name, answers),
    line = element("tr");
  line.dataset.state = state;
  line.append(
    element("th", "", { scope: "row" }),
    element("td", `${points} of ${of}`),
    element("td", String(later)),
    element("td", state),
  );
  line.firstChild.append(element("code", name));
  return [line, points, of];
}

function writtenRow(set, [name, of], answers) {
  const line = element("tr"),
    there = answers[set]?.[name] !== undefined;
  line.dataset.state = there ? "done" : "not begun";
  line.append(
    element("th", name, { scope: "row" }),
    element("td", "in words"),
    element("td", String(of)),
    element("td", there ? "written" : "not begun"),
  );
  return line;
}

function table(entry, answers) {
  const found = entry.tasks.map((task) => row(entry.set, task, answers));
  const have = found.reduce((sum, [, points]) => sum + points, 0),
    all = found.reduce((sum, [, , of]) => sum + of, 0);
  const section = element("section"),
    title = element("h2"),
    frame = element("div", "", { className: "set-table" });
  const heads = element("tr"),
    body = element("tbody"),
    sheet = element("table", "", { className: "table" });
  heads.append(
    ...["function", "points now", "after handing in", "state"].map((one) =>
      element("th", one, { scope: "col" }),
    ),
  );
  body.append(
    ...found.map(([line]) => line),
    ...Object.entries(entry.written).map((one) => writtenRow(entry.set, one, answers)),
  );
  const head = element("thead");
  head.append(heads);
  sheet.append(head, body);
  frame.append(sheet);
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", `Functions of ${entry.set}`);
  title.append(element("a", `${entry.set}: ${entry.title}`, { href: `${entry.set}.html` }));
  const meter = element("progress", "", { className: "set-meter", max: all, value: have });
  meter.setAttribute("aria-label", `${entry.set}: ${have} of ${all} points`);
  const line = element("p", ` ${have} of ${all} points of the checks on the page`, { className: "set-sum" });
  line.prepend(meter);
  const save = element("button", `Export ${entry.set}.ipynb`, {
    type: "button",
    disabled: !answers[entry.set],
  });
  save.addEventListener("click", async () => {
    files.handOut(
      `${entry.set}.ipynb`,
      files.written(await release(entry.set), store.everything()[entry.set] ?? {}),
    );
  });
  const tools = element("div", "", { className: "set-tools" });
  tools.append(save);
  section.append(title, line, frame, tools);
  return section;
}

function exportAll() {
  files.handOut(
    "bptt-answers.json",
    `${JSON.stringify({ answers: store.everything() }, null, 1)}\n`,
    "application/json",
  );
  status.textContent = "All answers are in bptt-answers.json. Import it here in another browser.";
}

/** Return {set: {cell: text}} of a file: a copy of everything, or the notebook of one set. */
async function answersOf(file) {
  const text = await files.textOf(file);
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new files.Refused(
      `${file.name} is not complete JSON: expected bptt-answers.json or a set's notebook.`,
    );
  }
  if (found?.answers) return known(found.answers, file.name);
  const set = /(\w+)\.py$/.exec(found?.metadata?.bptt?.source ?? "")?.[1] ?? file.name.replace(/\W.*/, "");
  if (!sets.some((entry) => entry.set === set)) {
    throw new files.Refused(
      `${file.name} is of no set of this course: expected bptt-answers.json or a set's notebook.`,
    );
  }
  const book = await release(set),
    stubs = new Map(book.cells.map((cell) => [files.idOf(cell), files.sourceOf(cell)]));
  const written = Object.entries(files.answersIn(text, file.name, book)).filter(
    ([id, one]) => one !== stubs.get(id),
  );
  return { [set]: Object.fromEntries(written) };
}

/** Return the answers of a copy that belong to this course. */
function known(answers, name) {
  const kept = {};
  for (const { set, tasks, written } of sets) {
    const ids = [...tasks.map(([one]) => one), ...Object.keys(written)];
    for (const id of ids)
      if (typeof answers[set]?.[id] === "string") (kept[set] ??= {})[id] = answers[set][id];
  }
  if (!Object.keys(kept).length) throw new files.Refused(`${name} holds no answers to sets of this course.`);
  return kept;
}

async function importAll() {
  for (const file of await choose(true)) {
    try {
      const found = await answersOf(file),
        there = store.everything();
      const lost = Object.entries(found).flatMap(([set, cells]) =>
        Object.keys(cells).filter((id) => there[set]?.[id] !== undefined && there[set][id] !== cells[id]),
      );
      if (
        lost.length &&
        !(await ask(
          `${file.name} has other answers than this browser to ${lost.join(", ")}. Replace yours?`,
          "Replace",
        ))
      )
        continue;
      for (const [set, cells] of Object.entries(found)) {
        for (const [id, text] of Object.entries(cells)) {
          store.read(set, id); // known, and agreed to be replaced
          store.write(set, id, text);
        }
      }
      status.textContent = `${file.name} is imported.`;
    } catch (problem) {
      if (!(problem instanceof files.Refused || problem instanceof store.Full)) throw problem;
      status.textContent = problem.message;
    }
  }
  draw();
}

async function eraseAll() {
  if (!(await ask("This forgets all your answers and points in this browser, of every set.", "Erase all")))
    return;
  store.erase();
  status.textContent = "This browser has forgotten your answers.";
  draw();
}

function draw() {
  const answers = store.everything();
  box.replaceChildren(...sets.map((entry) => table(entry, answers)));
}

/** Start the page. */
export function begin() {
  const overview = document.getElementById("set-overview"),
    tools = element("div", "", { className: "set-tools" });
  sets = JSON.parse(document.getElementById("set-progress").textContent);
  status = element("p", store.obstacle(), { className: "set-state" });
  status.setAttribute("role", "status");
  box = element("div");
  const acts = { "Export all": exportAll, "Import …": importAll, "Erase all": eraseAll };
  tools.append(
    ...Object.entries(acts).map(([name, act]) => {
      const button = element("button", name, { type: "button" });
      button.addEventListener("click", act);
      return button;
    }),
  );
  overview.replaceChildren(tools, status, box);
  draw();
  store.onOther(draw);
}
