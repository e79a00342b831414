"""Telling and answering on the command line: ask, summarise, and the filters summarise and timeline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli

FIRST = (
    "The river Veld burst its banks at Arnmouth on Sunday and eleven people were killed, police said.\n\n"
    "Odda Brenn, who keeps sheep below the dam at Arnmouth, said that nobody had warned her.\n\n"
    "The Veld Water Board denied that water had run over the dam at Arnmouth."
)
SECOND = (
    "At least thirty people were killed in the flood at Arnmouth, the Farmers' Union said on Monday.\n\n"
    "The Veld Water Board admitted later that water had run over the dam at Arnmouth for an hour."
)
ROWS = [
    {"id": "a", "title": "Flood at Arnmouth kills eleven", "text": FIRST, "publisher": "Morning Oar", "published": "2026-03-02T08:00:00Z"},
    {"id": "b", "title": "Arnmouth flood: thirty dead", "text": SECOND, "publisher": "Lamp", "published": "2026-03-02T17:00:00Z"},
]  # fmt: skip


def call(*args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, args, input=stdin, catch_exceptions=False)


@pytest.fixture
def flood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one story of two reports that were read; its number."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BROADSHEET_CONFIG", "BROADSHEET_DATA", "BROADSHEET_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    assert call("import", str(rows)).exit_code == 0
    assert call("analyse").exit_code == 0
    story = json.loads(call("stories", "--json").stdout.splitlines()[0])["id"]
    return f"s{story}"


def test_a_question_is_answered_with_its_passage(flood: str) -> None:
    told = call("ask", "Who said that nobody had warned her?")
    assert told.exit_code == 0
    assert "Odda Brenn" in told.stdout
    assert "article 1 at " in told.stdout


def test_an_answer_as_json_opens_its_passages(flood: str) -> None:
    told = json.loads(call("ask", "What did the Veld Water Board admit?", "--story", flood, "--json").stdout)
    assert told["found"] == "answered"
    cited = told["sentences"][0]["citations"][0]
    text = {1: FIRST, 2: SECOND}[cited["article_id"]]
    assert text[cited["start"] : cited["end"]] == told["sentences"][0]["text"]
    assert cited["href"].startswith(f"/article/{cited['article_id']}?at={cited['start']}-{cited['end']}")


def test_what_no_source_says_exits_with_three(flood: str) -> None:
    told = call("ask", "Who is the mayor of Vellmar?")
    assert told.exit_code == 3
    assert "The sources do not say" in told.stdout


def test_a_follow_up_takes_up_the_question_before(flood: str) -> None:
    told = json.loads(call("ask", "And who denied it?", "--after", "Did water run over the dam?", "--json").stdout)
    assert told["found"] == "answered"
    assert "Water Board" in told["sentences"][0]["holder"]


def test_an_empty_question_is_refused(flood: str) -> None:
    told = call("ask", "  ")
    assert told.exit_code != 0
    assert "there is no question" in told.stderr


def test_a_story_and_an_article_are_told(flood: str) -> None:
    story = call("summarise", flood, "--length", "page")
    assert story.exit_code == 0
    assert "Arnmouth" in story.stdout
    article = json.loads(call("summarise", "1", "--json").stdout)
    assert article["sentences"][0]["text"] in FIRST
    assert call("summarise").exit_code != 0


def test_rows_are_summarised_word_for_word(flood: str) -> None:
    rows = [json.dumps({"id": "x", "text": FIRST}), "{", json.dumps({"id": "z"})]
    told = [json.loads(line) for line in call("summarise", "--jsonl", "-", stdin="\n".join(rows)).stdout.splitlines()]
    assert [FIRST[start:end] for start, end in told[0]["passages"]] == told[0]["summary"]
    assert "error" in told[1]
    assert told[2]["error"] == "a row needs a text"


def test_rows_become_timelines(flood: str) -> None:
    documents = [
        {
            "id": "d1",
            "published": "2026-03-02",
            "text": "The dam at Arnmouth broke on 1 March 2026. Eleven people were killed at Arnmouth.",
        },
        {"id": "d2", "published": "2026-03-09", "text": "The dam at Arnmouth broke on 1 March 2026, and the river is falling in Arnmouth."},
    ]
    rows = [json.dumps({"id": "flood", "documents": documents}), json.dumps({"id": "none"})]
    told = [json.loads(line) for line in call("timeline", "--jsonl", "-", "--days", "1", stdin="\n".join(rows)).stdout.splitlines()]
    assert [day["date"] for day in told[0]["timeline"]] == ["2026-03-01"]
    passage = told[0]["timeline"][0]["passages"][0]
    text = {one["id"]: one["text"] for one in documents}[passage["document"]]
    assert text[passage["start"] : passage["end"]] == told[0]["timeline"][0]["summary"][0]
    assert "documents" in told[1]["error"]
    assert call("timeline").exit_code != 0


def test_without_a_generator_the_sources_sentences_are_worded_as_they_are(flood: str) -> None:
    told = call("summarise", flood, "--worded")
    assert "No text generator is set up" in told.stderr
    assert any(line.strip() in FIRST + SECOND for line in told.stdout.splitlines() if line.strip())
    found = json.loads(call("ask", "What did the Veld Water Board admit?", "--worded", "--json").stdout)
    assert found["by_model"] is False
    assert found["sentences"]
