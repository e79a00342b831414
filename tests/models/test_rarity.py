"""Background rarity: common words are common, whatever their form."""

from __future__ import annotations

from broadsheet.models.rarity import background, background_logprob


def test_common_words_are_more_probable_than_rare_ones() -> None:
    for common, rare in (("the", "ferry"), ("und", "erdbeben"), ("de", "monarchie"), ("của", "bác")):
        assert background_logprob(common, -99) > background_logprob(rare, -99) > -99


def test_form_and_case_do_not_matter() -> None:
    assert background_logprob("The", -99) == background_logprob("the", -99) == background()("THE")


def test_an_unknown_word_is_as_rare_as_the_rarest() -> None:
    table = background()
    assert table("qqxyzzyqq") == table.floor <= table("ferry")
    assert table.logprob("qqxyzzyqq", -30) == -30
    assert "ferry" in table
    assert "qqxyzzyqq" not in table
    assert len(table) > 50_000
