# %% [markdown]
# # Problem set 1: the forward pass
#
# You write the recurrent network, from one sigmoid to the loss of a sequence. Every function here is
# one equation of the chapter "The model". Together they are the forward half of a trainer.
#
# **You need** Python 3.11 or later and this course: `make course` in its folder sets it up, and
# `source .venv/bin/activate` before you start Jupyter gives you its Python. You should know the
# matrix product and what a probability is.
#
# **Read first** the page "Notation and shapes", then the chapter "The model". Each exercise names
# its equations by their ids, such as eq-1.1. Search the book for the id.
#
# **What you do.** Replace the line `raise NotImplementedError` in each function. Then run the cell
# below it. That cell checks your function and tells you what it tried and what it found. In Jupyter
# the number below the report is the number of points earned by that cell.
#
# **How it is graded.** 100 points: 90 for the nine functions, 10 for a question in words.
# The cells you can see give part of the points. More checks run after you hand in, on numbers that
# are yours alone. Each check earns its own points. Write only inside the cells that are there:
# cells you add are for trying things out, and nobody grades them.
#
# **Shapes.** $D_h$ hidden units, $d$ input symbols, $V$ output symbols, $T$ steps. Vectors are
# one-dimensional arrays: a vector of $D_h$ numbers has the shape `(D_h,)`. Functions take arrays
# and return arrays, and leave the arrays they are given as they were.

# %%
import numpy as np

from grading.checks import ps1

# %% [markdown]
# ## 1. The sigmoid
#
# Equation eq-sigmoid, for each number of $z$ on its own:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# `z` is an array of any shape. The result has the same shape.
# Far to the left $e^{-z}$ overflows, so think about what your line gives there.
#
# <details><summary>Hint 1: where to look</summary>
#
# eq-sigmoid is one line of NumPy, and `np.exp` works on whole arrays. Then try z = -1000.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# For z < 0 multiply above and below by $e^z$: $e^z / (1 + e^z)$. Both forms have $1 + e^{-|z|}$ below.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# With `e = np.exp(-np.abs(z))`, choose the numerator with `np.where(z >= 0, ..., ...)`.
# </details>

# %% solution="sigmoid"
def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise. Shapes: z any, result the same. Equation eq-sigmoid."""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))                              # never overflows: the exponent is <= 0
    return np.where(z >= 0, 1.0, e) / (1.0 + e)
    ### END SOLUTION


# %% check="sigmoid"
ps1.check("sigmoid", sigmoid)

# %% hidden_check="sigmoid"
ps1.check("sigmoid", sigmoid, hidden=True)

# %% [markdown]
# ## 2. Its derivative
#
# Equation eq-sigmoid-prime:
#
# $$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$
#
# The argument is the pre-activation $z$, not the state $h = \sigma(z)$. The result has the shape of
# `z`. You may call your `sigmoid`.
#
# <details><summary>Hint 1: where to look</summary>
#
# eq-sigmoid-prime has $\sigma(z)$ twice and $z$ nowhere else.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Compute `sigmoid(z)` once and give it a name.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `s = sigmoid(z)`, and the result is `s` times something.
# </details>

# %% solution="sigmoid_prime"
def sigmoid_prime(z):
    """Return sigma'(z), elementwise. Shapes: z any, result the same. Equation eq-sigmoid-prime."""
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    ### END SOLUTION


# %% check="sigmoid_prime"
ps1.check("sigmoid_prime", sigmoid_prime)

# %% hidden_check="sigmoid_prime"
ps1.check("sigmoid_prime", sigmoid_prime, hidden=True)

# %% [markdown]
# ## 3. The derivative of tanh
#
# Equation eq-tanh-prime:
#
# $$\tanh'(z) = 1 - \tanh^2(z)$$
#
# Again the argument is $z$. NumPy has `np.tanh`.
#
# <details><summary>Hint 1: where to look</summary>
#
# One function call and one square.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.tanh(z)` works on whole arrays and never overflows.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `return 1 - np.tanh(...) ** ...`
# </details>

# %% solution="tanh_prime"
def tanh_prime(z):
    """Return tanh'(z), elementwise. Shapes: z any, result the same. Equation eq-tanh-prime."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION


# %% check="tanh_prime"
ps1.check("tanh_prime", tanh_prime)

# %% hidden_check="tanh_prime"
ps1.check("tanh_prime", tanh_prime, hidden=True)

# %% [markdown]
# ## 4. One step of the unit
#
# Equations eq-1.1 and eq-1.2, with $f = \sigma$:
#
# $$z^{(t)} = W_h h^{(t-1)} + W_x x^{(t)} + b_1, \qquad h^{(t)} = f(z^{(t)})$$
#
# | name | shape | |
# |---|---|---|
# | `W_h` | `(D_h, D_h)` | state to state |
# | `W_x` | `(D_h, d)` | input to state |
# | `b_1` | `(D_h,)` | bias |
# | `h_prev` | `(D_h,)` | $h^{(t-1)}$ |
# | `x` | `(d,)` | $x^{(t)}$, any vector |
#
# Return both, `z` first: the backward pass will need $z$ as well.
#
# <details><summary>Hint 1: where to look</summary>
#
# eq-1.1 has three terms, and each is a vector of shape `(D_h,)`.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# The matrix product in NumPy is `@`, not `*`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `z = W_h @ ... + W_x @ ... + ...`, then return `z, sigmoid(...)`.
# </details>

# %% solution="unit_step"
def unit_step(W_h, W_x, b_1, h_prev, x):
    """Return z^(t) and h^(t), two arrays of shape (D_h,). Equations eq-1.1, eq-1.2."""
    ### BEGIN SOLUTION
    z = W_h @ h_prev + W_x @ x + b_1                    # (D_h,)
    return z, sigmoid(z)
    ### END SOLUTION


# %% check="unit_step"
ps1.check("unit_step", unit_step)

# %% hidden_check="unit_step"
ps1.check("unit_step", unit_step, hidden=True)

# %% [markdown]
# ## 5. The forward pass
#
# Equations eq-1.1 and eq-1.2 for $t = 1, \dots, T$, each step from the state before it.
#
# `X` has the shape `(T, d)`. Its row 0 is $x^{(1)}$, because code counts from 0. `h_0` is
# $h^{(0)}$, shape `(D_h,)`. Return two arrays:
#
# - `z`, shape `(T, D_h)`: row $t-1$ is $z^{(t)}$;
# - `h`, shape `(T+1, D_h)`: row $t$ is $h^{(t)}$, so row 0 is `h_0`.
#
# <details><summary>Hint 1: where to look</summary>
#
# Loop over the rows of `X`. What does each step need from the step before?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Keep two lists. The list of states starts as `[h_0]`, and its last entry is the state to go on from.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `z_t, h_t = unit_step(W_h, W_x, b_1, h[-1], x)` in the loop; `np.array` turns a list of rows into an array.
# </details>

# %% solution="hidden_states"
def hidden_states(W_h, W_x, b_1, X, h_0):
    """Return z, shape (T, D_h), and h, shape (T+1, D_h), h[0] = h_0. Equations eq-1.1, eq-1.2."""
    ### BEGIN SOLUTION
    z, h = [], [h_0]
    for x in X:
        z_t, h_t = unit_step(W_h, W_x, b_1, h[-1], x)
        z.append(z_t)
        h.append(h_t)
    return np.array(z), np.array(h)
    ### END SOLUTION


# %% check="hidden_states"
ps1.check("hidden_states", hidden_states)

# %% hidden_check="hidden_states"
ps1.check("hidden_states", hidden_states, hidden=True)

# %% [markdown]
# ## 6. From the state to the logits
#
# Equation eq-2.1:
#
# $$\theta^{(t)} = U h^{(t)} + b_2$$
#
# `U` has the shape `(V, D_h)`, `b_2` the shape `(V,)`, `h` the shape `(D_h,)`. The result has the
# shape `(V,)`: one logit for each symbol.
#
# <details><summary>Hint 1: where to look</summary>
#
# eq-2.1 is eq-1.1 with one term less.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `U` has V rows, one for each symbol, and `h` has D_h numbers: `U @ h` has shape `(V,)`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `return U @ ... + ...`
# </details>

# %% solution="affine"
def affine(U, b_2, h):
    """Return the logits theta = U h + b_2, shape (V,). Equation eq-2.1."""
    ### BEGIN SOLUTION
    return U @ h + b_2
    ### END SOLUTION


# %% check="affine"
ps1.check("affine", affine)

# %% hidden_check="affine"
ps1.check("affine", affine, hidden=True)

# %% [markdown]
# ## 7. The softmax
#
# Equation eq-3.1. The sum runs over every symbol $j$, and the index of the sum stands in the
# exponent below:
#
# $$\hat y_i = \frac{e^{\theta_i}}{\sum_{j=1}^{V} e^{\theta_j}}$$
#
# A logit of 1000 makes $e^{1000}$ overflow. Equation eq-softmax-shift says that you may take the
# same number away from every logit first:
#
# $$\frac{e^{\theta_i}}{\sum_j e^{\theta_j}} = \frac{e^{\theta_i - m}}{\sum_j e^{\theta_j - m}},
# \qquad m = \max_j \theta_j$$
#
# `theta` has the shape `(V,)`, and so has the result. Logits of size $10^4$ will be tried.
#
# <details><summary>Hint 1: where to look</summary>
#
# Take the maximum away first: eq-softmax-shift says that you may.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Compute the exponentials once, as an array, then divide by their sum.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `e = np.exp(theta - ...)`, then `e / ...`.
# </details>

# %% solution="softmax"
def softmax(theta):
    """Return yhat, shape (V,), from logits of shape (V,). Equations eq-3.1, eq-softmax-shift."""
    ### BEGIN SOLUTION
    e = np.exp(theta - theta.max())                     # the largest exponent is 0
    return e / e.sum()
    ### END SOLUTION


# %% check="softmax"
ps1.check("softmax", softmax)

# %% hidden_check="softmax"
ps1.check("softmax", softmax, hidden=True)

# %% [markdown]
# ## 8. The loss of one step
#
# Equation eq-3.2, in nats (the natural logarithm):
#
# $$J^{(t)} = -\log \hat y^{(t)}_{[y^{(t)}]}$$
#
# The bracket means the place of the 1 in the one-hot $y^{(t)}$.
# `yhat` has the shape `(V,)`. `y` is an integer, the place of the true symbol, from 0 to `V - 1`.
# The result is one number.
#
# <details><summary>Hint 1: where to look</summary>
#
# One probability counts: that of the true symbol.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `y` is a position, so `yhat[y]` is a number.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `return -np.log(...)`
# </details>

# %% solution="cross_entropy"
def cross_entropy(yhat, y):
    """Return the loss -log yhat[y], a number, in nats. Equation eq-3.2."""
    ### BEGIN SOLUTION
    return -np.log(yhat[y])
    ### END SOLUTION


# %% check="cross_entropy"
ps1.check("cross_entropy", cross_entropy)

# %% hidden_check="cross_entropy"
ps1.check("cross_entropy", cross_entropy, hidden=True)

# %% [markdown]
# ## 9. The loss of a sequence
#
# Equation eq-3.3: the losses of all steps, added up.
#
# $$J = \sum_{t=1}^{T} J^{(t)}$$
#
# `yhat` has the shape `(T, V)`, one row for each step. `y` is an array of T integers, one true symbol for
# each step. The result is one number.
#
# <details><summary>Hint 1: where to look</summary>
#
# `cross_entropy` of each row, added up.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Go through the rows of `yhat` and the entries of `y` together, with `zip`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `sum(cross_entropy(p, s) for p, s in ...)`
# </details>

# %% solution="sequence_loss"
def sequence_loss(yhat, y):
    """Return J, the sum of the losses of all steps, in nats. Equation eq-3.3."""
    ### BEGIN SOLUTION
    return -np.log(yhat[np.arange(len(y)), y]).sum()    # entry y of each row
    ### END SOLUTION


# %% check="sequence_loss"
ps1.check("sequence_loss", sequence_loss)

# %% hidden_check="sequence_loss"
ps1.check("sequence_loss", sequence_loss, hidden=True)

# %% [markdown]
# ## 10. In words: why one set of weights?
#
# Equation eq-1.1 uses the same $W_h$, $W_x$ and $b_1$ at every step $t$. In four to eight
# sentences, answer three questions.
#
# A name of $n$ letters takes $T = n + 1$ steps: the first step reads END, the others a letter each.
#
# 1. How many numbers would the unit have for names of up to 26 letters if every step had weights
#    of its own? How many has it now? Use $D_h$ and $d$.
# 2. What could the network with separate weights not do with a name of 27 letters?
# 3. Which price do we pay: what will the gradient of $W_h$ have to add up?
#
# You are graded by hand: 4 points for the first part, 3 for each of the others.

# %% [markdown] written="why-tied"
# One set of weights has $D_h D_h + D_h d + D_h$ numbers. A name of 26 letters takes 27 steps, since
# END is read first. With a set for every step the unit needs 27 times as many, and a step late in
# the name would learn only from the few names that are that long. (4 points: 2 for the count, 2 for
# the factor; 26 is the count of the letters, not of the steps, and gets 1 of the 2.)
#
# A name of 27 letters would need weights of a 28th step, which were never made, let alone trained.
# Tied weights say the same thing about a letter wherever it stands, so any length will do.
# (3 points.)
#
# The price: $W_h$ acts on the loss through every step. Its gradient is the sum of one term for each
# step $k$, and each of these terms gathers the losses of all steps $t \ge k$. (3 points: 1 for the
# sum over steps, 2 for the losses that come later.)

# %% [markdown]
# ## How far you are
#
# The line below counts the visible checks that you have run since you opened the notebook.

# %%
ps1.progress()

# %% [markdown]
# ## What you have now
#
# `hidden_states`, then `affine` and `softmax` at each step, and `sequence_loss`: this is the forward
# pass that the backward pass will walk through in reverse. Save the notebook and hand it in as
# `ps1.ipynb`.
