"""What failed and why, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadsheet.desk.words import age, span
from broadsheet.store.base import Store
from broadsheet.types import Failure, Source

#: What an error code means to someone who runs a news site, and what helps. Prefixes count when there is no whole match.
EXPLAINED = {
    "net.refused": (
        "The address is not allowed",
        "It leads to a private network or an unusual port. Allow it in the settings if it is yours.",
    ),
    "net.dns": ("The host name was not found", "The site may be gone, or the name misspelt."),
    "net.connect": ("Nobody answered", "The site may be down. It is tried again by itself."),
    "net.timeout": ("The site was too slow", "It is tried again by itself."),
    "net.reset": ("The connection broke off", "It is tried again by itself."),
    "net.tls": ("The certificate is not valid", "If you trust this site nevertheless, allow it on the page of the source."),
    "net.protocol": ("The answer was no proper HTTP", "The site's server is at fault."),
    "net.too_large": ("The answer was too large", "Only a part of it, or nothing, was read."),
    "net.redirect_loop": ("It redirects in circles", "The site's server is at fault."),
    "net.robots": ("The site asks robots to stay away", "We respect that. Pages that you open by hand are not affected."),
    "net.later": ("The site asked us to wait", "We come back when it said."),
    "http.401": ("The site wants a password", "Enter it on the page of the source."),
    "http.402": ("The site wants payment", ""),
    "http.403": ("The site refuses us", "Some sites turn away everything that is not a browser."),
    "http.404": ("The page is not there", "The address may have changed."),
    "http.410": ("The page is gone for good", "Remove the source, or find its new address."),
    "http.429": ("The site says that we come too often", "We come less often now."),
    "http.5": ("The site has trouble of its own", "It is tried again by itself."),
    "http.": ("The site answered with an error", ""),
    "parse.not_a_feed": ("This is no feed", "A page or an error came where a feed should be. Try to add the site's address again."),
    "parse.empty": ("There was nothing in it", ""),
    "parse.broken": ("It could not be read", "The sample is kept; replay it after an update."),
    "parse.limit": ("It was too large or too deep to be read", "The sample is kept; replay it after an update."),
    "parse.": ("It could not be read", "The sample is kept; replay it after an update."),
    "store.": ("It could not be stored", "Look at the space on the disk."),
    "net.": ("Something between us and the site went wrong", "It is tried again by itself."),
}


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A failure as the page lists it."""

    failure: Failure
    source: Source | None
    what: str
    advice: str
    when: str
    retry: str


def failures_page(store: Store, now: datetime, *, resolved: bool = False, source_id: int = 0) -> tuple[FailureRow, ...]:
    """The latest failures. Two queries."""
    sources = {source.id: source for source in store.sources()}
    return tuple(
        failure_row(failure, sources.get(failure.source_id), now)
        for failure in store.failures(source_id=source_id, resolved=resolved, limit=200)
    )


def failure_row(failure: Failure, source: Source | None, now: datetime) -> FailureRow:
    """One failure in words."""
    what, advice = explain(failure.code)
    retry = ""
    if failure.retry_at is not None:
        retry = f"tried again in {span(failure.retry_at - now)}" if failure.retry_at > now else "due to be tried again"
    return FailureRow(failure, source, what, advice, age(failure.at, now), retry)


def explain(code: str) -> tuple[str, str]:
    """What an error code means, and what helps; both may be general."""
    if code in EXPLAINED:
        return EXPLAINED[code]
    fits = [prefix for prefix in EXPLAINED if prefix[-1:] in ".5" and code.startswith(prefix)]
    return EXPLAINED[max(fits, key=len)] if fits else ("Something went wrong", "")
