// One problem set in Python: runs what a check needs before it, and the check itself.
//
// As in a notebook the cells share their variables. A cell runs again where its text is another than when it
// last ran in this Python, and after Python has been stopped.

import { idOf, isMine, sourceOf } from "./notebook.js";
import { everything } from "./store.js";

let runtime,
  busy = false;

/** The course's Python, fetched when it is first asked for. */
async function python(set) {
  if (!runtime) {
    runtime = await import("../live/runtime.js");
    runtime.onEnd(() => sets.clear());
  }
  if (!sets.has(set)) sets.set(set, new Map());
  return runtime;
}

const sets = new Map(); // set: {id of a cell: its text when it ran}
export const isBusy = () => busy;
export const stop = () => runtime?.stop();

const isNumber = /^\d+(\.\d+)?$/;

/** Run one cell if it has not run as it stands; return its error, or null. */
async function once(set, cell, text, handlers) {
  const { run } = await python(set);
  if (sets.get(set).get(idOf(cell)) === text) return null;
  const { error } = await run(text, set, { ...handlers, cell: idOf(cell) });
  if (!error) sets.get(set)?.set(idOf(cell), text);
  return error;
}

// Cells that only define something run by themselves; the others wait for their own button.
const isSetup = (id) => document.querySelector(`.set-cell[data-cell="${id}"]`)?.dataset.kind === "setup";

/** Run what stands above a cell, but for what it prints; return the ids of the cells with an error. */
async function above(book, id, textOf, handlers, set) {
  const failed = [];
  for (const cell of book.cells) {
    if (idOf(cell) === id) break;
    const quiet = { onProgress: handlers.onProgress };
    if (isSetup(idOf(cell)) || (isMine(cell) && cell.cell_type === "code")) {
      const error = await once(set, cell, textOf(cell), quiet);
      if (error?.name === "Stopped") return { stopped: error, failed };
      if (error) failed.push(idOf(cell));
    }
  }
  return { failed };
}

async function alone(work) {
  busy = true;
  try {
    return await work();
  } finally {
    busy = false;
  }
}

/**
 * Run a function's cell and its check; return {points, error, failed}. What is printed goes to the handlers.
 */
export const check = (set, book, cell, textOf, handlers) =>
  alone(async () => {
    const id = idOf(cell);
    const before = await above(book, id, textOf, handlers, set);
    if (before.stopped) return { error: before.stopped, ...before };
    const error = await once(set, cell, textOf(cell), handlers);
    if (error) return { error, ...before };
    const test = book.cells.find((other) => idOf(other) === `${id}-check`);
    const { run } = await python(set);
    let shown = "";
    const { error: fault } = await run(sourceOf(test), set, {
      ...handlers,
      cell: idOf(test),
      onResult: (data) => {
        shown = data["text/plain"] ?? "";
      },
    });
    return { error: fault, points: isNumber.test(shown) ? Number(shown) : null, ...before };
  });

/** Run a given cell after all above it; return its error, or null. */
export const runGiven = (set, book, cell, textOf, handlers) =>
  alone(async () => {
    const { run, call } = await python(set);
    await call("sets.put_beside", [set, everything()], { onProgress: handlers.onProgress });
    const before = await above(book, idOf(cell), textOf, handlers, set);
    if (before.stopped) return { error: before.stopped };
    const { error } = await run(sourceOf(cell), set, { ...handlers, cell: idOf(cell) });
    return { error, ...before };
  });
