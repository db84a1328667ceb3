// What a cell shows below its code, in the same form as the page's own outputs.

const RICH = ["image/svg+xml", "text/html", "text/latex", "text/plain"];    // the first one is shown

const element = (tag, className) => Object.assign(document.createElement(tag), { className });

function block(kind) {
  const box = element("div", `output ${kind} highlight-myst-ansi notranslate`), pre = element("pre", "");
  const inner = element("div", "highlight");
  inner.append(pre);
  box.append(inner);
  return [box, pre];
}

export class Outputs {
  constructor(cell) {
    this.cell = cell;
    this.place = cell.querySelector(":scope > .cell_output");
    this.built = this.place ? [...this.place.childNodes] : [];
    this.changed = false;
  }

  // Empty the place, when the first new output comes or the cell ends: until then the old outputs stand.
  start() {
    if (!this.place) {
      this.place = element("div", "cell_output docutils container");
      this.cell.append(this.place);
      this.made = true;
    }
    this.waiting = this.changed = true;
    this.stream = null;
    return this;
  }

  add(box) {
    if (this.waiting) this.place.replaceChildren();
    this.waiting = false;
    this.place.append(box);
  }

  text(text, stream) {
    if (this.stream?.name !== stream) {
      const [box, pre] = block(`stream live-${stream}`);
      this.add(box);
      this.stream = { name: stream, pre };
    }
    this.stream.pre.append(text);
  }

  result(data) {
    this.stream = null;
    const media = RICH.find((one) => data[one] !== undefined);
    if (media === "text/plain") {
      const [box, pre] = block("text_plain");
      pre.textContent = data[media];
      return this.add(box);
    }
    const box = element("div", "output live-rich");
    if (media === "text/latex") box.textContent = data[media];
    else box.innerHTML = data[media];
    this.add(box);
    if (media === "text/latex") window.MathJax?.typesetPromise?.([box]);
  }

  fail({ name, traceback }) {
    if (name === "Stopped") return;
    this.stream = null;
    const [box, pre] = block("live-error");
    pre.textContent = traceback;
    this.add(box);
  }

  finish() {
    if (this.waiting) this.place.replaceChildren();
    this.waiting = false;
    dispatchEvent(new Event("resize"));    // scrollable.js looks again at what scrolls
  }

  restore() {
    if (this.made) this.place.remove();
    else this.place.replaceChildren(...this.built);
    if (this.made) this.place = this.made = undefined;
    this.changed = false;
  }
}
