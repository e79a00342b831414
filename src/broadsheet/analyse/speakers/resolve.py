"""Who holds a statement: the words of its source resolved to a name, a body, a state, or kept as they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.speakers.demonyms import DEMONYMS, state_of
from broadsheet.analyse.speakers.descriptions import kind_of, meant, phrase
from broadsheet.analyse.speakers.entities import Entity, entities, folded_key
from broadsheet.analyse.speakers.lexicon import DOCUMENTS, SEATS, STATES
from broadsheet.analyse.speakers.names import find_names
from broadsheet.analyse.speakers.pronouns import PRONOUNS, antecedent
from broadsheet.analyse.speakers.scene import Named, Scene
from broadsheet.types import Form, Holder, HolderKind, Span, Statement

VERSION = "speakers-5"
#: From this confidence on a pronoun's antecedent is taken; below, the row keeps the pronoun.
SURE_ENOUGH = 0.45
#: How sure a holder is of whose words nothing tells that it can speak ("the scale of the attack").
UNKNOWN_HEAD = 0.55
#: How sure a holder is who stands at a neighbouring statement.
BY_NEIGHBOUR = 0.6
_RELATIVE = frozenset(["who", "which", "that", "whose", "whom"])
_OWN = frozenset(["i", "we", "my", "our", "me", "us", "mine", "ours"])
_BOTH = re.compile(r"^(?:neither|both|either|not only) (?:the )?|^the ", re.IGNORECASE)
_JOINED = re.compile(r",? (?:and|nor|as well as|along with) (?=(?:the )?[A-Z])|, (?=(?:the )?[A-Z][\w.-]+(?: [A-Z][\w.-]+)*,? and )")
#: What makes a name a part of the phrase and not its head: "the operator of the ferry Maren Aster".
_OF = re.compile(
    r"\b(?:of|for|at|from|with|in|to|close to|on|by|behind|near|outside|inside|within|against|over|across|around)"
    r"(?: the| a| an| its| his| her| their)?(?: [a-z-]+){0,3} $"
    r"|\b(?:dubbed|called|named|known as|code-?named|titled|headlined) ['‘’\"“](?:[\w'’]+ )*$|\b(?:dubbed|called|named|known as|titled) $"
)
#: A name in a clause about the head: "the company whose plant poisoned the River Arle".
_RELATED = re.compile(r"\w,? (?:whose|which|that|who|where)\b")
#: A name before a noun of its own phrase tells whose that one is: "Brandel workers". Not so before what only follows the phrase.
_MODIFIES = re.compile(
    r" (?!(?:who|whom|which|that|of|in|on|at|for|from|to|with|and|or|nor|by|as|is|was|were|are|has|had|also|both|himself|herself|itself|"
    r"themselves|said|says|the|a|an|who's|spokes\w+|statement)\b)[a-z]"
)
_VOICE = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|representatives?|lawyers?|attorneys?|statement|communiqu[eé]|press release|report|campaign)"
    r" (?:for|of|at|from|by|with) (?:the )?$"
    r"|^ (?:spokes(?:man|woman|person)|statement)$"
    r"|['’]s (?:[\w-]+ ){0,2}(?:spokes(?:man|woman|person)|statement|press release|office|campaign|report)$",
    re.IGNORECASE,
)
#: Words all of which begin with a capital.
_CAPITALISED = re.compile(r"(?:[Tt]he )?(?:[A-Z][\w.'’-]*\s?)+$")
_POSSESSIVE = ("'s", "’s", "'", "’")
_OUR = re.compile(r"\b(?:our|my)\b")
_PERSONAL = frozenset(["he", "she", "they"])
_UNNAMED_KINDS = (HolderKind.ANONYMOUS, HolderKind.GROUP)
#: Paragraphs over which somebody without a name is still meant.
FARTHEST_UNNAMED = 2
_ELIDED = re.compile(r"\b(?:and|but|then|or)(?: \w+ly| also| then| later)* ?$")
Sure = tuple[Holder, float]


def resolve(text: str, statements: Sequence[Statement], publisher: str = "") -> tuple[Statement, ...]:
    """The statements (in order of place) with their holders, and through whom each is known.

    Joint sources give several holders. A pronoun or description that cannot be resolved keeps its words as the holder's name, and `sure` is
    False. A statement without a source takes its neighbour's holder where the text leaves no other reading (a quotation that goes on, a
    second verb of one subject); otherwise it has none. The text is English.
    """
    stage = _Stage(text, publisher)
    found: list[Statement] = []
    for statement in statements:
        held = stage.holders(statement, found)
        sure = min((sureness for _, sureness in held), default=0.0 if statement.source else BY_NEIGHBOUR)
        found.append(
            replace(
                statement,
                holders=tuple(holder for holder, _ in held),
                confidence=round(statement.confidence * sure, 3) if held else round(min(statement.confidence, 0.3), 3),
            )
        )
    return _with_via(found)


class _Stage:
    """An article with who is named in it and where somebody spoke."""

    def __init__(self, text: str, publisher: str) -> None:
        self.text = text
        self.publisher = publisher
        names = [name for name in find_names(text) if name.text.lower() not in DEMONYMS]
        self.scene = Scene(text, entities(text, names), sentences(text))
        self.spoke: set[int] = set()

    def holders(self, statement: Statement, before: Sequence[Statement]) -> tuple[Sure, ...]:
        """Who holds a statement, each with how sure that is; empty when nobody is named or meant."""
        if not statement.source:
            return self._neighbour(statement, before)
        found: list[Sure] = []
        for span in statement.source:
            for part in _parts(self.text, span):
                held = self._holder(part, statement, before)
                if held is not None and held[0] not in [holder for holder, _ in found]:
                    found.append(held)
            self.spoke.update(named.start for named in self.scene.after(span[0], 4) if named.start < span[1])
        return tuple(found)

    def _holder(self, span: Span, statement: Statement, before: Sequence[Statement]) -> Sure | None:
        words = self.text[span[0] : span[1]].strip()
        plain = words.lower().strip("\"“”‘’'., ")
        if plain in _OWN or plain.split(" ")[0] in ("i", "we"):
            return _outer(statement, before)
        if plain in PRONOUNS:
            return self._of_pronoun(span, words, before)
        if plain in _RELATIVE:
            return self._of_relative(span)
        if _OUR.search(plain):
            return self._own(words, statement, before)
        inside = [named for named in self.scene.after(span[0], 12) if named.end <= span[1]]
        if not inside:
            # A source may cut a name: "Hexley" of "Hexley Solvents".
            cut = next((named for named in self.scene.after(span[0], 2) if named.start < span[1] and _CAPITALISED.match(words)), None)
            return (self._named(cut.entity), 0.9) if cut is not None else self._of_words(span, words)
        return self._of_names(span, words, inside)

    def _of_pronoun(self, span: Span, words: str, before: Sequence[Statement]) -> Sure | None:
        last = next((row for row in reversed(before) if row.holders and row.source and row.holders[0].kind in _UNNAMED_KINDS), None)
        if last is not None and words.lower() in _PERSONAL and self._unnamed_since(last, span):
            return (last.holders[0], 0.7)
        if words.lower() in ("it", "they") and (last_said := self._said_before(span, before)):
            return last_said
        if words.lower() in ("it", "its") and (document := self._document(span)):
            return (document, 0.7)
        meant_one = antecedent(self.scene, span, self.spoke)
        if meant_one is None or meant_one.confidence < SURE_ENOUGH:
            return (Holder(name=words, key=words.lower(), kind=HolderKind.ANONYMOUS, sure=False), 0.4)
        return (self._named(meant_one.entity), min(1.0, 0.4 + 0.6 * meant_one.confidence))

    def _said_before(self, span: Span, before: Sequence[Statement]) -> Sure | None:
        """The body that spoke in the sentence before, when "it" or "they" open the next ("The plant's management said ... It said")."""
        here = self.scene.sentence(span[0])
        low, _ = self.scene.sentence_span(here)
        last = next((row for row in reversed(before) if row.source and row.holders), None)
        if last is None or span[0] - low > 2 or self.scene.sentence(last.source[0][0]) != here - 1 or len(last.holders) > 1:
            return None
        kind = last.holders[0].kind
        documents_think = kind is HolderKind.DOCUMENT and self.text[span[0] : span[1]].lower() == "they"
        return None if kind is HolderKind.PERSON or documents_think else (last.holders[0], 0.7)

    def _unnamed_since(self, last: Statement, span: Span) -> bool:
        """Whether somebody without a name spoke last ("a worker ... he said"): near by, and no person was named since."""
        start = last.source[0][0]
        if start > span[0] or self.text.count("\n", start, span[0]) > FARTHEST_UNNAMED:
            return False
        named = self.scene.before(span[0], 10)
        return not any(one.start > start and one.entity.kind in (HolderKind.PERSON, None) for one in named)

    def _document(self, span: Span) -> Holder | None:
        """The document that "it" means, named as one earlier in the sentence ("an e-mail that the paper has seen ... it reports")."""
        low, _ = self.scene.sentence_span(self.scene.sentence(span[0]))
        opening = re.match(
            r"(?:An?|The) (?:[\w-]+ ){0,3}?([\w-]+)(?= (?:that|which|from|by|sent|seen|of|to)\b|,)", self.text[low : span[0]]
        )
        if opening is None or opening[1].lower() not in DOCUMENTS:
            return None
        name = opening[0].split(" ", 1)[1]
        return Holder(name=name, key=folded_key(name), kind=HolderKind.DOCUMENT, sure=False)

    def _of_relative(self, span: Span) -> Sure | None:
        low, _ = self.scene.sentence_span(self.scene.sentence(span[0]))
        for named in self.scene.before(span[0], 3):
            if (
                named.start >= low
                and len(self.text[named.end : span[0]]) <= 60
                and self.text[named.end : span[0]].rstrip().endswith((",", ""))
            ):
                return (self._named(named.entity), 0.8)
        words = re.split(r"[,;:“\"]| (?:and|but|that|while|after|when) ", self.text[low : span[0]].rstrip(" ,"))[-1].strip()
        return self._of_words((span[0] - len(words) - 1, span[0]), words) if 0 < len(words) < 80 else None

    def _own(self, words: str, statement: Statement, before: Sequence[Statement]) -> Sure | None:
        outer = _outer(statement, before)
        if outer is not None:
            return outer
        if not self.publisher:
            return self._of_words(statement.source[0], words)
        return (Holder(name=self.publisher, key=folded_key(self.publisher), kind=HolderKind.MEDIA), 0.9)

    def _of_names(self, span: Span, words: str, inside: Sequence[Named]) -> Sure | None:
        """The holder among the names in a source: the head of its words, not whom it belongs to."""
        for place, named in enumerate(inside):
            before = self.text[span[0] : named.start]
            owner = self.text[named.end : named.end + 2].startswith(_POSSESSIVE) and named.end < span[1] - 2
            if not owner and not _OF.search(before) and not _RELATED.search(before) and not _MODIFIES.match(self.text, named.end, span[1]):
                return (self._named(named.entity, self._body(inside, place)), 1.0)
        first = inside[0]
        around = self.text[span[0] : first.start]
        tail = self.text[first.end : span[1]].split(",")[0]
        if _VOICE.search(around) or _VOICE.search(tail):
            return (self._named(first.entity), 0.95)
        if self.text[first.end : first.end + 2].startswith(_POSSESSIVE) and len(tail) <= 2:
            return (self._named(first.entity), 1.0)
        holder, sure = self._of_words(span, words)
        return (replace(holder, body=holder.body or self._named(first.entity).name), sure)

    def _body(self, inside: Sequence[Named], place: int) -> str:
        others = [named.entity for named in inside if named.entity is not inside[place].entity]
        if inside[place].entity.kind is not HolderKind.PERSON:
            return ""
        return next((self._named(other).name for other in others if other.kind is not HolderKind.PERSON), "")

    def _of_words(self, span: Span, words: str) -> Sure:
        said = phrase(words)
        kind = kind_of(said)
        seat = SEATS.get(said.words.lower()) or STATES.get(said.words.lower())
        if seat:
            return (Holder(name=seat, key=folded_key(seat), kind=HolderKind.STATE), 0.9)
        if kind is not HolderKind.ANONYMOUS:
            entity = meant(said, self.scene, span[0])
            if entity is not None:
                return (self._named(entity), 0.8)
            if said.definite and said.words.lower() == said.head:
                said = replace(said, words=self._fuller(said.head, span[0]) or said.words)
        body = state_of(words)
        # "North Korean state media" are somebody, whatever the article; "state media" are not.
        named = kind in (HolderKind.STATE, HolderKind.ORGANISATION) or (kind is HolderKind.MEDIA and bool(body))
        sure = named and len(said.words) < 60
        name = said.words[:120] or words
        return (
            Holder(name=name, key=folded_key(name) or name.lower(), kind=kind or HolderKind.ANONYMOUS, body=body, sure=sure),
            0.8 if kind else UNKNOWN_HEAD,
        )

    def _fuller(self, head: str, offset: int) -> str:
        """The longer phrase that the text used before for the same head ("the state environment office" for "the office")."""
        pattern = re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) ((?:[a-z-]+ ){{1,3}}{re.escape(head)})\b")
        found = pattern.findall(self.text, max(0, offset - 6000), offset)
        return found[-1] if found else ""

    def _named(self, entity: Entity, body: str = "") -> Holder:
        name = entity.full
        plain = name.lower().removeprefix("the ")
        state = STATES.get(plain) or SEATS.get(plain)
        if state:
            return Holder(name=state, key=folded_key(state), kind=HolderKind.STATE)
        kind = entity.kind or (HolderKind.PERSON if entity.gender or len(entity.words) in (2, 3) else HolderKind.ORGANISATION)
        if not body and entity.body is not None:
            body = self._named(entity.body).name
        return Holder(name=name, key=folded_key(name), kind=kind, body=body)

    def _neighbour(self, statement: Statement, before: Sequence[Statement]) -> tuple[Sure, ...]:
        """The holders of the statement before, when this one has no source and belongs to it by its place."""
        if not before or not before[-1].holders:
            return ()
        last = before[-1]
        held = tuple((holder, BY_NEIGHBOUR) for holder in last.holders)
        if not statement.cue:
            gap = self.text[_end(last) : statement.content[0][0]]
            return held if statement.form is Form.DIRECT and last.form is not Form.INDIRECT and len(gap) < 60 else ()
        cue = statement.cue[0][0]
        same = self.scene.sentence(cue) == self.scene.sentence(_end(last) - 1)
        return held if same and _ELIDED.search(self.text[max(0, cue - 20) : cue]) else ()


def _parts(text: str, span: Span) -> list[Span]:
    """A joint source cut into who says it: "Moscow and Pyongyang", "Ana Rell, Bo Tarn and the Fishing Union"."""
    cuts = [span[0]]
    ends = []
    for match in _JOINED.finditer(text, *span):
        ends.append(match.start())
        cuts.append(match.end())
    parts = list(zip(cuts, [*ends, span[1]], strict=True))
    if len(parts) > 1 and (re.search(r"\b(?:of|for|between|who|which|that|a|an|the|as)\b", _BOTH.sub("", text[span[0] : ends[-1]]))):
        return [span]
    return parts


def _end(statement: Statement) -> int:
    return max(span[1] for span in (*statement.source, *statement.cue, *statement.content))


def _outer(statement: Statement, before: Sequence[Statement]) -> Sure | None:
    """Who says the quotation that a statement stands in: "I" and "we" are theirs."""
    start, end = statement.source[0]
    for row in reversed(before):
        if row.holders and any(low <= start and end <= high for low, high in row.content):
            return (row.holders[0], 0.8)
    return None


def _with_via(found: Sequence[Statement]) -> tuple[Statement, ...]:
    """Each statement that stands within another's content is known through the other's holder."""
    rows: list[Statement] = []
    for place, statement in enumerate(found):
        spans = (*statement.source, *statement.cue)
        outer = None
        for other in found[max(0, place - 12) : place + 12]:
            if other is statement or not other.holders or not spans:
                continue
            within = all(any(low <= span[0] and span[1] <= high for low, high in other.content) for span in spans)
            if within and (outer is None or _size(other) < _size(outer)):
                outer = other
        same = outer is not None and {h.key for h in outer.holders} & {h.key for h in statement.holders}
        rows.append(
            replace(statement, via=" and ".join(holder.name for holder in outer.holders)) if outer is not None and not same else statement
        )
    return tuple(rows)


def _size(statement: Statement) -> int:
    return sum(end - start for start, end in statement.content)
