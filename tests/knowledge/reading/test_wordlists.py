import re

import pytest

from knowledge.errors import KnowledgeError
from knowledge.reading.wordlists import any_of


def test_the_longest_word_of_a_list_is_tried_first() -> None:
    """
    包工头 is read as 包工头 and not as 包工.
    """
    match = re.match(any_of("titles"), "包工头老李")

    assert match is not None
    assert match[0] == "包工头"


def test_a_list_that_is_missing_is_named() -> None:
    """
    Whoever mends the lists and deletes one is told which.
    """
    with pytest.raises(KnowledgeError, match="no_such_list"):
        any_of("no_such_list")
