"""The child's side of `run.limited`: reads what it is sent, within limits that the kernel keeps.

A child is expendable. It opens nothing, keeps nothing, and answers each task with a Reading or with the error it met.
"""

from __future__ import annotations

import io
import pickle
import resource
import signal
from collections.abc import Callable
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from broadsheet.errors import BroadsheetError, BrokenDocument, LimitExceeded
from broadsheet.types import Capture, ParseLimits, Reading

#: What a child does with each task; importable by name, since children are other processes.
Read = Callable[[Capture, frozenset[str], ParseLimits], Reading]


def serve(connection: Connection, read: Read, memory: int) -> None:
    """Answer tasks until the other side hangs up. `memory` is in bytes, on top of what the fresh process maps."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory)
    while True:
        try:
            capture, known, limits = connection.recv()
        except (EOFError, OSError):
            return
        answer = _answer(read, capture, known, limits)
        try:
            connection.send_bytes(packed(answer))
        except (OSError, MemoryError):
            return
        if isinstance(answer, LimitExceeded):
            return  # What ran into a limit may have left anything behind: the parent starts a fresh child.


def packed(answer: Reading | BroadsheetError) -> bytes:
    """The answer as the parent's unpickler takes it: enumerations by their value, since some versions of Python name `getattr` for them."""
    out = io.BytesIO()
    _Answers(out, protocol=pickle.HIGHEST_PROTOCOL).dump(answer)
    return out.getvalue()


class _Answers(pickle.Pickler):
    def reducer_override(self, record: object) -> Any:
        return (type(record), (record.value,)) if isinstance(record, Enum) else NotImplemented


def _answer(read: Read, capture: Capture, known: frozenset[str], limits: ParseLimits) -> Reading | BroadsheetError:
    _limit_cpu(limits.cpu)
    try:
        return read(capture, known, limits)
    except BroadsheetError as error:
        error.__cause__ = error.__context__ = error.__traceback__ = None
        return error
    except MemoryError:
        return LimitExceeded("reading it takes too much memory", url=capture.url)
    except RecursionError:
        return LimitExceeded("it is nested too deep", url=capture.url)
    except Exception as error:
        # Whatever a parser trips over is a finding about the document, not a fault of the reader.
        return BrokenDocument(f"cannot be read ({type(error).__name__}: {error})"[:500], url=capture.url)


def _limit_memory(memory: int) -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc/self/statm").exists() else 0
    _lower(resource.RLIMIT_AS, mapped + memory)
    _lower(resource.RLIMIT_CORE, 0)


def _limit_cpu(seconds: float) -> None:
    """The kernel kills the process (SIGXCPU) when this task has used that much processor time; whole seconds, rounded up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1, soft=True)


def _lower(kind: int, value: int, *, soft: bool = False) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, hard if soft else value))
