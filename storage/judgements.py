"""What people say of our answers: helpful or not, and why. Counted by article; who said it is not kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select, update

from storage.database import Transaction
from storage.ids import new_id
from storage.models import Judgement

REASONS = ("unclear", "other", "impossible", "wrong")  # not understood, not what I asked, cannot be done, not right


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an article helped and did not, and how often each reason was given."""

    topic: str
    useful: int = 0
    useless: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


def record(tx: Transaction, topic: str, *, useful: bool) -> str:
    """Somebody says that this article helped, or that it did not; returns an id by which he can say why."""
    judgement_id = new_id()
    tx.execute(insert(Judgement).values(id=judgement_id, topic=topic, useful=useful, reason="", at=tx.now))
    return judgement_id


def explain(tx: Transaction, judgement_id: str, reason: str) -> bool:
    """He says why; returns whether it is kept: only once, and only of an answer that did not help.

    Raises KeyError for a reason that is none of REASONS.
    """
    if reason not in REASONS:
        raise KeyError(reason)
    open_one = (Judgement.id == judgement_id, Judgement.reason == "", Judgement.useful.is_(False))
    return tx.execute(update(Judgement).where(*open_one).values(reason=reason)).rowcount == 1


def tallies(tx: Transaction) -> list[Tally]:
    """Every article that was judged, those that failed most often first."""
    rows = tx.execute(
        select(Judgement.topic, Judgement.useful, Judgement.reason, func.count()).group_by(
            Judgement.topic, Judgement.useful, Judgement.reason
        )
    )
    useful, useless, reasons = Counter[str](), Counter[str](), dict[str, Counter[str]]()
    for topic, helped, reason, count in rows:
        (useful if helped else useless)[topic] += count
        if reason:
            reasons.setdefault(topic, Counter())[reason] += count
    found = [Tally(it, useful[it], useless[it], dict(reasons.get(it, {}))) for it in {*useful, *useless}]
    return sorted(found, key=lambda it: (-it.useless, -it.useful, it.topic))
