"""A question asked of an article, a story or everything: the articles that may answer are found, the analysis answers from them.

Each sentence of an answer is an article's own and opens its passage. Nothing is generated here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.analyse.answers import Asking, Meaning, Question, parse
from broadsheet.analyse.ledger import LedgerArticle, build
from broadsheet.analyse.ledger.corrections import corrected
from broadsheet.desk.ledger import SURE, Source, StoryLedger, href, source_of, told_by
from broadsheet.desk.words import counted
from broadsheet.store.base import Store
from broadsheet.types import Ledger, Search, Term
from broadsheet.types.told import Answer, Asked, Found, Told

#: Articles that a question over everything is answered from, and the newest of a story that are looked at.
MOST_ARTICLES, MOST_OF_STORY = 24, 80
#: Hits that one search gives.
_HITS = 12
#: Words of a question that are searched for, the rarest.
_WORDS = 6
#: A word as rare as this is taken for a name also where it is typed in lower case.
_NAME = 7.6
#: Letters of a word that must be alike to be found, so that endings do not matter.
_KEPT = 4
_PRONOUN_WORDS = "he she they it that this there them him her his their its those these one"
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())
_ALONE = ("and", "what about", "how about", "also", "then")


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage of an answer: its article, its address, its words."""

    source: Source
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldView:
    """A told sentence as it is shown, with its own passage first."""

    told: Told
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """An answer as it is shown. `said` is the house's line above it, of counts and names alone."""

    answer: Answer
    said: str = ""
    sentences: tuple[ToldView, ...] = ()
    near: tuple[ToldView, ...] = ()
    #: Articles that were looked at.
    looked_at: int = 0
    story_id: int = 0
    article_id: int = 0
    sources: Mapping[int, Source] = field(default_factory=dict, repr=False)


def ask(store: Store, meaning: Meaning, text: str, *, story_id: int = 0, article_id: int = 0, before: str = "") -> AnswerPage:
    """Answer a question from one article, from one story, or (with neither) from everything collected.

    `before` is the question asked before this one, of which a follow-up ("And when?") takes up what it is about.
    Raises NotFound when there is no such story or article.
    """
    question = understood(text, meaning, before)
    if article_id:
        ids = [store.article(article_id).id]
    elif story_id:
        ids = [member.article_id for member in store.members(store.story(story_id).id)][-MOST_OF_STORY:]
    else:
        ids = found_for(store, question, meaning)
    articles = as_read(store, ids)
    asking = Asking(question, articles, meaning, {id_: 1 - place / len(ids) for place, id_ in enumerate(ids)} if not story_id else None)
    ledger: Ledger | None = None
    if articles:
        first = asking.ranked[0].matched.reading.article.article_id if asking.ranked else articles[0].article_id
        ledger = build(_around(store, first, articles) if not (story_id or article_id) else articles)
    answer = asking.answer(ledger)
    return page_of(answer, articles, story_id=story_id, article_id=article_id)


def understood(text: str, meaning: Meaning, before: str = "") -> Question:
    """The question taken apart; a follow-up takes the names and words of the one before that it leaves out."""
    known = frozenset(word for word in text.lower().replace("?", " ").split() if word.isalpha() and meaning.rarity(word) >= _NAME)
    question = parse(text, known)
    if not before:
        return question
    words = set(text.lower().replace("?", " ").replace(",", " ").split())
    if words & _PRONOUNS or text.lower().startswith(_ALONE) or len(question.words) < 2:
        earlier = parse(before, frozenset(word for word in before.lower().split() if word.isalpha() and meaning.rarity(word) >= _NAME))
        carried = tuple(word for word in earlier.words if word not in question.words)
        if question.names and words & _PRONOUNS == set():
            # "And Lenz?" asks the same of another.
            carried = tuple(word for word in carried if word.lower() not in earlier.names)
        asked = earlier.asked if question.asked is Asked.WHAT and len(question.words) < 3 else question.asked
        return replace(
            question,
            asked=asked,
            words=question.words + carried,
            topic=question.topic + carried,
            names=question.names | (earlier.names & {word.lower() for word in carried}),
            counted=question.counted or (asked is Asked.HOW_MANY),
        )
    return question


def found_for(store: Store, question: Question, meaning: Meaning) -> list[int]:
    """Articles that may answer: those with all of the question's rare words, then those with most of them."""
    words = sorted({word.lower() for word in question.words}, key=lambda word: (word not in question.names, -meaning.rarity(word)))[:_WORDS]
    searched: dict[int, float] = {}
    for group, weight in _groups(words):
        hits = store.search(Search(terms=tuple(_term(word) for word in group)), limit=_HITS).hits
        for place, hit in enumerate(hits):
            searched[hit.article.id] = searched.get(hit.article.id, 0.0) + weight * (1 - place / (2 * _HITS))
    best = sorted(searched, key=lambda id_: (-searched[id_], id_))
    return best[:MOST_ARTICLES]


def _groups(words: Sequence[str]) -> list[tuple[Sequence[str], float]]:
    """Sets of words to search for, from all of them to each alone, with what a hit is worth."""
    groups: list[tuple[Sequence[str], float]] = [(words, 3.0)] if len(words) > 1 else []
    if len(words) > 3:
        groups += [(words[:3], 2.0), (words[:2], 1.5)]
    if len(words) > 2:
        groups += [([word for word in words if word != left], 2.0) for left in words[1:]]
    groups += [([word], 1.0 / (1 + place)) for place, word in enumerate(words[:4])]
    return groups


def _term(word: str) -> Term:
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT:
            return Term((word[: -len(ending)],), prefix=True)
    return Term((word,), prefix=len(word) >= _KEPT)


def _around(store: Store, first: int, articles: Sequence[LedgerArticle]) -> list[LedgerArticle]:
    """Those of the articles that are of the first one's story."""
    stories = store.story_of([article.article_id for article in articles])
    story = stories.get(first)
    return [article for article in articles if article.article_id == first or (story and stories.get(article.article_id) == story)]


def as_read(store: Store, ids: Sequence[int]) -> list[LedgerArticle]:
    """Articles with what was found in them and readers' corrections made."""
    told, _ = told_by(store, ids)
    fixed, _ = corrected(told, store.corrections(list(ids)))
    return list(fixed)


def page_of(answer: Answer, articles: Sequence[LedgerArticle], *, story_id: int = 0, article_id: int = 0) -> AnswerPage:
    """An answer with its passages' articles and words."""
    sources = {article.article_id: source_of(article) for article in articles}
    return AnswerPage(
        answer=answer,
        said=line(answer),
        sentences=tuple(told_view(told, sources) for told in answer.sentences),
        near=tuple(told_view(told, sources) for told in answer.near),
        looked_at=len(articles),
        story_id=story_id,
        article_id=article_id,
        sources=sources,
    )


def told_view(told: Told, sources: Mapping[int, Source]) -> ToldView:
    """A told sentence with its passages; those of articles that are not at hand are left out."""
    cited = tuple(
        Cited(
            sources[passage.article_id],
            href(passage),
            " ".join(sources[passage.article_id].text[passage.start : passage.end].split()),
        )
        for passage in told.citations
        if passage.article_id in sources
    )
    return ToldView(told, cited)


def line(answer: Answer) -> str:
    """The house's own words above an answer: counts and names, nothing that a source would have to say."""
    if answer.found is Found.UNKNOWN:
        lacking = f" None of them has {_listed([f'“{word}”' for word in answer.missing[:3]])}." if answer.missing else ""
        return "The sources do not say." + lacking
    if answer.found is Found.DIFFERS:
        if answer.asked is Asked.CHANGED:
            return "What was said first, and what later."
        labels = list(dict.fromkeys(f"{told.label} ({told.holder or told.publisher})" for told in answer.sentences if told.label))
        if answer.asked is Asked.HOW_MANY and labels:
            return f"The sources differ: {_listed(labels[:5])}."
        return "The sources differ."
    passages = sum(len(told.citations) for told in answer.sentences)
    publishers = {told.publisher for told in answer.sentences}
    return f"{counted(passages, 'passage')} of {counted(len(publishers), 'publisher')}." if passages > 1 else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def suggested(found: StoryLedger, most: int = 5) -> tuple[str, ...]:
    """Questions that a story answers, from its ledger: contested figures, changes, who is quoted most."""
    questions: list[str] = []
    questions += [f"{'How much' if view.figure.unit else 'How many'} {view.figure.quantity}?" for view in found.contested[:2]]
    questions += [f"What changed in what {pair.second.who} said?" for pair in found.changes[:1]]
    if found.conflicts or found.contested:
        questions.append("On what do the sources differ?")
    names: dict[str, int] = {}
    for row in found.rows:
        for holder in row.statement.holders:
            if holder.sure and row.statement.confidence >= SURE:
                names[holder.name] = names.get(holder.name, 0) + 1
    questions += [f"What did {name} say?" for name in sorted(names, key=lambda name: (-names[name], name))[:3]]
    return tuple(dict.fromkeys(questions))[:most]
