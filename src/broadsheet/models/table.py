"""The file of a static table: words, how common each is, and an int8 vector for each.

Two files stand side by side: NAME.npz holds the arrays, NAME.json says where they come from (`origin`) and the SHA-256 of the arrays'
file, which is checked before anything is read from it. Written by `train_static`, read by `static` and `rarity`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from broadsheet.errors import ModelError

#: The table that comes with Broadsheet.
PACKAGED = Path(__file__).with_name("weights") / "static.npz"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Table:
    """`words[i]` has log-probability `logprobs[i]` (natural logarithm, float32) and vector `vectors[i] * scales[i]` (int8 x float32).

    `sha256` is that of the file; `origin` the facts beside it (licences, sources, date, cuts, languages).
    """

    words: tuple[str, ...]
    logprobs: npt.NDArray[np.float32]
    vectors: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    sha256: str
    origin: Mapping[str, Any]


def read_table(path: Path = PACKAGED) -> Table:
    """The checked table. Raises ModelError when a file is missing, damaged, or not of this format."""
    origin = _origin(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the table of word vectors cannot be read: {error}", hint="install Broadsheet again") from error
    found = hashlib.sha256(data).hexdigest()
    if found != origin.get("sha256"):
        raise ModelError(f"{path.name} is damaged: its SHA-256 is not the one that {path.with_suffix('.json').name} names")
    return _parse(data, found, origin, path.name)


def _origin(path: Path) -> dict[str, Any]:
    side = path.with_suffix(".json")
    try:
        origin = json.loads(side.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{side.name}, which describes the table of word vectors, cannot be read: {error}") from error
    if not isinstance(origin, dict) or origin.get("format") != FORMAT:
        raise ModelError(f"{side.name} does not describe a table of format {FORMAT}")
    return origin


def _parse(data: bytes, sha256: str, origin: dict[str, Any], name: str) -> Table:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            words = tuple(zlib.decompress(arrays["words"].tobytes()).decode("utf-8").split("\n"))
            table = Table(
                words=words,
                logprobs=arrays["logprobs"].astype(np.float32),
                vectors=arrays["vectors"],
                scales=arrays["scales"].astype(np.float32),
                sha256=sha256,
                origin=origin,
            )
    except (KeyError, ValueError, OSError, BadZipFile, zlib.error) as error:
        raise ModelError(f"{name} is no table of word vectors: {error}") from error
    rows = len(words)
    if (
        table.vectors.dtype != np.int8
        or table.vectors.ndim != 2
        or not (rows == len(table.vectors) == len(table.scales) == len(table.logprobs))
    ):
        raise ModelError(f"{name} is no table of word vectors: its parts do not fit together")
    return table


def write_table(
    path: Path, words: Sequence[str], logprobs: npt.NDArray[np.float32], vectors: npt.NDArray[np.float32], origin: Mapping[str, Any]
) -> str:
    """Quantise each row to int8 with a scale of its own and write both files; gives the SHA-256. The same input gives the same bytes.

    Raises ModelError for vectors that are not finite.
    """
    if not np.isfinite(vectors).all():
        raise ModelError("a table of word vectors must hold finite numbers only")
    peak = np.abs(vectors).max(axis=1)
    scales = np.where(peak > 0, peak / 127, 1).astype(np.float16).astype(np.float32)
    rounded = np.clip(np.rint(vectors / scales[:, None]), -127, 127).astype(np.int8)
    packed = np.frombuffer(zlib.compress("\n".join(words).encode("utf-8"), 9), np.uint8)
    buffer = io.BytesIO()
    # Stored, not compressed: int8 vectors do not shrink, and reading is faster. numpy writes no time of day into the archive.
    np.savez(buffer, words=packed, logprobs=logprobs.astype(np.float16), vectors=rounded, scales=scales.astype(np.float16))
    data = buffer.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    path.write_bytes(data)
    facts = {"format": FORMAT, "sha256": sha256, "words": len(words), "dim": int(vectors.shape[1]), **origin}
    path.with_suffix(".json").write_text(json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return sha256
