"""The preview of a pasted page: how it was split, in a form that a reader can correct, and the correction as a page again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from broadsheet.desk.plain import clean_line
from broadsheet.types import PastedArticle, PastedPage, Precision

#: As much text as one paste may have (code points), and as many articles as the form lists.
MOST_TEXT, MOST_ARTICLES = 1024 * 1024, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of the form. `start` and `end` are its place in the pasted text; `body` is what the reader sees and may edit."""

    start: int
    end: int
    title: str = ""
    publisher: str = ""
    #: As a date field has it: "2026-11-02T09:30", or "" for unknown.
    published: str = ""
    body: str = ""
    role: str = "item"
    truncated: bool = False
    age_text: str = ""
    #: "keep", "merge" (into the article before it) or "drop".
    action: str = "keep"


def newlines(text: str) -> str:
    """The text with the line ends of a form made plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def entries(text: str, page: PastedPage) -> tuple[Entry, ...]:
    """The split as the form shows it."""
    return tuple(_entry(text, article) for article in page.articles[:MOST_ARTICLES])


def _entry(text: str, article: PastedArticle) -> Entry:
    return Entry(
        start=article.start,
        end=article.end,
        title=article.title,
        publisher=article.publisher,
        published=f"{article.published:%Y-%m-%dT%H:%M}" if article.published else "",
        body=body_of(text, article),
        role=article.role,
        truncated=article.truncated,
        age_text=article.age_text,
    )


def body_of(text: str, article: PastedArticle) -> str:
    """The article's body without the furniture inside it."""
    parts: list[str] = []
    at = article.start
    for start, end in sorted(article.inline):
        if at <= start and end <= article.end:
            parts.append(text[at:start])
            at = end
    return "".join([*parts, text[at : article.end]]).strip("\n")


def read_entries(form: Mapping[str, str], count: int, size: int) -> tuple[Entry, ...]:
    """The entries that a form sends back (`title-0`, `body-0`, ...), with places kept inside a text of `size`; bad fields become empty."""
    found: list[Entry] = []
    for number in range(min(count, MOST_ARTICLES)):
        start, end = (_number(form.get(f"{name}-{number}", ""), size) for name in ("start", "end"))
        action = form.get(f"action-{number}", "keep")
        found.append(
            Entry(
                start=min(start, end),
                end=max(start, end),
                title=clean_line(form.get(f"title-{number}", ""), 500),
                publisher=clean_line(form.get(f"publisher-{number}", ""), 200),
                published=form.get(f"published-{number}", "").strip()[:40],
                body=newlines(form.get(f"body-{number}", "")).strip("\n"),
                role=form.get(f"role-{number}", "item") if form.get(f"role-{number}") in ("lead", "related") else "item",
                truncated=bool(form.get(f"truncated-{number}")),
                age_text=clean_line(form.get(f"age-{number}", ""), 100),
                action=action if action in ("merge", "drop") else "keep",
            )
        )
    return tuple(found)


def corrected(text: str, page: PastedPage, wanted: Sequence[Entry]) -> tuple[str, PastedPage]:
    """The page as the reader wants it, and the text that it refers to.

    Where only titles, publishers and times changed, that is the pasted text itself. Where a body was edited or merged, it is a new text of
    the bodies kept, one after the other: offsets must point at what the reader approved. Links to teasers stay.
    """
    known = {(article.start, article.end): article for article in page.articles}
    kept = _merged(wanted)
    untouched = all(
        (entry.start, entry.end) in known and entry.body == body_of(text, known[entry.start, entry.end]).strip("\n") for entry in kept
    )
    if untouched:
        articles = tuple(_with_fields(known[entry.start, entry.end], entry) for entry in kept)
        return text, replace(page, kind=_kind(len(articles)), articles=articles)
    parts: list[str] = []
    at = 0
    rebuilt: list[PastedArticle] = []
    for entry in kept:
        parts.append(entry.body)
        before = known.get((entry.start, entry.end), PastedArticle(entry.start, entry.end))
        placed = replace(before, start=at, end=at + len(entry.body), inline=(), title_span=(0, 0), publisher_span=(0, 0))
        rebuilt.append(_with_fields(placed, entry))
        at += len(entry.body) + 2
    return "\n\n".join(parts), PastedPage(kind=_kind(len(rebuilt)), articles=tuple(rebuilt), teasers=page.teasers)


def _merged(wanted: Sequence[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in wanted:
        if entry.action == "drop" or not (entry.body.strip() or entry.title):
            continue
        if entry.action == "merge" and kept:
            first = kept[-1]
            heading = [entry.title] if entry.title else []
            body = "\n\n".join(part for part in [first.body, *heading, entry.body] if part)
            kept[-1] = replace(first, body=body, truncated=entry.truncated)
        else:
            kept.append(entry)
    return kept


def _with_fields(article: PastedArticle, entry: Entry) -> PastedArticle:
    """The article with the form's title, publisher and time. A time that the reader did not touch keeps its precision."""
    shown = f"{article.published:%Y-%m-%dT%H:%M}" if article.published else ""
    published, precision = article.published, article.precision
    if entry.published != shown:
        published = read_time(entry.published)
        precision = Precision.MINUTE if published else None
    return replace(
        article,
        title=entry.title,
        publisher=entry.publisher,
        published=published,
        precision=precision,
        role=entry.role,
        truncated=entry.truncated,
    )


def read_time(text: str) -> datetime | None:
    """A time of a date field, taken as UTC; None when it is empty or none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _kind(count: int) -> str:
    return "several" if count > 1 else "single" if count else "none"


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 0
