"""The README's examples are what their commands print."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_the_python_example_prints_what_stands_there():
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert (failed, tried) == (0, 7)


def test_the_training_example_prints_what_stands_there(tmp_path):
    """Names and last digits differ between processors; everything else is exact."""
    (shown,) = re.findall(r"\$ python -m rnn_ref train\n(.*?)```", TEXT, flags=re.DOTALL)
    run = subprocess.run([sys.executable, "-m", "rnn_ref", "train"], cwd=tmp_path, capture_output=True,
                         text=True, timeout=300, check=True).stdout
    parts = [re.fullmatch(r"(.*)\nnew names:(.*)\n(model: .*)\n", text, re.DOTALL).groups()
             for text in (run, shown)]
    (head, names, tail), (head_shown, names_shown, tail_shown) = parts
    assert re.sub(r"\d\.\d+", "#", head) == re.sub(r"\d\.\d+", "#", head_shown)
    assert tail == tail_shown
    assert [len(re.findall(r"[a-z]+", part)) for part in (names, names_shown)] == [10, 10]
    loss, printed = (float(re.search(r"loss: (\d\.\d+) nats", text)[1]) for text in (head, head_shown))
    assert abs(loss - printed) < 0.03


def test_every_file_the_readme_links_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert target.startswith("https://") or (README.parent / target).exists(), target
