// A problem set as a file: the release notebook with the student's cells in it, written byte for byte as
// grading/exercises.py writes it, and read as grading/intake.py reads it.

const LARGEST = 20_000_000; // bytes of a file that is read, and
const LONGEST = 100_000; // characters of a cell that is graded: as grading/intake.py has them

export class Refused extends Error {}

const marks = (cell) => cell.metadata?.nbgrader ?? {};
export const isMine = (cell) => marks(cell).solution === true;
export const idOf = (cell) => marks(cell).grade_id ?? cell.id;
export const sourceOf = (cell) =>
  Array.isArray(cell.source) ? cell.source.join("") : (cell.source ?? cell.input ?? "");
export const inLines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Return the text of the notebook with the answers, {id of a cell: text}, in the place of its stubs. */
export function written(release, answers) {
  const book = structuredClone(release);
  for (const cell of book.cells.filter(isMine)) {
    const answer = answers[idOf(cell)];
    if (typeof answer === "string" && answer !== sourceOf(cell)) cell.source = inLines(answer);
  }
  return `${JSON.stringify(book, null, 1)}\n`;
}

/** Return {id: text} of the answers that are too long to be graded. */
export const tooLong = (answers) => Object.keys(answers).filter((id) => answers[id].length > LONGEST);

function parsed(text, name) {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new Refused(`${name} is not a notebook: it is not complete JSON.`);
  }
}

function cellsOf(book, name) {
  const holders = [book, ...(Array.isArray(book?.worksheets) ? book.worksheets : [])];
  const cells = holders.map((holder) => holder?.cells).find(Array.isArray);
  if (!cells) throw new Refused(`${name} is not a notebook: it has no cells.`);
  return cells.filter((cell) => cell && typeof cell === "object");
}

/** Return {id: text} of the answers in a file's text; Refused says in a sentence why there are none. */
export function answersIn(text, name, release) {
  const stubs = new Map(release.cells.filter(isMine).map((cell) => [idOf(cell), sourceOf(cell)]));
  const found = {};
  for (const cell of cellsOf(parsed(text, name), name)) {
    const id = [marks(cell).grade_id, cell.id].find((one) => stubs.has(one));
    const source = sourceOf(cell);
    if (id !== undefined && typeof source === "string" && (source !== stubs.get(id) || !(id in found))) {
      found[id] = source; // of copies of a cell the last that differs from the stub, as in grading
    }
  }
  if (!Object.keys(found).length) {
    const title = sourceOf(release.cells[0]).split("\n", 1)[0].replace(/^# /, "");
    throw new Refused(`${name} holds no cell of this page: expected the notebook of "${title}".`);
  }
  return found;
}

/** Return the text of a file that a reader has chosen. */
export async function textOf(file) {
  if (file.size > LARGEST) {
    throw new Refused(
      `${file.name} is larger than ${LARGEST / 1e6} MB: clear its outputs and save it again.`,
    );
  }
  return file.text();
}

/** Hand a file to the reader. */
export function handOut(name, text, type = "application/x-ipynb+json") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
