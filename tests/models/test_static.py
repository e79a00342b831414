"""The static table: the same vectors every time, sound files only, and any text in linear time."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ModelError
from broadsheet.models import open_embedder
from broadsheet.models.static import StaticEmbedder
from broadsheet.models.table import PACKAGED, read_table, write_table

PARALLEL: list[dict[str, str]] = json.loads(Path(__file__).with_name("parallel.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    return StaticEmbedder()


def small(folder: Path) -> Path:
    path = folder / "small.npz"
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0]], np.float32)
    facts = {"smoothing": 1e-3, "cuts": [0.1, 0.7], "languages": ["en"]}
    write_table(path, ["harbour", "storm", "mayor", "ship"], np.array([-9, -9, -9, -4], np.float32), vectors, facts)
    return path


def test_a_text_is_the_weighted_mean_of_its_words(tmp_path: Path) -> None:
    table = StaticEmbedder(small(tmp_path))
    one, both, twice, shouted = table.embed(["storm", "storm mayor", "storm storm mayor", "STORM!!"])
    assert one == pytest.approx([0, 1, 0])
    assert both == pytest.approx([0, 2**-0.5, 2**-0.5], abs=1e-3)
    assert twice[1] > twice[2] > 0
    assert shouted == pytest.approx(one)
    assert table.embed(["ship mayor"])[0][2] > 0.9, "a common word weighs less"


def test_an_unknown_word_is_made_of_known_pieces(tmp_path: Path) -> None:
    table = StaticEmbedder(small(tmp_path))
    harbourstorm, nothing = table.embed(["harbourstorm", "xyzzy"])
    assert harbourstorm[0] > 0.6
    assert harbourstorm[1] > 0.5
    assert not nothing.any()


@pytest.mark.parametrize("text", ["", "   \n", "12 345 %", "!!! …", "🙂👩‍👩‍👧", "\x00\u202e"])
def test_T15_a_text_without_words_has_no_vector(shipped: StaticEmbedder, text: str) -> None:
    assert not shipped.embed([text]).any()


def test_no_texts_give_no_rows(shipped: StaticEmbedder) -> None:
    assert shipped.embed([]).shape == (0, shipped.dim)


def test_the_same_vectors_every_time_and_for_any_company(shipped: StaticEmbedder) -> None:
    texts = [text for row in PARALLEL for text in row.values()]
    together = shipped.embed(texts)
    assert np.array_equal(together, StaticEmbedder().embed(texts))
    assert np.array_equal(together, np.concatenate([shipped.embed([text]) for text in texts]))
    assert shipped.name == f"static-{read_table().sha256[:12]}-{shipped.dim}"


def test_reports_of_one_event_are_alike_across_languages(shipped: StaticEmbedder) -> None:
    languages = list(PARALLEL[0])
    vectors = {language: shipped.embed([row[language] for row in PARALLEL]) for language in languages}
    hits = {
        language: np.mean(
            [(vectors[language] @ vectors[other].T).argmax(axis=1) == np.arange(len(PARALLEL)) for other in languages if other != language]
        )
        for language in languages
    }
    assert min(hits.values()) > 0.6, hits
    assert np.mean(list(hits.values())) > 0.85, hits
    assert set(languages) <= shipped.languages


def test_cuts_part_the_related_from_the_unrelated(shipped: StaticEmbedder) -> None:
    low, high = shipped.cuts
    fire, blaze, tax = shipped.embed(
        [
            "Fire on the evening ferry kills eleven passengers, coast guard says",
            "Coast guard: eleven passengers dead after fire aboard evening ferry",
            "Parliament debates a tax on sugar in soft drinks",
        ]
    )
    assert -1 < low < high < 1
    assert fire @ blaze > high
    assert fire @ tax < (low + high) / 2


@pytest.mark.parametrize("unit", ["a", "a ", "страница ", "\u6771\u4eac\u90fd", "e\u0301\u0301", "\u202eعربي ", "www.x"])
def test_T07_a_huge_text_takes_bounded_time(shipped: StaticEmbedder, unit: str) -> None:
    text = unit * (5_000_000 // len(unit))
    begin = time.perf_counter()
    row = shipped.embed([text])[0]
    assert time.perf_counter() - begin < 1
    assert np.isfinite(row).all()


def test_T03_T09_forms_of_one_word_are_one(shipped: StaticEmbedder) -> None:
    plain, composed, split, soft, wide = shipped.embed(["président", "pre\u0301sident", "prési\u200bdent", "prési\u00addent", "ｐrésident"])
    assert all(np.array_equal(plain, other) for other in (composed, split, soft, wide))
    assert plain.any()


@given(st.text(max_size=300))
def test_T11_any_text_gives_a_unit_vector_or_none(text: str) -> None:
    row = open_cached().embed([text])[0]
    length = float(np.linalg.norm(row))
    assert length == pytest.approx(1, abs=1e-4) or length == 0


@given(st.text(alphabet=st.characters(categories=["Cs", "L", "M"]), max_size=60))
def test_T10_lone_surrogates_do_no_harm(text: str) -> None:
    assert np.isfinite(open_cached().embed([text])).all()


_OPEN: list[StaticEmbedder] = []


def open_cached() -> StaticEmbedder:
    if not _OPEN:
        _OPEN.append(StaticEmbedder())
    return _OPEN[0]


@pytest.mark.shared
def test_T11_naughty_strings(shipped: StaticEmbedder, shared: Path) -> None:
    strings = json.loads((shared / "data" / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    assert np.isfinite(shipped.embed(strings)).all()


@pytest.mark.parametrize("at", [0, 100, -1])
def test_one_changed_byte_is_found(tmp_path: Path, at: int) -> None:
    path = small(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match="damaged"):
        StaticEmbedder(path)


def test_a_missing_or_foreign_file_is_a_clear_error(tmp_path: Path) -> None:
    path = small(tmp_path)
    side = path.with_suffix(".json")
    facts = json.loads(side.read_text())
    path.write_bytes(b"not a table")
    side.write_text(json.dumps({**facts, "sha256": hashlib.sha256(b"not a table").hexdigest()}))
    with pytest.raises(ModelError, match="no table"):
        StaticEmbedder(path)
    side.write_text(json.dumps({**facts, "format": 99}))
    with pytest.raises(ModelError, match="format"):
        StaticEmbedder(path)
    side.write_text("[")
    with pytest.raises(ModelError, match="cannot be read"):
        StaticEmbedder(path)
    with pytest.raises(ModelError):
        StaticEmbedder(tmp_path / "nowhere.npz")
    path.unlink()
    side.write_text(json.dumps(facts))
    with pytest.raises(ModelError, match="cannot be read"):
        StaticEmbedder(path)


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    first = small(tmp_path).read_bytes()
    (tmp_path / "again").mkdir()
    assert small(tmp_path / "again").read_bytes() == first


def test_what_is_shipped_names_its_origin() -> None:
    table = read_table()
    assert {source["licence"] for source in table.origin["sources"]} <= {"Apache-2.0", "MIT"}
    assert all(len(source["sha256"]) == 64 for source in table.origin["sources"])
    assert PACKAGED.stat().st_size < 13_000_000
    assert len(set(table.words)) == len(table.words)


def test_another_table_by_its_file(tmp_path: Path) -> None:
    path = small(tmp_path)
    moved = shutil.copytree(tmp_path, tmp_path / "moved") / path.name
    assert open_embedder("static", model=str(moved)).dim == 3
