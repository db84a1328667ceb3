// CodeMirror in the place of a cell's code. Its colors are those of the page's other code, from live.css.

const here = new URL(".", import.meta.url);
let loading;

async function load() {
  const assets = await (await fetch(new URL("assets.json", here))).json();
  const cm = await import(new URL(assets.codemirror, here));
  const python = await cm.languages.find(({ name }) => name === "Python").load();
  return { cm, python };
}

// The default style says what is what by color; here each of its colors becomes a variable of the stylesheet.
const VARIABLES = {
  "#708": "keyword", "#219": "constant", "#164": "number", "#a11": "string", "#e40": "string", "#00f": "name",
  "#30a": "name", "#085": "type", "#167": "type", "#256": "type", "#00c": "name", "#940": "comment",
  "#404740": "comment", "#f00": "invalid",
};

function highlighting(cm) {
  const ours = (color) => color && { color: `var(--live-${VARIABLES[color]})` };
  const specs = cm.defaultHighlightStyle.specs.map(
    ({ color, textDecoration, ...spec }) => ({ ...spec, ...ours(color) }));
  return cm.syntaxHighlighting(cm.HighlightStyle.define(specs));
}

// A line that is named in an error has a mark until the text changes.
function lineMark(cm) {
  const set = cm.StateEffect.define();
  const field = cm.StateField.define({
    create: () => cm.Decoration.none,
    update(marks, change) {
      if (change.docChanged) return cm.Decoration.none;
      for (const effect of change.effects) {
        if (!effect.is(set)) continue;
        const { doc } = change.state, line = effect.value;
        marks = line && line <= doc.lines
          ? cm.Decoration.set([cm.Decoration.line({ class: "live-line" }).range(doc.line(line).from)])
          : cm.Decoration.none;
      }
      return marks;
    },
    provide: (field) => cm.EditorView.decorations.from(field),
  });
  return { set, field };
}

// Put an editor over the cell's code; returns {text, focus, markLine, close}.
export async function edit(cell, source, { label, onRun, onChange }) {
  const { cm, python } = await (loading ??= load().catch((error) => { loading = undefined; throw error; }));
  const mark = lineMark(cm);
  const runs = { run: () => { onRun(); return true; } };
  const view = new cm.EditorView({
    doc: source,
    extensions: [
      cm.keymap.of([{ key: "Mod-Enter", ...runs }, { key: "Shift-Enter", ...runs }, cm.indentWithTab,
                    ...cm.historyKeymap, ...cm.defaultKeymap]),
      cm.lineNumbers(), cm.history(), cm.indentOnInput(), cm.bracketMatching(), cm.indentUnit.of("    "),
      cm.EditorState.tabSize.of(4), python, highlighting(cm), mark.field,
      cm.EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      cm.EditorView.updateListener.of((update) => update.docChanged && onChange()),
    ],
  });
  const code = cell.querySelector(":scope > .cell_input");
  const box = document.createElement("div");
  box.className = "live-editor";
  box.append(view.dom);
  box.addEventListener("keydown", (event) => event.stopPropagation());    // "/" would open the page's search
  code.hidden = true;
  code.after(box);
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    markLine: (line) => view.dispatch({ effects: mark.set.of(line) }),
    close() {
      view.destroy();
      box.remove();
      code.hidden = false;
    },
  };
}
