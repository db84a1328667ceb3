// Dinosaurs, live: reports of a run, one an epoch, as curves and names. The run itself is in Python's worker.
Explore.piece("names", (box, data) => {
  const {make, button, choice, slider, status, field, plot, python} = Explore;
  let reports = data.run, own = false, size = 64, warmth = data.temperatures.indexOf(1);
  let at = reports.length - 1, ending = null;    // ending: what stops the run after the epoch at hand

  const title = make("p.explore-title"), line = status("explore-sentence");
  const train = button("Train it yourself", () => ending ? rest() : learn(), {class: "explore-button main"});
  const anew = button("Start over", () => { own = false; learn(); });
  const seed = field("Seed", {type: "number", min: 0, max: 9999, value: 0});
  const sizes = choice("Hidden units", data.sizes.map(n => [n, `${n}`]), size, n => { size = n; own = false; tell(); });
  seed.input.addEventListener("input", () => { own = false; tell(); });
  const curve = make("div.explore-curve"), list = make("ul.explore-names"), caption = make("p.explore-question");
  const table = make("tbody");
  const when = slider("Epoch", {min: 0, max: at, value: at, oninput: n => { at = n; names(); }});
  const heat = slider("Temperature", {min: 0, max: data.temperatures.length - 1, value: warmth,
    text: i => `${data.temperatures[i]}`, oninput: i => { warmth = i; names(); }});

  const done = () => reports.at(-1).epoch === reports.at(-1).epochs;

  function tell() {
    anew.hidden = !own || Boolean(ending);
    train.disabled = own && done() && !ending;
    train.textContent = ending ? "Stop" : !own ? "Train it yourself" : done() ? "Trained" : "Resume";
    sizes.querySelectorAll("input").forEach(input => { input.disabled = Boolean(ending); });
    seed.input.disabled = Boolean(ending);
  }

  function names() {
    const found = reports[at];
    caption.textContent = `Names after epoch ${found.epoch}, at temperature ${data.temperatures[warmth]}`;
    list.replaceChildren(...found.names[warmth].map(name => make("li", {}, name)));
    for (const mark of curve.querySelectorAll(".mark")) mark.remove();
  }

  const number = value => value.toLocaleString("en-US");

  function draw() {
    const points = key => reports.map(found => [found.epoch, found[key]]);
    const last = reports.at(-1);
    curve.replaceChildren(plot({
      label: `The loss in nats per character over ${last.epoch} epochs: training ${last.training}, held out `
        + `${last.held_out}. The table below has the numbers.`,
      x: {low: 0, high: last.epochs, label: "epoch"}, y: {low: 1, high: 3.5, ticks: [1, 1.5, 2, 2.5, 3, 3.5]},
      lines: [{cls: "first", name: "training", points: points("training")},
              {cls: "second", name: "held out", points: points("held_out")}], right: 70, width: 400, height: 270}));
    table.replaceChildren(...reports.map(found => make("tr", {}, make("th", {scope: "row"}, `${found.epoch}`),
      make("td", {}, found.training.toFixed(3)), make("td", {}, found.held_out.toFixed(3)))));
    when.input.max = reports.length - 1;
    when.set(at);
    names();
  }

  function take(found) {
    const follow = at >= reports.length - 1;    // unless the reader looks back
    reports.push(found);
    if (follow || found.epoch === 0) at = reports.length - 1;
    title.textContent = `Your run: epoch ${found.epoch} of ${found.epochs}`;
    line.textContent = found.epoch === 0
      ? `Untrained, the network guesses: ${found.held_out.toFixed(2)} nats per character.`
      : `${number(found.updates)} updates. Held-out loss ${found.held_out.toFixed(3)} nats per character. The last `
        + `epoch read ${number(found.symbols)} characters, ${number(found.rate)} a second.`;
    draw();
  }

  // Ask for epoch after epoch. Stopping ends after the one at hand; the run stays in Python and goes on from there.
  async function learn() {
    ending = new AbortController();
    const {signal} = ending;
    tell();
    try {
      const {call, onEnd} = await python();
      listen(onEnd);
      const onProgress = step => { line.textContent = `${step.text} …`; };
      if (!own) {
        const first = await call("explore.names.begin", [size, Number(seed.input.value)], {onProgress});
        reports = [];
        at = 0;
        take(first);
        own = true;
      }
      if (!signal.aborted) await call("explore.names.learn", [], {onItem: take, signal});
      if (own && !done()) title.textContent += ", stopped";
    } catch (error) {
      own = false;
      title.textContent = "The run has ended";
      line.textContent = error.message.trim().split("\n").at(-1);
    }
    ending = null;
    train.disabled = false;
    tell();
  }

  function rest() {
    ending.abort();
    train.textContent = "Stopping …";
    train.disabled = true;
  }

  // Where Python is ended, the run is gone with it.
  let heard = false;
  function listen(onEnd) {
    if (!heard) onEnd(() => { own = false; tell(); });
    heard = true;
  }

  title.textContent = "A run that is ready";
  line.textContent = `It was computed when this page was built: 64 hidden units, ${reports.at(-1).epochs} epochs. Move the `
    + "sliders, or train a network of your own.";
  box.append(
    make("div.explore-bar", {}, sizes, seed.box,
      make("div.explore-buttons", {}, train, anew)),
    make("div.explore-stage", {}, title, line),
    make("div.explore-charts", {},
      make("div", {}, curve, make("details", {}, make("summary", {}, "The losses as a table"), make("table.table", {},
        make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "epoch"), make("th", {scope: "col"}, "training"),
          make("th", {scope: "col"}, "held out"))), table))),
      make("div", {}, when.box, heat.box, caption, list)));
  draw();
  tell();
});
