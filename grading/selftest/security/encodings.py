"""Changes of a notebook's file: each gets the parsed notebook and returns the bytes that are handed in."""

import io
import json
import zipfile


def text(notebook, indent=1):
    return json.dumps(notebook, indent=indent, ensure_ascii=False) + "\n"


def truncated(notebook):
    """Cut the file where the softmax of problem set 1 begins."""
    whole = text(notebook)
    return whole[:whole.index("def softmax")].encode()


def windows_1252(notebook):
    french = text(notebook).replace("Problem set", "Probl\u00e8me \u00ab set \u00bb")
    return french.encode("cp1252", "replace")


def crlf(notebook):
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return text(notebook).replace("\n", "\r\n").encode()


def conflict(notebook):
    """Put the marks of a merge around one line of outputs and one of a source."""
    whole = text(notebook)
    lines = [line for line in whole.splitlines(keepends=True) if '"execution_count"' in line]
    for line in lines[2:4]:
        other = line.replace("null", "12")
        whole = whole.replace(line, f"<<<<<<< HEAD\n{line}=======\n{other}>>>>>>> theirs\n", 1)
    return whole.encode()


def zipped(notebook):
    return archive({"ps1/ps1.ipynb": text(notebook), "__MACOSX/ps1/._ps1.ipynb": "x"})


def archive(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return data.getvalue()


def stored_output(notebook):
    """Store a hundred megabytes in outputs: many lines, and one that is long."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    lines = json.dumps(['x "quoted" [ \\ ' + 60 * "y" + "\n"] * 600_000 + ["z" * 46_000_000])
    for number, cell in enumerate(code):
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "HERE"}] if number == 1 else []
    return text(notebook).replace('"HERE"', lines).encode()


def odd_json(notebook):
    odd = '"metadata": {"x": NaN, "y": -Infinity, "x": 1e999, "z": ' + "9" * 4000 + '}, "cells_2": []}'
    return (text(notebook).rstrip().removesuffix("}") + ", " + odd).encode()


ENCODINGS = {
    "empty": lambda notebook: b"",
    "not_a_notebook": lambda notebook: b'{"name": "thesis", "pages": [1, 2]}',
    "brackets": lambda notebook: b'{"cells": [' + b"[]," * 3_000_000 + b"[]]}",
    "deep_json": lambda notebook: b"[" * 100_000 + b"]" * 100_000,
    "zip_bomb": lambda notebook: archive({"ps1.ipynb": b" " * 100_000_000}),
    "utf_16": lambda notebook: text(notebook).encode("utf-16"),
    "bom": lambda notebook: b"\xef\xbb\xbf" + text(notebook).encode(),
    **{change.__name__: change for change in (truncated, windows_1252, crlf, conflict, zipped, stored_output,
                                              odd_json)},
}
