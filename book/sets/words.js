// An answer in words: a text area whose empty state is the notebook's stub.

import { idOf, sourceOf } from "./notebook.js";
import * as store from "./store.js";

/** Make the text area of a written question work; return {get, show, refresh}. */
export function wordsCell(page, box, cell) {
  const area = box.querySelector("textarea"),
    stub = sourceOf(cell),
    id = idOf(cell);
  const get = () => (area.value.trim() ? area.value : stub);
  const show = (text) => {
    area.value = text === stub ? "" : text;
  };
  const refresh = () => show(store.read(page.set, id) ?? stub);
  area.disabled = false;
  area.addEventListener("input", () => page.keep(id, get(), stub));
  refresh();
  return { get, show, refresh };
}
