"""The system call filter of a student's process, as the kernel's own small machine reads it.

It is a list of what is allowed. The kernel runs it at every system call; nothing can take it off again.
"""

import ctypes
import struct

from grading.box.calls import numbers
from grading.box.system import prctl

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ABOVE, MASK, RETURN = 0x20, 0x15, 0x35, 0x25, 0x54, 0x06
NUMBER, ARCH, FIRST, SECOND = 0, 4, 16, 24          # where the kernel's record holds what
THREAD = 0x00010000                                 # clone's flag for a thread of the same process
NAMESPACES = 0x7E020000 | 0x80                      # clone's flags for new namespaces

# Calls that are allowed in part, by one argument. Python asks about terminals through ioctl.
OPTIONS = {
    "prctl": (FIRST, [2, 3, 15, 16, 21, 23, 39]),   # the thread's name; questions about oneself
    "ioctl": (SECOND, [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]),
}


def program(machine):
    """Return the filter's bytes for a machine, "x86_64" or "aarch64"."""
    allowed = numbers(machine)
    special = {name: allowed.pop(name) for name in ("clone", "clone3", *OPTIONS)}
    lines = [(LOAD, 0, 0, ARCH), (EQUAL, 1, 0, ARCHITECTURE[machine]), (RETURN, 0, 0, KILL),
             (LOAD, 0, 0, NUMBER)]
    for low, high in runs(allowed.values()):
        lines += [(AT_LEAST, 0, 2, low), (ABOVE, 1, 0, high), (RETURN, 0, 0, ALLOW)]
    # With "no such call", the C library falls back from clone3 to clone, whose flags can be read here.
    lines += only_if(special["clone3"], [(RETURN, 0, 0, REFUSE | ENOSYS)])
    lines += only_if(special["clone"], [
        (LOAD, 0, 0, FIRST), (MASK, 0, 0, THREAD | NAMESPACES), (EQUAL, 0, 1, THREAD),
        (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE | EPERM)])
    for name, (place, options) in OPTIONS.items():
        tests = [line for option in options for line in ((EQUAL, 0, 1, option), (RETURN, 0, 0, ALLOW))]
        lines += only_if(special[name], [(LOAD, 0, 0, place), *tests, (RETURN, 0, 0, REFUSE | EPERM)])
    lines.append((RETURN, 0, 0, REFUSE | EPERM))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def runs(values):
    """Return the runs of neighboring numbers as [(first, last)]."""
    found = []
    for value in sorted(values):
        if found and value == found[-1][1] + 1:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return found


def only_if(number, lines):
    """Return the lines, skipped where the call has another number."""
    return [(EQUAL, 0, len(lines), number), *lines]


def load(code):
    """Put the filter on this process for good; the system's OSError where the kernel has none."""
    buffer = ctypes.create_string_buffer(code)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    held = Program(len(code) // 8, ctypes.addressof(buffer))
    prctl("SET_NO_NEW_PRIVS", 1)
    prctl("SET_SECCOMP", 2, ctypes.addressof(held))
