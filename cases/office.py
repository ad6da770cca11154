"""What every verb of a case needs beside the transaction: our words and our rules."""

from dataclasses import dataclass

from cases.policy import Policy
from texts import Texts


@dataclass(frozen=True, slots=True)
class Office:
    """The sentences we use and the rules we go by."""

    texts: Texts
    policy: Policy
