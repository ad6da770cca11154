"""How referrals 转办 went, counted from the record: what was handed to whom, taken, refused and why, never answered."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from storage.database import Transaction
from storage.models import Case, Event

_KINDS = tuple(
    f"referral_{what}"
    for what in ("declined", "sent", "accepted", "refused", "returned", "done", "silent", "revoked", "taken_back")
)


def counts(
    tx: Transaction, since: datetime, until: datetime, units: Collection[str] | None = None
) -> Mapping[tuple[str, str, str], int]:
    """How often each thing happened to the cases of these units (None: of any) from `since` to before `until`.

    Keyed by the kind of office, what happened ("sent", "refused", "silent") and, of a refusal, its reason, else "".
    """
    within = (Event.kind.in_(_KINDS), Event.at >= since, Event.at < until)
    chosen = select(Event.kind, Event.facts).join(Case, Case.id == Event.case_id).where(*within)
    if units is not None:
        chosen = chosen.where(Case.unit.in_(units))
    return Counter(
        (row.facts["office"], row.kind.removeprefix("referral_"), row.facts.get("refusal") or "")
        for row in tx.execute(chosen)
    )
