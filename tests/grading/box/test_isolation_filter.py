"""The filter of system calls, run by a small machine of our own like the kernel's, for both processors."""

import struct

import pytest

from grading.box import calls, seccomp

EPERM, ENOSYS = seccomp.REFUSE | seccomp.EPERM, seccomp.REFUSE | seccomp.ENOSYS
NUMBERS = {     # of calls that are not on the list, from the kernel's tables
    "x86_64": {"fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "mount": 165, "unshare": 272,
               "socket": 41, "kill": 62, "setns": 308, "bpf": 321, "memfd_create": 319, "shmget": 29},
    "aarch64": {"execve": 221, "ptrace": 117, "mount": 40, "unshare": 97, "socket": 198, "kill": 129,
                "setns": 268, "bpf": 280, "memfd_create": 279, "shmget": 194, "io_uring_setup": 425},
}


def verdict(machine, number, arguments=(), architecture=None):
    """Return what the machine's filter says of a call, as the kernel would work it out."""
    wide = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    record = struct.pack("<iIQ6Q", number, architecture or seccomp.ARCHITECTURE[machine], 0, *wide)
    lines = list(struct.iter_unpack("<HBBI", seccomp.program(machine)))
    value, at = 0, 0
    while True:
        code, yes, no, constant = lines[at]
        at += 1
        if code == seccomp.LOAD:
            value = struct.unpack_from("<I", record, constant)[0]
        elif code == seccomp.MASK:
            value &= constant
        elif code == seccomp.RETURN:
            return constant
        else:
            true = {seccomp.EQUAL: value == constant, seccomp.AT_LEAST: value >= constant,
                    seccomp.ABOVE: value > constant}[code]
            at += yes if true else no


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request):
    return request.param


def test_what_is_on_the_list_is_allowed_and_nothing_else(machine):
    part = {"clone", "clone3", "prctl", "ioctl"}
    listed = {number for name, number in calls.numbers(machine).items() if name not in part}
    special = {calls.numbers(machine)[name] for name in part}
    for number in {*range(600), 0x40000000, 0x40000027, 0x7FFFFFFF} - special:
        assert verdict(machine, number) == (seccomp.ALLOW if number in listed else EPERM), number


def test_the_dangerous_are_not_on_the_list(machine):
    for name, number in NUMBERS[machine].items():
        assert name not in calls.numbers(machine) and verdict(machine, number) == EPERM, name


def test_threads_are_allowed_and_processes_and_namespaces_are_not(machine):
    clone = calls.numbers(machine)["clone"]
    thread, process, user = 0x3D0F00, 0x1200011, 0x10000000
    assert verdict(machine, clone, [thread]) == seccomp.ALLOW
    for flags in (process, 0x4111, user | process, user | thread, 0x20000 | thread, 0):
        assert verdict(machine, clone, [flags]) == EPERM, hex(flags)
    assert verdict(machine, calls.numbers(machine)["clone3"]) == ENOSYS


def test_some_options_are_allowed(machine):
    numbers = calls.numbers(machine)
    assert verdict(machine, numbers["prctl"], [15]) == seccomp.ALLOW
    assert verdict(machine, numbers["ioctl"], [0, 0x5401]) == seccomp.ALLOW
    for option in (1, 4, 22, 23, 24, 38, 47):
        assert (verdict(machine, numbers["prctl"], [option]) == seccomp.ALLOW) == (option == 23)
    assert verdict(machine, numbers["ioctl"], [0, 0x5412]) == EPERM      # TIOCSTI types into a terminal


def test_another_architecture_ends_the_process(machine):
    for other in (0x40000003, 0xC0000015):      # i386, ppc64le
        assert verdict(machine, 1, architecture=other) == seccomp.KILL
