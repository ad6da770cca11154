import pytest

from knowledge.reading.places import CITY_CODE, DISTRICTS, find_district


def test_the_pilot_city_has_seven_districts_and_counties() -> None:
    """
    Every district of the pilot city can be chosen, each with its own code.
    """
    assert len({it.code for it in DISTRICTS}) == 7
    assert all(it.code[:4] == CITY_CODE[:4] for it in DISTRICTS)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("秦州区", "620502"),
        ("在秦城那边干的", "620502"),
        ("麦积", "620503"),
        ("北道", "620503"),
        ("清水县红堡", "620521"),
        ("秦安", "620522"),
        ("Gangu", "620523"),
        ("wushan county", "620524"),
        ("张家川回族自治县", "620525"),
        ("张川的工地", "620525"),
        ("620523", "620523"),
        ("qin'an", "620522"),
    ],
)
def test_a_district_is_found_by_any_of_its_names(said: str, code: str) -> None:
    """
    A worker names his district as people there do, old names included.
    """
    district = find_district(said)
    assert district is not None
    assert district.code == code


@pytest.mark.parametrize("said", ["", "天水", "兰州", "秦州区和麦积区都有", "1620523", "甘肃", "😀"])
def test_no_district_or_several_are_not_decided(said: str) -> None:
    """
    Where the text leaves it open, the worker is asked.
    """
    assert find_district(said) is None
