"""What all tests share: the folder of shared data, a clock that stands still, one browser for a whole run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright


def shared_folder() -> Path | None:
    """The folder with shared measuring data, or None where there is none."""
    named = os.environ.get("BROADSHEET_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    return folder if (folder / "data" / "hostile").is_dir() else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if shared_folder() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("shared")]
        config.stash[NOTE] = f"{len(left_out)} tests need the shared data folder and were deselected"


NOTE = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    note = terminalreporter.config.stash.get(NOTE, "")
    if note:
        terminalreporter.write_line(note)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder (tests that use it carry the mark `shared`)."""
    folder = shared_folder()
    assert folder is not None, "mark this test with pytest.mark.shared"
    return folder


@pytest.fixture
def now() -> datetime:
    """A fixed time."""
    return datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


#: A quiet browser: nothing is asked of any network but what a page asks for.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. One for all: two Playwright loops in one process get in each other's way."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), "/usr/bin/chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield opened
        opened.close()
