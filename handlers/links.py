"""Where a link to the bot leads: t.me/<bot>?start=<payload> opens a chat at the right place."""

from dataclasses import replace

from handlers import complaint, human, joining, letters, question, sites, status, welcome
from handlers.articles import article
from handlers.lawyer.linking import link
from handlers.turn import Next, Step, Turn
from knowledge.library import UnknownArticleError

_ARTICLE, _CASE = "a-", "case-"
_PLACES: dict[str, Step] = {"complaint": complaint.start, "status": status.show, "person": human.ask_for}


def payload(text: str) -> str:
    """What follows /start, or "" if nothing does."""
    command, _, rest = text.partition(" ")
    return rest.strip() if command.split("@")[0] == "/start" else ""


def start(turn: Turn) -> Next:
    """Go where the link points: a complaint, the status, a person, a case of his, an article; else say who we are.

    A colleague's one-time code makes the chat his; it may begin like one of the others.
    """
    where = payload(turn.text)
    if where in _PLACES:
        return _PLACES[where](turn)
    if where.startswith(_CASE):
        return letters.reply(_pressed(turn, f"reply:{where.removeprefix(_CASE)}"))
    if code := joining.code_of_link(where):
        return joining.join_by(turn, code)
    if (token := sites.token_of_link(where)) is not None:
        return sites.scanned(turn, token)
    topic = where.removeprefix(_ARTICLE)
    if where.startswith(_ARTICLE) and _is_known(turn, topic):
        return question.choose_topic(_pressed(turn, f"topic:{topic}"))
    return link(turn, where) or _greeted(turn, where)


def _greeted(turn: Turn, where: str) -> Next:
    """The greeting; whom a link has led nowhere is told so first."""
    greeting = welcome.greet(turn)
    return replace(greeting, say=(turn.message("link_gone"), *greeting.say)) if where else greeting


def _is_known(turn: Turn, topic: str) -> bool:
    try:
        article(turn, topic)
    except UnknownArticleError:
        return False
    return True


def _pressed(turn: Turn, button: str) -> Turn:
    """The same turn as if he had tapped this button."""
    return replace(turn, incoming=replace(turn.incoming, kind="button", button=button))
