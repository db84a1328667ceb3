// What the pieces of the part "Explore" share: elements, controls, charts, colors, and the way to Python.
// No piece computes a number of the course. What it shows was computed by rnn_ref, at build or in the browser.
window.Explore = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const drawn = new Set(["svg", "g", "path", "rect", "line", "polyline", "circle", "text", "title"]);
  let ids = 0;

  function make(name, attributes = {}, ...children) {
    const [tag, ...classes] = name.split(".");
    const node = drawn.has(tag) && !attributes.html ? document.createElementNS(SVG, tag) : document.createElement(tag);
    if (classes.length) node.setAttribute("class", classes.join(" "));
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (typeof value === "boolean") node.toggleAttribute(key, value);
      else if (value !== undefined && key !== "html") node.setAttribute(key, value);
    }
    node.append(...children.flat().filter(child => child !== undefined && child !== null));
    return node;
  }

  const button = (text, onclick, attributes = {}) =>
    make("button.explore-button", {type: "button", onclick, ...attributes}, text);

  // One of a few, as a row of radio buttons.
  function choice(label, options, chosen, onchange) {
    const name = `explore-choice-${ids++}`;
    const entries = options.map(([value, text]) => make("label", {}, make("input", {
      type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value)}),
      make("span", {}, text)));
    return make("fieldset.explore-choice", {}, make("legend", {}, label), make("div", {}, entries));
  }

  // A range with its label and its value in words.
  function slider(label, {min, max, value, step = 1, text = String, oninput}) {
    const id = `explore-slider-${ids++}`;
    const output = make("output", {for: id});
    const input = make("input", {id, type: "range", min, max, step, value});
    const show = () => {
      output.textContent = text(Number(input.value));
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => { show(); oninput(Number(input.value)); });
    show();
    const box = make("div.explore-slider", {}, make("label", {for: id}, label), input, output);
    return {box, input, set(number) { input.value = number; show(); }};
  }

  // A line that a screen reader speaks when it changes.
  const status = cls => make(`p.${cls}`, {role: "status", "aria-live": "polite"});

  // One stop of the tab key for many parts; the arrow keys move among them. move(part, key) gives the next one.
  function roving(parts, move) {
    let current = parts[0];
    const go = part => {
      current.setAttribute("tabindex", "-1");
      current = part;
      current.setAttribute("tabindex", "0");
    };
    parts.forEach(part => {
      part.setAttribute("tabindex", part === current ? "0" : "-1");
      part.addEventListener("focus", () => go(part));
      part.addEventListener("keydown", event => {
        const next = event.key.startsWith("Arrow") && move(part, event.key.slice(5));
        if (next) { event.preventDefault(); next.focus(); }
      });
    });
  }

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Bring a part of a box that scrolls sideways into its middle.
  function center(box, left, width) {
    const scale = box.firstElementChild.getBoundingClientRect().width / box.firstElementChild.viewBox.baseVal.width;
    box.scrollTo({left: (left + width / 2) * scale - box.clientWidth / 2, behavior: calm() ? "auto" : "smooth"});
  }

  // Typeset what is new; then scrollable.js looks which formulas scroll.
  const typeset = node => window.MathJax?.startup?.promise?.then(() => MathJax.typesetPromise([node]))
    .then(() => dispatchEvent(new Event("resize")));

  // A positive number in three digits, with a power of ten where it is small or large.
  const UP = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const raised = power => `${power}`.replace("-", "⁻").replace(/[0-9]/g, digit => UP[digit]);
  function short(value) {
    if (value === 0 || (value >= 0.001 && value < 10000)) return `${Number(value.toPrecision(3))}`;
    const [digits, power] = value.toExponential(2).split("e");
    return `${Number(digits)} · 10${raised(Number(power))}`;
  }

  // A name such as W_h, with its letter below the line.
  const named = (letter, below) => [make("i", {}, letter), make("sub", {}, below)];

  // A color for a size: blue below 1, orange above, on a logarithmic scale.
  function heat(value) {
    const power = Math.log10(value);
    const [end, share] = power < 0 ? ["cold", Math.min(1, power / -9)] : ["hot", Math.min(1, power / 3)];
    return `color-mix(in oklab, var(--heat-${end}) ${Math.round(100 * Math.sqrt(share))}%, var(--heat-middle))`;
  }

  // A plot with lines; an axis has low, high, and log for powers of ten. A point outside is drawn at the edge.
  function plot({label, x, y, lines, width = 340, height = 240, right = 26}) {
    const left = 46, top = 12, bottom = 40;
    const share = (axis, value) => {
      const at = axis.log ? Math.log10(value / axis.low) / Math.log10(axis.high / axis.low)
        : (value - axis.low) / (axis.high - axis.low || 1);
      return Math.max(0, Math.min(1, at));
    };
    const px = value => left + (width - left - right) * share(x, value);
    const py = value => top + (height - top - bottom) * (1 - share(y, value));
    const ticks = axis => {
      if (axis.ticks) return axis.ticks;
      if (axis.log) {
        const low = Math.ceil(Math.log10(axis.low)), high = Math.floor(Math.log10(axis.high));
        const step = Math.ceil((high - low) / 6);
        return Array.from({length: Math.floor((high - low) / step) + 1}, (_, i) => 10 ** (low + i * step));
      }
      const rough = (axis.high - axis.low) / 5, unit = 10 ** Math.floor(Math.log10(rough));
      const step = [1, 2, 5, 10].map(n => n * unit).find(n => n >= rough);
      const first = Math.ceil(axis.low / step - 1e-9);
      return Array.from({length: Math.floor(axis.high / step + 1e-9) - first + 1}, (_, i) => (first + i) * step);
    };
    const written = (axis, tick) => axis.log ? `10${raised(Math.round(Math.log10(tick)))}` : short(Math.abs(tick));
    const parts = [];
    for (const tick of ticks(y)) {
      parts.push(make("path.grid", {d: `M${left},${py(tick)} H${width - right}`}),
                 make("text.tick", {x: left - 7, y: py(tick) + 4, "text-anchor": "end"}, written(y, tick)));
    }
    for (const tick of ticks(x)) parts.push(make("text.tick", {x: px(tick), y: height - bottom + 18, "text-anchor": "middle"}, written(x, tick)));
    parts.push(make("text.tick", {x: (left + width - right) / 2, y: height - 5, "text-anchor": "middle"}, x.label));
    for (const line of lines.filter(({points}) => points.length)) {
      parts.push(make(`polyline.curve.${line.cls}`, {points: line.points.map(([a, b]) => `${px(a).toFixed(1)},${py(b).toFixed(1)}`).join(" ")}));
      if (line.points.length < 40) parts.push(...line.points.map(([a, b]) => make(`circle.dot.${line.cls}`, {cx: px(a), cy: py(b), r: 2.6})));
    }
    // Each line has its name at its right end, and no name covers another.
    const last = line => line.points.reduce((best, point) => point[0] > best[0] ? point : best);
    let above = -Infinity;
    for (const line of lines.filter(({points}) => points.length).sort((a, b) => py(last(a)[1]) - py(last(b)[1]))) {
      above = Math.max(py(last(line)[1]) + 4, above + 15);
      parts.push(make(`text.name.${line.cls}`, {x: px(last(line)[0]) + 6, y: above}, line.name));
    }
    return make("svg", {viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": label}, parts);
  }

  // Python, of which there is one for all pages: ../live/runtime.js. It is loaded when it is first asked for.
  const runtime = new URL("../live/runtime.js", document.currentScript.src).href;
  const FOLDER = "Python runs in the page when the site comes from a server. From a folder the browser does not "
    + "allow it.";
  let loading;
  async function python() {
    if (location.protocol === "file:") throw new Error(FOLDER);
    loading ??= import(runtime);
    return loading;
  }

  // A form whose button asks Python: send(values) gives the call, the line below says how far it is.
  function asking({text, fields, send, take}) {
    const said = status("explore-asking");
    const go = button(text, undefined, {type: "submit"});
    const form = make("form.explore-form", {onsubmit: async event => {
      event.preventDefault();
      go.disabled = true;
      try {
        const {call} = await python();
        const [name, values] = send();
        said.textContent = "Python computes …";
        take(await call(name, values, {onProgress: step => { said.textContent = `${step.text} …`; }}));
        said.textContent = "Computed here, by rnn_ref.";
      } catch (error) {
        said.textContent = error.message.trim().split("\n").at(-1).replace(/^ValueError: /, "");
      }
      go.disabled = false;
    }}, fields, go, said);
    return form;
  }

  // A field with its label.
  function field(label, attributes) {
    const id = `explore-field-${ids++}`;
    const input = make("input", {id, ...attributes});
    return {box: make("div.explore-field", {}, make("label", {for: id}, label), input), input};
  }

  function piece(name, build) {
    for (const box of document.querySelectorAll(`.explore[data-piece="${name}"]`)) {
      const figure = box.parentElement.querySelector("figure");
      build(box, window.exploreData, figure);
      figure.classList.add("explore-replaced");
    }
  }

  return {make, button, choice, slider, status, roving, center, calm, typeset, short, heat, plot, named, python, asking, field, piece};
})();
