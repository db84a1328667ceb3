"""A pocket calculator for the worked examples: the network in plain Python, derivatives by the complex step.

No NumPy and nothing of the course's code: only the definition of the network, written out.
"""

import cmath

F = {"sigmoid": lambda z: 1 / (1 + cmath.exp(-z)), "tanh": cmath.tanh}
STEP = 1e-30


def dot(row, vector):
    return sum(a * b for a, b in zip(row, vector, strict=True))


def losses(params, x, y, h_0, f, bump=lambda name, t, values: values):
    """Return [J^(1), ..., J^(T)]; bump may move z, theta, h_0 or x as each is computed."""
    W_h, W_x, b_1, U, b_2 = params
    h, found = bump("h_0", 0, list(h_0)), []
    for t, (symbol, target) in enumerate(zip(x, y, strict=True), start=1):
        X = bump("x", t, [float(i == symbol) for i in range(len(W_x[0]))])
        z = [dot(W_h[i], h) + dot(W_x[i], X) + b_1[i] for i in range(len(h))]
        h = [F[f](value) for value in bump("z", t, z)]
        theta = bump("theta", t, [dot(row, h) + b for row, b in zip(U, b_2, strict=True)])
        e = [cmath.exp(value) for value in theta]
        found.append(-cmath.log(e[target] / sum(e)))
    return found


def nudged(values, *place):
    """Return a copy of a list or a list of lists with the complex step added at one place."""
    first, *rest = place
    return [(nudged(v, *rest) if rest else v + 1j * STEP) if i == first else v for i, v in enumerate(values)]


def gradient_of_parameter(params, name, x, y, h_0, f):
    """Return dJ/d(parameter number `name`) as a list or a list of lists."""
    def at(*place):
        moved = [nudged(p, *place) if i == name else p for i, p in enumerate(params)]
        return sum(losses(moved, x, y, h_0, f)).imag / STEP
    return [[at(i, j) for j in range(len(row))] if isinstance(row, list) else at(i)
            for i, row in enumerate(params[name])]


def gradient_at(name, t, size, params, x, y, h_0, f):
    """Return dJ/d(z^(t), theta^(t), x^(t) or h_0), component by component."""
    def at(i):
        def bump(what, when, values):
            return nudged(values, i) if (what, when) == (name, t) else values
        return sum(losses(params, x, y, h_0, f, bump)).imag / STEP
    return [at(i) for i in range(size)]


def states(params, x, y, h_0, f):
    """Return [h^(0), ..., h^(T)], complex where a parameter is nudged."""
    found = [list(h_0)]

    def keep(name, t, values):
        if name == "z":
            found.append([F[f](value) for value in values])
        return values
    losses(params, x, y, h_0, f, keep)
    return found


def effects_of_use(i, j, k, params, x, y, h_0, f):
    """Return dJ^(s)/dW_h^(k)[i, j] for s = 1, ..., T: the weight moves in its use at step k alone."""
    h = states(params, x, y, h_0, f)[k - 1][j].real

    def bump(name, t, values):
        return [v + 1j * STEP * h * (n == i) if (name, t) == ("z", k) else v for n, v in enumerate(values)]
    return [J.imag / STEP for J in losses(params, x, y, h_0, f, bump)]
