"""Run every measurement, one after the other, and keep what each prints.

    python -m bench              all
    python -m bench extract store

Each area is a module of this folder; it prints progress on stderr and one JSON object as the last line of stdout, which is kept as
bench/out/AREA.json. A measurement that fails does not stop the others; the exit code then is 1.
"""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"


def areas() -> list[str]:
    """Names of all measurements."""
    return sorted(m.name for m in pkgutil.iter_modules([str(HERE)]) if not m.name.startswith("_"))


def measure(area: str) -> dict[str, object] | None:
    """What one measurement prints, or None when it failed."""
    done = subprocess.run([sys.executable, "-m", f"bench.{area}"], cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    try:
        result = json.loads(lines[-1]) if lines and done.returncode == 0 else None
    except ValueError:
        result = None
    return result if isinstance(result, dict) else None


def main() -> int:
    """Measure what the command line names, or everything."""
    OUT.mkdir(exist_ok=True)
    failed = 0
    for area in sys.argv[1:] or areas():
        begin = time.monotonic()
        print(f"== {area}", file=sys.stderr, flush=True)
        result = measure(area)
        if result is None:
            failed += 1
            print(json.dumps({"area": area, "failed": True}), flush=True)
            continue
        (OUT / f"{area}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(json.dumps({"area": area, "seconds": round(time.monotonic() - begin, 1), **result}, ensure_ascii=False), flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
