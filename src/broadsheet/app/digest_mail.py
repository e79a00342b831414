"""The digest as an e-mail: the plain text as good as the HTML, nothing remote in either, a way to end it in both."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import quote

from broadsheet.app.digest_out import document, name_of, plain
from broadsheet.desk.digest import Digest
from broadsheet.desk.digest_rules import address
from broadsheet.desk.plain import clean_line
from broadsheet.errors import InputError


def message(found: Digest, *, title: str, base: str, sender: str, now: datetime) -> EmailMessage:
    """The e-mail to the digest's reader. The same digest has the same Message-ID, so that what comes twice can be known.

    Header fields are made of single lines, so that no headline can begin another (row A12). Raises InputError without an address of the
    reader or of the sender.
    """
    if not found.rules.email:
        raise InputError("the reader has no e-mail address", hint='email = "reader@example.org"')
    if not sender:
        raise InputError("there is no address to send from", hint="settings: mail.sender")
    reader, origin = address(found.rules.email), address(sender)
    made = EmailMessage(policy=SMTP)
    made["From"] = origin
    made["To"] = reader
    made["Subject"] = clean_line(name_of(found, title), 180).replace("=?", "= ?")  # no encoded word of a stranger
    made["Date"] = format_datetime(now)
    number = sha256(f"{found.rules.name}|{reader}|{found.until.isoformat()}".encode()).hexdigest()[:32]
    made["Message-ID"] = f"<digest.{number}@{origin.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<mailto:{origin}?subject=unsubscribe%20{quote(clean_line(found.rules.name, 80), safe='')}>"
    end = f"To end it, write to {origin}."
    made.set_content(f"{plain(found, title, base)}\n-- \n{end}\n", cte="quoted-printable")
    made.add_alternative(document(found, title, base, f"<p>{escape(end)}</p>"), subtype="html", cte="quoted-printable")
    return made
