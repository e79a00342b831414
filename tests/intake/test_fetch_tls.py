"""Row N22: certificates, names, old protocols, stalls; and what the operator may overrule."""

from __future__ import annotations

import datetime
import hashlib
import socket
import ssl
import time
import warnings
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from wire import Wire, answer, ask, make, saying

from broadsheet.errors import Reset, Timeout, TlsError
from broadsheet.intake.fetch.tls import any_certificate_context, verifying_context
from broadsheet.types import FetchLimits, Request

HOST = "paper.example.com"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    authority.configure_trust(context)
    return context


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


Keyed = tuple[x509.Certificate, rsa.RSAPrivateKey]


def certificate(issuer: Keyed | None = None) -> Keyed:
    """A certificate for HOST that signs itself, or is signed by `issuer`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority" if issuer is None else HOST)])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer[0].subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def signed_with_sha1(leaf: x509.Certificate, issuer: Keyed) -> bytes:
    """The same certificate (DER) with a SHA-1 signature, by hand: no library makes one any more."""
    sha256_rsa, sha1_rsa = bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010105")
    body = leaf.tbs_certificate_bytes.replace(sha256_rsa, sha1_rsa)
    digest_info = bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(body, usedforsecurity=False).digest()
    numbers = issuer[1].private_numbers()
    size = numbers.public_numbers.n.bit_length() // 8
    padded = b"\x00\x01" + b"\xff" * (size - len(digest_info) - 3) + b"\x00" + digest_info
    signature = pow(int.from_bytes(padded), numbers.d, numbers.public_numbers.n).to_bytes(size)
    algorithm = bytes.fromhex("300d06092a864886f70d0101050500")
    whole = body + algorithm + b"\x03\x82" + (size + 1).to_bytes(2) + b"\x00" + signature
    return b"\x30\x82" + len(whole).to_bytes(2) + whole


def serving_pem(folder: Path, der: bytes, key: rsa.RSAPrivateKey) -> ssl.SSLContext:
    both = folder / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    both.write_bytes(private + ssl.DER_cert_to_PEM_cert(der).encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(both)
    return context


def test_N22_a_good_certificate_is_accepted_and_the_name_is_sent(authority: trustme.CA) -> None:
    names: list[str | None] = []
    context = serving(authority.issue_cert(HOST))
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    with Wire(saying(answer(b"private")), tls=context) as wire:
        assert make(ssl_context=trusting(authority)).fetch(ask(wire.url(host=HOST))).body == b"private"
    assert names == [HOST]


def test_N22_an_address_in_the_url_is_checked_against_the_certificate(authority: trustme.CA) -> None:
    with Wire(saying(answer(b"x")), tls=serving(authority.issue_cert("127.0.0.1"))) as wire:
        fetcher = make(ssl_context=trusting(authority))
        assert fetcher.fetch(ask(wire.url())).body == b"x"
        with pytest.raises(TlsError):
            fetcher.fetch(ask(wire.url(host=HOST)))


def test_N22_expired_wrong_host_and_unknown_authority_are_refused_with_their_reason(authority: trustme.CA) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)
    for leaf, reason in [
        (authority.issue_cert(HOST, not_after=past), "expired"),
        (authority.issue_cert("else.example.com"), "mismatch"),
        (trustme.CA().issue_cert(HOST), "self.signed certificate|local issuer"),
    ]:
        with Wire(saying(answer(b"x")), tls=serving(leaf)) as wire:
            with pytest.raises(TlsError, match=reason) as caught:
                make(ssl_context=trusting(authority)).fetch(ask(wire.url(host=HOST)))
            assert caught.value.code == "net.tls"
            assert wire.requests == []


def test_N22_the_systems_authorities_are_the_default(authority: trustme.CA) -> None:
    with Wire(saying(answer(b"x")), tls=serving(authority.issue_cert(HOST))) as wire, pytest.raises(TlsError):
        make().fetch(ask(wire.url(host=HOST)))


def test_N22_self_signed_is_refused_unless_the_source_accepts_it(tmp_path: Path) -> None:
    own, key = certificate()
    with Wire(saying(answer(b"mine")), tls=serving_pem(tmp_path, own.public_bytes(serialization.Encoding.DER), key)) as wire:
        fetcher = make()
        with pytest.raises(TlsError):
            fetcher.fetch(ask(wire.url(host=HOST)))
        assert fetcher.fetch(Request(url=wire.url(host=HOST), accept_bad_tls=True)).body == b"mine"
        with pytest.raises(TlsError):
            fetcher.fetch(ask(wire.url(host=HOST)))


def test_N22_a_sha1_signature_is_refused(tmp_path: Path) -> None:
    issuer = certificate()
    leaf, key = certificate(issuer)
    trust = verifying_context()
    trust.load_verify_locations(cadata=issuer[0].public_bytes(serialization.Encoding.DER))
    with Wire(saying(answer(b"x")), tls=serving_pem(tmp_path, leaf.public_bytes(serialization.Encoding.DER), key)) as wire:
        assert make(ssl_context=trust).fetch(ask(wire.url(host=HOST))).body == b"x"
    weak = serving_pem(tmp_path, signed_with_sha1(leaf, issuer), key)
    with Wire(saying(answer(b"x")), tls=weak) as wire, pytest.raises(TlsError, match="weak"):
        make(ssl_context=trust).fetch(ask(wire.url(host=HOST)))


def test_N22_tls_1_0_is_refused_even_where_certificates_are_not_checked(authority: trustme.CA) -> None:
    context = serving(authority.issue_cert(HOST))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # setting an old version is what this test is about
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with Wire(saying(answer(b"x")), tls=context) as wire:
        fetcher = make(ssl_context=trusting(authority))
        for careless in (False, True):
            with pytest.raises(TlsError):
                fetcher.fetch(ask(wire.url(host=HOST), accept_bad_tls=careless))


def test_N22_a_stalled_handshake_times_out(authority: trustme.CA) -> None:
    def stall(sock: socket.socket, head: bytes) -> None:
        sock.recv(65536)
        sock.recv(1)

    with Wire(stall, raw=True) as wire:
        start = time.monotonic()
        with pytest.raises(Timeout):
            make(FetchLimits(gap=0.0, connect=0.2)).fetch(ask(f"https://{HOST}:{wire.port}/"))
        assert time.monotonic() - start < 2


def test_N22_a_server_that_speaks_no_tls_is_refused() -> None:
    with Wire(saying(answer(b"plain")), raw=True) as wire, pytest.raises((TlsError, Reset)):
        make().fetch(ask(f"https://{HOST}:{wire.port}/"))


def test_N34_only_http_1_1_is_offered(authority: trustme.CA) -> None:
    chosen: list[str | None] = []
    context = serving(authority.issue_cert(HOST))
    context.set_alpn_protocols(["h2", "http/1.1"])

    def note(sock: socket.socket, head: bytes) -> None:
        assert isinstance(sock, ssl.SSLSocket)
        chosen.append(sock.selected_alpn_protocol())
        sock.sendall(answer(b"x"))

    with Wire(note, tls=context) as wire:
        make().fetch(ask(wire.url(host=HOST), accept_bad_tls=True))
    assert chosen == ["http/1.1"]


def test_the_contexts_are_strict() -> None:
    assert verifying_context().verify_mode is ssl.CERT_REQUIRED
    assert verifying_context().check_hostname
    for context in (verifying_context(), any_certificate_context()):
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2
