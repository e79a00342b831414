"""Check that the documents keep their promises: links lead somewhere, no address of a registry and no private path is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s]+)\)")
#: Written in pieces so that this file does not trip over itself.
FORBIDDEN = ["py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian.org", "/wo" + "rk/", "/fa" + "rm/"]


def tracked() -> list[Path]:
    """All files under version control, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def broken_links(path: Path) -> list[str]:
    """Relative links of a Markdown file that lead nowhere."""
    found = []
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        file = target.split("#")[0]
        if file and "://" not in file and not file.startswith("mailto:") and not (path.parent / file).exists():
            found.append(f"{path.relative_to(ROOT)}: link to {target} leads nowhere")
    return found


def forbidden_words(path: Path) -> list[str]:
    """Lines that name what a published project must not name."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return [
        f"{path.relative_to(ROOT)}:{n}: names {word}" for n, line in enumerate(text.splitlines(), 1) for word in FORBIDDEN if word in line
    ]


def main() -> int:
    """Print every problem; 1 when there is one."""
    problems = []
    for path in tracked():
        if path.suffix == ".md":
            problems += broken_links(path)
        problems += forbidden_words(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"docs: {len(problems)} problems")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
