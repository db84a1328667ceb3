"""The files from elsewhere: fetched once, checked, a sentence where that fails; the browser's wheel."""

import hashlib
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from book.assets.gather import MANIFEST, Missing, gather  # noqa: E402
from book.assets.size import sentence  # noqa: E402
from book.assets.wheel import build  # noqa: E402

CONTENT = b"something from elsewhere"


@pytest.fixture
def world(tmp_path):
    """Return a manifest with one package, the file of its only source, and an empty cache."""
    source, manifest = tmp_path / "there" / "a.txt", tmp_path / "manifest.toml"
    source.parent.mkdir()
    source.write_bytes(CONTENT)
    manifest.write_text(f"""[thing]
version = "1.2"
url = "{source.parent.as_uri()}/{{file}}"
[thing.files]
"a.txt" = "{hashlib.sha256(CONTENT).hexdigest()}"
""")
    return manifest, source, tmp_path / "cache"


def test_a_file_is_fetched_once_and_then_needs_no_source(world):
    manifest, source, cache = world
    said = []
    for _ in range(2):
        folders = gather(manifest=manifest, cache=cache, say=said.append)
        assert (folders["thing"] / "a.txt").read_bytes() == CONTENT
        source.unlink(missing_ok=True)
    assert said == ["Fetching thing 1.2 ..."]


def test_another_sha256_stops_and_nothing_is_kept(world):
    manifest, source, cache = world
    source.write_bytes(b"something else")
    with pytest.raises(Missing, match=r"a\.txt of thing 1\.2.*has the sha256 .* and manifest\.toml expects"):
        gather(manifest=manifest, cache=cache)
    assert not list(cache.rglob("a.txt"))


def test_a_damaged_file_of_the_cache_is_fetched_again(world):
    manifest, _, cache = world
    kept = gather(manifest=manifest, cache=cache)["thing"] / "a.txt"
    kept.write_bytes(b"half of")
    gather(manifest=manifest, cache=cache)
    assert kept.read_bytes() == CONTENT


def test_without_any_source_one_sentence_names_what_was_tried(world):
    manifest, source, cache = world
    source.unlink()
    with pytest.raises(Missing, match=r"^thing 1\.2 could not be fetched \(.*\): connect to the network"):
        gather(manifest=manifest, cache=cache)


def test_the_command_says_the_sentence_and_ends_with_2(world):
    manifest, source, cache = world
    source.write_bytes(b"something else")
    code = ("import sys, functools; from pathlib import Path; from book.assets import __main__ as program;"
            f"program.gather = functools.partial(program.gather, manifest=Path({str(manifest)!r}), "
            f"cache=Path({str(cache)!r})); sys.exit(program.main())")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "sha256" in done.stderr


def test_the_size_of_the_site_is_said_and_bounded(tmp_path):
    (tmp_path / "large.bin").write_bytes(bytes(2_000_000))
    assert sentence(tmp_path, 3_000_000) == ("The site has 2.0 MB of the 3 MB that it may have.", True)
    said, fits = sentence(tmp_path, 1_000_000)
    assert not fits and "large.bin (2.0 MB)" in said


def test_no_line_of_the_manifest_names_a_registry_s_host():
    text = MANIFEST.read_text(encoding="utf-8")
    assert "npmjs" not in text and "pypi.org" not in text and "pythonhosted" not in text


def test_the_wheel_has_the_reference_and_the_checks_and_no_solution(tmp_path):
    with ZipFile(build(tmp_path)) as wheel:
        names = wheel.namelist()
        text = "".join(wheel.read(name).decode() for name in names)
    assert {"rnn_ref/bptt.py", "rnn_ref/names/dinosaurs.txt", "grading/checks/ps1.py",
            "grading/mistakes/ps1.py", "grading/course.toml"} <= set(names)
    assert not any(name.startswith(("solutions", "grading/sample", "grading/selftest")) for name in names)
    assert "import nbgrader" not in text and "BEGIN SOLUTION" not in text


def test_equal_sources_make_equal_wheels(tmp_path):
    first, second = (build(tmp_path / name).read_bytes() for name in "ab")
    assert first == second


def test_pip_takes_the_wheel_and_python_imports_it_without_nbgrader(tmp_path):
    target = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
                    "--disable-pip-version-check", "--target", str(target), build(tmp_path)], check=True)
    code = ("import sys; sys.modules['nbgrader'] = None\n"
            "import rnn_ref, grading.checks.ps1, grading.mistakes\n"
            "assert rnn_ref.__file__.startswith(sys.argv[1]) and grading.mistakes.of('ps1')")
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, cwd=tmp_path,
                   env={"PYTHONPATH": str(target), "PATH": ""})
