"""A site without a browser: what the tests of the pages hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
from starlette.testclient import TestClient

from broadsheet.app.web.seals import Seals
from broadsheet.app.web.visitors import token_hash
from site_edition import TableNewsroom

PASSWORD = "nine herring in a tram"
ORIGIN = "http://localhost"


class Ticks:
    """Seconds for rate limits that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Site:
    """A site, a browser without JavaScript, and what tests look at."""

    newsroom: TableNewsroom
    client: TestClient
    ids: dict[str, int]
    ticks: Ticks
    seals: Seals

    def session(self) -> str:
        cookie = self.client.cookies.get("broadsheet")
        return token_hash(cookie) if cookie else ""

    def token(self) -> str:
        return self.seals.form_token(self.session(), self.newsroom.time)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> httpx2.Response:
        """Send a form as a page of ours would."""
        headers = {"origin": ORIGIN, **dict(options.pop("headers", {}))}
        return self.client.post(path, data={"token": self.token(), **(data or {})}, headers=headers, **options)

    def sign_in(self) -> None:
        answer = self.post("/sign-in", {"password": PASSWORD, "next": "/"})
        assert answer.status_code == 303, answer.text
