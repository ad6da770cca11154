"""A credit code is known however it is written, and one wrong sign in it is always found out."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.reading.credit_codes import SIGNS, WrongCreditCode, check_character, find_credit_codes, read_credit_code

PUBLISHED = "91350100M000100Y43"  # the example of GB 32100-2015

signs = st.sampled_from(SIGNS)
codes = st.builds(
    lambda head, place, rest: (first := f"{head}{place:06d}{rest}") + check_character(first),
    st.text(signs, min_size=2, max_size=2),
    st.integers(0, 999_999),
    st.text(signs, min_size=9, max_size=9),
)
gaps = st.sampled_from(("", " ", "-", "\u3000"))


def test_the_example_of_the_standard() -> None:
    """
    The code that the standard computes has the check character that we compute.
    """
    assert read_credit_code(PUBLISHED) == PUBLISHED


@given(codes, st.lists(gaps, min_size=17, max_size=17), st.booleans())
def test_however_it_is_written(code: str, between: list[str], small: bool) -> None:
    """
    With spaces or dashes anywhere, in small letters, with O for 0 and I for 1: the same code.
    """
    written = "".join(sign + gap for sign, gap in zip(code, [*between, ""], strict=True))
    copied = written.replace("0", "O").replace("1", "I")

    for it in (written, copied):
        assert read_credit_code(it.lower() if small else it) == code


@given(codes, st.integers(0, 17), signs)
def test_one_wrong_sign_is_found_out(code: str, at: int, wrong: str) -> None:
    """
    Whichever sign is mistyped, it is no code any more; if it was another than the last, it is said what that would be.
    """
    assume(code[at] != wrong)

    with pytest.raises(WrongCreditCode) as refusal:
        read_credit_code(code[:at] + wrong + code[at + 1 :])

    assert refusal.value.flaw in ("check", "signs")
    assert refusal.value.flaw == "signs" or refusal.value.check in SIGNS


@given(codes, st.integers(0, 16))
def test_two_signs_that_changed_places_are_found_out(code: str, at: int) -> None:
    """
    Two neighbours in the wrong order are noticed.
    """
    assume(code[at] != code[at + 1])

    with pytest.raises(WrongCreditCode):
        read_credit_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(st.text(max_size=40))
def test_anything_else_is_refused_with_a_sentence(written: str) -> None:
    """
    Whatever somebody types is a code or is refused with a reason.
    """
    assert said_of(written).endswith(".") or len(read_credit_code(written)) == 18


@given(codes.filter(lambda code: not code.isdigit()), gaps)
def test_found_in_what_somebody_writes(code: str, gap: str) -> None:
    """
    Between Chinese words, behind a colon, beside a telephone number, cut into groups of four: it is found, once.
    """
    shown = gap.join((code[:4], code[4:8], code[8:12], code[12:16], code[16:]))
    told = f"公司叫某某劳务，统一社会信用代码：{shown}，电话 13800000000。再说一遍 {code.lower()}。"

    assert find_credit_codes(told) == [code]


@given(codes, st.integers(0, 16), signs)
def test_a_wrong_one_is_not_found(code: str, at: int, wrong: str) -> None:
    """
    What is mistyped in a story is left alone.
    """
    assume(code[at] != wrong)

    assert find_credit_codes(f"代码{code[:at]}{wrong}{code[at + 1 :]}。") == []


def test_the_number_of_an_identity_card_is_none() -> None:
    """
    A number that could be both is taken for the person's, and not kept.
    """
    both = next(
        number
        for year in range(1950, 2000)
        for n in range(1000)
        if (number := _identity(f"110101{year}0101{n:03d}")) and number[-1] == check_character(number[:-1])
    )

    assert find_credit_codes(f"我的身份证{both}") == []


def said_of(written: str) -> str:
    """Why this is no code; "" if it is one."""
    try:
        read_credit_code(written)
    except WrongCreditCode as refusal:
        return str(refusal)
    return ""


def _identity(first: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(one) * weight for one, weight in zip(first, weights, strict=True)) % 11]
