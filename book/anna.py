"""The worked example of the chapters: the name "anna", and parameters chosen to be easy, not to be good.

Chapter "The model" introduces them; the derivation computes with the same ones.
"""

import numpy as np

from rnn_ref.params import Params

symbols = ["END", "a", "n"]
x = np.array([0, 1, 2, 2, 1])    # (T,) reads END first
y = np.array([1, 2, 2, 1, 0])    # (T,) should say the next symbol
params = Params(
    W_h=np.array([[0.5, -1.0], [1.0, 0.5]]),               # (D_h, D_h)
    W_x=np.array([[0.5, 1.0, -1.0], [0.0, -0.5, 1.0]]),    # (D_h, d)
    b_1=np.array([0.5, -0.5]),                             # (D_h,)
    U=np.array([[-1.0, 0.5], [1.0, -0.5], [0.5, 1.0]]),    # (V, D_h)
    b_2=np.array([0.0, 0.5, -0.5]),                        # (V,)
)
