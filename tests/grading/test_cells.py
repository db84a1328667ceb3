"""A cell of a notebook as plain Python: commands become calls, and nothing that is read can do harm."""

import pytest

from grading.cells import COMMANDS, LENGTH, as_python

PLAIN = [
    "def f(x):\n    return x % 2",
    "x = (1\n     % 2)",
    "# why?\ny = '%matplotlib'",
    "text = '''\n!pip\n%time\n'''\n",
    "",
]


@pytest.mark.parametrize("source", PLAIN)
def test_plain_python_stays_as_it_is(source):
    assert as_python(source).rstrip() == source.rstrip()


@pytest.mark.parametrize("source, words", [
    ("%matplotlib inline",       "run_line_magic('matplotlib', 'inline')"),
    ("!pip install x",           "system('pip install x')"),
    ("files = !ls",              "files = get_ipython().getoutput('ls')"),
    ("%%bash\nsleep 5",          "run_cell_magic('bash', '', 'sleep 5"),
    ("np.exp?",                  "pinfo"),
    (">>> x = 1",                "x = 1"),
    ("    x = 1\n    y = 2",     "x = 1\ny = 2"),
    ("%%time\ndef f(): pass",    "#\ndef f(): pass"),
])
def test_commands_become_calls(source, words):
    found = as_python(source)
    compile(found, "cell", "exec")
    assert words in found


@pytest.mark.parametrize("source", [
    "%" + "(" * 5000, "!" * 5000, "%%", "%%time", "?" * 1000, "\\\n" * 3000 + "%x", "%x \0", "'''\n%x",
    "%x\n" * COMMANDS, "%x\n" * (COMMANDS + 1), "%x" + " " * LENGTH,
    "\n".join(" " * i + "%x" for i in range(49)), "x = (\n" * 40 + "%y", "%x \ud800",
], ids=range(14))
def test_any_text_gives_text(source):
    assert isinstance(as_python(source), str)
