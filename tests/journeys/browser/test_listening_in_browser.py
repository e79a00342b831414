"""The panel of an article, and listening, in a real browser with a voice that a test can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served_site import Served

from broadsheet.app.audio import AudioDesk
from broadsheet.models.voices import EspeakVoice
from broadsheet.types import Article, Filing
from site_edition import NOW
from voice_program import voice_program

pytestmark = pytest.mark.browser

#: A voice that takes 40 ms for each utterance and writes down what it was given. `window.mute` makes it fail as a browser does that wants
#: a click first; `window.slow` makes it stay with what it says.
VOICE = """
window.said = [];
const line = [];
let busy = false;
const next = () => {
  if (busy || !line.length || window.slow) return;
  busy = true;
  const words = line.shift();
  if (window.mute) { busy = false; words.onerror?.({ error: "not-allowed" }); return; }
  window.said.push({ text: words.text, lang: words.lang ?? "", rate: words.rate, voice: words.voice?.name ?? "",
    marked: [...(CSS.highlights.get("spoken") ?? [])].map(String).join("") });
  setTimeout(() => { busy = false; if (!words.dropped) words.onend?.({}); next(); }, 40);
};
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(words) { line.push(words); next(); },
  cancel() { for (const words of line) words.dropped = true; line.length = 0; },
  getVoices() { return [
    { lang: "en-GB", name: "far", localService: false }, { lang: "en-GB", name: "near", localService: true },
    { lang: "de_DE", name: "deutsch" },
  ]; },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
LONG = (
    "The council of Vellmar, which had met for nine hours in the cold hall above the fish market, with the doors shut and the windows "
    "open, resolved that the quay would be mended before the winter, that the ferry would run again from the old steps, that nobody would "
    "be asked to pay twice, and that the clerk would write all of it down."
)


@pytest.fixture(scope="module")
def heard(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site with a voice of its own, and an article with a very long sentence in German paragraphs."""
    folder = tmp_path_factory.mktemp("voice")
    voice_program(folder / "bin")
    served.newsroom.audio = AudioDesk(EspeakVoice(path=str(folder / "bin")), folder / "audio", 10**9)
    article = Article(title="Beschluss", text=f"{LONG}\n\nZwei  Wörter. Noch einer!", language="de", publisher="Bote", received=NOW)
    (filed,) = served.newsroom.store.file([Filing(article=article, keys=("listening:long",))])
    served.ids["long"] = filed.article_id
    yield served
    served.newsroom.audio = None


@pytest.fixture
def context(browser: Browser, heard: Served) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=heard.address, bypass_csp=False)
    opened.set_default_timeout(10_000)
    opened.add_init_script(VOICE)
    yield opened
    opened.close()


def said(page: Page, least: int) -> list[dict[str, Any]]:
    """What was read aloud, once it is at least so much. (The site's policy forbids the evaluation that waiting for a function needs.)"""
    for _ in range(400):
        found: list[dict[str, Any]] = page.evaluate("window.said")
        if len(found) >= least:
            return found
        page.wait_for_timeout(25)
    raise AssertionError(f"fewer than {least} pieces were read aloud: {found}")


def test_each_sentence_is_marked_while_it_is_read(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto(f"/article/{heard.ids['counted']}")
    page.keyboard.press("l")
    rows = said(page, 4)
    assert [row["text"] for row in rows[:4]] == [row["marked"] for row in rows[:4]]
    assert rows[1]["text"].endswith("fell.")
    assert (rows[1]["voice"], rows[1]["lang"][:2]) == ("near", "en")


def test_long_sentences_are_spoken_in_parts_by_a_voice_of_their_language(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto(f"/article/{heard.ids['long']}")
    page.locator("[data-listen-rate]").select_option("1.5")
    page.locator("[data-listen-play]").click()
    rows = said(page, 5)
    assert {(row["voice"], row["rate"]) for row in rows} == {("deutsch", 1.5)}
    assert all(len(row["text"]) <= 200 for row in rows)
    assert " ".join(row["text"] for row in rows[1:]).startswith(LONG)
    assert "Zwei Wörter." in [row["text"] for row in said(page, 5)]
    play = page.locator("[data-listen-play]")
    expect(play).to_have_text("Listen")
    page.locator("[data-listen-rate]").select_option("0.7")
    play.click()
    slow = [row["text"] for row in said(page, 10) if row["rate"] == 0.7]
    assert all(len(text) <= 140 for text in slow)
    assert " ".join(slow[1:]).startswith(LONG)


def test_signs_that_are_words_come_in_shorter_parts(context: BrowserContext, heard: Served):
    text = (
        "委员会在鱼市场上方寒冷的大厅里开了九个小时的会，门关着，窗户开着，决定在冬天之前修好码头，"
        "渡轮将再次从旧台阶出发，谁也不必付两次钱，书记员把这一切都写下来。"
    )
    article = Article(title="决定", text=text, language="zh", publisher="Bote", received=NOW)
    (filed,) = heard.newsroom.store.file([Filing(article=article, keys=("listening:signs",))])
    page = context.new_page()
    page.goto(f"/article/{filed.article_id}")
    page.keyboard.press("l")
    parts = [row["text"] for row in said(page, 3)][1:]
    assert all(len(part) <= 45 for part in parts)
    assert text.startswith("".join(parts))


def test_keys_go_back_and_on_and_the_place_is_kept(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto("/article/1")
    where = page.locator("[data-listen-where]")
    for key, place in [("]", 2), ("]", 3), ("[", 2), ("[", 1), ("[", 1), ("]", 2)]:
        page.keyboard.press(key)
        expect(where).to_have_text(f"{place} of {where.inner_text().split()[-1]}")
    page.goto("/article/1?said=show")
    expect(where).to_contain_text("2 of")
    page.locator("#find").fill("l]")
    expect(where).to_contain_text("2 of")
    assert page.evaluate("window.said") == []


def test_a_queue_is_made_on_a_list_and_seen_and_taken_apart(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto("/latest")
    buttons = page.locator(".river [data-listen-later]")
    for number in range(3):
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        expect(buttons.nth(number)).to_have_attribute("aria-pressed", "true")
    buttons.nth(1).click()
    expect(buttons.nth(1)).to_contain_text("Listen later")
    line = page.locator("[data-listen-line] a")
    expect(line).to_have_text("Listen (2)")
    first = buttons.nth(0).get_attribute("data-listen-later")
    line.click()
    page.wait_for_url(f"**{first}#listen")
    said(page, 1)
    page.keyboard.press("l")
    queue = page.locator("[data-listen-queue]")
    queue.locator("summary").click()
    assert queue.locator("li").count() == 2
    queue.get_by_role("button", name="Remove").nth(1).click()
    expect(queue.locator("summary")).to_have_text("1 to listen to")
    expect(queue.locator("summary")).to_be_focused()


def test_odd_things_in_the_storage_lead_nowhere(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto("/help")
    for stored in ['[{"path":"//evil.example"},{"path":"javascript:alert(1)"},null,3,{"path":"/sign-out"}]', '{"a":1}', "not json", '"x"']:
        page.evaluate(
            "stored => { for (const name of ['queue', 'places', 'rate']) localStorage.setItem(`listen:${name}`, stored); }", stored
        )
        page.goto("/article/1")
        expect(page.locator("[data-listen-bar]")).to_be_visible()
        expect(page.locator("[data-listen-queue]")).to_be_hidden()
        expect(page.locator("[data-listen-where]")).to_contain_text("1 of")


def test_what_is_gone_does_not_hold_up_the_queue(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto("/help")
    page.evaluate(
        "localStorage.setItem('listen:queue', JSON.stringify([{ path: '/article/999999' }, { path: '/article/1', title: 'One' }]))"
    )
    page.goto("/help")
    page.locator("[data-listen-line] a").click()
    page.wait_for_url("**/article/1#listen")
    said(page, 1)
    expect(page.locator("[data-listen-line] a")).to_have_text("Listen (1)")


def test_a_browser_that_wants_a_click_first_says_so(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.add_init_script("window.mute = true;")
    page.goto("/article/1")
    page.keyboard.press("l")
    expect(page.locator("[data-listen-said]")).to_contain_text("Press Go on")
    expect(page.locator("[data-listen-play]")).to_have_text("Listen")


def test_briefs_answers_and_digests_are_read_without_their_notes(context: BrowserContext, heard: Served):
    page = context.new_page()
    pages = [
        f"/story/{heard.ids['pier']}",
        f"/ask?q=How+many+people+were+killed+when+the+pier+at+Vellmar+fell&story={heard.ids['pier']}",
        f"/digest/{NOW:%Y-%m-%d}",
    ]
    for path in pages:
        page.goto(path)
        page.keyboard.press("l")
        texts = [row["text"] for row in said(page, 4)]
        assert not any("hours ago" in text or "[" in text or "Pause" in text for text in texts), texts


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_the_open_panel(browser: Browser, heard: Served, scheme: str, width: int):
    context = browser.new_context(base_url=heard.address, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_init_script(VOICE + "window.slow = true;")
    page = context.new_page()
    for path in (f"/article/{heard.ids['counted']}", f"/story/{heard.ids['pier']}", "/latest"):
        page.goto(path)
        page.locator("[data-listen-later], [data-listen-play]").first.click()
        for part in page.locator(".panel summary, .listen-file summary").all():
            if part.is_visible():
                part.click()
        if path.startswith("/article"):
            page.get_by_role("button", name="Listen later").first.click()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_the_panel_works_by_keyboard_and_without_javascript(browser: Browser, heard: Served):
    context = browser.new_context(base_url=heard.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/article/{heard.ids['counted']}")
    panel = page.get_by_role("region", name="About this article")
    assert not panel.locator("[data-listen-bar]").is_visible()
    assert not panel.get_by_role("button", name="Listen later").is_visible()
    panel.get_by_text("Ask", exact=True).first.press("Enter")
    box = panel.get_by_role("searchbox")
    box.fill("Who said that thirty people were killed?")
    box.press("Enter")
    assert "/ask?article=" in page.url
    assert "Odda Brenn" in page.locator(".answer").inner_text()
    page.goto(f"/article/{heard.ids['counted']}")
    panel.get_by_text("Compare with other reports").press("Enter")
    panel.locator("a[href^='/compare/']").first.click()
    assert f"/compare/{heard.ids['counted']}/" in page.url
    page.goto(f"/article/{heard.ids['counted']}")
    panel.get_by_text("As an audio file").press("Enter")
    assert panel.locator("audio").get_attribute("preload") == "none"
    context.close()


def test_the_audio_file_plays_under_the_sites_policy(context: BrowserContext, heard: Served):
    page = context.new_page()
    page.goto("/article/1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("As an audio file").click()
    assert asked == []
    lasts = page.evaluate(
        """() => new Promise((done, failed) => {
          const audio = document.querySelector("audio");
          audio.onloadedmetadata = () => done(audio.duration);
          audio.onerror = () => failed(new Error(audio.error.message));
          audio.load(); audio.preload = "metadata"; audio.load();
        })"""
    )
    assert lasts > 1
