"""Make `reading` (beside this file) and the book's own Sphinx modules importable."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parents[1] / "book" / "_ext")]
