// Find the bug: which puzzle is asked, what the reader guessed, and the score, kept in this browser alone.
Explore.piece("bugs", (box, data) => {
  const {make, button, choice, status, typeset} = Explore;
  const KEY = "explore-bugs";
  const empty = () => ({asked: 0, right: 0, streak: 0, best: 0, named: []});
  const name = puzzle => `${puzzle.function}/${puzzle.name}`;
  let score = read(), set = "all", deck = [], puzzle = null, answered = false;

  function read() {
    try { return {...empty(), ...JSON.parse(localStorage.getItem(KEY))}; } catch { return empty(); }
  }

  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify(score)); } catch { /* then it lasts as long as the page */ }
    tell();
  }

  function shuffled(list) {
    const all = [...list];
    for (let i = all.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  }

  const sets = [...new Set(data.puzzles.map(entry => entry.set))];
  const tally = make("p.explore-tally");
  const bar = make("div.explore-progress", {"aria-hidden": "true"}, make("i"));
  const heading = make("p.explore-title"), says = make("p.explore-says");
  const panes = make("div.explore-panes"), guesses = make("div.explore-guesses", {role: "group"});
  const verdict = status("explore-verdict"), why = make("div.explore-why");
  const next = button("Next puzzle", ask, {class: "explore-button main"});
  const forget = button("Start over", () => { score = empty(); keep(); deck = []; ask(); });

  function tell() {
    const all = data.puzzles.length, named = score.named.length;
    tally.replaceChildren(make("b", {}, `${named} of ${all}`), " mistakes named. ",
      score.asked ? `${score.right} of ${score.asked} guesses right, ${score.streak} in a row, ${score.best} at best.` : "");
    bar.firstElementChild.style.width = `${100 * named / all}%`;
    forget.hidden = score.asked === 0;
  }

  // Puzzles that have not been named come first; then all of them again.
  function ask() {
    if (!deck.length) {
      const own = data.puzzles.filter(entry => set === "all" || entry.set === set);
      const left = own.filter(entry => !score.named.includes(name(entry)));
      deck = shuffled(left.length ? left : own);
    }
    const focused = box.contains(document.activeElement);
    puzzle = deck.pop();
    answered = false;
    heading.replaceChildren("A program for ", make("code", {}, puzzle.function), make("span.explore-chip", {}, `Problem set ${puzzle.set.slice(2)}`));
    says.textContent = `Its check says: ${puzzle.says}.`;
    const [expected, got] = apart(puzzle.expected, puzzle.got);
    panes.replaceChildren(pane("expected", expected), pane("got", got), pane("called with", [puzzle.with]));
    guesses.setAttribute("aria-label", "Which mistake is in the program?");
    guesses.replaceChildren(...shuffled(puzzle.guesses).map((text, i) => make("button.explore-guess", {
      type: "button", onclick: event => guess(event.currentTarget, text), "data-right": text === puzzle.guesses[0] ? "yes" : "no"},
      make("span.explore-key", {"aria-hidden": "true"}, `${i + 1}`), make("span", {}, text), make("span.explore-mark"))));
    verdict.textContent = "";
    why.replaceChildren();
    next.hidden = true;
    if (focused) guesses.firstElementChild.focus();
  }

  const pane = (title, content) => make("div.explore-pane", {}, make("p", {}, title), make("pre", {}, content));

  // Mark the numbers of what was got that are not those expected, where both have the same places.
  function apart(expected, got) {
    const words = text => text.split(/([\s[\]]+)/);
    const [should, did] = [words(expected), words(got)];
    if (should.length !== did.length) return [[expected], [got]];
    const marked = own => own.map((word, i) => should[i] === did[i] || /^[\s[\]]*$/.test(word) ? word : make("mark", {}, word));
    return [marked(should), marked(did)];
  }

  function guess(chosen, text) {
    if (answered) return;
    answered = true;
    const right = text === puzzle.guesses[0];
    score.asked += 1;
    score.right += right;
    score.streak = right ? score.streak + 1 : 0;
    score.best = Math.max(score.best, score.streak);
    if (right && !score.named.includes(name(puzzle))) score.named.push(name(puzzle));
    keep();
    for (const option of guesses.children) {
      const is = option.dataset.right === "yes";
      option.setAttribute("aria-disabled", "true");
      option.classList.toggle("right", is);
      option.classList.toggle("wrong", option === chosen && !right);
      option.lastElementChild.textContent = is ? "✓ the mistake" : option === chosen ? "✗ your guess" : "";
    }
    verdict.className = `explore-verdict ${right ? "right" : "wrong"}`;
    verdict.textContent = right ? "Right." : `Not this one. It is: ${puzzle.guesses[0]}`;
    explain();
    next.hidden = false;
    next.focus({preventScroll: true});
  }

  function explain() {
    const {tex, says: text, page, chapter} = data.equations[puzzle.equation];
    const formula = make("div.math.explore-formula", {}, `\\[${tex}\\]`);
    why.replaceChildren(make("p", {}, "It breaks ", make("a", {href: `${page}.html#${puzzle.equation}`}, puzzle.equation),
      ` of the chapter “${chapter}”. ${text}`), formula);
    typeset(formula);
  }

  box.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
    const option = guesses.children[Number(event.key) - 1];
    if (option && !answered) { event.preventDefault(); option.click(); }
    if (event.key === "n" && answered) { event.preventDefault(); ask(); }
  });

  box.append(
    make("div.explore-bar", {},
      choice("Problem set", [["all", "all"], ...sets.map(id => [id, id.slice(2)])], set, id => { set = id; deck = []; ask(); }),
      make("div.explore-score", {}, tally, bar)),
    make("div.explore-stage", {}, heading, says, panes,
      make("p.explore-question", {}, "Which mistake is in the program? ",
        make("span", {}, "Choose, or press its number.")),
      guesses, verdict, why, make("div.explore-buttons", {}, next, forget)));
  tell();
  ask();
});
