"""Reading documents in child processes with limits, so that no document can take the service down.

    caller's thread -> idle child (forked from a server that has the parsers loaded) -> Reading
                         │ over its memory (RLIMIT_AS) or processor time (RLIMIT_CPU): the kernel stops it
                         │ over its wall time: the parent kills it
                         ▼
                       LimitExceeded, and a fresh child next time

Answers are unpickled by an unpickler that knows Broadsheet's records only: a parser taken over by a document cannot take over the parent.
"""

from __future__ import annotations

import io
import multiprocessing
import pickle
import queue
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import TracebackType

from broadsheet.errors import BroadsheetError, LimitExceeded
from broadsheet.extract.read import read as read_document
from broadsheet.run.limited_child import Read, serve
from broadsheet.types import Capture, ParseLimits, Reading

#: Tasks that one child answers before a fresh one takes its place (libraries hold on to memory).
_TASKS = 1000
#: Where the classes of an answer may come from.
_MODULES = ("broadsheet.types.", "broadsheet.errors", "datetime")
#: How errors are put together again (`BroadsheetError.__reduce__`).
_REBUILD = ("broadsheet.errors", "_rebuild")


class LimitedReader:
    """Called like `extract.read`, from any thread; each call runs in a child process of its own while it lasts.

    `workers` children at most; further calls wait. Raises what the read raised, or LimitExceeded when the child had to be stopped or died.
    Close it when done: it is a context manager.
    """

    def __init__(self, limits: ParseLimits | None = None, workers: int = 2, read: Read = read_document) -> None:
        self.limits = limits or ParseLimits()
        self.workers = max(1, workers)
        self._read = read
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["broadsheet.run.limited_child", "broadsheet.extract.read", "broadsheet.extract.page"])
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(self.workers):
            self._idle.put(None)

    def __call__(self, capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
        """What the capture holds. `limits` other than the reader's own apply to this call, but for the memory."""
        child = self._idle.get()
        try:
            if self._closed:
                raise RuntimeError("this reader is closed")
            if child is None:
                child = self._start()
            answer = child.ask(capture, known, limits or self.limits)
        finally:
            if child is not None and (self._closed or not child.fit):
                child.stop()
                child = None
            self._idle.put(child)
        if isinstance(answer, BroadsheetError):
            raise answer
        return answer

    def map(self, captures: Iterable[Capture]) -> Iterator[Reading | BroadsheetError]:
        """Read many, `workers` at a time, results in the order of the captures. An error stands in the place of its reading."""

        def one(capture: Capture) -> Reading | BroadsheetError:
            try:
                return self(capture)
            except BroadsheetError as error:
                return error

        rest = iter(captures)
        with ThreadPoolExecutor(self.workers, "reader") as threads:
            waiting: list[Future[Reading | BroadsheetError]] = [threads.submit(one, capture) for capture in islice(rest, 4 * self.workers)]
            while waiting:
                done = waiting.pop(0).result()
                waiting += [threads.submit(one, capture) for capture in islice(rest, 1)]
                yield done

    def close(self) -> None:
        """Stop all children; calls that run are finished first. A second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for _ in range(self.workers):
            child = self._idle.get()
            if child is not None:
                child.stop()
        # Calls that come too late find the door closed instead of waiting for ever.
        for _ in range(self.workers):
            self._idle.put(None)

    def __enter__(self) -> LimitedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _start(self) -> _Child:
        with self._lock:
            return _Child(self._context, self._read, self.limits.memory)


class _Child:
    """One child process and the line to it. Used by one thread at a time."""

    def __init__(self, context: ForkServerContext, read: Read, memory: int) -> None:
        self._line, theirs = context.Pipe()
        self._process: ForkServerProcess = context.Process(target=serve, args=(theirs, read, memory), name="broadsheet-reader", daemon=True)
        self._process.start()
        theirs.close()
        self._tasks = 0
        self.fit = True

    def ask(self, capture: Capture, known: frozenset[str], limits: ParseLimits) -> Reading | BroadsheetError:
        """The child's answer, or LimitExceeded when it gave none."""
        self._tasks += 1
        try:
            self._line.send((capture, known, limits))
            if not self._line.poll(limits.wall):
                self.fit = False
                return LimitExceeded(f"reading it takes longer than {limits.wall:g} s", url=capture.url)
            answer = _received(self._line)
        except (EOFError, OSError):
            self.fit = False
            return LimitExceeded("reading it takes too much time or memory, or breaks the parser", url=capture.url)
        except pickle.UnpicklingError as error:
            self.fit = False
            return LimitExceeded(f"the parser gave an answer that is none ({error})", url=capture.url)
        if isinstance(answer, LimitExceeded) or self._tasks >= _TASKS:
            self.fit = False
        return answer

    def stop(self) -> None:
        """End the process at once."""
        self._line.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _received(line: Connection) -> Reading | BroadsheetError:
    answer = _Records(io.BytesIO(line.recv_bytes())).load()
    if not isinstance(answer, Reading | BroadsheetError):
        raise pickle.UnpicklingError(type(answer).__name__)
    return answer


class _Records(pickle.Unpickler):
    """Unpickles records, errors and times, nothing else."""

    def find_class(self, module: str, name: str) -> object:
        if module.startswith(_MODULES) and "." not in name:
            found: object = super().find_class(module, name)
            if (isinstance(found, type) and found.__module__ == module) or (module, name) == _REBUILD:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")
