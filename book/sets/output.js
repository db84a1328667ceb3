// What a check or a cell prints, in the page: its text as it is, with colors for the lines and links to the
// book.

const BOOK = new URL("../..", import.meta.url);
const ADDRESS = /(?:https?:\/\/\S*?)?\b[a-z_]\w*\.html#[\w.-]*\w/g;
const LINES = [
  [/^ {2}passed/, "passed"],
  [/^ {2}missed/, "missed"],
  [/^ {10}mistake/, "mistake"],
];

/** Return a line as nodes: addresses of the book as links. */
function linked(line) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(ADDRESS)) {
    const link = document.createElement("a");
    link.href = new URL(match[0], BOOK);
    link.textContent = match[0];
    parts.push(line.slice(end, match.index), link);
    end = match.index + match[0].length;
  }
  return [...parts, line.slice(end)];
}

/** Return a box for text that arrives bit by bit: {add, fail, progress, done}. */
export function output(box) {
  const pre = document.createElement("pre"),
    bar = document.createElement("p");
  let text = "";
  bar.className = "set-loading";
  box.replaceChildren(bar);

  function draw() {
    if (!text) return;
    const lines = text
      .replace(/\n$/, "")
      .split("\n")
      .map((line, number) => {
        const span = document.createElement("span");
        span.className = LINES.find(([form]) => form.test(line))?.[1] ?? (number ? "" : "title");
        span.append(...linked(line));
        return [span, "\n"];
      });
    pre.replaceChildren(...lines.flat().slice(0, -1));
    if (!pre.isConnected) box.append(pre);
  }

  return {
    add(more) {
      bar.remove();
      text += more;
      draw();
    },
    progress({ text: what, share }) {
      const meter = document.createElement("progress");
      meter.value = share;
      meter.setAttribute("aria-label", what);
      bar.replaceChildren(meter, `${what} …`);
      if (!text) box.prepend(bar);
    },
    say(sentence) {
      const note = document.createElement("p");
      note.className = "set-note";
      note.textContent = sentence;
      bar.remove();
      box.append(note);
    },
    done: () => bar.remove(),
  };
}
