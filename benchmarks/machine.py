"""What the numbers were measured on, without the machine's name or any of its paths."""

import os
import platform
from importlib import metadata
from pathlib import Path

import numpy as np  # noqa: F401  threadpoolctl sees the BLAS that it loads
from threadpoolctl import threadpool_info

CPUINFO = Path("/proc/cpuinfo")    # Linux; elsewhere the platform module has to do


def processor():
    """Return the processor's name, with family and model where the system tells them."""
    try:
        lines = [line.partition(":") for line in CPUINFO.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return platform.processor() or platform.machine()
    found = {key.strip(): value.strip() for key, _, value in reversed(lines)}
    numbers = [f"{key.removeprefix('cpu ')} {found[key]}" for key in ("cpu family", "model") if key in found]
    return f"{found.get('model name', platform.machine())} ({', '.join(numbers)})"


def blas():
    """Return the names of the BLAS libraries that NumPy uses, with version and kernel."""
    found = {f"{b['internal_api']} {b['version']}, {b.get('architecture', 'unknown')} kernels"
             for b in threadpool_info() if b["user_api"] == "blas"}
    return "; ".join(sorted(found)) or "unknown"


def version(package):
    """Return an installed package's version, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def describe():
    """Return the machine's dictionary."""
    return {"processor": processor(), "cores": os.cpu_count(), "python": platform.python_version(),
            "blas": blas()} | {package: version(package) for package in ("numpy", "numba", "torch", "jax")}


def line(machine):
    """Return the dictionary as one line of text."""
    packages = [f"{package} {machine[package] or 'not installed'}"
                for package in ("numpy", "numba", "torch", "jax")]
    return ", ".join([f"{machine['processor']}", f"{machine['cores']} cores", f"Python {machine['python']}",
                      *packages, f"BLAS: {machine['blas']}"])
