from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli
from broadsheet.app.cli.grouping import article_of
from broadsheet.app.cli.whys import marked
from broadsheet.types import Article, Precision

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

WIRE = (
    "HARROWMOUTH (Coastwire) - A fire on the ferry Aster killed eleven people off Harrowmouth on Monday, the coast guard said. "
    "The ship had left Quillby at six in the morning with 212 passengers and 31 crew aboard. "
    "“We saw smoke from the car deck and then everything went dark,” said Ilse Varrow, a passenger. "
    "The operator, Tidelines, said a pump on the car deck had been repaired in September. "
    "Divers of the coast guard will search the wreck again on Tuesday, weather permitting."
)
OWN = (
    "Eleven people died when fire broke out on the ferry Aster near Harrowmouth. Survivors told this paper that no alarm rang. "
    "Ilse Varrow, who was on her way to a wedding, spent two hours in a raft. Tidelines, which runs the Aster, stopped its other ferry. "
    "The coast guard counts 212 passengers aboard, the company 209."
)
INQUIRY = (
    "The inquiry into the fire on the ferry Aster off Harrowmouth heard on Thursday that the pump on the car deck had failed twice since "
    "September. Tidelines did not deny it. The coast guard named the eleven dead of the Aster."
)
BAKERS = (
    "The bakers of Arle have agreed on a common price for rye bread, the guild announced. A loaf of a kilogram will cost four crowns from "
    "December. The consumers' council called the agreement a cartel and asked the market court to forbid it."
)
CHESS = (
    "Schoolgirl Ottilie Brandt, 12, beat the master Pavel Korn in the town hall of Tannmark on Sunday evening. She needed 41 moves. "
    "Korn, who had white, resigned when his queen was lost, and asked for a second game."
)


def row(name: str, title: str, text: str, publisher: str, hours: float) -> dict[str, object]:
    at = (NOW + timedelta(hours=hours)).isoformat()
    return {"id": name, "title": title, "text": text, "publisher": publisher, "published": at, "url": f"https://{name}.example/news/{name}"}


ROWS = [
    row("wire", "Fire on ferry kills eleven off Harrowmouth", WIRE, "Coastwire", 0),
    row("copy", "Eleven die in blaze on the Aster", "By our own reporter\n" + WIRE, "Quillby Evening Post", 1),
    row("own", "Eleven dead after ferry fire off Harrowmouth, and no alarm rang", OWN, "Harrow Courier", 2),
    row("bakers", "Bakers of Arle agree on price of rye bread", BAKERS, "Arle Weekly", 3),
    row("inquiry", "Pump on burnt ferry Aster failed twice, inquiry hears", INQUIRY, "Harrow Courier", 80),
    row("chess", "Girl of twelve beats chess master in Tannmark", CHESS, "Tannmark Messenger", 5),
]


def call(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin, catch_exceptions=False)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*records: object) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records) + "\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BROADSHEET_CONFIG", "BROADSHEET_DATA", "BROADSHEET_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def desk(home: Path) -> dict[str, int]:
    """A database with the rows imported and linked; the articles' numbers by name."""
    assert call("import", "-", stdin=lines(*ROWS)).exit_code == 0
    call("link")
    titles = {str(one["title"]): str(one["id"]) for one in ROWS}
    return {titles[str(one["title"])]: int(str(one["id"])) for one in rows(call("latest", "--json"))}


def ferry() -> dict[str, object]:
    """The story of the ferry: the one of most outlets."""
    return max(rows(call("stories", "--json")), key=lambda one: int(str(one["outlets"])))


# -- reading -----------------------------------------------------------------------------------------------------------


def test_the_list_of_stories(desk: dict[str, int]) -> None:
    found = rows(call("stories", "--json"))
    assert len(found) == 3
    story = ferry()
    assert (story["articles"], story["outlets"], story["reports"], story["copies"]) == (4, 3, 3, 1)
    assert story["first_publisher"] == "Coastwire"
    assert story["headline"] in {one["title"] for one in ROWS}
    shown = call("stories", "--outlets", "2").stdout
    assert shown.count("\n") == 1
    assert f"s{story['id']}" in shown
    assert "3/3" in shown
    assert next(iter(rows(call("stories", "--json", "--order", "time"))))["id"] == story["id"]
    assert rows(call("stories", "--json", "--publisher", "Arle Weekly"))[0]["articles"] == 1
    assert rows(call("stories", "--json", "--since", "2027-01-01")) == []
    assert len(rows(call("stories", "--json", "-n", "1", "--offset", "1"))) == 1


def test_a_story(desk: dict[str, int]) -> None:
    number = ferry()["id"]
    shown = call("story", f"s{number}").stdout
    assert "3 outlets, 3 independent reports, 1 copy" in shown
    assert "first: Coastwire" in shown
    assert f"of it stands in {desk['wire']}" in shown
    assert "█" in shown
    (record,) = rows(call("story", str(number), "--json"))
    members = {str(one["title"]): one["copy"] for one in record["members"]}  # type: ignore[attr-defined]
    assert [title for title, copy in members.items() if copy] == ["Eleven die in blaze on the Aster"]
    assert sum(record["coverage"]["counts"]) == 4  # type: ignore[index]


def test_why(desk: dict[str, int]) -> None:
    (record,) = rows(call("why", str(desk["copy"]), "--json"))
    assert record["story_id"] == ferry()["id"]
    assert record["copy"]["of"] == desk["wire"]  # type: ignore[index]
    assert record["passages"]
    (joined,) = rows(call("why", str(desk["own"]), "--json"))
    assert joined["signals"]
    assert float(str(joined["score"])) >= float(str(joined["threshold"]))
    shown = call("why", str(desk["own"])).stdout
    assert "│" in shown
    assert "likeness" in shown
    assert "It began this story" in call("why", str(desk["chess"])).stdout


def test_compare(desk: dict[str, int]) -> None:
    shown = call("compare", str(desk["copy"]), str(desk["wire"])).stdout
    assert shown.count("[1: ") == 2
    (record,) = rows(call("compare", str(desk["copy"]), str(desk["wire"]), "--json"))
    lap = record["overlaps"][0]  # type: ignore[index]
    assert record["share"] > 0.8  # type: ignore[operator]
    article, other = (rows(call("article", str(desk[name]), "--json"))[0]["text"] for name in ("copy", "wire"))
    assert str(article)[lap["start"] : lap["end"]] == str(other)[lap["other_start"] : lap["other_end"]]
    assert rows(call("compare", str(desk["chess"]), str(desk["bakers"]), "--json"))[0]["overlaps"] == []


def test_related_is_never_the_same_story(desk: dict[str, int]) -> None:
    own = {str(one["title"]) for one in ROWS if "Aster" in str(one["text"])}
    assert not own & {str(one["title"]) for one in rows(call("related", str(desk["own"]), "--json"))}
    assert ferry()["id"] not in [one["id"] for one in rows(call("related", f"s{ferry()['id']}", "--json"))]


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_merge_and_undo(desk: dict[str, int]) -> None:
    one, two = (rows(call("why", str(desk[name]), "--json"))[0]["story_id"] for name in ("bakers", "chess"))
    result = call("merge", f"s{one}", f"s{two}")
    assert result.exit_code == 0, result.output
    assert f"merged s{two} into s{one}" in result.stdout
    assert len(rows(call("stories", "--json"))) == 2
    gone = call("story", f"s{two}", "--json")
    assert rows(gone)[0]["id"] == one
    assert f"s{two} was merged into s{one}" in gone.stderr
    (edit,) = rows(call("edits", "--json"))
    assert (edit["action"], edit["actor"], edit["undone"]) == ("merge", "cli", None)
    call("link", "--tidy")
    assert len(rows(call("stories", "--json"))) == 2
    assert call("undo", str(edit["id"])).exit_code == 0
    assert len(rows(call("stories", "--json"))) == 3
    assert "undone" in call("edits").stdout
    again = call("undo", str(edit["id"]))
    assert again.exit_code == 2
    assert again.stderr.count("\n") == 1


def test_a_split_outlives_tidying(desk: dict[str, int]) -> None:
    number = ferry()["id"]
    result = call("split", f"s{number}", str(desk["inquiry"]), "--json")
    assert result.exit_code == 0, result.output
    call("link", "--tidy")
    assert rows(call("why", str(desk["inquiry"]), "--json"))[0]["story_id"] != number
    assert rows(call("story", str(number), "--json"))[0]["articles"] == 3


def test_move(desk: dict[str, int]) -> None:
    number = ferry()["id"]
    assert call("move", str(desk["chess"]), f"s{number}").exit_code == 0
    assert rows(call("why", str(desk["chess"]), "--json"))[0]["story_id"] == number
    assert "Decided on the command line" in call("why", str(desk["chess"])).stdout
    assert rows(call("edits", "--story", f"s{number}", "--json"))[0]["article_ids"] == [desk["chess"]]


def test_mistakes_are_one_line(desk: dict[str, int]) -> None:
    number = f"s{ferry()['id']}"
    for args, code in (
        (("story", "999"), 3),
        (("why", "999"), 3),
        (("compare", "1", "999"), 3),
        (("related", "s999"), 3),
        (("related", "999"), 3),
        (("merge", number, number), 2),
        (("merge", number, "s999"), 3),
        (("split", number, "999"), 2),
        (("split", number, *(str(desk[name]) for name in ("wire", "copy", "own", "inquiry"))), 2),
        (("move", "999", number), 3),
        (("move", str(desk["wire"]), number), 2),
        (("undo", "999"), 3),
        (("group", "--jsonl", "none.jsonl"), 2),
    ):
        result = call(*args)
        assert result.exit_code == code, (args, result.output)
        assert result.stderr.startswith("broadsheet: "), result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args", [("story", "x"), ("related", "x7"), ("related",), ("split",), ("split", "x", "1"), ("move", "s1", "s2"), ("why", "s1")]
)
def test_what_is_no_number_is_a_usage_error(home: Path, args: tuple[str, ...]) -> None:
    assert call(*args).exit_code == 2


def test_link_and_embed_say_what_they_did(desk: dict[str, int]) -> None:
    assert rows(call("link", "--json"))[0]["linked"] == 0
    assert "nothing to link" in call("link").stderr
    (record,) = rows(call("embed", "--status", "--json"))
    assert record["done"] == record["total"] == len(ROWS)


# -- filters -----------------------------------------------------------------------------------------------------------


def test_group_answers_every_row_in_order(home: Path) -> None:
    bare = {"id": 7, "title": "Second inquiry into fire on ferry Aster off Harrowmouth is called"}
    file = home / "rows.jsonl.gz"
    file.write_bytes(
        gzip.compress(lines(*ROWS[:3], "{broken", ROWS[3], {"id": "none"}, "[1]", bare, {"id": "empty", "title": "", "text": ""}).encode())
    )
    answers = rows(call("group", "--jsonl", str(file)))
    assert [one["id"] for one in answers] == ["wire", "copy", "own", None, "bakers", "none", None, 7, "empty"]
    assert [number for number, one in enumerate(answers) if "error" in one] == [3, 5, 6]
    assert answers[0]["story"] == answers[1]["story"] == answers[2]["story"] == "s1"
    assert answers[4]["story"] == "s5"
    assert answers[8]["story"] == "s9"
    assert not (home / ".local").exists()


def test_group_of_nothing(home: Path) -> None:
    for name in ("group", "copies", "related"):
        result = call(name, "--jsonl", "-", stdin="\n")
        assert (result.exit_code, result.stdout) == (0, "")


def test_T15_empty_articles_are_grouped_with_nothing(home: Path) -> None:
    answers = rows(call("group", "--jsonl", "-", stdin=lines(*({"id": n, "title": "", "text": "..."} for n in range(4)))))
    assert len({one["story"] for one in answers}) == 4


def test_T16_copies_under_new_titles_bylines_and_times(home: Path) -> None:
    made = [
        row(f"c{n}", f"{title} ferry fire", f"By {name}\n{WIRE}", f"{name} Post", n)
        for n, (title, name) in enumerate(
            [("Deadly", "Anna Moor"), ("Harrowmouth", "Jon Pike"), ("Aster", "Lee Wick"), ("Monday's", "Ida Rook")], 1
        )
    ]
    answers = rows(call("copies", "--jsonl", "-", stdin=lines(*made, ROWS[0], ROWS[2], ROWS[3], "nothing")))
    assert [one["of"] for one in answers] == ["wire"] * 4 + [None] * 4
    assert "error" in answers[-1]


def test_related_scores_pairs(home: Path) -> None:
    def side(text: str) -> dict[str, str]:
        return {"title": "", "text": text}

    answers = rows(
        call(
            "related",
            "--jsonl",
            "-",
            stdin=lines(
                {"id": "near", "a": side(OWN), "b": side(INQUIRY)},
                {"id": "bad", "a": side(OWN)},
                {"id": "far", "a": side(BAKERS), "b": side(CHESS)},
                {"id": "same", "a": side(OWN), "b": side(OWN)},
            ),
        )
    )
    scores = {str(one["id"]): one["score"] for one in answers}
    assert list(scores) == ["near", "bad", "far", "same"]
    assert scores["bad"] is None
    assert "error" in answers[1]
    assert 0 <= scores["far"] < scores["near"] < scores["same"] <= 1  # type: ignore[operator]


def test_a_row_is_read_as_far_as_it_goes() -> None:
    bare = article_of({"title": "T", "published": "2026-11-02", "publisher": 7}, 3, NOW)
    assert bare is not None
    assert (bare.published, bare.published_precision, bare.publisher) == (datetime(2026, 11, 2, tzinfo=UTC), Precision.DAY, "")
    odd = article_of({"text": "a\x00b\ud800", "published": "0001-01-01T00:00:00+14:00"}, 1, NOW)
    assert odd is not None
    assert (odd.text, odd.published, odd.received) == ("ab\N{REPLACEMENT CHARACTER}", None, NOW)
    assert article_of({"title": None}, 1, NOW) is None


def test_T14_marked_passages_cannot_steer_the_terminal() -> None:
    article = Article(text="one \x1b[2J two three", received=NOW)
    shown = marked(article, [(4, 12, 1), (6, 9, 2), (90, 99, 3)])
    assert "\x1b[2J" not in shown
    assert shown.count("[1: ") == 1
    assert "2: " not in shown
