"""Bytes of pages into characters (row H22)."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract import encoding
from broadsheet.extract.encoding import declared_encoding, decode_page, meta_encoding

SENTENCE = "Die Fähre kam spät: „müde“ – 5 €"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (SENTENCE.encode(), ""),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "text/html; charset=iso-8859-1"),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), ""),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "text/html; charset=utf-8"),
        (SENTENCE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (SENTENCE.encode("cp1252"), "text/html; charset=utf-8"),
        (SENTENCE.encode(), "text/html; charset=windows-1252"),
        (SENTENCE.encode("cp1252"), 'text/html; charset="latin1"'),
    ],
)
def test_H22_marks_headers_and_contradictions(body, content_type):
    assert decode_page(body, content_type) == SENTENCE


def test_H22_utf16_without_a_mark():
    page = "<html><head><title>Die Fähre</title></head><body>spät</body></html>"
    assert decode_page(page.encode("utf-16-le")) == page
    assert decode_page(page.encode("utf-16-be")) == page


@pytest.mark.parametrize(
    "label", ["shift_jis", "euc-jp", "gb2312", "big5", "euc-kr", "windows-1251", "koi8-r", "iso-8859-2", "windows-1256"]
)
def test_H22_declared_in_the_page(label):
    words = {"s": "日本の船", "e": "日本の船", "g": "中国的船", "b": "中國的船", "w": "Паром", "k": "Паром", "i": "Prámy"}
    word = "한국의 배" if label == "euc-kr" else "العبارة" if label == "windows-1256" else words[label[0]]
    page = f"<html><head><meta charset={label}><title>{word}</title></head>"
    assert decode_page(page.encode(label)) == page


def test_H22_late_and_conflicting_declarations():
    assert meta_encoding(b"<!-- <meta charset=utf-8> -->" + b" " * 3000 + b"<meta charset=koi8-r><meta charset=utf-8>") == "koi8-r"
    assert declared_encoding(b"<meta charset=utf-8>", "text/html; charset=koi8-r") == "koi8-r"
    assert meta_encoding(b"<meta charset=utf-16>") == "utf-8"
    assert meta_encoding(b"<meta charset=utf-7>") == ""
    assert meta_encoding(b"<meta charset=nonsense><meta charset=koi8-r>") == "koi8-r"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_H22_any_bytes_decode(body, content_type):
    assert isinstance(decode_page(body, content_type), str)


@pytest.mark.shared
def test_H22_html5lib_encoding_tests(shared: Path):
    cases = right = 0
    with tarfile.open(fileobj=io.BytesIO((shared / "data/hostile/html5lib_tests.tar.gz").read_bytes())) as packed:
        files = {member.name: file.read() for member in packed.getmembers() if member.isfile() and (file := packed.extractfile(member))}
    for name, content in files.items():
        if not re.search(r"encoding/(?:tests\d|test-yahoo-jp)\.dat$", name) or "scripted" in name:
            continue
        for case in re.split(rb"(?:^|\n)#data\n", content)[1:]:
            page, _, wanted = case.partition(b"\n#encoding\n")
            expected = encoding._codec(wanted.strip())
            found = declared_encoding(page) or "cp1252"
            cases += 1
            right += found == expected
    assert (right, cases) == (82, 82)
