// Gradient flow: the table of all gamma_t^(k) as a map, its sums per column, and the way back of the last loss.
Explore.piece("flow", (box, data, figure) => {
  const {make, choice, slider, status, roving, short, heat, plot, named, asking, field} = Explore;
  const list = figure.parentElement.querySelector(".explore-equations");
  let activation = "sigmoid", place = data.scales.indexOf(1), T = 12;

  const verdict = status("explore-sentence");
  const facts = make("dl.explore-facts");
  const map = make("div.explore-map"), readout = make("p.explore-readout");
  const curve = make("div.explore-curve");
  const table = make("tbody");
  const found = () => data.tables[activation][place];

  const FATES = [[0.7, "vanishes"], [0.93, "fades"], [1.03, "hardly changes its size"], [1.2, "grows"],
                 [Infinity, "explodes"]];
  function tell() {
    const {factors, norms, radius, norm, slope, rate} = found();
    const factor = factors[T - 1], row = norms[T - 1];
    verdict.textContent = `The gradient ${FATES.find(([most]) => factor < most)[1]}: loss ${T} has size `
      + `${short(row[T])} at its own step and ${short(row[0])} at h(0), ${T} steps back. Each step multiplies `
      + `it by ${short(factor)} on average.`;
    const W_h = () => named("W", "h");
    const entries = [[["Radius ρ(", ...W_h(), ")"], radius], [["Norm ‖", ...W_h(), "‖"], norm],
                     [["Mean slope f′"], slope], [["Bound per step c‖", ...W_h(), "‖"], rate]];
    facts.replaceChildren(...entries.map(([term, value]) =>
      make("div", {}, make("dt", {}, term), make("dd", {}, short(value)))));
  }

  const about = (t, k, value) => t === "sum"
    ? `δ(${k}), the sum of column ${k}: size ${short(value)}`
    : `γ of loss ${t} at step ${k}: size ${short(value)}` + (t === k ? ", its own step" : `, ${t - k} step${t - k > 1 ? "s" : ""} back`);

  // A cell: its place, its color, the power of ten where there is room.
  function cell(t, k, value, x, y, size, room) {
    const shown = room ? make("text.power", {x: x + size / 2, y: y + size / 2 + 4, "text-anchor": "middle"},
                                    `${Math.round(Math.log10(value))}`.replace("-", "−")) : null;
    const part = make("g.cell", {role: "img", "aria-label": about(t, k, value), "data-t": t, "data-k": k},
      make("rect", {x, y, width: size - 1.5, height: size - 1.5, rx: 2.5, style: `fill: ${heat(value)}`}), shown);
    const say = () => { readout.textContent = about(t, k, value); light(t); };
    part.addEventListener("mouseenter", say);
    part.addEventListener("focus", say);
    return part;
  }

  const light = t => list.querySelectorAll(".explore-equation").forEach(row =>
    row.classList.toggle("lit", row.classList.contains(t === "sum" ? "of-delta" : "of-gamma")));

  function draw() {
    const {norms, sums} = found();
    const size = Math.min(34, Math.max(15, 560 / (T + 1))), left = 44, top = 30, cells = [];
    const at = k => left + k * size, width = at(T + 1) + 6;
    const drawn = size * map.clientWidth / width, room = drawn >= 18;
    const words = [make("text.tick", {x: 6, y: top - 10}, "loss t"),
                   make("text.tick", {x: left + (T + 1) * size / 2, y: top - 10, "text-anchor": "middle"}, "step k")];
    for (let t = 1; t <= T; t++) {
      const y = top + (t - 1) * size;
      if (drawn > 12 || t % 4 === 0) words.push(make("text.tick", {x: left - 8, y: y + size / 2 + 4, "text-anchor": "end"}, `${t}`));
      norms[t - 1].forEach((value, k) => cells.push(cell(t, k, value, at(k), y, size, room)));
    }
    const bottom = top + T * size + 34;
    words.push(make("text.tick", {x: left - 8, y: bottom + size / 2 + 4, "text-anchor": "end"}, "δ"));
    sums[T - 1].forEach((value, k) => {
      cells.push(cell("sum", k, value, at(k), bottom, size, room));
      if (drawn > 18 || k % 4 === 0) words.push(make("text.tick", {x: at(k) + size / 2, y: bottom - 12, "text-anchor": "middle"}, `${k}`));
    });
    const height = bottom + size + 4;
    map.replaceChildren(make("svg", {viewBox: `0 0 ${width} ${height}`, width, role: "group",
      "aria-label": `The sizes of all γ for ${T} steps: move among them with the arrow keys`}, words, cells));
    const cellAt = (t, k) => map.querySelector(`.cell[data-t="${t}"][data-k="${k}"]`);
    roving([cells[cells.length - T - 2], ...cells], (part, key) => {
      const t = part.dataset.t === "sum" ? T + 1 : Number(part.dataset.t), k = Number(part.dataset.k);
      const [to, k2] = {Left: [t, k - 1], Right: [t, k + 1], Up: [t - 1, k], Down: [t + 1, k]}[key];
      return cellAt(to === T + 1 ? "sum" : to, k2);
    });
    const all = [...norms[T - 1], ...sums[T - 1]].map(Math.log10);
    const low = 10 ** (3 * Math.floor(Math.min(-3, ...all) / 3)), high = 10 ** (3 * Math.ceil(Math.max(3, ...all) / 3));
    curve.replaceChildren(plot({
      label: `The size of γ of loss ${T} against the steps back, on a logarithmic scale. The table below has the numbers.`,
      x: {low: 0, high: T, label: "steps back from the last loss"}, y: {log: true, low, high},
      lines: [{cls: "first", name: "γ", points: norms[T - 1].map((value, k) => [T - k, value])},
              {cls: "second", name: "δ", points: sums[T - 1].map((value, k) => [T - k, value])}], height: 330}));
    table.replaceChildren(...norms[T - 1].map((value, k) => make("tr", {}, make("th", {scope: "row"}, `${k}`),
      make("td", {}, short(value)), make("td", {}, short(sums[T - 1][k])))).reverse());
    readout.textContent = "A number in a cell is the power of ten of its size. Point at a cell, or walk with the arrow keys, to read it.";
    tell();
  }

  const seed = field("Another network: seed", {type: "number", min: 0, max: 9999, value: 1, required: true});
  box.append(
    make("div.explore-bar", {},
      choice("Activation", [["sigmoid", "sigmoid"], ["tanh", "tanh"]], activation, f => { activation = f; draw(); }),
      slider(make("span", {}, "Scale of ", named("W", "h")), {min: 0, max: data.scales.length - 1, value: place, text: i => `× ${data.scales[i]}`,
                              oninput: i => { place = i; draw(); }}).box,
      slider("Steps T", {min: 2, max: data.longest, value: T, oninput: n => { T = n; draw(); }}).box,
      asking({text: "Draw it with Python", fields: [seed.box],
              send: () => ["explore.flow.data", [Number(seed.input.value)]],
              take: found => { data = found; draw(); }})),
    make("div.explore-stage", {}, verdict, facts),
    make("div.explore-charts", {},
      make("div", {}, map, make("div.explore-legend", {"aria-hidden": "true"},
        make("span", {}, "10⁻⁹"), make("i"), make("span", {}, "10³")), readout),
      make("div", {}, curve,
        make("details", {}, make("summary", {}, "The numbers of the last loss"), make("table.table", {},
          make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "step k"),
            make("th", {scope: "col"}, `size of γ`), make("th", {scope: "col"}, "size of δ"))), table)))),
    list);
  draw();
});
