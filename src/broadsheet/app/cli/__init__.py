"""The command line. One file a group of commands; each is loaded when it is used, so that starting is quick.

Exit codes, the same for every command:

    0    done (also when the reader of a pipe had enough)
    1    failed: the network, a document, or something unexpected
    2    your mistake: a wrong option, setting, path or value
    3    there is no such article, story, source or failure
    4    the database cannot be used
    5    done, but some of the input could not be read; it is listed by `broadsheet failures` or in the output
    130  interrupted
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from broadsheet.app.cli.frame import Commands, options

#: Where each command lives: its module in this package. The function has the command's name, with "_" for "-" and at the end of keywords.
HOMES = {
    "run": "serving",
    "serve": "serving",
    "add": "sources",
    "sources": "sources",
    "update": "sources",
    "opml": "sources",
    "import": "bringing",
    "latest": "reading",
    "article": "reading",
    "search": "reading",
    "stories": "stories",
    "story": "stories",
    "related": "stories",
    "why": "whys",
    "compare": "whys",
    "merge": "deciding",
    "split": "filters",
    "move": "deciding",
    "undo": "deciding",
    "edits": "deciding",
    "link": "linking",
    "analyse": "linking",
    "embed": "linking",
    "export": "exporting",
    "extract": "filters",
    "group": "grouping",
    "copies": "grouping",
    "who": "ledgers",
    "ledger": "ledgers",
    "figures": "ledgers",
    "timeline": "ledgers",
    "ask": "asking",
    "digest": "digests",
    "summarise": "summing",
    "listen": "listening",
    "statements": "telling",
    "dossier": "telling",
    "train": "training",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "keeping",
    "failures": "failing",
    "replay": "failing",
    "password": "owner",
    "demo": "demo",
    "completion": "completing",
}


@click.command(cls=Commands, homes=HOMES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@options
def cli() -> None:
    """Broadsheet: your own newspaper, from all the publishers you choose.

    Start with `broadsheet run`: it collects, and serves the site at the address that it prints.
    """


def main(args: Sequence[str] | None = None) -> None:
    """The console script: run the command line and exit with its code."""
    cli.main(args=list(args) if args is not None else None, prog_name="broadsheet")
