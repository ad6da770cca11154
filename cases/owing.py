"""How what is owed in a case reads: to the worker without a name, to colleagues on cards and when they are reminded."""

from datetime import date

from cases.office import Office
from storage import people, promises, todo
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.events import Event
from storage.messages import Button, Message
from storage.promises import Promise
from storage.todo import Todo

ASIDE = "\U0001f5d2"  # begins each message of ours that speaks of what no worker may read; an answer to it is a note
PROMISED, KEPT, LATE, DROPPED = "promised", "promise_kept", "promise_late", "promise_dropped"
TODO_MADE, TODO_DONE = "todo_made", "todo_done"
_QUOTED = 60  # characters of what was promised, on one line


def today(tx: Transaction) -> date:
    """The day it is in China."""
    return tx.now.astimezone(CHINA).date()


def in_words(tx: Transaction, office: Office, day: date, language: str | None) -> str:
    """A day as people say it, 11月27日; with its year if that is another."""
    year = "" if day.year == today(tx).year else day.year
    return office.texts.say(language, "casework.day", year=year, month=day.month, day=day.day)


def who(tx: Transaction, office: Office, case: Case, promise: Promise, language: str | None) -> str:
    """Who answers for it, as the worker knows him: his lawyer, or the supervisor on duty; never a name."""
    by_lawyer = not promise.with_supervisor and people.colleague(tx, case.owner).role == "lawyer"
    return office.texts.say(language, f"casework.who_{'lawyer' if by_lawyer else 'supervisor'}")


def for_worker(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    """What he can count on, line by line; nothing of a case that has ended."""
    if case.ended:
        return []
    return [_for_worker(tx, office, case, one, language) for one in promises.open_of(tx, case.id)]


def on_card(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    """What is owed and what is to be done, line by line, for whoever may read the case."""
    if case.ended:
        return []
    owed = [_on_card(tx, office, one, language) for one in promises.open_of(tx, case.id)]
    to_do = [
        office.texts.say(
            language, "casework.card_todo", day=in_words(tx, office, one.due_on, language), words=_one_line(one.words)
        )
        for one in todo.open_of(tx, case.id)
    ]
    return [*owed, *to_do]


def told(tx: Transaction, office: Office, case: Case, event: Event, language: str | None) -> Message | None:
    """What a colleague is reminded of, or told about, by such an event; None if it is settled by now."""
    match event.kind:
        case "promised" | "promise_late":
            its = {event.n, event.facts.get("promise")}
            found = [one for one in promises.open_of(tx, case.id) if its & {one.event_n, one.id}]
            return _of_promise(tx, office, case, event, found[0], language) if found else None
        case _:
            tasks = [one for one in todo.open_of(tx, case.id) if one.event_n == event.n]
            if not tasks:
                return None
            return _of_todo(tx, office, case, tasks[0], language)


def button(office: Office, language: str | None, key: str, number: str, at: str = "", **values: object) -> Button:
    """A button of a case, "kept:TS26112200007", labelled `casework.button_<key>`."""
    return Button(f"{key}:{number}", office.texts.say(language, f"casework.button_{key}", **values), at)


def _for_worker(tx: Transaction, office: Office, case: Case, promise: Promise, language: str | None) -> str:
    day, name = in_words(tx, office, promise.due_on, language), who(tx, office, case, promise, language)
    return office.texts.say(language, "casework.worker_owed", who=name, day=day)


def _on_card(tx: Transaction, office: Office, promise: Promise, language: str | None) -> str:
    words, day = promises.words_of(tx, promise.id), in_words(tx, office, promise.due_on, language)
    return office.texts.say(language, "casework.card_owed", day=day, words=_one_line(words), times=promise.times_late)


def _of_promise(
    tx: Transaction, office: Office, case: Case, event: Event, promise: Promise, language: str | None
) -> Message:
    values: dict[str, object] = {
        "number": case.number,
        "words": promises.words_of(tx, promise.id) or "",
        "day": in_words(tx, office, promise.due_on, language),
    }
    if event.kind == PROMISED:
        key, values["today"] = "news_promised", promise.due_on == today(tx)
    else:
        key, values["times"], values["up"] = "news_promise_late", promise.times_late, promise.with_supervisor
    ways = (button(office, language, "kept", case.number, promise.id), _case(office, language, case))
    return Message(office.texts.say(language, f"casework.{key}", **values), ways)


def _of_todo(tx: Transaction, office: Office, case: Case, to_do: Todo, language: str | None) -> Message:
    text = office.texts.say(
        language,
        "casework.news_todo",
        number=case.number,
        words=to_do.words or "",
        day=in_words(tx, office, to_do.due_on, language),
        today=to_do.due_on == today(tx),
    )
    ways = (button(office, language, "done", case.number, to_do.id), _case(office, language, case))
    return Message(f"{ASIDE} {text}", ways)


def _case(office: Office, language: str | None, case: Case) -> Button:
    return Button(f"case:{case.number}", office.texts.say(language, "lawyer.button_case"))


def _one_line(words: str | None) -> str:
    line = " ".join((words or "").split())
    return line[:_QUOTED] + ("…" if len(line) > _QUOTED else "")
