"""The figures of the chapter on calculus, each a function that returns an <svg> element."""

from math import log10

import numpy as np
from charts import moved
from figures import box, svg, word

from rnn_ref.gradcheck import central_differences, complex_step, relative_error
from rnn_ref.params import init_params
from rnn_ref.unit import sequence_loss

STEPS = 10.0 ** np.arange(-12, -0.9, 0.5)
LOWEST, HIGHEST = -17, 0    # powers of ten of the error
MARKS = '<circle class="mark full" r="4.5"/>', '<rect class="mark" x="-4.5" y="-4.5" width="9" height="9"/>'


def edge(x1, y1, x2, y2):
    """Return an arrow in any direction."""
    length = np.hypot(x2 - x1, y2 - y1)
    along, across = np.array([x2 - x1, y2 - y1]) / length * 8, np.array([y1 - y2, x2 - x1]) / length * 5
    (ax, ay), (bx, by) = np.array([x2, y2]) - along + across, np.array([x2, y2]) - along - across
    return (f'<path class="arrow plain" d="M{x1},{y1} L{x2},{y2} '
            f'M{ax:.1f},{ay:.1f} L{x2},{y2} L{bx:.1f},{by:.1f}"/>')


def two_paths(x=2):
    """Draw x, two quantities that depend on it, and L = u_1 u_2 that depends on both, with all rates."""
    u_1, u_2 = 3 * x, x * x
    return svg(640, 246, [
        box(70, 110, 96, 46, "box start"), word(70, 116, f"x = {x}"),
        box(320, 45, 130, 46, "box unit"), word(320, 51, f"u₁ = 3x = {u_1}"),
        box(320, 175, 130, 46, "box unit"), word(320, 181, f"u₂ = x² = {u_2}"),
        box(568, 110, 130, 46, "box loss"), word(568, 116, f"L = u₁u₂ = {u_1 * u_2}"),
        edge(120, 98, 252, 56), word(176, 62, "rate 3"),
        edge(120, 122, 252, 164), word(162, 172, f"rate 2x = {2 * x}"),
        edge(387, 56, 501, 95), word(470, 58, f"rate u₂ = {u_2}"),
        edge(387, 164, 501, 125), word(476, 172, f"rate u₁ = {u_1}"),
        word(320, 236, f"3 · {u_2} + {2 * x} · {u_1} = {3 * u_2 + 2 * x * u_1}"),
    ])


def step_errors(activation="tanh"):
    """Return the relative errors of dJ/dW_h over STEPS: central differences, complex step.

    The network is that of the page. The exact gradient is the complex step at 1e-30.
    """
    params, x, y = init_params(3, 6, 4, seed=2), np.array([3, 0, 1, 1, 2]), np.array([5, 2, 0, 4, 1])

    h_0 = np.array([0.3, -0.2, 0.4])

    def J(W_h):
        return sequence_loss(params._replace(W_h=W_h), x, y, activation=activation, h_0=h_0)

    exact = complex_step(J, params.W_h)
    return ([relative_error(central_differences(J, params.W_h, step), exact) for step in STEPS],
            [relative_error(complex_step(J, params.W_h, step), exact) for step in STEPS])


def step_size():
    """Draw both errors over the step, on logarithmic axes."""
    left, top, width, height = 86, 34, 520, 330

    def at(step, error):
        power = max(log10(error), LOWEST) if error else LOWEST
        return left + width * (log10(step) + 12) / 11, top + height * (HIGHEST - power) / (HIGHEST - LOWEST)

    def power_of_ten(x, y, power, anchor="middle"):
        raised = f'<tspan dy="-6" font-size="10">{f"{power}".replace("-", "−")}</tspan>'
        return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">10{raised}</text>'

    parts = [word(left, 18, "relative error", "tick", "start")]
    for power in range(-16, 1, 4):
        y = at(1, 10.0 ** power)[1]
        parts += [f'<path class="grid" d="M{left},{y:.1f} h{width}"/>',
                  power_of_ten(left - 10, y + 5, power, "end")]
    parts += [power_of_ten(at(10.0 ** power, 1)[0], top + height + 26, power) for power in range(-12, 0, 2)]
    for cls, mark, errors in zip(("sigmoid", "tanh"), MARKS, step_errors(), strict=True):
        places = [at(step, error) for step, error in zip(STEPS, errors, strict=True)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline class="line {cls}" points="{points}"/>')
        parts += [moved(mark, *place) for place in places]
    return svg(left + width + 24, top + height + 64, [
        *parts, word(left + width / 2, top + height + 52, "step ε", "tick"),
        word(*at(10.0 ** -8.6, 2e-5), "central difference"), word(*at(10.0 ** -6.2, 1e-15), "complex step")])
