"""The equation registry: every displayed, labeled result of the book as an expression that runs and prints.

    <page>.toml    the entries of a page: what each equation says, its two sides, where it holds
    entries        reads and checks the entries
    world          a random instance of the network, its forward pass in loops over scalars
    draws          the random instances of an entry and its running indices
    quantities     what a name is at a step, also where something has been moved
    values         an expression and an instance -> a number or an array; D and P by the complex step
    shapes         an expression -> its shape in symbols
    tex, display   an expression -> TeX; an entry -> its display
    check          both sides at every instance; the TeX on the page against the TeX of the entry
    mutants        wrong versions of a right side, which the check has to refuse
    trace          which page, function, test and exercise name an id; what is missing

`python -m book.equations --help` shows the commands. CONTRIBUTING.md describes the language.
"""
