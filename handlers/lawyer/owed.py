"""What a colleague owes: promises read in his letters and written down with one tap, and what he has to do himself."""

from datetime import date, datetime

from cases import cards, owing, promising, todo
from cases.calendars import calendar
from handlers.lawyer.answered import answered
from handlers.lawyer.bench import NUMBER, Bench
from handlers.turn import Next
from knowledge.reading.promising import read_day
from storage import cases, promises
from storage import todo as to_dos
from storage.cases import Case
from storage.messages import Button, Message


def with_promises(bench: Bench, case: Case, event_n: int, text: str, said: Message) -> Message:
    """What is answered to a letter of his, with an offer for each day promised in it, and for what was owed before."""
    tx = bench.turn.tx
    offers = [_offer(bench, case, event_n, one.by) for one in promising.read(tx, text)]
    owed = [one for one in promises.open_of(tx, case.id) if one.letter_n != event_n]
    keeps = [_kept(bench, case.number, one.id, one.due_on, many=len(owed) > 1) for one in owed]
    asked = [key for key, buttons in (("asked_to_owe", offers), ("ask_kept", keeps)) if buttons]
    words = [bench.turn.words(f"casework.{key}") for key in asked]
    return Message("\n".join([said.text, *words]), (*said.buttons, *offers, *keeps))


def owe(bench: Bench) -> Next:
    """He promised that: the worker and he see it until it is kept. Raises UnknownCase, NotYours, Ended, CaseError."""
    _, number, at = bench.pressed
    case, (letter, _, day) = bench.case(number), at.partition(".")
    by = _day(day)
    found = promising.of_letter(bench.turn.tx, case, int(letter), by) if by and letter.isdecimal() else None
    if found is None:
        return bench.says(bench.saying("old_button"))
    its_id = promising.promise(
        bench.turn.tx,
        bench.turn.office,
        bench.me,
        number,
        found.by,
        found.words,
        letter_n=int(letter),
        of_result=found.of_result,
    )
    return bench.says(_owed(bench, case, its_id, found.by), case=case)


def kept(bench: Bench) -> Next:
    """He has done it. Raises UnknownCase, NotYours, NotOwed."""
    _, number, at = bench.pressed
    case = promising.keep(bench.turn.tx, bench.me, number, at)
    return bench.says(Message(bench.turn.words("casework.kept", number=case.number)), case=case)


def promise(bench: Bench, typed: str) -> Next:
    """Write down by hand what he promised, for the case that he names, answers or has in hand; else say how."""
    case, found = _meant(bench, typed)
    if case is None or found is None or not found[1]:
        return bench.says(Message(bench.turn.words("casework.promise_how")))
    by, words = found
    its_id = promising.promise(bench.turn.tx, bench.turn.office, bench.me, case.number, by, words)
    return bench.says(_owed(bench, case, its_id, by), case=case)


def to_do(bench: Bench, typed: str) -> Next:
    """Write down what is to be done, as for a promise; without a word, list all he owes and has to do."""
    if not typed:
        return listed(bench)
    case, found = _meant(bench, typed)
    if case is None or found is None or not found[1]:
        return bench.says(Message(f"{owing.ASIDE} {bench.turn.words('casework.todo_how')}"))
    day, words = found
    its_id = todo.make(bench.turn.tx, bench.turn.office, bench.me, case.number, day, words)
    text = bench.turn.words("casework.todo_made", number=case.number, day=_in_words(bench, day), words=words)
    ways = (owing.button(bench.turn.office, bench.turn.language, "done", case.number, its_id),)
    return bench.says(Message(f"{owing.ASIDE} {text}", ways), case=case)


def done(bench: Bench) -> Next:
    """He has done what was to be done. Raises UnknownCase, NotYours, NotToDo."""
    _, number, at = bench.pressed
    case = todo.done(bench.turn.tx, bench.me, number, at)
    text = bench.turn.words("casework.todo_done", number=case.number)
    return bench.says(Message(f"{owing.ASIDE} {text}"), case=case)


def listed(bench: Bench) -> Next:
    """All that he owes and has to do, what is due first first."""
    tx, words = bench.turn.tx, bench.turn.words
    owed = [
        words("casework.owed_line", day=_in_words(bench, one.due_on), case=_case(bench, one), times=one.times_late)
        for one in promises.owed_by(tx, bench.me)
    ]
    todos = [
        words(
            "casework.todo_line", day=_in_words(bench, one.due_on), number=one.number, words=_one_line(one.words or "")
        )
        for one in to_dos.of_colleague(tx, bench.me)
    ]
    return bench.says(Message(words("casework.listed", owed=owed, todos=todos)))


def _meant(bench: Bench, typed: str) -> tuple[Case | None, tuple[date, str] | None]:
    """The case that is meant, and the day and the words that were typed; raises UnknownCase, OnlyOffered."""
    first, _, rest = typed.partition(" ")
    named = NUMBER.fullmatch(first) is not None
    tx = bench.turn.tx
    found = read_day(rest if named else typed, owing.today(tx), calendar(tx).works)
    if named:
        return bench.case(first), found
    replied = answered(bench)
    return (replied.case if replied else bench.in_hand()), found


def _offer(bench: Bench, case: Case, event_n: int, by: date) -> Button:
    office, language = bench.turn.office, bench.turn.language
    at = f"{event_n}.{by:%Y%m%d}"
    return owing.button(office, language, "owe", case.number, at, day=_in_words(bench, by))


def _kept(bench: Bench, number: str, promise_id: str, by: date, *, many: bool) -> Button:
    words = bench.turn.words
    label = words("casework.button_kept_one", day=_in_words(bench, by)) if many else words("casework.button_kept")
    return Button(f"kept:{number}", label, promise_id)


def _owed(bench: Bench, case: Case, promise_id: str, by: date) -> Message:
    text = bench.turn.words("casework.owed", number=case.number, day=_in_words(bench, by))
    return Message(text, (_kept(bench, case.number, promise_id, by, many=False),))


def _case(bench: Bench, one: promises.Owed) -> str:
    return cards.line(bench.turn.office, cases.by_number(bench.turn.tx, one.number), bench.turn.language)


def _in_words(bench: Bench, day: date) -> str:
    return owing.in_words(bench.turn.tx, bench.turn.office, day, bench.turn.language)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 (a day, not an instant)
    except ValueError:
        return None
