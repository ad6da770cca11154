"""A worker scans the poster of his site: he hears which one it is, and his complaint begins with its facts."""

from dataclasses import replace

from cases.posters import LINK
from handlers import form, welcome
from handlers.filling import SCANNED, fill
from handlers.turn import IDLE, Next, Turn
from storage import conversations, sites
from storage.conversations import Draft
from storage.messages import Button, Message
from storage.sites import Site

_OF_A_COLLEAGUE = 32  # characters of a one-time code, which may begin like a link of ours


def token_of_link(payload: str) -> str | None:
    """What a poster's link says of its site, whole or mangled; None if it is another kind of link."""
    ours = payload.startswith(LINK) and len(payload) != _OF_A_COLLEAGUE
    return payload.removeprefix(LINK) if ours else None


def scanned(turn: Turn, token: str) -> Next:
    """Say which site it is and keep its facts for a complaint; a form that is open goes on with them.

    A code that we did not sign is not told apart from one that was not scanned whole.
    """
    site = sites.by_token(turn.tx, token)
    if site is None or site.ended_at:
        return _without_facts(turn, turn.words("poster.ended" if site else "poster.unread"))
    draft = _with_facts(turn, site)
    if turn.draft.get("at"):
        return _into_form(turn, site, draft)
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    ways = (turn.button("complaint"), Button("ask", turn.words("poster.button_ask")), turn.button("person"))
    return Next(turn.standing.step, (Message(turn.words("poster.hello", site=_named(turn, site)), ways),), draft)


def _without_facts(turn: Turn, why: str) -> Next:
    """Say why nothing is known of the site; who is in the middle of something stays there, others are greeted."""
    if turn.standing.step != IDLE:
        return turn.again(Message(why))
    greeting = welcome.greet(turn)
    return replace(greeting, say=(Message(why), *greeting.say))


def _into_form(turn: Turn, site: Site, draft: Draft) -> Next:
    """The facts stand where the form had none, and it goes on with what is still open."""
    filled = draft["answers"] != turn.draft["answers"]
    said = Message(turn.words("poster.into_form", site=_named(turn, site), filled=filled))
    if turn.standing.step == IDLE:
        return Next(IDLE, (said, turn.message("draft_waits", ("resume", "cancel"))), draft)
    if turn.standing.step != "form" or draft.get("mending"):
        return Next(turn.standing.step, (said,), draft)
    going_on = form.begin(turn, draft, said)
    return replace(going_on, say=(said,)) if going_on.step == "form" else going_on


def _with_facts(turn: Turn, site: Site) -> Draft:
    """The draft with the facts of this poster; what another poster had filled in, and nobody confirmed, is gone."""
    facts, draft = _facts(turn, site), _without_poster(turn.draft)
    filled = fill(draft, facts)
    fresh = [name for name in facts if name not in draft.get("answers", {})]
    return {**filled, SCANNED: fresh}


def _without_poster(draft: Draft) -> Draft:
    old = {name for name in draft.get(SCANNED, ()) if name in draft.get("read", ())}
    answers = {name: value for name, value in draft.get("answers", {}).items() if name not in old}
    return {**draft, "answers": answers, "read": [name for name in draft.get("read", ()) if name not in old]}


def _facts(turn: Turn, site: Site) -> dict[str, str]:
    """What a complaint from this site may take from its poster; the general contractor stands with the site's name."""
    known = {
        "site": turn.words("poster.with_contractor", name=site.name, contractor=site.contractor),
        "employer": site.employer,
        "district": site.district,
        "construction": "yes",
    }
    return {name: value for name, value in known.items() if value}


def _named(turn: Turn, site: Site) -> str:
    return turn.words("poster.named", name=site.name, contractor=site.contractor, employer=site.employer)
