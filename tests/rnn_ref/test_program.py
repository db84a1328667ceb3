"""The program as a user runs it: another process, exit codes, what stands on the terminal and on disk."""

import json
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from rnn_ref.__main__ import main
from rnn_ref.commands import train as train_command
from rnn_ref.files import BadInput

NAMES = ["ankylo", "brachio", "compso", "deino", "elasmo", "fukui", "giga", "hadro", "iguano", "kentro"]


def program(*arguments, cwd):
    return subprocess.run([sys.executable, "-m", "rnn_ref", *map(str, arguments)], cwd=cwd,
                          capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with ten names, a model trained on them for two epochs, and what training printed."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    done = program("train", "--names", "names.txt", "--epochs", 2, "--out", "out/model.npz", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_train_prints_the_loss_ten_new_names_and_where_the_model_is(trained):
    _, done = trained
    assert done.stderr == ""    # the progress bar is for terminals
    counts, loss, *new, model = done.stdout.splitlines()
    symbols = 1 + len(set("".join(NAMES)))    # one more ends a name
    assert counts == f"9 names to learn from, 1 held out, {symbols} symbols"
    assert loss.startswith("held-out loss: ") and "nats per character" in loss
    assert len(" ".join(new).removeprefix("new names:").split(",")) == 10
    assert model == "model:         out/model.npz"


def test_the_last_line_of_json_is_one_object(tmp_path):
    done = program("train", "--epochs", 1, "--split", 3, "--json", cwd=tmp_path)
    report = json.loads(done.stdout.splitlines()[-1])
    assert {"val_nll", "seconds", "names"} <= set(report)
    assert len(report["names"]) == 10 and report["held_out"] == 131
    assert (tmp_path / "model.npz").exists()


def test_another_process_samples_the_same_names_from_the_file(trained):
    folder, _ = trained
    runs = [program("sample", "--model", "out/model.npz", "-n", 5, "--seed", 7, cwd=folder) for _ in range(2)]
    assert runs[0].returncode == 0
    assert len(runs[0].stdout.splitlines()) == 5
    assert runs[0].stdout == runs[1].stdout


def test_check_agrees_with_the_complex_step_to_1e_12(tmp_path):
    done = program("check", "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["worst"] < 1e-12
    assert len(report["errors"]) == 12


def test_a_killed_run_goes_on_and_ends_in_the_same_model(tmp_path):
    arguments = ["train", "--split", 1, "--epochs", 40]
    assert program(*arguments, "--out", "whole.npz", cwd=tmp_path).returncode == 0
    command = [sys.executable, "-m", "rnn_ref", *map(str, arguments), "--out", "killed.npz"]
    with subprocess.Popen(command, cwd=tmp_path) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "killed.checkpoint.npz").exists():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.01)
        process.kill()
    assert not (tmp_path / "killed.npz").exists()
    done = program(*arguments, "--out", "killed.npz", "--resume", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "killed.checkpoint.npz").exists()
    whole, resumed = (np.load(tmp_path / name) for name in ("whole.npz", "killed.npz"))
    assert all((whole[name] == resumed[name]).all() for name in whole.files)


def hear_interrupts():
    """A shell starts what it runs in the background deaf to Ctrl-C, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_run_says_where_its_checkpoint_is(tmp_path):
    command = [sys.executable, "-m", "rnn_ref", "train", "--epochs", "4000"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True,
                          preexec_fn=hear_interrupts) as process:
        while not (tmp_path / "model.checkpoint.npz").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.search(r"^rnn_ref: interrupted; model.checkpoint.npz holds the run after epoch \d+: "
                     r"go on with --resume$", stderr, re.MULTILINE)


def test_going_on_without_a_checkpoint_is_refused(tmp_path):
    done = program("train", "--resume", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("rnn_ref: model.checkpoint.npz: there is no such checkpoint; "
                           "train without --resume\n")


def test_a_checkpoint_that_nobody_asks_for_is_kept(tmp_path):
    (tmp_path / "model.checkpoint.npz").write_bytes(b"hours of work")
    done = program("train", "--epochs", 1, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ("rnn_ref: model.checkpoint.npz holds an unfinished run and was kept as "
                           "model.checkpoint.old.npz\n")
    assert (tmp_path / "model.checkpoint.old.npz").read_bytes() == b"hours of work"


def test_the_checkpoint_stays_until_the_model_is_safe(tmp_path, monkeypatch):
    def full(*args):
        raise BadInput("model.npz: cannot write the model file: No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(train_command, "save_model", full)
    assert main(["train", "--epochs", "1", "--recipe", "plain"]) == 2
    assert (tmp_path / "model.checkpoint.npz").exists()


def test_output_that_cannot_be_written_gets_no_traceback(trained):
    folder, _ = trained
    command = [sys.executable, "-m", "rnn_ref", "sample", "--model", "out/model.npz", "-n", "20000"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()    # as head does
        assert (process.stderr.read(), process.wait()) == (b"", 0)
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == \
        (2, "rnn_ref: cannot write what was printed: No space left on device\n")


def test_quality_compares_the_recipe_with_the_n_gram_model(trained):
    folder, _ = trained
    done = program("bench", "quality", "--names", "names.txt", "--recipe", "plain", "--splits", 2, "--json",
                   cwd=folder)
    rows = json.loads(done.stdout)
    assert [row["model"] for row in rows] == ["plain", "Kneser-Ney 7-gram", "plain and 7-gram, half each"]
    assert all(len(row["losses"]) == len(row["seconds"]) == 2 for row in rows)


@pytest.mark.parametrize("content, sentence", [
    (b"", "rnn_ref: bad.txt: expected at least two names, one a line, found 0\n"),
    (b"rex\n\xff\n", "rnn_ref: bad.txt: byte 4 is not UTF-8; save the names file as UTF-8\n"),
    (b"rex\n" + b"u" * 99 + b"\n",
     "rnn_ref: bad.txt: the name 'uuuuuuuuuuuuuuuuuuuu'... has 99 characters, the limit is 64\n"),
])
def test_bad_names_get_one_sentence_exit_code_2_and_no_model(tmp_path, content, sentence):
    (tmp_path / "bad.txt").write_bytes(content)
    done = program("train", "--names", "bad.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)
    assert [p.name for p in tmp_path.iterdir()] == ["bad.txt"]


def test_a_model_cut_short_gets_one_sentence_and_exit_code_2(trained):
    folder, _ = trained
    (folder / "cut.npz").write_bytes((folder / "out" / "model.npz").read_bytes()[:-100])
    done = program("sample", "--model", "cut.npz", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("rnn_ref: cut.npz: not a model file, or cut short; "
                           "train again to get a whole one\n")


def test_a_place_that_cannot_be_written_is_named_before_training(trained):
    folder, _ = trained
    done = program("train", "--names", "names.txt", "--out", "names.txt/model.npz", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "names.txt/model.npz: cannot write the model file" in done.stderr
    assert "training" not in done.stderr


@pytest.mark.parametrize("arguments, word", [
    (("train", "--epochs", "0"), "--epochs"), (("train", "--split", "-1"), "--split"),
    (("train", "--activation", "relu"), "--activation"), (("sample", "--temperature", "0"), "--temperature"),
    (("sample", "--temperature", "nan"), "--temperature"), (("sample", "-n", "many"), "-n"),
    (("dance",), "dance"), ((), "required"), (("bench",), "required"),
    (("train", "--recipe", "pie"), "--recipe"),
])
def test_a_bad_argument_is_named_with_exit_code_2(tmp_path, arguments, word):
    done = program(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and word in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["train", "sample", "check"])
def test_help_shows_an_example(tmp_path, command):
    assert f"example: python -m rnn_ref {command}" in program(command, "--help", cwd=tmp_path).stdout
