"""How much of the article a page really gave: all of it, a part behind a wall, or nothing (row H21)."""

from __future__ import annotations

import re

from broadsheet.types import Body
from broadsheet.types.text import folded

#: Texts shorter than this (characters) are looked at closely.
_SHORT = 700
_NOTHING = re.compile(
    r"(?:enable|activate|turn on|aktivieren sie|activez|habilita|activa) (?:\w+ ){0,3}?(?:java ?script|cookies)|"
    r"java ?script (?:is|to be) (?:disabled|required|enabled)|"
    r"without javascript|does not support javascript|checking (?:if the site connection|your browser)|"
    r"verify (?:that )?you are (?:a )?human|are you a robot|unusual traffic|"
    r"access (?:to this page has been |)denied|please complete the (?:security check|captcha)|just a moment|request blocked|"
    r"we (?:and our partners )?use cookies|wir (?:und unsere partner )?(?:verwenden|nutzen) cookies|nous utilisons des cookies|"
    r"utilizamos cookies|accept (?:all )?cookies",
)
#: What notices about cookies and consent speak of, by topic; one of these words alone says little, several of them in a short text say all.
_CONSENT_TOPICS = tuple(
    re.compile(words)
    for words in (
        r"cookie|kakor|informasjonskapsl|evästee|куки|クッキー",
        r"consent|einwilligung|zustimm|consentement|consentimiento|consenso|consentimento|toestemming|zgod[ayę]|samtyck|samtykke|suostumu",
        r"(?:accept|reject|refuse|allow|decline) all|alle (?:akzeptieren|ablehnen|accepteren|weigeren)|(?:tout|tous) (?:accepter|refuser)|"
        r"(?:accepter|refuser) tout|(?:aceptar|rechazar|rejeitar|aceitar) tod[oa]s?|(?:accetta|rifiuta) tutt[oi]|"
        r"(?:zaakceptuj|odrzuć) wszystkie|godkänn alla|godta alle|hyväksy kaikki",
        r"(?:store|access)\b.{0,40}\binformation on (?:a|your) device|informationen auf (?:einem|ihrem) gerät|"
        r"informations sur (?:un|votre) (?:appareil|terminal)|información en (?:un|su) dispositivo|"
        r"informazioni su(?:l tuo)? (?:un )?dispositivo|"
        r"informações num dispositivo|informatie op een apparaat|informacj\w+ na urządzeniu",
        r"partners|partnern?|partenaires|socios|fornitori|parceiros|vendors|anbieter|third part(?:y|ies)|drittanbieter",
        r"personali[sz]ed (?:ads|advertising|content)|personalisierte (?:werbung|anzeigen|inhalte)|publicités? personnalisée|"
        r"(?:anuncios|publicidad|contenidos?) personalizad|annunci personalizzati|gepersonaliseerde",
        r"privacy (?:policy|settings|notice|preferences)|datenschutz|politique de confidentialité|política de privaci|"
        r"informativa sulla privacy|"
        r"privacybeleid|manage (?:preferences|options|settings|choices)|legitimate interest|berechtigte\w* interesse|intérêt légitime|"
        r"interés legítimo|withdraw|widerruf",
    )
)
#: A text shorter than this (characters) that speaks of so many of the topics, so densely, is a notice and no article.
_CONSENT_LONGEST = 2_500
_CONSENT_LEAST = 4
_CONSENT_DENSE = 160
_MISSING = re.compile(
    r"\b(?:page|article|story|seite|artikel) (?:you (?:are looking|were looking|requested)[\w ]{0,20}|(?:was |could |can |"
    r"cannot |not |does |is ){1,3}(?:be )?)?"
    r"(?:not found|no longer|does not exist|doesn.t exist|found)|\b404\b|page introuvable|seite nicht gefunden|"
    r"página no encontrada|nicht (?:mehr )?gefunden|"
    r"(?:can.t|cannot|couldn.t) find (?:the|that|this) page|nothing (?:was )?found|has (?:expired|been removed)"
)
_WALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep reading|unlock)|to (?:continue|keep) reading|(?:is|are) (?:for|"
    r"available (?:only )?to) (?:paid )?(?:subscribers|members)|"
    r"already (?:a |have a )?(?:subscriber|subscription|member)|log ?in to (?:read|continue)|sign (?:in|up) to (?:read|"
    r"continue)|register to (?:read|continue)|"
    r"unlock this article|start your (?:free )?(?:trial|subscription)|remaining (?:free )?articles|subscriber[- ]only|"
    r"jetzt (?:abonnieren|weiterlesen|testen)|weiterlesen mit|nur für abonnenten|mit (?:einem )?abo|réservé aux abonnés|"
    r"abonnez-vous pour|pour lire la suite|"
    r"suscríbete para|exclusivo para suscriptores|riservato agli abbonati|abbonati per|dit artikel is voor abonnees|for abonnenter",
)


def body_quality(title: str, text: str, *, free: bool | None, carried: str = "") -> tuple[Body, str]:
    """(how much the text is, why in a word). `free` is what the publisher says of access, `carried` the text that JSON-LD holds.

    "script", "consent", "missing" and "empty" give NONE; "wall" gives PARTIAL; all else is FULL. Long texts are trusted.
    """
    short = folded(text[: 2 * _SHORT])
    if not short:
        return Body.NONE, "empty"
    head = folded(title)
    if len(text) < _CONSENT_LONGEST and _asks_consent(folded(text)):
        return Body.NONE, "consent"
    if len(text) < _SHORT:
        if _NOTHING.search(short):
            return Body.NONE, "script"
        if _MISSING.search(head) or (len(text) < 300 and _MISSING.search(short)):
            return Body.NONE, "missing"
    if _WALL.search(folded(text[-_SHORT:])) and len(text) < 4 * _SHORT:
        return Body.PARTIAL, "wall"
    if free is False and len(text) < 3 * _SHORT and len(carried) <= len(text) + 200:
        return Body.PARTIAL, "wall"
    return Body.FULL, ""


def _asks_consent(text: str) -> bool:
    """Whether a short text is a notice that asks for consent: it speaks of most of what such notices speak of, and of little else.

    An article about such notices speaks of them too, but less densely.
    """
    counts = [sum(1 for _ in topic.finditer(text)) for topic in _CONSENT_TOPICS]
    return sum(1 for count in counts if count) >= _CONSENT_LEAST and sum(counts) * _CONSENT_DENSE >= len(text)
