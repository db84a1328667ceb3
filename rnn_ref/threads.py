"""One BLAS thread around small products: a second one spends its time waiting for the first."""

from contextlib import nullcontext
from functools import cache

try:
    from threadpoolctl import ThreadpoolController
except ImportError:    # in the browser there are no threads to limit
    ThreadpoolController = None


@cache
def controller():
    """Return what finds the loaded BLAS libraries, which takes milliseconds: once is enough."""
    return ThreadpoolController()


def one_blas_thread():
    """Return a context in which NumPy's matrix products use one thread."""
    return controller().limit(limits=1, user_api="blas") if ThreadpoolController else nullcontext()
