"""What people asked, what we made of it and what came of that, so that the gaps of the knowledge can be seen.

Nothing here leads to a person: the words are masked before they come, no conversation is named, and the caller forgets
the rows after KEPT.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, func, insert, or_, select, update

from storage.database import Transaction
from storage.models import LoggedQuestion

KEPT = timedelta(days=180)
NONE_OF_THEM = "none"  # what was chosen when no title offered was the one
_ID_BYTES = 9  # 12 characters: a button carries them beside the id of a topic


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read: `said` masked, `topic` the one answered or "", `offered` the titles shown."""

    said: str
    language: str
    outcome: str
    topic: str = ""
    offered: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A question that was not met: not answered, none of the titles chosen, or the answer judged to be of no use."""

    said: str
    why: str
    topic: str
    at: datetime


def record(tx: Transaction, asked: Asked) -> str:
    """Keep a question; returns the id by which a choice or a judgement finds it."""
    question_id = token_urlsafe(_ID_BYTES)
    tx.execute(
        insert(LoggedQuestion).values(
            id=question_id,
            at=tx.now,
            language=asked.language,
            said=asked.said,
            outcome=asked.outcome,
            topic=asked.topic,
            offered=" ".join(asked.offered),
            chosen="",
            judged="",
        )
    )
    return question_id


def choose(tx: Transaction, question_id: str, topic: str) -> None:
    """A title was tapped, or NONE_OF_THEM; the last choice counts. Of a question that is forgotten nothing is kept."""
    tx.execute(update(LoggedQuestion).where(LoggedQuestion.id == question_id).values(chosen=topic))


def judge(tx: Transaction, question_id: str, verdict: str) -> None:
    """What was said of its answer: "useful", "useless" or a reason."""
    tx.execute(update(LoggedQuestion).where(LoggedQuestion.id == question_id).values(judged=verdict))


def unmet(tx: Transaction, since: datetime) -> list[Unmet]:
    """The questions since then that were not met, the newest first."""
    rows = tx.execute(
        select(
            LoggedQuestion.said, LoggedQuestion.topic, LoggedQuestion.chosen, LoggedQuestion.judged, LoggedQuestion.at
        )
        .where(LoggedQuestion.at >= since)
        .where(
            or_(
                LoggedQuestion.outcome == "abstain",
                LoggedQuestion.chosen == NONE_OF_THEM,
                LoggedQuestion.judged.not_in(("", "useful")),
            )
        )
        .order_by(LoggedQuestion.at.desc(), LoggedQuestion.id)
    )
    return [
        Unmet(said, _why(chosen, judged), topic or ("" if chosen == NONE_OF_THEM else chosen), at)
        for said, topic, chosen, judged, at in rows
    ]


def outcomes(tx: Transaction, since: datetime) -> dict[str, int]:
    """How many questions had each outcome since then."""
    counted = select(LoggedQuestion.outcome, func.count()).where(LoggedQuestion.at >= since)
    return dict(tx.execute(counted.group_by(LoggedQuestion.outcome)).all())


def forget(tx: Transaction) -> int:
    """Delete what is older than KEPT; returns how many."""
    return tx.execute(delete(LoggedQuestion).where(LoggedQuestion.at < tx.now - KEPT)).rowcount


def _why(chosen: str, judged: str) -> str:
    if judged not in ("", "useful"):
        return judged
    return "none of the titles" if chosen == NONE_OF_THEM else "not answered"
