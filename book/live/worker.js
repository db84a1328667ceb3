// Python in a worker of its own, so that no code can make the page wait. It answers one message after the
// other; runtime.js sends them, and ends the worker where code does not end by itself.

const here = new URL(".", import.meta.url);
let python, runner, stopped = new Set();

// Python itself lies beside its file in a compressed form, because few plain servers compress what they send.
const { fetch: get } = globalThis;
globalThis.fetch = async (what, ...rest) => {
  if (!String(what).endsWith(".wasm")) return get(what, ...rest);
  const { body, ok, status, statusText } = await get(`${what}.packed`, ...rest);
  if (!ok) throw new Error(`${what}: ${status} ${statusText}`);
  const headers = { "Content-Type": "application/wasm" };
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), { headers });
};

const bytesOf = async (path) => {
  const answer = await fetch(new URL(path, here));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
};

async function start() {
  const progress = (text, share) => postMessage({ kind: "progress", text, share });
  progress("Fetching Python", 0);
  const assets = JSON.parse(new TextDecoder().decode(await bytesOf("assets.json")));
  const waiting = [assets.numpy, assets.course, assets.pages].map(bytesOf);
  const folder = new URL(assets.pyodide, here).href;
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  progress("Starting Python", 0.3);
  python = await loadPyodide({ indexURL: folder, lockFileContents: assets.lock, checkAPIVersion: true });
  progress("Loading NumPy", 0.7);
  const [numpy, course, pages] = await Promise.all(waiting);
  python.unpackArchive(numpy, "wheel");
  python.unpackArchive(course, "wheel");
  python.unpackArchive(pages, "zip", { extractDir: "/book" });
  python.runPython("import sys; sys.path.append('/book')");
  runner = python.pyimport("runner");
  progress("Python is ready", 1);
}

const answers = {
  start,

  run({ id, code, namespace, cell }) {
    const send = (kind, what, content) => postMessage({ id, kind, what, content });
    return { error: JSON.parse(runner.run(code, namespace, cell, send) ?? "null") };
  },

  reset({ namespace }) {
    runner.reset(namespace);
  },

  // A generator's items go out one by one; between two of them a message to stop is heard.
  async call({ id, name, args }) {
    const [value, next] = runner.call(name, JSON.stringify(args)).toJs({ depth: 1 });
    if (!next) return { value: JSON.parse(value) };
    let last = null, item;
    while (!stopped.has(id) && (item = next()) !== undefined && item !== null) {
      last = JSON.parse(item);
      postMessage({ id, kind: "item", content: last });
      await new Promise((resume) => setTimeout(resume));
    }
    next.destroy();
    return { value: last, stopped: stopped.delete(id) };
  },
};

const work = async ({ id, ask, ...message }) => {
  try {
    postMessage({ id, kind: "done", ...(await answers[ask]({ id, ...message })) });
  } catch (error) {
    postMessage({ id, kind: "failed", message: error.message });
  }
};

let last = Promise.resolve();
addEventListener("message", ({ data }) => {
  if (data.ask === "finish") stopped.add(data.id);
  else last = last.then(() => work(data));
});
