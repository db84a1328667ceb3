import json
import types

import pytest

import rnn_ref
from rnn_ref.__main__ import parser
from rnn_ref.commands import text as text_command
from rnn_ref.files import BadInput

TEXT = "It is a truth universally acknowledged.\n" * 20    # 800 characters


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function that runs the command with a text of 800 characters, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    small = text_command.DEFAULT._replace(D_h=8, B=4, T=10, updates=5)
    monkeypatch.setattr(text_command, "DEFAULT", small)
    (tmp_path / "novel.txt").write_text(TEXT, encoding="utf-8")
    command = parser()
    return lambda *arguments: (lambda options: options.run(options))(command.parse_args(["text", *arguments]))


def test_the_last_line_of_json_is_one_object(run, capsys):
    assert run("--text", "novel.txt", "--json", "--length", "30", "--out", "new/text.npz") == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert report["seconds"] >= 0 and 0 < report["val_nll"] < 10 and len(report["sample"]) == 30
    assert (report["training"], report["held_out"], report["epochs"]) == (720, 80, round(5 * 40 / 720, 2))


def test_the_saved_model_gives_the_sample_that_was_printed(run, capsys):
    run("--text", "novel.txt", "--length", "40", "--seed", "3", "--temperature", "1.5")
    counts, loss, place, _, *sample = capsys.readouterr().out.split("\n")
    assert counts == f"720 characters to learn from, 80 held out, {len(set(TEXT))} symbols"
    assert loss.startswith("held-out loss: ") and "nats per character" in loss
    assert place == "model:         text.npz"
    model = rnn_ref.load_model("text.npz")
    again = rnn_ref.text.sample_text(model.params, model.alphabet, 40, 3, 1.5, activation=model.activation)
    assert "\n".join(sample).removesuffix("\n") == again


@pytest.mark.parametrize("content, sentence", [
    (b"",        "novel.txt: expected a text, found an empty file"),
    (b"ab\xff",  "novel.txt: byte 2 is not UTF-8; save the text as UTF-8"),
    (b"a" * 40,  "novel.txt: expected at least 44 characters, for 4 streams of 10, found 40"),
])
def test_a_text_that_cannot_be_learned_gets_one_sentence_and_no_model(run, tmp_path, content, sentence):
    (tmp_path / "novel.txt").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        run("--text", "novel.txt")
    assert str(caught.value) == sentence
    assert [path.name for path in tmp_path.iterdir()] == ["novel.txt"]


def test_a_place_that_cannot_be_written_is_named_before_training(run, monkeypatch):
    monkeypatch.setattr(text_command, "train_text", types.SimpleNamespace())    # calling it would fail
    with pytest.raises(BadInput, match=r"^novel\.txt: expected the name of a model file to end in \.npz$"):
        run("--text", "novel.txt", "--out", "novel.txt")
