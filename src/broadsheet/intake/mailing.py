"""Sending e-mail by SMTP (RFC 5321), encrypted unless the operator says otherwise. One message, one connection.

What went wrong is said in one line with what to do; a password is in no error. A server that is busy or unreachable is tried again; one
that refuses is not. A connection that breaks after the whole message was handed over is not tried again either: the server may have
taken it.
"""

from __future__ import annotations

import base64
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from broadsheet.errors import MailError

SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: Seconds before the second and the third try.
WAITS = (2.0, 10.0)
#: Characters of a server's words that are repeated.
_SAID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over. `port` 0 is the usual one of the kind of security; `timeout` seconds hold for every single step."""

    host: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20.0


class Mailer:
    """Hands messages to a mail server. `sleep` waits between tries; `tls` replaces the system's trust, for servers of one's own."""

    def __init__(self, server: MailServer, *, sleep: Callable[[float], object] = time.sleep, tls: ssl.SSLContext | None = None) -> None:
        self.server = server
        self._sleep = sleep
        self._tls = tls

    def send(self, message: EmailMessage) -> None:
        """Send the message to its one reader; up to three tries. Raises MailError."""
        for wait in (*WAITS, None):
            try:
                self._send_once(message)
                return
            except MailError as error:
                if not error.temporary or wait is None:
                    raise
                self._sleep(wait)

    def _send_once(self, message: EmailMessage) -> None:
        handed_over = False
        connection: smtplib.SMTP | None = None
        try:
            connection = self._connected()
            sender, reader = (message[name].addresses[0].addr_spec for name in ("From", "To"))
            _took(connection.mail(sender), "the sender was refused")
            _took(connection.rcpt(reader), "the reader's address was refused")
            _took(connection.docmd("DATA"), "the message was refused", 354)
            data = message.as_bytes(policy=SMTP)
            # A line that is a single dot would end the message early (RFC 5321, 4.5.2).
            stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in data.split(b"\r\n"))
            connection.send(stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n")
            handed_over = True
            connection.send(b".\r\n")
            _took(connection.getreply(), "the message was refused")
        except MailError as error:
            raise self._told(error.message, temporary=error.temporary) from None
        except smtplib.SMTPAuthenticationError as error:
            raise self._told(
                f"the mail server does not take this user and password ({error.smtp_code})",
                hint="check mail.user and the password; many providers want one made for programs",
            ) from None
        except smtplib.SMTPNotSupportedError as error:
            raise self._told(f"the mail server cannot do this: {error}", hint="check mail.security and mail.port") from None
        except ssl.SSLError as error:
            words = getattr(error, "verify_message", "") or error.reason or "handshake failed"
            raise self._told(
                f"no safe connection to the mail server: {words}", hint="check mail.host, mail.port and mail.security"
            ) from None
        except smtplib.SMTPResponseException as error:
            raise self._told(_reply(error.smtp_code, error.smtp_error), temporary=400 <= error.smtp_code < 500) from None
        except (smtplib.SMTPException, OSError) as error:
            slow = isinstance(error, TimeoutError) or "timed out" in str(error)
            words = "the mail server is too slow" if slow else f"the connection to the mail server failed: {_line(str(error))}"
            if handed_over:
                raise self._told(f"{words}; the message was handed over, and may have been taken", unsure=True) from None
            raise self._told(words, temporary=True, hint="check mail.host and mail.port") from None
        finally:
            if connection is not None:
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        """A connection on which messages are taken."""
        server = self.server
        port = server.port or PORTS[server.security]
        context = self._tls or ssl.create_default_context()
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, port, timeout=server.timeout, context=context)
        else:
            connection = smtplib.SMTP(server.host, port, timeout=server.timeout)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _told(self, words: str, *, temporary: bool = False, unsure: bool = False, hint: str = "") -> MailError:
        """The error, with no trace of the password even where the server repeats it."""
        for secret in (self.server.password, base64.b64encode(self.server.password.encode()).decode()):
            if secret:
                words = words.replace(secret, "…")
        where = f"{self.server.host}:{self.server.port or PORTS[self.server.security]}"
        return MailError(words, temporary=temporary, unsure=unsure, source=where, hint=hint)


def _took(reply: tuple[int, bytes], words: str, wanted: int = 250) -> None:
    code, said = reply
    if code != wanted and not (wanted == 250 and code == 251):
        if code < 0:
            raise smtplib.SMTPServerDisconnected("the server went away")
        raise MailError(f"{words}: {_reply(code, said)}", temporary=400 <= code < 500)


def _reply(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {_line(text)}"


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SAID]
