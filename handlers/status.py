"""How far a worker's cases are, to which of them he writes, and taking one back."""

from collections.abc import Sequence

from cases import apart, closing, owing, referral_words
from handlers import memberships
from handlers.turn import Next, Turn
from storage import access, cases, conversations
from storage.cases import Case, Status
from storage.clock import CHINA
from storage.messages import Button, Message

_LISTED = 8
_WITH_ALL_WAYS = 2  # cases below whose list everything can be tapped; of more, each has one button


def show(turn: Turn) -> Next:
    """Every case of this person with its stage, and a way to write to whoever has it."""
    mine, joined = cases.of_person(turn.tx, turn.standing.person_id), memberships.listed(turn)
    if not mine:
        return turn.again(*(joined or (turn.message("no_cases", ("complaint", "find", "person")),)))
    rows = [row for case in mine[:_LISTED] for row in _rows(turn, case)]
    ways = _ways_of_all(turn, mine[:_LISTED])
    about = mine[0].id if len(mine) == 1 else None
    phone = "indiscreet" if conversations.is_discreet(turn.tx, turn.standing.id) else "discreet"
    listed = turn.message("cases", (*ways, "complaint", "person", phone), lines=rows)
    return turn.again(listed, *joined, about=about)


def see(turn: Turn) -> Next:
    """One of his cases, with all that he can do about it."""
    case = own_case(turn)
    return status_of(turn, case) if case else turn.again(turn.message("case_gone", ("status",)))


def switch(turn: Turn) -> Next:
    """To which of his open cases what he writes goes now, and a way to each of the others."""
    mine = apart.open_ones(turn.tx, turn.standing.id)
    if not mine:
        return show(turn)
    to = [_button(turn, "reply", case, "button_to") for case in mine[:_LISTED]]
    now = [case for case in mine if case.id == turn.standing.case_in_hand]
    if now:
        said = turn.words("casework.cases_here", now=apart.named(turn.office, now[0], turn.language))
    else:
        said = turn.words("casework.cases_nobody")
    ways = (*to, *((turn.button("ask"),) if now else ()), turn.button("status"))
    return turn.again(Message(said, ways), about=now[0].id if now else None)


def of_case(turn: Turn, case: Case, said: Message) -> Message:
    """What is said about a case, with its label if he has others that go on."""
    return Message(apart.labelled(turn.tx, turn.office, case, turn.language, said.text), said.buttons, said.files)


def switcher(turn: Turn) -> tuple[Button, ...]:
    """The way to another case for whoever has more than one that goes on."""
    several = len(apart.open_ones(turn.tx, turn.standing.id)) > 1
    return (Button("cases", turn.words("casework.button_switch")),) if several else ()


def withdraw(turn: Turn) -> Next:
    """Ask whether he really wants to take the case back."""
    case = own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    sure = Button(f"withdraw_yes:{case.number}", turn.words("buttons.withdraw_yes"))
    asked = turn.message("withdraw_sure", (sure, "status"), number=case.number)
    return turn.again(of_case(turn, case, asked), about=case.id)


def withdraw_for_sure(turn: Turn) -> Next:
    """Take the case back."""
    case = own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    if closing.withdraw(turn.tx, case) is None:
        return status_of(turn, case)
    undo = Button(f"unsolved:{case.number}", turn.words("buttons.unsolved"))
    return turn.again(of_case(turn, case, turn.message("withdrawn", (undo,), number=case.number)), about=case.id)


def status_of(turn: Turn, case: Case) -> Next:
    """The button does not fit the stage of this case any more: say where it stands."""
    said = turn.message("cases", tuple(_ways(turn, case, False)), lines=_rows(turn, case))
    return turn.again(of_case(turn, case, said), about=case.id)


def own_case(turn: Turn, *meant: Status) -> Case | None:
    """The case whose number the button carries, if it is this person's.

    For a word typed instead: the case he is writing about if it is at one of these stages; else, if he is writing
    about none, his only case at the first of these stages in which he has any.
    """
    if not turn.incoming.button:
        mine = cases.of_person(turn.tx, turn.standing.person_id)
        if in_hand := [case for case in mine if case.id == turn.standing.case_in_hand]:
            return here(turn, in_hand[0]) if in_hand[0].status in meant and not several_wait(mine) else None
        fitting = next(filter(None, ([case for case in mine if case.status == stage] for stage in meant)), [])
        return here(turn, fitting[0]) if len(fitting) == 1 else None
    try:
        return here(turn, cases.of_person_by_number(turn.tx, turn.standing.person_id, turn.pressed[1]))
    except cases.UnknownCase:
        return None


def here(turn: Turn, case: Case) -> Case:
    """His case, of which he speaks in this chat: what is written to him comes here from now on."""
    if case.conversation_id == turn.standing.id:
        return case
    return access.lead_to(turn.tx, access.hold(turn.tx, case.id), turn.standing.id)


def several_wait(mine: list[Case]) -> bool:
    """Whether more than one of his cases waits for his word, so that the word alone does not say which."""
    return sum(case.status == "awaiting_worker" for case in mine) > 1


def _rows(turn: Turn, case: Case) -> list[str]:
    """Where a case stands, to whom it was handed, and what was promised to him in it."""
    handed = referral_words.for_worker(turn.tx, turn.office, case, turn.language)
    return [_line(turn, case), *handed, *owing.for_worker(turn.tx, turn.office, case, turn.language)]


def _ways_of_all(turn: Turn, mine: Sequence[Case]) -> list[Button]:
    if len(mine) <= _WITH_ALL_WAYS:
        return [button for case in mine for button in _ways(turn, case, len(mine) > 1)]
    asked = [_button(turn, key, case, "") for case in mine if case.status == "awaiting_worker" for key in _ASKED]
    return [*asked, *(_button(turn, "see", case, "button_see") for case in mine)]


def _button(turn: Turn, key: str, case: Case, label: str) -> Button:
    name = apart.named(turn.office, case, turn.language)
    shown = turn.words(f"casework.{label}", case=name) if label else f"{turn.words(f'buttons.{key}')} {name}"
    return Button(f"{key}:{case.number}", shown)


def _line(turn: Turn, case: Case) -> str:
    day = case.opened_at.astimezone(CHINA).date()
    shown = day.isoformat() if day != turn.today else day.strftime("%m-%d")
    kind, status = turn.words(f"words.kind_{case.kind}"), turn.words(f"words.status_{case.status}")
    return turn.words("dialogue.case_line", number=case.number, kind=kind, day=shown, status=status)


def _ways(turn: Turn, case: Case, many: bool) -> list[Button]:
    waiting = _ASKED if case.status == "awaiting_worker" else ("reply", "proofs", "withdraw")
    keys = (*(("unsolved",) if case.ended else waiting), "receipt")
    suffix = f" {apart.named(turn.office, case, turn.language)}" if many else ""
    ways = [Button(f"{key}:{case.number}", turn.words(f"buttons.{key}") + suffix) for key in keys]
    stops = referral_words.stops(turn.tx, turn.office, case, turn.language)
    return [*ways, *stops, *memberships.together(turn, case, suffix)]


_ASKED = ("solved", "unsolved")
