"""An article as a message: the answer first, then the steps, the trap, and the law it rests on."""

from collections.abc import Iterable
from itertools import groupby

from handlers.turn import Turn
from knowledge.library import Article, Citation
from storage.messages import Button, Message

CRISIS = "mental-crisis"  # what is read by whoever may harm himself


def shown(turn: Turn, article: Article) -> Message:
    """The article word for word, with its citations and what can be done from here."""
    parts = (_head(turn, article), _steps(turn, article), _watch_out(turn, article), _law(turn, article))
    return Message("\n\n".join(part for part in parts if part), _buttons(turn, article))


def article(turn: Turn, topic: str) -> Article:
    """The article as the law stands today; raises UnknownArticleError if none is valid."""
    return turn.library.article(topic, turn.language, turn.today)


def titles(turn: Turn, topics: tuple[str, ...]) -> tuple[Button, ...]:
    """A button for each of these articles, labelled with its title."""
    return tuple(Button(f"topic:{topic}", turn.library.title(topic, turn.language)) for topic in topics)


def _head(turn: Turn, article: Article) -> str:
    title = turn.words("dialogue.article_first", title=article.title)
    ring = [turn.words("dialogue.article_ring", number=it.number, what_for=it.what_for) for it in article.ring]
    return "\n".join([*ring, *article.lead] if article.urgent else [title, *article.lead, *ring])


def _steps(turn: Turn, article: Article) -> str:
    numbered = [f"{n}. {step}" for n, step in enumerate(article.steps, 1)]
    return "\n".join([turn.words("dialogue.article_steps"), *numbered]) if numbered else ""


def _watch_out(turn: Turn, article: Article) -> str:
    return turn.words("dialogue.article_watch_out", text=article.watch_out) if article.watch_out else ""


def _law(turn: Turn, article: Article) -> str:
    listed = "、" if turn.language == "zh-CN" else ", "
    cited = [_cited(turn, law, found) for law, found in groupby(_by_law(article), key=lambda citation: citation.law)]
    day = article.reviewed_on.isoformat()
    law = turn.words("dialogue.article_citations", list=listed.join(cited)) if cited else ""
    return "\n".join(part for part in (law, turn.words("dialogue.article_date", day=day)) if part)


def _by_law(article: Article) -> list[Citation]:
    """The citations with those of one law together, the laws in the order in which the article names them."""
    laws = list(dict.fromkeys(citation.law for citation in article.citations))
    return sorted(article.citations, key=lambda citation: (laws.index(citation.law), _number(citation.article)))


def _cited(turn: Turn, law: str, found: Iterable[Citation]) -> str:
    """A law with all its articles: 《劳动法》第50、91条."""
    citations = list(found)
    numbers = list(dict.fromkeys(it.article for it in citations if it.article.isdigit()))
    others = list(dict.fromkeys(it.article for it in citations if not it.article.isdigit()))
    if turn.language == "zh-CN":
        articles = f"第{'、'.join(numbers)}条" if numbers else ""
    else:
        articles = f" art. {', '.join(numbers)}" if numbers else ""
    note = turn.words("dialogue.article_unverified") if any(it.unverified for it in citations) else ""
    return f"《{law}》{articles}{'、'.join(others)}{note}"


def _number(article: str) -> int:
    return int(article) if article.isdigit() else 0


def _buttons(turn: Turn, article: Article) -> tuple[Button, ...]:
    complaint = [turn.button("complaint")] if any(it.offer == "complaint" for it in article.next) else []
    judged = [Button(one, turn.words(f"buttons.{one}"), article.id) for one in ("useful", "useless")]
    return (*complaint, turn.button("person"), *judged)
