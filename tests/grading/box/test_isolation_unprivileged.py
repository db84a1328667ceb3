"""The tests of the isolation once more as a user without rights, where they run as root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grading.files import COURSE

# The user may not enter a folder such as /root, where root's Python may be. So the tests get a view of the
# file system of their own, in which such a folder holds what they need and no more. $held is the way there.
SCRIPT = """
set -e
mount -t tmpfs none "$held"
for place in $needed; do mkdir -p "$held$place"; mount --bind "$place" "$held$place"; done
for top in $closed; do mount -t tmpfs -o mode=755 none "$top"; done
for place in $needed; do
    [ -e "$place" ] || { mkdir -p "$place"; mount --bind "$held$place" "$place"; }
done
exec setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"
"""
TESTS = ("test_isolation.py", "test_isolation_hostile.py")


def closed(path):
    """Return the uppermost folder on the way to a path that other users may not enter, in a list."""
    return [folder for folder in [*reversed(path.parents), path] if not folder.stat().st_mode & 0o001][:1]


@pytest.mark.skipif(os.geteuid() != 0, reason="not root: the other tests have just run without its rights")
def test_all_of_it_holds_for_a_user_without_rights(tmp_path):
    needed = {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), COURSE}
    tops = {top for path in needed for top in closed(path)}
    tests = [str(Path(__file__).with_name(name)) for name in TESTS]
    done = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "sh",
         sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests],
        capture_output=True, text=True, cwd=COURSE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(COURSE), "PYTHONDONTWRITEBYTECODE": "1",
             "held": str(tmp_path), "needed": " ".join(map(str, needed)), "closed": " ".join(map(str, tops))})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout
