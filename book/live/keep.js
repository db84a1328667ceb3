// From the first use of Python on, the browser keeps what the reader has seen, so that it works without a network:
// offline.js does it. Without it everything works just the same, only not offline.

const here = new URL(".", import.meta.url);
const PATIENCE = 3000;    // milliseconds; where it is forbidden, some browsers never say so

export async function keepOffline() {
  if (!navigator.serviceWorker || !isSecureContext) return;
  try {
    await navigator.serviceWorker.register(new URL("../../offline.js", here));
    const tooLong = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
    const { active } = await Promise.race([navigator.serviceWorker.ready, tooLong]);
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const page = [location.href.split("#")[0], ...loaded];
    active.postMessage({ keep: page.filter((url) => url.startsWith(location.origin)) });
  } catch {
    // Forbidden, or no room.
  }
}
