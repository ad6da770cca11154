"""What an answer rests on: the laws in one line, what each article is cited for, and its text where we have it."""

from collections.abc import Iterable
from itertools import groupby

from handlers.turn import Turn
from knowledge.library import MAIN_LANGUAGE, Article, Citation
from knowledge.numbering import numbers_in
from storage import statutes
from storage.messages import Button, Message
from storage.statutes import Cited

_PAGE = 1500  # characters of statutes in one message


def line(turn: Turn, article: Article, room: int) -> tuple[str, bool]:
    """The laws with their articles and the day of the last review, and whether all of them found room.

    `room` is in characters; one law is named at least.
    """
    laws = _laws(turn, article)
    shown = laws
    while len(shown) > 1 and len(_line(turn, article, shown, len(laws))) > room:
        shown = shown[:-1]
    return _line(turn, article, shown, len(laws)), len(shown) == len(laws)


def key(turn: Turn, article: Article) -> str:
    """What a button below an answer carries, so that the law of its time is shown: its id, or with the day it began."""
    return article.id if article.valid_on(turn.today) else f"{article.id}@{article.valid_from.isoformat()}"


def whole(turn: Turn, article: Article) -> Message:
    """Every citation with what it is cited for."""
    lines = [
        turn.words("answers.one_citation", law=_cited(turn, it.law, [it]), point=it.point) for it in _by_law(article)
    ]
    return Message("\n".join([turn.words("answers.all_citations", title=article.title), *lines]))


def texts(turn: Turn, article: Article, begin: int = 0) -> Message:
    """The cited articles themselves from the `begin`-th on, as many as one can read at once, and a button to go on."""
    found = statutes.find(turn.tx, _pairs(article))
    cited = [it for it in _pairs(article) if it in found]
    page, size, end = list[str](), 0, begin
    for law, number in cited[begin:]:
        text = found[law, number]
        if page and size + len(text) > _PAGE:
            break
        page.append(turn.words("answers.text_of_law", law=f"《{law}》") + "\n" + text)
        size, end = size + len(text), end + 1
    on = [Button("law", turn.words("buttons.law_on"), f"{key(turn, article)}:{end}")] if end < len(cited) else []
    return Message("\n\n".join(page) or turn.words("answers.text_missing"), tuple(on))


def _line(turn: Turn, article: Article, laws: list[str], of: int) -> str:
    listed = ("、" if turn.language == MAIN_LANGUAGE else ", ").join(laws)
    more = turn.words("answers.and_others") if len(laws) < of else ""
    law = [turn.words("answers.citations", list=listed + more)] if laws else []
    return "\n".join([*law, turn.words("answers.date", day=article.reviewed_on.isoformat())])


def _laws(turn: Turn, article: Article) -> list[str]:
    return [_cited(turn, law, found) for law, found in groupby(_by_law(article), key=lambda citation: citation.law)]


def _by_law(article: Article) -> list[Citation]:
    """The citations with those of one law together, the laws in the order in which the article names them."""
    laws = list(dict.fromkeys(citation.law for citation in article.citations))
    return sorted(article.citations, key=lambda citation: (laws.index(citation.law), _number(citation.article)))


def _pairs(article: Article) -> list[Cited]:
    """Each cited article once, by law and number, in the order in which they are shown."""
    return list(dict.fromkeys((it.law, number) for it in _by_law(article) for number in numbers_in(it.article)))


def _cited(turn: Turn, law: str, found: Iterable[Citation]) -> str:
    """A law with all its articles: 《劳动法》第50、91条."""
    citations = list(found)
    numbers = list(dict.fromkeys(it.article for it in citations if it.article.isdigit()))
    others = list(dict.fromkeys(_spelled(it.article) for it in citations if not it.article.isdigit()))
    if turn.language == MAIN_LANGUAGE:
        articles = f"第{'、'.join(numbers)}条" if numbers else ""
    else:
        articles = f" art. {', '.join(numbers)}" if numbers else ""
    note = turn.words("answers.unverified") if any(it.unverified for it in citations) else ""
    return f"《{law}》{articles}{'、'.join(others)}{note}"


def _spelled(article: str) -> str:
    """An article that was put in later: 第276条之1; whatever else was cited stands as it is."""
    match numbers_in(article):
        case (number,) if "之" in number:
            return f"第{number.replace('之', '条之')}"
        case _:
            return article


def _number(article: str) -> int:
    return int(numbers[0].partition("之")[0]) if (numbers := numbers_in(article)) else 0
