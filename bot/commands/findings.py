"""What `hotline doctor` finds, each as one sentence that says what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is `wrong`, or worth knowing (`advice`); `code` stays the same, for scripts."""

    level: str
    code: str
    sentence: str


def wrong(code: str, sentence: str) -> Finding:
    """Something that has to be mended: the doctor ends with status 1."""
    return Finding("wrong", code, sentence)


def advice(code: str, sentence: str) -> Finding:
    """Something worth knowing with which the hotline works all the same."""
    return Finding("advice", code, sentence)
