"""Promises that hold for every route, checked on all of them: access, forgery, headers, no inner details."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from web_site import Site

from broadsheet.app.web import access
from broadsheet.app.web.middleware import CONTENT_SECURITY_POLICY, HEADERS

VALUES = {
    "article_id": "1", "other_id": "2", "story_id": "1", "edit_id": "1", "source_id": "1", "failure_id": "1", "comment_id": "1",
    "statement_id": "1", "form": "csv", "key": "mara quill", "name": "Region", "code": "en", "kind": "atom", "action": "hide",
    "day": "2026-11-02", "signature": "x", "packed": "aHR0cA",
}  # fmt: skip


#: What a route cannot do without.
QUERIES = {"/api/v1/ask": "?q=who"}


def flat(routes: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from flat(route.original_router.routes)
        elif hasattr(route, "routes") and route.routes:
            yield from flat(route.routes)


def routes_of(site: Site) -> list[APIRoute]:
    found = list(flat(site.client.app.routes))
    assert len(found) >= 45
    return found


def calls(dependant: Any) -> set[Callable[..., Any]]:
    inner = {dependant.call} if dependant.call else set()
    for dependency in dependant.dependencies:
        inner |= calls(dependency)
    return inner


def level(route: APIRoute) -> str:
    found = [one.__name__ for one in access.LEVELS if one in calls(route.dependant)]
    # A route's level may stand on the router that it was included with.
    found += [d.dependency.__name__ for d in route.dependencies if d.dependency in access.LEVELS and d.dependency.__name__ not in found]
    return max(found, key=["anyone", "reader", "owner"].index) if found else ""


def path(route: APIRoute) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: VALUES[match[1]], route.path) + QUERIES.get(route.path, "")


def cases(site: Site, method: str) -> list[tuple[str, str]]:
    return [(path(route), level(route)) for route in routes_of(site) if method in (route.methods or ())]


def test_A01_every_route_has_a_level(site: Site):
    for route in routes_of(site):
        assert level(route), route.path
        assert route.methods <= {"GET", "POST"}, route.path


OWNERS = (
    "/sources",
    "/paste",
    "/failures",
    "/status",
    "/settings",
    "/comments",
    "/edits",
    "/corrections",
    "/read",
    "/sign-out",
    "/api/v1/sources",
)


def test_A24_the_owners_rooms_are_the_owners(site: Site):
    for route in routes_of(site):
        if route.path.startswith(OWNERS):
            assert level(route) == "owner", route.path


@pytest.mark.parametrize("cookie", ["", "x" * 43, "malformed", "\u00e4".encode().decode("latin-1")])
def test_A01_without_a_session_only_the_public_part_answers(site: Site, cookie: str):
    headers = {"cookie": f"broadsheet={cookie}".encode("latin-1")} if cookie else {}
    for where, allowed in cases(site, "GET"):
        answer = site.client.get(where, headers=headers)
        if allowed == "owner":
            expected = (401,) if where.startswith("/api/") else (303,)
            assert answer.status_code in expected, where
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/sign-in?next=%2F"), where
        else:
            assert answer.status_code in (200, 303, 404), (where, answer.status_code)


def test_A01_a_closed_site_shows_nothing_to_readers(site: Site):
    site.newsroom.store.put("readers_may_read", "no")
    for where, allowed in cases(site, "GET"):
        answer = site.client.get(where)
        if allowed == "anyone":
            assert answer.status_code in (200, 303, 404), where
        else:
            assert answer.status_code in (303, 401), where
        assert "cracks" not in answer.text
        assert "Politics" not in answer.text, where


def test_A01_every_page_opens_for_the_owner(owner: Site):
    for where, _ in cases(owner, "GET"):
        answer = owner.client.get(where)
        assert answer.status_code in (200, 303) or where.startswith(("/img/", "/static/", "/listen/")), (where, answer.status_code)


def test_A03_no_form_is_taken_without_its_token(owner: Site):
    for where, _ in cases(owner, "POST"):
        owner.ticks.seconds += 60
        for data in ({}, {"token": ""}, {"token": "x" * 24}, {"token": owner.seals.form_token("", owner.newsroom.time)}):
            answer = owner.client.post(where, data=data or {"a": "b"}, headers={"origin": "http://localhost"})
            assert answer.status_code == 403, (where, answer.status_code)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost.evil.example"},
        {"origin": "http://localhost", "sec-fetch-site": "cross-site"},
        {"referer": "https://evil.example/http://localhost/"},
    ],
)
def test_A03_no_form_is_taken_from_elsewhere(owner: Site, headers: dict[str, str]):
    for where, _ in cases(owner, "POST"):
        owner.ticks.seconds += 60
        answer = owner.client.post(where, data={"token": owner.token()}, headers=headers)
        assert answer.status_code == 403, (where, answer.status_code)


def test_A03_json_and_plain_text_are_no_forms(owner: Site):
    for where, _ in cases(owner, "POST"):
        for kind in ("application/json", "text/plain", "application/xml", ""):
            answer = owner.client.post(where, content=b'{"token":"x"}', headers={"origin": "http://localhost", "content-type": kind})
            assert answer.status_code == 415, (where, kind, answer.status_code)


def test_A03_reading_changes_nothing(owner: Site):
    before = list(owner.newsroom.store.dump())
    for where, _ in cases(owner, "GET"):
        owner.client.get(where)
    for where, _ in cases(owner, "POST"):
        assert owner.client.get(where).status_code in (200, 303, 404, 405), where
    assert list(owner.newsroom.store.dump()) == before


def test_A01_a_revoked_session_is_nobodys(owner: Site):
    cookie = owner.client.cookies["broadsheet"]
    owner.newsroom.store.end_session()
    for where, allowed in cases(owner, "GET"):
        if allowed == "owner":
            assert owner.client.get(where, headers={"cookie": f"broadsheet={cookie}"}).status_code in (303, 401), where


def test_A18_every_answer_carries_its_headers(owner: Site):
    pages = [where for where, _ in cases(owner, "GET")] + ["/nowhere", "/article/999999", "/article/x", "/feed.xyz"]
    for where in pages:
        answer = owner.client.get(where)
        for name in HEADERS:
            assert name in answer.headers, (where, name)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
            assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_A18_pages_need_nothing_that_the_policy_forbids(owner: Site):
    for where, _ in cases(owner, "GET"):
        answer = owner.client.get(where)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text), where
            assert "<style" not in answer.text
            assert not re.search(r'(src|<link[^>]*stylesheet[^>]*href)="(https?:)?//', answer.text), where
            for script in re.findall(r"<script[^>]*>", answer.text):
                assert 'src="/static/' in script


def test_A24_errors_tell_nothing_about_the_inside(site: Site):
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("secret path /srv/inner.py")

    site.newsroom.store.article = break_down
    answer = site.client.get("/article/1")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "Stop press" in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert site.client.get("/api/v1/articles/1").json() == {"code": "error", "message": "Something went wrong."}


def test_head_is_get_without_a_body(site: Site):
    for where in ("/", "/feed.atom", "/article/1", "/robots.txt"):
        answer = site.client.head(where)
        assert answer.status_code == 200
        assert answer.content == b""
        assert answer.headers["content-type"] == site.client.get(where).headers["content-type"]


def test_A24_no_docs_no_schema_no_server_names(site: Site):
    for where in (
        "/docs",
        "/redoc",
        "/openapi.json",
        "/metrics",
        "/debug",
        "/.env",
        "/static/",
        "/static/../site.py",
        "/static/..%2fsite.py",
    ):
        assert site.client.get(where).status_code == 404, where


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "localhost:x", "evil.example@localhost", "127.0.0.1.nip.example"]
)
def test_A13_foreign_names_are_not_answered(site: Site, host: str):
    assert site.client.get("/", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:9", "[::1]:80", "192.168.1.5", "LOCALHOST"])
def test_A13_own_names_are(site: Site, host: str):
    assert site.client.get("/healthz", headers={"host": host}).status_code == 200


def test_A13_forwarded_headers_of_strangers_are_not_believed(site: Site):
    answer = site.client.get(
        "/feed.json", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-for": "1.2.3.4"}
    )
    assert answer.json()["home_page_url"] == "http://localhost/"
