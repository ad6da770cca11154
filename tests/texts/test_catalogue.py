"""What we say, in two languages that keep step, with nothing asked for that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import jinja2
import pytest
import yaml

from cases.places_of_work import NO_BODY, NOBODY, NONE_FREE
from cases.routing import GROUNDS, Bar
from desk import words as desk_words
from handlers.everywhere import EVERYWHERE, TYPED
from handlers.fields import FIELDS
from knowledge.answering import SmallTalk
from knowledge.kinds import KINDS
from knowledge.reading.danger import DANGERS
from storage.cases import Status
from storage.files import Kind
from texts import LANGUAGES, Texts, UnknownText
from texts.catalogue import known

HOUSE = Path(desk_words.__file__).parent.parent
ROOMS = ("bot", "desk", "handlers", "cases")
GROUPS = (
    "answers",
    "figures",
    "rearranging",
    "dialogue",
    "fields",
    "buttons",
    "notices",
    "routing",
    "words",
    "desk",
    "page",
    "telegram",
    "evidence",
    "lawyer",
    "group",
    "receipt",
    "consent",
    "danger",
    "proofs",
    "papers",
    "poster",
    "money",
    "casework",
    "clocks",
    "together",
    "rota",
    "parties",
    "referral",
)
_OF_FILES = (".html", ".css", ".js")
_BUTTON_BYTES = 60


@pytest.fixture(scope="module")
def texts() -> Texts:
    """The sentences that ship with the hotline."""
    return Texts.load()


def test_both_languages_say_the_same_things(texts: Texts) -> None:
    """
    No sentence is missing in either language.
    """
    chinese, english = (set(texts.sources[language]) for language in LANGUAGES)

    assert chinese ^ english == set()
    assert {key.partition(".")[0] for key in chinese} == set(GROUPS)


def test_both_languages_want_the_same_values(texts: Texts) -> None:
    """
    A number filled in here is filled in there.
    """
    chinese, english = LANGUAGES
    differing = [
        key for key in texts.sources[chinese] if texts.variables(chinese, key) != texts.variables(english, key)
    ]

    assert differing == []


def test_no_english_sentence_was_left_in_chinese(texts: Texts) -> None:
    """
    Only the names of the other language may be Chinese in English.
    """
    left = {key for key, text in texts.sources["en"].items() if re.search(r"[\u4e00-\u9fff]", text)}

    assert left <= {
        "buttons.language",
        "dialogue.help",
        "page.other_language",
        "desk.other_language",
        "telegram.language",
    }


def test_every_sentence_is_more_than_blanks(texts: Texts) -> None:
    """
    Nothing is left empty in a catalogue.
    """
    assert [key for language in LANGUAGES for key, text in texts.sources[language].items() if not text.strip()] == []


def test_labels_are_short_enough_to_tap(texts: Texts) -> None:
    """
    A button's label fits on a small screen, and no two buttons read alike.
    """
    for language in LANGUAGES:
        labels = texts.group(language, "buttons")
        assert all(len(label.encode()) <= _BUTTON_BYTES for label in labels.values())
        assert len(set(labels.values())) == len(labels)


def written() -> Iterator[tuple[Path, ast.Constant | ast.JoinedStr]]:
    """Every string that our code writes, with its file."""
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    yield file, node


def named() -> Iterator[str]:
    """The keys written out whole: "dialogue.open_line", the first argument of message(), of tell_worker()."""
    for _, node in written():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            key = node.value
            if re.fullmatch(rf"(?:{'|'.join(GROUPS)})\.[a-z_]*[a-z]", key) and not key.endswith(_OF_FILES):
                yield key


def called(function: str, argument: int) -> Iterator[str]:
    """The constant strings that stand as this argument of calls of this function or method."""
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
                if isinstance(node, ast.Call) and name == function and len(node.args) > argument:
                    yield from whole(node.args[argument])


def whole(argument: ast.expr) -> Iterator[str]:
    """The strings in an argument, one for each way a condition may go; the beginnings of f-strings are families."""
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.endswith("_"):
            yield node.value


def families() -> set[str]:
    """The keys that code builds from a name: every one of them, by the names there are."""
    return {
        *(f"fields.{stem}_{name}" for stem in ("ask", "name") for name in FIELDS),
        *(f"fields.{field.unread}" for field in FIELDS.values()),
        "fields.name_story",
        "fields.unread_future",
        *(f"dialogue.danger_{one}" for one in DANGERS),
        *(f"dialogue.{one}" for one in get_args(SmallTalk)),
        *(f"words.kind_{kind}" for kind in KINDS),
        *(f"words.class_{kind.of_class}" for kind in KINDS.values()),
        *(f"words.status_{status}" for status in get_args(Status)),
        *(f"routing.{bar}" for bar in get_args(Bar)),
        *(f"routing.for_{ground}" for ground in GROUNDS),
        "routing.against_employer",
        *(f"routing.climb_{why}" for why in (NO_BODY, NOBODY, NONE_FREE)),
        *(f"routing.stage_{kind}" for kind in STAGES),
    }


STAGES = (
    *("opened", "climbed", "offered", "declined", "timed_out", "taken_back", "nobody_free", "offer_unseen"),
    *("assigned", "accepted", "released", "taken_away", "kept_above", "merged", "unmerged"),
)


def used() -> set[str]:
    """Every key of the dialogue that code asks for."""
    dialogue = {f"dialogue.{key}" for key in called("message", 0)}
    notices = {f"notices.{key}" for name in ("tell_worker", "worded") for key in called(name, 3)}
    asked = {f"notices.{key}" for key in called("_ask_whether_solved", 3)}
    buttons = {f"buttons.{key}" for key in BUTTONS}
    return {*named(), *dialogue, *notices, *asked, *buttons, *families()}


BUTTONS = (
    *(
        "complaint",
        "agree",
        "skip",
        "back",
        "cancel",
        "submit",
        "mend",
        "person",
        "status",
        "resume",
        "useful",
        "useless",
    ),
    *("reply", "ask", "solved", "unsolved", "withdraw", "proofs", "withdraw_yes", "language", "add"),
    *("receipt", "find", "not_me", "anonymous", "discreet", "indiscreet", "look", "hide", "erase", "erase_yes"),
)


def test_every_sentence_that_code_asks_for_exists(texts: Texts) -> None:
    """
    No worker ever meets a missing sentence.
    """
    assert used() - set(texts.sources["zh-CN"]) == set()


def test_every_sentence_a_colleague_is_told_exists(texts: Texts) -> None:
    """
    No lawyer meets a missing sentence in his chat, nor a button or a reason without a name.
    """
    said = {key for name, place in COLLEAGUES.items() for key in called(name, place) if key.isidentifier()}
    families = {
        *(f"begun_{how}" for how in ("accepted", "assigned")),
        *(f"by_colleague_{kind}" for kind in ("to_worker", "note")),
        *(f"lost_{why}" for why in ("too_large", "gone", "not_yours")),
        *(f"file_{kind}" for kind in get_args(Kind)),
    }

    assert {f"lawyer.{key}" for key in said | families} - set(texts.sources["zh-CN"]) == set()


COLLEAGUES = {"saying": 0, "_just": 0, "aside": 1, "leave": 3}


def test_every_sentence_of_the_dialogue_is_said_somewhere(texts: Texts) -> None:
    """
    What a lawyer corrects in the catalogues is really said.
    """
    groups = ("answers.", "dialogue.", "fields.", "buttons.", "notices.", "routing.", "words.")
    there = {key for key in texts.sources["zh-CN"] if key.startswith(groups)}

    assert there - used() == set()


def test_every_word_typed_leads_somewhere() -> None:
    """
    Each typed word stands for something that works everywhere.
    """
    assert set(TYPED.values()) <= {*EVERYWHERE, "cancel"}


def test_a_missing_sentence_or_value_is_an_error(texts: Texts) -> None:
    """
    Neither is ever passed over in silence.
    """
    with pytest.raises(UnknownText, match=r"dialogue\.nothing"):
        texts.say("en", "dialogue.nothing")
    with pytest.raises(jinja2.UndefinedError):
        texts.say("en", "dialogue.letter_passed")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("EN-us", "en"), ("zh-hans", "zh-CN"), ("de", "zh-CN"), (None, "zh-CN"), ("", "zh-CN")],
)
def test_any_language_tag_finds_one_of_ours(tag: str | None, language: str) -> None:
    """
    Any kind of English is English, everything else Chinese.
    """
    assert known(tag) == language


@pytest.mark.parametrize("broken", ["a: [", "a: '{{ unclosed'", "- a list"])
def test_a_broken_catalogue_stops_the_start(tmp_path: Path, broken: str) -> None:
    """
    A catalogue corrected by hand and broken is noticed when it is loaded, not when a worker meets it.
    """
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        (tmp_path / language / "dialogue.yaml").write_text(broken, "utf-8")

    with pytest.raises((yaml.YAMLError, jinja2.TemplateError, AttributeError)):
        Texts.load(tmp_path)
