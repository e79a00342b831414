"""Plain text with standoff blocks: offsets are exact whatever comes in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.extract.layout import lay_out
from broadsheet.extract.rejoin import rejoined
from broadsheet.types import Block, BlockKind, MarkKind, ParseLimits

BASE = "https://paper.example/news/ferry"


def told(markup: str) -> list[tuple[str, int, str]]:
    text, blocks = lay_out(markup, BASE)
    check(text, blocks)
    return [(block.kind.value, block.level, text[block.start : block.end]) for block in blocks]


def check(text: str, blocks: tuple[Block, ...]) -> None:
    """Every promise of the layout."""
    place = 0
    joined = []
    for block in blocks:
        assert place <= block.start <= block.end <= len(text)
        place = block.end
        said = text[block.start : block.end]
        if block.kind is BlockKind.IMAGE:
            assert said == ""
            assert block.url.startswith(("http://", "https://"))
            continue
        assert said == said.strip() != ""
        joined.append(said)
        for mark in block.marks:
            assert block.start <= mark.start < mark.end <= block.end
            assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
            assert mark.url.startswith(("http://", "https://")) is (mark.kind is MarkKind.LINK)
    assert "".join(text.split()) == "".join("".join(joined).split())


def test_blocks_of_every_kind():
    markup = """
      <h2>Ferry  late</h2> Loose text <b>strong <a href="/log?utm_source=x">the log </a></b> tail<br>second line<br><br>new paragraph
      <ul><li>one<ul><li>two</li></ul>after</li><li><p>three</p></li></ul><ol><li>first</li></ol>
      <blockquote><p>Quoted</p><p>again</p></blockquote>
      <table><tr><th>Day<td>Boats<tr><td>Monday<td><p>4</p></table>
      <pre>a
   b</pre><figure><img src="/quay.jpg" alt=" The  quay "><figcaption>The quay</figcaption></figure><hr>"""
    assert told(markup) == [
        ("h", 2, "Ferry late"),
        ("p", 0, "Loose text strong the log tail\nsecond line"),
        ("p", 0, "new paragraph"),
        ("li", 1, "one"),
        ("li", 2, "two"),
        ("li", 1, "after"),
        ("li", 1, "three"),
        ("ol", 1, "first"),
        ("quote", 1, "Quoted"),
        ("quote", 1, "again"),
        ("row", 0, "Day\tBoats"),
        ("row", 0, "Monday\t4"),
        ("pre", 0, "a\n   b"),
        ("img", 0, ""),
        ("caption", 0, "The quay"),
    ]


def test_joints_and_marks():
    text, blocks = lay_out("<p>See <a href='/a'> <em>this</em> note </a>.</p><ul><li>x<li>y</ul><p>z", BASE)
    assert text == "See this note .\n\nx\ny\n\nz"
    assert [(mark.kind.value, text[mark.start : mark.end], mark.url) for mark in blocks[0].marks] == [
        ("a", "this note", "https://paper.example/a"),
        ("em", "this", ""),
    ]


def test_marks_go_on_in_the_next_block():
    text, blocks = lay_out("<a href='https://a.example/'>one<p>two</p>three</a>", BASE)
    assert [[text[mark.start : mark.end] for mark in block.marks] for block in blocks] == [["one"], ["two"], ["three"]]


def test_text_is_composed_once_so_that_stores_need_not_change_it():
    text, blocks = lay_out("<p>Cafe<b>&#769;</b> Nöel \x07\ud800x", BASE)
    assert text == "Café Nöel x"
    check(text, blocks)


def test_relative_addresses_without_a_base_are_no_links():
    text, blocks = lay_out("<p><a href='/x'>x</a></p><img src='y.jpg'>")
    assert (text, len(blocks), blocks[0].marks) == ("x", 1, ())


def test_text_over_the_limit_ends_at_a_block():
    text, blocks = lay_out("<p>aaaa</p><p>bbbb</p><p>cccc</p>", BASE, ParseLimits(text=12))
    assert text == "aaaa\n\nbbbb"[: len(text)]
    assert len(text) <= 12
    check(text, blocks)
    text, _ = lay_out("<p>" + "a" * 50, BASE, ParseLimits(text=12))
    assert text == "a" * 12


def test_rejoined_blocks_fit_their_new_text():
    text, blocks = lay_out("<h2>H</h2><p>a <b>b</b></p><ul><li>x<li>y</ul><img src=/i.png><p>c <i>d</i></p>", BASE)
    shorter, kept = rejoined(text, [block for block in blocks if block.kind is not BlockKind.HEADING])
    assert shorter == "a b\n\nx\ny\n\nc d"
    check(shorter, kept)
    assert rejoined(text, blocks) == (text, blocks)


TAGS = [
    "p",
    "div",
    "b",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "blockquote",
    "pre",
    "h2",
    "em",
    "figure",
    "figcaption",
    "q",
    "code",
    "dl",
    "dd",
]
PIECES = st.one_of(
    st.sampled_from(
        [f"<{tag}>" for tag in TAGS]
        + [f"</{tag}>" for tag in TAGS]
        + ["<br>", "<hr>", "<img src=/a.jpg>", "<a href=/x>", "&nbsp;", "\n", "\t"]
    ),
    st.text(max_size=6),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_offsets_are_exact_for_any_markup(markup):
    text, blocks = lay_out(markup, BASE)
    check(text, blocks)
    assert rejoined(text, blocks) == (text, blocks)
