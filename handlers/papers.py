"""What stands on a worker's photos: shown to him, and only what he says is right goes into his form or his case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases import correspondence, facts, notices
from cases.office import Office
from handlers import form
from handlers.filling import fill
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.documents import Kind, Paper, read_paper
from knowledge.reading.sheets import Line, Sheet
from storage import cases, conversations, files, readings, tasks
from storage.clock import CHINA
from storage.conversations import Draft, Standing
from storage.database import Transaction
from storage.files import File
from storage.messages import Button, Message
from storage.readings import READ_PICTURE, Lines
from storage.tasks import Due

_STILL_MEANT = timedelta(days=7)  # how long a picture that belongs to nothing yet waits for a form to be read for
_SOONEST, _LATEST = timedelta(seconds=15), timedelta(hours=1)  # between two looks whether it belongs to something
_OF_THE_RECORD = "zh-CN"  # the record of a case is kept in Chinese
_NO_ANSWER = ("days_worked",)  # the form asks for the days that were not paid, and no paper says that
_PROOFS: Mapping[Kind, str] = {  # our kinds of paper, by the names of the proofs
    "iou": "iou",
    "payslip": "payslip",
    "attendance": "attendance",
    "contract": "contract",
    "notice": "board",
    "transfer": "bank",
}


@dataclass(frozen=True, slots=True)
class _About:
    """What pictures would be read for: an open case, or else the form that stands open."""

    number: str | None
    case_id: str | None
    draft: Draft


def wanted(tx: Transaction, task: Due) -> File | None:
    """The picture of a task, if it belongs to an open case of its sender or to a form that he has agreed to.

    Else the task is done: one that may come to belong to something is looked at again later. Raises Erased.
    """
    standing = conversations.lock_by_id(tx, files.by_id(tx, task.subject).conversation_id)
    file = files.by_id(tx, task.subject)
    tx.vault.key(file.key_id)
    if _about(tx, file, standing):
        return file
    if tasks.done(tx, task.id) and (wait := _next_look(tx, file)):
        tasks.add(tx, READ_PICTURE, file.id, tx.now + wait)
    return None


def read(tx: Transaction, office: Office, file_id: str, engine: str, lines: Lines) -> None:
    """Keep what was read on a picture, and ask the worker once all that he sent with it are read.

    The caller has marked the task that read it as done, in this transaction.
    """
    standing = conversations.lock_by_id(tx, files.by_id(tx, file_id).conversation_id)
    file = files.by_id(tx, file_id)
    if file.case_id:
        cases.lock(tx, file.case_id)
    readings.keep(tx, file, engine=engine, paper=_paper(tx, lines).kind or "", lines=lines)
    together = readings.sent_together(tx, file)
    about = _about(tx, file, standing)
    if about and not any(tasks.exists_open(tx, READ_PICTURE, one.id) for one in together):
        _ask(tx, office, file, together, about)


def right(turn: Turn) -> Next:
    """What was shown is right: into the form with it, or to whoever has the case."""
    settled = readings.settle(turn.tx, turn.standing.id, turn.pressed[1])
    if settled is None:
        return turn.again(_say(turn, "answered_before"))
    file, found = settled
    _name_proofs(turn, file)
    if file.case_id:
        return _to_case(turn, file.case_id, found)
    return _to_form(turn, found) if turn.draft.get("at") else turn.again(_say(turn, "nothing_open", ("complaint",)))


def wrong(turn: Turn) -> Next:
    """What was shown is not right: nothing of it is taken, the pictures stay."""
    settled = readings.settle(turn.tx, turn.standing.id, turn.pressed[1])
    return turn.again(_say(turn, "not_taken" if settled else "answered_before"))


def _to_form(turn: Turn, found: Mapping[str, str]) -> Next:
    """Fill the form and go on where it stands: to the next gap, to the card anew, or to wherever it waits."""
    draft = _filled(turn.draft, found)
    if turn.standing.step == IDLE:
        return Next(IDLE, (_say(turn, "taken", ("resume",)),), draft)
    if turn.standing.step not in ("form", "review") or draft.get("mending"):
        return Next(turn.standing.step, (_say(turn, "taken"),), draft)
    following = form.begin(turn, draft)
    on = following.say if following.step != turn.standing.step else ()  # else it is asked behind what we say
    return replace(following, say=(_say(turn, "taken"), *on))


def _filled(draft: Draft, found: Mapping[str, str]) -> Draft:
    """The draft with what the paper says instead of what was only read elsewhere, or what he did not know."""
    answers: dict[str, str | None] = draft.get("answers", {})
    own = {name: value for name, value in answers.items() if name not in _open(draft, found)}
    return fill({**draft, "answers": own}, found)


def _to_case(turn: Turn, case_id: str, found: Mapping[str, str]) -> Next:
    case = cases.by_id(turn.tx, case_id)
    rows = _rows(turn.office, _OF_THE_RECORD, found)
    words = turn.office.texts.say(_OF_THE_RECORD, "papers.for_record", lines=rows)
    correspondence.write_from_worker(turn.tx, case, words)
    return turn.again(_say(turn, "passed", ("status",), number=case.number), about=case.id)


def _next_look(tx: Transaction, file: File) -> timedelta | None:
    """In how long a form may have been begun that it belongs to; None when that is not to be expected any more."""
    age = tx.now - file.received_at
    return None if age > _STILL_MEANT or file.case_id else min(max(age, _SOONEST), _LATEST)


def _about(tx: Transaction, file: File, standing: Standing) -> _About | None:
    if file.case_id:
        case = cases.by_id(tx, file.case_id)
        return None if case.ended else _About(case.number, case.id, {})
    draft = standing.draft
    beside = draft.get("beside", {}).get("files", ())
    if draft.get("at") in (None, "consent") or file.id in beside or file.received_at < tx.now - _STILL_MEANT:
        return None
    return _About(None, None, draft)


def _ask(tx: Transaction, office: Office, file: File, together: Sequence[File], about: _About) -> None:
    papers = [paper for one in together if (paper := _kept_paper(tx, one.id)) and paper.facts]
    found = _in_common(papers)
    if about.case_id is None:
        found = {name: found[name] for name in _open(about.draft, found) if name not in _NO_ANSWER}
    if not found:
        return
    readings.propose(tx, file, found)
    language = conversations.language_of(tx, file.conversation_id)
    what = office.texts.say(language, f"papers.kind_{_kind_of(papers)}")
    rows = _rows(office, language, found)
    text = office.texts.say(language, "papers.proposed", paper=what, lines=rows, number=about.number)
    buttons = (_button(office, language, one, file.id) for one in ("paper_yes", "paper_no"))
    asked = Message(text, tuple(buttons))
    notices.promise(tx, office, file.conversation_id, asked, case_id=about.case_id)


def _in_common(papers: Sequence[Paper]) -> dict[str, str]:
    """The facts of several papers; those in which two contradict each other are left out."""
    said: dict[str, set[str]] = {}
    for paper in papers:
        for name, value in paper.facts.items():
            said.setdefault(name, set()).add(value)
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def _open(draft: Draft, found: Mapping[str, str]) -> list[str]:
    """Which of these facts the form would take: those it does not have, was only told of elsewhere, or he knew not."""
    answers, read = draft.get("answers", {}), draft.get("read", ())
    return [name for name, value in found.items() if answers.get(name) != value and _gives_way(answers, read, name)]


def _gives_way(answers: Mapping[str, str | None], read: Sequence[str], name: str) -> bool:
    return answers.get(name) is None or name in read


def _kept_paper(tx: Transaction, file_id: str) -> Paper | None:
    lines = readings.lines_of(tx, file_id)
    return _paper(tx, lines) if lines is not None else None


def _paper(tx: Transaction, lines: Lines) -> Paper:
    return read_paper(Sheet([Line(*line) for line in lines]), _day(tx))  # type: ignore[arg-type]


def _day(tx: Transaction) -> date:
    return tx.now.astimezone(CHINA).date()


def _kind_of(papers: Sequence[Paper]) -> str:
    """What it is called: by its kind, several different ones just pictures."""
    kinds = {paper.kind for paper in papers}
    return str(kinds.pop()) if len(kinds) == 1 else "several"


def _name_proofs(turn: Turn, file: File) -> None:
    """Who says that a payslip is read right has said that it is one; what he called it himself stays."""
    for one in readings.sent_together(turn.tx, file):
        paper = _kept_paper(turn.tx, one.id)
        if paper and paper.kind and paper.facts and not one.proves:
            files.show(turn.tx, [one.id], _PROOFS[paper.kind])


def _rows(office: Office, language: str | None, found: Mapping[str, str]) -> list[str]:
    say = office.texts.say
    named = {name: "papers.name_days" if name in _NO_ANSWER else f"fields.name_{name}" for name in found}
    words = {name: facts.in_words(office.texts, language, name, value) for name, value in found.items()}
    return [say(language, "dialogue.line", name=say(language, key), value=words[name]) for name, key in named.items()]


def _button(office: Office, language: str | None, button: str, file_id: str) -> Button:
    return Button(f"{button}:{file_id}", office.texts.say(language, f"papers.{button}"))


def _say(turn: Turn, key: str, buttons: tuple[str | Button, ...] = (), **values: object) -> Message:
    return Message(turn.words(f"papers.{key}", **values), tuple(turn.button(one) for one in buttons))
