"""How well questions are answered, and how fast: a set of questions over the demo edition and, where it is there, over the dossier.

    python -m bench.answers [--shared FOLDER] [--part dev|held-out] [--show] [--keep FOLDER] [--size N]

`right`: of the questions that the texts answer, the share whose reply holds what is expected (every side, with its holder, for contested
ones) and cites a passage of one of the right articles. `refused`: of those that they do not answer, the share that is told so.
`verbatim`: told sentences that are their passage without the listed cuts; anything below 1 is a fault. `seconds`: CPU time of an answer.
`--size N` measures time once more over N made articles (see bench.linking).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench._storymaker import Press
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load as load_settings
from broadsheet.app.wiring import open_newsroom
from broadsheet.demo.dates import fill_dates
from broadsheet.demo.edition import load_edition
from broadsheet.demo.load import load as load_demo
from broadsheet.desk.asking import AnswerPage, ask
from broadsheet.types import Filing
from broadsheet.types.told import Found, Told

HERE = Path(__file__).resolve().parent
#: The demo edition ends here.
END = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
_EQUAL = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "*": " ", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class Shelf:
    """A newsroom with its articles by the names that questions use."""

    newsroom: Newsroom
    articles: Mapping[str, frozenset[int]]
    anchor: date


def demo(folder: Path) -> Shelf:
    """The demo edition, collected, linked and read; kept in the folder for the next time."""
    newsroom = open_newsroom(load_settings({"BROADSHEET_DATA": str(folder / "demo"), "HOME": str(folder)}), clock=lambda: END)
    if not newsroom.store.stats().articles:
        load_demo(newsroom, END)
        newsroom.analyse()
    edition = load_edition(END)
    by_title: dict[str, int] = {}
    by_url: dict[str, int] = {}
    for article in newsroom.store.each_article():
        by_title.setdefault(" ".join(article.title.split()), article.id)
        by_url[article.url] = article.id
    named: dict[str, set[int]] = {}
    for piece in edition.pieces.values():
        at = by_url.get(piece.url(END)) or by_title.get(" ".join(piece.at(END).headline.split()))
        if at:
            named.setdefault(piece.id, set()).add(at)
            if piece.story:
                named.setdefault(piece.story, set()).add(at)
    return Shelf(newsroom, {name: frozenset(ids) for name, ids in named.items()}, END.date())


def dossier(folder: Path, shared: Path) -> Shelf:
    """The articles of the dossier, imported, linked and read."""
    newsroom = open_newsroom(load_settings({"BROADSHEET_DATA": str(folder / "dossier"), "HOME": str(folder)}), clock=lambda: END)
    path = shared / "data" / "dossier" / "articles.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if not newsroom.store.stats().articles:
        newsroom.import_files([path])
        newsroom.link()
        newsroom.analyse()
    ids = {article.title: article.id for article in newsroom.store.each_article()}
    return Shelf(newsroom, {row["id"]: frozenset([ids[row["title"]]]) for row in rows}, END.date())


def questions(name: str, part: str) -> Iterator[dict[str, Any]]:
    """The rows of a set."""
    for line in (HERE / "questions" / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if not part or row["part"] == part:
            yield row


def replied(shelf: Shelf, row: Mapping[str, Any]) -> AnswerPage:
    """The reply to a question."""
    store = shelf.newsroom.store
    story = article = 0
    if row["scope"] != "all":
        ids = shelf.articles[row["scope"]]
        if len(ids) == 1 and row["scope"] not in {r for r in shelf.articles if len(shelf.articles[r]) > 1}:
            article = next(iter(ids))
        else:
            stories = list(store.story_of(sorted(ids)).values())
            story = max(set(stories), key=stories.count)
    language = row.get("language", "en")
    text = fill_dates(row["question"], shelf.anchor, language)
    before = fill_dates(row.get("after", ""), shelf.anchor, language)
    return ask(store, shelf.newsroom.meaning, text, story_id=story, article_id=article, before=before)


def plain(text: str) -> str:
    """A text as strings are looked for in it."""
    return " ".join(text.translate(_EQUAL).lower().split())


def holds(text: str, wanted: str) -> bool:
    """Whether a string stands in a text, not inside a longer word or number."""
    return bool(re.search(rf"(?<![\w])(?<!\d[.,]){re.escape(plain(wanted))}(?![\w])(?![.,]\d)", plain(text)))


def judged(shelf: Shelf, row: Mapping[str, Any], page: AnswerPage) -> str:
    """Say "right", or what is wrong with the reply."""
    answer = page.answer
    if not row["answerable"]:
        return "right" if answer.found is Found.UNKNOWN else "answered what no text says"
    if answer.found is Found.UNKNOWN:
        return "refused"
    shown = [_shown(told) for told in answer.sentences]
    whole = " ".join(shown)
    filled = [[fill_dates(one, shelf.anchor, row.get("language", "en")) for one in some] for some in row["expect"]]
    for place, some in enumerate(filled):
        if not any(holds(whole, one) for one in some):
            return f"lacks {some}"
        if row["contested"] and row.get("holders"):
            names = row["holders"][place]
            beside = [text for text in shown if any(holds(text, one) for one in some)]
            if names and not any(holds(text, name) for text in beside for name in names):
                return f"does not say who holds {some}"
    right = frozenset[int]().union(*(shelf.articles.get(name, frozenset()) for name in row["articles"]))
    cited = {passage.article_id for told in answer.sentences for passage in told.citations}
    return "right" if cited & right else "cites other articles"


def _shown(told: Told) -> str:
    return f"{told.label} {told.holder} {told.publisher} {told.text}"


def verbatim(shelf: Shelf, told: Told) -> bool:
    """Whether a told sentence is its passage without the cuts that it lists."""
    article = shelf.newsroom.store.article(told.source.article_id)
    text, at = "", told.source.start
    for start, end, _ in sorted(told.cuts):
        text += article.text[at:start]
        at = end
    return " ".join((text + article.text[at : told.source.end]).split()) == told.text


def measured(shelf: Shelf, name: str, part: str, show: bool) -> dict[str, object]:
    """The figures of one set."""
    verdicts: list[tuple[dict[str, Any], str]] = []
    seconds: list[float] = []
    sentences = kept = 0
    for row in questions(name, part):
        begun = time.process_time()
        page = replied(shelf, row)
        seconds.append(time.process_time() - begun)
        verdict = judged(shelf, row, page)
        verdicts.append((row, verdict))
        for told in (*page.answer.sentences, *page.answer.near):
            sentences += 1
            kept += verbatim(shelf, told)
        if show and verdict != "right":
            print(f"{row['id']} [{row['kind']}] {row['question']} -> {verdict}")
            for told in (*page.answer.sentences, *page.answer.near)[:3]:
                print(f"      {told.score} {told.role.value} <{told.holder}> {told.text[:170]}")

    def share(rows: list[str]) -> float | None:
        return round(sum(one == "right" for one in rows) / len(rows), 3) if rows else None

    return {
        "questions": len(verdicts),
        "right": share([verdict for row, verdict in verdicts if row["answerable"]]),
        "contested": share([verdict for row, verdict in verdicts if row["answerable"] and row["contested"]]),
        "refused": share([verdict for row, verdict in verdicts if not row["answerable"]]),
        "verbatim": kept / sentences if sentences else None,
        "seconds": {"median": round(statistics.median(seconds), 4), "most": round(max(seconds), 4)} if seconds else None,
        "kinds": _kinds(verdicts),
    }


def at_size(shelf: Shelf, size: int) -> dict[str, object]:
    """Seconds of an answer to each development question, the demo edition standing among `size` made articles of 60 words."""
    store = shelf.newsroom.store
    press = Press(size, 7)
    for begin in range(store.stats().articles + 1, size + 1, 500):
        numbers = range(begin, min(begin + 500, size + 1))
        made = [replace(press.article(number, int(press.event[number - 1]), 60), id=0) for number in numbers]
        store.file([Filing(article=one, keys=(f"made:{number}",), item_hash="h") for number, one in zip(numbers, made, strict=True)])
    cpu: list[float] = []
    wall: list[float] = []
    for row in questions("demo", "dev"):
        begun, clock = time.process_time(), time.perf_counter()
        replied(shelf, row)
        cpu.append(time.process_time() - begun)
        wall.append(time.perf_counter() - clock)
    ranked = sorted(cpu)
    return {
        "articles": store.stats().articles,
        "median": round(statistics.median(cpu), 4),
        "p95": round(ranked[int(0.95 * len(ranked))], 4),
        "most": round(ranked[-1], 4),
        "wall_median": round(statistics.median(wall), 4),
    }


def _kinds(verdicts: list[tuple[dict[str, Any], str]]) -> dict[str, str]:
    kinds: dict[str, list[bool]] = {}
    for row, verdict in verdicts:
        kinds.setdefault(row["kind"] if row["answerable"] else "unanswerable", []).append(verdict == "right")
    return {kind: f"{sum(good)}/{len(good)}" for kind, good in sorted(kinds.items())}


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parent.parent / "shared")))
    parser.add_argument("--part", choices=("dev", "held-out"), default="")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--size", type=int, default=0, help="also measure time beside so many made articles")
    parser.add_argument("--keep", type=Path, help="keep the collections in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        shelves = {"demo": demo(where)}
        if (options.shared / "data" / "dossier").is_dir():
            shelves["dossier"] = dossier(where, options.shared)
        parts = [options.part] if options.part else ["dev", "held-out"]
        told = {name: {part: measured(shelf, name, part, options.show) for part in parts} for name, shelf in shelves.items()}
        if options.size:
            told["at_size"] = at_size(shelves["demo"], options.size)
        for shelf in shelves.values():
            shelf.newsroom.close()
    print(json.dumps({"bench": "answers", "sets": told}))


if __name__ == "__main__":
    main()
