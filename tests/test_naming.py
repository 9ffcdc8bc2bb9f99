"""Many names in one line."""

from __future__ import annotations

import pytest

from pmf_engine.model.naming import some_of


@pytest.mark.parametrize(
    ("names", "between", "said"),
    [
        ([], ", ", ""),
        (["a"], ", ", "a"),
        (["a", "b"], ", ", "a, b"),
        (["a", "b", "c"], ", ", "a, b and 1 more"),
        (["a", "b", "c", "d"], "; ", "a; b; and 2 more"),
    ],
)
def test_the_first_are_named_and_the_rest_counted(
    names: list[str], between: str, said: str
) -> None:
    assert some_of(names, 2, between) == said
