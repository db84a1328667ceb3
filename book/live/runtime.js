// Python for the page, in a worker that starts when it is first asked for.
//
//   await start(onProgress) starts Python, once; onProgress({text, share}) with share from 0 to 1.
//                           Everything below starts it, too, where that has not happened.
//   await run(code, namespace, {onText, onResult, onProgress, cell})
//                           runs a cell; cells of one namespace share their variables. Returns
//                           {outputs, error}. outputs: [{stream, text}] and [{data: {media type: text}}],
//                           which also arrive one by one, as onText(text, stream) and onResult(data).
//                           error: null or {name, message, line, traceback}; name is "Stopped" after stop().
//   await call("package.module.function", args, {onItem, onProgress, signal})
//                           calls a function with JSON arguments, a list or an object by name, and returns
//                           its value as JSON (arrays are lists). Where the function is a generator, each item
//                           goes to onItem(item), and the last one is returned; an AbortSignal ends it after
//                           the item at hand. Throws where Python raises.
//   await reset(namespace)  forgets the variables of a namespace.
//   stop()                  ends whatever runs, at once. Python is gone with all namespaces; the next call
//                           starts it again. onEnd(listener) says so to whoever keeps something.
//   state()                 "off", "starting", "ready" or "busy".
//   obstacle()              "" or a sentence that says why Python cannot run in this browser or here.

import { keepOffline } from "./keep.js";

const here = new URL(".", import.meta.url);
const asked = new Map();      // id: {resolve, reject, message handlers, outputs}
const listeners = new Set();
const STOPPED = { name: "Stopped", message: "stopped", line: null, traceback: "Stopped." };
let worker, ready, progress = new Set(), counter = 0, running = 0, ends = 0, up = false;

export const onEnd = (listener) => listeners.add(listener);
export const state = () => (!ready ? "off" : !up ? "starting" : running ? "busy" : "ready");

export function obstacle() {
  if (location.protocol === "file:") {
    return "Python runs in the page when the site comes from a server; from a folder the browser forbids it.";
  }
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
    return "This browser cannot run Python: it has no WebAssembly or no web workers. A current Firefox, "
      + "Chrome, Edge or Safari has both.";
  }
  return "";
}

export class PythonError extends Error {}

function hear({ data }) {
  if (data.kind === "progress") {
    for (const listener of progress) listener(data);
    return;
  }
  const one = asked.get(data.id);
  if (!one) return;
  if (data.kind === "text") {
    one.outputs.push({ stream: data.what, text: data.content });
    one.onText?.(data.content, data.what);
  } else if (data.kind === "result") {
    one.outputs.push({ data: JSON.parse(data.content) });
    one.onResult?.(one.outputs.at(-1).data);
  } else if (data.kind === "item") {
    one.onItem?.(data.content);
  } else {
    asked.delete(data.id);
    if (data.kind === "done") one.resolve({ ...data, outputs: one.outputs });
    else one.reject(new PythonError(data.message));
  }
}

function ask(message, handlers = {}) {
  const id = ++counter;
  const { signal } = handlers;
  const finish = () => worker?.postMessage({ ask: "finish", id });
  signal?.addEventListener("abort", finish);
  return new Promise((resolve, reject) => {
    asked.set(id, { outputs: [], ...handlers, resolve, reject });
    worker.postMessage({ id, ...message });
  }).finally(() => signal?.removeEventListener("abort", finish));
}

export async function start(onProgress) {
  const problem = obstacle();
  if (problem) throw new Error(problem);
  if (onProgress && !up) progress.add(onProgress);
  return ready ??= begin();
}

async function begin() {
  const before = ends;
  await keepOffline();
  if (ends !== before) return;    // stopped in the meantime
  worker = new Worker(new URL("worker.js", here), { type: "module" });
  worker.addEventListener("message", hear);
  worker.addEventListener("error", () => end(new Error("the file worker.js did not load")));
  try {
    up = !(await ask({ ask: "start" })).error;
  } catch (error) {
    end();
    throw new Error(`Python could not be started: ${error.message}`);
  } finally {
    progress.clear();
  }
}

async function once(message, handlers) {
  const before = ends;
  await start(handlers.onProgress);
  if (ends !== before) return { outputs: [], error: STOPPED, value: null };
  running += 1;
  try {
    return await ask(message, handlers);
  } finally {
    running -= 1;
  }
}

export async function run(code, namespace, { cell = "cell", ...handlers } = {}) {
  const { outputs, error } = await once({ ask: "run", code, namespace, cell }, handlers);
  return { outputs, error };
}

export async function call(name, args = [], handlers = {}) {
  return (await once({ ask: "call", name, args }, handlers)).value;
}

export async function reset(namespace) {
  if (up) await once({ ask: "reset", namespace }, {});
}

function end(error) {
  worker?.terminate();
  worker = ready = undefined;
  up = false;
  ends += 1;
  const left = [...asked.values()];
  asked.clear();
  for (const { resolve, reject, outputs } of left) {
    if (error) reject(error);
    else resolve({ outputs, error: STOPPED, value: null });
  }
  for (const listener of listeners) listener();
}

export const stop = () => end();
