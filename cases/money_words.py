"""What a worker reads about money: the sentences of texts/<language>/money.yaml with their buttons."""

from collections.abc import Sequence

from cases import notices
from cases.office import Office
from storage import conversations
from storage.cases import Case
from storage.database import Transaction
from storage.messages import Button, Message


def button(office: Office, language: str | None, key: str, case: Case, at: str) -> Button:
    """The button `key` of a case and of what `at` names in it, labelled `money.button_<key>`."""
    return Button(f"{key}:{case.number}:{at}", office.texts.say(language, f"money.button_{key}"))


def tell(
    tx: Transaction, office: Office, case: Case, key: str, buttons: Sequence[Button] = (), **values: object
) -> int:
    """Promise the worker of a held case the sentence `money.<key>`; returns its number."""
    text = office.texts.say(language_of(tx, case), f"money.{key}", number=case.number, **values)
    return notices.promise(tx, office, case.conversation_id, Message(text, tuple(buttons)), case_id=case.id)


def language_of(tx: Transaction, case: Case) -> str | None:
    """The language in which the worker of a case reads."""
    return conversations.language_of(tx, case.conversation_id)
