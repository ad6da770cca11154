"""Numbers of identity cards and bank cards in what people write: nobody here needs them, so they are not kept.

An identity number is taken for one only if it holds a date of birth and its check digit is right (GB 11643), a card
number only if it begins as cards in China do and satisfies the Luhn formula. So telephone numbers, sums, and days
that stand in a row are left alone. Written with spaces or dashes both count in the groups printed on the cards. Behind
the word for such a number one of its length is taken for it although a digit was mistyped.
"""

import re
from datetime import date

_IDENTITY = re.compile(r"(?<![0-9])[1-9]\d{5}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[0-9Xx](?![0-9Xx])")
_CARD = re.compile(
    r"(?<![0-9])(?:[3-69]\d{15,18}|62\d{2}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{1,3})?)(?![0-9])"
)
_CALLED = r"(?:号码?|號碼?)?[是为為:：\s]{0,3}"
_SAID_IDENTITY = re.compile(rf"(?<=身份证|身份證){_CALLED}(?P<number>\d(?:[ -]?\d){{16}}[ -]?[0-9Xx])(?![0-9Xx])")
_SAID_CARD = re.compile(
    rf"(?<=银行卡|銀行卡|工资卡|工資卡|.卡号|.卡號|.账号|.賬號){_CALLED}(?P<number>\d(?:[ -]?\d){{15,18}})(?![0-9])"
)
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
IDENTITY, CARD = "（身份证号，没有保存）", "（银行卡号，没有保存）"  # the record is kept in Chinese


def without_papers(text: str) -> str:
    """The text with a word in the place of each such number; the very same text if there is none."""
    folded = text.translate(_WIDE)  # one sign for each, so that places stay the same
    cards = [match.span() for match in _CARD.finditer(folded) if _is_card(match[0])]
    found = dict.fromkeys([*cards, *(match.span("number") for match in _SAID_CARD.finditer(folded))], CARD)
    identities = [match.span() for match in _IDENTITY.finditer(folded) if _is_identity(match[0])]
    found |= dict.fromkeys(
        [*identities, *(match.span("number") for match in _SAID_IDENTITY.finditer(folded))], IDENTITY
    )
    for (begin, end), word in sorted(found.items(), reverse=True):
        text = text[:begin] + word + text[end:]
    return text


def _is_identity(written: str) -> bool:
    number = re.sub(r"[ -]", "", written).upper()
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17]


def _is_card(written: str) -> bool:
    digits = [int(one) for one in written if one.isdigit()]
    doubled = (sum(divmod(2 * one, 10)) if at % 2 else one for at, one in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0
