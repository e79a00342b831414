"""The grouper's memory: rows of forgotten articles serve again, and nothing of them is left."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.stories.memory import BUCKETS, COMPARED, INDEXED, Memory
from broadsheet.analyse.stories.sketch import KINDS, STARTS, WIDTH, Sketch


def made(number: int, words: list[int], vector: int | None = None) -> Sketch:
    """A sketch of these words; the first is in the title."""
    hashes, weights, rarity = np.zeros(WIDTH, np.uint32), np.zeros(WIDTH, np.uint8), np.zeros(WIDTH, np.uint8)
    used = sorted(set(words))[: KINDS[0]]
    hashes[: len(used)] = used
    weights[: len(used)] = 16
    weights[0] |= 128
    rarity[: len(used)] = 100
    direction = None if vector is None else np.array([127, vector, 0, 0], np.int8)
    return Sketch(number, 1000 * number, 1, "en", True, hashes, weights, rarity, direction)


def found(memory: Memory, row: int) -> set[int]:
    return set(memory.articles[memory.alike(row, memory.probe(row))].tolist())


def test_a_forgotten_article_is_found_no_more_and_its_row_serves_again() -> None:
    memory = Memory()
    rows = [memory.add(made(number, [7, 8, 9, 100 + number], vector=5), 1) for number in range(1, 6)]
    assert found(memory, rows[0]) == {2, 3, 4, 5}
    memory.forget(rows[2])
    assert found(memory, rows[0]) == {2, 4, 5}
    assert memory.add(made(9, [50, 51]), 2) == rows[2]
    assert found(memory, rows[0]) == {2, 4, 5}
    assert found(memory, rows[2]) == set()
    assert memory.probe(rows[2]).vector is None
    assert memory.count == 5


def test_revisions_of_articles_without_end_take_no_more_memory() -> None:
    memory = Memory()
    row = [memory.add(made(number, list(range(number, number + 30))), 1) for number in range(1, 50)][20]
    before = memory.nbytes()
    for version in range(3000):
        memory.forget(row)
        row = memory.add(made(21, [*range(21, 50), 1000 + version]), 1)
    assert (memory.nbytes(), memory.count) == (before, 49)


def test_an_article_deep_in_a_chain_is_forgotten_though_its_row_is_lost() -> None:
    memory = Memory()
    rows = [memory.add(made(number, [7, 8]), 1) for number in range(1, 1200)]
    memory.forget(rows[0])
    assert memory.add(made(5000, [7, 8]), 1) != rows[0]
    assert 1 not in found(memory, rows[1])


def test_terms_that_share_a_bucket_break_no_chain() -> None:
    memory = Memory()
    twins = made(1, [7, 7 + BUCKETS, 9])
    one, two, three = memory.add(twins, 1), memory.add(replace(twins, article_id=2), 1), memory.add(made(3, [7, 9]), 1)
    assert found(memory, three) == {1, 2}
    memory.forget(two)
    assert found(memory, three) == {1}
    assert memory.add(made(4, [300]), 1) == two
    assert found(memory, one) == {3}


def test_a_term_whose_bucket_would_be_none_counts() -> None:
    memory = Memory()
    rows = [memory.add(made(number, [BUCKETS]), 1) for number in (1, 2)]
    assert found(memory, rows[0]) == {2}


def test_names_and_words_are_given_as_they_stand() -> None:
    memory = Memory()
    row = memory.add(made(1, [7, 8, 9]), 1)
    buckets, weights = memory.words(np.array([row]))
    assert buckets.shape == weights.shape == (1, STARTS[2])
    assert set(buckets[0].tolist()) == {0, 7, 8, 9}
    assert ((weights > 0) == (buckets > 0)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.lists(st.integers(1, 40), max_size=INDEXED)), max_size=40))
def test_after_any_changes_the_memory_finds_what_a_new_one_finds(steps: list[tuple[int, list[int]]]) -> None:
    memory, rows, now = Memory(), dict[int, int](), dict[int, list[int]]()
    for number, words in steps:
        if number in rows:
            memory.forget(rows.pop(number))
            del now[number]
        if words:
            rows[number] = memory.add(made(number, words), 1)
            now[number] = words
    fresh = Memory()
    anew = {number: fresh.add(made(number, words), 1) for number, words in now.items()}
    assert memory.count <= max(12, len(rows)) < COMPARED
    for number, row in rows.items():
        assert found(memory, row) == found(fresh, anew[number])
        order = [anew[other] for other in now]
        mine = memory.compare(memory.probe(row), np.array([rows[other] for other in now]))
        theirs = fresh.compare(fresh.probe(anew[number]), np.array(order))
        assert all(np.allclose(mine[name], theirs[name], atol=1e-5) for name in mine)
