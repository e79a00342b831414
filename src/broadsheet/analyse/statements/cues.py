"""Words that introduce statements, and the stance that each tells. English.

A table of verbs and nouns in their dictionary forms; inflected forms are made from them. What the table does not know claims.
"""

from __future__ import annotations

from functools import cache

from broadsheet.types import Stance

#: Verbs and nouns by stance. A word in two rows has the first one's stance.
_TABLE = {
    Stance.ADMITS: ("admit acknowledge concede confess own_up"),
    Stance.APOLOGISES: ("apologise apologize apology regret"),
    Stance.RETRACTS: ("retract withdraw backtrack retraction recant take_back"),
    Stance.CORRECTS: ("correct clarify correction clarification revise amend"),
    Stance.DENIES: ("deny denial disclaim"),
    Stance.REJECTS: ("reject dismiss rebuff rejection repudiate refute spurn disavow decry rebut"),
    Stance.DISPUTES: (
        "dispute contest contradict challenge question doubt disagree object counter oppose objection criticise "
        "criticize attack slam condemn blast deride mock ridicule denounce lambast lambaste rebuke assail scold "
        "castigate berate criticism condemnation blasting protest bristle scoff complain complaint bemoan lament "
        "disapprove fault opposition disagreement skepticism scepticism"
    ),
    Stance.ACCUSES: ("accuse blame allege accusation allegation charge sue indict fault_for point_finger impugn smear brand"),
    Stance.CONFIRMS: ("confirm verify corroborate affirm reaffirm certify attest confirmation validate vouch"),
    Stance.DEMANDS: (
        "demand call_for call_on call_upon urge ask order request insist_on require press_for plead appeal instruct "
        "tell_to push_for implore beg exhort seek beseech command petition plea want propose advocate recommend "
        "suggest_that_should advise bid encourage instruction recommendation proposal ruling rule_that lobby push "
        "invite direct"
    ),
    Stance.PROMISES: (
        "promise pledge vow swear guarantee commit undertake agree offer plan intend vote decide aim prepare pledge_to "
        "assure assurance commitment plans intention agreement threaten_to set_out resolve refuse volunteer determined"
    ),
    Stance.WARNS: ("warn caution threaten alert fear worry warning threat concern alarm dread misgivings fret"),
    Stance.PREDICTS: ("predict forecast expect project foresee anticipate prediction projection expectation hope prophesy bet"),
    Stance.ESTIMATES: ("estimate calculate reckon put estimation guess value gauge"),
    Stance.PRAISES: (
        "praise welcome hail laud commend congratulate thank applaud salute compliment tout extol flatter endorse "
        "celebrate endorsement admire love cheer support back favor favour approve admiration"
    ),
    Stance.ASSESSES: (
        "judge rate describe call regard deem characterise characterize label view assess evaluate rank consider_to_be "
        "dub liken compare see_as portray paint cast refer_to depict assessment conclude conclusion diagnose"
    ),
    Stance.CONSIDERS: (
        "consider think believe feel weigh mull ponder wonder contemplate suspect belief opinion suppose imagine "
        "understand know realise realize recognise recognize assume perceive like prefer wish dream hate thought"
    ),
    Stance.REPORTS: (
        "report announce state note find show reveal disclose detail explain recount recall testify record document "
        "publish observe tell inform say_in_a_statement indicate list cite according release statement study finding "
        "data survey poll add post write tweet mention outline identify number count raise read point_out notify brief "
        "narrate reply respond quote rule"
    ),
    Stance.RELAYS: ("relay quote_as cite_as"),
    Stance.CLAIMS: (
        "claim say argue insist contend maintain assert declare suggest profess purport hold believe_that emphasise "
        "emphasize stress underline underscore reiterate repeat continue joke quip remark comment opine boast brag "
        "defend hint imply intimate point speak talk mean whisper shout yell cry chant proclaim claim_to assertion "
        "remarks argument suggestion word"
    ),
}
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "speak": "spoke spoken", "swear": "swore sworn", "think": "thought",
    "feel": "felt", "know": "knew known", "find": "found", "show": "shown", "see": "saw seen", "hold": "held", "put": "put",
    "seek": "sought", "understand": "understood", "bid": "bade", "forecast": "forecast", "mean": "meant", "cast": "cast",
    "foresee": "foresaw foreseen", "beseech": "besought", "read": "read", "withdraw": "withdrew withdrawn", "bet": "bet",
}  # fmt: skip
_DOUBLED = frozenset(["admit", "commit", "quip", "brag", "beg", "slam", "dub", "fret", "plan", "rebut", "rebuff"])
#: Particles that make another verb of the one before them.
_PARTICLES = frozenset(["for", "on", "upon", "to", "out", "as", "back", "up"])


@cache
def known_cues() -> dict[str, Stance]:
    """Every form of every word of the table with its stance. Two-word cues ("call for") have a blank."""
    forms: dict[str, Stance] = {}
    for stance, words in _TABLE.items():
        for word in words.split():
            head, _, particle = word.partition("_")
            for form in _forms(head):
                forms.setdefault(f"{form} {particle.replace('_', ' ')}".strip(), stance)
    return forms


def _forms(word: str) -> list[str]:
    past = _IRREGULAR.get(word, "").split()
    stem = word + word[-1] if word in _DOUBLED and word != "rebuff" else word
    if word.endswith("y") and word[-2] not in "aeiou":
        regular = [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    elif word.endswith("e"):
        regular = [word, word + "s", word + "d", word[:-1] + "ing"]
    elif word.endswith(("s", "sh", "ch", "x")):
        regular = [word, word + "es", word + "ed", word + "ing"]
    else:
        regular = [word, word + "s", stem + "ed", stem + "ing"]
    return regular + past


def cue_stance(words: list[str]) -> Stance | None:
    """The stance that a cue's words tell, folded to lower case; None when the table knows none of them. The last known word decides."""
    known = known_cues()
    found = None
    for place, word in enumerate(words):
        pair = f"{word} {words[place + 1]}" if place + 1 < len(words) and words[place + 1] in _PARTICLES else ""
        if pair in known:
            return known[pair]
        if word in known:
            found = known[word]
    return found
