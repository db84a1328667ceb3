"""The box: a student's cells run there and do no harm; it holds NumPy and Python's own library alone."""
