# ruff: noqa: E501 - the tales are easier to read with one sentence on one line
"""A small edition for tests of the desk and the site: invented articles in several languages, pictures drawn here, and a newsroom to hold them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from broadsheet.analyse.answers import Meaning
from broadsheet.app.audio import AudioDesk
from broadsheet.app.wiring import make_meaning
from broadsheet.errors import DnsError
from broadsheet.extract import aggregator
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.models.generating import TextGenerator
from broadsheet.pipeline.linking_edits import StoryDesk
from broadsheet.store.base import Store
from broadsheet.types import (
    Article,
    Block,
    BlockKind,
    Body,
    Comment,
    CommentStatus,
    Discovered,
    Failure,
    Filed,
    Filing,
    Findings,
    Holder,
    HolderKind,
    Image,
    Link,
    Mark,
    MarkKind,
    PastedPage,
    Precision,
    Revision,
    Source,
    SourceKind,
    SourceState,
    Stance,
    Statement,
    StoryEdit,
)

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@cache
def png(seed: int, width: int = 600, height: int = 400) -> bytes:
    """A landscape that nobody painted: sky, sun and ridges from a few waves."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    top, bottom = random.uniform(60, 200, 3), random.uniform(150, 250, 3)
    share = (y / height)[..., None]
    picture = top * (1 - share) + bottom * share
    sun = (random.uniform(0.2, 0.8) * width, random.uniform(0.15, 0.4) * height)
    glow = np.exp(-((x - sun[0]) ** 2 + (y - sun[1]) ** 2) / (0.008 * width * height))[..., None]
    picture = picture * (1 - 0.8 * glow) + np.array([255, 236, 190]) * 0.8 * glow
    for ridge in range(5):
        line = height * (0.42 + 0.12 * ridge)
        for wave in range(1, 6):
            line = line + height * 0.035 / wave * np.sin(x[0] / width * wave * random.uniform(2, 7) + random.uniform(0, 6))
        colour = random.uniform(20, 110, 3) * (1 - ridge / 7)
        picture = np.where((y > line[None, :])[..., None], colour, picture)
    rows = np.clip(picture, 0, 255).astype(np.uint8)
    raw = b"".join(b"\x00" + row.tobytes() for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in (
            (b"IHDR", width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"),
            (b"IDAT", zlib.compress(raw, 6)),
            (b"IEND", b""),
        )
    )


@dataclass(frozen=True)
class SiteSettings:
    title: str = "The Vierseen Courier"
    base_url: str = ""
    readers_may_read: bool = True
    readers_may_comment: bool = True
    trusted_proxies: tuple[str, ...] = ()


@dataclass
class TableNewsroom:
    """A newsroom whose network is a table and whose clock stands where it is put."""

    store: Store
    settings: SiteSettings = field(default_factory=SiteSettings)
    fetcher: FakeFetcher = field(default_factory=lambda: FakeFetcher({}))
    time: datetime = NOW
    offers: dict[str, list[Discovered]] = field(default_factory=dict)
    polled: list[int] = field(default_factory=list)
    replayed: list[int] = field(default_factory=list)
    trouble: Exception | None = None
    generator: TextGenerator | None = None
    audio: AudioDesk | None = None

    @property
    def meaning(self) -> Meaning:
        return make_meaning()

    def clock(self) -> datetime:
        return self.time

    def discover(self, url: str) -> Sequence[Discovered]:
        if url not in self.offers:
            raise DnsError("the name has no address", url=url)
        return self.offers[url]

    def add_source(self, source: Source) -> Source:
        return self.store.add_source(source)

    def poll_now(self, source_id: int) -> object:
        if self.trouble:
            raise self.trouble
        self.polled.append(source_id)
        return None

    def split(self, text: str, captured: datetime | None) -> PastedPage:
        return aggregator.split(text, captured)

    def save_paste(self, text: str, captured: datetime | None, page: PastedPage) -> list[Filed]:
        filings = [
            Filing(
                article=Article(
                    title=one.title,
                    text=text[one.start : one.end],
                    publisher=one.publisher,
                    published=one.published,
                    published_precision=one.precision or Precision.SECOND,
                    received=self.time,
                    truncated=one.truncated,
                    role=one.role,
                ),
                keys=(f"p:{one.title}:{one.start}",),
            )
            for one in page.articles
        ]
        return list(self.store.file(filings))

    def replay(self, failure_id: int) -> object:
        if self.trouble:
            raise self.trouble
        self.replayed.append(failure_id)
        self.store.resolve_failures(self.time, failure_id=failure_id)
        return None

    def merge(self, story_id: int, other_id: int) -> StoryEdit:
        return _desk(self).merge(story_id, other_id, "owner")

    def split_story(self, story_id: int, article_ids: Sequence[int]) -> StoryEdit:
        return _desk(self).split(story_id, article_ids, "owner")

    def move(self, article_id: int, story_id: int) -> StoryEdit:
        return _desk(self).move(article_id, story_id, "owner")

    def undo(self, edit_id: int) -> StoryEdit:
        return _desk(self).undo(edit_id, "owner")


def _desk(room: TableNewsroom) -> StoryDesk:
    return StoryDesk(room.store, room.clock)


def lay(*parts: str | tuple[str, str]) -> tuple[str, tuple[Block, ...]]:
    """Text and layout from paragraphs and ("h"|"li"|"ol"|"quote"|"row"|"img", text) pairs; cells are split at "|"."""
    text, blocks = "", []
    for part in parts:
        kind, words = ("p", part) if isinstance(part, str) else part
        if kind == "img":
            blocks.append(Block(BlockKind.IMAGE, len(text), len(text), url=words, alt="A view of the valley"))
            continue
        if text:
            text += "\n\n"
        start, marks = len(text), []
        if kind == "row":
            at = start
            for cell in words.split("|"):
                marks.append(Mark(MarkKind.CELL, at, at + len(cell)))
                at += len(cell) + 1
            words = words.replace("|", "\t")
        text += words
        blocks.append(Block(BlockKind(kind), start, len(text), level=2 if kind == "h" else 1, marks=tuple(marks)))
    return text, tuple(blocks)


#: (title, publisher, section, language, hours ago, teaser, paragraphs, picture)
TALES: list[tuple[str, str, str, str, float, str, list[str], bool]] = [
    (
        "Engineers lower the lake at Vierseen by two metres after cracks are found in the dam",
        "Arle Valley Post",
        "Region",
        "en",
        1.2,
        "Some 1,400 people in the lower town were asked to sleep elsewhere while water is let out through the old mill race.",
        [
            "Engineers began to lower the lake above Vierseen on Monday after divers found two cracks on the water side of the dam, the water authority said.",
            "The cracks are about four metres long and were not there in the spring, according to Marit Holle, who leads the authority's inspections.",
            "“We are not dealing with a failure, we are dealing with a doubt,” Holle told reporters at the spillway. “With a dam, a doubt is enough.”",
            "Some 1,400 residents of the lower town were asked to spend the night with friends or in the sports hall, where the fire brigade put up 600 beds.",
            "The level is to fall by two metres before Thursday. The authority expects the Arle to run high, but within its banks, as far as Hask.",
            "Mayor Jonas Predl said that the town had asked for a second inspection as early as August. The authority denies that it received such a request.",
            "The dam was built in 1931 and raised by six metres in 1964. Its last full inspection was nine years ago.",
        ],
        True,
    ),
    (
        "Hask's second ferry is back in service, a month late and forty seats short",
        "Hask Harbour News",
        "Transport",
        "en",
        2.1,
        "The Annelie sailed at dawn with half of the islanders' bicycles and all of their doubts.",
        [
            "The second ferry between Hask and the outer islands sailed again on Monday, four weeks later than the company had promised.",
            "The Annelie lost forty of her 180 seats in the refit, the company confirmed, because the new life rafts take up most of the upper deck.",
            "Islanders had counted on the ferry for the herring market. Traders put their losses at 90,000 crowns.",
            "A spokesman said that the company would not charge for bicycles until the end of the year.",
            "The harbour master, Ole Brandt, called the delay regrettable and the coffee on board improved.",
        ],
        True,
    ),
    (
        "Minister repays three fees, says he never hid them",
        "Capital Ledger",
        "Politics",
        "en",
        3.0,
        "The sums are small. The order in which they became known is not.",
        [
            "Transport minister Edvard Lunde repaid three speaker's fees on Sunday evening, hours after the Capital Ledger asked his office about a fourth.",
            "Lunde said that he had declared every payment. The parliament's register, as of Monday morning, lists one.",
            "Opposition leader Tove Aas asked for a committee of inquiry. The prime minister's office said it saw no need for one.",
        ],
        False,
    ),
    (
        "Straßenbahn nach Obersee fährt wieder, aber nur bis zum Markt",
        "Seetaler Bote",
        "Verkehr",
        "de",
        4.2,
        "Die letzten drei Haltestellen bleiben bis zum Frühjahr gesperrt.",
        [
            "Die Straßenbahn nach Obersee fährt seit Montagmorgen wieder, allerdings endet sie am Markt.",
            "Die Verkehrsbetriebe begründen das mit Rissen in der Stützmauer oberhalb der Schleife.",
            "Bürgermeisterin Ilka Renn nannte die Lösung „ein Pflaster, keine Heilung“.",
            "Bis zum Frühjahr fahren ab dem Markt kleine Busse im Zwölfminutentakt.",
        ],
        True,
    ),
    (
        "Thư viện nổi trên sông Arle mở cửa trở lại sau mùa lũ",
        "Nhịp Sông",
        "Văn hóa",
        "vi",
        5.5,
        "Con thuyền chở bốn nghìn cuốn sách đã được sửa xong và sẽ ghé mười hai bến mỗi tháng.",
        [
            "Thư viện nổi trên sông Arle đã mở cửa trở lại vào sáng thứ Hai sau ba tháng sửa chữa.",
            "Con thuyền chở bốn nghìn cuốn sách, trong đó có sáu trăm cuốn cho trẻ em.",
            "Bà Lê Thu Hạnh, người trông coi thư viện, nói rằng độc giả nhỏ tuổi nhất vừa tròn ba tuổi.",
            "Mỗi tháng thuyền sẽ ghé mười hai bến, lâu nhất là ở Hask.",
        ],
        False,
    ),
    (
        "افتتاح جسر المشاة الجديد فوق نهر آرله بعد عامين من التأخير",
        "صوت الوادي",
        "محليات",
        "ar",
        6.4,
        "الجسر يصل المدينة القديمة بمحطة القطار ويختصر الطريق إلى سبع دقائق.",
        [
            "افتُتح صباح الإثنين جسر المشاة الجديد فوق نهر آرله بعد عامين من التأخير.",
            "ويصل الجسر المدينة القديمة بمحطة القطار، ويختصر الطريق من عشرين دقيقة إلى سبع دقائق.",
            "وقالت المهندسة سلمى حداد إن الجسر صُمم ليتحمل فيضاناً أعلى بمتر كامل من فيضان عام 1997.",
            "وبلغت الكلفة 14 مليون كرونة، أي أكثر مما كان مقرراً بثلاثة ملايين.",
        ],
        True,
    ),
    (
        "Dockers and harbour agree on Sunday pay, but not on who works it",
        "Hask Harbour News",
        "Economy",
        "en",
        7.3,
        "A strike set for Wednesday is off; the next one is already dated.",
        [
            "Dockers and the harbour company agreed on Sunday pay late on Sunday, ending talks that had lasted eleven days.",
            "Who works the shifts is left to a committee that meets for the first time on Friday, both sides said.",
            "The union had set a strike for Wednesday. It is called off until the committee reports.",
        ],
        True,
    ),
    (
        "Central bank leaves its rate at 3.25, surprises no one but the traders",
        "Capital Ledger",
        "Economy",
        "en",
        8.0,
        "Governor Sunna Eik sees prices calming by summer.",
        [
            "The central bank left its key rate at 3.25 per cent on Monday.",
            "Governor Sunna Eik said that prices would calm by the summer if the harvest and the harbour let them.",
        ],
        False,
    ),
    (
        "A boat from the ninth century comes out of the peat, oars and all",
        "Arle Valley Post",
        "Science",
        "en",
        9.4,
        "The team had been looking for a drain.",
        [
            "Workers looking for a drain found a boat of the ninth century in the peat near Lower Moor, the museum said.",
            "The boat is eleven metres long. Six of its oars lay beside it, tied together with a rope that still holds.",
        ],
        True,
    ),
    (
        "Why the herring came back early, and where it did not",
        "Hask Harbour News",
        "Science",
        "en",
        26.0,
        "Colder water in the north, warmer nets in the south.",
        [
            "The herring came back to Hask three weeks early, and to Ost not at all.",
            "Researchers of the sea institute say that a tongue of cold water pushed the shoals into the bay.",
        ],
        False,
    ),
    (
        "Vierseen beats Hask in the last minute, by accident",
        "Seetaler Sport",
        "Sport",
        "en",
        11.0,
        "The ball had been meant for the goalkeeper.",
        [
            "Vierseen beat Hask 2-1 on Sunday with a goal that its scorer described as a clearance.",
            "It is Vierseen's first win in the derby since 2011.",
        ],
        True,
    ),
    (
        "Cup draw: the Ferrymen meet the champions",
        "Hask Harbour News",
        "Sport",
        "en",
        13.0,
        "",
        [
            "The Ferrymen of Hask meet the champions in the third round of the Cup.",
            "The tie is to be played on the island if the weather lets the champions land.",
        ],
        False,
    ),
    (
        "Cycling: Renn takes the mountain, Sole the jersey",
        "Seetaler Sport",
        "Sport",
        "en",
        28.0,
        "",
        ["Pia Renn won the mountain stage; Ada Sole keeps the jersey by four seconds."],
        False,
    ),
    (
        "Hospital closes its night ward for children, opens a question",
        "Capital Ledger",
        "Health",
        "en",
        15.0,
        "Parents will drive forty minutes further.",
        [
            "The hospital of Vierseen closes its night ward for children in December, the county said.",
            "Parents will have to drive forty minutes further, to Ostrava Hill.",
        ],
        False,
    ),
    (
        "Vaccines arrive in the islands by seaplane",
        "Arle Valley Post",
        "Health",
        "en",
        18.0,
        "",
        ["Six thousand doses reached the outer islands by seaplane on Saturday."],
        True,
    ),
    (
        "Le pain de seigle, histoire d'un retour",
        "La Gazette du Lac",
        "Culture",
        "fr",
        16.0,
        "Cinq boulangers, un four et beaucoup de patience.",
        ["Cinq boulangers de Vierseen ont rallumé le four banal de 1802.", "Le pain qui en sort pèse deux kilos et se garde huit jours."],
        True,
    ),
    (
        "The orchestra without a hall plays in the tram depot",
        "Capital Ledger",
        "Culture",
        "en",
        20.0,
        "Tickets come with a transfer.",
        [
            "The city orchestra opened its season in the tram depot on Saturday.",
            "The acoustics, said conductor Ines Moll, are those of a kind giant.",
        ],
        True,
    ),
    (
        "A novel in 366 postcards wins the Lake Prize",
        "La Gazette du Lac",
        "Culture",
        "en",
        40.0,
        "",
        ["A novel written on 366 postcards won the Lake Prize on Friday."],
        False,
    ),
    (
        "Parliament votes on the ferry law tonight, and nobody can count",
        "Capital Ledger",
        "Politics",
        "en",
        10.0,
        "Three members have not said where they stand. One has said it twice.",
        ["Parliament votes tonight on the law that would put the ferries under the state.", "Three members have not said how they vote."],
        True,
    ),
    (
        "Prime minister's party loses the mayor of its own birthplace",
        "Arle Valley Post",
        "Politics",
        "en",
        30.0,
        "",
        ["The party lost the town hall of the place where it was founded."],
        False,
    ),
    (
        "What the inquiry into the tunnel left out",
        "Capital Ledger",
        "Politics",
        "en",
        50.0,
        "",
        ["The report has 612 pages. The tunnel has a page of its own, which is empty."],
        False,
    ),
    (
        "Night trains to the coast return in spring",
        "Seetaler Bote",
        "Transport",
        "en",
        32.0,
        "Two sleepers, one bar, no promises.",
        ["The night trains to the coast return in April, the railway said."],
        True,
    ),
    (
        "Tram drivers want doors that open",
        "Seetaler Bote",
        "Transport",
        "en",
        52.0,
        "",
        ["Tram drivers handed over a list of nine demands. The first is about doors."],
        False,
    ),
    (
        "Frost warning for the whole valley",
        "Arle Valley Post",
        "Region",
        "en",
        34.0,
        "",
        ["The weather service expects frost down to the lake on Wednesday night."],
        False,
    ),
    (
        "Beekeepers count their losses, and find fewer than feared",
        "Arle Valley Post",
        "Region",
        "en",
        54.0,
        "",
        ["Beekeepers in the valley lost one hive in nine over the winter, fewer than feared."],
        True,
    ),
]


def fill(store: Store, fetcher: FakeFetcher) -> dict[str, int]:
    """Put the edition into the store and its pictures into the fetcher. Returns ids: the lead's and a few special articles'."""
    sources = [
        store.add_source(Source(url="https://arle.example/feed", title="Arle Valley Post", folder=("Region",), added=NOW)),
        store.add_source(Source(url="https://hask.example/feed.xml", title="Hask Harbour News", folder=("Region",), added=NOW)),
        store.add_source(Source(url="https://ledger.example/rss", title="Capital Ledger", added=NOW, accept_bad_tls=True)),
        store.add_source(Source(url="https://bote.example/", kind=SourceKind.PAGE, title="Seetaler Bote", added=NOW)),
        store.add_source(Source(url="https://gazette.example/sitemap.xml", kind=SourceKind.SITEMAP, title="La Gazette du Lac", added=NOW)),
    ]
    hour = timedelta(hours=1)
    good = {"polled": NOW - hour / 2, "succeeded": NOW - hour / 2, "changed": NOW - 2 * hour, "next_poll": NOW + hour / 3}
    store.save_state(SourceState(source_id=sources[0].id, **good))
    store.save_state(SourceState(source_id=sources[1].id, **{**good, "next_poll": NOW - 3 * hour}))
    store.save_state(
        SourceState(
            source_id=sources[2].id,
            polled=NOW,
            succeeded=NOW - 30 * hour,
            failures=4,
            failing_since=NOW - 26 * hour,
            error_code="net.tls",
            error="the certificate expired on 1 November 2026",
            next_poll=NOW + 2 * hour,
        )
    )
    store.save_state(SourceState(source_id=sources[3].id, polled=NOW, stopped="the site says that this page is gone (410)"))
    filings = []
    for number, (title, publisher, section, language, hours, teaser, parts, pictured) in enumerate(TALES):
        image = f"https://pictures.example/{number}.png"
        if pictured:
            fetcher.pages[image] = png(number)
        text, layout = lay(*parts)
        domain = f"paper{number % 6}.example"
        filings.append(
            Filing(
                article=Article(
                    url=f"https://{domain}/news/{number}",
                    title=title,
                    text=text,
                    layout=layout,
                    authors=("Marit Sund", "Jan Oyster") if number % 3 == 0 else (),
                    publisher=publisher,
                    publisher_domain=domain,
                    published=NOW - timedelta(hours=hours),
                    received=NOW - timedelta(hours=hours - 0.3),
                    published_precision=Precision.HOUR if number == 8 else Precision.MINUTE,
                    language=language,
                    section=section,
                    tags=("dam", "Arle", "floods") if number == 0 else (section.lower(),),
                    teaser=teaser,
                    image=Image(image, "A view of the valley", 1200, 800) if pictured else None,
                    source_id=sources[number % 5].id,
                    external_id=str(number),
                    origins=(("title", "json-ld"), ("published", "json-ld"), ("text", "page"), ("language", "detected")),
                    related=(
                        Link(
                            "https://other.example/mill",
                            "The mill race, a history",
                            "Other Paper",
                            NOW - timedelta(days=2),
                            "It once drove nine wheels.",
                        ),
                    )
                    if number == 0
                    else (),
                ),
                keys=(f"u:{domain}/news/{number}",),
            )
        )
    filed = store.file(filings)
    ids = {"lead": filed[0].article_id, "ferry": filed[1].article_id, "german": filed[3].article_id, "vietnamese": filed[4].article_id}
    ids |= {"arabic": filed[5].article_id, "hour": filed[8].article_id}
    ids |= _special(store, fetcher, sources[0])
    _revise(store, ids["lead"])
    _say(store, ids["lead"])
    _talk(store, ids["lead"])
    _fail(store, sources)
    return ids


def _say(store: Store, article_id: int) -> None:
    """One row of the ledger: the first words of the lead, as if Mara Quill had said them."""
    quill = Holder(name="Mara Quill", key="mara quill", kind=HolderKind.PERSON)
    row = Statement(content=((0, 40),), holders=(quill,), stance=Stance.WARNS, confidence=0.9)
    store.save_findings([Findings(article_id=article_id, statements=(row,), version="1")])


def _special(store: Store, fetcher: FakeFetcher, source: Source) -> dict[str, int]:
    fetcher.pages["https://pictures.example/in-body.png"] = png(77)
    text, layout = lay(
        "The water authority has put its plan on one page. It has four steps, two dates and one number that everybody will remember.",
        ("h", "What happens when"),
        ("row", "Day|Level|Who decides"),
        ("row", "Monday|−0.4 m|duty engineer"),
        ("row", "Thursday|−2.0 m|the authority's board"),
        ("h", "What to do"),
        ("li", "Keep the cellar windows shut."),
        ("li", "Move the car above Mill Street."),
        ("ol", "First listen to the radio."),
        ("ol", "Then call, if you must."),
        ("quote", "Water has time. So should we."),
        ("img", "https://pictures.example/in-body.png"),
        ("caption", "The valley from the spillway, on a better day."),
        "The number is 2,100: cubic metres that leave the lake each minute while the gates are open.",
    )
    link = Mark(MarkKind.LINK, 4, 19, "https://water.example/plan")
    layout = (replace(layout[0], marks=(link, Mark(MarkKind.STRONG, 41, 49))), *layout[1:])
    base = Article(
        received=NOW - timedelta(hours=70),
        published=NOW - timedelta(hours=70),
        publisher="Arle Valley Post",
        publisher_domain="arle.example",
        language="en",
        section="Region",
        source_id=source.id,
    )
    filings = [
        replace(
            base, title="The plan for the lake, step by step", text=text, layout=layout, url="https://arle.example/plan", external_id="s1"
        ),
        replace(
            base,
            title="Paywall opens for the dam, says the Ledger",
            text="The Ledger opens its",
            body=Body.PARTIAL,
            truncated=True,
            external_id="s2",
            url="https://ledger.example/x",
            published=None,
        ),
        replace(
            base,
            title="Lake level, live",
            text="",
            body=Body.TEASER,
            teaser="The level every minute.",
            external_id="s3",
            url="",
            published_precision=Precision.DAY,
        ),
    ]
    filed = store.file([Filing(article=article, keys=(f"k:{article.external_id}",)) for article in filings])
    return {"plan": filed[0].article_id, "partial": filed[1].article_id, "teaser": filed[2].article_id}


def _revise(store: Store, article_id: int) -> None:
    article = store.article(article_id)
    earlier = (
        article.text.replace("1,400 residents", "900 residents").replace("two cracks", "a crack").replace("The cracks are", "The crack is")
    )
    store.file(
        [
            Filing(
                article=article,
                revision=Revision(
                    article_id=article_id,
                    title=article.title.replace("two metres", "one metre"),
                    text=earlier,
                    layout=article.layout,
                    seen=NOW - timedelta(hours=1),
                    noticed=NOW - timedelta(minutes=25),
                ),
            )
        ]
    )


def _talk(store: Store, article_id: int) -> None:
    def say(name: str, text: str, minutes: int, parent: int = 0, status: CommentStatus = CommentStatus.SHOWN, owner: bool = False) -> int:
        return store.add_comment(
            Comment(
                article_id=article_id,
                parent_id=parent,
                name=name,
                text=text,
                created=NOW - timedelta(minutes=minutes),
                status=status,
                by_owner=owner,
            )
        ).id

    first = say(
        "Ida from Mill Street", "We were told at nine. The sports hall is warm and the soup is good.\n\nThank you to the fire brigade!", 55
    )
    second = say("Tomek", "Was anybody told in August?", 40, first)
    say("The Courier", "The town says it asked; the authority says it was not asked. We keep both.", 30, second, owner=True)
    say("نور", "سلامتكم جميعاً.", 20)
    say("Visitor", "See https://a.example and https://b.example and https://c.example", 10, status=CommentStatus.HELD)


def _fail(store: Store, sources: Sequence[Source]) -> None:
    store.record_failure(
        Failure(
            at=NOW - timedelta(hours=2),
            code="net.tls",
            message="the certificate expired on 1 November 2026",
            url=sources[2].url,
            source_id=sources[2].id,
            retry_at=NOW + timedelta(hours=2),
        )
    )
    store.record_failure(
        Failure(
            at=NOW - timedelta(hours=5),
            code="parse.broken",
            message="the document ends inside a tag",
            url="https://bote.example/a/1",
            source_id=sources[3].id,
            size=18_400,
            sample=b"<html><body><p>It began like a page \xff\x00and then",
        )
    )
    store.record_failure(
        Failure(
            at=NOW - timedelta(hours=9),
            code="http.503",
            message="the server answered 503",
            url="https://hask.example/feed.xml",
            source_id=sources[1].id,
        )
    )
