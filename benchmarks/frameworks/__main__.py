"""The program: python -m benchmarks.frameworks."""

import argparse
import hashlib
import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.__main__ import write
from benchmarks.frameworks.by_rnn_ref import by_rnn_ref
from benchmarks.frameworks.examples import EXAMPLES
from benchmarks.machine import version
from rnn_ref import relative_error
from rnn_ref.data import BadInput

PACKAGES = ("numpy", "torch", "jax")
SOURCES = ("examples.py", "by_torch.py", "by_jax.py")    # what the stored numbers come from


class Way(NamedTuple):
    """One way to compute the gradients."""

    name: str           # what the page shows
    module: str
    function: str
    activations: tuple
    reduction: str


WAYS = (
    Way("PyTorch, nn.RNN, packed",         "by_torch", "by_packed_layer", ("tanh",),           "sum"),
    Way("PyTorch, nn.RNN, padded",         "by_torch", "by_padded_layer", ("tanh",),           "mean"),
    Way("PyTorch, a loop",                 "by_torch", "by_loop",         ("tanh", "sigmoid"), "sum"),
    Way("JAX, lax.scan",                   "by_jax",   "by_scan",         ("tanh", "sigmoid"), "sum"),
)


def compute(way, example, activation):
    """Return {name: array} of one way; ModuleNotFoundError where its framework is not installed."""
    function = getattr(import_module(f"benchmarks.frameworks.{way.module}"), way.function)
    found = function(*example, activation)
    return {name: np.asarray(value.detach() if hasattr(value, "detach") else value)
            for name, value in found.items()}


def worst(found, expected):
    """Return the largest relative error of the gradients and the loss; the second bias counts as b_1."""
    same = {"bias_hh_l0": "b_1"}
    return max(relative_error(value, expected[same.get(name, name)]) for name, value in found.items())


def listed(value):
    """Return arrays, and lists and tuples of arrays, as plain lists for JSON."""
    if hasattr(value, "_asdict"):
        return {name: listed(part) for name, part in value._asdict().items()}
    return [listed(part) for part in value] if isinstance(value, list) else np.asarray(value).tolist()


def fingerprints():
    """Return {file: hash}, by which a test finds that the code is no longer that of the stored numbers."""
    texts = {name: Path(__file__).with_name(name).read_bytes() for name in SOURCES}
    return {name: hashlib.sha256(text).hexdigest()[:16] for name, text in texts.items()}


def run():
    """Return versions, hashes of the code, inputs and results of every way as one dictionary for JSON."""
    examples = []
    for name, make in EXAMPLES.items():
        example, results = make(), []
        for way in WAYS:
            for activation in way.activations:
                found = compute(way, example, activation)
                expected = by_rnn_ref(*example, activation, way.reduction)
                error = worst(found, expected)
                print(f"{name:8} {way.name:24} {activation:8} differs from rnn_ref by {error:.0e}")
                results.append({"by": way.name, "activation": activation, "reduction": way.reduction}
                               | {key: listed(value) for key, value in found.items()})
        examples.append({"name": name} | listed(example) | {"results": results})
    versions = {package: version(package) for package in PACKAGES}
    return {"versions": versions, "sources": fingerprints(), "examples": examples}


def main(argv=None):
    """Compute, print, write; what is missing gets one sentence on standard error and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.frameworks", description=sys.modules["benchmarks.frameworks"].__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE", help="write inputs, results and versions to FILE")
    options = parser.parse_args(argv)
    try:
        results = run()
        if options.json:
            write(options.json, results)
    except ModuleNotFoundError as error:
        print(f"benchmarks.frameworks: needs {error.name}: pip install -e .[peers]", file=sys.stderr)
        return 2
    except BadInput as error:
        print(f"benchmarks.frameworks: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
