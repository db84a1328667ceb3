"""Hostile and faulty hand-ins, graded among good ones: `python -m grading selftest --security`.

    attacks     earn no more than the stub, reach no canary, change no other student's grade
    faults      earn what their working functions earn, with a reason for the rest

The cases are data: tests/grading/attacks and tests/grading/faults. Each class is graded by the program that
grades every class, in a process of its own.
"""
