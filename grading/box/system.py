"""The kernel's calls that Python 3.11 does not have, by way of the C library."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None

NEW = {"user": 0x10000000, "mount": 0x00020000, "process": 0x20000000,
       "network": 0x40000000, "ipc": 0x08000000, "name": 0x04000000}
PRCTL = {"SET_PDEATHSIG": 1, "GET_DUMPABLE": 3, "SET_DUMPABLE": 4, "GET_SECCOMP": 21, "SET_SECCOMP": 22,
         "CAPBSET_READ": 23, "CAPBSET_DROP": 24, "SET_SECUREBITS": 28, "SET_NO_NEW_PRIVS": 38,
         "GET_NO_NEW_PRIVS": 39, "CAP_AMBIENT": 47}
STAGE = "/stage"       # a folder of the box's root, for namespaces.fresh_folder
READONLY, NOSUID, NODEV, NOEXEC, BIND, MOVE, RECURSIVE, PRIVATE = 1, 2, 4, 8, 4096, 8192, 16384, 1 << 18
REMOUNT = 32
DETACH = 2
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE = 442, -100, 0x8000


def call(name, *arguments):
    """Call a C function and return its result; OSError with its name where that is -1."""
    ctypes.set_errno(0)
    result = getattr(LIBC, name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def unshare(*namespaces):
    """Leave the named namespaces for new ones; those of processes are for the next fork."""
    flags = sum(NEW[name] for name in namespaces)
    try:
        call("unshare", flags)
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"new {', '.join(namespaces)} namespace") from None


def rejoin(descriptor):
    """Fork into this process namespace again."""
    call("setns", descriptor, NEW["process"])


def prctl(option, *arguments):
    """Call prctl with an option of PRCTL."""
    words = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return call("prctl", PRCTL[option], *words)


def mount(source, place, kind=None, flags=0, options=None):
    """Mount; strings or None, flags as above."""
    source, place, kind, options = (text and os.fsencode(text) for text in (source, place, kind, options))
    call("mount", source, place, kind, ctypes.c_ulong(flags), options)


def bind(source, place, device=False):
    """Show the file or folder `source` at `place` too, read-only, with everything mounted below it."""
    mount(source, place, flags=BIND | RECURSIVE)
    attributes = (ctypes.c_uint64 * 4)(READONLY | NOSUID | (0 if device else NODEV), 0, 0, 0)
    call("syscall", ctypes.c_long(MOUNT_SETATTR), ctypes.c_int(AT_FDCWD), os.fsencode(place),
         ctypes.c_uint(AT_RECURSIVE), attributes, ctypes.c_size_t(32))


def no_capabilities():
    """Give up every capability, also those that a later program could have."""
    last = 0
    while last < 64:
        try:
            prctl("CAPBSET_DROP", last)
        except OSError:
            break       # the kernel knows no more
        last += 1
    prctl("SET_SECUREBITS", 0b101111)       # being root means nothing, and this cannot be undone
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", head, (ctypes.c_uint32 * 6)())


def capabilities():
    """Return this process's effective, permitted and inheritable capabilities as one number."""
    head, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    call("capget", head, sets)
    return sum(sets)
