from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import DnsError, InputError, Refused
from broadsheet.intake.guard import Allowed, check_addresses, check_target, is_public, parse_url

NOBODY = Allowed()


def admit(url: str, address: str, allowed: Allowed) -> tuple[str, ...]:
    """All checks that a fetch makes, with one address as the resolver's answer."""
    target = parse_url(url)
    check_target(target, allowed)
    return check_addresses(target, (address,), allowed)


INSIDE = [
    "127.0.0.1",
    "127.255.0.9",
    "0.0.0.0",
    "0.9.9.9",
    "10.200.1.1",
    "172.16.0.9",
    "172.31.9.9",
    "192.168.44.4",
    "169.254.169.254",
    "100.64.3.3",
    "100.127.255.255",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.77",
    "198.18.5.5",
    "198.19.255.255",
    "198.51.100.9",
    "203.0.113.200",
    "224.0.0.251",
    "239.1.2.3",
    "240.9.9.9",
    "255.255.255.255",
    "192.88.99.7",
    "168.63.129.16",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:192.168.0.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.1.1.1",
    "64:ff9b:1::5",
    "2002:7f00:1::",
    "2002:c0a8:101::5",
    "2001:0:7f00:1::",
    "2001:0:808:808::",
    "fe80::1",
    "fe80::1%lo",
    "fec0::5",
    "fc00::5",
    "fdff::1",
    "ff02::fb",
    "2001:db8:9::1",
    "100::9",
    "::ffff:0:10.0.0.1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "nonsense",
    "127.1",
    "0x7f000001",
]
OUTSIDE = [
    "9.9.9.9",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.0.1",
    "100.128.0.1",
    "169.253.1.1",
    "126.9.9.9",
    "128.0.0.9",
    "192.167.255.255",
    "223.255.255.254",
    "2606:4700::7",
    "2a00:1450::1",
    "2003::1",
    "::ffff:9.9.9.9",
    "64:ff9b::909:909",
    "2002:909:909::",
]


@pytest.mark.parametrize("address", INSIDE)
def test_N12_addresses_that_are_not_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_N12_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.shared
def test_N12_all_shared_addresses(shared: Path) -> None:
    rows = list(csv.DictReader((shared / "data/hostile/ssrf_addresses.csv").read_text().splitlines()))
    assert len(rows) == 56
    assert [row for row in rows if is_public(row["address"]) != (row["verdict"] == "allow")] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.9/",
        "http://3232235777/",
        "http://0xc0a80101/",
        "http://0300.0250.1.1/",
        "http://10.1/",
        "http://1.2.3.4.5/",
        "http://host.0x7f/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::2%25lo]/",
        "http://[::1",
        "http://[v7.x]/",
        "http://localhost/",
        "http://LOCALHOST.:80/",
        "http://a.b.localhost/",
        "http://ⓁocalHost/",
        "http://①⓪.⓪.⓪.①/",
        "http://10。0。0。1/",
        "http://me@paper.example.com/",
        "http://paper.example.com@10.0.0.1/",
        "http://paper.example.com\\@10.0.0.1/",
        "http://paper.example.com:80:80/",
        "http://paper.example.com:0/",
        "http://paper.example.com:99999/",
        "http://paper.example.com:８０/",
        "http://paper.example.com:22/",
        "http://paper.example.com:6379/",
        "http:/\\10.0.0.1/",
        "http:10.0.0.1/",
        "//10.0.0.1/",
        "http:///path",
        "http://pa\tper.example.com/",
        "http://paper.example.com/\r\nX: y",
        "http://paper.example.com/\x00",
        "http://%31%30.0.0.1/",
        "http://paper..example.com/",
        "http://-paper.example.com/",
        "http://" + "a" * 64 + ".example.com/",
        "http://paper.example.com/\ud800",
        "file:///etc/hostname",
        "gopher://10.0.0.1:70/_",
        "ftp://paper.example.com/",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "feed://paper.example.com/",
        "jar:http://10.0.0.1!/",
        "http://metadata.google.internal/",
        "http://printer.lan/",
        "http://nas.local/",
        "http://router.home.arpa/",
        "http://hidden.onion/",
        "http://db/",
        "",
        "http://paper.example.com/" + "x" * 2083,
    ],
)
def test_N13_urls_that_are_refused_before_any_name_is_resolved(url: str) -> None:
    with pytest.raises(Refused):
        check_target(parse_url(url), NOBODY)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://Paper.Example.COM", "http://paper.example.com/"),
        (" https://paper.example.com:443/a#part ", "https://paper.example.com/a"),
        ("http://paper.example.com:8080/?q=1", "http://paper.example.com:8080/?q=1"),
        ("http://paper.example.com./", "http://paper.example.com/"),
        ("http://paper.example.com:/", "http://paper.example.com/"),
        ("http://süd_post.example.com/", None),
        ("http://südpost.example.com/über uns?ort=köln ", "http://xn--sdpost-3ya.example.com/%C3%BCber%20uns?ort=k%C3%B6ln"),
        ("http://my_blog.example.com/a%20b%zz", "http://my_blog.example.com/a%20b%zz"),
        ("http://paper.example.com/a/./b/../c/..", "http://paper.example.com/a/"),
        ("http://paper.example.com/../../x", "http://paper.example.com/x"),
        ("http://paper.example.com?x=../y", "http://paper.example.com/?x=../y"),
        ("http://[2606:4700::0:7]/", "http://[2606:4700::7]/"),
        ("http://paper.example.com/?a=\\b", "http://paper.example.com/?a=%5Cb"),
    ],
)
def test_urls_are_normalised(url: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(Refused):
            parse_url(url)
    else:
        assert parse_url(url).url == read
        assert parse_url(read).url == read


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_refused(text: str) -> None:
    for candidate in (text, "http://" + text, "http://paper.example.com/" + text):
        try:
            target = parse_url(candidate)
        except Refused:
            continue
        assert target.url.isascii()
        assert not any(c.isspace() or ord(c) < 32 for c in target.url)
        assert parse_url(target.url) == target


@pytest.mark.shared
def test_N13_all_shared_urls_without_a_resolver_that_lies(shared: Path) -> None:
    # Two of them are public names that lead to loopback: those are refused once resolved.
    for row in json.loads((shared / "data/hostile/ssrf_urls.json").read_text()):
        with pytest.raises(Refused):
            admit(row["url"], "127.0.0.1", NOBODY)


def test_N15_one_inside_address_among_public_ones_refuses_the_host() -> None:
    target = parse_url("http://paper.example.com/")
    with pytest.raises(Refused, match=r"10\.0\.0\.5"):
        check_addresses(target, ("9.9.9.9", "10.0.0.5"), NOBODY)
    assert check_addresses(target, ("9.9.9.9", "2606:4700::7"), NOBODY) == ("9.9.9.9", "2606:4700::7")
    with pytest.raises(DnsError):
        check_addresses(target, (), NOBODY)


def test_what_the_operator_lists_is_allowed() -> None:
    allowed = Allowed.parse(["10.0.0.0/8", "feeds.lan", "[::1]:9000", "192.168.0.5:8080", "nas.local:5000"])
    for url, address in [
        ("http://10.2.3.4:12345/", "10.2.3.4"),
        ("http://anything.corp/", "10.9.9.9"),
        ("http://feeds.lan:4711/", "192.168.9.9"),
        ("http://[::1]:9000/", "::1"),
        ("http://paper.example.com:8080/", "192.168.0.5"),
        ("http://nas.local:5000/", "192.168.1.1"),
    ]:
        assert admit(url, address, allowed) == (address,)


def test_what_the_operator_lists_allows_nothing_else() -> None:
    allowed = Allowed.parse(["10.0.0.0/8", "nas.local:5000"])
    for url, address in [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://nas.local:5001/", "192.168.1.1"),
        ("http://paper.example.com:22/", "9.9.9.9"),
        ("http://anything.corp/", "9.9.9.9"),
        ("http://paper.example.com/", "127.0.0.1"),
    ]:
        with pytest.raises(Refused):
            admit(url, address, allowed)


def test_a_wrong_entry_of_the_operator_is_said() -> None:
    with pytest.raises(InputError, match="not a host"):
        Allowed.parse(["not a host"])
