"""What is looked at once more before a worker reads it: that it is all there, and does not tell him who writes."""

from cases.errors import CaseError
from cases.naming import tells_who
from cases.policy import Policy
from desk.visitors import Visit
from handlers.lawyer.marks import is_note, may_be_note


class Held(CaseError):
    """It waits until whoever wrote it says that it shall go as it is."""


class TellsWho(Held):
    """The worker would learn from it who writes."""


class PerhapsNote(Held):
    """It begins like a note for colleagues, and the worker would read it."""


def must_fit(visit: Visit, policy: Policy, text: str) -> None:
    """Raise CaseError if it is longer than one message may be: nothing of it is sent or kept."""
    n = len(text.replace("\r\n", "\n"))
    if n > policy.longest_text:
        raise CaseError(visit.words("too_many_words", n=n, most=policy.longest_text))


def must_not_tell(visit: Visit, text: str, sentence: str) -> None:
    """Raise TellsWho, with this sentence of the desk, if his own name, a mobile number or an account stands in it."""
    if tells_who(text, visit.colleague):
        raise TellsWho(sentence)


def must_be_meant(visit: Visit, text: str, sentence: str) -> None:
    """Raise PerhapsNote if it begins like a note, in this too if it tells who writes; else as must_not_tell."""
    if not (is_note(text) or may_be_note(text)):
        must_not_tell(visit, text, sentence)
        return
    also = (sentence,) if tells_who(text, visit.colleague) else ()
    raise PerhapsNote(" ".join((visit.words.say("casework.desk_perhaps_note"), *also)))
