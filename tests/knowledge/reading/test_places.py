import pytest

from knowledge.reading.places import CITY_CODE, DISTRICTS, find_district, nearest_district


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


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(34.57, 105.90, "620503"), (34.58, 105.72, "620502"), (34.70, 104.95, "620524"), (31.23, 121.47, None)],
)
def test_a_place_in_degrees_is_near_one_county(latitude: float, longitude: float, code: str | None) -> None:
    """
    A place that somebody shares is guessed to be in the county whose seat is nearest, and in none if all are far.
    """
    near = nearest_district(latitude, longitude, within=60)

    assert (near.code if near else None) == code


def test_every_county_has_its_seat() -> None:
    """
    None of the seven is left out of the guess.
    """
    assert all(it.seat for it in DISTRICTS)
