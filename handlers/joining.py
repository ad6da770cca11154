"""A workmate joins with a code: told what it means, agrees for himself, states his own days and money, may leave."""

import re
import unicodedata
from dataclasses import replace

from cases import grouping
from handlers.arriving import oversized
from handlers.fields import is_unknown
from handlers.group import LINK
from handlers.memberships import card, in_case, of_button, say, way
from handlers.own_facts import BY_NAME, QUESTIONS, answers_of, lines, told
from handlers.question import answered, is_sure
from handlers.turn import IDLE, Next, Turn
from storage import access, cases, groups, wrong_codes
from storage.conversations import Draft
from storage.groups import CODE_LENGTH
from storage.messages import Button, Message

AT = "group"  # what the buttons of this dialogue carry, so that those of a complaint are never taken for them
PLACES_HERE = ("group_join", "group_facts", "group_review")
_OURS = "joining"  # what the draft keeps of it, beside a complaint half filled in
_TYPED = re.compile(r"(?:加入|参加)[::,\s]*(?P<code>[a-z\d -]{4,12})?|join(?:\s+(?P<en>(?=\S*\d)[a-z\d-]{4,12}))?")
_BARE = re.compile(rf"(?=.*\d)(?=.*[a-z])[a-z\d]{{{CODE_LENGTH}}}")


def asked_for(turn: Turn) -> str:
    """The word "join" if that was typed: 加入, 加入 ABC34DE, or where nothing else is asked the code alone; else ""."""
    typed = _folded(turn.ours)
    if _TYPED.fullmatch(typed) or (turn.standing.step == IDLE and _BARE.fullmatch(typed)):
        return "join"
    return ""


def join(turn: Turn) -> Next:
    """Look where the code that was typed leads; without one say how it is typed."""
    typed = _folded(turn.ours)
    match = _TYPED.fullmatch(typed)
    code = (match["code"] or match["en"] or "") if match else typed
    return join_by(turn, code) if code else turn.again(say(turn, "ask_code", ("person",)))


def code_of_link(payload: str) -> str:
    """The code in the payload of a link, g-ABC34DE; "" if it is another kind of link."""
    code = payload.removeprefix(LINK)
    return code if payload.startswith(LINK) and len(code) == CODE_LENGTH and code.isalnum() else ""


def join_by(turn: Turn, code: str) -> Next:
    """Say what joining means, and ask whether he agrees; a wrong code is counted, and too many of them wait an hour."""
    most, code = turn.office.policy.wrong_codes, re.sub(r"[\s-]", "", code).upper()
    if wrong_codes.lately(turn.tx, turn.standing.id) >= most:
        return turn.again(say(turn, "too_many_codes", ("person",)))
    case = groups.by_code(turn.tx, code)
    if case is None:
        left = most - wrong_codes.another(turn.tx, turn.standing.id)
        return turn.again(say(turn, "wrong_code", ("person",), left=left))
    if access.may_see(turn.tx, case, turn.standing.person_id):
        return turn.again(say(turn, "own_code", (way(turn, "group", case.number), "status")))
    if mine := in_case(turn, case):
        return turn.again(say(turn, "joined_already"), card(turn, mine))
    if grouping.is_full(turn.tx, turn.office, case):
        return turn.again(say(turn, "full", ("complaint", "person")))
    answers = {} if _ours(turn).get("member") else _ours(turn).get("answers", {})
    return _at(turn, "group_join", _with(turn, code=code, kind=case.kind, answers=answers, member=None))


def consent(turn: Turn) -> Next:
    """Go on to the questions if he agrees for himself."""
    if turn.choice("agree"):
        return _next(turn, _ours(turn)["answers"])
    if turn.incoming.button:
        return turn.again(turn.message("old_button"), *asked(turn))
    between = answered(turn) if is_sure(turn) else (turn.message("agree_or_cancel"),)
    return turn.again(*between, *asked(turn))


def answer(turn: Turn) -> Next:
    """Take the answer to the open question; a question in between is answered, and it is asked again."""
    name, (button, at) = _ours(turn)["asking"], turn.pressed
    if at in ("", name) and turn.choice("skip"):
        return _keep(turn, name, None)
    if button:
        return turn.again(turn.message("old_button"), *asked(turn))
    if is_unknown(turn.ours):
        return _keep(turn, name, None)
    value = BY_NAME[name].read(turn.text if name == "contact" else turn.ours)
    if value is not None:
        return _keep(turn, name, value)
    between = answered(turn) if is_sure(turn) else (say(turn, f"unread_{name}"),)
    return turn.again(*between, *asked(turn))


def review(turn: Turn) -> Next:
    """Join with what is on the card, mend a line of it, or look at it again."""
    button, at = turn.pressed
    if button == "mend" and at in BY_NAME:
        return _ask(turn, at, mending=True)
    if turn.choice("submit"):
        return _submit(turn)
    if button:
        return turn.again(turn.message("old_button"), *asked(turn))
    between = answered(turn) if is_sure(turn) else (say(turn, "review_hint"),)
    return turn.again(*between, *asked(turn))


def asked(turn: Turn) -> tuple[Message, ...]:
    """What stands open: whether he agrees, one of the questions, or the card."""
    ours = _ours(turn)
    match turn.standing.step:
        case "group_join":
            kind = turn.words(f"words.kind_{ours['kind']}")
            return (say(turn, "consent", (_tap(turn, "agree"), "cancel"), kind=kind),)
        case "group_facts":
            return (_question(turn, ours["asking"]),)
        case _:
            return (_card(turn, ours),)


def cancel(turn: Turn) -> Next:
    """He does not join, or leaves everything as it was; a complaint half filled in waits where it was."""
    return _done(turn, say(turn, "not_changed" if _ours(turn).get("member") else "not_joined", ("status", "person")))


def put_by(turn: Turn) -> Next:
    """A photo or a place came between: it is kept for himself, and nobody who joins is told that it goes along."""
    return turn.again(*oversized(turn), say(turn, "put_by", ("person",)))


def waits(turn: Turn) -> bool:
    """Whether he was joining when something else came between, and no complaint waits besides."""
    return bool(_ours(turn).get("at")) and not turn.draft.get("at")


def waiting(turn: Turn) -> Message:
    """That what he filled in is kept, with the way back to it."""
    return say(turn, "waits", ("resume",))


def resume(turn: Turn) -> Next:
    """Go on where joining was left."""
    return _at(turn, _ours(turn)["at"], turn.draft)


def set_aside(turn: Turn) -> Turn:
    """The same turn at the place where the complaint that waits was left."""
    return replace(turn, standing=replace(turn.standing, step=turn.draft["at"]))


def stale(turn: Turn) -> Next:
    """A button of this dialogue that fits nothing any more: say what he has joined."""
    mine = groups.of_person(turn.tx, turn.standing.person_id)
    return turn.again(card(turn, mine[0]) if mine else turn.message("old_button", ("status", "person")))


def change(turn: Turn) -> Next:
    """Put what he stated before him, to be mended line by line."""
    mine = of_button(turn)
    kept = groups.told(turn.tx, mine) if mine else None
    if mine is None or kept is None:
        return turn.again(say(turn, "no_member", ("status", "person")))
    if cases.by_id(turn.tx, mine.case_id).ended:
        return turn.again(card(turn, mine))
    return _at(turn, "group_review", _with(turn, member=mine.number, answers=answers_of(kept)))


def _submit(turn: Turn) -> Next:
    ours = _ours(turn)
    kept = told(ours["answers"])
    if number := ours.get("member"):
        return _change(turn, number, ours)
    conversation_id, person_id = turn.standing.id, turn.standing.person_id
    joined = grouping.admit(
        turn.tx, turn.office, ours["code"], kept, conversation_id=conversation_id, person_id=person_id
    )
    if joined is None:  # what he answered stays, for when he has a code that works
        return turn.idle(say(turn, "code_gone", ("complaint", "person")))
    return _done(turn, say(turn, "joined", (way(turn, "member", joined.number), "status"), number=joined.number))


def _change(turn: Turn, number: str, ours: Draft) -> Next:
    try:
        mine = groups.of_person_by_number(turn.tx, turn.standing.person_id, number)
    except groups.UnknownMember:
        return _done(turn, say(turn, "no_member", ("status", "person")))
    if not grouping.change(turn.tx, mine, told(ours["answers"])):
        return _done(turn, card(turn, mine))
    return _done(turn, say(turn, "changed", (way(turn, "member", number), "status"), number=number))


def _keep(turn: Turn, name: str, value: str | None) -> Next:
    ours = _ours(turn)
    before = ours["answers"].get(name) if ours.get("mending") else None
    return _next(turn, {**ours["answers"], name: before if value is None else value})


def _next(turn: Turn, answers: Draft) -> Next:
    """The first question without an answer, or the card."""
    gap = next((one.name for one in QUESTIONS if one.name not in answers), None)
    if gap:
        return _ask(turn, gap, mending=False, answers=answers)
    return _at(turn, "group_review", _with(turn, answers=answers, asking=None, mending=False))


def _ask(turn: Turn, name: str, *, mending: bool, answers: Draft | None = None) -> Next:
    answers = _ours(turn)["answers"] if answers is None else answers
    return _at(turn, "group_facts", _with(turn, answers=answers, asking=name, mending=mending))


def _at(turn: Turn, step: str, draft: Draft) -> Next:
    """Go to this place and ask what is asked there."""
    draft = {**draft, _OURS: {**draft[_OURS], "at": step}}
    there = replace(turn, standing=replace(turn.standing, step=step, draft=draft))
    return Next(step, asked(there), draft)


def _done(turn: Turn, said: Message) -> Next:
    """Back to where everything is possible; a complaint half filled in can be gone on with."""
    gone = (_OURS,) if turn.draft.get("at") else (_OURS, "hand")
    draft = {name: value for name, value in turn.draft.items() if name not in gone}
    waits = (turn.message("draft_waits", ("resume",)),) if draft.get("at") else ()
    return Next(IDLE, (said, *waits), draft)


def _question(turn: Turn, name: str) -> Message:
    place = turn.words("dialogue.step_of", at=list(BY_NAME).index(name) + 1, of=len(QUESTIONS))
    skip = Button("skip", turn.words("group.button_skip"), name)
    space = " " if turn.language == "en" else ""
    return Message(f"{turn.words(f'group.ask_{name}')}{space}{place}", (skip, turn.button("cancel")))


def _card(turn: Turn, ours: Draft) -> Message:
    mends = [Button(f"mend:{name}", turn.words(f"group.button_mend_{name}")) for name in BY_NAME]
    key = "review_change" if ours.get("member") else "review"
    return say(turn, key, (_tap(turn, "submit"), *mends, "cancel"), lines=lines(turn, ours["answers"]))


def _tap(turn: Turn, key: str) -> Button:
    return Button(key, turn.words(f"buttons.{key}"), AT)


def _ours(turn: Turn) -> Draft:
    ours: Draft = turn.draft.get(_OURS, {})
    return ours


def _with(turn: Turn, **values: object) -> Draft:
    """The draft with this kept of joining; it remembers whom he was writing to, as a complaint does."""
    return {**turn.draft, _OURS: {**_ours(turn), **values}, "hand": turn.standing.case_in_hand}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip("。!. /")
