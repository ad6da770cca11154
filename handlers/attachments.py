"""What is not plain text: kept, put where it belongs, and answered with a plain sentence."""

from cases import correspondence
from handlers.arriving import (
    NUMBERS,
    OWN_NUMBERS,
    attach,
    loose,
    of_album_before,
    outside_form,
    oversized,
    put_aside,
    put_beside,
    put_number,
)
from handlers.fields import FIELDS
from handlers.letters import answered_case, case_in_hand, ended
from handlers.proofs import asking
from handlers.question import answered, is_sure
from handlers.status import own_case
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.places import District, find_district, nearest_district
from storage import cases, conversations, files
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Button, Message

_OFFERED = 3  # cases to which a photo can be added with one tap
_LISTENED_TO = ("voice", "audio")
_LONGEST_NUMBER = 40  # characters of a telephone number that a button carries
_PLACE, _PLACE_NEAR = "他发了一个位置", "他发了一个位置（{near}附近）"  # the record is kept in Chinese
_NEAR = 60.0  # kilometres from a county's seat within which it is worth asking


def kept(turn: Turn) -> Next:
    """Say that it arrived and where it went; if it belongs to a case, whoever has the case learns of it."""
    match turn.incoming.kind:
        case "media":
            return _files(turn)
        case "contact":
            return _contact(turn)
        case "location":
            return _location(turn)
        case "moved":
            return turn.again()
        case _:
            return turn.again(turn.message("strange_kept", ("person",)))


def with_the_form(turn: Turn) -> tuple[Message, ...]:
    """What is said of files that came while a form is being filled in; of an album once."""
    if of_album_before(turn):
        return oversized(turn)
    if _is_sticker(turn):
        return (_say(turn, "sticker", ("person",)),)
    key = "with_form_voice" if _is_voice(turn) else "with_form"
    said = _say(turn, key, (*asking(turn), "person"), kind=_kind(turn), count=len(loose(turn)))
    return oversized(turn) or (said,)


def belongs(turn: Turn) -> Next:
    """What was sent last belongs to the case of this button, with the words that came with it."""
    case = own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    mine, (words, numbers) = outside_form(turn), _words_outside(turn)
    if not mine and not words and not numbers:
        return turn.again(_say(turn, "nothing_loose", number=case.number))
    attach(turn, case, [one.id for one in mine], "\n".join(words))
    if words and not mine:
        correspondence.write_from_worker(turn.tx, case, "\n".join(words))
    for number in numbers:
        correspondence.leave_contact(turn.tx, case, number)
    draft = _without_those(turn)
    if case.ended:
        return Next(turn.standing.step, (ended(turn, case),), draft, about=case.id)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    kind = turn.words(f"evidence.kind_{mine[-1].kind if mine else 'document'}")
    shown = asking(turn, [one.id for one in mine]) if mine else ()
    said = _say(turn, "passed", (*shown, "ask", "status"), kind=kind, number=case.number)
    return Next(turn.standing.step, (said,), draft, about=case.id)


def _words_outside(turn: Turn) -> tuple[list[str], list[str]]:
    """The words and the telephone numbers that came out of no form; what an open form has is its own."""
    draft = turn.draft
    if draft.get("at"):
        return list(draft.get("beside", {}).get("words", ())), []
    return list(draft.get("aside", ())), [*draft.get(OWN_NUMBERS, ()), *draft.get(NUMBERS, ())]


def _without_those(turn: Turn) -> Draft:
    gone = ("beside",) if turn.draft.get("at") else ("aside", OWN_NUMBERS, NUMBERS)
    return {name: value for name, value in turn.draft.items() if name not in gone}


def is_own_number_asked_for(turn: Turn) -> bool:
    """Whether somebody shared his own number when the form asks for it."""
    return turn.incoming.contact == "own" and _asked(turn) == "contact"


def described(turn: Turn) -> str:
    """What arrived, for the record of a case: its kind and the words that came with it."""
    return f"[{_kind(turn)}] {_words(turn)}".strip()


def not_here(turn: Turn) -> Next:
    """A group is no place to speak of one's wages: say where, once an hour, and keep nothing."""
    hour = turn.tx.now.strftime("%Y-%m-%d %H")
    if turn.draft.get("told") == hour:
        return turn.again()
    return Next(turn.standing.step, (turn.message("not_in_groups"),), {"told": hour})


def reachability(turn: Turn) -> Next:
    """The person has blocked us: remember it in silence. He lets us in again: welcome him back."""
    back = turn.incoming.kind == "unblocked"
    conversations.set_reachable(turn.tx, turn.standing.id, back)
    return turn.again(turn.message("welcome_back", ("status", "person"))) if back else turn.again()


def _files(turn: Turn) -> Next:
    """Files go to the case they answer, or that is being written about; to the form; or we ask what they are."""
    before = of_album_before(turn)
    if before:
        return _more_of_album(turn, before[0].case_id)
    case = _meant(turn)
    if case:
        return _to_case(turn, case)
    if turn.standing.step != IDLE or _comes_for_the_form(turn):
        draft = put_aside(turn.draft, described(turn)) if turn.said else None
        return Next(turn.standing.step, with_the_form(turn), draft)
    return _what_is_it(turn)


def _comes_for_the_form(turn: Turn) -> bool:
    """Whether this takes the place of a file that was too large to come with the form that waits."""
    if not turn.draft.get("at") or not turn.incoming.reply_to:
        return False
    beside = turn.draft.get("beside", {}).get("files", ())
    answered_ones = files.of_message(turn.tx, turn.standing.id, turn.incoming.reply_to)
    return any(one.status == "too_large" and one.id not in beside for one in answered_ones)


def _more_of_album(turn: Turn, case_id: str | None) -> Next:
    """An album is answered once; the rest of it goes where its first piece went."""
    if case_id:
        attach(turn, cases.by_id(turn.tx, case_id), turn.files, turn.said)
        return turn.again(*oversized(turn))
    words = described(turn) if turn.said else ""
    if turn.standing.step == IDLE:
        return Next(IDLE, oversized(turn), put_beside(turn, words))
    return Next(turn.standing.step, oversized(turn), put_aside(turn.draft, words) if words else None)


def _to_case(turn: Turn, case: Case) -> Next:
    attach(turn, case, turn.files, _words(turn))
    if not turn.files:  # a channel that does not keep its files
        correspondence.write_from_worker(turn.tx, case, described(turn), turn.incoming.message)
    if case.ended:
        return turn.again(*oversized(turn), ended(turn, case), about=case.id)
    if _is_sticker(turn):
        return turn.again(_say(turn, "sticker", ("person",)))
    key = "passed_voice" if _is_voice(turn) else "passed"
    said = _say(turn, key, (*asking(turn), "ask", "status"), kind=_kind(turn), number=case.number)
    return turn.again(*(oversized(turn) or (said,)), about=case.id)


def _what_is_it(turn: Turn) -> Next:
    """A photo out of the blue: ask what it is; a question below it is answered first."""
    if _is_sticker(turn):
        return turn.again(_say(turn, "sticker", ("person",)))
    if large := oversized(turn):
        return Next(turn.standing.step, large, put_beside(turn))
    first = answered(turn) if is_sure(turn) else ()
    asked = _say(turn, _what_key(turn), _ways(turn), kind=_kind(turn))
    return Next(turn.standing.step, (*first, asked), put_beside(turn, described(turn) if turn.said else ""))


def _what_key(turn: Turn) -> str:
    """How it is asked: of whom we meet for the first time, of whom a form waits for, of everybody else."""
    if _is_voice(turn):
        return "what_is_voice"
    if turn.draft.get("at"):
        return "what_is_it_waiting"
    return "what_is_it_first" if turn.standing.last_n == 0 else "what_is_it"


def _ways(turn: Turn) -> tuple[str | Button, ...]:
    """Start a complaint with it, or go on with one; put it into an open case; a person."""
    mine = [case for case in cases.of_person(turn.tx, turn.standing.person_id) if not case.ended][:_OFFERED]
    labels = [turn.words("evidence.belongs_to", number=case.number) for case in mine]
    to_case = [Button(f"belongs:{case.number}", label) for case, label in zip(mine, labels, strict=True)]
    return ("resume" if turn.draft.get("at") else "complaint", *to_case, "person")


def _contact(turn: Turn) -> Next:
    case = _meant(turn)
    if case:
        return _words_to_case(turn, case)
    if _asked(turn) == "contact" and turn.incoming.contact == "other":
        number = turn.said.rpartition(" ")[2][:_LONGEST_NUMBER]
        use = Button(f"contact:{number}", turn.words("evidence.contact_use"))
        return _number_noted(turn, _say(turn, "contact_other", (use,), phone=number))
    if turn.standing.step != IDLE:
        return _number_noted(turn, _say(turn, "contact_with_form"))
    key = "contact_own_kept" if turn.incoming.contact == "own" else "contact_kept"
    return _number_noted(turn, _say(turn, key, ("complaint", "person")))


def _number_noted(turn: Turn, said: Message) -> Next:
    """Say it, and keep the number for the sealed contact of the complaint, whoever's it is."""
    own = turn.incoming.contact == "own"
    words, key = (turn.said, OWN_NUMBERS) if own else (described(turn), NUMBERS)
    return Next(turn.standing.step, (said,), put_number(turn.draft, words, key))


def _location(turn: Turn) -> Next:
    """A place goes to the case; when the form asks for the place, the nearest county is offered, never assumed."""
    case = _meant(turn)
    if case:
        return _words_to_case(turn, case)
    near = _county(turn)
    if turn.standing.step == IDLE:
        return _place_noted(turn, near, _say(turn, "location_kept", ("complaint", "person")))
    if near is None or _asked(turn) != "district":
        return _place_noted(turn, near, _say(turn, "location_with_form"))
    name = FIELDS["district"].show(turn, near.code)
    there = Button(f"district:{near.code}", turn.words("evidence.location_there", district=name))
    return _place_noted(turn, near, _say(turn, "location_near", (there,), district=name))


def _place_noted(turn: Turn, near: District | None, said: Message) -> Next:
    """Say it; the story has the place in words, and its county is offered when that is asked."""
    draft = put_aside(turn.draft, _PLACE_NEAR.format(near=near.name) if near else _PLACE)
    return Next(turn.standing.step, (said,), {**draft, "near": near.code} if near else draft)


def _words_to_case(turn: Turn, case: Case) -> Next:
    if turn.incoming.contact == "own":
        correspondence.leave_contact(turn.tx, case, turn.said)
    else:
        correspondence.write_from_worker(turn.tx, case, described(turn), turn.incoming.message)
    if case.ended:
        return turn.again(ended(turn, case), about=case.id)
    said = _say(turn, "passed", ("ask", "status"), kind=_kind(turn), number=case.number)
    return turn.again(said, about=case.id)


def _meant(turn: Turn) -> Case | None:
    """The case whose letter this answers; outside a form, the one that is being written about, unless it has ended."""
    replied = answered_case(turn)
    if replied or turn.standing.step != IDLE or _comes_for_the_form(turn):
        return replied
    case = case_in_hand(turn)
    return None if case is None or case.ended else case


def _county(turn: Turn) -> District | None:
    """The county that a place names, or else the nearest one."""
    latitude, _, longitude = turn.said.rpartition(" ")[2].partition(",")
    named = find_district(turn.said)
    try:
        return named or nearest_district(float(latitude), float(longitude), within=_NEAR)
    except ValueError:
        return None


def _asked(turn: Turn) -> str:
    """The question of the form that stands open; "" if none does."""
    return str(turn.draft.get("asking") or "") if turn.standing.step == "form" else ""


def _words(turn: Turn) -> str:
    """What was written below it, marked if it is somebody else's."""
    mark = turn.words("evidence.forwarded") if turn.incoming.forwarded else ""
    return f"{mark} {turn.said}".strip()


def _is_sticker(turn: Turn) -> bool:
    return all(one.kind == "sticker" for one in turn.incoming.files) and bool(turn.incoming.files)


def _is_voice(turn: Turn) -> bool:
    return any(one.kind in _LISTENED_TO for one in turn.incoming.files)


def _kind(turn: Turn) -> str:
    """What arrived, by its everyday name."""
    if turn.incoming.kind == "contact":
        return turn.words(f"evidence.kind_contact_{turn.incoming.contact or 'other'}")
    if turn.incoming.kind == "location":
        return turn.words("evidence.kind_location")
    first = next((one.kind for one in turn.incoming.files), "document")
    return turn.words(f"evidence.kind_{first}")


def _say(turn: Turn, key: str, buttons: tuple[str | Button, ...] = (), **values: object) -> Message:
    return Message(turn.words(f"evidence.{key}", **values), tuple(turn.button(one) for one in buttons))
