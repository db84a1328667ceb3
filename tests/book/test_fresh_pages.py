"""The kernel that runs the pages sends each cell's output in one piece."""

from types import SimpleNamespace

import fresh_pages
import nbformat
import pytest
from nbclient import NotebookClient

SLOW = "import time\nprint('h', end='')\ntime.sleep(0.6)\nprint(' e', end='')"


@pytest.mark.parametrize("empty_profile, pieces", [(True, ["h e"]), (False, ["h", " e"])])
def test_a_slow_line_is_torn_by_the_kernel_s_own_habit_only(empty_profile, pieces, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    if empty_profile:
        fresh_pages.use_empty_profile(SimpleNamespace(srcdir=tmp_path), None)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SLOW)])
    NotebookClient(notebook, kernel_name="python3", timeout=60, coalesce_streams=False).execute()
    assert [output["text"] for output in notebook.cells[0].outputs] == pieces
