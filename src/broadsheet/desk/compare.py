"""Two articles side by side, the passages that both have marked and tied to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from broadsheet.analyse.copies.compare import compare
from broadsheet.desk.render import paragraphs
from broadsheet.store.base import Store
from broadsheet.types import Article, Block, BlockKind, Copy, Overlap

#: Passages that are marked; more than this is no longer a help.
MOST_PASSAGES = 200


@dataclass(frozen=True, slots=True)
class Tie:
    """A marked passage: its place in the text, its number (from 1, the same on both sides)."""

    start: int
    end: int
    number: int


def ties(overlaps: Iterable[Overlap], size: int, other_size: int) -> tuple[list[Tie], list[Tie]]:
    """The overlaps as marks of the one and of the other text, numbered by their place in the one; bad or crossing ones are left out."""
    good = sorted(
        (o for o in overlaps if 0 <= o.start < o.end <= size and 0 <= o.other_start < o.other_end <= other_size),
        key=lambda o: (o.start, -o.end),
    )
    mine: list[Tie] = []
    theirs: list[Tie] = []
    for overlap in good:
        if len(mine) == MOST_PASSAGES:
            break
        if mine and overlap.start < mine[-1].end:
            continue
        if any(overlap.other_start < tie.end and tie.start < overlap.other_end for tie in theirs):
            continue
        number = len(mine) + 1
        mine.append(Tie(overlap.start, overlap.end, number))
        theirs.append(Tie(overlap.other_start, overlap.other_end, number))
    return mine, sorted(theirs, key=lambda tie: tie.start)


def tied(article: Article, marks: Sequence[Tie], side: str, other: str) -> Markup:
    """The text as paragraphs with the passages marked, each a link to the same passage on the other side.

    A passage's own place is `SIDE-NUMBER`. One that runs over several paragraphs is named at its beginning only. Layout but for
    headings is left out: this is a page for looking closely, not for reading.
    """
    out: list[Markup] = []
    for block in article.layout or paragraphs(article.text):
        if block.kind is BlockKind.IMAGE or block.start >= block.end:
            continue
        inside = _inside(article.text, block, marks, side, other)
        tag = "h4" if block.kind is BlockKind.HEADING else "p"
        out.append(Markup("<{0}>{1}</{0}>\n").format(tag, inside))
    return Markup("").join(out)


def _inside(text: str, block: Block, marks: Sequence[Tie], side: str, other: str) -> Markup:
    out: list[Markup] = []
    at = block.start
    for tie in marks:
        start, end = max(tie.start, at), min(tie.end, block.end)
        if start >= end:
            continue
        words = text[start:end]
        if words.strip():
            out += [escape(text[at:start]), _mark(words, tie, side, other, named=start == tie.start)]
            at = end
    return Markup("").join([*out, escape(text[at : block.end])])


def _mark(words: str, tie: Tie, side: str, other: str, *, named: bool) -> Markup:
    inside = Markup("<mark>{}</mark>").format(words)
    if not named:
        return inside
    return Markup('<a class="tie" id="{0}-{2}" href="#{1}-{2}"><span class="unseen">Passage {2}: </span>{3}</a>').format(
        side, other, tie.number, inside
    )


def passages(article: Article, marks: Sequence[Tie], longest: int = 400) -> list[tuple[int, str]]:
    """The passages in words, by number, the longest ones cut."""
    found = []
    for tie in sorted(marks, key=lambda tie: tie.number):
        words = " ".join(article.text[tie.start : tie.end].split())
        found.append((tie.number, words if len(words) <= longest else words[: longest - 1].rstrip() + "…"))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """One column: the article, its text with the passages marked, and the passages alone, by number."""

    article: Article
    body: Markup
    passages: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two articles and what they share. `share` and `kept` are the shares of the one's and of the other's words, 0..1."""

    mine: Side
    other: Side
    share: float
    kept: float
    copy: Copy | None
    same_story: int
    overlaps: tuple[Overlap, ...] = ()

    @property
    def words(self) -> str:
        """The share in words."""
        return in_words(self.share, self.kept)


def compare_page(store: Store, article_id: int, other_id: int) -> ComparePage:
    """Two articles side by side. Raises NotFound. Four queries."""
    article, other = store.article(article_id), store.article(other_id)
    found = compare(article.text, other.text)
    left, right = ties(found.overlaps, len(article.text), len(other.text))
    copies = store.copy_of([article_id, other_id])
    stories = store.story_of([article_id, other_id])
    story_id = stories.get(article_id, 0)
    tied_by = (copies.get(article_id), copies.get(other_id))
    return ComparePage(
        mine=_side(article, left, "a", "b"),
        other=_side(other, right, "b", "a"),
        share=found.share_a,
        kept=found.share_b,
        copy=next((copy for copy in tied_by if copy and copy.original_id in (article_id, other_id)), None),
        same_story=story_id if story_id == stories.get(other_id) else 0,
        overlaps=found.overlaps,
    )


def sides(article: Article, other: Article, overlaps: Iterable[Overlap]) -> tuple[Side, Side]:
    """Both columns with the overlaps marked, for a page that shows them beside something else."""
    left, right = ties(overlaps, len(article.text), len(other.text))
    return _side(article, left, "a", "b"), _side(other, right, "b", "a")


def _side(article: Article, marks: Sequence[Tie], side: str, other: str) -> Side:
    return Side(article, tied(article, marks, side, other), tuple(passages(article, marks)))


def in_words(share: float, kept: float) -> str:
    """How much two texts share: "Nearly all of the first stands in the second, and half of the second in the first"."""
    if max(share, kept) < 0.005:
        return "They share no passage word for word."
    if share >= 0.995 and kept >= 0.995:
        return "They are word for word the same."
    return f"{_portion(share).capitalize()} of the first stands in the second, and {_portion(kept)} of the second in the first."


def _portion(share: float) -> str:
    percent = round(100 * share)
    for least, name in ((100, "all"), (90, "nearly all")):
        if percent >= least:
            return f"{name} ({percent} %)"
    return f"{percent} %" if percent else "nothing"
