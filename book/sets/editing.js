// The place where one writes code: the page's own view of it first, the course's editor once the reader asks
// for it, and a plain text area where that cannot be fetched.

function plain(cell, source, { label, onChange }) {
  const area = document.createElement("textarea"),
    view = cell.querySelector(":scope > .cell_input");
  Object.assign(area, { value: source, spellcheck: false, className: "set-code" });
  area.setAttribute("aria-label", label);
  const fit = () => {
    area.rows = Math.max(3, area.value.split("\n").length);
  };
  area.addEventListener("input", () => {
    fit();
    onChange();
  });
  fit();
  view.hidden = true;
  view.after(area);
  return {
    text: () => area.value,
    focus: () => area.focus(),
    markLine() {},
    close() {
      area.remove();
      view.hidden = false;
    },
  };
}

/**
 * Make a cell's view of code a place to write; return {get, set, open, markLine}.
 * onWrite(text) hears what the reader writes, and only that.
 */
export function place(cell, { text, label, onRun, onWrite }) {
  const stub = text,
    view = cell.querySelector(":scope > .cell_input"),
    shown = view.querySelector("pre");
  const drawn = [...shown.childNodes];
  let value = text,
    editor,
    opening;

  function show() {
    if (value === stub) shown.replaceChildren(...drawn);
    else shown.textContent = value;
  }

  async function make() {
    const options = {
      label,
      onRun,
      onChange() {
        value = editor.text();
        onWrite(value);
      },
    };
    try {
      const { edit } = await import("../live/editor.js");
      editor = await edit(cell, value, options);
      if (editor.text() !== value) throw new Error("another text came while the editor was on its way");
    } catch {
      editor?.close();
      editor = plain(cell, value, options);
    }
    return editor;
  }

  const open = () => (opening ??= make());
  view.addEventListener("click", (event) => {
    if (!event.target.closest("a, button")) open().then((one) => one.focus());
  });
  return {
    get: () => value,
    open,
    markLine: (line) => editor?.markLine(line),
    /** Show another text, in an editor of its own where one is open. */
    async set(other) {
      value = other;
      show();
      if (!opening) return;
      const before = await opening;
      before.close();
      editor = undefined;
      await (opening = make());
    },
  };
}
