"""What both editions do to the TeX of an equation."""


def in_one_box(tex):
    r"""Return TeX whose lines, where `\\` parts it into lines, stand in an environment for lines."""
    body = tex.strip()
    return rf"\begin{{aligned}}{body}\end{{aligned}}" if r"\\" in body and not is_one(body) else body


def is_one(body):
    """Tell whether the whole body is one `aligned` environment already."""
    return body.startswith(r"\begin{aligned}") and body.find(r"\end{aligned}") == len(body) - 13
