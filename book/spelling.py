"""Check the spelling of the prose: `python book/spelling.py` names each unknown word with its file and line.

The dictionary is Hunspell's English (US). Names and terms that it does not know stand in book/words.txt, one
to a line. Code, mathematics, addresses and citation keys are not prose.
"""

import re
import sys
from pathlib import Path

from spylls.hunspell import Dictionary

ROOT = Path(__file__).parents[1]
PROSE = ("*.md", "book/*.md")
LIST = ROOT / "book" / "words.txt"
NO_PROSE = [re.compile(pattern, re.S | re.M) for pattern in (
    r"\A---\n.*?\n---\n",                                       # settings of a page
    r"\$\$.*?\$\$(?: \(eq-[\w.-]+\))?", r"\$(?:\\\$|[^$])*?\$",    # mathematics
    r"\{glue:[a-z]*\}`[^`]*`", r"\{[\w:-]+\}`[^`<]*`", r"`+[^`]*`+",    # roles, code in a line
    r"\{[\w:-]+\}[^\n]*(?=\n:name)|\{[\w:-]+\}",
    r"^:(?!alt)[\w-]+:[^\n]*",    # names and options of directives
    r"https?://[^\s)>]+", r"\]\([^)]*\)", r"<[^>\s][^>]*>", r"^%[^\n]*",    # addresses, HTML, comments
    r"[\w./-]+\.(?:md|py|html|ipynb|json|toml|txt|csv|npz)\b", r"\b[\w.]*[_\d][\w.]*")]
FENCED = re.compile(r"^[ >]*(`{3,})([^\n]*)\n(.*?)^[ >]*\1[ ]*$", re.S | re.M)
WITH_PROSE = ("{drawing}", "{figure}", "{admonition}", "{div}", "{glossary}", "{note}")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def blanked(text):
    """Return the text with everything that is no prose replaced by spaces; lines keep their numbers."""
    text = FENCED.sub(without_code, text)
    for pattern in NO_PROSE:
        text = pattern.sub(lambda match: spaces(match[0]), text)
    return text


def spaces(text):
    return re.sub(r"[^\n]", " ", text)


def without_code(match):
    """Return the inside of a fence that holds prose, and spaces for one that holds code."""
    return f"\n{match[3]}" if match[2].startswith(WITH_PROSE) else spaces(match[0])


def words(text):
    """Yield (line, word) of a page's prose."""
    for number, line in enumerate(blanked(text).split("\n"), start=1):
        for match in WORD.finditer(line):
            yield number, match[0].replace("’", "'")


def unknown(files, known):
    """Return {word: [(file, line), …]} of the words that neither dictionary nor list has."""
    dictionary, verdicts, found = Dictionary.from_files("en_US"), {}, {}
    for file in files:
        for line, word in words(file.read_text(encoding="utf-8")):
            stem = word.removesuffix("'s").removesuffix("'")
            if stem not in verdicts:
                verdicts[stem] = len(stem) == 1 or stem in known or stem.lower() in known \
                    or dictionary.lookup(stem)
            if not verdicts[stem]:
                found.setdefault(word, []).append((file, line))
    return found


def main():
    known = set(LIST.read_text(encoding="utf-8").split())
    files = sorted(file for pattern in PROSE for file in ROOT.glob(pattern))
    found = unknown(files, known)
    for word, places in sorted(found.items()):
        file, line = places[0]
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        print(f"{file.relative_to(ROOT)}:{line}{more}: {word!r} is in no dictionary; correct it, "
              f"or add it to {LIST.relative_to(ROOT)}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
