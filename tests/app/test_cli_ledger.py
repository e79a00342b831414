"""Who said what on the command line: analyse, who, ledger, figures, timeline."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli

FIRST = (
    "The river Veld burst its banks at Arnmouth on Sunday and eleven people were killed, police said.\n\n"
    "“Nobody warned us,” said Odda Brenn, who keeps sheep below the dam at Arnmouth.\n\n"
    "The Veld Water Board denied that water had run over the dam at Arnmouth."
)
SECOND = (
    "At least thirty people were killed in the flood at Arnmouth, the Farmers' Union said on Monday. Odda Brenn, who keeps sheep below the "
    "dam, told the Lantern that she had heard the water before midnight.\n\n"
    "The Veld Water Board admitted later that water had run over the dam at Arnmouth for an hour."
)
ROWS = [
    {"id": "a", "title": "Flood at Arnmouth kills eleven", "text": FIRST, "publisher": "Morning Oar", "published": "2026-03-02T08:00:00Z"},
    {"id": "b", "title": "Arnmouth flood: thirty dead", "text": SECOND, "publisher": "Lamp", "published": "2026-03-02T17:00:00Z"},
]  # fmt: skip


def call(*args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, args, input=stdin, catch_exceptions=False)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one story of two reports, which nobody read yet; its number."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BROADSHEET_CONFIG", "BROADSHEET_DATA", "BROADSHEET_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    lines = "\n".join(json.dumps({**row, "url": f"https://{row['id']}.example/1"}) for row in ROWS)
    assert call("import", "-", stdin=lines).exit_code == 0
    numbers = [json.loads(line)["id"] for line in call("stories", "--json").stdout.splitlines()]
    while len(numbers) > 1:
        assert call("merge", f"s{numbers[0]}", f"s{numbers.pop()}").exit_code == 0
    return f"s{numbers[0]}"


def test_analyse_reads_what_waits(story: str) -> None:
    done = json.loads(call("analyse", "--json").stdout)
    assert (done["read"], done["failed"], done["left"]) == (2, 0, 0)
    assert done["statements"] >= 5
    assert "nothing to read" in call("analyse").stderr


def test_the_ledger_reads_what_it_needs_and_shows_rows_with_their_passages(story: str) -> None:
    record = json.loads(call("ledger", story, "--json", "--unsure").stdout)
    told = {row["who"]: row for row in record["statements"]}
    assert {"Odda Brenn", "Veld Water Board"} <= set(told)
    texts = {1: FIRST, 2: SECOND}
    for row in record["statements"]:
        for start, end in row["content"]:
            assert " ".join(texts[row["article_id"]][start:end].split()) in row["words"]
    shown = call("ledger", story).stdout
    assert "Odda Brenn says in denial" in shown
    assert "“Nobody warned us,”" in shown
    assert "-- changes of position" in shown
    only = call("ledger", story, "--holder", "water board", "--stance", "admits").stdout
    assert "admits" in only
    assert "Odda" not in only


def test_the_ledger_is_exported(story: str) -> None:
    table = list(csv.DictReader(io.StringIO(call("ledger", story, "--format", "csv").stdout)))
    assert "Odda Brenn" in {row["holder"] for row in table}
    assert json.loads(call("ledger", story, "--format", "jsonld").stdout)["@type"] == "ItemList"
    assert "## Who said what" in call("ledger", story, "--format", "md").stdout
    assert json.loads(call("ledger", story, "--format", "json").stdout)["story_id"] == int(story[1:])


def test_figures_stand_side_by_side(story: str) -> None:
    [record] = [json.loads(line) for line in call("figures", story, "--json").stdout.splitlines()]
    assert record["verdict"] == "contested"
    assert sorted(value["low"] for value in record["values"]) == [11.0, 30.0]
    shown = call("figures", story).stdout
    assert "contested" in shown
    assert "●" in shown
    assert "▶" in shown, "at least thirty has no end"


def test_the_timeline_cites_its_passages(story: str) -> None:
    days = [json.loads(line) for line in call("timeline", story, "--all", "--json").stdout.splitlines()]
    assert {"2026-03-01", "2026-03-02"} <= {day["first"] for day in days}
    assert "1 March 2026" in call("timeline", story).stdout


def test_who_said_what(story: str) -> None:
    assert "wait to be read: broadsheet analyse" in call("who", "brenn").stderr
    call("analyse")
    shown = call("who", "brenn")
    assert shown.stdout.startswith("Odda Brenn")
    assert "“Nobody warned us,”" in shown.stdout
    record = json.loads(call("who", "odda", "brenn", "--json").stdout)
    assert record["key"] == "odda brenn"
    assert {row["article_id"] for row in record["statements"]} == {1, 2}
    missing = call("who", "nobody", "here")
    assert missing.exit_code != 0
    assert "nobody called “nobody here” is quoted" in missing.stderr


def test_a_story_that_is_not_there(story: str) -> None:
    for name in ("ledger", "figures", "timeline"):
        assert call(name, "s999").exit_code != 0
