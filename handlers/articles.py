"""An article as a message: the answer first, then the steps, the trap, and the law it rests on."""

from datetime import date

from handlers import citing
from handlers.turn import Turn
from knowledge.library import MAIN_LANGUAGE, Article
from storage import statutes
from storage.messages import Button, Message

CRISIS = "mental-crisis"  # what is read by whoever may harm himself
_LONGEST = {MAIN_LANGUAGE: 900, "en": 2000}  # characters that one reads on a small screen
_RELATED = 2  # articles that are offered beside an answer


def shown(turn: Turn, article: Article, law_of: date | None = None, logged: str = "") -> Message:
    """The article word for word, with its citations and what can be done from here.

    `law_of`: the day by whose law it answers, if that is not today. `logged`: the question it answers, so that a
    judgement finds it.
    """
    before = "" if article.valid_on(turn.today) or law_of is None else law_of.isoformat()
    parts = (
        turn.words("answers.of_then", day=before) if before else "",
        *(_head(turn, article), _steps(turn, article), _watch_out(turn, article)),
        "" if before else _changed(turn, article),
    )
    told = turn.library.local.filled("\n\n".join(part for part in parts if part), turn.language, turn.today)
    law, complete = citing.line(turn, article, _LONGEST[turn.language] - len(told))
    return Message(
        "\n\n".join([told, law]), (*_ways_on(turn, article, complete=complete), *_judging(turn, article, logged))
    )


def article(turn: Turn, topic: str, on: date | None = None) -> Article:
    """The article as the law stood on that day, or stands today; raises UnknownArticleError if none is valid."""
    return turn.library.article(topic, turn.language, on or turn.today)


def titles(turn: Turn, topics: tuple[str, ...], logged: str = "") -> tuple[Button, ...]:
    """A button for each of these articles, labelled with its title; `logged` is the question they are offered for."""
    return tuple(Button(f"topic:{topic}", turn.library.title(topic, turn.language), logged) for topic in topics)


def _head(turn: Turn, article: Article) -> str:
    title = turn.words("answers.first", title=article.title)
    ring = [turn.words("answers.ring", number=it.number, what_for=it.what_for) for it in article.ring]
    return "\n".join([*ring, *article.lead] if article.urgent else [title, *article.lead, *ring])


def _steps(turn: Turn, article: Article) -> str:
    numbered = [f"{n}. {step}" for n, step in enumerate(article.steps, 1)]
    return "\n".join([turn.words("answers.steps"), *numbered]) if numbered else ""


def _watch_out(turn: Turn, article: Article) -> str:
    return turn.words("answers.watch_out", text=article.watch_out) if article.watch_out else ""


def _changed(turn: Turn, article: Article) -> str:
    """That another time had another answer, where one is written."""
    if len(turn.library.versions.get((MAIN_LANGUAGE, article.id), ())) < 2:
        return ""
    return turn.words("answers.changed", day=article.valid_from.isoformat())


def _ways_on(turn: Turn, article: Article, *, complete: bool) -> tuple[Button, ...]:
    complaint = [turn.button("complaint")] if any(it.offer == "complaint" for it in article.next) else []
    its = citing.key(turn, article)
    law = [Button("law", turn.words("buttons.law"), its)] if statutes.are_here(turn.tx) else []
    more = [] if complete else [Button("more", turn.words("buttons.more"), its)]
    return (*complaint, *titles(turn, _related(turn, article)), *law, *more, turn.button("person"))


def _judging(turn: Turn, article: Article, logged: str) -> tuple[Button, ...]:
    at = f"{article.id}:{logged}" if logged else article.id
    return tuple(Button(one, turn.words(f"buttons.{one}"), at) for one in ("useful", "useless"))


def _related(turn: Turn, article: Article) -> tuple[str, ...]:
    """What one may want to read next: what the article itself leads to, then what is related to it."""
    leads = [*(it.id for it in article.next if it.offer == "article" and it.id), *article.related]
    there = [topic for topic in dict.fromkeys(leads) if turn.library.covers(topic, turn.today)]
    return () if article.urgent else tuple(there[:_RELATED])
