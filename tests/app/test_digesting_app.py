"""Readers' digests: their rules in the store, their mail by the settings, and the command."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli
from broadsheet.app.digesting import KEY, keep_reader, mailer_of, make_digesting, reader_called, readers_of
from broadsheet.app.settings import MailSettings, load
from broadsheet.errors import InputError, NotFound, SettingsError
from broadsheet.store import open_store
from broadsheet.store.base import Store
from pier_edition import tell_pier
from site_edition import NOW

RULES = '{"email": "mara@post.example", "when": "07:00"}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "readers.db")
    yield opened
    opened.close()


def settings(tmp_path: Path, **mail: str) -> MailSettings:
    return load({"HOME": str(tmp_path), **{f"BROADSHEET_MAIL_{name.upper()}": value for name, value in mail.items()}}).mail


def test_rules_are_kept_and_removed(store: Store) -> None:
    keep_reader(store, "mara", RULES)
    keep_reader(store, "ito", '{"when": "hourly"}')
    assert [rules.name for rules in readers_of(store)] == ["ito", "mara"]
    assert reader_called(store, "mara").email == "mara@post.example"
    keep_reader(store, "ito", "")
    with pytest.raises(NotFound, match="mara"):
        reader_called(store, "ito")


@pytest.mark.parametrize("text", ["{", "[]", '{"email": "x"}', '{"x": 1}'])
def test_what_are_no_rules_is_told(store: Store, text: str) -> None:
    with pytest.raises(InputError):
        keep_reader(store, "mara", text)
    store.put(KEY, text)
    with pytest.raises(InputError):
        readers_of(store)


def test_the_password_comes_from_a_variable_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "word"
    file.write_text("hush\n")
    base = {"host": "mail.example", "sender": "press@news.example", "user": "press"}
    for chosen in (settings(tmp_path, **base, password="hush"), settings(tmp_path, **base, password_file=str(file))):
        assert mailer_of(chosen).server.password == "hush"
        assert "hush" not in repr(chosen) + repr(mailer_of(chosen).server)


@pytest.mark.parametrize(
    ("mail", "message"),
    [
        ({"sender": "x"}, "no e-mail address"),
        ({"sender": ""}, "empty"),
        ({"security": "ssl"}, "cannot be"),
        ({"port": "70000"}, "between 0"),
        ({"security": "none", "user": "me"}, "unencrypted"),
        ({"password": "a", "password_file": "b"}, "both set"),
    ],
)
def test_slips_in_the_settings_are_told(tmp_path: Path, mail: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        settings(tmp_path, **{"host": "mail.example", "sender": "press@news.example", **mail})


def test_without_a_server_nothing_is_sent(tmp_path: Path, store: Store) -> None:
    assert make_digesting(store, load({"HOME": str(tmp_path)}), lambda: NOW) is None
    with pytest.raises(SettingsError, match="no mail server"):
        mailer_of(MailSettings())


def call(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROADSHEET_DATABASE", str(tmp_path / "a.db"))
    opened = open_store(tmp_path / "a.db")
    tell_pier(opened)
    opened.close()
    since = f"{NOW - timedelta(days=2):%Y-%m-%d}"
    assert "The pier at Vellmar" in call("digest", "--since", since).stdout
    assert json.loads(call("digest", "--since", since, "--format", "json").stdout)["new"]
    assert call("digest", "--since", since, "--format", "epub").exit_code == 2
    assert call("digest", "--since", since, "--format", "epub", "--out", "a.epub").exit_code == 0
    assert zipfile.ZipFile(tmp_path / "a.epub").namelist()[0] == "mimetype"
    assert call("digest", "--since", "tomorrow").exit_code == 2
    assert call("digest", "--send").exit_code == 2
    assert call("digest", "--reader", "mara").exit_code == 3
    assert call("digest", "--reader", "mara", "--rules", RULES).exit_code == 0
    assert call("digest", "--reader", "mara", "--since", since).exit_code == 0
    assert "no mail server" in call("digest", "--reader", "mara", "--send").stderr
