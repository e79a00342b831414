"""Sending e-mail, against a mail server on the loopback that takes, refuses, drops and stalls."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest
import trustme

from broadsheet.errors import MailError
from broadsheet.intake.mailing import WAITS, Mailer, MailServer

PASSWORD = "hush-hush-42"


class Post:
    """A mail server. `replies` changes what it says to a verb; the reply "drop" closes the connection, "stall" says nothing."""

    def __init__(self, tls: ssl.SSLContext | None = None, *, wrapped: bool = False) -> None:
        self.replies: dict[str, list[str]] = {}
        self.verbs: list[str] = []
        self.taken: list[bytes] = []
        self._tls, self._wrapped = tls, wrapped
        self._refused = False
        self._done = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(5)
        self._listening.close()

    def _serve(self) -> None:
        while not self._done.is_set():
            connection, _ = self._listening.accept()
            try:
                connection.settimeout(5)
                with connection:
                    self._talk(connection)
            except OSError:
                continue

    def _talk(self, connection: socket.socket) -> None:
        if self._wrapped and self._tls is not None:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection, connection.makefile("rwb") as stream:
            if not self._say(stream, "GREET", "220 post.example"):
                return
            while line := stream.readline():
                verb = line.split()[0].decode().upper()
                self.verbs.append(verb)
                if verb == "EHLO":
                    offers = "250-STARTTLS\r\n" if self._tls is not None and not isinstance(connection, ssl.SSLSocket) else ""
                    if not self._say(stream, verb, f"250-post.example\r\n{offers}250 AUTH PLAIN"):
                        return
                elif verb == "STARTTLS" and self._tls is not None:
                    stream.write(b"220 go\r\n")
                    stream.flush()
                    secured = self._tls.wrap_socket(connection, server_side=True)
                    self._after_tls(secured)
                    return
                elif verb == "DATA":
                    if not self._say(stream, verb, "354 go on"):
                        return
                    if self._refused:
                        continue
                    body = b""
                    while (part := stream.readline()) not in (b".\r\n", b""):
                        body += part
                    self.taken.append(body)
                    if not self._say(stream, "END", "250 taken"):
                        return
                elif not self._say(stream, verb, "235 come in" if verb == "AUTH" else "250 ok"):
                    return

    def _after_tls(self, secured: ssl.SSLSocket) -> None:
        tls, self._tls = self._tls, None
        greet, self.replies["GREET"] = self.replies.get("GREET", []), ["none"]
        try:
            self._talk(secured)
        finally:
            self._tls, self.replies["GREET"] = tls, greet

    def _say(self, stream: object, verb: str, usual: str) -> bool:
        planned = self.replies.get(verb, [])
        reply = planned.pop(0) if planned else usual
        if reply == "drop":
            return False
        if reply == "stall":
            self._done.wait(2)
            return False
        self._refused = reply != usual
        if reply != "none":
            stream.write(f"{reply}\r\n".encode())  # type: ignore[attr-defined]
            stream.flush()  # type: ignore[attr-defined]
        return True


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post()
    yield server
    server.close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secured(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(server)
    authority.configure_trust(client)
    return server, client


def letter() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "press@news.example", "mara@post.example", "The pier"
    made.set_content("One.\n.\n..two\nThree.\n")
    return made


def send(post: Post, waits: list[float] | None = None, **more: object) -> None:
    server = MailServer(host="127.0.0.1", port=post.port, **{"security": "none", "timeout": 0.5, **more})  # type: ignore[arg-type]
    Mailer(server, sleep=(waits if waits is not None else []).append).send(letter())


def test_a_message_arrives_whole(post: Post) -> None:
    send(post)
    (body,) = post.taken
    assert b"Subject: The pier" in body
    assert b"One.\r\n..\r\n...two\r\nThree." in body


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_is_final_and_told(post: Post, verb: str) -> None:
    post.replies[verb] = ["550 5.1.1 no such\x1b[2J mailbox"]
    waits: list[float] = []
    with pytest.raises(MailError, match=r"550 5\.1\.1 no such") as caught:
        send(post, waits)
    assert "\x1b" not in str(caught.value)
    assert waits == []


@pytest.mark.parametrize("reply", ["451 try later", "drop"])
@pytest.mark.parametrize("verb", ["GREET", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_busy_or_lost_server_is_tried_again(post: Post, verb: str, reply: str) -> None:
    post.replies[verb] = [reply]
    waits: list[float] = []
    send(post, waits)
    assert len(post.taken) == 1
    assert waits in ([WAITS[0]], [])


def test_a_server_that_stays_busy_is_given_up(post: Post) -> None:
    post.replies["RCPT"] = ["451 later"] * 9
    waits: list[float] = []
    with pytest.raises(MailError, match="451") as caught:
        send(post, waits)
    assert waits == list(WAITS)
    assert caught.value.temporary


@pytest.mark.parametrize("reply", ["drop", "stall"])
def test_what_may_have_been_taken_is_not_sent_twice(post: Post, reply: str) -> None:
    post.replies["END"] = [reply]
    with pytest.raises(MailError, match="may have been taken") as caught:
        send(post)
    assert caught.value.unsure
    assert len(post.taken) == 1


def test_a_slow_server_is_told(post: Post) -> None:
    post.replies["MAIL"] = ["stall"] * 3
    with pytest.raises(MailError, match="too slow"):
        send(post, timeout=0.2)


def test_nobody_at_the_address_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(MailError, match=r"connection to the mail server failed.*mail\.host"):
        Mailer(MailServer(host="127.0.0.1", port=port, security="none"), sleep=[].append).send(letter())


def test_the_password_is_in_no_error(post: Post) -> None:
    post.replies["AUTH"] = [f"535 not {PASSWORD}"]
    with pytest.raises(MailError, match="user and password") as caught:
        send(post, user="press", password=PASSWORD)
    assert PASSWORD not in str(caught.value) + repr(MailServer(host="x", password=PASSWORD))


def test_no_password_goes_to_a_server_that_offers_no_encryption(post: Post) -> None:
    with pytest.raises(MailError, match=r"mail\.security"):
        send(post, security="starttls", user="press", password=PASSWORD)
    assert "AUTH" not in post.verbs
    assert not post.taken


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_with_a_trusted_certificate_only(authority: trustme.CA, security: str) -> None:
    server_side, trusting = secured(authority)
    post = Post(server_side, wrapped=security == "tls")
    try:
        server = MailServer(host="localhost", port=post.port, security=security, user="press", password=PASSWORD, timeout=2)
        Mailer(server, tls=trusting).send(letter())
        assert len(post.taken) == 1
        with pytest.raises(MailError, match="no safe connection"):
            Mailer(server, sleep=[].append).send(letter())
        assert len(post.taken) == 1
    finally:
        post.close()
