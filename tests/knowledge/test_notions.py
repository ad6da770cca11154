from pathlib import Path

import pytest

from knowledge.errors import FileError
from knowledge.features import ChineseFeatures, plain
from knowledge.notions import BROAD, FINE, Thesaurus
from knowledge.words import Words

SMALL = Thesaurus({"injured": ["受伤", "伤了"], "dismissed": ["辞退", "开除"]}, {"ill": ["生病"]})


def test_finds_the_notion_behind_each_of_its_words() -> None:
    assert SMALL.meant("干活受伤被开除").broad == {"injured", "dismissed"}
    assert SMALL.meant("干活伤了就辞退").broad == {"injured", "dismissed"}
    assert SMALL.meant("老板骂人").broad == set()


def test_keeps_fine_notions_apart_from_broad_ones() -> None:
    meant = SMALL.meant("生病被辞退")
    assert (meant.broad, meant.fine) == ({"dismissed"}, {"ill"})


def test_two_broad_notions_that_meet_are_a_feature_of_their_own() -> None:
    features = ChineseFeatures(Words(), thesaurus=SMALL)
    each = {*features.codes("受伤"), *features.codes("辞退")}
    bare = set(ChineseFeatures(Words()).codes("受伤辞退"))
    meeting = set(features.codes("受伤辞退")) - bare - each
    assert meeting
    assert meeting <= set(features.codes("伤了还被开除")), "whichever words say it"


def test_the_thesaurus_that_ships_means_what_workers_say() -> None:
    meant = Thesaurus.read().meant(plain("工地上摔下来骨折，老板不管，还把我辞退了"))
    assert {"injured", "dismissed", "boss", "site"} <= meant.broad
    assert {"dismissed", "wound-kind"} <= meant.fine


def test_every_word_of_the_thesaurus_is_written_as_it_is_looked_for() -> None:
    lines = (line for file in (BROAD, FINE) for line in file.read_text("utf-8").splitlines() if line[:1] != "#")
    words = {word for line in lines for word in line.split()[1:]}
    assert {word for word in words if plain(word) != word} == set()


@pytest.mark.parametrize("line", ["injured", "dismissed 开除"])
def test_a_line_without_words_or_twice_there_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broad.txt"
    file.write_text(f"# heading\ndismissed 辞退\n{line}\n", "utf-8")
    with pytest.raises(FileError, match="line 3"):
        Thesaurus.read(file, file)
