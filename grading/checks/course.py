"""What the checks know of the course around them: the book's chapters, and grading/course.toml."""

import tomllib
from pathlib import Path

COURSE = tomllib.loads((Path(__file__).parents[1] / "course.toml").read_text(encoding="utf-8"))
BOOK = COURSE["book"]       # with which every link into the book begins

CHAPTERS = {    # page: title; a test compares it with the book
    "model":        "The model",
    "calculus":     "The calculus you need",
    "softmax":      "Softmax and cross-entropy",
    "dummies":      "Trick one: dummy variables",
    "claim_1":      "Claim 1",
    "claim_2":      "Claim 2",
    "accumulation": "Trick two: accumulating gradients",
    "parameters":   "The other parameters",
    "batches":      "Batches",
    "training":     "Training",
    "dinosaurs":    "Dinosaurs",
    "vanishing":    "Vanishing and exploding gradients",
    "long_text":    "A long text",
    "rtrl":         "The other bookkeeping",
}
