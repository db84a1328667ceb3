"""What this process and all below it use, watched while a block runs."""

import threading
import time

import psutil

EVERY = 0.25     # seconds


class Peak:
    """The most memory at once, and the processor's seconds, of this process and its children in a block.

    others: processes whose memory does not count.
    """

    def __init__(self, others=()):
        self.others = others

    def __enter__(self):
        self.megabytes, self.over = 0.0, threading.Event()
        self.before, self.own = seconds(family()), seconds([psutil.Process()])
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def watch(self):
        while not self.over.wait(EVERY):
            here = [one for one in family() if one not in self.others]
            self.megabytes = max(self.megabytes, memory(here) / 1e6)
        self.watching = time.thread_time()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.seconds = seconds(family()) - self.before - self.watching
        self.own_seconds = seconds([psutil.Process()]) - self.own - self.watching


def family():
    """Return this process and all below it."""
    return [psutil.Process(), *psutil.Process().children(recursive=True)]


def memory(processes):
    """Return the bytes of memory of processes together, what several share counted once."""
    return sum(ask(lambda one: one.memory_full_info().pss, one) or ask(lambda one: one.memory_info().rss, one)
               for one in processes)


def seconds(processes):
    """Return the processor's seconds of processes and of those that they have waited for."""
    return sum(ask(lambda one: sum(one.cpu_times()[:4]), one) for one in processes)


def ask(question, process):
    """Return question(process), 0 where the process has ended or does not say."""
    try:
        return question(process)
    except (psutil.Error, AttributeError):
        return 0
