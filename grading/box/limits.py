"""What one submission's process may use at most."""

LIMITS = {
    "AS": 1_500_000_000,        # bytes of memory; it is one process, so this is all of it
    "CPU": 300,                 # seconds; the grader's own deadline comes long before
    "FSIZE": 16_000_000,        # bytes of one file
    "NOFILE": 64,               # open descriptors
    "NPROC": 32,                # threads
    "CORE": 0, "MEMLOCK": 0, "MSGQUEUE": 0, "RTPRIO": 0, "NICE": 0, "SIGPENDING": 64,
}
FOLDER = "size=16m,nr_inodes=1024,mode=700"     # the one place where it can write


def set_limits(limits):
    """Set the limits that this system knows, for good."""
    import resource  # which Windows does not have
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is not None:
            _, most = resource.getrlimit(number)
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(number, (value, value))


def in_force(limits):
    """Return whether none of the limits is above what it should be."""
    import resource

    return all(resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] <= value
               for name, value in limits.items() if hasattr(resource, f"RLIMIT_{name}"))
