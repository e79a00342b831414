"""Why two articles are related, in their own words: the names and rare words that both have, as the first one writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from broadsheet.analyse.terms import Rarity, counted, terms
from broadsheet.types import Article

#: Characters of a text that are looked at for names.
LOOKED_AT = 6000
#: Letters of a word that may stand as a reason.
LEAST = 4

#: Names of weekdays and months are capitalised in some languages, and say nothing about what a text is about.
_CALENDAR = frozenset(
    terms(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
        "november december montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz juni juli oktober "
        "dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet août septembre octobre novembre "
        "décembre lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre "
        "octubre noviembre diciembre lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno "
        "luglio settembre ottobre dicembre pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran "
        "temmuz ağustos eylül ekim kasım aralık الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل مايو يونيو "
        "يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
    )
)
#: Words that stand in any two texts of a language and are no reason for anything.
_SMALL_WORDS = """
about after again against all also although among another any because been before being between both but came can could days did does
done down during each even every few first four from get good had has have having her here him his how however into its just known last
later less like long made make many may more most much must near never next not now off only other our out over own part people place
put said same say says second seen set several shall she should since some still such take than that the their them then there these
they things this those though three through time today told too took two under until upon used very want was way week well went were
what when where which while who whole why will with within without work would year years yet you your company companies government
officials police reported according report aber alle allem allen aller alles als also andere anderen auch auf aus bei beim bis dann dass
dem den der des dessen deutlich die dies diese diesem diesen dieser dieses doch dort durch eine einem einen einer eines erst etwa gegen
habe haben hatte hatten hier ihr ihre ihrem ihren immer jedoch jetzt kann kein keine können mehr mit muss nach nicht noch nun nur oder
ohne sagte sagt schon sehr sein seine seinem seinen seit sich sie sind soll sollen sondern und unter viele vom von vor war waren weil
weiter wenn werden wie wieder will wird wurde wurden zum zur zwei ante antes así aunque bajo bien cada como con contra cuando desde
después dijo donde dos durante ella ellos entre era eran esa ese eso esta están estas este esto estos fue fueron había hace hasta hoy
las los más mientras mismo mucho muy otra otro otros para parte pero poco por porque que quien según ser sido siempre sin sobre son sus
también tanto tiene tienen todo todos tras tres una uno unos ainsi alors après aussi autre autres avait avant avec avoir cela ces cette
ceux chez comme contre dans depuis des deux donc dont elle elles encore entre est être fait font les leur leurs lors mais même moins
notamment nous ont par pas pendant peu plus plusieurs pour qui sans selon ses son sont sous sur tous tout toute très trois une vers
"""
_SMALL = frozenset(key for word in _SMALL_WORDS.split() for key in terms(word))
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_JOINT = re.compile(r"[^\S\n]+")


def reason_words(article: Article, other: Article, rarity: Rarity | None = None, most: int = 3) -> tuple[str, ...]:
    """Up to `most` names that both articles have, most telling first; where there are none, rare words of both. () for nothing shared.

    Written as in `article`. A name is a run of words that begin with capitals; one at the start of a sentence counts only when the text
    has it elsewhere too.
    """
    known = rarity or _of_both(article, other)
    text, theirs = _text(article), _text(other)
    have = {_key(name) for name in _names(theirs)}
    shared = {name: number for name, number in _names(text).items() if _key(name) in have}
    chosen = _best(shared, known, most)
    return chosen if chosen else _best(_rare(text, theirs), known, most)


def best_words(article: Article, other: Article, most: int) -> tuple[str, ...]:
    """Up to `most` rare words of both articles, most telling first, in small letters."""
    return _best(_rare(_text(article), _text(other)), _of_both(article, other), most)


def _text(article: Article) -> str:
    return f"{article.title}\n{article.text[:LOOKED_AT]}"


def _of_both(article: Article, other: Article) -> Rarity:
    known = Rarity()
    for one in (article, other):
        known.add(counted(_text(one)))
    return known


def _key(words: str) -> tuple[str, ...]:
    return tuple(terms(words))


def _names(text: str) -> Counter[str]:
    """Runs of capitalised words of the text's body and title, as written, with how often they stand there."""
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    run: list[str] = []
    starts = True
    end = 0
    for found in _WORDS.finditer(text):
        between, word = text[end : found.start()], found[0]
        begins = end == 0 or "\n" in between or any(mark in between for mark in '.!?:;“”"«»()')
        if run and (begins or not _JOINT.fullmatch(between) or not word[0].isupper()):
            _note(run, inside, opening, starts=starts)
            run = []
        if word[0].isupper() and not (word.isupper() and len(word) > LEAST):
            starts = begins if not run else starts
            run.append(_bare(word))
        end = found.end()
    if run:
        _note(run, inside, opening, starts=starts)
    for word, number in opening.items():
        if word in inside:
            inside[word] += number
    return inside


def _note(run: list[str], inside: Counter[str], opening: Counter[str], *, starts: bool) -> None:
    """Count a run of capitals; the first word of a sentence may not belong to it ("The Coast Guard")."""
    if not starts or len(run) > 1:
        inside[" ".join(run)] += 1
    if starts:
        (opening if len(run) == 1 else inside)[" ".join(run[1:] or run)] += 1


def _bare(word: str) -> str:
    """The word without a possessive or case ending behind an apostrophe ("Ankara'da", "Ruhani's")."""
    for mark in ("'", "’"):
        head, _, tail = word.partition(mark)
        if len(head) > 2 and len(tail) <= 4:
            word = head
    return word


def _rare(text: str, theirs: str) -> Counter[str]:
    """Words of both texts that say something by themselves, in small letters."""
    have = set(terms(theirs))
    found: Counter[str] = Counter()
    for word in _WORDS.findall(text):
        key = terms(word)
        if len(word) >= LEAST and key and have.issuperset(key) and not _SMALL.issuperset(key):
            found[word.lower()] += 1
    return found


def _best(found: Mapping[str, int], known: Rarity, most: int) -> tuple[str, ...]:
    """The most telling ones; none that a better one contains."""
    scored = {
        name: (1 + min(number, 3) / 3) * sum(map(known.idf, _key(name))) / len(_key(name)) ** 0.5
        for name, number in found.items()
        if _key(name) and not _CALENDAR.issuperset(_key(name))
    }
    chosen: list[str] = []
    for name in sorted(scored, key=lambda name: (-scored[name], name)):
        own = set(_key(name))
        if len(chosen) < most and all(not own & set(_key(taken)) for taken in chosen):
            chosen.append(name)
    return tuple(chosen)
