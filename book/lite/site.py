"""Build the notebook's folder of static files, and take out of it what no reader needs."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from book.assets import wheel
from book.assets.gather import gather
from book.lite import contents, environment, kernel
from book.lite.environment import HERE, ROOM, Failure, fingerprint, once

EXERCISES = HERE.parents[1] / "exercises"
SITE = ROOM / "site"
WHEELS = "static/wheels"
LIVE = "../_static/live/"         # from the folder lite of the site
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"

# A browser takes the first form of a font that it knows, and every one knows woff2; MathJax has woff alone.
# The rest is for builders.
UNUSED = ("build/*.eot", "build/*.ttf", "build/fa-*.woff", "build/fa-*.svg", "doc", "rspack.config*",
          "package.json", "jupyterlite.schema.v0.json", "static/*/*.html", "**/*.map",
          "notebooks/package.json")

# The largest parts of the drawing of diagrams from text, which no notebook of the course uses: words in them.
DIAGRAMS, LARGE = (b"org.eclipse.elk", b"Langium", b"cytoscape"), 400_000


def settings(pyodide, packages):
    """Return JupyterLite's settings: Python from the site itself and nowhere else, the reader's colors."""
    python = {"pyodideUrl": f"./{LIVE}{pyodide}/pyodide.mjs", "disablePyPIFallback": True, "pipliteUrls": [],
              "loadPyodideOptions": {"lockFileURL": f"{WHEELS}/{kernel.LIST}", "packages": packages}}
    overrides = {"@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
                 "@jupyterlab/apputils-extension:notification":
                     {"checkForUpdates": False, "fetchNews": "false"},
                 "@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True}}
    return {"appName": "Backpropagation Through Time", "contentsAllJsonFile": "all.json",
            "appUrl": "./notebooks", "faviconUrl": "./notebooks/favicon.ico",
            "litePluginSettings": {KERNEL: python},
            "settingsOverrides": overrides}


def run_jupyter_lite(work):
    """Run JupyterLite's own build on the folder work; Failure has its last words."""
    (work / "jupyter-lite.json").write_text("{}", encoding="utf-8")
    python = environment.environment() / "bin" / "python"
    command = [python, "-m", "jupyterlite_core", "build", "--lite-dir", work, "--output-dir", work / "out",
               "--no-sourcemaps", "--apps", "notebooks"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=work)
    if done.returncode:
        raise Failure(f"JupyterLite could not be built: {(done.stderr or done.stdout)[-600:].strip()}")


def build(info):
    """Return the notebook's folder, made anew where something that it is made from has changed.

    info: what Pyodide's list of packages says of itself.
    """
    notebooks = sorted(EXERCISES.glob("*/*.ipynb"))
    assets = gather(["pyodide", "numpy"])
    [numpy] = assets["numpy"].glob("*.whl")
    ours = wheel.build(ROOM / "course")
    parts = [*notebooks, *sorted(HERE.glob("*.py")), *sorted(HERE.glob("*.txt")), numpy, ours]
    mark = fingerprint(*parts, also=json.dumps(info) + assets["pyodide"].name)

    def make(folder):
        with tempfile.TemporaryDirectory(dir=ROOM) as name:
            run_jupyter_lite(Path(name))
            shutil.copytree(Path(name, "out"), folder, dirs_exist_ok=True)
        away = f"{'../' * len(Path(WHEELS).parts)}{LIVE}{assets['numpy'].name}/"
        packages = kernel.gather(folder / WHEELS, numpy, away, info, ours)
        configure(folder, settings(assets["pyodide"].name, packages))
        contents.offer(folder, notebooks)
        prune(folder)
        show_activity(folder)
    return once(SITE, mark, make)


def configure(folder, chosen):
    """Write our settings into those that the build has made."""
    file = folder / "jupyter-lite.json"
    made = json.loads(file.read_text(encoding="utf-8"))
    made["jupyter-config-data"] |= chosen
    file.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def prune(folder):
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in folder.glob("build/*.js"):
        if path.stat().st_size > LARGE and any(word in path.read_bytes() for word in DIAGRAMS):
            path.unlink()


def show_activity(folder):
    """Put the icons where the notebook looks for them: while it loads, at rest, while Python works."""
    page = folder / "notebooks" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<head>", '<head><link rel="icon" href="favicon.ico">', 1), encoding="utf-8")
    icons = folder / "static" / "favicons"
    icons.mkdir()
    for name in ("favicon-notebook", "favicon-busy-1", "favicon-busy-2", "favicon-busy-3", "favicon-file"):
        shutil.copyfile(folder / "notebooks" / "favicon.ico", icons / f"{name}.ico")
