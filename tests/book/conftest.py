"""Make `reading` (beside this file) and the book's own Sphinx modules importable."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "book"
sys.path += [str(HERE), str(BOOK), str(BOOK / "_ext")]
