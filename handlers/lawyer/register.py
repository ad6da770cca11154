"""What a message in a colleague's chat means. None of it is searched, or taken for a worker's question or cry."""

from collections.abc import Callable

from cases import telling
from cases.errors import CaseError
from handlers.lawyer import (
    agreed,
    edits,
    holding,
    letters,
    linking,
    notes,
    offering,
    owed,
    prepared,
    proposing,
    reading,
    referral,
    together,
)
from handlers.lawyer.answered import OnlyOffered
from handlers.lawyer.bench import Bench
from handlers.lawyer.marks import is_note, nearly_a_command
from handlers.lawyer.pad import Pad
from handlers.turn import IDLE, Next, Turn, readable
from storage import cases, conversations, people
from storage.cases import UnknownCase
from storage.errors import Erased
from storage.messages import Message
from storage.people import UnknownStaff
from texts import Language

Step = Callable[[Bench], Next]

COMMANDS = (
    "offers",
    "cases",
    "case",
    "note",
    "promise",
    "todo",
    "templates",
    "help",
    "unlink",
)  # what the menu of a colleague's chat shows


def decide(turn: Turn) -> Next:
    """What comes of a message in a chat that is a colleague's; raises LookupError if it is nobody's."""
    if turn.standing.staff_id is None:
        raise LookupError("this chat is not a colleague's")
    me = people.colleague(turn.tx, turn.standing.staff_id)
    if not me.active:
        return linking.sent_away(turn, me)
    bench = Bench(turn, me, Pad.of(turn.draft))
    try:
        return _step(bench)(bench)
    except UnknownCase:
        return bench.says(bench.saying("unknown_case"))
    except OnlyOffered as refusal:
        return bench.says(bench.saying("accept_first", number=str(refusal)))
    except Erased:
        return bench.says(bench.saying("content_erased"))
    except (CaseError, UnknownStaff) as refusal:
        return bench.says(bench.saying("refused", why=str(refusal)))


def _step(bench: Bench) -> Step:
    if _too_much(bench):
        return _in_parts
    match bench.turn.incoming.kind:
        case "blocked" | "unblocked":
            return _reachability
        case "button":
            return _BUTTONS.get(bench.pressed[0], _old_button)
        case "text":
            return _typed
        case "media":
            return letters.written
        case "edited":
            return edits.edited
        case "contact":
            return lambda bench: bench.says(bench.saying("no_contacts"))
        case "location":
            return lambda bench: bench.says(bench.saying("no_places"))
        case "group":
            return lambda bench: Next(IDLE)
        case "moved":  # a place that he shares goes on moving: it was refused once
            return lambda _: Next(IDLE)
        case _:
            return lambda bench: bench.says(bench.saying("not_passed_on"))


def _too_much(bench: Bench) -> bool:
    """Whether he wrote more than is read of one message; the end of a letter must not go missing."""
    return _length(bench) > bench.turn.office.policy.longest_text


def _in_parts(bench: Bench) -> Next:
    most = bench.turn.office.policy.longest_text
    return bench.says(bench.saying("too_many_words", n=_length(bench), most=most))


def _length(bench: Bench) -> int:
    return len(readable(bench.turn.incoming.text))


def _typed(bench: Bench) -> Next:
    """A command, a word that stands for one, or something he writes."""
    typed = bench.turn.text
    if typed.startswith("/") and not (is_note(typed) or nearly_a_command(typed)):
        return _command(bench, typed)
    if agreed.is_meant(bench):
        return agreed.ask(bench)
    word = _WORDS.get(typed.casefold().strip("。.!！?？ "), "")
    if word == "/cancel" and (bench.pad.wanted or not bench.turn.incoming.reply_to):
        return _cancel(bench)
    free = not bench.turn.incoming.reply_to and not bench.pad.wanted
    return _command(bench, word) if word and free else letters.written(bench)


def _command(bench: Bench, typed: str) -> Next:
    name, _, rest = typed[1:].partition(" ")
    name, rest = name.partition("@")[0].casefold(), rest.strip()
    match name:
        case "start" if rest:
            return linking.link(bench.turn, rest) or _help(bench)
        case "start" | "help":
            return _help(bench)
        case "offers":
            return offering.show(bench)
        case "cases":
            return reading.listed(bench)
        case "case":
            return _card(bench, rest) if rest else reading.listed(bench)
        case "promise":
            return owed.promise(bench, rest)
        case "todo":
            return owed.to_do(bench, rest)
        case "templates":
            return prepared.choose(bench, rest)
        case "unlink":
            return linking.unlink(bench)
        case "cancel":
            return _cancel(bench)
        case "language":
            return _other_language(bench)
        case _:
            return bench.says(bench.saying("unknown_command"))


def _help(bench: Bench) -> Next:
    return bench.says(bench.saying("help", supervises=bench.me.supervises))


def _other_language(bench: Bench) -> Next:
    other: Language = "en" if bench.turn.language == "zh-CN" else "zh-CN"
    said = Message(bench.turn.office.texts.say(other, "lawyer.language_set"))
    return Next(IDLE, (said,), language=other)


def _reachability(bench: Bench) -> Next:
    """He has blocked us, and his supervisor hears it; or let us in again, and reads what there is for him."""
    tx, back = bench.turn.tx, bench.turn.incoming.kind == "unblocked"
    conversations.set_reachable(tx, bench.turn.standing.id, back)
    if back:
        return reading.listed(bench)
    for case in cases.with_colleague(tx, bench.me.id) if bench.me.role == "lawyer" else ():
        telling.undelivered(tx, bench.me.id, case.id, "unreachable")
    return Next(IDLE)


def _old_button(bench: Bench) -> Next:
    return bench.says(bench.saying("old_button"))


def _never(bench: Bench) -> Next:
    """He would rather not write what he was asked for; what waits for his word is dropped."""
    return bench.says(bench.saying("dropped"), pad=bench.pad.done().empty_handed())


def _cancel(bench: Bench) -> Next:
    """The same by a word of his; if nothing waits he is told so."""
    waits = bench.pad.held or bench.pad.wanted
    return _never(bench) if waits else bench.says(bench.saying("nothing_waits"))


def _card(bench: Bench, number: str) -> Next:
    """The case on its card; of one that is only offered to him, the offer. Raises UnknownCase."""
    try:
        return reading.card(bench, number)
    except UnknownCase:
        if offered := offering.of_number(bench, number):
            return offered
        raise


def _write(bench: Bench) -> Next:
    case = bench.case(bench.pressed[1])
    pad = bench.pad.done().wanting("letter", case.id).taking(case.id, bench.turn.tx.now)
    return bench.says(bench.saying("letter_prompt", bench.button("never"), number=case.number), pad=pad, case=case)


def _of_what_waits(step: Step) -> Step:
    """A button of the question about what waits; of an older one, the question is asked again."""

    def checked(bench: Bench) -> Next:
        _, number, at = bench.pressed
        stamp = at or number  # the buttons of no case carry only the question
        if not bench.pad.held:
            return _old_button(bench)
        return step(bench) if stamp == bench.pad.stamp else bench.says(holding.question(bench))

    return checked


def _send(bench: Bench) -> Next:
    case = bench.case(bench.pressed[1])
    sent = letters.send(bench, case, bench.pad.held)
    return Next(sent.step, sent.say, Pad.of(sent.draft or {}).empty_handed().draft(), about=case.id)


def _keep(bench: Bench) -> Next:
    case = bench.case(bench.pressed[1])
    kept = notes.write(bench, case, bench.pad.held)
    return Next(kept.step, kept.say, Pad.of(kept.draft or {}).empty_handed().draft(), about=case.id)


_BUTTONS: dict[str, Step] = {
    "accept": offering.accept,
    "decline": offering.decline,
    "offers": offering.show,
    "case": lambda bench: _card(bench, bench.pressed[1]),
    "story": lambda bench: reading.story(bench, bench.pressed[1]),
    "history": lambda bench: reading.past(bench, bench.pressed[1]),
    "files": lambda bench: reading.held(bench, bench.pressed[1]),
    "write": _write,
    "note": lambda bench: notes.ask(bench, bench.case(bench.pressed[1])),
    "propose": lambda bench: proposing.ask(bench, bench.case(bench.pressed[1])),
    "close_yes": proposing.propose,
    "take_back": edits.take_back,
    "all": together.ask,
    "all_yes": together.send,
    "owe": owed.owe,
    "kept": owed.kept,
    "done": owed.done,
    "templates": lambda bench: prepared.choose(bench, bench.pressed[1]),
    "tpl": prepared.chosen,
    "refs": referral.listed,
    "ref": referral.one,
    "ref_sent": referral.sent,
    "ref_again": referral.again,
    "ref_ok": referral.accepted,
    "ref_no": referral.refused,
    "ref_why": referral.why,
    "ref_back": referral.returned,
    "ref_done": referral.done,
    "never": _never,
    "send": _of_what_waits(_send),
    "keep": _of_what_waits(_keep),
    "agreed": _of_what_waits(agreed.keep),
    "others": _of_what_waits(holding.other_cases),
    "as_note": _of_what_waits(holding.as_note),
    "drop": _of_what_waits(_never),
    "unlink_yes": linking.unlink,
}
_WORDS = {
    "帮助": "/help",
    "待接单": "/offers",
    "案件": "/cases",
    "我的案件": "/cases",
    "help": "/help",
    "取消": "/cancel",
    "cancel": "/cancel",
}
