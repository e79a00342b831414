"""The collected hostile feeds: nothing crashes, nothing hangs, and at least 99% of what is expected of the well-formed ones comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import ParseError
from broadsheet.extract import opml
from broadsheet.extract.feed_dates import parse_date

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def measured(shared: Path) -> dict[str, Any]:
    """What `bench.feeds` measures."""
    command = [sys.executable, "-m", "bench.feeds", "--shared", str(shared)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=100)
    result = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(result, dict)
    return result


def share(shares: dict[str, dict[str, float]]) -> float:
    """The share of all comparisons that came out right."""
    asked = sum(one["asked"] for one in shares.values())
    return sum(one["asked"] * one["right"] for one in shares.values()) / asked


@pytest.mark.parametrize("part", ["made_up", "feedparser", "validator", "encodings", "json"])
def test_F21_nothing_crashes_and_nothing_hangs(measured: dict[str, Any], part: str) -> None:
    assert (measured[part]["crashes"], measured[part]["hangs"]) == (0, 0), measured[part].get("crashed")


def test_F05_F22_F23_F24_feedparser_fixtures(measured: dict[str, Any]) -> None:
    assert measured["feedparser"]["documents"] == 2106
    assert share(measured["feedparser"]["well_formed"]) >= 0.99, measured["feedparser"]["wrong"]
    assert share(measured["feedparser"]["others"]) >= 0.95


def test_F21_validator_fixtures(measured: dict[str, Any]) -> None:
    assert share(measured["validator"]["well_formed"]) >= 0.99, measured["validator"]["wrong"]


def test_F07_encodings(measured: dict[str, Any]) -> None:
    assert measured["encodings"]["with_lost_characters"] == []


def test_F26_json_suite(measured: dict[str, Any]) -> None:
    assert measured["json"]["parsed"]["y_"] == measured["json"]["asked"]["y_"]
    # Control characters in strings, NaN and the like are forgiven; what is no JSON is not.
    assert measured["json"]["parsed"]["n_"] <= 12


def test_F14_date_strings(shared: Path) -> None:
    for line in (shared / "data/hostile/date_strings.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = parse_date(row["input"])
        if row.get("error"):
            assert found is None, row
        else:
            assert found is not None, row
            assert "unix" not in row or found[0].timestamp() == row["unix"], row


def test_F29_opml_documents(shared: Path) -> None:
    for line in (shared / "data/hostile/opml_documents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            found = opml.parse(row["opml"].encode())
        except ParseError:
            assert not row.get("subscriptions"), row["name"]
            continue
        if "subscriptions" in row:
            assert len(found.sources) + len(found.rejected) == row["subscriptions"], row["name"]
        again = opml.parse(opml.write(found.sources))
        assert [(one.url, one.folder, one.site_url) for one in again.sources] == [
            (one.url, one.folder, one.site_url) for one in found.sources
        ]
