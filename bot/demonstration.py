"""An invented federation to try the hotline with: 天水 with seven districts, sixteen lawyers, a few cases.

Nobody in it exists. It is made only with HOTLINE_DEMO and only in an empty database.
"""

from datetime import timedelta
from decimal import Decimal

from cases import assigning, correspondence, opening
from cases.office import Office
from storage import cases, conversations, people
from storage.cases import Complaint
from storage.database import Transaction
from storage.people import Colleague, UnionBody

CITY = "620500"
_UNITS = {
    "620502": "演示·秦州区总工会",
    "620503": "演示·麦积区总工会",
    "620521": "演示·清水县总工会",
    "620522": "演示·秦安县总工会",
    "620523": "演示·甘谷县总工会",
    "620524": "演示·武山县总工会",
    "620525": "演示·张家川县总工会",
}
_WAGES_FIRST = ("wages", "contract", "overtime", "legal_aid")
_INJURY_FIRST = ("injury", "wages", "insurance", "legal_aid")
_DISMISSAL_FIRST = ("dismissal", "contract", "overtime", "insurance")
# surname-less names by stem and branch, so that nobody takes them for real: district, subjects, capacity, clients
_LAWYERS: tuple[tuple[str, str | None, tuple[str, ...], int, tuple[str, ...]], ...] = (
    ("甲", "620502", _WAGES_FIRST, 8, ("演示星河建筑工程有限公司",)),
    ("乙", "620502", _INJURY_FIRST, 6, ()),
    ("丙", "620502", _DISMISSAL_FIRST, 6, ()),
    ("丁", "620503", _WAGES_FIRST, 8, ()),
    ("戊", "620503", _INJURY_FIRST, 6, ("演示长风机械厂",)),
    ("己", "620503", _WAGES_FIRST, 5, ()),
    ("庚", "620521", _WAGES_FIRST, 5, ()),
    ("辛", "620521", _DISMISSAL_FIRST, 4, ()),
    ("壬", "620522", _WAGES_FIRST, 6, ("演示大麦餐饮有限公司",)),
    ("癸", "620522", _INJURY_FIRST, 4, ()),
    ("子", "620523", _WAGES_FIRST, 6, ()),
    ("丑", "620523", _DISMISSAL_FIRST, 4, ()),
    ("寅", "620524", _WAGES_FIRST, 5, ()),
    ("卯", "620525", _WAGES_FIRST, 5, ()),
    ("辰", None, _WAGES_FIRST, 10, ()),
    ("巳", None, _INJURY_FIRST, 8, ("演示星河建筑工程有限公司", "演示蓝天物业")),
)
_COMPLAINTS = (
    Complaint(
        "wages",
        "（演示）在麦积区一个工地绑钢筋，说好一天二百六，干了四十天，只给了两千，剩下的一直拖。",
        "620503",
        "演示星河建筑工程有限公司",
        Decimal(8400),
        "2026-08",
        6,
    ),
    Complaint(
        "wages",
        "（演示）在饭馆帮厨三个月，老板说生意不好，工资没给。",
        "620502",
        "演示大麦餐饮",
        Decimal(9600),
        "2026-07",
    ),
    Complaint("dismissal", "（演示）物业公司说不用来了，没有书面的东西，也没有补偿。", "620523", "演示蓝天物业"),
)


def furnish(tx: Transaction, office: Office) -> bool:
    """Make the federation if nobody works here yet; returns whether it did."""
    if not people.is_empty(tx):
        return False
    _staff(tx)
    for n, complaint in enumerate(_COMPLAINTS):
        standing = conversations.lock(tx, "web", f"demonstration-{n}")
        opening.open_case(
            tx, office, complaint, conversation_id=standing.id, person_id=standing.person_id, urgency="normal"
        )
    _one_in_hand(tx, office)
    return True


def sign_in_tokens(tx: Transaction) -> dict[str, str]:
    """One-time sign-in tokens by staff id, for the first lawyer, the operator and the supervisor."""
    return {who: people.invite(tx, who, people.SIGN_IN, timedelta(days=1)) for who in ("L01", "O01", "S01")}


def _staff(tx: Transaction) -> None:
    people.add_unit(tx, UnionBody(CITY, "演示·天水市总工会", None))
    for code, name in _UNITS.items():
        people.add_unit(tx, UnionBody(code, name, CITY))
    people.add(tx, Colleague("S01", "演示督导", "supervisor", CITY))
    people.add(tx, Colleague("O01", "演示接线员", "operator", CITY))
    people.add(tx, Colleague("A01", "演示管理员", "administrator", CITY))
    for n, (name, district, subjects, capacity, clients) in enumerate(_LAWYERS, 1):
        unit = district or CITY
        people.add(tx, Colleague(f"L{n:02d}", f"演示律师{name}", "lawyer", unit, district, subjects, clients, capacity))


def _one_in_hand(tx: Transaction, office: Office) -> None:
    """Let one of the cases be accepted and answered, so that a case page has something to show."""
    standing = conversations.lock(tx, "web", "demonstration-in-hand")
    opened = opening.open_case(
        tx,
        office,
        Complaint("wages", "（演示）砌墙队的工钱欠了两个月，一共五个人。", "620502", "演示云峰劳务队", Decimal(36000)),
        conversation_id=standing.id,
        person_id=standing.person_id,
        urgency="normal",
    )
    number = opened.case.number
    offered_to = cases.by_number(tx, number).offered_to
    if offered_to is None:
        return
    lawyer = people.colleague(tx, offered_to)
    assigning.accept(tx, office, lawyer, number)
    correspondence.write_to_worker(tx, office, lawyer, number, "（演示）您好，考勤或者工友的电话您手上有吗？")
