"""Rows N09-N11, N23, N24, N29: where redirects lead and what goes along."""

from __future__ import annotations

import base64
import ssl

import pytest
import trustme
from wire import Wire, answer, ask, make, redirect, saying, site

from broadsheet.errors import HttpStatus, RedirectError, Refused
from broadsheet.types import FetchLimits, Request, Response

BASIC = b"authorization: basic " + base64.b64encode(b"ann:secret").lower()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def client_side(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def test_N09_a_loop_stops() -> None:
    with Wire(site({"/a": redirect("/b"), "/b": redirect("/a")})) as wire:
        with pytest.raises(RedirectError) as caught:
            make().fetch(ask(wire.url("/a")))
        assert caught.value.code == "net.redirect_loop"
        assert wire.paths == ["/a", "/b"]


def test_N09_a_redirect_to_itself_stops() -> None:
    with Wire(site({"/a": redirect("/a#again")})) as wire:
        with pytest.raises(RedirectError):
            make().fetch(ask(wire.url("/a")))
        assert wire.connections == 1


def test_N10_a_chain_of_distinct_hops_stops_after_five() -> None:
    with Wire(site({f"/{n}": redirect(f"/{n + 1}") for n in range(50)})) as wire:
        with pytest.raises(RedirectError):
            make().fetch(ask(wire.url("/0")))
        assert wire.paths == ["/0", "/1", "/2", "/3", "/4", "/5"]


def test_N10_five_hops_are_followed_and_told() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(5)} | {"/5": answer(b"there")}
    with Wire(site(pages)) as wire:
        response = make().fetch(ask(wire.url("/0")))
        assert response.body == b"there"
        assert response.url == wire.url("/5")
        assert [(hop.status, hop.url, hop.target) for hop in response.hops] == [
            (302, wire.url(f"/{n}"), wire.url(f"/{n + 1}")) for n in range(5)
        ]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/inside",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/inside",
        "http://2130706433:{port}/inside",
        "http://inside.example:{port}/inside",
        "//localhost:{port}/inside",
        "file:///etc/hostname",
        "gopher://127.0.0.1:{port}/_",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://user:pw@start.example/",
        "http://[::1/",
    ],
)
def test_N11_redirects_to_inside_or_elsewhere_are_refused(to: str) -> None:
    with Wire(saying(answer(b"secret"))) as inside:
        with Wire(saying(redirect(to.format(port=inside.port)))) as start:
            # Only the first server is listed, by its name and port; the other one is on the same machine.
            fetcher = make(allow=(f"start.example:{start.port}",))
            with pytest.raises(Refused):
                fetcher.fetch(ask(start.url(host="start.example")))
            assert start.connections == 1
        assert inside.connections == 0


def test_N11_no_redirect_leads_from_outside_to_what_the_operator_lists() -> None:
    with Wire(saying(answer(b"private feed"))) as listed:

        def stranger(request: Request) -> Response:
            return Response(url=request.url, status=302, headers=(("Location", listed.url()),), body=b"")

        fetcher = make(mounts={"stranger.example": stranger})
        with pytest.raises(Refused, match="inside"):
            fetcher.fetch(ask("http://stranger.example/"))
        assert listed.connections == 0
        assert fetcher.fetch(ask(listed.url())).body == b"private feed"
        listed.handler = site({"/": redirect("/feed"), "/feed": answer(b"moved")})
        assert fetcher.fetch(ask(listed.url())).body == b"moved"


def test_N18_what_a_stranger_names_does_not_lead_inside() -> None:
    with Wire(saying(answer(b"private feed"))) as listed:
        with pytest.raises(Refused, match="inside"):
            make().fetch(ask(listed.url(), outside=True))
        assert listed.connections == 0
    mount = {"picture.example": lambda request: Response(url=request.url, status=200, headers=(), body=b"a picture")}
    assert make(mounts=mount).fetch(ask("http://picture.example/", outside=True)).body == b"a picture"


def test_a_redirect_without_an_address_is_a_status() -> None:
    with Wire(saying(answer(status="302 Found"))) as wire, pytest.raises(HttpStatus):
        make().fetch(ask(wire.url()))


def test_redirects_with_raw_utf8_and_blanks_are_followed() -> None:
    location = " /über uns ".encode().decode("latin-1")
    with Wire(site({"/a": redirect(location), "/%C3%BCber%20uns": answer(b"ok")})) as wire:
        assert make().fetch(ask(wire.url("/a"))).body == b"ok"


def test_N23_from_https_to_http_is_followed_without_credentials_and_flagged(authority: trustme.CA) -> None:
    with Wire(saying(answer(b"plain"))) as plain:
        onward = redirect(plain.url("/p", host="paper.example"))
        with Wire(saying(onward), tls=server_side(authority, "paper.example")) as secure:
            fetcher = make(ssl_context=client_side(authority))
            response = fetcher.fetch(ask(secure.url(host="paper.example"), username="ann", password="secret"))
            assert response.downgraded
            assert BASIC in secure.requests[0].lower()
        assert b"authorization" not in plain.requests[0].lower()


def test_N24_credentials_stay_at_their_origin() -> None:
    with Wire(saying(answer(b"other"))) as other:
        pages = {
            "/same": redirect("/end"),
            "/end": answer(b"same"),
            "/host": redirect("http://else.example:{port}/x"),
            "/port": redirect(other.url("/y", host="paper.example")),
        }
        with Wire(site({})) as wire:
            pages["/host"] = redirect(wire.url("/end", host="else.example"))
            wire.handler = site(pages)
            fetcher = make()
            for path, kept in [("/same", True), ("/host", False), ("/port", False)]:
                wire.requests.clear()
                other.requests.clear()
                fetcher.fetch(ask(wire.url(path, host="paper.example"), username="ann", password="secret"))
                last = (other.requests or wire.requests)[-1].lower()
                assert (BASIC in last) is kept
                assert BASIC in wire.requests[0].lower()


def test_N24_credentials_do_not_come_back_after_a_detour() -> None:
    with Wire(site({})) as wire:
        wire.handler = site(
            {
                "/start": redirect(wire.url("/away", host="else.example")),
                "/away": redirect(wire.url("/home", host="paper.example")),
                "/home": answer(b"home"),
            }
        )
        make().fetch(ask(wire.url("/start", host="paper.example"), username="ann", password="secret"))
        assert [b"authorization" in request.lower() for request in wire.requests] == [True, False, False]


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect", "302 Found", "307 Temporary Redirect"])
def test_N29_hops_tell_permanent_from_temporary(status: str) -> None:
    with Wire(site({"/old": redirect("/new", status), "/new": answer(b"x")})) as wire:
        hops = make().fetch(ask(wire.url("/old"))).hops
    assert [hop.status for hop in hops] == [int(status[:3])]


def test_N30_gone_and_not_found_are_told_apart_and_a_parked_domain_is_a_page() -> None:
    pages = {"/gone": answer(status="410 Gone"), "/parked": answer(b"<html>This domain is for sale</html>")}
    with Wire(site(pages)) as wire:
        fetcher = make()
        for path, status in [("/gone", 410), ("/missing", 404)]:
            with pytest.raises(HttpStatus) as caught:
                fetcher.fetch(ask(wire.url(path)))
            assert caught.value.code == f"http.{status}"
        assert fetcher.fetch(ask(wire.url("/parked"))).status == 200


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_form_is_sent_on_but_not_after_see_other(status: str) -> None:
    with Wire(site({"/hub": redirect("/there", status), "/there": answer(b"ok", status="202 Accepted")})) as wire:
        assert make().fetch(ask(wire.url("/hub"), form=(("a", "b c"),))).status == 202
        assert [request.split(b" ")[0] for request in wire.requests] == [b"POST", b"POST"]
    with Wire(site({"/hub": redirect("/there", "303 See Other"), "/there": answer(b"ok")})) as wire:
        make().fetch(ask(wire.url("/hub"), form=(("a", "b c"),)))
        assert [request.split(b" ")[0] for request in wire.requests] == [b"POST", b"GET"]


def test_a_form_is_never_sent_from_https_to_http(authority: trustme.CA) -> None:
    with Wire(saying(answer(b"plain"))) as plain:
        onward = redirect(plain.url(host="hub.example"), "307 Temporary Redirect")
        with Wire(saying(onward), tls=server_side(authority, "hub.example")) as secure, pytest.raises(RedirectError):
            make(ssl_context=client_side(authority)).fetch(ask(secure.url(host="hub.example"), form=(("hub.secret", "s"),)))
        assert plain.connections == 0


def test_the_limit_of_redirects_is_a_setting() -> None:
    with Wire(site({"/a": redirect("/b"), "/b": answer(b"x")})) as wire, pytest.raises(RedirectError):
        make(FetchLimits(gap=0.0, redirects=0)).fetch(ask(wire.url("/a")))
