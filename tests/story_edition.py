# ruff: noqa: E501 - the tales are easier to read with one sentence on one line
"""Stories for the tests of the desk and the site: a running story with an agency's report and its copies, a small one, and the rest alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from broadsheet.analyse.copies.compare import compare
from broadsheet.analyse.threads import describe
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, CopyKind, Evidence, Filing, Image, Listing, Signal, StoryLink
from site_edition import NOW, lay, png

WIRE = [
    "VIERSEEN (LPA) - The water authority on Monday began to drain the lake above Vierseen after divers found two cracks in the dam, officials said.",
    "Some 1,400 people were told to leave the lower town for at least one night, and the railway stopped all trains between Vierseen and Hask.",
    "“Nobody is in danger as long as everybody goes,” said Tilda Brenn, who leads the county's crisis staff.",
    "The authority said that 2,100 cubic metres of water leave the lake each minute. It expects the level to have fallen by two metres on Thursday.",
]
CARRIERS = ["Capital Ledger", "Hask Harbour News", "Moorland Herald", "The Ostrava Hill Echo", "Night Tram Gazette", "Coast and County"]
LATER = [
    ("Seetaler Bote", "de", 2.6, "Risse in der Staumauer: 1400 Menschen verlassen die Unterstadt", ["Nach dem Fund zweier Risse in der Staumauer von Vierseen haben am Montag 1400 Menschen die Unterstadt verlassen.", "Die Bahn stellte den Verkehr ein. Der Wasserstand soll bis Donnerstag um zwei Meter sinken."]),
    ("Capital Ledger", "en", 1.9, "Who was warned, and when: the letters about the dam", ["Three letters from the town to the water authority, dated 4 August, 19 August and 2 September, ask for an inspection of the dam.", "The authority has said that it received no such request. The letters carry its stamp."]),
    ("صدى المدينة", "ar", 1.4, "السلطات تخفض منسوب البحيرة بعد العثور على شقوق في السد", ["بدأت السلطات يوم الاثنين خفض منسوب البحيرة بعد العثور على شقين في السد.", "وطلب من 1400 شخص مغادرة المدينة السفلى."]),
    ("Arle Valley Post", "en", 0.5, "Trains to Hask run again from noon; the lower town stays empty", ["The first train between Vierseen and Hask leaves at noon, the railway said, at walking pace past the spillway.", "The lower town stays empty until Thursday at least. The sports hall has run out of soup and is cooking more."]),
]  # fmt: skip


def tell(store: Store, ids: dict[str, int]) -> dict[str, int]:
    """Link the articles of the edition, and some new ones, into stories. Returns ids of stories and of special articles.

    The last two articles of the edition stay in line: they wait to be linked.
    """
    dam, copies = _dam(store, ids["lead"])
    ferry = _file(
        store,
        [
            _article(
                "Moorland Herald",
                "en",
                1.1,
                "Second ferry sails again, forty seats short",
                [
                    "The second ferry between Hask and the islands is back, with forty seats fewer than before, the company said.",
                    "Traders asked the company to pay for a month of herring.",
                ],
                "Transport",
            )
        ],
    )
    known = [article.id for article in store.latest(Listing(limit=200))]
    waiting = [number for number in sorted(known) if number not in {*dam, *ferry, ids["ferry"], ids["lead"]}][-2:]
    links = [
        StoryLink(article_id=number, story_id=-1, evidence=_evidence(number, ids["lead"]), copy=copies.get(number))
        for number in [ids["lead"], *dam]
    ]
    links += [StoryLink(article_id=number, story_id=-2, evidence=_evidence(number, ids["ferry"])) for number in [ids["ferry"], *ferry]]
    taken = {link.article_id for link in links} | set(waiting)
    alone = [number for number in known if number not in taken]
    links += [StoryLink(article_id=number, story_id=-3 - place, evidence=Evidence(decided=NOW)) for place, number in enumerate(alone)]
    given = store.save_links(links)
    describe_all(store)
    return {"dam": given[-1], "ferry_story": given[-2], "alone": given[-3], "alone_article": alone[0], "wire": dam[0], "copy": dam[1], "duplicate": dam[len(CARRIERS) + 1], "waiting": waiting[0], "later": dam[-1]}  # fmt: skip


def describe_all(store: Store) -> None:
    """Describe every story anew, as the linker does."""
    stale = store.stale_stories(1000)
    described = []
    for number in stale:
        members = store.member_articles(number)
        described.append(describe(number, members, store.copy_of([one.id for one in members]), places_of=lambda _: ("Vierseen", "Hask")))
    store.save_stories(described)


def _dam(store: Store, lead: int) -> tuple[list[int], dict[int, Copy]]:
    wire = _article(
        "Lakeside Press Agency", "en", 3.0, "Lake drained after cracks are found in Vierseen dam; 1,400 leave homes", WIRE, "Region"
    )
    carried = [
        _article(
            name,
            "en",
            2.9 - 0.2 * place,
            f"Cracks in dam: {1400 - place} leave their homes in Vierseen",
            ["By our staff", *WIRE[: 4 - place % 2]],
            "Region",
        )
        for place, name in enumerate(CARRIERS)
    ]
    twice = replace(
        carried[0], title="Cracks in dam: live", url="https://ledger.example/live", external_id="live", published=NOW - timedelta(hours=1.7)
    )
    later = [_article(publisher, language, hours, title, parts, "Region") for publisher, language, hours, title, parts in LATER]
    filed = _file(store, [wire, *carried, twice, *later])
    copies: dict[int, Copy] = {}
    for article, number in zip([*carried, twice], filed[1:], strict=False):
        found = compare(article.text, wire.text)
        copies[number] = Copy(
            article_id=number, original_id=filed[0], kind=CopyKind.SYNDICATED, share=found.share_a, kept=found.share_b, credit="LPA", reasons=("credited", "published first"), version="test"
        )  # fmt: skip
    second = filed[1 + len(CARRIERS)]
    copies[second] = replace(copies[second], kind=CopyKind.DUPLICATE, credit="")
    return filed, copies


def _article(publisher: str, language: str, hours: float, title: str, parts: Sequence[str], section: str) -> Article:
    text, layout = lay(*parts)
    domain = f"{abs(sum(map(ord, publisher))) % 9973}.example"
    address = f"https://{domain}/{abs(hash((title, hours))) % 10**9}"
    return Article(
        url=address,
        title=title,
        text=text,
        layout=layout,
        publisher=publisher,
        publisher_domain=domain,
        published=NOW - timedelta(hours=hours),
        received=NOW - timedelta(hours=hours - 0.1),
        language=language,
        section=section,
        teaser=parts[0],
        image=Image("https://pictures.example/wire.png", "The dam in the morning", 600, 400) if "Agency" in publisher else None,
        external_id=address,
    )


def _file(store: Store, articles: Sequence[Article]) -> list[int]:
    return [filed.article_id for filed in store.file([Filing(article=article, keys=(f"t:{article.external_id}",)) for article in articles])]


def _evidence(number: int, nearest: int) -> Evidence:
    if number == nearest:
        return Evidence(decided=NOW, version="test")
    return Evidence(
        score=0.93,
        threshold=0.5,
        signals=(
            Signal("terms", 0.61, 2.4, ("dam", "cracks", "lake", "spillway")),
            Signal("names", 0.5, 1.3, ("Vierseen", "Hask")),
            Signal("figures", 0.4, 0.6, ("1,400",)),
            Signal("time", 0.9, 0.2, ()),
            Signal("title", 0.1, -0.8, ()),
        ),
        nearest_id=nearest,
        decided=NOW,
        version="test",
    )


PICTURES = {"https://pictures.example/wire.png": png(501)}
