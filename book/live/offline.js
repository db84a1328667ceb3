// Keeps what the reader has used, so that it works without a network. cells.js registers it with the first run.
//
// Python and its parts have a version or a hash in their address: what is kept under that address never changes. All
// else, the pages above all, is asked for first, and what is kept answers only where the network does not.

const KEPT = "course";
const FIXED = /\/_static\/live\/[a-z]+-[\d.]+\/|\?v=/;
const bare = (url) => url.replace(/-[\d.]+\//, "/").split("?")[0];    // the same for every version of a file

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keep(url, answer) {
  const cache = await caches.open(KEPT);
  await cache.put(url, answer);
  if (FIXED.test(url)) {
    for (const { url: old } of await cache.keys()) if (old !== url && bare(old) === bare(url)) await cache.delete(old);
  }
}

async function fromNetwork(event) {
  const answer = await fetch(event.request);
  if (answer.status === 200) event.waitUntil(keep(event.request.url, answer.clone()).catch(() => {}));    // no room
  return answer;
}

async function answer(event) {
  const kept = () => caches.match(event.request, { cacheName: KEPT, ignoreVary: true });
  if (FIXED.test(event.request.url)) return (await kept()) ?? fromNetwork(event);
  try {
    return await fromNetwork(event);
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const own = event.request.url.startsWith(registration.scope);
  if (own && event.request.method === "GET" && !event.request.headers.has("range")) event.respondWith(answer(event));
});

// The page that registered this loaded its files before this was there; they are still in the browser's own cache.
addEventListener("message", ({ data }) => Promise.all(data.keep.map(async (url) => {
  const cache = await caches.open(KEPT);
  if (await cache.match(url)) return;
  const found = await fetch(url, { cache: "force-cache" });
  if (found.status === 200) await keep(url, found);
}).map((one) => one.catch(() => {}))));
