"""What proves what: the list of each kind, what of it is there, and the one proof to look for next."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.check import check_proofs
from knowledge.errors import FieldError
from knowledge.kinds import KINDS
from knowledge.proofs import OTHER, Missing, proofs, read_proofs
from texts import LANGUAGES, Texts

TODAY = date(2026, 11, 23)


def test_every_kind_of_complaint_has_a_list() -> None:
    """
    Whatever a complaint is about, something has to be shown, and for each of that a proof is named.
    """
    assert set(proofs().kinds) == set(KINDS)
    assert all(element.proofs for kind in KINDS for element in proofs().of_kind(kind))


def test_everything_is_told_in_words() -> None:
    """
    Every element and proof has a name in both languages, and every proof says how to get it.
    """
    texts = Texts.load()
    elements = {it.name for kind in proofs().kinds.values() for it in kind}
    wanted = {
        *(f"proofs.element_{name}" for name in elements),
        *(f"proofs.name_{name}" for name in (*proofs().by_name, OTHER)),
        *(f"proofs.how_{name}" for name in proofs().by_name),
    }

    for language in LANGUAGES:
        assert wanted - set(texts.sources[language]) == set()


def test_every_proof_is_looked_for_somewhere() -> None:
    """
    No proof is described that no complaint asks for, and each fits into its column.
    """
    wanted = {name for kind in proofs().kinds.values() for it in kind for name in it.proofs}

    assert wanted == set(proofs().by_name)
    assert max(map(len, proofs().by_name)) <= 16


def test_the_law_behind_the_proofs_exists() -> None:
    """
    A lawyer finds every article that is cited to a worker.
    """
    assert check_proofs(proofs(), today=TODAY) == []


def test_a_law_that_does_not_exist_is_found(tmp_path: Path) -> None:
    """
    A mistyped article is named with the proof in which it stands.
    """
    file = tmp_path / "proofs.yaml"
    cited = "citations: [{law: 保障农民工工资支付条例, article: '99', point: 没有这一条}]"
    file.write_text(f"proofs: {{board: {{words: [], {cited}}}}}\ntapped: []\nkinds: {{other: {{matter: [board]}}}}\n")

    [finding] = check_proofs(read_proofs(file), today=TODAY)

    assert finding.topic == "proofs.board"
    assert "99" in finding.problem


def test_a_list_that_names_an_unknown_proof_is_refused(tmp_path: Path) -> None:
    """
    Whoever mistypes a proof is told where.
    """
    file = tmp_path / "proofs.yaml"
    file.write_text("proofs: {board: {words: []}}\ntapped: []\nkinds: {other: {matter: [bord]}}\n")

    with pytest.raises(FieldError, match="matter"):
        read_proofs(file)


def test_what_is_there_stands_at_what_it_proves() -> None:
    """
    One IOU shows the pay that was agreed and that it is owed, and neither that he worked there nor how long.
    """
    shown = {it.element: it.found for it in proofs().shown("wages", {"iou": 2})}

    assert shown == {"employment": (), "wage": (("iou", 2),), "work": (), "arrears": (("iou", 2),)}


def test_the_next_proof_is_for_what_nothing_shows_yet() -> None:
    """
    With the contract there, what is looked for next shows the work and the arrears, not the contract once more.
    """
    missing = proofs().missing("wages", {"contract": 1})

    assert missing[:2] == (Missing("work", "attendance"), Missing("arrears", "iou"))
    assert "contract" not in {it.proof for it in missing}


def test_every_proof_is_named_once() -> None:
    """
    Tapping on and on, nobody is asked for the same thing twice.
    """
    for kind in KINDS:
        named = [it.proof for it in proofs().missing(kind, {})]
        assert len(named) == len(set(named))


def test_what_he_cannot_have_is_not_asked_for() -> None:
    """
    Who worked in a kitchen is not sent to look for the board of a building site.
    """
    named = {it.proof for it in proofs().missing("wages", {}, proofs().of_sites)}

    assert named.isdisjoint({"board", "real_name", "tally"})
    assert "chat" in named


@pytest.mark.parametrize(
    ("caption", "named"),
    [
        ("欠条", "iou"),
        ("这是老板打的欠条", "iou"),
        ("微信转账截图", "bank"),
        ("工友证明", "workmates"),
        ("IOU", "iou"),
        ("没签合同", ""),
        ("老板不给打欠条", ""),
        ("no contract", ""),
        ("工资条和考勤", ""),
        ("你看看", ""),
        ("我在工地干了半年，老板打了一张欠条，到现在一分钱都没有给我，怎么办", ""),
    ],
)
def test_a_caption_says_what_its_photo_shows(caption: str, named: str) -> None:
    """
    A few words that name one thing are enough; what is said not to be there, or a whole story, names nothing.
    """
    assert proofs().named_in(caption) == named
