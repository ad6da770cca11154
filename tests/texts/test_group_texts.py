"""What is said to workmates: every sentence that code asks for is there, and every one that is there is said."""

import re
from pathlib import Path

from cases.grouping import _WAYS
from desk import group_view
from handlers.everywhere import EVERYWHERE
from handlers.own_facts import BY_NAME
from texts import Texts

HOUSE = Path(group_view.__file__).parent.parent
SAYING = (
    *(HOUSE / "handlers" / name for name in ("group.py", "joining.py", "memberships.py", "own_facts.py")),
    *(HOUSE / "cases" / name for name in ("grouping.py", "roster.py", "news.py")),
    *(HOUSE / "desk" / name for name in ("group_view.py", "templates/group.html")),
)


def asked() -> set[str]:
    """The keys that code names whole, and those it builds from a name."""
    written = "\n".join(file.read_text("utf-8") for file in SAYING)
    named = {
        *re.findall(r"group\.([a-z_]+[a-z])\"", written),
        *re.findall(r"labels\.([a-z_]+)", written),
        *re.findall(r"(?:\bsay\(\s*turn,|_say\(office, language,|_of_group\()\s*\"([a-z_]+[a-z])\"", written),
        *re.findall(
            r"\"((?:has_contact|not_changed|not_joined|heard_paid|heard_unpaid|review|review_change))\"", written
        ),
    }
    ways = [f"button_{one}" for one in re.findall(r"\bway\(turn, \"([a-z_]+)\"", written)]
    ways += [f"button_{one}" for one in ("group_renew", "group_close", "member_change", "leave", "paid", "unpaid")]
    told = [f"told_{what}" for what in _WAYS]
    facts = [f"{stem}_{name}" for stem in ("ask", "unread", "line", "button_mend") for name in BY_NAME]
    return {*named, *ways, *told, *facts}


def test_every_sentence_is_there_and_said() -> None:
    """
    Neither a worker nor a lawyer meets a missing sentence, and what a lawyer corrects in the catalogue is really said.
    """
    there = set(Texts.load().group("zh-CN", "group"))

    assert asked() ^ there == set()


def test_every_button_of_a_group_leads_somewhere() -> None:
    """
    What can be tapped below a message to a workmate works wherever he is.
    """
    ways = {"group", "group_renew", "group_close", "member", "member_change", "leave", "leave_yes", "paid", "unpaid"}

    assert ways <= set(EVERYWHERE)
