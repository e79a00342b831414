"""Articles as HTML: a closed set of tags, everything escaped, passages anchored."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from broadsheet.desk.render import html_of, marked, safe_url
from broadsheet.types import Article, Block, BlockKind, Mark, MarkKind
from site_edition import lay

NOW = datetime(2026, 11, 2, tzinfo=UTC)
TAGS = {
    "p",
    "br",
    "a",
    "em",
    "strong",
    "code",
    "mark",
    "span",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "h2",
    "h3",
    "h4",
    "figure",
    "img",
    "figcaption",
    "div",
    "table",
    "tbody",
    "tr",
    "td",
}


def article(text: str, *blocks: Block) -> Article:
    return Article(text=text, layout=blocks, received=NOW)


def test_every_kind_of_block():
    text, layout = lay(
        "One.",
        ("h", "Head"),
        ("li", "a"),
        ("li", "b"),
        ("ol", "c"),
        ("quote", "q"),
        ("row", "x|y"),
        ("img", "https://e.example/i.png"),
        ("caption", "Cap"),
    )
    html = html_of(Article(text=text, layout=layout, received=NOW), picture=lambda url: f"/img/{len(url)}")
    assert "<p>One.</p>" in html
    assert "<h2>Head</h2>" in html
    assert "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>" in html
    assert "<blockquote><p>q</p></blockquote>" in html
    assert "<tr><td>x</td><td>y</td></tr>" in html
    assert (
        '<figure><img src="/img/23" alt="A view of the valley" loading="lazy" decoding="async"><figcaption>Cap</figcaption></figure>'
        in html
    )


def test_nested_lists_close_in_order():
    text = "abcd"
    items = [Block(BlockKind.ITEM, i, i + 1, level) for i, level in enumerate((1, 2, 3, 1))]
    assert html_of(article(text, *items)) == "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>\n"


def test_without_layout_there_are_paragraphs():
    assert html_of(article("One\n\nTwo & three")) == "<p>One</p>\n<p>Two &amp; three</p>\n"
    assert html_of(article("One\nTwo")) == "<p>One</p>\n<p>Two</p>\n"


def test_pictures_are_left_out_without_a_proxy():
    text, layout = lay(("img", "https://e.example/i.png"), "After")
    assert "<img" not in html_of(Article(text=text, layout=layout, received=NOW))


def test_H13_links_are_http_only():
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://a b",
        "\x01javascript:x",
        "vbscript:x",
        "file:///etc",
        "https://a\nb",
    ):
        block = Block(BlockKind.PARAGRAPH, 0, 4, marks=(Mark(MarkKind.LINK, 0, 4, url),))
        assert html_of(article("text", block)) == "<p>text</p>\n"
        assert safe_url(url) == ""


def test_H17_links_carry_their_rel():
    block = Block(BlockKind.PARAGRAPH, 0, 4, marks=(Mark(MarkKind.LINK, 0, 4, 'https://e.example/?a="b"&c'),))
    html = html_of(article("text", block))
    assert html == '<p><a href="https://e.example/?a=&#34;b&#34;&amp;c" rel="noopener noreferrer nofollow ugc">text</a></p>\n'


def test_a_passage_is_named_once_and_can_be_lit():
    body = article("One two three.\n\nFour five.", Block(BlockKind.PARAGRAPH, 0, 14), Block(BlockKind.PARAGRAPH, 16, 26))
    html = html_of(body, [(4, 20)])
    assert html.count('id="p-4-20"') == 1
    assert html == ('<p>One <mark class="passage" id="p-4-20">two three.</mark></p>\n<p><mark class="passage">Four</mark> five.</p>\n')
    both = html_of(body, [(4, 7)], anchors=[(0, 14)])
    assert both.startswith('<p><span class="passage" id="p-0-14">One <mark class="passage" id="p-4-7">two</mark> three.</span></p>')


def test_crossing_layers_stay_nested():
    marks = (Mark(MarkKind.LINK, 0, 6, "https://e.example"), Mark(MarkKind.EMPHASIS, 4, 9), Mark(MarkKind.STRONG, 5, 7))
    html = html_of(article("0123456789", Block(BlockKind.PARAGRAPH, 0, 10, marks=marks)), [(3, 8)], anchors=[(2, 5)])
    tree = LexborHTMLParser(str(html))
    assert tree.css_first("p").text() == "0123456789"
    assert str(html).count("<em>") == str(html).count("</em>")


def test_H24_many_marks_are_linear():
    def seconds(count: int) -> float:
        text = "word " * count
        marks = tuple(Mark(MarkKind.LINK if i % 2 else MarkKind.EMPHASIS, i * 5, i * 5 + 4, "https://e.example/x") for i in range(count))
        start = time.process_time()
        html_of(article(text, Block(BlockKind.PARAGRAPH, 0, len(text), marks=marks)), [(i * 5, i * 5 + 2) for i in range(count)])
        return time.process_time() - start

    seconds(200)
    assert seconds(8000) < 20 * seconds(1000) + 0.2


kinds = st.sampled_from(list(BlockKind))
marks_ = st.builds(
    Mark,
    st.sampled_from(list(MarkKind)),
    st.integers(0, 40),
    st.integers(0, 40),
    st.sampled_from(["", "https://e.example/<script>", "javascript:alert(1)", "https://e.example/\"onload='x"]),
)
blocks_ = st.builds(
    Block,
    kinds,
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 9),
    st.sampled_from(["", "https://e.example/i.png", "javascript:x"]),
    st.text(max_size=8),
    st.lists(marks_, max_size=5).map(tuple),
)


@given(st.text(max_size=40), st.lists(blocks_, max_size=8), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=5))
def test_H11_H12_whatever_the_layout_the_tags_are_ours(text: str, blocks: list[Block], spans: list[tuple[int, int]]):
    html = str(html_of(article(text, *blocks), spans, anchors=spans[:2], picture=lambda _: "/img/x"))
    tree = LexborHTMLParser(f"<body><main>{html}</main>")
    for node in tree.css("main *"):
        assert node.tag in TAGS
        for name, value in node.attributes.items():
            assert name in {"href", "rel", "class", "id", "src", "alt", "loading", "decoding", "tabindex", "role", "aria-label"}
            if name == "href":
                assert (value or "").startswith("https://e.example/")
    for tag in re.findall(r"<([a-z0-9]+)", html):
        if tag not in ("br", "img"):
            assert html.count(f"<{tag}>") + html.count(f"<{tag} ") == html.count(f"</{tag}>")


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=5))
def test_marked_keeps_the_words(text: str, spans: list[tuple[int, int]]):
    assert marked(text, spans).replace("<mark>", "").replace("</mark>", "") == marked(text, [])
