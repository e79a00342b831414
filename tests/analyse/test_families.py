"""Which publishers belong together."""

from __future__ import annotations

import pytest

from broadsheet.analyse.families import Families


@pytest.mark.parametrize(
    ("publisher", "domain", "family"),
    [
        ("Reuters India", "", "Reuters"),
        ("Reuters UK (blog)", "", "Reuters"),
        ("The Associated Press", "apnews.com", "Associated Press"),
        ("www.dailymail.co.uk", "", "DMG Media"),
        ("The Sun", "thesun.co.uk", "News Corp"),
        ("Marrow Gazette", "news.marrow.example", "marrow.example"),
        ("Marrow Gazette Online", "", "marrow gazette"),
        ("Marrow Channel 4 News", "", "marrow channel 4"),
        ("Marrow Channel 5", "", "marrow channel 5"),
        ("", "", ""),
    ],
)
def test_family_of(publisher: str, domain: str, family: str) -> None:
    assert Families().family_of(publisher, domain) == family


def test_what_an_operator_says_goes_first() -> None:
    families = Families({"Own House": ["The Sun", "Marrow Gazette"]})
    assert families.family_of("The Sun", "thesun.co.uk") == "Own House"
    assert families.family_of("Marrow Gazette", "marrow.example") == families.family_of("The Sun")


def test_agencies_and_credits() -> None:
    families = Families()
    assert families.is_agency("dpa")
    assert families.is_agency("reuters.com")
    assert families.is_agency("Lorvane Press Agency")
    assert not families.is_agency("Marrow Gazette")
    assert families.match_credit("AP") == "Associated Press"
    assert families.names_publisher("LPA", "Lorvane Press Agency", "wire.lpa.example")
    assert not families.names_publisher("LPA", "Marrow Gazette", "marrow.example")
