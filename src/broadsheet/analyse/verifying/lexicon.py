"""The words that decide whether one sentence may stand for another. English."""

from __future__ import annotations

from broadsheet.analyse.speakers.lexicon import ROLES, TITLES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.replace("\n", " ").split())


#: Words of English that are in nearly every sentence of it.
COMMONEST = _set(
    "the a an of to in and is was were are that for on with by at from he she it they said has had have not be will after as his"
)
#: Words that may be left out and put in anywhere.
FREE = _set("a an the that also")
#: Written otherwise, meant the same. Only what holds in every context.
SAME = {
    "persons": "people", "whilst": "while", "amongst": "among", "toward": "towards", "hurt": "injured", "began": "started",
    "begin": "start", "begins": "starts", "purchased": "bought", "cannot": "can't", "%": "percent", "&": "and",
    "colour": "color", "harbour": "harbor", "centre": "center", "labour": "labor", "defence": "defense", "neighbours": "neighbors",
}  # fmt: skip
NEGATIONS = _set("""
    not no never none nobody nothing neither nor without cannot hardly barely scarcely nowhere refuse refused refuses refusing
    fail failed fails failing lack lacked lacks unable deny denied denies denying denial false falsely untrue wrong wrongly hoax fake
    reject rejected rejects rejecting dispute disputed disputes baseless unfounded
""")
#: Words that say that something is less than a fact, or one only under a condition.
HEDGES = _set("""
    may might could would should must can will shall reportedly allegedly apparently purportedly supposedly presumably probably
    possibly perhaps likely unlikely maybe seemingly appears appeared appear seems seemed seem least most about around roughly
    approximately nearly almost up over under more fewer less suspected believed thought potential potentially partly largely
    possible alleged only just expected planned proposed if unless until whether except provided depending
    often sometimes usually some many few a-few several rarely
""")
#: What turns, limits or frames the rest of a sentence: it is never left out, wherever it stands.
TURNING = (
    NEGATIONS
    | HEDGES
    | _set("""
    but though although however yet instead rather than as-if like so-called attempted mock fictional imaginary hypothetical rumour
    rumoured rumor rumored reject annulled overturned cancelled canceled reversed quashed retracted withdrawn withdrew corrected correction
    mistaken mistakenly erroneous erroneously plan plans planning propose proposes proposal attempt attempts attempting try tried tries
    trying hope hopes hoped want wants wanted expect expects intend intends intended aim aims aimed consider considers considered
    considering seek seeks sought seeking agree agreed promise threaten threatened threatens doubt doubts doubted dream dreamt dreamed
    pretend pretended claims claim claimed accuse accused accuses blame blamed against unlike once before when
    lie lies myth legend nonsense
    allegation allegations accusation accusations theory
    conspiracy opinion view eyes words story novel film play version account telling mind fantasy paper principle stage jest effect error
    dream drill rehearsal simulation earliest latest best worst part
    """)
) - _set("many some several few most")
#: What may be left out only together with the whole aside that it describes.
OPERATORS = (
    TURNING
    | HEDGES
    | _set("""
    former ex acting deputy vice assistant interim would-be failed draft between both together combined jointly half third quarter total
    all every each either or where whose next last first second
    """)
)
#: Words for saying, with how much they claim: a sentence may use the same kind, or the plain one for those in PLAIN_ENOUGH.
CUES = {
    word: kind
    for kind, words in {
        "say": "said says say saying stated states told tells added adds wrote writes remarked commented according",
        "report": "reported reports",
        "announce": "announced announces declared declares",
        "note": "noted notes explained explains revealed reveals disclosed shows showed found finds learned",
        "deny": "denied denies deny denying",
        "confirm": "confirmed confirms confirming",
        "claim": "claimed claims alleged alleges insisted insists argued argues maintained maintains contended suggested suggests",
        "warn": "warned warns cautioned",
        "admit": "admitted admits acknowledged acknowledges conceded concedes",
        "promise": "promised promises pledged pledges vowed vows",
        "predict": "predicted predicts forecast forecasts",
        "estimate": "estimated estimates",
        "ask": "asked asks demanded demands urged urges ordered orders called",
        "think": "believes believed thinks thought feared fears hopes hoped",
        "accuse": "accused accuses blamed blames",
    }.items()
    for word in words.split()
}
#: Kinds of saying that the plain word may stand for: it claims no more than they do.
PLAIN_ENOUGH = frozenset(["say", "report", "announce", "note", "confirm", "claim", "warn", "admit", "estimate", "predict"])
#: Kinds that introduce a claim; the others are acts, which an ordinary comparison of words covers.
TELLING = PLAIN_ENOUGH | {"deny", "promise"}
RECIPIENTS = _set("reporters journalists lawmakers parliament councillors residents police investigators newspapers broadcasters")
#: Words that move with the reader's day.
DEICTIC = _set("today tonight yesterday tomorrow overnight ago now currently recently")
PRONOUNS_OPENING = _set("he she it they this these those his her its their him them such there here we i you my our your one")
FIRST_PERSONS = _set("i we me us my our ours mine myself ourselves you your yours")
#: What a part between two commas may begin with to be left out.
ASIDE = _set("who whose which among a an the his her its their aged in of near from at on after following amid built based known including")
#: Those of them that tell a place, and only with a name.
PLACING = _set("in of near from at on")
#: What a part before the first comma may begin with to be left out.
OPENING = _set("after amid following meanwhile also and earlier later then separately overall speaking")
#: What a part at the end may begin with to be left out.
CLOSING = _set("after because amid following while")
#: Past forms without -ed, which may follow an "and" that is cut off.
PAST = _set("went left fell rose won lost took gave made came ran sank met sold bought built held led said told wrote struck broke")
#: Offices and titles, in the forms in which they stand before a name.
OFFICES = (
    frozenset(ROLES)
    | frozenset(TITLES)
    | _set(
        "harbour harbor master chief port fire police prime minister president senator secretary mr mrs ms dr "
        "chipmaker carmaker retailer airline union runner trainer"
    )
)
_PAIRS = """
rose fell|rise fall|rises falls|increased decreased|increase decrease|increases decreases|won lost|wins loses|win lose|confirmed denied
confirms denies|before after|opened closed|opens closes|open closed|accepted rejected|approved rejected|gained lost|up down|more fewer
more less|higher lower|high low|first last|arrived left|entered left|bought sold|guilty innocent|guilty acquitted|convicted acquitted
legal illegal|safe unsafe|safe dangerous|alive dead|survived died|supported opposed|supports opposes|for against|above below
began ended|started ended|started stopped|hired fired|strengthened weakened|improved worsened|gave took|passed failed|allowed banned
allowed forbade|released detained|released arrested|freed jailed|north south|east west|northern southern|eastern western|early late
increase cut|raised cut|raised lowered|raises lowers|grew shrank|expanded shrank|joined left|public private|majority minority
success failure|true false|right wrong|largest smallest|best worst|oldest newest|most least|with without|inside outside|always never
built demolished|lent borrowed|employer employee|buyer seller|victim attacker|plaintiff defendant|admitted denied|agreed refused
agreed disagreed|appointed dismissed|found lost|full empty|old new|day night|morning evening|summer winter|men women|man woman
"""
OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS.replace("\n", "|").strip("|").split("|"):
    _one, _two = _pair.split()
    OPPOSITES.setdefault(_one, set()).add(_two)
    OPPOSITES.setdefault(_two, set()).add(_one)
