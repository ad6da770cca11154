"""Takes out of a question who asked it and about whom, before it is kept, listed or shown to another program.

What a text calls its employer or foreman, every long number, every address on a network and every name that somebody
gives himself is replaced by a word for its kind. A rule can miss a name: what is masked is kept for a limited time
only, and never beside a person.
"""

import re

from knowledge.reading.foremen import find_foreman
from knowledge.reading.names import find_employer

LONGEST = 300  # characters of a question that are left

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w[\w.]*", re.ASCII)
_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}[Xx*]*")  # telephone, identity card, bank card, QQ
_ACCOUNT = re.compile(r"(微信号?|QQ|qq|抖音号?|支付宝)([是为:： ]{0,3})[A-Za-z0-9][\w-]{4,}", re.ASCII)
_OWN_NAME = re.compile(
    r"((?:我(?:叫|的名字是|名字叫)|姓名|名叫|本人)[:： ]?)(?!.{0,2}[在是有被于因的没])"
    r"[\u4e00-\u9fff]{2,3}(?=[，。,;；、\s]|$)"
)
_FIRM = re.compile(
    r"[\u4e00-\u9fff（）()A-Za-z0-9]{2,20}?(?:股份有限|有限责任|有限)公司"
)  # the names of firms that no rule of the story caught


_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)|(?<!\d)\d{9,}(?!\d)"
)
_SAID_TELEPHONE = re.compile(r"((?:电话|座机|手机|微信)(?:号码?)?[是为:： ]{0,3})\d{5,}")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def without_contacts(text: str) -> str:
    """The whole text without telephone numbers, accounts, addresses on a network and a name somebody gives himself.

    What employers and sites are called stays, and so do sums and days.
    """
    said = _ADDRESS.sub("某网址", text.translate(_WIDE))
    said = _ACCOUNT.sub(r"\1\2某号", said)
    said = _OWN_NAME.sub(r"\1某人", said)
    return _SAID_TELEPHONE.sub(r"\1某号", _TELEPHONE.sub("某号", said))


def masked(text: str) -> str:
    """The first LONGEST characters without names and numbers; never raises, whatever the text holds."""
    said = text[: 2 * LONGEST]
    for name, word in ((find_employer(said), "某单位"), (find_foreman(said), "某人")):
        said = said.replace(name, word) if name else said
    said = _FIRM.sub("某公司", said)
    said = _ADDRESS.sub("某网址", said)
    said = _ACCOUNT.sub(r"\1\2某号", said)
    said = _OWN_NAME.sub(r"\1某人", said)
    return _NUMBER.sub("某号", said)[:LONGEST]
