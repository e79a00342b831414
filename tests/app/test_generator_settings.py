"""A text generator in the settings: off by default, its key nowhere to be seen, its times its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.app.settings import Settings, load
from broadsheet.app.wiring import make_generator
from broadsheet.errors import ModelError, SettingsError
from broadsheet.models.generating import Shape
from chat_service import ChatService, says, stalls

KEY = "sk-of-the-operator"


@pytest.fixture
def service() -> Iterator[ChatService]:
    with ChatService() as running:
        yield running


def settings(tmp_path: Path, url: str, **more: str) -> Settings:
    variables = {f"BROADSHEET_GENERATOR_{name.upper()}": value for name, value in {"url": url, "model": "tiny", **more}.items()}
    return load({"HOME": str(tmp_path), "BROADSHEET_ALLOW_PRIVATE": "127.0.0.1", **variables})


def ask(chosen: Settings) -> object:
    generator = make_generator(chosen)
    assert generator is not None
    return generator.write([("user", "x")], Shape("any", {}), lambda value: value).value


def test_there_is_none_by_default(tmp_path: Path) -> None:
    assert make_generator(load({"HOME": str(tmp_path)})) is None


def test_the_key_comes_from_a_variable_or_a_file_and_is_not_shown(tmp_path: Path, service: ChatService) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    service.plan = [says("{}")]
    for chosen in (settings(tmp_path, service.url, key=KEY), settings(tmp_path, service.url, key_file=str(file))):
        assert ask(chosen) == {}
        assert KEY not in repr(chosen)
    assert [headers["Authorization"] for headers in service.headers] == [f"Bearer {KEY}"] * 2


def test_L07_its_times_are_its_own(tmp_path: Path, service: ChatService) -> None:
    service.plan = [stalls(1)]
    with pytest.raises(ModelError, match="first byte"):
        ask(settings(tmp_path, service.url, first_byte="0.2"))


def test_L13_a_private_address_needs_leave(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="did not answer"):
        ask(settings(tmp_path, "http://169.254.169.254/v1"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"url": "ftp://x/v1"}, "must look like"),
        ({"url": "http://me:hush@host/v1"}, "without name"),
        ({"model": " "}, "names no model"),
        ({"key": "a", "key_file": "b"}, "both set"),
        ({"total": "0"}, "greater than 0"),
    ],
)
def test_slips_are_told(tmp_path: Path, more: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        settings(tmp_path, **{"url": "http://127.0.0.1:1/v1", **more})
    assert "hush" not in str(caught.value)


def test_a_key_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        make_generator(settings(tmp_path, "http://127.0.0.1:1/v1", key_file="/nowhere/key"))
