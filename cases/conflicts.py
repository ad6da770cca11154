"""Whether a lawyer stands on the other side: the names of those he acts for, and the names that a case is about."""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.reading.places import DISTRICTS

_SIGNS = re.compile(r"[\s()（）【】\[\]·,，.。、\"“”]")
_COMPANY_WORDS = re.compile(
    r"有限责任公司|股份有限公司|有限公司|分公司|公司|集团|项目部|"
    r"(?<![a-z])(?:co|ltd|limited|inc|company|corporation|group)(?![a-z])"
)
_TRADES = re.compile(
    r"房地产|建筑|建设|工程|劳务|安装|装饰|装修|物业|管理|服务|商贸|贸易|餐饮|酒店|实业|科技|机械|制造|置业|开发|市政|"
    r"路桥|园林|服装|食品|运输|物流|施工|厂$|店$|队$"
)
_PLACES = re.compile(
    "|".join(
        ["甘肃省?", "天水市?", *(name for one in DISTRICTS for name in (one.name, *one.also) if not name.isascii())]
    )
)
_SHORTEST_NAME = 2


def names_one_of(clients: Iterable[str], employer: str | None, told: str = "") -> bool:
    """Whether one of these is the employer: one name holds the other, or the worker's words hold the client.

    When in doubt it is a conflict: asking another lawyer costs minutes, the other side reading along costs the case.
    """
    return any(_is_named(client, told) or _is_one(client, employer or "") for client in clients)


def bare(name: str) -> str:
    """A company's name without the words and signs that people leave out or add."""
    return _SIGNS.sub("", _COMPANY_WORDS.sub("", unicodedata.normalize("NFKC", name).casefold()))


def core(name: str) -> str:
    """What only this company is called: its bare name without place and trade, or all of it if that leaves nothing."""
    whole = bare(name)
    left = _TRADES.sub("", _PLACES.sub("", whole))
    return left if len(left) >= _SHORTEST_NAME else whole


def _is_named(client: str, told: str) -> bool:
    if len(bare(client)) == 1:  # 甲公司: the one character alone stands in every text
        return _plain(client) in _plain(told)
    return len(bare(client)) >= _SHORTEST_NAME and core(client) in bare(told)


def _is_one(client: str, employer: str) -> bool:
    if len(bare(client)) == 1:
        return _plain(client) in _plain(employer)
    pairs = ((bare(client), bare(employer)), (core(client), core(employer)))
    return any(min(len(a), len(b)) >= _SHORTEST_NAME and (a in b or b in a) for a, b in pairs)


def _plain(name: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name).casefold())
