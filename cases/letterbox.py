"""Who may write to the worker of a case, how a letter reads, and what one sets going, whether of words or of files."""

from collections import Counter
from collections.abc import Sequence

from cases import calling, deadlines, lifecycle
from cases.errors import Ended, NotYours
from cases.notices import worded
from cases.office import Office
from cases.waiting import stop_asking
from storage import cases, conversations, events, people
from storage.cases import Case
from storage.database import Transaction
from storage.files import File
from storage.messages import Message
from storage.people import Colleague


def held(tx: Transaction, colleague: Colleague, number: str) -> Case:
    """The case, held, if this colleague answers for it or supervises it; raises UnknownCase or NotYours.

    Who may read it is asked once more after the wait for it.
    """
    cases.lock(tx, cases.visible(tx, colleague, number).id)
    case = cases.visible(tx, colleague, number)
    if case.owner != colleague.id and not colleague.supervises:
        raise NotYours(number)
    return case


def held_writable(tx: Transaction, colleague: Colleague, number: str) -> Case:
    """The case, held, if this colleague may write to its worker; raises UnknownCase, NotYours or Ended."""
    case = held(tx, colleague, number)
    if case.ended:
        raise Ended(number)
    return case


def worded_letter(tx: Transaction, office: Office, case: Case, text: str, files: tuple[str, ...] = ()) -> Message:
    """A letter as the worker reads it, with files."""
    said = worded(tx, office, case, "letter", ("reply", "ask"), text=text)
    return Message(said.text, said.buttons, files)


def worded_files(tx: Transaction, office: Office, case: Case, files: Sequence[File]) -> Message:
    """Files without a letter, as the worker reads of them: how many of which kind."""
    language = conversations.language_of(tx, case.conversation_id)
    counted = Counter(one.kind for one in files)
    kinds = [office.texts.say(language, f"lawyer.file_{kind}", n=n) for kind, n in counted.items()]
    said = worded(tx, office, case, "files", ("reply", "ask"), kinds=kinds)
    return Message(said.text, said.buttons, tuple(one.id for one in files))


def begin_work(tx: Transaction, case: Case) -> None:
    """The worker hears of his case: it is being worked on, and what he writes next answers."""
    if case.status in ("accepted", "reopened"):
        lifecycle.move(tx, case, "working")
    conversations.take_in_hand(tx, case.conversation_id, case.id)


def go_on(tx: Transaction, case: Case) -> None:
    """The worker sent something: nobody need call him; when he was asked whether it is solved, it goes on."""
    calling.heard(tx, case)
    deadlines.heard(tx, case)
    if case.status == "awaiting_worker":
        stop_asking(tx, case)
        lifecycle.move(tx, case, "working")
        events.record(tx, case, "continued", events.WORKER)


def may_write(tx: Transaction, staff_id: str, case: Case) -> bool:
    """Whether a letter of this colleague may still go to the worker of the case."""
    colleague = people.colleague(tx, staff_id)
    try:
        cases.visible(tx, colleague, case.number)
    except cases.UnknownCase:
        return False
    return colleague.active and not case.ended and (case.owner == staff_id or colleague.supervises)
