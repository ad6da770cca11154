"""Tells a question from an answer, because people ask in the middle of a form, and one question from the next."""

import re

_MARK = re.compile(r"[?？]")
_ENDING = re.compile(r"(?:吗|么|呢|不|没|没有)[\s。.!！~～]*$")
_ASKING = re.compile(
    r"怎么|咋|如何|为什么|为啥|凭什么|什么|啥|哪[里个儿些家]|去哪|找谁|是否|能不能|可不可以|可以不|要不要|会不会|"
    r"有没有|是不是|合法|违法|犯法|请问|问一下|想问|咨询|多久|几天|怎样"
)
_ENGLISH = re.compile(
    r"^\s*(?:how|what|where|when|who|why|which|can|could|may\s+(?:i|we)|do|does|is|are|should|will)\b", re.IGNORECASE
)
_UNSURE = re.compile(r"不知道|不清楚|不晓得|记不清|说不好|没有|不[是愿想]")
_SHORTEST = 4


def looks_like_question(text: str) -> bool:
    """Whether a text typed as the answer to a form's question is itself a question to us.

    "不清楚" and "没有" are answers. A story that ends in 怎么办 counts as a question: do not ask this about a story.
    """
    said = text[:2000].strip()
    if len(said) < _SHORTEST:
        return bool(_MARK.search(said)) and len(said) > 1
    if _ENGLISH.search(said) or _MARK.search(said):
        return True
    if len(said) <= 8 and _UNSURE.search(said):
        return False
    return bool(_ASKING.search(said) or _ENDING.search(said))


_LISTED = re.compile(
    r"(?:^|(?<=[\s。？！?!；;，,]))(?:[（(]?[1-9一二三四五六][)）、.．]|第[一二三四五六][,，、]?|(?:另外|还有|再问)[,，：:]?)"
)
_STOP = re.compile(r"(?<=[?？])|[\n；;]+")
_LEAST = 6  # characters of a question that stands by itself


def questions_in(text: str) -> list[str]:
    """The questions that a message puts one after the other, each with what is said before it; one if it puts only one.

    A question ends with its mark, a new line or a semicolon, or where the next one is numbered.
    """
    found, told = list[str](), ""
    for part in (piece.strip() for listed in _LISTED.split(text[:2000]) for piece in _STOP.split(listed)):
        told = f"{told}{part}"
        if len(part) >= _LEAST and looks_like_question(part):
            found.append(told)
            told = ""
    return found or [text]


_PAUSE = re.compile(r"[。！!？?；;，,：:\s]+")
_WANTING = re.compile(
    r"怎么|咋|如何|吗|多少|能不能|能否|是否|合法|请问|合理|可以|哪|什么|该|呢|几级|算不算|为何|为什么|维权|求|投诉|反映"
)
_SHORT = 10  # characters below which a clause leans on the one before it


def what_is_asked(text: str) -> str:
    """The clause of a story that asks or demands something, the last such; without any, the last clause."""
    clauses = [clause for clause in _PAUSE.split(text) if clause]
    wanting = [n for n, clause in enumerate(clauses) if len(clause) > 2 and _WANTING.search(clause)]
    if not clauses:
        return text
    n = wanting[-1] if wanting else len(clauses) - 1
    return clauses[n] if n == 0 or len(clauses[n]) >= _SHORT else clauses[n - 1] + clauses[n]
