"""The spelling check finds a typo in prose, leaves code alone, and its list of words is tidy."""

import pytest
import spelling
from spylls.hunspell import Dictionary

PAGE = """---
file_format: mystnb
---
# A titel

It reads $\\speling_{t}$ and `speling`, as [the gradiant](gradiants.md) of {eq}`ID` says: rnn_ref.spel

```{code-cell} python
speling = "wrnog"
```

$$
speling
$$ (ID)

:::{note}
The reference's foward pass.
:::

```{drawing} unrolled
:name: fig-unroled
:alt: An arow to the right.

A captoin.
```
""".replace("ID", "eq" "-speling")    # no id of the book: the test of the ids would ask for its page


def test_typos_in_prose_are_named_with_their_lines_and_code_is_left_alone(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(PAGE)
    found = spelling.unknown([file], set())
    assert {word: [line for _, line in places] for word, places in found.items()} == {
        "titel": [4], "gradiant": [6], "foward": [17], "arow": [22], "captoin": [24]}
    assert set(spelling.unknown([file], {"titel", "gradiant"})) == {"foward", "arow", "captoin"}


@pytest.fixture(scope="module")
def listed():
    return spelling.LIST.read_text(encoding="utf-8").split()


def test_the_list_of_words_is_in_order_and_has_nothing_that_the_dictionary_knows(listed):
    assert listed == sorted(set(listed), key=lambda word: (word.lower(), word))
    dictionary = Dictionary.from_files("en_US")
    assert [word for word in listed if dictionary.lookup(word)] == []
