"""What is looked at once more before a worker reads it: that it is all there, and does not tell him who writes."""

from cases.errors import CaseError
from cases.naming import tells_who
from cases.policy import Policy
from desk.visitors import Visit


class TellsWho(CaseError):
    """The worker would learn from it who writes; whoever wants that says so."""


def must_fit(visit: Visit, policy: Policy, text: str) -> None:
    """Raise CaseError if it is longer than one message may be: nothing of it is sent or kept."""
    n = len(text.replace("\r\n", "\n"))
    if n > policy.longest_text:
        raise CaseError(visit.words("too_many_words", n=n, most=policy.longest_text))


def must_not_tell(visit: Visit, text: str, sentence: str) -> None:
    """Raise TellsWho, with this sentence of the desk, if his own name, a mobile number or an account stands in it."""
    if tells_who(text, visit.colleague):
        raise TellsWho(sentence)
