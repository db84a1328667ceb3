"""How large the built site is: it has to fit where the pages of a course are usually hosted."""

from pathlib import Path

SITE = Path(__file__).parents[1] / "_build" / "html"
MOST = 60_000_000    # bytes


def sentence(site=SITE, most=MOST):
    """Return what is said of the site's size, and whether it is small enough."""
    sizes = {file: file.stat().st_size for file in site.rglob("*") if file.is_file()}
    size = sum(sizes.values())
    if size <= most:
        return f"The site has {size / 1e6:.1f} MB of the {most / 1e6:.0f} MB that it may have.", True
    names = ", ".join(f"{file.relative_to(site)} ({sizes[file] / 1e6:.1f} MB)"
                      for file in sorted(sizes, key=sizes.get)[:-4:-1])
    return (f"The site has {size / 1e6:.1f} MB, and {most / 1e6:.0f} MB is the most: leave something out. "
            f"The largest are {names}."), False
