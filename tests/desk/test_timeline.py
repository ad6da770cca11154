"""How letters that were changed or taken back, and everything else that happens, read in the record of a case."""

import ast
from collections.abc import Mapping
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from cases import correspondence, history, telling
from desk.timeline import _SHOWN_OTHERWISE
from desk.words import Words
from storage import people, threads
from storage.threads import Thread
from tests.desk.office import Federation, press
from texts import LANGUAGES, Language, Texts

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "desk", "handlers", "cases", "storage")


async def test_changed_and_withdrawn_letters_are_told_with_both_versions(tianshui: Federation) -> None:
    """
    The record shows what the letter said first, what it says now, that a second one was taken back, and what the
    worker changed.
    """
    case = tianshui.complaint()
    office, number = tianshui.office, case.number
    lawyer = tianshui.database.read(lambda tx: people.colleague(tx, "L01"))
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"/desk/cases/{number}/accept")
        send = correspondence.send_letter
        first = tianshui.database.call(lambda tx: send(tx, office, lawyer, number, "请周三来"))
        second = tianshui.database.call(lambda tx: send(tx, office, lawyer, number, "写错了人"))
        edit, take_back = correspondence.edit_letter, correspondence.take_back_letter
        tianshui.database.call(lambda tx: edit(tx, office, lawyer, number, first.event_n, "请周四来"))
        tianshui.database.call(lambda tx: take_back(tx, office, lawyer, number, second.event_n))
        n = tianshui.database.call(lambda tx: correspondence.write_from_worker(tx, case, "好的", message="77"))
        thread = tianshui.database.read(lambda tx: threads.find(tx, case.conversation_id, "77"))
        assert thread == Thread(case.id, None, n)
        tianshui.database.call(lambda tx: correspondence.edited_by_worker(tx, case, thread, "好的，几点"))
        page = (await browser.get(f"/desk/cases/{number}")).text

    for shown in ("请周三来", "请周四来", "改写了给工人的信", "撤回了给工人的信", "工人改了他的信", "好的，几点"):
        assert shown in page
    assert page.count("后来改过") == 2
    assert page.count("后来撤回") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_recorded_has_a_name(language: Language) -> None:
    """
    No colleague reads "other" in the record: each kind of event that our verbs write has its words.
    """
    words = Words(Texts.load(), language)

    kinds = recorded()

    assert {"opened", "accepted", "to_worker", "file_from_worker", "original_opened", "call_back_done"} <= kinds
    assert [kind for kind in sorted(kinds - set(_SHOWN_OTHERWISE)) if not words.has(f"event_{kind}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_recorded_has_a_name_in_a_chat(language: Language) -> None:
    """
    The same for the history that a colleague reads in his chat: each kind has words that need no more than it knows.
    """
    texts = Texts.load()

    def fits(key: str) -> bool:
        return key in texts.sources[language] and texts.variables(language, key) <= set(history._FACTS)

    nameless = [kind for kind in recorded() if not (fits(f"desk.event_{kind}") or fits(f"lawyer.event_{kind}"))]
    assert nameless == []


def recorded() -> set[str]:
    """The kinds of event that any room records: what stands third in a call of `events.record`."""
    files = [file.relative_to(ROOT) for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    found = [_kinds(call, file) for file in files for call in _calls(ast.parse((ROOT / file).read_text()))]
    return {kind for kinds in found for kind in kinds}


def _calls(tree: ast.Module) -> list[ast.Call]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [node for node in found if ast.unparse(node.func) == "events.record" and len(node.args) > 2]


def _kinds(call: ast.Call, file: Path) -> list[str]:
    """The kind as it stands there, what the constant named there is, or each that a condition or table may give."""
    module = import_module(".".join(file.with_suffix("").parts))
    named = [node for node in ast.walk(call.args[2]) if isinstance(node, ast.Name | ast.Attribute | ast.Constant)]
    values = [_value(node, module) for node in named if not isinstance(node, ast.Name) or node.id != "events"]
    tables = [list(value.values()) for value in values if isinstance(value, Mapping)]
    return [value for value in [*values, *chain(*tables)] if isinstance(value, str)]


def _value(node: ast.expr, module: ModuleType) -> object:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return getattr(module, node.id, None)
        case ast.Attribute(value=ast.Name(id=name)):
            return getattr(getattr(module, name, None), node.attr, None)
    return None


async def test_both_records_keep_the_same_to_supervisors(tianshui: Federation) -> None:
    """
    Whom else a case was offered to, and whose chat cannot be reached, stands neither on a lawyer's page nor in the
    history of his chat.
    """
    case = tianshui.complaint()
    lawyer = tianshui.database.read(lambda tx: people.colleague(tx, "L01"))
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"/desk/cases/{case.number}/accept")
        tianshui.database.call(lambda tx: telling.undelivered(tx, "S02", case.id, "unreachable"))
        page = (await browser.get(f"/desk/cases/{case.number}")).text
    chat = tianshui.database.read(lambda tx: history.lines(tx, tianshui.office, lawyer, case, "zh-CN"))

    assert "Telegram" not in page.partition("<main")[2]
    assert not any("Telegram" in line for line in chat)
