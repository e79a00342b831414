"""Times, lengths and directions in words, as a newspaper says them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime, timedelta

from broadsheet.types import Article, Body, Precision, Story

#: Words that a grown reader takes in a minute, silently, in a news text (Brysbaert 2019: 238 for English non-fiction).
WORDS_PER_MINUTE = 238
#: In scripts without spaces, characters a minute (Chinese and Japanese readers: about 260 to 500).
SIGNS_PER_MINUTE = 500
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "iw", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "syr"})
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "km"})
#: Names of languages in their own words, for the filter of the search page.
LANGUAGES = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "ca": "Català", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά",
    "en": "English", "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "he": "עברית", "hi": "हिन्दी",
    "hr": "Hrvatski", "hu": "Magyar", "id": "Indonesia", "it": "Italiano", "ja": "日本語", "ko": "한국어", "lt": "Lietuvių",
    "lv": "Latviešu",
    "ms": "Melayu", "nl": "Nederlands", "no": "Norsk", "nb": "Norsk bokmål", "pl": "Polski", "pt": "Português", "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina", "sl": "Slovenščina", "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "th": "ไทย", "tr": "Türkçe",
    "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip


def language_name(code: str) -> str:
    """The language's own name for itself; the code when we do not know it."""
    return LANGUAGES.get(code, code)


def direction(language: str) -> str:
    """Give "rtl" or "ltr" for a known language, "auto" when unknown: for the `dir` attribute."""
    if not language:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def reading_minutes(article: Article) -> int:
    """Minutes to read the whole article, at least 1; 0 when there is no text, or when a listing does not say how long it is."""
    length = article.length or len(article.text)
    if not article.text.strip() or article.body in (Body.NONE, Body.TEASER):
        return 0
    if article.language in _UNSPACED:
        return max(1, round(length / SIGNS_PER_MINUTE))
    words = max(1, len(article.text.split()))
    return max(1, round(words * length / len(article.text) / WORDS_PER_MINUTE))


def day(time: datetime) -> str:
    """Say "Monday, 2 November 2026": the same on every machine, whatever its locale."""
    return f"{time:%A}, {time.day} {time:%B} {time.year}"


def short_day(time: datetime) -> str:
    """Say "2 November 2026"."""
    return f"{time.day} {time:%B} {time.year}"


def clock(time: datetime) -> str:
    """Say "09:30"."""
    return f"{time:%H:%M}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def span(length: timedelta) -> str:
    """A length of time in its largest fitting unit: "40 seconds", "3 hours", "2 days"."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("year", 31_536_000), ("month", 2_592_000), ("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return _count(seconds // size, unit)
    return _count(seconds, "second")


def age(time: datetime | None, now: datetime, precision: Precision = Precision.SECOND) -> str:
    """How long ago, no finer than the precision allows: "just now", "3 hours ago", "yesterday", "2 November 2026", "time unknown"."""
    if time is None:
        return "time unknown"
    past = now - time
    days = (now.date() - time.date()).days
    if past < timedelta(0):
        return "just now" if past > timedelta(minutes=-10) else f"in {span(-past)}"
    if precision is Precision.DAY:
        return {0: "today", 1: "yesterday"}.get(days, short_day(time) if days > 6 else f"{days} days ago")
    if past < timedelta(hours=1) and precision is Precision.HOUR:
        return "within the hour"
    if past < timedelta(minutes=1):
        return "just now"
    if past < timedelta(hours=20):
        return f"{span(past)} ago"
    return {0: f"{span(past)} ago", 1: "yesterday"}.get(days, short_day(time) if days > 6 else f"{days} days ago")


def exact(time: datetime | None, precision: Precision = Precision.SECOND) -> str:
    """The time in full, no finer than it is known: "2 November 2026, 09:30 UTC"."""
    if time is None:
        return "time unknown"
    if precision is Precision.DAY:
        return short_day(time)
    if precision is Precision.HOUR:
        return f"{short_day(time)}, about {time:%H}:00 UTC"
    return f"{short_day(time)}, {clock(time)} UTC"


def precision_note(precision: Precision) -> str:
    """What to say about a time that is not known to the minute; "" when it is."""
    return {Precision.HOUR: "hour precision", Precision.DAY: "day precision"}.get(precision, "")


def flags(article: Article) -> list[str]:
    """What a reader should know about the text, in words."""
    said = {
        Body.TEASER: "Teaser only: this is the summary that the publisher’s feed gives, not the article.",
        Body.PARTIAL: "Partial: the publisher shows only a part of this article.",
        Body.NONE: "No text: only the title could be read.",
    }
    notes = [said[article.body]] if article.body in said else []
    if article.truncated:
        notes.append("Truncated: the text breaks off where our copy of it ended.")
    return notes


def initials(name: str) -> str:
    """One or two letters that stand for a name where a picture would."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    return "".join(unicodedata.normalize("NFC", part)[0] for part in parts[:2]).upper() or "·"


def size(count: int) -> str:
    """A number of bytes: "812 bytes", "1.4 MB"."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{count} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("unreachable")


def counted(number: int, one: str, many: str = "") -> str:
    """Say "1 outlet", "9 outlets", "1,204 outlets"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def breadth(story: Story) -> str:
    """How widely a story is carried: "9 outlets · 3 independent reports"; "" for a single article."""
    if story.articles < 2:
        return ""
    if story.outlets < 2:
        return f"{counted(story.articles, 'article')} in one outlet"
    reports = "one report" if story.reports <= 1 else f"{story.reports:,} independent reports"
    return f"{counted(story.outlets, 'outlet')} · {reports}"


def listed(names: Sequence[str], most: int = 8) -> str:
    """Say "A", "A and B", "A, B and C", "A, B and 7 more"."""
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def date(day: Date) -> str:
    """Say "2 November 2026" of a date."""
    return f"{day.day} {day:%B} {day.year}"
