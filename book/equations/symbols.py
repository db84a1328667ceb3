"""The TeX of names, functions and signs, and of what stands above and below them."""

import re

GREEK = set("""alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi
            psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega ell""".split())
SYMBOLS = {"yhat": r"\hat y", "dz": r"\mathrm d z", "dtheta": r"\mathrm d\theta", "inf": r"\infty"}
ACCENTS = {"bar": r"\bar", "hat": r"\hat", "tilde": r"\tilde"}
CALLS = {"f": "f", "f_prime": "f'", "sigma": r"\sigma", "sigma_prime": r"\sigma'", "tanh": r"\tanh",
         "tanh_prime": r"\tanh'", "log": r"\log", "cos": r"\cos", "softmax": r"\operatorname{softmax}",
         "diag": r"\operatorname{diag}", "max": r"\max", "minimum": r"\min", "maximum": r"\max",
         "N": r"\mathcal{N}", "tr": r"\operatorname{tr}", "radius": r"\rho", "H": "H",
         "Im": r"\operatorname{Im}", "loss_at": "J"}
BARE = {"log", "cos", "max"}    # their argument needs no parentheses where it is one symbol
BIG_TEX = {"S": r"\sum", "Prod": r"\prod", "Max": r"\max"}
COMPARE = {"Eq": "=", "NotEq": r"\ne", "LtE": r"\le", "Lt": "<", "Gt": ">", "GtE": r"\ge"}

LOWERED = re.compile(r"(\\?[A-Za-z]+)_(\w|\{[^{}]*\})(\^\{\([^{}]*\)\})?")    # W_h, W_h^(k), gamma_t^(k)


def symbol(name):
    r"""Return the TeX of a name: J_bar -> \bar J, W_h -> W_h, theta -> \theta, base_rate -> base_{rate}."""
    if name in SYMBOLS:
        return SYMBOLS[name]
    head, *rest = name.rstrip("_").split("_")
    head = letter(head)
    for part in rest:
        head = f"{ACCENTS[part]} {head}" if part in ACCENTS else head
    under = [letter(part) for part in rest if part not in ACCENTS]
    return f"{head}_{braced(','.join(under))}" if under else head


def letter(part):
    return f"\\{part}" if part in GREEK else part if len(part) == 1 else rf"\text{{{part}}}"


def braced(text):
    return text if len(text) == 1 else f"{{{text}}}"


def component(tex, index):
    """Return a symbol with indices, behind what stands below already: z^(t)_i, W_{h,ij}, gamma^(k)_{t,p}."""
    if lowered := LOWERED.fullmatch(tex):
        name, own, above = lowered.groups(default="")
        return f"{name}{above}_{{{own.strip('{}')},{below(index).strip('{}')}}}"
    has_below = "_" in re.sub(r"\{[^{}]*\}|\(.*\)", "", tex)
    return f"{parenthesized(tex) if has_below else tex}_{below(index)}"


def tight(index):
    return re.sub(r" ([-+]) ", r"\1", index)


def below(index):
    index = [tight(part) for part in index]
    return braced("".join(index) if all(len(part) == 1 for part in index) else ",".join(index))


def parenthesized(text):
    return rf"\bigl({text}\bigr)" if re.search(r"\^|\\frac|\\sum", text) else f"({text})"
