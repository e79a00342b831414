"""Names of authors: pieces of sentences and buttons are nobody."""

from __future__ import annotations

import pytest

from broadsheet.extract.metadata_people import people


@pytest.mark.parametrize(
    "line", ["By following the tips below", "by completing this form you confirm", "Privacy Policy", "By Contact Us", "others"]
)
def test_words_that_name_nobody(line: str) -> None:
    assert people([line], byline=True) == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lind", ("Ada Lind",)),
        ("ada lind", ("ada lind",)),
        ("Von Ada Lind und Otto Berg", ("Ada Lind", "Otto Berg")),
        ("日本 太郎", ("日本 太郎",)),
    ],
)
def test_names_stay(line: str, names: tuple[str, ...]) -> None:
    assert people([line], byline=True) == names
