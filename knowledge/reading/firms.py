"""Companies that a text names with what they are to the work: general contractor, subcontractor, developer, agency.

said = part [单位 | 方 | 公司] is name          总包是天水某某建筑有限公司, 劳务分包：某某劳务公司
name = what stands there up to 公司, 集团, 局, 院 or 队
"""

import re
from typing import Literal

Part = Literal["contractor", "subcontractor", "developer", "agency"]

_PARTS: dict[str, Part] = {
    "总承包": "contractor",
    "总包": "contractor",
    "施工单位": "contractor",
    "分包": "subcontractor",
    "建设单位": "developer",
    "开发商": "developer",
    "业主": "developer",
    "派遣单位": "agency",
    "派遣公司": "agency",
}
_SAID = re.compile(
    rf"(?P<part>{'|'.join(_PARTS)})(?:单位|公司|方)?(?:的?名字)?(?:叫做?|是|为|：|:)\s*"
    r"(?P<name>[^，。；,;：:！？!?\s（）()]{2,40}?(?:有限公司|有限责任公司|公司|集团|局|院|队))(?![司长])"
)
_NOT_A_NAME = re.compile(r"^(?:哪|谁|一[家个]|什么|另|别|不|没|那|这|我们?|他们?)")


def find_firms(text: str) -> list[tuple[Part, str]]:
    """Each company that is said to have a part in the work, with that part, in order; each once."""
    found = ((_PARTS[match["part"]], match["name"]) for match in _SAID.finditer(text))
    return list(dict.fromkeys(one for one in found if not _NOT_A_NAME.match(one[1])))
