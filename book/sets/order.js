// Order the proof: the lines of the page become cards that are dragged, or moved by buttons and arrow keys,
// into the proof. The order is written into the cell as code, and read from there: typing it does the same.

import { drag } from "./drag.js";

const ANSWER = /^(\s*)return \[([^\]]*)\][^\n]*$/m,
  STUB = /^(\s*)raise NotImplementedError.*$/m;

/**
 * Return the letters that a cell's code returns, [] where it is not written yet, or null where it is other
 * code.
 */
export function lettersIn(code) {
  if (STUB.test(code)) return [];
  const list = code.match(ANSWER)?.[2];
  if (list === undefined || !/^\s*(["'][A-Za-z]["']\s*(,\s*["'][A-Za-z]["']\s*)*,?)?\s*$/.test(list))
    return null;
  return [...list.matchAll(/[A-Za-z]/g)].map(([letter]) => letter.toUpperCase());
}

/** Return the stub with the letters in the place of what is to be written. */
export function withLetters(stub, letters) {
  if (!letters.length) return stub;
  return stub.replace(STUB, `$1return [${letters.map((letter) => `"${letter}"`).join(", ")}]`);
}

function button(sign, label, act) {
  const one = document.createElement("button");
  Object.assign(one, { type: "button", textContent: sign });
  one.setAttribute("aria-label", label);
  one.title = label;
  one.addEventListener("click", act);
  return one;
}

function shelf(title, name) {
  const list = document.createElement("ol"),
    heading = document.createElement("p");
  heading.className = "proof-heading";
  heading.id = name;
  heading.textContent = title;
  list.setAttribute("aria-labelledby", name);
  list.className = "proof-shelf";
  return [heading, list];
}

/**
 * Make the lines of a proof into cards; place has {get, set, onWritten}; stub is the cell's code as it came.
 */
export function ordering(box, name, stub, place) {
  const cards = new Map();
  const [ownTitle, own] = shelf("Your proof, first line first", `${name}-own`);
  const [leftTitle, left] = shelf("Lines to choose from", `${name}-left`);
  const heard = document.createElement("p"),
    note = document.createElement("p");
  heard.className = "visually-hidden";
  heard.setAttribute("role", "status");
  note.className = "set-note";
  const letters = () => [...own.children].map((card) => card.dataset.letter);

  function dress() {
    own.dataset.empty = letters().length ? "" : "Drag a line here, or press its plus.";
    letters().forEach((letter, number, all) => {
      const [, up, down, take] = cards.get(letter).querySelectorAll("button");
      up.disabled = number === 0;
      down.disabled = number === all.length - 1;
      take.disabled = false;
    });
  }

  function write(said) {
    place.written(withLetters(stub, letters()));
    note.textContent = "";
    dress();
    if (said) heard.textContent = said;
  }

  function move(letter, to) {
    const card = cards.get(letter),
      at = letters().indexOf(letter);
    if (to === null) {
      left.append(card);
      sortLeft();
      write(`Line ${letter} taken out.`);
    } else {
      const rest = letters().filter((one) => one !== letter);
      const place = Math.max(0, Math.min(to, rest.length));
      own.insertBefore(card, cards.get(rest[place]) ?? null);
      if (at === place) return;
      write(`Line ${letter} is now line ${place + 1} of ${rest.length + 1}.`);
    }
    card.querySelector(".proof-grip").focus();
  }

  const sortLeft = () =>
    left.append(...[...left.children].sort((a, b) => a.dataset.letter.localeCompare(b.dataset.letter)));

  function keys(event, letter) {
    const at = letters().indexOf(letter),
      steps = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in steps && at >= 0) move(letter, at + steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") move(letter, at < 0 ? letters().length : null);
    else if ((event.key === "Delete" || event.key === "Backspace") && at >= 0) move(letter, null);
    else return;
    event.preventDefault();
  }

  function card(line) {
    const item = document.createElement("li"),
      letter = line.querySelector("strong").textContent[0];
    const tools = document.createElement("span"),
      grip = document.createElement("button");
    item.className = "proof-card";
    item.dataset.letter = letter;
    Object.assign(grip, { type: "button", className: "proof-grip", textContent: "⠿" });
    grip.setAttribute("aria-label", `Line ${letter}: Enter puts it in or takes it out, arrow keys move it`);
    grip.addEventListener("keydown", (event) => keys(event, letter));
    tools.className = "proof-tools";
    tools.append(
      button("↑", `Move line ${letter} up`, () => move(letter, letters().indexOf(letter) - 1)),
      button("↓", `Move line ${letter} down`, () => move(letter, letters().indexOf(letter) + 1)),
      button("−", `Take line ${letter} out`, () => move(letter, null)),
      button("+", `Put line ${letter} at the end`, () => move(letter, letters().length)),
    );
    item.append(grip, line, tools);
    cards.set(letter, item);
    return item;
  }

  /** Show what the code says; where it says something else, say so. */
  function read(code) {
    const found = lettersIn(code),
      known = found?.every((letter) => cards.has(letter));
    const once = new Set(found).size === found?.length;
    left.append(...cards.values());
    sortLeft();
    if (found && known && once) own.append(...found.map((letter) => cards.get(letter)));
    note.textContent =
      found && known && once
        ? ""
        : "The code below is not a list of these lines in some order. " +
          "It stays until you move a line here: the list of your lines then takes its place.";
    dress();
  }

  left.append(...[...box.querySelectorAll(".proof-line")].map(card));
  box.replaceChildren(ownTitle, own, leftTitle, left, note, heard);
  drag([own, left], (letter, list, before) => {
    const rest = letters().filter((one) => one !== letter),
      at = before ? rest.indexOf(before) : rest.length;
    move(letter, list === own ? at : null);
  });
  read(place.get());
  return { read };
}
