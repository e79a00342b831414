"""What a service answered, read with suspicion: server-sent events or one JSON document, then the JSON within (row L08). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FENCED = re.compile(r"\A```(?:json)?[ \t]*\n(.*)\n```\Z", re.DOTALL)
#: Nesting of an answer; ours has three levels.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Reply:
    """The text that was written, the tokens that the service says it took (None: it does not say), and whether it came to its end."""

    text: str
    tokens: int | None
    finished: bool


def read_reply(body: bytes, most: int) -> Reply:
    """The answer of a /chat/completions, streamed or not. Raises ValueError for anything else, and for more than `most` bytes of text."""
    plain = body.decode("utf-8")
    found = _document(strict_json(plain)) if plain.lstrip().startswith("{") else _stream(plain)
    if len(found.text.encode("utf-8", "replace")) > most:
        raise ValueError(f"more than {most:,} bytes of text")
    return found


def strict_json(text: str) -> Any:
    """The value of a JSON text and of nothing else. Raises ValueError for NaN, keys that stand twice, prose around it, deep nesting."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if _depth(value) > DEEPEST:
        raise ValueError("nested too deeply")
    return value


def answer_json(text: str) -> Any:
    """The JSON that a model wrote; a code fence around all of it is forgiven. Raises ValueError."""
    fenced = _FENCED.match(text.strip())
    return strict_json(fenced[1] if fenced else text)


def _document(value: Any) -> Reply:
    choice = _choice(value)
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise ValueError("no text in it")
    return Reply(text, _tokens(value), choice.get("finish_reason") == "stop")


def _stream(plain: str) -> Reply:
    parts: list[str] = []
    tokens: int | None = None
    finished = done = False
    for data in _events(plain):
        if data == "[DONE]":
            done = True
            break
        value = strict_json(data)
        tokens = _tokens(value) if _tokens(value) is not None else tokens
        if isinstance(value, dict) and value.get("choices") == []:
            continue  # the last event of those that count tokens
        choice = _choice(value)
        delta = choice.get("delta")
        piece = delta.get("content") if isinstance(delta, dict) else None
        if isinstance(piece, str):
            parts.append(piece)
        elif piece is not None:
            raise ValueError("a piece of text is no text")
        finished = finished or choice.get("finish_reason") == "stop"
    if not parts:
        raise ValueError("no text in it")
    return Reply("".join(parts), tokens, finished or (done and not finished and _never_said(plain)))


def _never_said(plain: str) -> bool:
    """Whether the service never gave a reason for its end: some leave it out."""
    return not re.search(r'"finish_reason"\s?:\s?"', plain)


def _events(plain: str) -> Iterator[str]:
    """The data of server-sent events (WHATWG HTML, section 9.2.6), several data lines of one event joined."""
    lines: list[str] = []
    for line in [*plain.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if line.startswith("data:"):
            lines.append(line[5:].removeprefix(" "))
        elif not line and lines:
            yield "\n".join(lines)
            lines = []
        elif line and not line.startswith((":", "event:", "id:", "retry:")):
            raise ValueError("neither JSON nor a stream of events")


def _choice(value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and "error" in value:
        raise ValueError("the service reports an error")
    choices = value.get("choices") if isinstance(value, dict) else None
    first = choices[0] if isinstance(choices, list) and len(choices) == 1 else None
    if not isinstance(first, dict):
        raise ValueError("no answer in it")
    return first


def _tokens(value: Any) -> int | None:
    usage = value.get("usage") if isinstance(value, dict) else None
    counts = [usage.get(key) for key in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
    if len(counts) == 2 and all(isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 10**7 for count in counts):
        return int(counts[0] or 0) + int(counts[1] or 0)
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level and deepest <= DEEPEST:
        deepest += 1
        level = [
            inner for outer in level for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
        ]
    return deepest
