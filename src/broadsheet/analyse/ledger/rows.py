"""The rows of a story's ledger: its articles' statements in order of time, with what comparing them needs. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.types import Findings, Holder, Span, Statement

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP_WORDS = """
a about after again all also an and any are as at be because been before being both but by can could did do does doing down during
each even ever every few for from further had has have having he her here hers him his how i if in into is it its itself just like
made make many may me might more most much must my no nor not now of off on once one only or other our out over own s said same
say says she should so some such t than that the their them then there these they this those through to too under until up upon
very was we were what when where which while who whom why will with would you your told according
"""
_STOPS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerArticle:
    """An article of a story with what was found in it. `copy_of` is the article of which it is a copy, None for an own report."""

    article_id: int
    publisher: str
    published: datetime | None
    title: str
    text: str
    findings: Findings
    copy_of: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement with its article, its words' stems and weights, and the keys under which its holders are one."""

    place: int
    statement: Statement
    article: LedgerArticle
    terms: Mapping[str, float]
    keys: frozenset[str]

    @property
    def words(self) -> str:
        """The words of what is said."""
        return content_of(self.article.text, self.statement)


def content_of(text: str, statement: Statement) -> str:
    """The words of a statement's content, its pieces joined."""
    return " ".join(text[start:end] for start, end in statement.content)


def first_of(statement: Statement) -> int:
    """Where a statement begins."""
    return min(span[0] for span in (*statement.source, *statement.cue, *statement.content))


def rows_of(articles: Sequence[LedgerArticle]) -> list[Row]:
    """All statements in order of time: by publication, then by place in the text. What one article tells of a holder holds in the others:
    for whom a person speaks.
    """
    order = sorted(articles, key=lambda article: (article.published.timestamp() if article.published else math.inf, article.article_id))
    bodies = _bodies(holder for article in order for row in article.findings.statements for holder in row.holders)
    weights = rarity(article.text for article in order)
    rows: list[Row] = []
    for article in order:
        for found in sorted(article.findings.statements, key=first_of):
            holders = tuple(replace(holder, body=holder.body or bodies.get(holder.key, "")) for holder in found.holders)
            statement = replace(found, holders=holders, article_id=article.article_id)
            terms = {term: weights.get(term, 1.0) for term in stems(content_of(article.text, statement))}
            rows.append(Row(len(rows), statement, article, terms, _keys(holders)))
    return rows


def _bodies(holders: Iterable[Holder]) -> dict[str, str]:
    """For whom each person speaks, as most rows tell it."""
    told: dict[str, Counter[str]] = {}
    for holder in holders:
        if holder.body:
            told.setdefault(holder.key, Counter())[holder.body] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in told.items()}


def stems(text: str) -> list[str]:
    """Content words of a text, small and without the common endings of English, so that forms of one word meet."""
    return [stem(word) for word in (match.lower() for match in _WORD.findall(text)) if word not in _STOPS and len(word) > 1]


def stem(word: str) -> str:
    """A word without its ending, crudely: "samples", "sampled", "sampling" are one."""
    word = re.sub(r"['’]s?$", "", word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, least in (("ings", 6), ("ing", 6), ("ed", 5), ("ies", 5), ("es", 5), ("s", 4), ("ly", 6)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return re.sub(r"e$|(?<=([bdgmnprt]))\1$", "", word) if len(word) > 4 else word


_IRREGULAR = {
    "ran": "run", "people": "person", "men": "man", "women": "woman", "children": "child", "fed": "feed", "fell": "fall",
    "fallen": "fall", "rose": "rise",
    "risen": "rise", "gave": "give", "given": "give", "knew": "know", "known": "know", "took": "take", "taken": "take",
    "went": "go", "gone": "go", "broke": "break",
    "broken": "break", "sent": "send", "met": "meet", "paid": "pay", "held": "hold", "lost": "lose", "won": "win",
    "left": "leave", "began": "begin", "hurt": "injur",
    "wounded": "injur", "struck": "strike", "shot": "shoot", "died": "kill", "dead": "kill", "deaths": "kill", "death": "kill",
}  # fmt: skip


def rarity(texts: Iterable[str]) -> dict[str, float]:
    """Weight of each stem: the rarer among a story's sentences, the heavier (idf over paragraphs, 0 or more)."""
    paragraphs = [set(stems(line)) for text in texts for line in text.split("\n") if line.strip()]
    counts = Counter(term for paragraph in paragraphs for term in paragraph)
    return {term: math.log(1 + len(paragraphs) / count) for term, count in counts.items()}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two weighted bags of stems, 0..1."""
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    norm = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / norm if norm else 0.0


def shared_terms(one: Row, other: Row) -> tuple[str, ...]:
    """Stems that two rows share, the weightiest first."""
    return tuple(sorted((term for term in one.terms if term in other.terms), key=lambda term: -one.terms[term]))


def same_side(one: Row, other: Row) -> bool:
    """Whether two rows have a holder in common: the same one, or a person and the body for which they speak."""
    return bool(one.keys & other.keys)


def _keys(holders: Sequence[Holder]) -> frozenset[str]:
    found: set[str] = set()
    for holder in holders:
        found.add(holder.key)
        if holder.body:
            found.add(" ".join(re.findall(r"[\w-]+", holder.body.lower().replace("'s", "").replace("’s", ""))))
    return frozenset(found)


def sentence_around(text: str, span: Span) -> tuple[int, int]:
    """The line's stretch between full stops around a span, for what stands beside it."""
    low = max(text.rfind(mark, 0, span[0]) for mark in ("\n", ". ", "? ", "! ")) + 1
    ends = [at for at in (text.find(mark, span[1]) for mark in ("\n", ". ", "? ", "! ")) if at >= 0]
    return low, min(ends, default=len(text))
