# ruff: noqa: E501 - rows of bad input read best as one list
"""The owner: first run, signing in and out, rates, settings, colours."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web_site import PASSWORD, Site

from broadsheet.app.web import create_app, passwords, setup_address
from broadsheet.app.web.access import local_path
from broadsheet.app.web.rates import Rate, Rates
from broadsheet.store import open_store


def test_the_first_run_sets_the_password_once(site: Site):
    site.newsroom.store.put("owner_password", "")
    assert site.client.get("/sources").headers["location"] == "/first-run"
    address = setup_address(site.newsroom.store, "http://localhost")
    code = address.rpartition("=")[2]
    new = {"password": "four fine long words", "again": "four fine long words"}
    assert site.post("/first-run", new).status_code == 400
    assert site.post("/first-run", {**new, "code": "wrong"}).status_code == 400
    assert site.post("/first-run", {**new, "again": "other words entirely", "code": code}).status_code == 400
    assert site.post("/first-run", {"password": "short", "again": "short", "code": code}).status_code == 400


def test_on_the_machine_itself_no_code_is_needed(site: Site, tmp_path: Path):
    with closing(open_store(tmp_path / "new.db")) as store:
        newsroom = replace(site.newsroom, store=store)
        app = create_app(newsroom)
        with TestClient(app, base_url="http://localhost", follow_redirects=False, client=("127.0.0.1", 9)) as client:
            assert "Code" not in client.get("/first-run").text
            assert "Code" in client.get("/first-run", headers={"x-forwarded-for": "203.0.113.9"}).text
            data = {
                "token": app.state.hall.seals.form_token("", newsroom.time),
                "password": "four fine long words",
                "again": "four fine long words",
            }
            answer = client.post("/first-run", data=data, headers={"origin": "http://localhost"})
            assert answer.headers["location"] == "/sources"
            assert client.get("/sources").status_code == 200
            assert setup_address(store, "http://localhost") == ""
            answer = client.post("/first-run", data=data, headers={"origin": "http://localhost"})
            assert answer.status_code == 403


def test_A14_five_tries_in_a_quarter_of_an_hour(site: Site):
    for _ in range(5):
        assert site.post("/sign-in", {"password": "wrong"}).status_code == 403
    refused = site.post("/sign-in", {"password": PASSWORD})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 901
    site.ticks.seconds += 15 * 60
    site.sign_in()


def test_A16_the_cookie_and_the_session(site: Site):
    planted = {"cookie": "broadsheet=chosen-by-somebody-else-1234567890"}
    answer = site.post("/sign-in", {"password": PASSWORD, "next": "/sources"}, headers=planted)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "chosen-by" not in cookie
    assert answer.headers["location"] == "/sources"
    kept = site.client.cookies["broadsheet"]
    assert site.client.get("/sources").status_code == 200
    assert site.post("/sign-out").status_code == 303
    assert site.client.get("/sources", headers={"cookie": f"broadsheet={kept}"}).status_code == 303


def test_A16_over_https_the_cookie_is_bound_to_the_host(site: Site):
    newsroom = replace(site.newsroom, settings=replace(site.newsroom.settings, base_url="https://news.example"))
    app = create_app(newsroom)
    with TestClient(app, base_url="https://news.example", follow_redirects=False) as client:
        token = app.state.hall.seals.form_token("", newsroom.time)
        answer = client.post("/sign-in", data={"token": token, "password": PASSWORD}, headers={"origin": "https://news.example"})
        assert answer.headers["set-cookie"].startswith("__Host-broadsheet=")
        assert "Secure" in answer.headers["set-cookie"]
        assert "strict-transport-security" in answer.headers
        assert client.get("/feed.json").json()["home_page_url"] == "https://news.example/"


def test_a_session_ends_after_its_time(owner: Site):
    owner.newsroom.time += timedelta(days=31)
    assert owner.client.get("/sources").status_code == 303


def test_the_password_can_be_changed_and_ends_other_sessions(owner: Site):
    old = owner.client.cookies["broadsheet"]
    new = {"password": "seven trams up a hill", "again": "seven trams up a hill"}
    assert owner.post("/settings/password", {"current": "wrong", **new}).status_code == 403
    assert owner.post("/settings/password", {"current": PASSWORD, **new, "again": "x"}).status_code == 400
    assert owner.post("/settings/password", {"current": PASSWORD, "password": "short", "again": "short"}).status_code == 400
    assert owner.post("/settings/password", {"current": PASSWORD, **new}).status_code == 303
    assert owner.client.get("/sources").status_code == 200
    assert owner.client.cookies["broadsheet"] != old
    assert passwords.fits(owner.newsroom.store.get("owner_password"), "seven trams up a hill")


def test_A15_passwords(password_hash: str):
    assert password_hash.startswith("$argon2id$")
    assert "m=32768,t=2,p=1" in password_hash
    assert passwords.fits(password_hash, PASSWORD)
    assert not passwords.fits(password_hash, PASSWORD + "x")
    assert not passwords.fits(password_hash, "x" * 1024 * 1024)
    assert not passwords.fits("", PASSWORD)
    assert not passwords.fits("damaged", PASSWORD)
    assert not passwords.outdated(password_hash)
    long = "x y z w" * 20
    assert not passwords.fits(passwords.hashed(long), long[:72])


def test_the_owner_opens_and_closes_the_site(owner: Site):
    assert owner.post("/settings", {"readers_may_read": "yes"}).status_code == 303
    page = owner.client.get("/settings").text
    assert page.count("checked") == 1
    owner.post("/settings", {})
    owner.client.cookies.clear()
    assert owner.client.get("/").status_code == 303
    assert owner.client.get("/api/v1/articles").status_code == 401


def test_colours_are_kept_in_a_cookie(site: Site):
    answer = site.post("/theme", {"theme": "dark", "next": "/help?x=1"})
    assert answer.headers["location"] == "/help?x=1"
    assert 'data-theme="dark"' in site.client.get("/").text
    site.post("/theme", {"theme": "auto", "next": "/"})
    assert "data-theme" not in site.client.get("/").text


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "/\r\nset-cookie: a=b", "javascript:alert(1)", "", "///x",
     "/\t/evil.example", "\\\\evil.example", "evil", "/%0d%0a\n", "http:/\\evil"],
)  # fmt: skip
def test_A11_redirects_stay_here(site: Site, target: str):
    assert local_path(target) == "/"
    assert site.post("/theme", {"theme": "dark", "next": target}).headers["location"] == "/"


@given(st.text(max_size=60))
def test_A11_no_target_leads_away(target: str):
    found = local_path(target)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert found.isascii()
    assert not any(ord(char) < 0x21 for char in found)


def test_rates_slide_and_forget():
    seconds = [0.0]
    rates = Rates(lambda: seconds[0])
    rate = Rate("x", 2, 10)
    assert [rates.take(rate, "a") for _ in range(3)] == [0.0, 0.0, 10.0]
    assert rates.take(rate, "b") == 0.0
    seconds[0] = 10
    assert rates.take(rate, "a") == 0.0
    rates.forgive(rate, "a")
    assert [rates.take(rate, "a") for _ in range(2)] == [0.0, 0.0]


def test_A21_readers_are_limited_and_told_when_to_return(site: Site):
    answers = {site.client.get("/help").status_code for _ in range(600)}
    assert answers == {200}
    refused = site.client.get("/api/v1/articles")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    site.ticks.seconds += 61
    assert site.client.get("/help").status_code == 200
