"""The receipt: given with the number, shown again, and the way back to a case from another phone by its code."""

import re
import unicodedata

from cases import receipts
from handlers import status
from handlers.arriving import FETCH_FILE
from handlers.turn import Next, Turn
from storage import cases, conversations, tasks
from storage import receipts as kept
from storage.cases import Case
from storage.messages import Button, Message

_FINDING = "finding"  # of a draft: the number he gave, while its code is still to come; "" while both are
_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{1,4}\d{9,14}(?![A-Z0-9])")
_EIGHT = r"(?P<code>[A-HJKMNP-Z2-9]{4}[\s-]?[A-HJKMNP-Z2-9]{4})(?![A-Z0-9])"
_CODE = re.compile(rf"(?<![A-Z0-9]){_EIGHT}")
_LABELLED = re.compile(rf"(?:回执码|RECEIPT CODE)[^A-Z0-9]*{_EIGHT}")
_LABELS = re.compile(r"查单|工单号?|单号|回执码?|CHECK|CASE|NUMBER|RECEIPT|CODE|[\s,，。.:：;；/和]")
_FIND = ("查单", "CHECK")
_LONGEST = 400  # characters of a receipt that was copied whole


def given(turn: Turn, case: Case) -> Message:
    """The receipt of a case that was just opened: it fixes what was submitted; its card follows once it is drawn."""
    if turn.draft.get("anonymous"):
        kept.make_anonymous(turn.tx, case)
        case = cases.by_id(turn.tx, case.id)
    receipts.fix(turn.tx, case)
    if not conversations.is_discreet(turn.tx, turn.standing.id):
        _have_drawn(turn, case)
    return _said(turn, case)


def show(turn: Turn) -> Next:
    """The receipt of one of his cases once more, and its card."""
    case = status.own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    _have_drawn(turn, case)
    return turn.again(_said(turn, case), about=case.id)


def asked_for(turn: Turn) -> str:
    """ "find" if what was typed asks for a case by its number or its code; "" otherwise."""
    number, code, alone = _read(turn.ours)
    waits = _FINDING in turn.draft and bool(code)
    return "find" if alone and (number or waits or _folded(turn.ours) in _FIND) else ""


def find(turn: Turn) -> Next:
    """Go on with a case by its number and code; whichever of the two is missing is asked for."""
    number, code, _ = _read(turn.ours)
    number = number or turn.draft.get(_FINDING, "")
    if number and (mine := _own(turn, number)):
        return _without(turn, status.status_of(turn, mine))
    if number and code:
        return _tried(turn, number, code)
    key = "ask_code" if number else "ask_number"
    return Next(turn.standing.step, (_say(turn, key, "person"),), {**turn.draft, _FINDING: number})


def not_me(turn: Turn) -> Next:
    """Somebody else used the code: the case is locked to all but him, and our people are told."""
    case = status.own_case(turn)
    if case is None or case.person_id != turn.standing.person_id:
        return turn.again(turn.message("case_gone", ("status",)))
    if kept.is_locked(turn.tx, case):
        return turn.again(_say(turn, "locked_already", "person", number=case.number), about=case.id)
    try:
        receipts.deny(turn.tx, case, turn.standing.id)
    except LookupError:
        return turn.again(_say(turn, "nobody_else", "status", number=case.number), about=case.id)
    return turn.again(_say(turn, "locked", "person", number=case.number), about=case.id)


def _tried(turn: Turn, number: str, code: str) -> Next:
    """What comes of a number and a code: his case, or a sentence that does not say which of the two was wrong."""
    policy = turn.office.policy
    within = {"an_hour": policy.wrong_codes, "a_day": policy.wrong_receipts}
    if not kept.may_try(turn.tx, turn.standing.id, number, **within):
        return _without(turn, turn.again(_say(turn, "too_often", "person")))
    case = kept.proven(turn.tx, number, code)
    if case is None:
        said = _say(turn, "wrong", "find", "person")
        return Next(turn.standing.step, (said,), {**turn.draft, _FINDING: ""})
    kept.forget_tries(turn.tx, number)
    return _without(turn, _back(turn, case))


def _back(turn: Turn, case: Case) -> Next:
    """He is let in, reads where it stands and what was written to him last, and may write on."""
    case = receipts.come_back(turn.tx, case, turn.standing.id, turn.standing.person_id)
    if not case.ended:
        conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    listed = status.status_of(turn, case).say
    letter = receipts.last_letter(turn.tx, case)
    last = (_say(turn, "last_letter", text=letter),) if letter else ()
    said = (_say(turn, "back", number=case.number, ended=case.ended), *listed, *last)
    return turn.again(*said, about=case.id)


def _own(turn: Turn, number: str) -> Case | None:
    try:
        case = cases.of_person_by_number(turn.tx, turn.standing.person_id, number)
    except cases.UnknownCase:
        return None
    return status.here(turn, case)


def _said(turn: Turn, case: Case) -> Message:
    """Number, code, time, what was submitted, what happens next and by when."""
    office, language = turn.office, turn.language
    own = (("reply", "add"), ("proofs", "proofs"))
    ways = [Button(f"{one}:{case.number}", turn.words(f"buttons.{label}")) for one, label in own]
    values = {
        "number": case.number,
        "code": receipts.code_shown(kept.code_of(turn.tx, case) or ""),
        "at": receipts.in_words(office, language, case.opened_at),
        "digest": receipts.digest_of(turn.tx, case),
        "unchanged": receipts.is_unchanged(turn.tx, case),
        "next": receipts.next_step(turn.tx, office, case, language),
        "anonymous": case.anonymous,
    }
    return Message(turn.words("receipt.receipt", **values), (*ways, turn.button("status"), turn.button("person")))


def _have_drawn(turn: Turn, case: Case) -> None:
    """Have the card drawn and sent, where there are letters to draw it with."""
    if turn.office.policy.cards:
        file_id = receipts.draw_card(turn.tx, turn.office, case, turn.standing.id, turn.language)
        tasks.add(turn.tx, FETCH_FILE, file_id, turn.tx.now)


def _without(turn: Turn, following: Next) -> Next:
    """What follows, and no code is waited for any more."""
    draft = {name: value for name, value in turn.draft.items() if name != _FINDING}
    return Next(following.step, following.say, draft, about=following.about)


def _say(turn: Turn, key: str, *buttons: str, **values: object) -> Message:
    return Message(turn.words(f"receipt.{key}", **values), tuple(turn.button(one) for one in buttons))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" 。.!！").upper()


def _read(text: str) -> tuple[str, str, bool]:
    """The number and the code that stand in a text, each "" if there is none, and whether nothing else stands there.

    A receipt that was copied whole counts as nothing else.
    """
    folded = _folded(text[:_LONGEST])
    found = _NUMBER.search(folded)
    number = found[0] if found else ""
    rest = folded.replace(number, " ") if number else folded
    labelled, bare = _LABELLED.search(rest), _CODE.search(rest)
    match = labelled or bare
    code = re.sub(r"[^A-Z0-9]", "", match["code"]) if match else ""
    alone = not _LABELS.sub("", rest.replace(match[0], " ") if match else rest)
    return number, code, alone or bool(number and labelled)
