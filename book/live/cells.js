// The cells of a page: run, stop, edit, reset. All cells share the page's variables. Before a cell runs,
// those above it that have not run yet run first, the ones that the page hides as well: each finds what it
// needs.

import { edit } from "./editor.js";
import { Outputs } from "./outputs.js";
import * as python from "./runtime.js";

const here = new URL(".", import.meta.url);
const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const percent = (share) => `${Math.round(100 * share)} %`;

export async function open(bars, page) {
  const answer = await fetch(new URL(`cells/${page}.json`, here));
  if (!answer.ok) throw new Error(`${answer.status}: ${page}.json`);
  const cells = await answer.json();               // [{source, shown}], in the order of the page
  const shown = cells.filter((cell) => cell.shown);
  for (const [index, bar] of bars.entries()) {
    Object.assign(shown[index], { bar, outputs: new Outputs(bar.cell) });
  }

  let busy = false;
  const ran = new Set();
  python.onEnd(() => ran.clear());

  const textOf = (cell) => cell.editor?.text() ?? cell.source;
  const asBuilt = (cell) => !cell.outputs.changed && textOf(cell) === cell.source;
  const nameOf = (cell) => (cell.shown ? `cell ${cell.bar.number}` : "a hidden cell");

  function mark(cell, working) {
    const { bar } = cell;
    busy = working;
    document.documentElement.classList.toggle("live-busy", working);
    bar.run.hidden = working;
    bar.stop.hidden = !working;
    bar.reset.hidden = working || asBuilt(cell);
    for (const other of bars) other.run.disabled = working;
  }

  async function execute(cell, handlers) {
    const { error } = await python.run(textOf(cell), page, { cell: nameOf(cell), ...handlers });
    if (!error) ran.add(cell);
    return error;
  }

  async function runAbove(cell, say, onProgress) {
    const above = cells.slice(0, cells.indexOf(cell)).filter((one) => !ran.has(one));
    for (const [done, one] of above.entries()) {
      say(`Running ${count(above.length - done, "cell")} above first …`);
      const error = await execute(one, { onProgress });
      if (!error) continue;
      const place = (one.outputs ?? cell.outputs).start();
      place.fail(error);
      place.finish();
      return one;
    }
    return null;
  }

  function ended(error, start) {
    if (!error) return `Done in ${((performance.now() - start) / 1000).toFixed(1)} s`;
    if (error.name === "Stopped") return "Stopped. The variables are gone; “Run” starts anew.";
    return error.line ? `${error.name} in line ${error.line}` : error.name;
  }

  async function run(index) {
    if (busy) return;
    const cell = shown[index], { bar, outputs } = cell;
    const say = (text) => { bar.status.textContent = text; };
    const onProgress = ({ text, share }) => say(share < 1 ? `${text} … ${percent(share)}` : "Running …");
    const focused = document.activeElement === bar.run;
    mark(cell, true);
    if (focused) bar.stop.focus();
    say(python.state() === "off" ? "Starting Python …" : "Running …");
    let error;
    try {
      const failed = await runAbove(cell, say, onProgress);
      const start = performance.now();
      if (failed) {
        say(`The cell needs ${nameOf(failed)}, which ended with an error or was stopped.`);
      } else {
        say("Running …");
        const place = outputs.start();
        error = await execute(cell, {
          onProgress,
          onText: (text, stream) => place.text(text, stream),
          onResult: (data) => place.result(data),
        });
        if (error) place.fail(error);
        place.finish();
        say(ended(error, start));
        sessionStorage.setItem("live", "used");
      }
    } catch (problem) {
      say(problem.message);
    }
    const back = document.activeElement === bar.stop;
    mark(cell, false);
    if (back) bar.run.focus();
    cell.editor?.markLine(error?.line ?? null);
  }

  async function editCell(index) {
    const cell = shown[index], { bar } = cell;
    bar.status.textContent = "Opening the editor …";
    cell.editor ??= await edit(bar.cell, cell.source, {
      label: `Python code of cell ${bar.number}`,
      onRun: () => run(index),
      onChange: () => { bar.reset.hidden = busy || asBuilt(cell); },
    });
    bar.status.textContent = "Ctrl+Enter runs. Tab indents; Escape, then Tab leaves the editor.";
    bar.edit.hidden = true;
    cell.editor.focus();
  }

  async function reset(index) {
    const cell = shown[index], { bar } = cell;
    cell.editor?.close();
    cell.editor = undefined;
    cell.outputs.restore();
    bar.edit.hidden = false;
    bar.reset.hidden = true;
    ran.clear();
    await python.reset(page);
    bar.status.textContent = "The cell is as it was; the page’s variables are forgotten.";
    bar.run.focus();
  }

  for (const [index, { bar }] of shown.entries()) {
    bar.stop.addEventListener("click", () => python.stop());
    bar.reset.addEventListener("click", () => reset(index));
  }
  return { run, edit: editCell, warm: () => python.start().catch(() => {}) };
}
