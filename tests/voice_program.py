"""A stand-in for the program espeak-ng: a script that takes its options and writes a WAV file to a pipe, as the program does."""

from __future__ import annotations

import sys
from pathlib import Path

#: Speaks two languages. Sound: a tenth of a second for each word, its lengths not filled in. What it was given goes to a file beside it.
SCRIPT = r"""#!{python}
import json, os, struct, sys, time
args = sys.argv[1:]
if "--voices" in args:
    print("Pty Language       Age/Gender VoiceName          File                 Other Languages")
    print(" 5  de              --/M      German             gmw/de               ")
    print(" 2  en-gb           --/M      English_(Great_Britain) gmw/en          (en 2)")
    print(" 5  pt-br           --/M      Portuguese_(Brazil) roa/pt-BR           ")
    sys.exit(0)
text = sys.stdin.buffer.read().decode("utf-8")
with open({log!r}, "a") as log:
    log.write(json.dumps(dict(args=args, text=text, ours=[name for name in os.environ if name.startswith("BROADSHEET")])) + "\n")
if "§stall" in text:
    time.sleep(60)
if "§fail" in text:
    sys.stderr.write("Error: out of\n breath\n")
    sys.exit(1)
if "§noise" in text:
    sys.stdout.buffer.write(b"no sound at all" * 10)
    sys.exit(0)
out = sys.stdout.buffer
out.write(b"RIFF" + struct.pack("<I", 0x7ffff024) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 22050, 44100, 2, 16))
out.write(b"data" + struct.pack("<I", 0x7ffff000))
if "§endless" in text:
    try:
        while True:
            out.write(b"\1\0" * 10000)
    except BrokenPipeError:
        os._exit(1)
out.write(b"\1\0" * 2205 * len(text.split()))
"""


def voice_program(folder: Path) -> Path:
    """Put the stand-in into a folder for PATH; what it is given is written to `given.jsonl` there."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "espeak-ng"
    given = folder / "given.jsonl"
    program.write_text(SCRIPT.format(python=sys.executable, log=str(given)), "utf-8")
    program.chmod(0o755)
    return given
