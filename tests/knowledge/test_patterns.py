"""Regular expressions that are compiled when they are first used find what others find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.patterns import Pattern

_TEXT = r"(\d+)(?:元|块)"


@given(st.text(alphabet="12元块a ", max_size=30))
def test_it_finds_what_a_compiled_one_finds(text: str) -> None:
    """
    Whatever is asked of it, the answer is that of the standard library.
    """
    late, early = Pattern(_TEXT), re.compile(_TEXT)

    for way in ("search", "match", "fullmatch"):
        found, wanted = getattr(late, way)(text), getattr(early, way)(text)
        assert (found and found.span()) == (wanted and wanted.span())
    assert [it.span() for it in late.finditer(text)] == [it.span() for it in early.finditer(text)]
    assert late.sub(r"<\1>", text) == early.sub(r"<\1>", text)
    assert late.split(text) == early.split(text)


def test_it_is_compiled_when_it_is_first_used() -> None:
    """
    A start does not pay for it: what is no regular expression is noticed by the first who looks for it.
    """
    late = Pattern("(")

    with pytest.raises(re.error):
        late.search("工资")
