"""The site in a real browser: complete without JavaScript, quiet towards third parties, accessible, quick under the fingers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from served_site import PASSWORD, Served

from broadsheet.types import Article, CommentStatus, Filing
from site_edition import NOW

pytestmark = pytest.mark.browser

READERS = [
    "/",
    "/latest",
    "/section/Politics",
    "/article/1",
    "/article/1?at=0-20&reply=1",
    "/article/6",
    "/article/26",
    "/article/27",
    "/article/1/changes",
    "/stories",
    "/story/STORY",
    "/story/STORY?copies=show&order=newest",
    "/story/PIER",
    "/story/PIER/ledger",
    "/story/PIER/ledger?by=claim&unsure=yes",
    "/article/COUNTED?said=show",
    "/holders",
    "/holder/quay%20office",
    "/why/COPY",
    "/compare/COPY/WIRE",
    "/article/COPY",
    "/search?q=ferry",
    "/search",
    "/ask",
    "/digest",
    "/digest/DAY",
    "/ask?q=How+many+people+were+killed+when+the+pier+at+Vellmar+fell&story=PIER",
    "/ask?q=Who+is+the+mayor+of+Xanthu",
    "/help",
    "/sign-in",
    "/nowhere",
]
OWNERS = [
    "/sources",
    "/sources/1",
    "/sources/3",
    "/paste",
    "/failures",
    "/failures/2",
    "/status",
    "/settings",
    "/comments",
    "/edits",
    "/",
    "/article/1",
    "/story/STORY",
    "/story/STORY/merge?q=ferry",
    "/story/PIER/ledger",
    "/article/COUNTED/statement/1",
]


def named(path: str, served: Served) -> str:
    """The path with the ids of this edition's special articles."""
    for name, key in (("STORY", "dam"), ("COPY", "copy"), ("WIRE", "wire"), ("PIER", "pier"), ("COUNTED", "counted")):
        path = path.replace(name, str(served.ids[key]))
    return path.replace("DAY", f"{NOW:%Y-%m-%d}")


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=served.address)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def violations(page: Page) -> list[str]:
    found = Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for one in found.response["violations"] for node in one["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(browser: Browser, served: Served, scheme: str, width: int):
    context = browser.new_context(base_url=served.address, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for path in READERS:
        page.goto(named(path, served))
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    sign_in(page)
    for path in OWNERS:
        page.goto(named(path, served))
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_the_narrowest_phone_scrolls_one_way_only(browser: Browser, served: Served):
    context = browser.new_context(base_url=served.address, viewport={"width": 320, "height": 700})
    page = context.new_page()
    for path in READERS:
        page.goto(named(path, served))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_nothing_leaves_the_site_and_nothing_breaks_the_policy(context: BrowserContext, served: Served):
    asked: list[str] = []
    said: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in READERS:
        page.goto(named(path, served))
        page.wait_for_load_state("load")
    assert said == []
    assert asked
    assert all(url.startswith(served.address) for url in asked)


def test_keys(context: BrowserContext, served: Served):
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("o")
    page.wait_for_url("**/story/*")
    page.keyboard.press("f")
    assert page.locator("details.folds:not([open])").count() == 0
    page.goto("/article/1")
    page.keyboard.press("s")
    page.wait_for_url("**/story/*")
    page.goto("/article/1")
    with context.expect_page() as opened:
        page.keyboard.press("v")
    assert opened.value is not None
    opened.value.close()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.wait_for_function("!document.activeElement.closest('dialog')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("jkg?")
    assert page.input_value("#find") == "jkg?"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.wait_for_url(served.address + "/")


def test_the_way_by_keyboard_alone(context: BrowserContext):
    page = context.new_page()
    page.goto("/article/1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_everything_works_without_javascript(browser: Browser, served: Served):
    context = browser.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/article/2")
    page.fill("#name", "Ole")
    page.fill("#text", "It sails!")
    page.click("#write button")
    assert "It sails!" in page.locator(".thread").inner_text()
    page.click(".comment-acts a")
    assert "Answer to" in page.locator("#write").inner_text()
    page.goto("/article/1")
    page.click(".points a")
    assert "#p-" in page.url
    page.click("button[value=dark]")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/search")
    page.fill("#q", "ferry")
    page.click(".search-line button")
    assert page.locator(".results mark").count() > 0
    page.click(".results a")
    assert page.locator("mark.passage, h1").count() > 0

    page.goto("/sign-in")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto("/sources")
    page.fill("#url", "new.example")
    page.click("text=Look what it offers")
    page.click("main form button")
    assert page.locator("h1").inner_text() == "New Paper"
    page.goto("/paste")
    page.fill(
        "#text",
        "A title of its own\nArle Valley Post\n2 hours ago\n\n"
        + "The lake fell by a hand on Monday, the authority said, and nobody was sorry. " * 6,
    )
    page.click("text=Show the split")
    page.fill("#title-0", "The lake fell by a hand")
    page.click(".save button")
    assert "The lake fell by a hand" in page.locator("h1").first.inner_text()
    page.goto("/comments")
    page.locator(".comment-acts button", has_text="Hide").first.click()
    assert any(comment.status is CommentStatus.HIDDEN for comment in served.newsroom.store.recent_comments())
    page.locator("footer button", has_text="Sign out").click()
    page.goto("/sources")
    assert "/sign-in" in page.url
    context.close()


def test_pictures_load_through_the_proxy(context: BrowserContext):
    page = context.new_page()
    page.goto("/article/1")
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    assert page.evaluate("document.images[0].naturalWidth") == 600


def test_paper_shows_the_text_and_no_buttons(context: BrowserContext):
    page = context.new_page()
    page.goto("/article/1")
    page.emulate_media(media="print")
    assert page.locator(".prose").is_visible()
    for hidden in (".find", ".sections", "#write", ".colophon"):
        assert not page.locator(hidden).first.is_visible()


def test_hostile_words_run_nothing(context: BrowserContext, served: Served):
    evil = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
    article = Article(title=evil, text=evil, publisher=evil, section=evil, tags=(evil,), received=NOW, language='en" onload="x')
    number = served.newsroom.store.file([Filing(article=article, keys=("evil",))])[0].article_id
    page = context.new_page()
    for path in (f"/article/{number}", "/latest", "/search?q=onerror"):
        page.goto(path)
        page.wait_for_load_state("load")
        assert page.title() != "owned"
        assert page.locator("main script, [onerror], [onload]").count() == 0


def test_reading_marks_the_copies_read_and_a_glance_ahead_does_not(context: BrowserContext, served: Served):
    page = context.new_page()
    sign_in(page)
    store, ids = served.newsroom.store, served.ids
    store.mark_unread(range(1, 60))
    page.goto(f"/article/{ids['copy']}")
    page.get_by_role("button", name="Read: mark as unread").wait_for()
    assert {ids["copy"], ids["wire"], ids["duplicate"]} <= store.read_marks(range(1, 60))
    assert ids["later"] not in store.read_marks(range(1, 60))
    page.get_by_role("button", name="Read: mark as unread").click()
    page.wait_for_load_state("load")
    assert ids["copy"] not in store.read_marks(range(1, 60)) or page.locator("form[data-reads]").count() == 1


def test_a_story_is_split_and_mended_without_javascript(browser: Browser, served: Served):
    context = browser.new_context(base_url=served.address, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"/story/{served.ids['dam']}")
    page.click(".choose summary")
    page.check(f"#pick-{served.ids['later']}")
    page.click("text=Make them a story of their own")
    assert "a story of their own now" in page.locator("p.good").inner_text()
    page.click("text=All corrections")
    assert "split 1 article off" in page.locator(".edit-log").inner_text()
    page.locator(".edit-log button").first.click()
    assert "taken back" in page.locator(".edit-log").inner_text()
    context.close()


#: A voice that says what it is given, an utterance each 30 ms, and keeps a list of it.
VOICE = """
window.said = [];
const line = [];
let busy = false;
const next = () => {
  if (busy || !line.length) return;
  busy = true;
  const words = line.shift();
  window.said.push(words.text.trim());
  setTimeout(() => { busy = false; if (!words.dropped) words.onend?.({}); next(); }, 30);
};
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(words) { line.push(words); next(); },
  cancel() { for (const words of line) words.dropped = true; line.length = 0; },
  getVoices() { return [{ lang: "en-GB", name: "stand-in" }]; },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def until_said(page: Page, least: int) -> None:
    """Wait until so many sentences were read aloud."""
    for _ in range(200):
        if page.evaluate("window.said.length") >= least:
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"fewer than {least} sentences were read aloud")


def test_an_article_is_read_aloud_sentence_by_sentence_and_its_place_is_kept(context: BrowserContext, served: Served):
    page = context.new_page()
    page.add_init_script(VOICE)
    page.goto("/article/1")
    bar = page.locator("[data-listen-bar]")
    bar.get_by_role("button", name="Listen", exact=True).click()
    until_said(page, 3)
    assert page.evaluate("window.said[0]") == page.locator("h1").inner_text().strip()
    assert page.locator(".is-spoken").count() == 1
    page.keyboard.press("l")
    spoken = page.evaluate("window.said.length")
    page.wait_for_timeout(150)
    assert page.evaluate("window.said.length") == spoken
    assert page.locator(".is-spoken").count() == 0
    page.reload()
    assert bar.get_by_role("button", name="Go on").is_visible()
    bar.get_by_label("Speed").select_option("1.5")
    page.reload()
    assert bar.get_by_label("Speed").input_value() == "1.5"


def test_a_queue_is_read_one_after_the_other(context: BrowserContext, served: Served):
    page = context.new_page()
    page.add_init_script(VOICE)
    for number in (6, 1):
        page.goto(f"/article/{number}")
        page.get_by_role("button", name="Listen later").click()
    assert "Will be read" in page.locator("[data-listen-later]").inner_text()
    page.locator("[data-listen-play]").click()
    page.wait_for_url("**/article/6#listen")
    until_said(page, 1)
    assert "1 to listen to" in page.locator("[data-listen-queue]").inner_text()


def test_without_a_voice_there_is_no_bar(context: BrowserContext):
    page = context.new_page()
    page.add_init_script('Object.defineProperty(window, "speechSynthesis", { value: undefined });')
    page.goto("/article/1")
    assert not page.locator("[data-listen-bar]").is_visible()
    assert not page.locator("[data-listen-later]").is_visible()


def test_a_question_is_asked_by_keyboard_and_its_passage_opens(context: BrowserContext, served: Served):
    page = context.new_page()
    page.goto(named("/story/PIER", served))
    box = page.locator(".ask-here input[type=search]")
    box.fill("Who admitted that the pier had not been inspected?")
    box.press("Enter")
    page.locator(".answer .told-words a").first.click()
    page.wait_for_url("**/article/*at=*")
    assert page.locator("mark, .at").count() >= 1
