"""Why something cannot be done with a case, in a sentence for the colleague who tried."""


class CaseError(Exception):
    """Anything a colleague asked of a case that cannot be done as it stands."""


class NotOffered(CaseError):
    """The case is not, or no longer, offered to this colleague."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 已不在您的待接单中，可能已超时转派；请刷新列表。")


class Ended(CaseError):
    """The case has ended; it must be reopened first."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 已结束，工人或督导重新办理后才能继续操作。")


class NotYours(CaseError):
    """Only the one who answers for the case, or a supervisor, may do this."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 不由您承办，不能进行这项操作。")


class Empty(CaseError):
    """There is nothing in it."""

    def __init__(self) -> None:
        super().__init__("内容是空的，请写好再提交。")


class NotEligible(CaseError):
    """This lawyer may not have this case."""

    def __init__(self, staff_id: str, why: str) -> None:
        super().__init__(f"{staff_id} 不能承办：{why}。请另选一位。")
