"""Recipes: everything that decides a training run but the names and the seed, as data."""

from typing import NamedTuple

from rnn_ref.dropout import Rates


class Recipe(NamedTuple):
    """One way to train. The defaults are the course's own recipe."""

    activation: str = "sigmoid"
    D_h: int = 128
    epochs: int = 25
    batch_size: int = 16
    optimiser: str = "adam"         # a key of optimise.OPTIMISERS
    rate: float = 0.02
    schedule: str = "linear"        # a key of optimise.SCHEDULES
    clip: tuple = ("norm", 1.0)     # a key of optimise.CLIPS, and the limit
    divide_by: str = "symbols"      # of the batch; or its "sequences", or "nothing"
    average: float = 0.99           # memory of the averaged weights; 0 keeps the last weights
    weight_decay: float = 0.02      # of the learning rate, at each step
    dropout: Rates = Rates(state=0.2, read_out=0.1)
    scale: float | None = None      # standard deviation of the first weights; None is 1 / sqrt(fan-in)
    window: int = 0                 # cut the joined names into pieces of this length; 0 keeps names whole
    carry: bool = False             # start a name from the last state of the one before (batch size 1)
    blind_start: bool = False       # the first input of a name is a zero vector and not the end symbol


RECIPES = {
    "default": Recipe(),
    "plain": Recipe(D_h=64, batch_size=32, average=0, weight_decay=0, dropout=Rates()),
    "best": Recipe(D_h=384, epochs=54, batch_size=32, rate=0.05, schedule="warm-up", clip=("norm", 2.0),
                   average=0.998, dropout=Rates(inputs=0.05, state=0.3, read_out=0.5)),
    # As in the Dinosaurus exercise of the Coursera course [Ng2018]: 35,000 updates on 1,372 names.
    "coursera": Recipe(activation="tanh", D_h=50, epochs=26, batch_size=1, optimiser="sgd", rate=0.01,
                       schedule="constant", clip=("value", 5.0), divide_by="nothing", average=0,
                       weight_decay=0, dropout=Rates(), scale=0.01, carry=True, blind_start=True),
    # As in the notebook that goes with the derivation [Talwar2018]: windows across names, saturated start.
    "seed": Recipe(D_h=256, epochs=400, batch_size=512, optimiser="adagrad", rate=0.1, schedule="constant",
                   clip=("value", 5.0), divide_by="sequences", average=0, weight_decay=0, dropout=Rates(),
                   scale=1.0, window=16),
}

DEFAULT = RECIPES["default"]
