"""Vectors as bytes for the store: int8 with one scale each, a quarter of float32 at a loss of cosine below 0.0001."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from broadsheet.errors import ModelError

_SCALE = np.dtype("<f4")


def pack(vector: npt.NDArray[np.float32]) -> bytes:
    """Four bytes of scale (little-endian float32), then one signed byte a component. Raises ModelError for what is not finite."""
    if vector.ndim != 1 or not np.isfinite(vector).all():
        raise ModelError("a vector to be stored must be one row of finite numbers")
    peak = float(np.abs(vector).max(initial=0.0))
    # A scale that rounds to zero (denormals) would divide by zero; such a vector says nothing.
    scale = _SCALE.type(peak / 127)
    if not scale > np.finfo(np.float32).tiny:
        return bytes(_SCALE.itemsize + len(vector))
    steps = np.clip(np.rint(vector / scale), -127, 127).astype(np.int8)
    return bytes(scale.tobytes()) + bytes(steps.tobytes())


def unpack(data: bytes, dim: int) -> npt.NDArray[np.float32]:
    """The vector of `pack`. Raises ModelError when the bytes are not those of `dim` components."""
    if len(data) != _SCALE.itemsize + dim:
        raise ModelError(f"a stored vector has {len(data) - _SCALE.itemsize} components, not {dim}")
    scale = np.frombuffer(data, _SCALE, 1)[0]
    if not np.isfinite(scale):
        raise ModelError("a stored vector is damaged")
    vector: npt.NDArray[np.float32] = np.frombuffer(data, np.int8, offset=_SCALE.itemsize).astype(np.float32) * scale
    return vector
