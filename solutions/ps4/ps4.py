# %% [markdown]
# # Problem set 4: dinosaurs
#
# You write what turns gradients into a trained network, draw new names from it, and measure how far back its
# gradients reach. The last cell puts your functions from problem sets 1, 3 and 4 together. That is a trainer,
# and it invents dinosaurs.
#
# **You need** problem set 1 for the forward pass and problem set 3 for the gradients. The exercises below can
# be done without them.
#
# **Read first** the chapters "Training", "Dinosaurs" and "Vanishing and exploding gradients", and from "A
# long text" the section on temperature. Each exercise names its equations by their ids, such as eq-adagrad.
#
# **What you do.** Replace the line `raise NotImplementedError` in each function, and run the cell below it.
# It shows the smallest case in which your function fails, and names the mistake where it knows it. Two
# questions are to be answered in words.
#
# **How it is graded.** 100 points: 85 for eleven functions, 15 for the two questions, which are graded by
# hand. The cells you can see give part of the points. More checks run after you hand in, on numbers that are
# yours alone. Each check earns its own points.
#
# **Randomness.** No function here draws random numbers. Where chance is needed, the numbers come in as
# arguments, already drawn. So your result can be compared. Functions leave the arrays they are given as they
# were.

# %%
import numpy as np

from grading.checks import ps4, trainer

# %% [markdown]
# ## 1. The first weights
#
# Equation eq-init. Each matrix starts with random entries of standard deviation $1/\sqrt n$, where $n$ is its
# number of columns, the fan-in. The biases start at zero.
#
# `draws` is a vector of $D_h D_h + D_h d + V D_h$ numbers, drawn from a normal distribution with standard
# deviation 1. Use them in this order: `W_h`, shape `(D_h, D_h)`, then `W_x`, shape `(D_h, d)`, then `U`,
# shape `(V, D_h)`, each filled row by row. Return `W_h, W_x, b_1, U, b_2`.
#
# <details><summary>Hint 1: where to look</summary>
#
# A number with standard deviation 1 that is multiplied by $a$ has standard deviation $a$.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.split(draws, [i, j])` cuts a vector into three, before positions i and j. `reshape` fills row by row.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `W_x.reshape(D_h, d) / np.sqrt(...)`, and `np.zeros(D_h)` for a bias.
# </details>

# %% solution="initialize"
def initialize(D_h, d, V, draws):
    """Return W_h, W_x, b_1, U and b_2 made from the draws. Equation eq-init."""
    ### BEGIN SOLUTION
    W_h, W_x, U = np.split(draws, [D_h * D_h, D_h * D_h + D_h * d])
    return (W_h.reshape(D_h, D_h) / np.sqrt(D_h), W_x.reshape(D_h, d) / np.sqrt(d), np.zeros(D_h),
            U.reshape(V, D_h) / np.sqrt(D_h), np.zeros(V))
    ### END SOLUTION


# %% check="initialize"
ps4.check("initialize", initialize)

# %% hidden_check="initialize"
ps4.check("initialize", initialize, hidden=True)

# %% [markdown]
# ## 2. Clipping by value
#
# Equation eq-clip-value. Bring every entry of the gradient into the range from $-c$ to $c$:
#
# $$g^{\text{clipped}}_i = \min(\max(g_i, -c), c)$$
#
# `g` is a vector, `c` a positive number. The result has the shape of `g`.
#
# <details><summary>Hint 1: where to look</summary>
#
# Each entry is on its own, so one line of NumPy does all of them.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# NumPy has `np.minimum`, `np.maximum` and `np.clip`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `np.clip(g, ..., c)`
# </details>

# %% solution="clip_by_value"
def clip_by_value(g, c):
    """Return the gradient with each entry brought into -c..c. Equation eq-clip-value."""
    ### BEGIN SOLUTION
    return np.clip(g, -c, c)
    ### END SOLUTION


# %% check="clip_by_value"
ps4.check("clip_by_value", clip_by_value)

# %% hidden_check="clip_by_value"
ps4.check("clip_by_value", clip_by_value, hidden=True)

# %% [markdown]
# ## 3. Clipping by norm
#
# Equation eq-clip-norm. Shorten the whole vector to the length $c$ if it is longer, and keep its direction:
#
# $$g^{\text{clipped}} = \min\bigl(1, \frac{c}{\lVert g \rVert}\bigr)\, g$$
#
# A gradient of zero stays zero.
#
# <details><summary>Hint 1: where to look</summary>
#
# The norm is the Euclidean length, `np.linalg.norm(g)`. What if it is zero?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Compute the norm once. There are two cases: longer than c, or not.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `if norm > c:`, then return `g * (... / norm)`. Otherwise return `g` as it is.
# </details>

# %% solution="clip_by_norm"
def clip_by_norm(g, c):
    """Return the gradient, shortened to the length c where it is longer. Equation eq-clip-norm."""
    ### BEGIN SOLUTION
    norm = np.linalg.norm(g)
    if norm > c:
        return g * (c / norm)
    return g
    ### END SOLUTION


# %% check="clip_by_norm"
ps4.check("clip_by_norm", clip_by_norm)

# %% hidden_check="clip_by_norm"
ps4.check("clip_by_norm", clip_by_norm, hidden=True)

# %% [markdown]
# ## 4. A step of Adagrad
#
# Equation eq-adagrad. Each weight has a rate of its own, which falls as its squared gradients add up:
#
# $$s^{(n)} = s^{(n-1)} + g^{(n)} \circ g^{(n)},
# \qquad w^{(n)}_i - w^{(n-1)}_i = -\frac{\eta\, g^{(n)}_i}{\sqrt{s^{(n)}_i + \epsilon}}$$
#
# `w`, `g` and `s` are vectors of one length. `rate` is $\eta$. Return the new `w` and the new `s`.
#
# <details><summary>Hint 1: where to look</summary>
#
# The order matters: the step uses the new s.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `s = s + ...` makes a new array. `s += ...` would change the one that you were given.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `w - rate * g / np.sqrt(...)`, with epsilon under the root.
# </details>

# %% solution="adagrad_step"
def adagrad_step(w, g, s, rate, epsilon):
    """Return w and s after one step of Adagrad. Equation eq-adagrad."""
    ### BEGIN SOLUTION
    s = s + g * g
    return w - rate * g / np.sqrt(s + epsilon), s
    ### END SOLUTION


# %% check="adagrad_step"
ps4.check("adagrad_step", adagrad_step)

# %% hidden_check="adagrad_step"
ps4.check("adagrad_step", adagrad_step, hidden=True)

# %% [markdown]
# ## 5. The training loop
#
# Equations eq-clip-norm and eq-adagrad, again and again. For each epoch, go through the examples in their
# order. For each example:
#
# 1. get its loss and its gradient at the present `w`: `J, g = loss_and_gradient(w, example)`;
# 2. clip the gradient by norm, with the limit `limit`;
# 3. take a step of Adagrad, with the rate `rate` and $\epsilon = 10^{-8}$.
#
# Before the first update, $s$ is zero. It is never set back. Return `w` after the last update, and `losses`:
# for each epoch the mean of the losses that came with its gradients.
#
# `loss_and_gradient` is a function that you are given. It can be any loss, and so your loop can train
# anything. The checks begin with `pull`, which stands below: each example is a point that pulls `w` towards
# it. Then they let your loop train a small network on the six names, and ask whether it has learned them.
#
# <details><summary>Hint 1: where to look</summary>
#
# Two loops, one inside the other, and your functions of exercises 3 and 4.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Before the loops: `s = np.zeros_like(w)` and an empty list. What has to happen after each epoch?
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `w, s = adagrad_step(w, clip_by_norm(g, limit), s, rate, 1e-8)`
# </details>

# %%
NAMES = ["abasaurus", "banosaurus", "kolasaurus", "nanosaurus", "sarabaurus", "tarosaurus"]


def pull(w, x):
    """Return the loss |w - x|^2 / 2 and its gradient."""
    return 0.5 * ((w - x) ** 2).sum(), w - x


# %% solution="train"
def train(w, loss_and_gradient, examples, rate, limit, epochs):
    """Return w after the last update, and the mean loss of each epoch. Equations eq-clip-norm, eq-adagrad."""
    ### BEGIN SOLUTION
    s, losses = np.zeros_like(w), []
    for _ in range(epochs):
        total = 0.0
        for example in examples:
            J, g = loss_and_gradient(w, example)
            w, s = adagrad_step(w, clip_by_norm(g, limit), s, rate, 1e-8)
            total += J
        losses.append(total / len(examples))
    return w, losses
    ### END SOLUTION


# %% check="train"
ps4.check("train", train)

# %% hidden_check="train"
ps4.check("train", train, hidden=True)

# %% [markdown]
# ## 6. Temperature
#
# Equation eq-temperature. To draw from a network, divide its logits by the temperature $\tau$, then apply
# softmax:
#
# $$\hat y_i(\tau) = \frac{e^{\frac{\theta_i}{\tau}}}{\sum_{j=1}^{V} e^{\frac{\theta_j}{\tau}}}$$
#
# `theta` has the shape `(V,)`, and so has the result. Temperatures of 0.001 will be tried: keep in mind what
# eq-softmax-shift allows.
#
# <details><summary>Hint 1: where to look</summary>
#
# Your softmax of problem set 1, with other logits.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Take the largest logit away first, then divide by the temperature: nothing can overflow.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `e = np.exp((theta - theta.max()) / ...)`
# </details>

# %% solution="tempered"
def tempered(theta, temperature):
    """Return softmax(theta / temperature), shape (V,). Equations eq-temperature, eq-softmax-shift."""
    ### BEGIN SOLUTION
    e = np.exp((theta - theta.max()) / temperature)
    return e / e.sum()
    ### END SOLUTION


# %% check="tempered"
ps4.check("tempered", tempered)

# %% hidden_check="tempered"
ps4.check("tempered", tempered, hidden=True)

# %% [markdown]
# ## 7. Drawing a symbol
#
# The probabilities of eq-3.1 divide the range from 0 to 1 into V parts, part $i$ as long as $p_i$. A number
# `u`, drawn evenly between 0 and 1, falls into part $i$ with probability $p_i$. So return the first symbol
# for which the sum of the probabilities up to and including its own is larger than `u`.
#
# `p` has the shape `(V,)`, and symbols are counted from 0. Rounding may leave the sum of all probabilities a
# little below 1. If `u` lies above it, return the last symbol.
#
# <details><summary>Hint 1: where to look</summary>
#
# With p = (0.2, 0.5, 0.3), u = 0.1 gives 0, u = 0.6 gives 1 and u = 0.8 gives 2.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Add up the probabilities one by one, and stop when the sum is larger than u.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# In a loop over `enumerate(p)`: `total += p_i`, then `if u < total:` return the symbol.
# </details>

# %% solution="draw"
def draw(p, u):
    """Return the symbol into whose part of 0..1 the number u falls. Equation eq-3.1."""
    ### BEGIN SOLUTION
    total = 0.0
    for i, p_i in enumerate(p):
        total += p_i
        if u < total:
            return i
    return len(p) - 1
    ### END SOLUTION


# %% check="draw"
ps4.check("draw", draw)

# %% hidden_check="draw"
ps4.check("draw", draw, hidden=True)

# %% [markdown]
# ## 8. Drawing a name
#
# Equations eq-1.1, eq-1.2 and eq-2.1. Start with $h^{(0)} = 0$ and with END, symbol 0, as the first input. At
# each step compute the state (sigmoid), the logits and their probabilities at the given temperature, and draw
# a symbol with the next number of `u`. If it is END, the name is complete. Otherwise it is the next input.
#
# Return the symbols in the order drawn, without END, as a list or an array. If no END is drawn, stop when all
# numbers of `u` are used. A name that ends at once is an empty list.
#
# <details><summary>Hint 1: where to look</summary>
#
# A loop over `u` that carries along the state and the last symbol.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# A matrix times a one-hot vector is a column of the matrix: $W_x x$ is `W_x[:, symbol]`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `symbol = draw(tempered(U @ h + b_2, temperature), u_t)`
# </details>

# %% solution="sample"
def sample(W_h, W_x, b_1, U, b_2, temperature, u):
    """Return the symbols of a name, drawn with the numbers u. Equations eq-1.1, eq-1.2, eq-2.1."""
    ### BEGIN SOLUTION
    h, symbol, name = np.zeros(len(b_1)), 0, []
    for u_t in u:
        h = 1 / (1 + np.exp(-(W_h @ h + W_x[:, symbol] + b_1)))
        symbol = draw(tempered(U @ h + b_2, temperature), u_t)
        if symbol == 0:
            return name
        name.append(symbol)
    return name
    ### END SOLUTION


# %% check="sample"
ps4.check("sample", sample)

# %% hidden_check="sample"
ps4.check("sample", sample, hidden=True)

# %% [markdown]
# ## 9. How long is gamma, n steps back?
#
# Equation eq-gamma-product. Going back from step $t$, gamma is multiplied by $W_h^{\mathsf T}
# \operatorname{diag}(f'(z^{(s)}))$ for $s = t, t - 1, \dots$ That is Claim 2 (eq-6.2), step by step. How does
# its length change?
#
# `gamma` is $\gamma_t^{(t)}$, shape `(D_h,)`. `f_prime` has t rows, row $s - 1$ is $f'(z^{(s)})$. Return
# $t + 1$ numbers: entry $n$ is $\lVert \gamma_t^{(t-n)} \rVert$, for $n = 0, \dots, t$.
#
# <details><summary>Hint 1: where to look</summary>
#
# The walk of problem set 3, exercise 2, with a norm at each step.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `f_prime[::-1]` has the rows in the order in which gamma meets them.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `gamma = W_h.T @ (gamma * row)`, then append its norm.
# </details>

# %% solution="gamma_norms"
def gamma_norms(W_h, gamma, f_prime):
    """Return the norms of gamma_t^(t), gamma_t^(t-1), ..., gamma_t^(0). Equation eq-gamma-product."""
    ### BEGIN SOLUTION
    norms = [np.linalg.norm(gamma)]
    for row in f_prime[::-1]:
        gamma = W_h.T @ (gamma * row)
        norms.append(np.linalg.norm(gamma))
    return norms
    ### END SOLUTION


# %% check="gamma_norms"
ps4.check("gamma_norms", gamma_norms)

# %% hidden_check="gamma_norms"
ps4.check("gamma_norms", gamma_norms, hidden=True)

# %% [markdown]
# ## 10. A matrix with a given spectral radius
#
# The spectral radius $\rho(W_h)$ is the largest absolute value of an eigenvalue. It is the $\rho$ of
# eq-spectral-norm, but of $W_h$ itself and not of $W_h^{\mathsf T} W_h$. If a matrix is multiplied by a
# positive number, so are all of its eigenvalues.
#
# Return $W_h$ multiplied by the positive number that makes its spectral radius equal to `radius`.
#
# <details><summary>Hint 1: where to look</summary>
#
# `np.linalg.eigvals`. Its result may be complex, and then the absolute value is that of a complex number.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.abs` of an array of complex numbers gives their absolute values.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `W_h * (radius / ...)`
# </details>

# %% solution="rescale"
def rescale(W_h, radius):
    """Return W_h, multiplied so that its spectral radius is the given one. Compare eq-spectral-norm."""
    ### BEGIN SOLUTION
    return W_h * (radius / np.abs(np.linalg.eigvals(W_h)).max())
    ### END SOLUTION


# %% check="rescale"
ps4.check("rescale", rescale)

# %% hidden_check="rescale"
ps4.check("rescale", rescale, hidden=True)

# %% [markdown]
# ## 11. What is left of a gradient
#
# Equations eq-state-product and eq-gamma-product. Put the last two together to a measurement. For each of the
# given spectral radii: rescale `W_h`, run the network with tanh from `h_0` over the rows of `X`, take
# $f'(z^{(s)}) = 1 - h^{(s)} \circ h^{(s)}$ at each step, and compute the norms of gamma. Divide them by the
# first one: these are the shares that are left after $0, 1, \dots, T$ steps back.
#
# `gamma` is $\gamma_T^{(T)}$, the same for all radii. Return an array of the shape `(len(radii), T + 1)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# The slopes depend on the states, and the states depend on $W_h$: run the network again for each radius.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# For each radius: `W = rescale(W_h, radius)`, then a loop over `X` that appends a row of slopes to a list.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `norms = np.array(gamma_norms(W, gamma, np.array(f_prime)))`, and the row is `norms / ...`.
# </details>

# %% solution="shares_left"
def shares_left(W_h, W_x, b_1, X, h_0, gamma, radii):
    """Return the shares of gamma left after 0..T steps back, a row a radius. Equation eq-gamma-product."""
    ### BEGIN SOLUTION
    rows = []
    for radius in radii:
        W, h, f_prime = rescale(W_h, radius), h_0, []
        for x in X:
            h = np.tanh(W @ h + W_x @ x + b_1)
            f_prime.append(1 - h * h)
        norms = np.array(gamma_norms(W, gamma, np.array(f_prime)))
        rows.append(norms / norms[0])
    return rows
    ### END SOLUTION


# %% check="shares_left"
ps4.check("shares_left", shares_left)

# %% hidden_check="shares_left"
ps4.check("shares_left", shares_left, hidden=True)

# %% [markdown]
# ## 12. In words: what the table says
#
# Run the cell below. It measures an untrained tanh network of 50 units that reads 40 random symbols. If your
# `shares_left` is not finished, the cell uses the course's own. The last column is the mean slope, the mean
# of $f'$ over all units and steps.
#
# Answer in six to ten sentences, with numbers from the table:
#
# 1. At the radius 1, is the gradient kept? Say why a spectral radius of 1 does not settle that: which other
#    factor is in eq-gamma-product, and how large can it be?
# 2. From the radius 2 to the radius 4, $W_h$ doubles. By how much would 20 steps back grow if only $W_h$
#    mattered? What does the table say instead, and which column explains it?
# 3. eq-gamma-rate gives a bound. For which radii of the table does it prove that the gradient vanishes? Can
#    it prove for any radius that a gradient explodes?
#
# You are graded by hand: 3 points for each part.

# %% ungraded=true
own = trainer.here_alone(shares_left=shares_left, rescale=rescale)
rng, radii = np.random.default_rng(4), [0.5, 1.0, 1.5, 2.0, 4.0]
W_h, W_x = rng.standard_normal((50, 50)), rng.standard_normal((50, 6)) / np.sqrt(6)
X, gamma = np.eye(6)[rng.integers(6, size=40)], rng.standard_normal(50)
shares = own.shares_left(W_h, W_x, np.zeros(50), X, np.zeros(50), gamma, radii)
print("radius  norm  left after 1        5       10       20       40   mean slope")
for radius, row in zip(radii, shares, strict=True):
    W, h, slopes = np.asarray(own.rescale(W_h, radius)), np.zeros(50), []
    for x in X:
        h = np.tanh(W @ h + W_x @ x)
        slopes.append(1 - h * h)
    left = "  ".join(f"{row[n]:.1e}" for n in (1, 5, 10, 20, 40))
    print(f"{radius:6.1f}  {np.linalg.norm(W, 2):4.2f}       {left}   {np.mean(slopes):10.3f}")

# %% [markdown] written="what-the-table-says"
# 1. No: at the radius 1 the share falls with the steps, to far below one after 40. Each step back
#    multiplies by $W_h^{\mathsf T} \operatorname{diag}(f'(z^{(s)}))$. For tanh, $f'$ lies between 0 and 1,
#    and reaches 1 where $z = 0$ alone. So each step takes something away even if $W_h$ alone would keep it.
#    (3 points: one for "no" with a number from the table, one for the factor $f'$, one for its range.)
#
# 2. $2^{20}$, about a million times. In the table the share after 20 steps grows by a factor of some
#    hundreds at most: larger weights make larger $z$, there tanh is flat, and the mean slope is about half
#    of what it was. Saturation works against the larger weights. (3 points: 1 for $2^{20}$, 1 for the
#    comparison with the table, 1 for the slope.)
#
# 3. For tanh, $c = 1$, so the bound proves it where the norm of $W_h$ is below 1. That is the column
#    "norm", not the radius: of the table, it holds at the radius 0.5 alone. At the radius 1 the gradient
#    vanishes as well, but the bound does not prove it. An upper bound never proves an explosion: what it
#    bounds may be far smaller. (3 points: one for the norm in the place of the radius, one for the right
#    row, one for the last answer.)

# %% [markdown]
# ## 13. In words: what clipping does
#
# Somebody says: "Our gradients vanish over 30 steps, so we clip them by value at 1. Clipping fixes
# gradients." Answer in four to six sentences.
#
# 1. What does clipping do to a gradient that is too short? What would have to change instead?
# 2. Give a vector of two entries whose direction changes if it is clipped by value at 1, and compute what
#    clipping by value and clipping by norm make of it (eq-clip-value, eq-clip-norm).
#
# You are graded by hand: 3 points for each part.

# %% [markdown] written="what-clipping-does"
# 1. Nothing: clipping only makes gradients shorter, and a short one stays as it is. Making it longer would
#    not help, because the parts that come from far steps are lost in the sum with those from near steps.
#    The cell has to change, so that there is a path back along which the gradient is not multiplied by
#    $W_h$ and $f'$ at each step, as in an LSTM; or the weights, so that they start near the range where
#    gradients pass. (3 points: 1 for "nothing", 2 for a change of the cell or of the weights, with the
#    reason.)
#
# 2. For example $g = (3, 4)$. By value at 1 it becomes $(1, 1)$: another direction, for the ratio of the
#    entries was 3 to 4. By norm at 1 it becomes $(0.6, 0.8)$, because its length is 5: the same direction,
#    with the length 1. (3 points: 1 for a vector whose direction changes, 1 for each result. A vector such as
#    $(2, 2)$, which keeps its direction, gets at most 2.)

# %% [markdown]
# ## How far you are
#
# The line below counts the visible checks that you have run since you opened the notebook.

# %%
ps4.progress()

# %% [markdown]
# ## Your trainer
#
# The next cell trains with what you wrote: `initialize`, `train` and `sample` from this notebook, the forward
# pass from `../ps1/ps1.ipynb`, the gradients from `../ps3/ps3.ipynb`. Where a notebook is missing, or a
# function in it does not pass its visible checks, the cell says so and uses the course's own. Save the other
# two notebooks first. The cell takes some seconds, has no points, and is left out while you are graded.

# %% ungraded=true
if trainer.wanted():
    own = trainer.functions(initialize=initialize, train=train, sample=sample)

    def loss_and_gradient(w, x):
        """Return the mean loss of a name, in nats per character, and its gradient."""
        W_h, W_x, b_1, U, b_2 = trainer.split(w)
        X, y = np.eye(len(b_2))[x], np.roll(x, -1)      # END follows the last letter
        _, h = own.hidden_states(W_h, W_x, b_1, X, np.zeros(len(b_1)))
        yhat = np.array([own.softmax(own.affine(U, b_2, h_t)) for h_t in h[1:]])
        gradients = own.sequence_gradients(W_h, U, X, y, h, yhat, "sigmoid")[:5]
        return own.sequence_loss(yhat, y) / len(x), np.concatenate([np.ravel(g) for g in gradients]) / len(x)

    trainer.run(own, loss_and_gradient)

# %% [markdown]
# ## What you have now
#
# A working trainer: forward pass, backpropagation through time, clipping, Adagrad, sampling. You wrote all of
# it, unless a sentence above says otherwise. Save the notebook and hand it in as `ps4.ipynb`.
