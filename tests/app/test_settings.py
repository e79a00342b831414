from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.app.settings import Settings, load, setting_names, unknown_variables
from broadsheet.errors import SettingsError

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def write(folder: Path, text: str) -> Path:
    file = folder / "broadsheet.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_are_for_one_small_machine(tmp_path: Path) -> None:
    settings = load({"HOME": str(tmp_path)})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8080, "")
    assert settings.data == tmp_path / ".local" / "share" / "broadsheet"
    assert settings.database_address == str(settings.data / "broadsheet.db")
    assert settings.file is None
    assert settings.allow_private == ()


def test_xdg_folders_are_used(tmp_path: Path) -> None:
    config = tmp_path / "config" / "broadsheet"
    config.mkdir(parents=True)
    write(config, 'title = "The Evening Post"')
    settings = load({"HOME": "/nowhere", "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")})
    assert settings.title == "The Evening Post"
    assert settings.data == tmp_path / "data" / "broadsheet"
    assert settings.file == config / "broadsheet.toml"


def test_a_file_here_comes_before_that_of_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "port = 9000")
    assert load({"HOME": "/nowhere"}).port == 9000


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, 'title = "File"\nport = 9000\n[fetch]\ngap = 2.5\nredirects = 3\n')
    env = {"HOME": "/nowhere", "BROADSHEET_CONFIG": str(file), "BROADSHEET_TITLE": "Env", "BROADSHEET_FETCH_GAP": "4"}
    settings = load(env)
    assert (settings.title, settings.port, settings.fetch.gap, settings.fetch.redirects) == ("Env", 9000, 4.0, 3)


def test_every_type_can_come_from_the_environment(tmp_path: Path) -> None:
    env = {
        "HOME": "/nowhere",
        "BROADSHEET_DATA": str(tmp_path),
        "BROADSHEET_READERS_MAY_COMMENT": "no",
        "BROADSHEET_ALLOW_PRIVATE": "10.0.0.0/8, feeds.lan",
        "BROADSHEET_WORKER_IN_FLIGHT": "4",
    }
    settings = load(env)
    assert settings.data == tmp_path
    assert settings.readers_may_comment is False
    assert settings.allow_private == ("10.0.0.0/8", "feeds.lan")
    assert settings.worker.in_flight == 4


def test_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load({"HOME": "/nowhere", "BROADSHEET_DATA": "here", "BROADSHEET_DATABASE": "news.db"})
    assert settings.data == tmp_path / "here"
    assert settings.database_address == str(tmp_path / "news.db")
    assert load({"HOME": "/nowhere", "BROADSHEET_DATABASE": "postgresql://u@h/d"}).database_address == "postgresql://u@h/d"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("titel = 'x'", ["line 1", "titel", "title"]),
        ("\n\nport = 'eighty'", ["line 3", "port", "a whole number", "eighty"]),
        ("title = 'x'\n[fetch]\ngap = true", ["line 3", "fetch.gap", "a number"]),
        ("[fetch]\nspeed = 3", ["line 2", "fetch.speed", "gap"]),
        ("fetch = 3", ["line 1", "table"]),
        ("port = 70000", ["line 1", "65535"]),
        ("base_url = 'news.example.org'", ["line 1", "https://news.example.org"]),
        ("[parse]\nwall = 0", ["line 2", "parse.wall", "greater than 0"]),
        ("[schedule]\nleast = 900\nmost = 600", ["line 2", "schedule.least"]),
        ("trusted_proxies = ['proxy']", ["line 1", "proxy", "network"]),
        ("allow_private = ['not a host/8']", ["line 1"]),
        ("database = 'mysql://x'", ["line 1", "postgresql://"]),
        ("user_agent = ''", ["line 1", "user_agent"]),
        ("host = ''", ["line 1", "127.0.0.1"]),
        ("port = \ntitle = 'x'", ["TOML", "line 1"]),
        ("readers_may_read = 'yes'", ["true or false"]),
    ],
)
def test_a_mistake_names_file_line_and_what_is_allowed(tmp_path: Path, text: str, names: list[str]) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load({"HOME": "/nowhere"}, file)
    assert str(file) in str(caught.value)
    for name in names:
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("PORT", "x", "a whole number"), ("READERS_MAY_READ", "perhaps", "true or false"), ("FETCH_GAP", "-1", "greater than 0")],
)
def test_a_mistake_in_the_environment_names_the_variable(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({"HOME": "/nowhere", f"BROADSHEET_{name}": value})
    assert f"BROADSHEET_{name}" in str(caught.value)
    assert says in str(caught.value)


def test_a_variable_that_wins_over_the_file_is_the_one_that_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, "port = 80")
    with pytest.raises(SettingsError, match="BROADSHEET_PORT"):
        load({"HOME": "/nowhere", "BROADSHEET_PORT": "70000"}, file)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no settings file"):
        load({"HOME": "/nowhere", "BROADSHEET_CONFIG": str(tmp_path / "none.toml")})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        load({"HOME": "/nowhere"}, file)


def test_a_zero_gap_is_allowed() -> None:
    assert load({"HOME": "/nowhere", "BROADSHEET_FETCH_GAP": "0"}).fetch.gap == 0


def test_slips_in_variable_names_are_found() -> None:
    env = {"BROADSHEET_TITEL": "x", "BROADSHEET_TITLE": "y", "BROADSHEET_FETCH_GAP": "1", "BROADSHEET_CONFIG": "z", "HOME": "/"}
    assert unknown_variables(env) == ["BROADSHEET_TITEL"]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().title = "x"  # type: ignore[misc]


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE))
    assert documented == set(setting_names())


def test_documented_defaults_are_true() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| `?([^|`]*)`? \|", DOCS.read_text("utf-8"), re.MULTILINE)
    settings = load({"HOME": "/home/you"})
    for name, default in rows:
        value: object = settings
        for part in name.split("."):
            value = getattr(value, part)
        shown = (
            {True: "true", False: "false", "": '""', (): "[]"}.get(value, str(value))
            if isinstance(value, bool | str | tuple)
            else str(value)
        )
        if name == "data":
            shown = "~/.local/share/broadsheet"
        assert default.strip().replace(",", "") == shown.removesuffix(".0"), name


def test_families_come_from_a_table_or_a_variable(tmp_path: Path) -> None:
    file = write(tmp_path, '[families]\n"Example Media" = ["The Post", "evening.example"]\nOther = []\n')
    assert load({"HOME": "/nowhere"}, file).families == (("Example Media", ("The Post", "evening.example")), ("Other", ()))
    env = {"HOME": "/nowhere", "BROADSHEET_FAMILIES": "Example Media: The Post, The Herald; Other: The Echo;"}
    assert load(env, file).families == (("Example Media", ("The Post", "The Herald")), ("Other", ("The Echo",)))


def test_linking_and_the_embedder_can_be_chosen() -> None:
    env = {
        "HOME": "/nowhere",
        "BROADSHEET_LINKING_ENABLED": "no",
        "BROADSHEET_LINKING_TIDY_MINUTES": "0",
        "BROADSHEET_EMBEDDER_KIND": "none",
    }
    settings = load(env)
    assert (settings.linking.enabled, settings.linking.tidy_minutes, settings.embedder.kind) == (False, 0.0, "none")
    env = {"BROADSHEET_EMBEDDER_KIND": "endpoint", "BROADSHEET_EMBEDDER_URL": "http://127.0.0.1:8081/v1", "BROADSHEET_EMBEDDER_MODEL": "m"}
    assert load({"HOME": "/nowhere", "BROADSHEET_EMBEDDER_KEY": "hush"} | env).embedder.key == "hush"
    assert "hush" not in repr(load({"HOME": "/nowhere", "BROADSHEET_EMBEDDER_KEY": "hush"} | env))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[embedder]\nkind = 'magic'", ["line 2", "embedder.kind", "static"]),
        ("[embedder]\nkind = 'endpoint'\nurl = 'localhost:8081'", ["line 3", "embedder.url", "https://host/v1"]),
        ("[embedder]\nkind = 'endpoint'\nurl = 'http://a.example/v1'", ["embedder.model"]),
        ("[linking]\ntidy_minutes = -1", ["line 2", "linking.tidy_minutes"]),
        ("[families]\n\"Example Media\" = 'The Post'", ["line 1", "Example Media", '["The Post"']),
        ("families = ['The Post']", ["line 1", "table of owners"]),
    ],
)
def test_mistakes_about_stories_are_told(tmp_path: Path, text: str, names: list[str]) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load({"HOME": "/nowhere"}, file)
    for name in names:
        assert name in str(caught.value)


def test_a_variable_that_lists_no_owner_is_refused() -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_FAMILIES"):
        load({"HOME": "/nowhere", "BROADSHEET_FAMILIES": "The Post, The Herald"})
