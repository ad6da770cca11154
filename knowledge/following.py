"""What a few words mean after an article was shown: "那要多久？", "没合同呢？" make sense only beside it.

Read alone, such words say too little; read after the title of the article, they say what they are about. A topic that
both readings name is meant, or is at least offered. Whoever follows up on an answer is never told that we do not know.
"""

import re
from datetime import date

from knowledge.answering import OFFERED, Answer, Candidate, answer_with
from knowledge.features import is_chinese, plain
from knowledge.library import Library

_LONGEST = 16  # Chinese characters; half as many English words
_OPENING = re.compile(
    r"^(?:那|要是|如果|假如|万一|可是|但是?|还有|然后|之后|多久|几天|多长|多少|去哪|在哪|哪里|找谁|怎么|咋|需要|要|能|可以|带什么|什么|"
    r"为什么|为啥|谁|没有?|不|有)"
)
_ENDING = re.compile(r"[呢吗么][?？。!！ ]*$")
_ENGLISH = re.compile(r"^(?:and|but|then|so|what|how|where|when|who|why|if|do|does|can|is|are)\b", re.IGNORECASE)
_FIRST = 3  # what a place in a list is worth: the n-th 1 / (_FIRST + n)
_BESIDE = 0.15  # what it is worth to be related to the article, or of its category


def follow_up(library: Library, topic: str, text: str, alone: Answer, *, on: date | None = None) -> Answer:
    """What is meant by `text` after the article `topic`; `alone`, what it means by itself, stands where that is clear.

    The article itself is not offered again.
    """
    text = library.in_our_script(text)
    stands = alone.outcome in ("answer", "danger") or alone.small_talk in ("greeting", "abuse")
    if stands or topic not in library.topics or not leans(text):
        return alone
    scores = _together(library, topic, text)
    meant = [it for it in sorted(scores, key=lambda it: -scores[it]) if library.covers(it, on)][:OFFERED]
    if len(meant) < 2:
        return alone
    first, second = (scores[it] for it in meant[:2])
    if first >= 2 * second:
        return answer_with(library, meant[0], text, on=on)
    return Answer("clarify", candidates=tuple(Candidate(it, round(scores[it], 4)) for it in meant))


def leans(text: str) -> bool:
    """Whether words are so few and begin or end so that they lean on what was said before."""
    if is_chinese(text):
        said = plain(text)
        return 0 < len(said) <= _LONGEST and bool(_OPENING.search(said) or _ENDING.search(text))
    return len(text.split()) <= _LONGEST // 2 and bool(_ENGLISH.search(text.strip()))


def _together(library: Library, topic: str, text: str) -> dict[str, float]:
    """How well each topic fits both the words alone and the words after the title; at least near the article itself."""
    alone, after = library.read(text).ranked, library.read(f"{library.title(topic)}{text}").ranked
    scores = dict[str, float]()
    for ranked in (alone, after):
        for n, it in enumerate(ranked):
            scores[it.topic] = scores.get(it.topic, 0.0) + 1 / (_FIRST + n)
    category, related = library.topics[topic].category, library.article(topic).related
    for near in scores:
        if near in related or library.topics[near].category == category:
            scores[near] += _BESIDE
    scores.pop(topic, None)
    return scores
