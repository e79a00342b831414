from __future__ import annotations

import gzip
import io
import json
import logging
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import broadsheet
from broadsheet.app.cli import HOMES, cli
from broadsheet.app.cli.filters import as_known
from broadsheet.app.cli.frame import exit_code
from broadsheet.app.cli.safe import safe, safe_lines
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.errors import BroadsheetError, InputError, NotFound, SettingsError, StoreBusy, Timeout
from broadsheet.types import Failure, FullText, Listing, Precision, Source
from pressroom import page, story

DOCS = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BROADSHEET_CONFIG", "BROADSHEET_DATA", "BROADSHEET_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def call(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin, catch_exceptions=False)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def newsroom() -> Newsroom:
    return broadsheet.open(settings=load())


def texts(folder: Path, *numbers: int, name: str = "texts.jsonl", **more: str) -> Path:
    file = folder / name
    lines = [
        json.dumps({"title": f"The ferry number {n} sails again", "text": story(n), "url": f"https://harbour.example/{n}"} | more)
        for n in numbers
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


# -- the frame ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(HOMES))
def test_every_command_can_be_loaded_and_says_what_it_does(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str()
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


def test_every_command_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    assert {name for name in HOMES if f"`broadsheet {name}" not in text} == set()
    assert set(re.findall(r"`broadsheet ([a-z]+)", text)) <= set(HOMES)


def test_exit_codes_are_documented() -> None:
    text = DOCS.read_text("utf-8")
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == [0, 1, 2, 3, 4, 5, 130]


def test_errors_have_their_exit_codes() -> None:
    errors: list[tuple[BroadsheetError, int]] = [
        (InputError("x"), 2),
        (SettingsError("x"), 2),
        (NotFound("x"), 3),
        (StoreBusy("x"), 4),
        (Timeout("x"), 1),
    ]
    assert [exit_code(error) for error, _ in errors] == [code for _, code in errors]


def test_mistakes_are_one_line_without_traceback(home: Path) -> None:
    for args, code in (
        (("article", "99"), 3),
        (("--config", "none.toml", "latest"), 2),
        (("--database", "mysql://x", "latest"), 2),
        (("import", "none.jsonl"), 2),
        (("replay",), 2),
        (("sources", "--remove", "7"), 3),
        (("update", "7"), 3),
        (("add", "https://10.0.0.1/feed", "--kind", "feed"), 1),
        (("extract", "--jsonl", "none.jsonl"), 2),
    ):
        result = call(*args)
        assert result.exit_code == code, (args, result.output)
        assert result.stderr.startswith("broadsheet: ")
        assert "Traceback" not in result.stderr
        assert result.stderr.count("\n") == 1, result.stderr


def test_an_unusable_database_has_its_own_code(home: Path) -> None:
    (home / "folder.db").mkdir()
    result = call("--database", str(home / "folder.db"), "latest")
    assert result.exit_code == 4


def test_an_unknown_command_is_a_usage_error() -> None:
    assert call("frobnicate").exit_code == 2


def test_interrupting_is_130(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("broadsheet.app.cli.frame.Office.newsroom", property(interrupt))
    assert call("latest").exit_code == 130


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = call("completion", shell)
    assert result.exit_code == 0
    assert "_BROADSHEET_COMPLETE" in result.stdout


# -- row T14 -----------------------------------------------------------------------------------------------------------


def test_T14_escapes_and_line_ends_in_titles_do_nothing() -> None:
    assert safe("Good\x1b[31m red\x07\r\nnews\x00\x9b") == "Good\\x1b[31m red\\x07  news\\x00\\x9b"
    assert safe("left\u202eright\u2066") == "leftright"
    assert safe("lone \ud800") == "lone \N{REPLACEMENT CHARACTER}"
    assert safe("Zürich – 東京 🎉") == "Zürich – 東京 🎉"
    assert safe_lines("a\x1b\nb") == "a\\x1b\nb"


def test_T14_log_lines_cannot_be_forged() -> None:
    from broadsheet.app.cli.frame import SafeFormatter

    record = logging.LogRecord("worker", logging.WARNING, "f", 1, "%s failed", ("Paper\r\nERROR forged\x1b[2J",), None)
    assert SafeFormatter("%(levelname)s %(message)s").format(record) == "WARNING Paper  ERROR forged\\x1b[2J failed"


@given(st.text())
def test_T14_what_is_safe_is_one_printable_line(text: str) -> None:
    shown = safe(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_T14_titles_of_stored_articles(home: Path) -> None:
    call("import", str(texts(home, 1, title="Storm\u009b31m \x1b]0;owned\x07 ahead of the ferry")))
    for args in (("latest",), ("article", "1"), ("search", "ferry")):
        assert "\x1b" not in call(*args).stdout
        assert "\x9b" not in call(*args).stdout


# -- in and out --------------------------------------------------------------------------------------------------------


def test_import_read_search_export(home: Path) -> None:
    result = call("import", "--json", str(texts(home, 1, 2, 3)))
    assert rows(result)[0] | {"documents": 3, "new": 3, "failed": 0} == rows(result)[0]
    assert [row["title"] for row in rows(call("latest", "--json", "-n", "2"))] == [
        "The ferry number 3 sails again",
        "The ferry number 2 sails again",
    ]
    assert rows(call("search", "--json", "passenger", "202"))[0]["id"] == 2
    (article,) = rows(call("article", "2", "--json", "--revisions"))
    assert article["text"] == story(2)
    assert article["revisions"] == []
    assert "The ferry number 2 sails again" in call("article", "2").stdout
    assert len(rows(call("export"))) == 3
    assert len(rows(call("export", "--after", "2"))) == 1


def test_an_export_can_be_imported(home: Path) -> None:
    call("import", str(texts(home, 1, 2)))
    assert call("export", "-o", "out.jsonl.gz").exit_code == 0
    assert not (home / "out.jsonl.gz.part").exists()
    other = ("--data", str(home / "other"))
    assert call(*other, "import", "out.jsonl.gz").exit_code == 0
    first, second = rows(call("latest", "--json")), rows(call(*other, "latest", "--json"))
    assert [(row["title"], row["url"]) for row in first] == [(row["title"], row["url"]) for row in second]


def test_a_file_is_imported_once_unless_asked_again(home: Path) -> None:
    file = str(texts(home, 1, 2))
    call("import", file)
    assert rows(call("import", "--json", file))[0]["skipped"] == 1
    again = rows(call("import", "--json", "--again", file))[0]
    assert (again["known"], again["new"]) == (2, 0)


def test_an_interrupted_import_goes_on_where_it_stopped(home: Path) -> None:
    from broadsheet.app import imports

    file = texts(home, *range(1, 451))
    with newsroom() as room:

        def stop(done: imports.Imported) -> None:
            if done.documents == 250:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            room.import_files([file], stop)
        assert room.store.stats().articles == 400
        done = room.import_files([file])
        assert (done.skipped, done.documents, done.new, done.known) == (200, 250, 50, 200)
        assert room.store.stats().articles == 450


def test_import_of_a_folder_goes_on_after_what_is_no_news(home: Path) -> None:
    folder = home / "mixed"
    folder.mkdir()
    texts(folder, 1)
    (folder / "page.html").write_bytes(page(2))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    (folder / "list.opml").write_text('<opml version="2.0"><body><outline text="P" xmlUrl="https://p.example/feed"/></body></opml>')
    (folder / ".hidden").write_text("no")
    result = call("import", "--json", str(folder))
    assert result.exit_code == 5
    counts = rows(result)[0]
    assert (counts["new"], counts["failed"], counts["sources"], counts["files"]) == (2, 1, 1, 4)
    assert "picture.png" in str(rows(call("failures", "--json"))[0]["message"])


def test_import_from_stdin(home: Path) -> None:
    result = call("import", "-", stdin=texts(home, 1).read_bytes())
    assert result.exit_code == 0
    assert len(rows(call("latest", "--json"))) == 1


def test_opml_in_and_out(home: Path) -> None:
    document = '<opml version="2.0"><body><outline text="Sea"><outline text="P" xmlUrl="https://p.example/feed"/></outline></body></opml>'
    assert "1 sources" in call("opml", "-", stdin=document).stderr
    result = call("opml")
    assert 'xmlUrl="https://p.example/feed"' in result.stdout
    assert 'text="Sea"' in result.stdout
    assert call("export", "--format", "opml").stdout == result.stdout or "dateCreated" in result.stdout
    assert call("opml", "none.opml").exit_code == 3


def test_sources_are_listed_and_switched(home: Path) -> None:
    with newsroom() as room:
        one = room.add_source(Source(url="https://p.example/feed", title="Paper"))
        room.store.save_state(replace(room.store.state(one.id), failures=2, error="busy", error_code="http.503"))
        room.add_source(Source(url="https://q.example/feed", title="Quill"))
    assert [row["title"] for row in rows(call("sources", "--json"))] == ["Paper", "Quill"]
    assert [row["title"] for row in rows(call("sources", "--json", "--failing"))] == ["Paper"]
    assert "busy (2 times)" in call("sources").stdout
    call("sources", "--disable", "1")
    assert rows(call("sources", "--json"))[0]["enabled"] is False
    call("sources", "--enable", "1")
    assert rows(call("sources", "--json"))[0]["enabled"] is True
    call("sources", "--remove", "1")
    assert len(rows(call("sources", "--json"))) == 1


def test_add_without_polling(home: Path) -> None:
    result = call(
        "add", "p.example/feed", "--kind", "feed", "--title", "P", "--folder", "Sea/Ports", "--full-text", "never", "--no-poll", "--json"
    )
    (row,) = rows(result)
    assert (row["url"], row["folder"], row["full_text"]) == ("https://p.example/feed", ["Sea", "Ports"], FullText.NEVER.value)


# -- filters -----------------------------------------------------------------------------------------------------------


def test_extract_keeps_order_and_loses_no_row(home: Path) -> None:
    lines = [json.dumps({"id": f"r{n}", "url": f"https://p.example/{n}", "html": page(n).decode()}) for n in range(12)]
    lines[3] = "{broken"
    lines[5] = json.dumps({"id": "r5", "url": "https://p.example/5"})
    lines[7] = json.dumps({"id": "r7", "html": ""})
    lines[8] = json.dumps([1, 2])
    packed = home / "in.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    answers = rows(call("extract", "--jsonl", str(packed)))
    assert [row["id"] for row in answers] == ["r0", "r1", "r2", None, "r4", "r5", "r6", "r7", None, "r9", "r10", "r11"]
    assert [number for number, row in enumerate(answers) if "error" in row] == [3, 5, 7, 8]
    assert answers[0]["title"] == "The ferry number 0 sails again after its repair"
    assert "lighthouse" in str(answers[11]["text"])
    assert {"id", "title", "text", "authors", "date", "language"} <= set(answers[0])


def test_extract_prints_the_day_in_the_publishers_own_zone(home: Path) -> None:
    head = '<head><meta property="article:published_time" content="2026-11-02T22:30:00-05:00"></head>'
    markup = page(1).decode().replace("<body>", head + "<body>", 1)
    assert head in markup
    row = json.dumps({"id": "late", "url": "https://p.example/late", "html": markup})
    (answer,) = rows(call("extract", "--jsonl", "-", stdin=row))
    assert (answer["date"], answer["published"]) == ("2026-11-02", "2026-11-03T03:30:00Z")


def test_split_answers_every_row(home: Path) -> None:
    pieces = ["Harbour Post\n14 minutes ago\nThe ferry sails again after two weeks", story(1)]
    pasted = "\n".join([*pieces, "\nDock Herald\n3 days ago\nCouncil votes on the dock", story(2), ""])
    lines = [
        json.dumps({"id": "a", "captured": "2026-11-02T09:30:00Z", "text": pasted}),
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "captured": None, "text": pasted}),
    ]
    answers = rows(call("split", "--jsonl", "-", stdin="\n".join(lines)))
    assert [row["id"] for row in answers] == ["a", "b", "c"]
    assert answers[1]["articles"] == []
    assert "error" in answers[1]
    assert all(0 <= piece["start"] < piece["end"] <= len(pasted) for piece in answers[0]["articles"])  # type: ignore[attr-defined]
    assert all(piece["published"] is None for piece in answers[2]["articles"])  # type: ignore[attr-defined]


def test_times_are_told_only_as_far_as_they_are_known() -> None:
    assert as_known(NOW, Precision.DAY) == "2026-11-02"
    assert as_known(NOW, Precision.MINUTE) == "2026-11-02T09:30Z"
    assert as_known(NOW, Precision.HOUR) == "2026-11-02T09:30Z"
    assert as_known(None, None) is None


def test_a_damaged_gzip_file_is_told(home: Path) -> None:
    (home / "in.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1, "html": "<p>x"}\n' * 50)[:40])
    result = call("extract", "--jsonl", "in.jsonl.gz")
    assert result.exit_code == 2
    assert "damaged" in result.stderr


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_backup_and_restore(home: Path) -> None:
    call("import", str(texts(home, 1, 2)))
    target = call("backup").stdout.strip()
    assert Path(target).parent == home / ".local/share/broadsheet/backups"
    call("import", str(texts(home, 3, name="more.jsonl")))
    assert call("restore", target).exit_code in (2, 4)
    result = call("restore", "--force", target)
    assert result.exit_code == 0, result.output
    assert "former database" in result.stderr
    assert len(rows(call("latest", "--json"))) == 2
    assert call("--data", "new", "restore", target).exit_code == 0
    assert len(rows(call("--data", "new", "latest", "--json"))) == 2


def test_a_backup_that_is_none_changes_nothing(home: Path) -> None:
    call("import", str(texts(home, 1)))
    (home / "bad").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    (home / "worse").write_bytes(b"hello")
    for name in ("bad", "worse"):
        assert call("restore", "--force", name).exit_code in (1, 2, 4)
        assert len(rows(call("latest", "--json"))) == 1


def test_a_dump_goes_into_an_empty_newsroom(home: Path) -> None:
    call("import", str(texts(home, 1, 2)))
    call("export", "--format", "dump", "-o", "all.jsonl")
    assert call("--data", "new", "restore", "all.jsonl").exit_code == 0
    assert call("--data", "new", "export", "--format", "dump").stdout == (home / "all.jsonl").read_text("utf-8")
    assert call("restore", "all.jsonl").exit_code == 2


def test_doctor(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TITEL", "x")
    (row,) = rows(call("doctor", "--json"))
    assert row["sound"] is True
    assert row["remarks"] == ["the variable BROADSHEET_TITEL is no setting"]
    assert "sound" in call("doctor").stdout
    assert call("doctor", "--repair").exit_code == 0


def test_the_demo_edition_comes_and_goes(home: Path) -> None:
    assert "demo edition:" in call("demo", "--end", "2026-11-02T09:30").stderr
    before = rows(call("doctor", "--json"))[0]
    assert before["articles"] > 50  # type: ignore[operator]
    call("update")
    assert rows(call("doctor", "--json"))[0]["articles"] == before["articles"]
    call("demo", "--remove")
    assert rows(call("doctor", "--json"))[0]["articles"] == 0


def test_a_table_on_a_terminal_has_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.app.cli.output import table

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout", Terminal())
    table(["number", "title"], [["1", "Ferry [bold]\x1b[2J"]])
    shown = sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert "number" in shown
    assert "Ferry [bold]\\x1b[2J" in shown


def test_failures_and_replay(home: Path) -> None:
    with newsroom() as room:
        room.store.record_failure(
            Failure(at=NOW, code="parse.broken", message="odd", url="https://p.example/1", size=len(page(1)), sample=page(1))
        )
        room.store.record_failure(Failure(at=NOW, code="parse.broken", message="hopeless", size=3, sample=b"   "))
    assert len(rows(call("failures", "--json"))) == 2
    assert call("failures", "--sample", "1").stdout_bytes == page(1)
    result = call("replay", "--all")
    assert result.exit_code == 5
    assert "1: solved" in result.stdout
    assert [row["id"] for row in rows(call("failures", "--json"))] == [2]
    assert rows(call("latest", "--json"))[0]["title"] == "The ferry number 1 sails again after its repair"
    assert call("replay", "99").exit_code == 3


def test_the_owners_password(home: Path) -> None:
    assert call("password", "--stdin", stdin="short\n").exit_code == 2
    assert call("password", "--stdin", stdin="four words make one\n").exit_code == 0
    assert call("password", stdin="another good one\nanother good one\n").exit_code == 0
    with newsroom() as room:
        assert room.store.get("owner_password").startswith("$argon2id$")
        assert room.store.audit_log()[0].action == "owner.password"


def test_a_closed_pipe_is_no_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.app.cli import main

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    call("import", str(texts(home, 1)))
    monkeypatch.setattr("sys.stdout", Closed())
    with pytest.raises(SystemExit) as ended:
        main(["latest", "--json"])
    sys.stdout.close()
    assert ended.value.code == 0


# -- pasted pages ------------------------------------------------------------------------------------------------------

PASTED = "\n".join(
    [
        "Velm Post",
        "14 minutes ago",
        "- Velm Post",
        "Harbour bridge opens to lorries again after eleven months",
        "The harbour bridge in Velm was opened to lorries on Monday after eleven months of repairs. Two pillars had to be cast again, "
        "and the town paid nine million crowns, three more than it had planned. The first lorry carried herring.",
        "Orrin Gazette",
        "2 hours ago",
        "- Orrin Gazette",
        "Tide mill finds a miller from across the bay",
        "The tide mill at Orrin Creek has found a miller after a search of two years. She comes from across the bay, where her family "
        "has ground barley since her grandmother's time, and starts work when the spring tides return in March.",
    ]
)


def pasted(folder: Path) -> Path:
    file = folder / "page.txt"
    file.write_text(PASTED, encoding="utf-8")
    return file


def test_a_pasted_page_is_shown_split(home: Path) -> None:
    shown = call("split", str(pasted(home))).stdout
    assert [line.split("\t")[1:3] for line in shown.splitlines()] == [
        ["Velm Post", "14 minutes ago (of an unknown time)"],
        ["Orrin Gazette", "2 hours ago (of an unknown time)"],
    ]
    dated = rows(call("split", str(home / "page.txt"), "--captured", "2026-11-02T09:30", "--json"))[0]["articles"]
    assert isinstance(dated, list)
    assert [one["published"] for one in dated] == ["2026-11-02T09:16Z", "2026-11-02T07:30Z"]


def test_split_wants_one_page_or_rows(home: Path) -> None:
    assert call("split").exit_code == 2
    assert call("split", str(pasted(home)), "--captured", "noon").exit_code == 2


def test_imported_text_that_holds_several_articles_is_split(home: Path) -> None:
    call("import", str(pasted(home)))
    with newsroom() as opened:
        found = {article.publisher: article.published for article in opened.store.latest(Listing(limit=10))}
    assert found == {"Velm Post": None, "Orrin Gazette": None}


def test_ages_in_imported_text_count_from_the_time_that_is_given(home: Path) -> None:
    call("import", str(pasted(home)), "--captured", "2026-11-02T10:30+01:00")
    with newsroom() as opened:
        found = {article.publisher: article.published for article in opened.store.latest(Listing(limit=10))}
    assert found == {"Velm Post": datetime(2026, 11, 2, 9, 16, tzinfo=UTC), "Orrin Gazette": datetime(2026, 11, 2, 7, 30, tzinfo=UTC)}
