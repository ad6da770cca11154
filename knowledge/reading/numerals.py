"""Numbers as people write them: 三万二, 6千5, 1.2w, 贰万叁仟, 12,000.

Grammar (after folding full-width forms, capital numerals, 两, w and k):

    number  = arabic [ "." digits ] [ scale ]      12,000   1.2万   8千
            | mixed                                三万二   6千5   1万2000   十五   二三〇〇

The digit after the last scale counts a tenth of it (三万二 is 32,000), unless 零 stands between, or unless it begins
the next word: 五千一个月 is 五千, 3500一天 is 3500, 三万一直没给 is 三万, 三千两个月 is 三千. What has two readings
(两三千, 1万20) is no number here: `read_number` returns None and nobody guesses.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module

_FOLD = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億〇○圆圓俩仨两兩",
    "一二二三三四五六六七八九十百千万亿零零元元二三二二",
)
_LETTER_SCALES = re.compile(r"(?<=\d)\s*([wWkK])(?![a-zA-Z])")
_SPOKEN_POINT = re.compile(r"([零一二三四五六七八九十]{1,6})点([零一二三四五六七八九]{1,6})(?=[百千万亿])")
_GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!,?\d)")
_TWO_OR_THREE_OF_US = re.compile(r"([俩仨])(?=[\d一二两三四五六七八九])")
_SPACED_UNIT = re.compile(r"(?<=\d)[ \u00a0]{1,3}(?=[百千万]{0,2}[多余来]?[元块])")

HAN = "零一二三四五六七八九十百千万亿"
_DIGIT = "[一二三四五六七八九]"
_SPAN = r"(?:个(?:多|半)?(?:月|人|工[友人])|天(?!水)|年(?![底前后关初])|月(?![底初薪工结]))"
_ONE = (
    r"(?:[个天日晚直共起分部点样些拖再次趟车件吨单平方米亩斤户]|小时|人(?!民币)|工(?![资钱])|"
    r"年(?![底前后关初])|月(?![底初薪工结]))"
)
_NEXT_WORD = rf"(?:(?<=[百千万亿])|(?<=[百千万亿]{_DIGIT}))(?:{_DIGIT}{_SPAN}|一{_ONE})"
NUMERAL = (
    rf"(?:\d+\.\d+[百千万亿]?"
    rf"|(?=[零百千万亿]{{0,18}}[\d一二三四五六七八九十])(?:\d|(?<!\d)(?!{_NEXT_WORD}){_DIGIT}|[零十百千万亿])+)"
)

_DECIMAL = re.compile(r"(\d+\.\d+|\d+)([百千万亿]?)")
_TWO_DIGITS = re.compile(r"[一二三四五六七八九]{2}")
_SPELLED = re.compile(r"[零一二三四五六七八九]{3,}")
_UNCLEAR_TAIL = re.compile(r"[百千万亿]\d{2}$|万\d{2,3}$|[十百千]\d{2,}$|[百千万亿]\d+\d[十百千]")
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LARGEST = 18  # characters; a longer numeral is an account number or noise
_NOISE = re.compile(rf"[\d{HAN}]{{{_LARGEST + 1},}}")


def fold(text: str) -> str:
    """The text with every way of writing a digit made one, so that lengths may change.

    Runs of digits too long for any number are taken out; searching them would take time that grows with their square.
    """
    text = _TWO_OR_THREE_OF_US.sub(r"\1 ", unicodedata.normalize("NFKC", text)).translate(_FOLD)
    text = _LETTER_SCALES.sub(lambda match: "万" if match[1] in "wW" else "千", text)
    text = _SPOKEN_POINT.sub(lambda match: f"{_spelled(match[1])}.{_spelled(match[2], point=True)}", text)
    text = _GROUPED.sub(lambda match: match[0].replace(",", ""), text)
    text = _SPACED_UNIT.sub("", text)
    return _NOISE.sub("·", text)


def _spelled(digits: str, *, point: bool = False) -> str:
    if point:
        return "".join(str("零一二三四五六七八九".index(digit)) for digit in digits)
    value = read_number(digits)
    return digits if value is None else str(value)


@lru_cache(maxsize=5000)
def read_number(numeral: str) -> Decimal | None:
    """The value of one folded numeral, or None where it has no reading or more than one."""
    if not numeral or len(numeral) > _LARGEST:
        return None
    simple = _DECIMAL.fullmatch(numeral)
    if simple:
        return Decimal(simple[1]) * _SCALES[simple[2]]
    if "." in numeral or _is_unclear(numeral):
        return None
    try:
        return Decimal(str(_reader()(numeral, "smart")))
    except (ValueError, KeyError):
        return None


@cache
def _reader() -> Callable[[str, str], int | float]:
    """What reads Chinese numerals; loaded with the first of them, because it takes a quarter of a second to load."""
    read: Callable[[str, str], int | float] = import_module("cn2an").cn2an
    return read


def _is_unclear(numeral: str) -> bool:
    if _SPELLED.fullmatch(numeral):
        return False
    return bool(_TWO_DIGITS.search(numeral) or _UNCLEAR_TAIL.search(numeral))
