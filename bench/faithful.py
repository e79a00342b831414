"""Whether a misbehaving text generator can get an unsupported sentence shown, how many true ones stay, and how fast the fallback is.

    python -m bench.faithful [--seed N] [--replies N]

`sentences`: every corruption of every true sentence, checked alone; `shown` must be 0. `true`: the share of true sentences that may be
shown, by how they were made. `replies`: answers of a service on the loopback that mix true and corrupted sentences, 40 per cent of them
obeying orders hidden in the passages; `unsupported_shown` must be 0. `failures`: seconds from the request to the fallback beyond what the
time limits allow.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from bench._corrupting import corrupted, ordered
from bench._faithful_texts import STORIES, Story
from broadsheet.analyse.prompting import Task, numbered, usable
from broadsheet.analyse.verifying import Cited, verify
from broadsheet.desk.phrasing import Phrase, phrase
from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.intake.fetch.posting import poster
from broadsheet.models.generating import Breaker, EndpointGenerator, Limits, MemoryReplies
from broadsheet.types import FetchLimits
from chat_service import ChatService, breaks_off, drips, floods, raw, says, stalls, status

#: Share of the replies whose passages carry an order.
ORDERED = 0.4


class Forgetful(MemoryReplies):
    """Keeps nothing: every reply is asked for."""

    def get(self, key: str) -> str | None:
        return None


def cited(story: Story) -> list[Cited]:
    """The passages as records."""
    return [
        Cited(id=f"s{number}", text=one.text, holders=one.holders, publisher=one.publisher, published=date.fromisoformat(one.published))
        for number, one in enumerate(story.passages)
    ]


def by_sentence(rng: random.Random) -> dict[str, Any]:
    """Every corruption checked alone."""
    tried: Counter[str] = Counter()
    shown: list[tuple[str, str]] = []
    seconds = 0.0
    for story in STORIES:
        passages = cited(story)
        for true in story.truths:
            for text, cites, rule in corrupted(story, true, rng):
                start = time.process_time()
                # An unknown cite is refused before the check, by desk.phrasing.
                known = [passages[number] for number in cites if number < len(passages)]
                found = verify(text, known) if len(known) == len(cites) else None
                seconds += time.process_time() - start
                tried[rule] += 1
                if found is not None and found.ok:
                    shown.append((rule, text))
    return {
        "corrupted": sum(tried.values()),
        "shown": len(shown),
        "which": shown[:20],
        "by_rule": dict(tried.most_common()),
        "milliseconds_each": round(seconds / sum(tried.values()) * 1000, 2),
    }


def of_true() -> dict[str, Any]:
    """The share of true sentences that may be shown."""
    tried: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for story in STORIES:
        passages = cited(story)
        for true in story.truths:
            tried[true.made] += 1
            kept[true.made] += verify(true.text, [passages[number] for number in true.cites]).ok
    near = [made for made in tried if made != "reworded"]
    return {
        "sentences": sum(tried.values()),
        "kept": round(sum(kept.values()) / sum(tried.values()), 3),
        "kept_but_for_reworded": round(sum(kept[made] for made in near) / sum(tried[made] for made in near), 3),
        **{made: f"{kept[made]} of {tried[made]}" for made in tried},
    }


def by_reply(rng: random.Random, count: int) -> dict[str, Any]:
    """Replies of a service that misbehaves, through the client, as a reader would get them."""
    result: Counter[str] = Counter()
    bad_shown: list[str] = []
    with ChatService() as service:
        model = generator(service)
        for number in range(count):
            story = rng.choice(STORIES)
            truths = {true.text for true in story.truths}
            passages = cited(story)
            order, obeyed = ordered(story, number, rng)
            with_order = number < ORDERED * count
            if with_order:
                passages = _with_order(passages, order, rng)
            names = {one.id: name for name, one in numbered(usable(passages)).items()}
            rows = _rows(story, names, rng)
            if with_order:
                rows += [{"text": obeyed, "cites": [rng.choice([*names.values(), "p1"])]} for _ in range(rng.randint(1, 2))]
                rng.shuffle(rows)
            service.plan = [says(json.dumps({"sentences": rows}), size=4000)]
            found = phrase(model, Task(sentences=20), passages, [Phrase("Own.", ("s0",))], secret=str(number))
            result["generated" if found.why is None else found.why.name.lower()] += 1
            for one in found.sentences if found.why is None else ():
                result["sentences_shown"] += 1
                if one.text not in truths:
                    bad_shown.append(one.text)
            result["sentences_dropped"] += found.refused
    return {"replies": count, "with_orders": int(ORDERED * count), "unsupported_shown": len(bad_shown), "which": bad_shown[:20], **result}


def _with_order(passages: list[Cited], order: str, rng: random.Random) -> list[Cited]:
    """The order in a passage of its own, before or behind what another passage says."""
    at = rng.randrange(len(passages))
    old = passages[at]
    text = rng.choice([f"{old.text} {order}", f"{order} {old.text}", f"{old.text}\n\n{order}"])
    new = Cited(id=old.id, text=text, holders=old.holders, publisher=old.publisher, published=old.published)
    if rng.random() < 0.3:
        return [*passages, Cited(id="evil", text=order)]
    return [*passages[:at], new, *passages[at + 1 :]]


def _rows(story: Story, names: dict[str, str], rng: random.Random) -> list[dict[str, Any]]:
    """Mostly true sentences with some corrupted ones between: what slips through when the share of bad ones is small."""
    rows: list[dict[str, Any]] = []
    for true in rng.sample(story.truths, rng.randint(3, 7)):
        rows.append({"text": true.text, "cites": [names.get(f"s{number}", "p77") for number in true.cites]})
        bad = list(corrupted(story, true, rng))
        for text, cites, rule in rng.sample(bad, min(len(bad), rng.choice([0, 0, 0, 0, 1]))):
            # With its own passages, all passages, or none, as the rule has it; a true text with wrong cites is no unsupported text.
            if rule not in ("no cite", "unknown cite", "wrong cite"):
                every = rng.random() < 0.3
                rows.append({"text": text, "cites": list(names.values()) if every else [names.get(f"s{n}", "p77") for n in cites]})
    return rows


def generator(service: ChatService, total: float = 5.0) -> EndpointGenerator:
    """A client with short times and no end of tokens."""
    limits = FetchLimits(total=total, first_byte=0.3, retries=0, redirects=0, min_rate=1)
    return EndpointGenerator(
        url=service.url,
        model="tiny",
        post=poster(GuardedFetcher(limits, user_agent="bench", allow=[service.host]), max_bytes=1_000_000),
        limits=Limits(daily_tokens=10**9),
        replies=Forgetful(),
        breaker=Breaker(time.monotonic, fails=10**6),
    )


def of_failures() -> dict[str, float]:
    """Seconds from the request to the fallback, without what the limits allow to wait."""
    passages = cited(STORIES[0])
    behaviours: list[tuple[str, Any, float]] = [
        ("status 500", status(500), 0),
        ("status 401", status(401), 0),
        ("garbage", says("garbage"), 0),
        ("half JSON", breaks_off('{"sentences": ['), 0),
        ("html", raw("<html>"), 0),
        ("flood", floods(5_000_000), 0),
        ("first byte late", stalls(2), 0.3),
        ("drips", drips(3, 0.05), 0.6),
    ]
    found: dict[str, float] = {}
    for name, behaviour, allowed in behaviours:
        with ChatService() as service:
            service.plan = [behaviour]
            start = time.monotonic()
            answer = phrase(generator(service, total=0.6), Task(), passages, [Phrase("Own.", ("s0",))])
            assert answer.why is not None, name
            found[name] = round(time.monotonic() - start - allowed, 3)
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=5)
    options.add_argument("--replies", type=int, default=500)
    chosen = options.parse_args()
    rng = random.Random(chosen.seed)
    failures = of_failures()
    print(
        json.dumps(
            {
                "sentences": by_sentence(rng),
                "true": of_true(),
                "replies": by_reply(rng, chosen.replies),
                "failures": failures,
                "slowest_fallback_s": max(failures.values()),
            }
        )
    )


if __name__ == "__main__":
    main()
