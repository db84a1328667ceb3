// Answers and points, kept in this browser alone: an entry of localStorage for each cell of each set, so
// that two tabs write beside each other. The names begin with the site's path: two courses on one host do
// not meet.
//
// Where two tabs change one cell without having heard of each other, the version that is written over is set
// aside and can be taken back.

const SITE = new URL("../..", import.meta.url).pathname;
const KINDS = { answer: "", points: "!", aside: "~" };
const seen = new Map(); // name of an answer: its text when this tab last knew it
const listeners = [];
let storage;

try {
  storage = window.localStorage;
} catch {
  storage = undefined; // the browser forbids it
}

/** Why nothing is kept, or "". */
export const obstacle = () =>
  storage
    ? ""
    : "This browser lets no page keep anything, so your answers last until " +
      "you close the page. Export them before.";

export class Full extends Error {}

const name = (set, cell, kind) => `${SITE}#${set}/${cell}${KINDS[kind]}`;
const memory = new Map(); // what stands in for a forbidden storage
const get = (key) => (storage ? storage.getItem(key) : (memory.get(key) ?? null));

function put(key, text) {
  try {
    if (storage) storage.setItem(key, text);
    else memory.set(key, text);
  } catch {
    throw new Full(
      "Your last change is not kept: this browser has no room left for the site. Export your notebook " +
        "now, and clear the data of sites that you do not need.",
    );
  }
}

function remove(key) {
  if (storage) storage.removeItem(key);
  else memory.delete(key);
}

/** Return the answer in a cell, or null. */
export function read(set, cell) {
  const text = get(name(set, cell, "answer"));
  seen.set(name(set, cell, "answer"), text);
  return text;
}

/**
 * Keep the answer in a cell, or forget it where it is null; return whether another tab's version was set
 * aside.
 */
export function write(set, cell, text) {
  const key = name(set, cell, "answer"),
    there = get(key);
  const unseen = there !== null && there !== text && there !== seen.get(key);
  if (unseen) put(name(set, cell, "aside"), there);
  if (text === null) remove(key);
  else put(key, text);
  seen.set(key, text);
  return unseen;
}

export const aside = (set, cell) => get(name(set, cell, "aside"));
export const forgetAside = (set, cell) => remove(name(set, cell, "aside"));

/** Return {points, of, text} of the last check of a cell, or null; text is the answer that was checked. */
export function points(set, cell) {
  try {
    return JSON.parse(get(name(set, cell, "points")));
  } catch {
    return null;
  }
}

export const writePoints = (set, cell, found) => put(name(set, cell, "points"), JSON.stringify(found));

/** Return {set: {cell: text}} of all answers. */
export function everything() {
  const found = {};
  for (const key of storage ? Object.keys(storage) : memory.keys()) {
    const match = key.startsWith(`${SITE}#`) && key.slice(SITE.length + 1).match(/^([^/]+)\/([^!~]+)$/);
    if (match) (found[match[1]] ??= {})[match[2]] = get(key);
  }
  return found;
}

/** Forget everything that the site has kept for its problem sets. */
export function erase() {
  for (const key of storage ? Object.keys(storage) : [...memory.keys()]) {
    if (key.startsWith(`${SITE}#`)) remove(key);
  }
  seen.clear();
}

/**
 * Call listener(set, cell, kind) when another tab has changed something; set is null where all may have
 * changed.
 */
export const onOther = (listener) => listeners.push(listener);

const tell = (...what) => listeners.forEach((listener) => listener(...what));

addEventListener("storage", ({ key, storageArea }) => {
  if (storageArea !== storage) return;
  if (key === null) tell(null);
  else if (key.startsWith(`${SITE}#`)) {
    const match = key.slice(SITE.length + 1).match(/^([^/]+)\/([^!~]+)([!~]?)$/);
    if (match)
      tell(
        match[1],
        match[2],
        Object.keys(KINDS).find((kind) => KINDS[kind] === match[3]),
      );
  }
});
addEventListener("pageshow", ({ persisted }) => persisted && tell(null)); // back from where no event is heard
