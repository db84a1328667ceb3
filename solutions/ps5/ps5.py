# %% [markdown]
# # Problem set 5: the challenge
#
# Three ways on from backpropagation through time. You carry derivatives forward in time instead of walking
# back (real-time recurrent learning). You cut a long text into windows and pass the state on (truncated
# backpropagation). And you take one step of an LSTM, forward and back.
#
# **You need** problem set 3. The hints are shorter here, and more of the way is yours.
#
# **Read first** the chapters "The other bookkeeping", "A long text", and "Vanishing and exploding gradients"
# from "Gates: the LSTM" on. Each exercise names its equations by their ids, such as eq-influence.
#
# **What you do.** Replace the line `raise NotImplementedError` in each function, and run the cell below it.
# It shows the smallest case in which your function fails, and names the mistake where it knows it.
#
# **How it is graded.** 100 points for nine functions. The cells you can see give part of the points. More
# checks run after you hand in, on numbers that are yours alone. Each check earns its own points.
#
# **Shapes.** Code counts from 0, the mathematics from 1. Rows are steps: `f_prime`, `gamma`, `yhat` and `X`
# have T rows, and row $t - 1$ belongs to step $t$. The exception is `h`, which has $T + 1$ rows: row $t$ is
# $h^{(t)}$. Functions leave the arrays they are given as they were.

# %%
import numpy as np

from grading.checks import ps5

# %% [markdown]
# ## 1. Forward in time: the immediate derivative
#
# The total derivative of a state has two parts, eq-total-immediate. This is the first of them. Change
# $W_{h,ab}$ in the formula of $h^{(t)}$ alone, and hold $h^{(t-1)}$ fixed. What moves is row $a$ of
# $W_h\, h^{(t-1)}$, so
#
# $$\frac{\partial h^{(t)}_i}{\partial W_{h,ab}} = f'\bigl(z^{(t)}_i\bigr)\, I_{ia}\, h^{(t-1)}_b$$
#
# which is the first term of eq-influence. Return it for all $i$, $a$, $b$ as one array of the shape
# `(D_h, D_h, D_h)`, with the entry `[i, a, b]` in the place of its name. `f_prime` is $f'(z^{(t)})$ and
# `h_prev` is $h^{(t-1)}$, both of the shape `(D_h,)`.
#
# <details><summary>Hint 1: where to look</summary>
#
# Most entries are zero. Which ones are not?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Start from zeros. For each unit `a` there is one row to fill, `[a, a]`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `immediate[a, a] = f_prime[a] * ...`
# </details>

# %% solution="immediate_derivative"
def immediate_derivative(f_prime, h_prev):
    """Return the immediate derivative of h^(t) by W_h, shape (D_h, D_h, D_h). Equation eq-influence."""
    ### BEGIN SOLUTION
    D_h = len(h_prev)
    immediate = np.zeros((D_h, D_h, D_h))
    for a in range(D_h):
        immediate[a, a] = f_prime[a] * h_prev
    return immediate
    ### END SOLUTION


# %% check="immediate_derivative"
ps5.check("immediate_derivative", immediate_derivative)

# %% hidden_check="immediate_derivative"
ps5.check("immediate_derivative", immediate_derivative, hidden=True)

# %% [markdown]
# ## 2. Forward in time: the total derivative
#
# Equation eq-influence. The weight also moves $h^{(t-1)}$, and that moves $h^{(t)}$:
#
# $$\frac{\mathrm d h^{(t)}_i}{\mathrm d W_{h,ab}} = f'\bigl(z^{(t)}_i\bigr) \Bigl( I_{ia}\, h^{(t-1)}_b
# + \sum_{j=1}^{D_h} W_{h,ij}\, \frac{\mathrm d h^{(t-1)}_j}{\mathrm d W_{h,ab}} \Bigr)$$
#
# `before` is the total derivative of $h^{(t-1)}$, and you return that of $h^{(t)}$, both with the shape
# `(D_h, D_h, D_h)` and the order `[i, a, b]`.
#
# <details><summary>Hint 1: where to look</summary>
#
# The sum over $j$ joins the second index of `W_h` to the first one of `before`.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `np.tensordot(A, B, axes=1)` joins the last index of `A` to the first one of `B`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# The sum of `immediate_derivative(f_prime, h_prev)` and the tensordot of `f_prime[:, None] * W_h` with ...
# </details>

# %% solution="total_derivative"
def total_derivative(W_h, f_prime, h_prev, before):
    """Return the total derivative of h^(t) by W_h, shape (D_h, D_h, D_h). Equation eq-influence."""
    ### BEGIN SOLUTION
    through_state = np.tensordot(f_prime[:, None] * W_h, before, axes=1)
    return immediate_derivative(f_prime, h_prev) + through_state
    ### END SOLUTION


# %% check="total_derivative"
ps5.check("total_derivative", total_derivative)

# %% hidden_check="total_derivative"
ps5.check("total_derivative", total_derivative, hidden=True)

# %% [markdown]
# ## 3. Real-time recurrent learning
#
# Equation eq-rtrl. The loss of step $t$ meets the total derivative of $h^{(t)}$, and the terms add up as time
# goes on:
#
# $$\frac{\mathrm d J}{\mathrm d W_{h,ab}} = \sum_{t=1}^{T} \bigl(\gamma_t^{(t)}\bigr)^{\mathsf T}
# \frac{\mathrm d h^{(t)}}{\mathrm d W_{h,ab}}$$
#
# Before the first step the derivative is zero. Go through the steps once, forward, and keep nothing of the
# past but one array of derivatives. Row $t - 1$ of `gamma` is the local $\gamma_t^{(t)}$; `h` has $T + 1$
# rows.
#
# You know another way to this gradient. One of the checks takes it: it walks back through the same sequence,
# and both have to agree (eq-bptt-pairing).
#
# <details><summary>Hint 1: where to look</summary>
#
# One factor is total, the other is local. Which array do you carry from step to step?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `zip(gamma, f_prime, h[:-1], strict=True)` gives what each step needs.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `total = total_derivative(W_h, f_prime_t, h_prev, total)`, then add the tensordot of `gamma_t` with ...
# </details>

# %% solution="rtrl_gradient"
def rtrl_gradient(W_h, h, f_prime, gamma):
    """Return dJ/dW_h, shape (D_h, D_h), in one walk forward. Equation eq-rtrl."""
    ### BEGIN SOLUTION
    D_h = len(W_h)
    total, gradient = np.zeros((D_h, D_h, D_h)), np.zeros((D_h, D_h))
    for gamma_t, f_prime_t, h_prev in zip(gamma, f_prime, h[:-1], strict=True):
        total = total_derivative(W_h, f_prime_t, h_prev, total)
        gradient += np.tensordot(gamma_t, total, axes=1)
    return gradient
    ### END SOLUTION


# %% check="rtrl_gradient"
ps5.check("rtrl_gradient", rtrl_gradient)

# %% hidden_check="rtrl_gradient"
ps5.check("rtrl_gradient", rtrl_gradient, hidden=True)

# %% [markdown]
# ## What comes ready: the forward pass
#
# You wrote it in problem set 1. Here it returns all that the way back needs: the states ($T + 1$ rows), the
# probabilities and $f'$ (T rows each).

# %%
def forward(W_h, W_x, b_1, U, b_2, X, h_0, activation):
    """Return h, yhat and f_prime of a sequence. Equations eq-1.1, eq-1.2, eq-2.1, eq-3.1."""
    h = np.zeros((len(X) + 1, len(h_0)))
    h[0] = h_0
    for t, x in enumerate(X):
        z = W_h @ h[t] + W_x @ x + b_1
        h[t + 1] = np.tanh(z) if activation == "tanh" else 1 / (1 + np.exp(-z))
    theta = h[1:] @ U.T + b_2
    e = np.exp(theta - theta.max(axis=1, keepdims=True))
    f_prime = 1 - h[1:] ** 2 if activation == "tanh" else h[1:] * (1 - h[1:])
    return h, e / e.sum(axis=1, keepdims=True), f_prime


# %% [markdown]
# ## 4. One window
#
# Equation eq-truncated. A long text is read in windows of K steps. The state before the window is given,
# `h_0`. It came from earlier steps, but the window holds it fixed: no gradient goes past it. What is
# left for the window of steps $a + 1$ to $a + K$ is
#
# $$\mathrm d W_h^{[a]} = \sum_{t=a+1}^{a+K} \sum_{k=a+1}^{t} \bigl(\gamma_t^{(k)} \circ
# f'\bigl(z^{(k)}\bigr)\bigr)\, \bigl(h^{(k-1)}\bigr)^{\mathsf T}$$
#
# and the same cut for the other parameters of the unit.
#
# Return seven things in this order: J of the window, the gradients `dW_h`, `dW_x`, `db_1`, `dU`, `db_2`, and
# the last state, which the next window starts from. Sum all losses in one walk, as in problem set 3 (eq-delta
# to eq-db_2). `X` has the shape `(K, d)`, `y` holds K integers, `activation` is `"sigmoid"` or `"tanh"`.
#
# <details><summary>Hint 1: where to look</summary>
#
# A window is a sequence like any other. What is new is what you return: no `dh_0`, but the last state.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `h, yhat, f_prime = forward(...)`, then $\mathrm d\theta$ of all steps, then the walk from the last step to
# the first one of the window.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `dz[k] = (U.T @ dtheta[k] + passed_on) * f_prime[k]`, and at the end
# `return J, dz.T @ h[:-1], dz.T @ X, ..., h[-1]`
# </details>

# %% solution="window_gradients"
def window_gradients(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    """Return J, dW_h, dW_x, db_1, dU, db_2 and the last state of one window. Equation eq-truncated."""
    ### BEGIN SOLUTION
    h, yhat, f_prime = forward(W_h, W_x, b_1, U, b_2, X, h_0, activation)
    J = -np.log(yhat[np.arange(len(y)), y]).sum()
    dtheta = yhat - np.eye(len(U))[y]
    dz, passed_on = np.zeros_like(f_prime), np.zeros(len(W_h))
    for k in range(len(y) - 1, -1, -1):
        dz[k] = (U.T @ dtheta[k] + passed_on) * f_prime[k]
        passed_on = W_h.T @ dz[k]
    return J, dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), dtheta.T @ h[1:], dtheta.sum(axis=0), h[-1]
    ### END SOLUTION


# %% check="window_gradients"
ps5.check("window_gradients", window_gradients)

# %% hidden_check="window_gradients"
ps5.check("window_gradients", window_gradients, hidden=True)

# %% [markdown]
# ## 5. Window after window
#
# Equation eq-truncated again, now for a whole text of T steps. Cut it into windows of K steps; the last one
# may be shorter. Each window starts from the last state of the one before. Add up J and the gradients of all
# windows, with the same parameters throughout.
#
# Return the same seven: J, `dW_h`, `dW_x`, `db_1`, `dU`, `db_2`, and the last state of the text.
#
# Three things do not depend on K, because they need no way back through time: J, `dU` and `db_2`. Neither
# does the last state. A check compares them with those of the uncut text.
#
# <details><summary>Hint 1: where to look</summary>
#
# A loop over the first steps of the windows, and one variable that carries the state.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `for start in range(0, len(y), K)`; a slice that goes beyond the end stops there by itself.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `*parts, h = window_gradients(..., X[start:start + K], y[start:start + K], h, activation)`
# </details>

# %% solution="truncated_gradients"
def truncated_gradients(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    """Return J, five gradients and the last state of a text in windows of K steps. Equation eq-truncated."""
    ### BEGIN SOLUTION
    sums, h = [0, 0, 0, 0, 0, 0], h_0
    for start in range(0, len(y), K):
        end = start + K
        *parts, h = window_gradients(W_h, W_x, b_1, U, b_2, X[start:end], y[start:end], h, activation)
        sums = [total + part for total, part in zip(sums, parts, strict=True)]
    return *sums, h
    ### END SOLUTION


# %% check="truncated_gradients"
ps5.check("truncated_gradients", truncated_gradients)

# %% hidden_check="truncated_gradients"
ps5.check("truncated_gradients", truncated_gradients, hidden=True)

# %% [markdown]
# ## 6. The LSTM, one step forward
#
# Equations eq-lstm-gates, eq-lstm-candidate, eq-lstm-cell and eq-lstm-state. Three gates and a candidate are
# made from the last state and the input, with $f = \tanh$:
#
# $$\varphi^{(t)} = \sigma\bigl(a_\varphi^{(t)}\bigr), \quad \iota^{(t)} = \sigma\bigl(a_\iota^{(t)}\bigr),
# \quad \omega^{(t)} = \sigma\bigl(a_\omega^{(t)}\bigr), \quad
# \tilde c^{(t)} = \tanh\bigl(a_c^{(t)}\bigr)$$
#
# where $a_\varphi^{(t)} = W_{\varphi h}\, h^{(t-1)} + W_{\varphi x}\, x^{(t)} + b_\varphi$, and so on. Then
#
# $$c^{(t)} = \varphi^{(t)} \circ c^{(t-1)} + \iota^{(t)} \circ \tilde c^{(t)}, \qquad
# h^{(t)} = \omega^{(t)} \circ \tanh\bigl(c^{(t)}\bigr)$$
#
# The four sets of weights are stacked, always in the order $\varphi$, $\iota$, $\omega$, $\tilde c$: `W_h`
# has the shape `(4, D_h, D_h)`, `W_x` the shape `(4, D_h, d)` and `b` the shape `(4, D_h)`. So `W_h[1]` is
# $W_{\iota h}$. `h` and `c` are $h^{(t-1)}$ and $c^{(t-1)}$.
#
# Return $h^{(t)}$, $c^{(t)}$, and an array of the shape `(4, D_h)` with the values of the three gates and of
# the candidate, which the way back will need.
#
# <details><summary>Hint 1: where to look</summary>
#
# Compute the four arguments first, then the four values, then the cell, then the state.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# A stack of matrices times a column gives a stack of columns: `W_h @ h` has the shape `(4, D_h)`.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `gates[:3] = 1 / (1 + np.exp(-a[:3]))`, `gates[3] = np.tanh(...)`
# </details>

# %% solution="lstm_step"
def lstm_step(W_h, W_x, b, h, c, x):
    """Return h^(t), c^(t) and the four values (4, D_h). Equations eq-lstm-gates to eq-lstm-state."""
    ### BEGIN SOLUTION
    a = W_h @ h + W_x @ x + b
    gates = np.tanh(a)
    gates[:3] = 1 / (1 + np.exp(-a[:3]))
    phi, iota, omega, candidate = gates
    c_new = phi * c + iota * candidate
    return omega * np.tanh(c_new), c_new, gates
    ### END SOLUTION


# %% check="lstm_step"
ps5.check("lstm_step", lstm_step)

# %% hidden_check="lstm_step"
ps5.check("lstm_step", lstm_step, hidden=True)

# %% [markdown]
# ## 7. The gradient along the cell
#
# Equation eq-lstm-path. With the gates and candidates held fixed, one step multiplies by a diagonal matrix of
# forget gates, eq-lstm-immediate. From step $t$ back to step $k$ it is
#
# $$\prod_{s=k+1}^{t} \operatorname{diag}\bigl(\varphi^{(s)}\bigr)$$
#
# Return the diagonal of this product, shape `(D_h,)`. `phi` has T rows, and row $s - 1$ is $\varphi^{(s)}$.
# For $k = t$ there is nothing to multiply, and the product is the identity.
#
# <details><summary>Hint 1: where to look</summary>
#
# Which rows of `phi` are steps $k + 1$ to $t$?
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# Diagonal matrices multiply entry by entry, so this is a product over rows.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `phi[...].prod(axis=0)`
# </details>

# %% solution="along_the_cell"
def along_the_cell(phi, k, t):
    """Return the diagonal of dc^(t)/dc^(k) along the cell, shape (D_h,). Equation eq-lstm-path."""
    ### BEGIN SOLUTION
    return phi[k:t].prod(axis=0)
    ### END SOLUTION


# %% check="along_the_cell"
ps5.check("along_the_cell", along_the_cell)

# %% hidden_check="along_the_cell"
ps5.check("along_the_cell", along_the_cell, hidden=True)

# %% [markdown]
# ## 8. The LSTM, back to the gates
#
# Now backward. Step $t$ is told two gradients. `dh` is all that arrives at $h^{(t)}$, from its own loss and
# from the gates of step $t + 1$. `dc` is what arrives at $c^{(t)}$ along the cell, from step $t + 1$. The
# cell also acts through the state, $h^{(t)} = \omega^{(t)} \circ \tanh(c^{(t)})$, so its total gradient has
# two parts, as in eq-lstm-total:
#
# $$\delta_c^{(t)} = \mathrm d c^{(t)} + \mathrm d h^{(t)} \circ \omega^{(t)} \circ
# \bigl(1 - \tanh^2 c^{(t)}\bigr)$$
#
# From there, eq-lstm-cell says what reaches each of its four factors, and eq-lstm-state what reaches the
# output gate. Multiply each by the slope of its activation, and you have the gradients at the arguments
# $a_\varphi$, $a_\iota$, $a_\omega$, $a_c$. Both slopes follow from the value: $\sigma' = \varphi (1 -
# \varphi)$ and so on (eq-sigmoid-prime), and $\tanh' = 1 - \tilde c^2$ (eq-tanh-prime).
#
# Return two arrays: the gradients at the four arguments, shape `(4, D_h)`, in the order of the stack, and
# what goes back along the cell to $c^{(t-1)}$, which takes eq-lstm-immediate. `c` is $c^{(t-1)}$, `c_new` is
# $c^{(t)}$, and `gates` is what `lstm_step` returned.
#
# <details><summary>Hint 1: where to look</summary>
#
# In eq-lstm-cell, the gradient at each factor is $\delta_c$ times the factor beside it.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `phi, iota, omega, candidate = gates`, then the total gradient at the cell in a new variable.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `da[0] = delta * c * phi * (1 - phi)`. The output gate is the only one that takes `dh`.
# </details>

# %% solution="gate_gradients"
def gate_gradients(c, c_new, gates, dh, dc):
    """Return da (4, D_h) and the gradient at c^(t-1). Equations eq-lstm-cell, eq-lstm-total."""
    ### BEGIN SOLUTION
    phi, iota, omega, candidate = gates
    shown = np.tanh(c_new)
    delta = dc + dh * omega * (1 - shown ** 2)
    da = np.zeros(gates.shape)
    da[0] = delta * c * phi * (1 - phi)
    da[1] = delta * candidate * iota * (1 - iota)
    da[2] = dh * shown * omega * (1 - omega)
    da[3] = delta * iota * (1 - candidate ** 2)
    return da, delta * phi
    ### END SOLUTION


# %% check="gate_gradients"
ps5.check("gate_gradients", gate_gradients)

# %% hidden_check="gate_gradients"
ps5.check("gate_gradients", gate_gradients, hidden=True)

# %% [markdown]
# ## 9. The LSTM, one step back
#
# All of it: the gradients at the six things that go into a step. The arguments are affine in the weights, in
# $h^{(t-1)}$ and in $x^{(t)}$, as $z$ was in the plain network. So each weight gets an outer product, as in
# eq-dW_h, and what the weights are multiplied by gets the transposed weights times the gradient at the
# argument, as in eq-dx. But there are four arguments now, and $h^{(t-1)}$ acts through all of them: the paths
# of eq-lstm-side through the cell, and one more through the output gate.
#
# Return `dW_h`, `dW_x`, `db`, `dh`, `dc`, `dx`, with the shapes of `W_h`, `W_x`, `b`, `h`, `c`, `x`. Here
# `h`, `c` and `x` are $h^{(t-1)}$, $c^{(t-1)}$ and $x^{(t)}$. The result `dh` is what $h^{(t-1)}$ gets from
# this step; its own loss is somebody else's business. You may call `gate_gradients`.
#
# One check needs no formula. It takes the step itself, moves all six inputs a little along a random
# direction by a complex step (eq-complex-step), and compares the slope with what your gradients say.
#
# <details><summary>Hint 1: where to look</summary>
#
# `da` has a row for each argument. Treat each row as you treated `dz`.
# </details>
# <details><summary>Hint 2: how to begin</summary>
#
# `da[:, :, None] * h` holds four outer products. For `dh`, add up four products with transposed matrices.
# </details>
# <details><summary>Hint 3: almost the line</summary>
#
# `np.einsum("gij,gi->j", W_h, da)` adds them up in one line.
# </details>

# %% solution="lstm_step_back"
def lstm_step_back(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    """Return dW_h, dW_x, db, dh, dc and dx of one step. Equations eq-lstm-side, eq-lstm-immediate."""
    ### BEGIN SOLUTION
    da, dc_before = gate_gradients(c, c_new, gates, dh, dc)
    dh_before, dx = np.einsum("gij,gi->j", W_h, da), np.einsum("gij,gi->j", W_x, da)
    return da[:, :, None] * h, da[:, :, None] * x, da, dh_before, dc_before, dx
    ### END SOLUTION


# %% check="lstm_step_back"
ps5.check("lstm_step_back", lstm_step_back)

# %% hidden_check="lstm_step_back"
ps5.check("lstm_step_back", lstm_step_back, hidden=True)

# %% [markdown]
# ## How far you are
#
# The line below counts the visible checks that you have run since you opened the notebook.

# %%
ps5.progress()

# %% [markdown]
# ## What you have now
#
# The same gradient from both ends, a gradient that a text of any length cannot exhaust, and the step that an
# LSTM repeats. Chain `lstm_step` and `lstm_step_back` over a sequence, and you have backpropagation through
# time for an LSTM: what you return as `dc` and `dh` is what the step before is told, plus its own loss. Save
# the notebook and hand it in as `ps5.ipynb`.
