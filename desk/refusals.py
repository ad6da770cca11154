"""How the desk says no: what can be refused, and with which status; the sentences are in texts/<language>/desk.yaml."""


class Refusal(Exception):
    """The request cannot be accepted as it is.

    `reason` names a text of the group `desk`; `typed` is what the colleague wrote, so that it is shown and not lost.
    """

    def __init__(self, status: int, reason: str, typed: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.typed = typed


class SignedOut(Refusal):
    """Nobody is signed in at this browser, or no longer."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(401, "signed_out", typed)


class NotFromOurPage(Refusal):
    """The form was not sent from a page of this session."""

    def __init__(self) -> None:
        super().__init__(403, "not_from_our_page")


class NotThere(Refusal):
    """There is no such case, or it is not this colleague's to see; nobody learns which."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(404, "unknown_case", typed)
