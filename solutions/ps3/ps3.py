# %% [markdown]
# # Problem set 3: through time
#
# You write backpropagation through time: first one loss at a time, then all of them in one walk, then the
# gradients of all five parameters and of the first state, for one sequence and for a batch.
#
# **You need** problem set 1 for the forward pass, and problem set 2 for Claim 1 and Claim 2.
#
# **Read first** the chapters "Trick one: dummy variables", "Trick two: accumulating gradients", "The other
# parameters" and "Batches". Each exercise names its equations by their ids, such as eq-delta.
#
# **What you do.** Replace the line `raise NotImplementedError` in each function, and run the cell below it.
# It shows the smallest case in which your function fails, and names the mistake where it knows it.
#
# **How it is graded.** 100 points for eleven functions. The cells you can see give part of the points. More
# checks run after you hand in, on numbers that are yours alone. Each check earns its own points.
#
# **Shapes.** Code counts from 0, the mathematics from 1. Rows are steps: `z`, `dz`, `dtheta`, `f_prime`,
# `yhat` and `X` have T rows, and row $k-1$ belongs to step $k$. The exception is `h`, which has $T + 1$ rows:
# row 0 is $h^{(0)}$, and row $k$ is $h^{(k)}$. Functions leave the arrays they are given as they were.

# %%
import numpy as np

from grading.checks import ps3

# %% [markdown]
# ## 1. The loss of a sequence
#
# Equations eq-1.1, eq-1.2, eq-2.1, eq-3.1, eq-3.2 and eq-3.3 together: run the network over the sequence and
# add up the losses,
#
# $$J = \sum_{t=1}^{T} J^{(t)}, \qquad J^{(t)} = -\log \hat y^{(t)}_{[y^{(t)}]}$$
#
# `activation` is the string `"sigmoid"` or `"tanh"`. `X` has the shape `(T, d)`, `y` holds T integers, `h_0`
# has the shape `(D_h,)`. You may copy your functions from problem set 1 into the cell. The result is one
# number. The last check of exercise 9 compares your gradients with the slopes of this very function.
#
# <details><summary>Hint 1: where to look</summary>
#
# A loop over the steps that carries the state along, and a sum that grows.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.tanh` and your sigmoid differ in one line: choose by `activation` before the loop.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# In the loop: `h = f(W_h @ h + W_x @ x + b_1)`, then `yhat = softmax(U @ h + b_2)`, with your functions from
# problem set 1, then `J = J - np.log(yhat[...])`.
# </details>

# %% solution="loss_of_sequence"
def loss_of_sequence(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    """Return J, the sum of the losses of all steps, in nats. Equations eq-1.1 to eq-3.3."""
    ### BEGIN SOLUTION
    J, h = 0.0, h_0
    for x, symbol in zip(X, y, strict=True):
        z = W_h @ h + W_x @ x + b_1
        h = np.tanh(z) if activation == "tanh" else 1 / (1 + np.exp(-z))
        theta = U @ h + b_2
        e = np.exp(theta - theta.max())
        J = J - np.log(e[symbol] / e.sum())
    return J
    ### END SOLUTION


# %% check="loss_of_sequence"
ps3.check("loss_of_sequence", loss_of_sequence)

# %% hidden_check="loss_of_sequence"
ps3.check("loss_of_sequence", loss_of_sequence, hidden=True)

# %% [markdown]
# ## 2. One loss, all copies
#
# Equation eq-4.1. The loss of step $t$ alone answers to $W_h$ through every copy $W_h^{(k)}$, $k = t, \dots,
# 1$:
#
# $$\frac{\mathrm d J^{(t)}}{\mathrm d W_h} = \sum_{k=1}^{t} \frac{\mathrm d J^{(t)}}{\mathrm d W_h^{(k)}}$$
#
# Start from $\gamma_t^{(t)} = U^{\mathsf T} \mathrm d\theta^{(t)}$ (eq-gamma-local). At each step take Claim
# 1 (eq-5.2), then go one step back by Claim 2 (eq-6.2).
#
# `g` is $\mathrm d\theta^{(t)}$, shape `(V,)`. `h` has $t + 1$ rows, `f_prime` has $t$ rows, row $k - 1$ is
# $f'(z^{(k)})$. The result has the shape of `W_h`.
#
# <details><summary>Hint 1: where to look</summary>
#
# A walk from the last step to the first. What changes from step to step is gamma.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `for k in range(len(f_prime), 0, -1)` counts k down. Row `k - 1` of `f_prime` and of `h` is what Claim 1
# needs.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `total += np.outer(gamma * f_prime[k - 1], h[k - 1])`, then a new `gamma`.
# </details>

# %% solution="gradient_of_one_loss"
def gradient_of_one_loss(W_h, U, g, h, f_prime):
    """Return dJ^(t)/dW_h, shape (D_h, D_h), of the last step's loss. Equations eq-4.1, eq-5.2, eq-6.2."""
    ### BEGIN SOLUTION
    gamma, total = U.T @ g, np.zeros_like(W_h)
    for k in range(len(f_prime), 0, -1):
        v = gamma * f_prime[k - 1]
        total += np.outer(v, h[k - 1])
        gamma = W_h.T @ v
    return total
    ### END SOLUTION


# %% check="gradient_of_one_loss"
ps3.check("gradient_of_one_loss", gradient_of_one_loss)

# %% hidden_check="gradient_of_one_loss"
ps3.check("gradient_of_one_loss", gradient_of_one_loss, hidden=True)

# %% [markdown]
# ## 3. All losses in one walk
#
# Equations eq-delta and eq-dz. Claim 2 is linear in gamma, so the gammas of all losses can be added before
# they take the next step back. Their sum is $\delta^{(k)}$:
#
# $$\delta^{(k)} = U^{\mathsf T} \mathrm d\theta^{(k)} + W_h^{\mathsf T}\, \mathrm d z^{(k+1)}, \qquad
# \mathrm d z^{(k)} = \delta^{(k)} \circ f'(z^{(k)})$$
#
# with $\mathrm d z^{(T+1)} = 0$. Return $\mathrm d z$ for every step, shape `(T, D_h)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# The same walk as before, with one more term at each step: the local part of that step's own loss.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Keep what is passed on in one variable. It is a vector of zeros before the last step.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `dz[k] = (U.T @ dtheta[k] + passed_on) * f_prime[k]`, then `passed_on = W_h.T @ ...`.
# </details>

# %% solution="accumulate"
def accumulate(W_h, U, dtheta, f_prime):
    """Return dz of every step, shape (T, D_h), in one walk from T to 1. Equations eq-delta, eq-dz."""
    ### BEGIN SOLUTION
    dz, passed_on = np.zeros_like(f_prime), np.zeros(len(W_h))
    for k in range(len(dz) - 1, -1, -1):
        dz[k] = (U.T @ dtheta[k] + passed_on) * f_prime[k]
        passed_on = W_h.T @ dz[k]
    return dz
    ### END SOLUTION


# %% check="accumulate"
ps3.check("accumulate", accumulate)

# %% hidden_check="accumulate"
ps3.check("accumulate", accumulate, hidden=True)

# %% [markdown]
# ## An example: the gradient of W_h
#
# With `dz` at hand every gradient is a short sum over steps. This one is written out for you (eq-dW_h): step
# $k$ adds the outer product of $\mathrm d z^{(k)}$ with what $W_h$ was multiplied by there, $h^{(k-1)}$.

# %%
def gradient_W_h(dz, h):
    """Return dJ/dW_h = sum over k of dz^(k) h^(k-1)^T, shape (D_h, D_h). Equation eq-dW_h."""
    total = np.zeros((dz.shape[1], dz.shape[1]))
    for k in range(1, len(dz) + 1):
        total += np.outer(dz[k - 1], h[k - 1])
    return total


# %% [markdown]
# ## 4. The gradient of W_x: two gaps
#
# Equation eq-dW_x. The same sum, with what $W_x$ is multiplied by at step $k$. Two places are left to you:
# the shape of the sum, and what each step adds. `dz` has the shape `(T, D_h)`, `X` the shape `(T, d)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# What stands beside W_x in eq-1.1?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# A gradient has the shape of its parameter, and `W_x` has the shape `(D_h, d)`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `np.zeros((dz.shape[1], ...))` and `np.outer(dz_k, ...)`
# </details>

# %% solution="gradient_W_x"
def gradient_W_x(dz, X):
    """Return dJ/dW_x, shape (D_h, d). Equation eq-dW_x."""
    ### BEGIN SOLUTION
    total = np.zeros((dz.shape[1], X.shape[1]))
    ### END SOLUTION
    for dz_k, x_k in zip(dz, X, strict=True):
        ### BEGIN SOLUTION
        total += np.outer(dz_k, x_k)
        ### END SOLUTION
    return total


# %% check="gradient_W_x"
ps3.check("gradient_W_x", gradient_W_x)

# %% hidden_check="gradient_W_x"
ps3.check("gradient_W_x", gradient_W_x, hidden=True)

# %% [markdown]
# ## 5. The gradient of b_1
#
# Equation eq-db_1, on your own. `dz` has the shape `(T, D_h)`, the result `(D_h,)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# The bias is multiplied by 1 at every step.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# A sum over steps is a sum over rows.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `dz.sum(axis=...)`
# </details>

# %% solution="gradient_b_1"
def gradient_b_1(dz):
    """Return dJ/db_1, shape (D_h,). Equation eq-db_1."""
    ### BEGIN SOLUTION
    return dz.sum(axis=0)
    ### END SOLUTION


# %% check="gradient_b_1"
ps3.check("gradient_b_1", gradient_b_1)

# %% hidden_check="gradient_b_1"
ps3.check("gradient_b_1", gradient_b_1, hidden=True)

# %% [markdown]
# ## 6. The gradients of U and b_2
#
# Equations eq-dU and eq-db_2, on your own. They need $\mathrm d\theta$ in the place of $\mathrm d z$.
# `dtheta` has the shape `(T, V)`, `h` has $T + 1$ rows. Return two arrays, of the shapes of `U` and `b_2`.
#
# <details><summary>Hint 1: where to look</summary>
#
# What is U multiplied by at step k? Which row of h is that?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `h[1:]` has T rows: the states that have logits.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `dtheta.T @ ...`, and a sum over rows.
# </details>

# %% solution="gradients_of_readout"
def gradients_of_readout(dtheta, h):
    """Return dJ/dU, shape (V, D_h), and dJ/db_2, shape (V,). Equations eq-dU, eq-db_2."""
    ### BEGIN SOLUTION
    return dtheta.T @ h[1:], dtheta.sum(axis=0)
    ### END SOLUTION


# %% check="gradients_of_readout"
ps3.check("gradients_of_readout", gradients_of_readout)

# %% hidden_check="gradients_of_readout"
ps3.check("gradients_of_readout", gradients_of_readout, hidden=True)

# %% [markdown]
# ## 7. The gradient of the first state
#
# Equation eq-dh_0. $h^{(0)}$ acts on $z^{(1)}$, and on nothing else. The result has the shape `(D_h,)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# One step back from step 1, without a local part: there is no loss at step 0.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Row 0 of `dz` belongs to step 1.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `W_h.T @ dz[...]`
# </details>

# %% solution="gradient_h_0"
def gradient_h_0(W_h, dz):
    """Return dJ/dh^(0), shape (D_h,). Equation eq-dh_0."""
    ### BEGIN SOLUTION
    return W_h.T @ dz[0]
    ### END SOLUTION


# %% check="gradient_h_0"
ps3.check("gradient_h_0", gradient_h_0)

# %% hidden_check="gradient_h_0"
ps3.check("gradient_h_0", gradient_h_0, hidden=True)

# %% [markdown]
# ## 8. The derivative from the state, for both activations
#
# Equations eq-sigmoid-prime and eq-tanh-prime. Both derivatives need only the value of the function: with $h
# = f(z)$ it is $f'(z) = h \circ (1 - h)$ for the sigmoid, and $1 - h \circ h$ for tanh. So the backward pass
# need not keep $z$.
#
# `h` is an array of any shape, `activation` is `"sigmoid"` or `"tanh"`. The result has the shape of `h`.
#
# <details><summary>Hint 1: where to look</summary>
#
# Two cases, one line each.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `h` is the state already: do not apply the activation again.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `1 - h ** 2` for one, `h * ...` for the other.
# </details>

# %% solution="derivative_from_state"
def derivative_from_state(h, activation):
    """Return f'(z) from h = f(z), elementwise. Equations eq-sigmoid-prime, eq-tanh-prime."""
    ### BEGIN SOLUTION
    if activation == "tanh":
        return 1 - h ** 2
    return h * (1 - h)
    ### END SOLUTION


# %% check="derivative_from_state"
ps3.check("derivative_from_state", derivative_from_state)

# %% hidden_check="derivative_from_state"
ps3.check("derivative_from_state", derivative_from_state, hidden=True)

# %% [markdown]
# ## 9. Backpropagation through time
#
# Put it together: all six gradients of one sequence, for either activation. The forward pass has been run, so
# `h` (T+1 rows) and `yhat` (T rows) are given. `y` holds T integers.
#
# Return `dW_h, dW_x, db_1, dU, db_2, dh_0`, six arrays in this order. You may call the functions above.
#
# The visible checks compare with known values. After you hand in, one more check needs no known values at
# all: it compares your gradients with the slopes of your own `loss_of_sequence`.
#
# <details><summary>Hint 1: where to look</summary>
#
# First eq-dtheta for all steps at once, then f', then the walk, then the six sums.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.eye(V)[y]` has the one-hot targets as rows.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `dtheta = yhat - np.eye(len(U))[y]`, then
# `dz = accumulate(W_h, U, dtheta, derivative_from_state(h[1:], activation))`.
# </details>

# %% solution="sequence_gradients"
def sequence_gradients(W_h, U, X, y, h, yhat, activation):
    """Return dW_h, dW_x, db_1, dU, db_2 and dh_0 of one sequence. Equations eq-dtheta to eq-dh_0."""
    ### BEGIN SOLUTION
    dtheta = yhat - np.eye(len(U))[y]
    dz = accumulate(W_h, U, dtheta, derivative_from_state(h[1:], activation))
    dU, db_2 = gradients_of_readout(dtheta, h)
    return gradient_W_h(dz, h), gradient_W_x(dz, X), gradient_b_1(dz), dU, db_2, gradient_h_0(W_h, dz)
    ### END SOLUTION


# %% check="sequence_gradients"
ps3.check("sequence_gradients", sequence_gradients, loss_of_sequence=loss_of_sequence)

# %% hidden_check="sequence_gradients"
ps3.check("sequence_gradients", sequence_gradients, loss_of_sequence=loss_of_sequence, hidden=True)

# %% [markdown]
# ## 10. A batch of sequences of unequal lengths
#
# Equation eq-batch-loss. The loss of a batch is the sum of the losses of its sequences, so the gradients add
# up as well. `X`, `y`, `h` and `yhat` are lists now, with one array for each sequence, and the sequences have
# unequal lengths.
#
# Return the same six: the first five summed over the sequences, and `dh_0` with one row for each sequence, in
# the order of the lists.
#
# <details><summary>Hint 1: where to look</summary>
#
# One call of `sequence_gradients` for each sequence.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `zip(X, y, h, yhat)` goes through the four lists together.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# Keep five sums and a list of rows; `np.array` turns the list into an array.
# </details>

# %% solution="batch_gradients"
def batch_gradients(W_h, U, X, y, h, yhat, activation):
    """Return the five gradients summed over the sequences, and a dh_0 for each. Equation eq-batch-loss."""
    ### BEGIN SOLUTION
    each = [sequence_gradients(W_h, U, *one, activation) for one in zip(X, y, h, yhat, strict=True)]
    sums = [sum(gradients[i] for gradients in each) for i in range(5)]
    return *sums, np.array([gradients[5] for gradients in each])
    ### END SOLUTION


# %% check="batch_gradients"
ps3.check("batch_gradients", batch_gradients)

# %% hidden_check="batch_gradients"
ps3.check("batch_gradients", batch_gradients, hidden=True)

# %% [markdown]
# ## 11. What the trick saves
#
# Equation eq-cost. Count the applications of the step back, each of which multiplies by $W_h^{\mathsf T}$
# once: how many does a sequence of T steps need if each loss is walked back on its own, and how many if they
# are accumulated? Loss $t$ needs $t$ of them, the step into $h^{(0)}$ included. Return the two numbers, for
# any T.
#
# <details><summary>Hint 1: where to look</summary>
#
# Loss 1 needs one step, loss 2 two, and so on.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# The sum 1 + 2 + ... + T has a closed form.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `T * ... // 2`, and the second number is shorter.
# </details>

# %% solution="operations"
def operations(T):
    """Return how many steps back T losses need one by one, and accumulated. Equation eq-cost."""
    ### BEGIN SOLUTION
    return T * (T + 1) // 2, T
    ### END SOLUTION


# %% check="operations"
ps3.check("operations", operations)

# %% hidden_check="operations"
ps3.check("operations", operations, hidden=True)

# %% [markdown]
# ## How far you are
#
# The line below counts the visible checks that you have run since you opened the notebook.

# %%
ps3.progress()

# %% [markdown]
# ## What you have now
#
# Backpropagation through time, complete. Problem set 4 trains with it. Save the notebook and hand it in as
# `ps3.ipynb`.
