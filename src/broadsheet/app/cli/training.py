"""Training on the command line: train statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.output import meter
from broadsheet.app.cli.rows import read_rows
from broadsheet.errors import BroadsheetError, InputError
from broadsheet.types import Span

if TYPE_CHECKING:
    from broadsheet.analyse.statements.corpus import Marked

PARTS = ("source", "cue", "content")
Text = tuple[str, list[dict[str, list[Span]]]]


@click.group()
def train() -> None:
    """Train a model of your own."""


@train.command()
@click.argument("corpus", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("tagger.npz"), show_default=True, help="What is written."
)
@click.option(
    "--base", type=click.Path(path_type=Path), help="Start from this tagger, or from MiniLM's folder (model.safetensors, vocab.txt)."
)
@click.option(
    "--layers", type=click.IntRange(1, 6), default=5, show_default=True, help="Layers of MiniLM that are used, when it is the base."
)
@click.option("--epochs", type=click.IntRange(1, 200), default=10, show_default=True, help="How often the corpus is read.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same weights on the same machine.")
def statements(corpus: Path, out: Path, base: Path | None, layers: int, epochs: int, seed: int) -> None:
    """Train what finds statements on an annotated CORPUS of your own, and write its weights.

    CORPUS is a folder of marked texts (their form: corpus/README.md of the source), or JSON Lines with "text" and "statements", each with
    "source", "cue" and "content" as lists of [start, end]. It starts from the shipped tagger. Use the result with the setting
    `analysis.tagger`. Needs PyTorch, which nothing else does: `pip install torch`.
    """
    texts = list(_texts(corpus))
    if not texts:
        raise InputError(f"{corpus} holds no annotated text")
    try:
        from broadsheet.models.tagging import training
    except ModuleNotFoundError as error:
        raise BroadsheetError("training needs PyTorch", hint="pip install torch") from error
    from broadsheet.models.minilm import read_safetensors
    from broadsheet.models.tagging.encoder import PACKAGED
    from broadsheet.models.tagging.labelling import examples
    from broadsheet.models.wordpiece import WordPieces

    chances = training.seeded(seed)
    if base is not None and base.is_dir():
        net, vocabulary = training.from_minilm(read_safetensors(base / "model.safetensors"), layers), _vocabulary(base)
    else:
        net, vocabulary = training.from_tagger(base or PACKAGED)
    pieces = WordPieces(vocabulary)
    told = [example for text, rows in texts for example in examples(text, rows, pieces)]
    with meter("training") as progress:

        def report(epoch: int, of: int, loss: float, seconds: float) -> None:
            progress.say(f"training, loss {loss:.3f}", epoch, of)

        training.train(net, told, (), epochs, chances, report)
    training.write(net, vocabulary, out)
    click.echo(f"{len(texts)} texts, {sum(len(rows) for _, rows in texts)} statements: {out}", err=True)


def _vocabulary(base: Path) -> list[str]:
    try:
        return (base / "vocab.txt").read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"cannot read {base / 'vocab.txt'}: {error.strerror}") from error


def _texts(corpus: Path) -> Iterator[Text]:
    """The texts of a corpus with their statements. Raises InputError for one that is not annotated as it should be."""
    if corpus.is_dir():
        from broadsheet.analyse.statements.corpus import CorpusError, read_marked

        for path in sorted(corpus.rglob("*.txt")):
            try:
                yield _marked(read_marked(path.read_text("utf-8"), path.stem))
            except (CorpusError, UnicodeDecodeError) as error:
                raise InputError(f"{path}: {error}") from error
        return
    for number, row in enumerate(read_rows(corpus), 1):
        if row.error:
            raise InputError(f"{corpus}: {row.error}")
        yield _annotated(row.fields, f"{corpus}, row {number}")


def _marked(marked: Marked) -> Text:
    return marked.text, [{"source": [*one.source], "cue": [*one.cue], "content": [*one.content]} for one in marked.statements]


def _annotated(fields: Mapping[str, object], where: str) -> Text:
    text, rows = fields.get("text"), fields.get("statements")
    gold = fields.get("gold")
    if rows is None and isinstance(gold, dict):
        rows = gold.get("statements")
    if not isinstance(text, str) or not isinstance(rows, list):
        raise InputError(f'{where}: a row needs "text" and "statements"')
    return text, [{part: _spans(row, part, len(text), where) for part in PARTS} for row in rows]


def _spans(row: object, part: str, size: int, where: str) -> list[Span]:
    found: object = row.get(part, []) if isinstance(row, dict) else None
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise InputError(f"{where}: “{part}” is no list of [start, end]")
    spans = []
    for span in found:
        if not (
            isinstance(span, Sequence) and len(span) == 2 and all(isinstance(at, int) for at in span) and 0 <= span[0] < span[1] <= size
        ):
            raise InputError(f"{where}: “{part}” holds {span!r}, which is no [start, end] of its text")
        spans.append((span[0], span[1]))
    return spans
