"""The checks behind every visible and hidden cell; one module a problem set holds its table.

Needs numpy and rnn_ref alone: the same checks run in a student's notebook, in the grader and in
the browser. Adding a problem set means adding one module like ps1.py.
"""
