"""nbgrader's formgrader on a course, on this machine alone: what it shows of students is inert.

nbgrader_config.py and templates/formgrader.html.j2 make it so; the policy below holds for every page of it.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from grading.files import COURSE
from grading.gradebook import existing, opened

OTHERS = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook", "notebook_shim",
          "nbgrader.server_extensions.assignment_list", "nbgrader.server_extensions.course_list",
          "nbgrader.server_extensions.validate_assignment")     # Jupyter would start them, too
POLICY = ("default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
          "font-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
          "base-uri 'none'; form-action 'self'")


def serve(root, port, db=None):
    """Serve the formgrader on the course at root until Ctrl-C, and return the server's exit code."""
    root = Path(root).resolve()
    with opened(existing(root, db)):        # a gradebook that cannot be opened is one sentence
        pass
    settings = {
        "jpserver_extensions": dict.fromkeys(OTHERS, False) | {"nbgrader.server_extensions.formgrader": True},
        "tornado_settings": {"headers": {"Content-Security-Policy": POLICY}},
        "root_dir": root, "default_url": "/formgrader", "ip": "127.0.0.1", "port": port, "port_retries": 0,
        "terminals_enabled": False, "log_level": 30,
    }
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_urlsafe()
    print(f"Open http://127.0.0.1:{port}/formgrader?token={token} - Ctrl-C ends it.", flush=True)
    flags = [f"--ServerApp.{name}={value}" for name, value in settings.items()]
    flags += [f"--CourseDirectory.db_url={db}"] * bool(db)
    places = [str(COURSE), os.environ.get("JUPYTER_CONFIG_PATH", "")]       # where nbgrader_config.py is
    environment = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, places)),
                                "JUPYTER_TOKEN": token}
    if getattr(os, "geteuid", lambda: 1)() == 0:
        flags.append("--allow-root")
    try:
        return subprocess.run([sys.executable, "-m", "jupyter_server", *flags], cwd=root,
                              env=environment).returncode
    except KeyboardInterrupt:       # the server got it too
        return 0
