"""The `source` directive shows the code that runs, without its docstring."""

import ast
import inspect
import re
from importlib import import_module

import pytest
from reading import plain
from source import without_docstring

softmax = import_module("rnn_ref.softmax")    # the package has a function of this name


@pytest.mark.parametrize("name", ["affine", "softmax", "below_the_largest"])
def test_only_the_docstring_is_missing(name):
    text = inspect.getsource(softmax)
    shown, docstring = without_docstring(text, name)
    [whole] = ast.parse(inspect.getsource(getattr(softmax, name))).body
    whole.body = whole.body[1:]
    assert ast.dump(ast.parse(shown).body[0]) == ast.dump(whole)
    assert docstring == inspect.getdoc(getattr(softmax, name)) and '"""' not in shown


def test_a_function_that_is_not_there_is_refused():
    with pytest.raises(ValueError):
        without_docstring("x = 1\n", "affine")


def test_each_function_on_the_model_s_page_names_its_file_and_its_equations(pages):
    found = re.findall(r'<div class="source[^>]*>\s*<p>(.*?)</p>', pages["model.html"], re.S)
    titles = [plain(title) for title in found]
    assert "rnn_ref/unit.py eq-1.1 eq-1.2" in titles
    assert "rnn_ref/softmax.py eq-3.1 eq-softmax-shift" in titles
    assert all(re.fullmatch(r"rnn_ref/\w+\.py( eq-[\w.-]+)+", title) for title in titles)
