// Keeps what the reader has used, so that it works without a network. keep.js registers it with the first
// use.
//
// Python and its parts have a version or a hash in their address: what is kept under that address never
// changes. All else, the pages above all, is asked for first, and what is kept answers only where the
// network does not.

const KEPT = "course";
const FIXED = /\/_static\/live\/[a-z]+-[\d.]+\/|\?v=/;
const bare = (url) => url.replace(/-[\d.]+\//, "/").split("?")[0];    // the same for all versions of a file

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keep(url, answer) {
  const cache = await caches.open(KEPT);
  await cache.put(url, answer);
  if (!FIXED.test(url)) return;
  for (const { url: old } of await cache.keys()) {
    if (old !== url && bare(old) === bare(url)) await cache.delete(old);
  }
}

async function fromNetwork(event) {
  const answer = await fetch(event.request), noRoom = () => {};
  if (answer.status === 200) event.waitUntil(keep(event.request.url, answer.clone()).catch(noRoom));
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
  const { url, method, headers } = event.request;
  const ours = url.startsWith(registration.scope) && method === "GET" && !headers.has("range");
  if (ours) event.respondWith(answer(event));
});

// The page that registered this loaded its files before this was there; the browser's own cache has them
// still.
addEventListener("message", ({ data }) => Promise.all(data.keep.map(async (url) => {
  const cache = await caches.open(KEPT);
  if (await cache.match(url)) return;
  const found = await fetch(url, { cache: "force-cache" });
  if (found.status === 200) await keep(url, found);
}).map((one) => one.catch(() => {}))));
