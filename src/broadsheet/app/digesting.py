"""Digests put together: whose they are, how they are made and sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from broadsheet.app.digest_mail import message
from broadsheet.app.settings import MailSettings, Settings
from broadsheet.desk.digest import digest
from broadsheet.desk.digest_rules import Period, Rules, rules_of
from broadsheet.errors import InputError, NotFound, SettingsError
from broadsheet.intake.mailing import Mailer, MailServer
from broadsheet.run.digesting import Digesting
from broadsheet.store.base import Store

#: Where the store keeps readers' rules: a JSON object of name: rules.
KEY = "digests"


def readers_of(store: Store) -> tuple[Rules, ...]:
    """The readers that the store knows, by name. Raises InputError when what it holds is not readable."""
    try:
        kept = json.loads(store.get(KEY) or "{}")
    except ValueError as error:
        raise InputError("the stored rules of digests are no JSON", hint="write them again with broadsheet digest --rules") from error
    if not isinstance(kept, Mapping) or not all(isinstance(table, Mapping) for table in kept.values()):
        raise InputError("the stored rules of digests are no JSON object of objects")
    return tuple(rules_of(name, kept[name]) for name in sorted(kept))


def keep_reader(store: Store, name: str, text: str) -> Rules | None:
    """Keep the rules (a JSON object) of a reader in place of those they had; an empty text removes them. Raises InputError."""
    kept = json.loads(store.get(KEY) or "{}")
    if not text.strip():
        if kept.pop(name, None) is None:
            raise NotFound(f"there is no digest called {name!r}")
        store.put(KEY, json.dumps(kept))
        return None
    try:
        table = json.loads(text)
    except ValueError as error:
        raise InputError(f"the rules are no JSON: {error}", hint='write {"email": "reader@example.org", "when": "07:00"}') from error
    if not isinstance(table, dict):
        raise InputError("the rules must be a JSON object", hint='write {"email": "reader@example.org", "when": "07:00"}')
    rules = rules_of(name, table)
    store.put(KEY, json.dumps(kept | {name: table}))
    return rules


def reader_called(store: Store, name: str) -> Rules:
    """The reader of that name. Raises NotFound."""
    found = {rules.name: rules for rules in readers_of(store)}
    if name not in found:
        raise NotFound(f"there is no digest called {name!r}", hint=f"there are: {', '.join(found) or 'none'}")
    return found[name]


def mailer_of(chosen: MailSettings) -> Mailer:
    """What sends mail. Raises SettingsError when no server is set, or the file of the password cannot be read."""
    if not chosen.host:
        raise SettingsError("no mail server is set", hint="set mail.host and mail.sender")
    password = chosen.password
    if chosen.password_file:
        try:
            password = Path(chosen.password_file).expanduser().read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the file of “mail.password_file” cannot be read: {chosen.password_file}") from error
    server = MailServer(
        host=chosen.host, port=chosen.port, security=chosen.security, user=chosen.user, password=password, timeout=chosen.timeout
    )
    return Mailer(server)


def send(store: Store, settings: Settings, rules: Rules, period: Period, now: datetime, mailer: Mailer) -> bool:
    """Make and send one digest; whether it was sent: a quiet reader gets none when nothing is new. Raises what goes wrong."""
    found = digest(store, rules, period.since, period.until)
    if rules.quiet and not found:
        return False
    base = settings.base_url.rstrip("/")
    mailer.send(message(found, title=settings.title, base=base, sender=settings.mail.sender, now=now))
    return True


def make_digesting(store: Store, settings: Settings, clock: Callable[[], datetime]) -> Digesting | None:
    """The thread that sends what is due, not yet started; None when no mail server is set."""
    if not settings.mail.host:
        return None
    mailer = mailer_of(settings.mail)

    def readers() -> Sequence[Rules]:
        return readers_of(store)

    def deliver(rules: Rules, period: Period) -> None:
        send(store, settings, rules, period, clock(), mailer)

    return Digesting(store, readers, deliver, clock=clock)
