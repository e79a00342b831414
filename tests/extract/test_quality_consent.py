"""Pages that show nothing but a question for consent hold no article (row H21)."""

from __future__ import annotations

import pytest

from broadsheet.extract.quality import body_quality
from broadsheet.types import Body

WALLS = {
    "en": "We and our 212 partners store and/or access information on a device, such as unique identifiers. With your consent we show "
    "personalised ads and measure them. You may withdraw your choice at any time.\n\nAccept all\n\nReject all\n\nManage options",
    "de": "Wir und unsere Partner speichern Informationen auf einem Gerät. Mit Ihrer Einwilligung zeigen wir personalisierte Werbung. "
    "Näheres steht im Datenschutz.\n\nAlle akzeptieren\n\nAlle ablehnen",
    "fr": "Avec nos partenaires, nous enregistrons des informations sur votre appareil. Sans votre consentement, pas de publicités "
    "personnalisées. Lisez notre politique de confidentialité.\n\nTout accepter\n\nTout refuser",
    "es": "Nosotros y nuestros socios guardamos información en su dispositivo. Con su consentimiento verá anuncios personalizados.\n\n"
    "Aceptar todo\n\nRechazar todo",
    "nl": "Met onze partners bewaren wij informatie op een apparaat. Geef toestemming voor gepersonaliseerde reclame. Zie ons "
    "privacybeleid.\n\nAlle accepteren",
}


@pytest.mark.parametrize("language", WALLS)
def test_H21_a_wall_of_consent_is_no_article(language: str) -> None:
    assert body_quality("Harbour Post", WALLS[language], free=None) == (Body.NONE, "consent")


def test_H21_an_article_about_consent_stays_one() -> None:
    text = (
        "The regulator in Orrin fined a ferry company on Monday because its site set cookies before anybody had agreed. The company said "
        "that a mistake in an update was to blame and that it had been put right within a day.\n\n"
        "According to the decision, the button to accept all was green and large, while the one to refuse stood two pages further on. "
        "The regulator wants consent to be as easy to refuse as to give. Two other companies on the coast are under examination.\n\n"
        "The mayor, who travels on the ferry every morning, said that he had never read the notice. The harbour council meets on Thursday "
        "and will speak about the partners that the company works with, about the repair of the quay, and about the fares of next year."
    )
    assert body_quality("Ferry company fined", text, free=None)[0] is Body.FULL
