// The unrolled network: which moment is shown, and which equation belongs to what the reader points at.
Explore.piece("network", (box, data, figure) => {
  const {make, button, choice, slider, status, roving, center, asking, field} = Explore;
  const rows = [...figure.parentElement.querySelectorAll(".explore-equation")];
  const forward = ["z", "h", "theta", "yhat", "J"];
  let word = "anna", activation = "sigmoid", shown, moment = 0, timer = null;

  const title = make("p.explore-title");
  const sentence = status("explore-sentence");
  const scene = make("div.explore-scene.drawing");
  const time = slider("Moment", {min: 0, max: 1, value: 0, oninput: number => { stop(); go(number); },
                                 text: number => shown ? shown.moments[number].title : ""});
  const first = button("Start", () => { stop(); go(0); }, {});
  const back = button("◀ Back", () => { stop(); go(moment - 1); });
  const next = button("Next ▶", () => { stop(); go(moment + 1); }, {class: "explore-button main"});
  const play = button("Play", () => timer ? stop() : start(), {"aria-pressed": "false"});

  // The printed equations become the rows that show the present step's numbers.
  const numbers = new Map();
  const list = figure.parentElement.querySelector(".explore-equations");
  for (const row of rows) {
    const name = [...row.classList].find(cls => cls.startsWith("of-")).slice(3);
    const value = make("div.explore-numbers");
    row.dataset.of = name;
    row.append(value);
    numbers.set(name, {row, value});
    row.addEventListener("mouseenter", () => light(name));
    row.addEventListener("focusin", () => light(name));
    row.addEventListener("mouseleave", () => light(null));
    row.addEventListener("focusout", () => light(null));
  }

  function light(name, step = shown.moments[moment].step) {
    for (const part of scene.querySelectorAll("[data-of]")) {
      const own = name === "dW_h" || Number(part.dataset.step) === step;
      part.classList.toggle("lit", part.dataset.of === name && own);
    }
    for (const [own, {row}] of numbers) row.classList.toggle("lit", own === name);
  }

  const brackets = texts => typeof texts === "string" ? [make("span", {}, texts)]
    : typeof texts[0] === "string" ? [make("span", {}, `(${texts.join(", ")})`)]
      : texts.map(row => make("span", {}, `(${row.join(", ")})`));

  // Fill the rows with the numbers of a step, forward or backward.
  function fill(at, way) {
    const {values} = shown.moments[at];
    for (const [name, {row, value}] of numbers) {
      row.hidden = forward.includes(name) !== way || (name === "dh_0" && !(name in values));
      value.replaceChildren(...(name in values ? brackets(values[name]) : []));
    }
    dispatchEvent(new Event("resize"));    // other rows are seen: scrollable.js looks which of them scroll
  }

  function go(number) {
    const T = (shown.moments.length - 1) / 2;
    moment = Math.max(0, Math.min(2 * T, number));
    const {step, total, ...told} = shown.moments[moment];
    time.set(moment);
    title.textContent = told.title;
    sentence.textContent = told.sentence;
    first.disabled = back.disabled = moment === 0;
    next.disabled = moment === 2 * T;
    for (const part of scene.querySelectorAll("[data-moment]")) {
      part.classList.toggle("later", Number(part.dataset.moment) > moment);
      part.classList.toggle("now", Number(part.dataset.moment) === moment);
    }
    scene.querySelectorAll(".number.total").forEach((cell, i) => { cell.textContent = total.flat()[i]; });
    fill(moment, moment <= T);
    light(null);
    const column = scene.querySelector(`.of-z[data-step="${step || 1}"] rect`);
    center(scene, Number(column.getAttribute("x")) - (step ? 0 : 100), 60);
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  function start() {
    if (next.disabled) go(0);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => { go(moment + 1); if (next.disabled) stop(); }, 1500);
  }

  // Make the vectors stops for the arrow keys: sideways by a step, up and down within it.
  function walkable() {
    const parts = [...scene.querySelectorAll(".value")];
    const at = (name, step) => parts.find(part => part.dataset.of === name && Number(part.dataset.step) === step);
    for (const part of parts) {
      const name = part.dataset.of, step = Number(part.dataset.step);
      const text = part.querySelector("title").textContent;
      part.setAttribute("role", "img");
      part.setAttribute("aria-label", text);
      part.addEventListener("mouseenter", () => light(name, step));
      part.addEventListener("mouseleave", () => light(null));
      part.addEventListener("focus", () => { show(name, step); light(name, step); });
      part.addEventListener("blur", () => light(null));
      part.addEventListener("click", () => { stop(); go(Math.max(1, Number(part.dataset.moment))); show(name, step); light(name, step); });
    }
    const order = ["J", "yhat", "theta", "h", "z", "dtheta", "gamma", "delta", "dz"];
    const leftmost = {delta: at("dh_0", 1), dz: at("dW_h", 1)};    // to the left of step 1
    roving([at("z", 1), ...parts], (part, key) => {
      const step = Number(part.dataset.step), name = part.dataset.of, place = order.indexOf(name);
      const home = Object.keys(leftmost).find(own => leftmost[own] === part);
      if (home) return {Right: at(home, 1), Up: leftmost.delta, Down: leftmost.dz}[key];
      return {Left: at(name, step - 1) || leftmost[name], Right: at(name, step + 1),
              Up: at(order[place - 1], step), Down: at(order[place + 1], step)}[key];
    });
  }

  // A focused vector brings its own step's numbers into the rows.
  function show(name, step) {
    const T = (shown.moments.length - 1) / 2, way = forward.includes(name);
    fill(way ? step : 2 * T + 1 - step, way);
  }

  function open(found, at = 0) {
    stop();
    shown = found;
    time.input.max = found.moments.length - 1;
    scene.innerHTML = found.svg;
    const svg = scene.firstElementChild;
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", `The network over ${word}: move among its vectors with the arrow keys`);
    walkable();
    go(at);
  }

  const again = () => open(data.words[word][activation], moment);
  const words = choice("Word", Object.keys(data.words).map(text => [text, text]), word, text => {
    word = text; moment = 0; again(); });
  const functions = choice("Activation", [["sigmoid", "sigmoid"], ["tanh", "tanh"]], activation, f => {
    activation = f;
    if (word in data.words) again(); else wish.requestSubmit();
  });
  const typed = field("Your own word", {type: "text", required: true, maxlength: 12, pattern: "[a-z]+", size: 12,
                                        autocapitalize: "none", autocomplete: "off", spellcheck: "false",
                                        title: "1 to 12 small letters"});
  const seed = field("Seed of the weights", {type: "number", min: 0, max: 9999, value: 0});
  const wish = asking({
    text: "Run it with Python", fields: [typed.box, seed.box],
    send: () => ["explore.network.network", [typed.input.value, activation, Number(seed.input.value)]],
    take: found => {
      words.querySelectorAll("input").forEach(input => { input.checked = false; });
      word = typed.input.value;
      open(found);
    }});
  box.append(
    make("div.explore-bar", {}, words, functions, wish),
    make("div.explore-stage", {},
      make("div.explore-buttons", {}, first, back, next, play, time.box),
      title, sentence),
    scene, list);
  open(data.words[word][activation]);
});
