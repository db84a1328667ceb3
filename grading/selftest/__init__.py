"""The checks tested like a product: `python -m grading selftest` runs all of it and prints the counts.

    wrong programs   each entry of the catalogue loses points, and is named, whoever the student is
    mutants          each mechanical change of a worked solution loses points, or is proved to change nothing
    variants         differently written right answers get full marks, and no mistake is named
"""
