"""Check the questions on the corpus: every row reads, every quoted passage stands once in its article, no question is asked twice of it.

    python scripts/check_questions.py [FILE ...]

Prints one line a mistake and a count by kind; exits with 1 when there is a mistake. The form is described in corpus/README.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from broadsheet.analyse.statements.corpus import read_marked

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
KINDS = frozenset(
    [
        "who",
        "when",
        "where",
        "how_many",
        "how_much",
        "which",
        "what",
        "why",
        "how",
        "what_happened",
        "what_said",
        "who_said",
        "denied",
        "yes_no",
    ]
)
FIELDS = frozenset({"question", "kind", "answers", "near"})


def main(paths: list[Path]) -> int:
    """Check these files, or the whole folder. Returns the exit code."""
    mistakes: list[str] = []
    kinds: Counter[str] = Counter()
    for path in paths:
        texts = [read_marked(one.read_text("utf-8"), one.stem) for one in sorted((CORPUS / "statements").glob(f"{path.stem}-*.txt"))]
        if len(texts) != 1:
            mistakes.append(f"{path.name}: no article has this number")
            continue
        asked: set[str] = set()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                mistakes.append(f"{path.name}:{number}: {error}")
                continue
            mistakes += [f"{path.name}:{number}: {text}" for text in faults(row, texts[0].text, asked)]
            kinds[f"{row.get('kind')}{'' if row.get('answers') else ' (not told)'}"] += 1
    print("\n".join(mistakes))
    print(f"{len(paths)} articles, {sum(kinds.values())} questions, {len(mistakes)} mistakes")
    print(kinds.most_common())
    return 1 if mistakes else 0


def faults(row: dict[str, Any], text: str, asked: set[str]) -> list[str]:
    """What is wrong with a row; `asked` holds the questions before it and takes this one."""
    found = []
    if set(row) - FIELDS or not row.get("question") or "answers" not in row:
        found.append(f"fields are {sorted(row)}")
    if row.get("kind") not in KINDS:
        found.append(f"no kind {row.get('kind')!r}")
    found += [
        f"stands {text.count(passage)} times in the article: {passage[:60]!r}"
        for passage in (*row.get("answers", ()), *row.get("near", ()))
        if len(passage) < 12 or text.count(passage) != 1
    ]
    if not row.get("answers") and not row.get("near"):
        found.append("a question that the article does not answer names the nearest passage")
    key = " ".join(str(row.get("question")).lower().split())
    if key in asked:
        found.append(f"asked twice: {key[:60]}")
    asked.add(key)
    return found


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted((CORPUS / "questions").glob("*.jsonl"))))
