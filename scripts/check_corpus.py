"""Check the corpus of statements: every file reads, every statement is whole, no two articles share a sentence.

    python scripts/check_corpus.py [FILE ...]

Prints one line a mistake and a count by stance; exits with 1 when there is a mistake.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from broadsheet.analyse.statements.corpus import CorpusError, Marked, read_marked

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "statements"


def main(paths: list[Path]) -> int:
    """Check these files, or the whole folder. Returns the exit code."""
    mistakes: list[str] = []
    articles: list[Marked] = []
    for path in paths:
        try:
            articles.append(read_marked(path.read_text("utf-8"), path.stem))
        except CorpusError as error:
            mistakes.append(f"{path.name}: {error}")
    mistakes += shared_sentences(articles)
    print("\n".join(mistakes))
    words = sum(len(article.text.split()) for article in articles)
    statements = [statement for article in articles for statement in article.statements]
    print(f"{len(articles)} articles, {words} words, {len(statements)} statements, {len(mistakes)} mistakes")
    print(Counter(statement.stance for statement in statements).most_common())
    return 1 if mistakes else 0


def shared_sentences(articles: list[Marked]) -> list[str]:
    """Sentences of eight words or more that stand in two articles."""
    seen: dict[str, str] = {}
    return [
        f"{article.name}: shares a sentence with {seen[sentence]}: {sentence[:60]}"
        for article in articles
        for sentence in article.text.replace("\n", " ").split(". ")
        if len(sentence.split()) >= 8 and seen.setdefault(sentence, article.name) != article.name
    ]


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))))
