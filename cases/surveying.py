"""Asking the worker how we did 回访: answered in time, satisfied, one tap each below the question whether it is solved.

The buttons stand below messages that he gets anyway, and show what he has tapped; nothing waits for them.
"""

from cases import money_words, notices
from cases.office import Office
from storage import cases, conversations, events, outbox, surveys
from storage.cases import Case
from storage.database import Transaction
from storage.messages import Button, Message
from storage.surveys import Question, Survey

SURVEYED = "surveyed"
_TAPPED = "✓ "
_LOOKED_AT = 60  # messages back, in which the one with the buttons is looked for
_BESIDE: tuple[Question, ...] = ("timely", "satisfied")  # asked beside; whether it is solved has buttons of its own


def ask(tx: Transaction, office: Office, case: Case, message: Message) -> int:
    """Promise the worker of a held case this message with what we would like to know below it; returns its number."""
    return notices.promise(tx, office, case.conversation_id, with_questions(tx, office, case, message), case_id=case.id)


def with_questions(tx: Transaction, office: Office, case: Case, message: Message) -> Message:
    """The message with what we would like to know below it."""
    language = money_words.language_of(tx, case)
    text = f"{message.text}\n\n{office.texts.say(language, 'money.survey')}"
    return Message(text, (*message.buttons, *_buttons(tx, office, case)), message.files)


def answer(tx: Transaction, office: Office, case: Case, name: str, said: str) -> bool:
    """Keep what the worker of a case taps, and let the buttons show it; False for what is no answer of ours."""
    question = next((one for one in _BESIDE if one == name), None)
    if question is None or said not in ("yes", "no"):
        return False
    case = cases.lock(tx, case.id)
    if surveys.answer(tx, case.id, question, said=said == "yes"):
        events.record(tx, case, SURVEYED, events.WORKER, {"survey": f"{question}_{said}"})
        _show(tx, office, case)
    return True


def _show(tx: Transaction, office: Office, case: Case) -> None:
    """The newest message with these buttons shows what was tapped."""
    chat = case.conversation_id
    since = max(conversations.last_n(tx, chat) - _LOOKED_AT, 0)
    for one in reversed(outbox.after(tx, chat, since)):
        message = outbox.behind(tx, chat, one.n) or one.message
        if one.action == "send" and any(_is_ours(it, case) for it in message.buttons):
            others = tuple(it for it in message.buttons if not _is_ours(it, case) and _fits(it, case))
            shown = Message(message.text, (*others, *_buttons(tx, office, case)), message.files)
            notices.edit(tx, office, chat, one.n, shown)
            return


def _buttons(tx: Transaction, office: Office, case: Case) -> tuple[Button, ...]:
    said, language = surveys.last(tx, case.id), money_words.language_of(tx, case)
    return tuple(_button(office, language, case, said, question, yes) for question in _BESIDE for yes in (True, False))


def _button(
    office: Office, language: str | None, case: Case, said: Survey | None, question: Question, yes: bool
) -> Button:
    answer = f"{question}_{'yes' if yes else 'no'}"
    mark = _TAPPED if said and getattr(said, question) is yes else ""
    label = mark + office.texts.say(language, f"money.survey_{answer}")
    return Button(f"survey:{case.number}:{answer}", label, beside=not yes)


def _is_ours(button: Button, case: Case) -> bool:
    return button.id.startswith(f"survey:{case.number}:")


def _fits(button: Button, case: Case) -> bool:
    """Whether a button beside ours still means something."""
    return not case.ended or not button.id.startswith("solved:")
