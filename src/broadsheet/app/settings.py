"""Settings: one frozen tree, filled from defaults, then a TOML file, then the environment.

The file is the first that exists of `$BROADSHEET_CONFIG`, `./broadsheet.toml` and `broadsheet.toml` in the XDG configuration folder. A key
`gap` of the table `[fetch]` is `BROADSHEET_FETCH_GAP` in the environment. Every mistake raises SettingsError and names the file, the line
and what is allowed. docs/settings.md lists every key; a test keeps it complete.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

from broadsheet import __version__
from broadsheet.app.settings_values import Owners, parsed, typed
from broadsheet.desk.digest_rules import address
from broadsheet.errors import InputError, SettingsError
from broadsheet.intake.guard import Allowed
from broadsheet.intake.mailing import SECURITY
from broadsheet.run.schedule import Rhythm
from broadsheet.types import FetchLimits, ParseLimits

FILE_NAME = "broadsheet.toml"
#: Kinds of embedder that may be chosen.
EMBEDDERS = ("static", "minilm", "use", "endpoint", "none")
#: Kinds of voice that may be chosen.
VOICES = ("none", "espeak")
PREFIX = "BROADSHEET_"
#: Environment variables with our prefix that are no setting.
NOT_SETTINGS = frozenset({"BROADSHEET_CONFIG", "BROADSHEET_SHARED", "BROADSHEET_COMPLETE"})


def data_folder(env: Mapping[str, str]) -> Path:
    """Where data is kept unless told otherwise: `broadsheet` in the XDG data folder."""
    base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME") or str(Path.home())) / ".local" / "share")
    return Path(base) / "broadsheet"


def config_files(env: Mapping[str, str]) -> list[Path]:
    """Where a settings file is looked for, first found wins."""
    base = env.get("XDG_CONFIG_HOME") or str(Path(env.get("HOME") or str(Path.home())) / ".config")
    return [Path(FILE_NAME), Path(base) / "broadsheet" / FILE_NAME]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """How collecting works. Numbers are counts per process."""

    #: Sources polled at the same time.
    in_flight: int = 32
    #: Child processes that parse.
    parsers: int = 2
    #: Article pages fetched for one source in one poll; the rest waits for the next poll.
    pages_per_poll: int = 30
    #: Seconds that a worker gets to finish what it is doing when it is told to stop.
    drain: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingSettings:
    """How articles become stories."""

    #: Link articles as they arrive. Off: only `broadsheet link` does.
    enabled: bool = True
    #: Minutes between two passes that merge stories which turned out to be one; 0 = never.
    tidy_minutes: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisSettings:
    """How articles are read for the ledger."""

    #: Read articles behind linking. Off: only `broadsheet analyse` does.
    enabled: bool = True
    #: A tagger of your own, made by `broadsheet train statements`; "" is the one that is shipped.
    tagger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderSettings:
    """What turns texts into vectors. `model`, `url` and `key` are for kinds that need them."""

    #: "static" (shipped), "minilm", "use", "endpoint" (any /v1/embeddings service) or "none".
    kind: str = "static"
    #: Name of the model at the endpoint.
    model: str = ""
    #: Address of the endpoint, up to and with its version: https://host/v1.
    url: str = ""
    #: Sent to the endpoint as a bearer token.
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorSettings:
    """A text generator, if any: it may phrase what is told, and each of its sentences is checked. Times in seconds, sizes in bytes."""

    #: Address of any service that answers /chat/completions, up to and with its version: https://host/v1; "" = none.
    url: str = ""
    #: Name of the model there.
    model: str = ""
    #: Sent as a bearer token; better given as a variable, or in a file of its own.
    key: str = field(default="", repr=False)
    #: A file that holds the key and nothing else; "" = none.
    key_file: str = ""
    #: Tokens a day (UTC), and of one request with its answer; what would go beyond is not asked.
    daily_tokens: int = 200_000
    request_tokens: int = 8_000
    #: Until the first byte, and until the last.
    first_byte: float = 10.0
    total: float = 60.0
    #: Bytes of an answer's text.
    most_bytes: int = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server that digests are handed to, if any."""

    #: Its name; "" = none: nothing is sent.
    host: str = ""
    #: 0 is the usual port: 587 for starttls, 465 for tls, 25 for none.
    port: int = 0
    #: "starttls", "tls" or "none".
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    #: A file that holds the password and nothing else; "" = none.
    password_file: str = ""
    #: The address that digests come from.
    sender: str = ""
    #: Seconds for each step of sending.
    timeout: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """A voice on the server, if any. Readers' browsers have their own; this one gives files and a podcast of the digest."""

    #: "none", or "espeak": the program espeak-ng, which must be installed.
    kind: str = "none"
    #: One of its voices, taken for texts of its own language; "" = each text the voice of its language.
    voice: str = ""
    #: How fast, 0.5 to 2.5; 1 is 175 words a minute.
    speed: float = 1.0
    #: Bytes of audio kept in the data folder; what was not heard for longest goes first.
    kept_bytes: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an operator may choose. Paths are absolute once loaded."""

    #: The name on the front page.
    title: str = "Broadsheet"
    #: Folder of the database and of everything else that is kept.
    data: Path = field(default_factory=lambda: data_folder(os.environ))
    #: Path of the SQLite file, or a postgresql:// address; "" = broadsheet.db in the data folder.
    database: str = ""
    #: Address that the site listens on.
    host: str = "127.0.0.1"
    port: int = 8080
    #: Public address of the site ("" = none): links in feeds, WebSub callbacks.
    base_url: str = ""
    #: May people who are not signed in read, and comment?
    readers_may_read: bool = True
    readers_may_comment: bool = True
    #: Sent with every request; publishers may want to reach you: say how.
    user_agent: str = f"Broadsheet/{__version__} (self-hosted news reader)"
    #: Networks or host names that may be fetched although they are not public.
    allow_private: tuple[str, ...] = ()
    #: Networks of reverse proxies whose X-Forwarded-* headers are believed.
    trusted_proxies: tuple[str, ...] = ()
    fetch: FetchLimits = field(default_factory=FetchLimits)
    parse: ParseLimits = field(default_factory=ParseLimits)
    schedule: Rhythm = field(default_factory=Rhythm)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    linking: LinkingSettings = field(default_factory=LinkingSettings)
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    embedder: EmbedderSettings = field(default_factory=EmbedderSettings)
    generator: GeneratorSettings = field(default_factory=GeneratorSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    #: Who owns which publishers, beyond what is known: papers of one owner count as one report.
    families: Owners = ()
    #: Where these settings came from, for messages; None = no file. Not a setting.
    file: Path | None = field(default=None, metadata={"internal": True})

    @property
    def database_address(self) -> str:
        """What the store opens: a path or a postgresql:// address."""
        return self.database or str(self.data / "broadsheet.db")


def load(env: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """The settings that hold here. Raises SettingsError for any mistake; reads one file, and writes nothing."""
    env = os.environ if env is None else env
    found = _find_file(env, file)
    text, table = _read_file(found)
    where = _Where(found, text)
    values = _from_table(Settings, table, where, ())
    merged = _merge(values, _from_env(Settings, env, ()))
    merged.setdefault("data", data_folder(env))
    settings = _build(Settings, merged)
    settings = replace(settings, data=_absolute(settings.data), database=_absolute_database(settings.database), file=found)
    _check(settings, replace(where, env=env))
    return settings


def setting_names(kind: type = Settings, prefix: str = "") -> list[str]:
    """Every key as it is written in a file, tables with a dot: `title`, `fetch.gap`."""
    names: list[str] = []
    for name, hint in _hints(kind).items():
        if is_dataclass(hint) and isinstance(hint, type):
            names += setting_names(hint, f"{prefix}{name}.")
        else:
            names.append(prefix + name)
    return names


def unknown_variables(env: Mapping[str, str]) -> list[str]:
    """Environment variables that carry our prefix but name no setting: most likely a slip."""
    known = {PREFIX + name.replace(".", "_").upper() for name in setting_names()} | NOT_SETTINGS
    return sorted(name for name in env if name.startswith(PREFIX) and name not in known)


# -- reading -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Where:
    """The file that a value came from, to name its line in a message."""

    file: Path | None
    text: str
    #: Variables that are set: they win over the file.
    env: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: tuple[str, ...]) -> str:
        """The file and line that set it ("broadsheet.toml, line 7"), or the name of the variable when no line of the file does."""
        line = self._line(path)
        if self.file is not None and line and PREFIX + "_".join(path).upper() not in self.env:
            return f"{self.file}, line {line}"
        return f"the variable {PREFIX}{'_'.join(path).upper()}"

    def _line(self, path: tuple[str, ...]) -> int:
        table, key = ".".join(path[:-1]), path[-1]
        current = ""
        for number, line in enumerate(self.text.splitlines(), 1):
            stripped = line.strip()
            if stripped.startswith("[") and "=" not in stripped:
                current = stripped.strip("[] ")
                if current == ".".join(path):
                    return number
            elif stripped.split("=")[0].strip() in (key, ".".join(path)) and current in (table, ""):
                return number
        return 0


def _find_file(env: Mapping[str, str], file: Path | None) -> Path | None:
    named = file or (Path(env["BROADSHEET_CONFIG"]) if env.get("BROADSHEET_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"there is no settings file at {named}", hint="check --config or BROADSHEET_CONFIG")
        return named
    return next((path for path in config_files(env) if path.is_file()), None)


def _read_file(file: Path | None) -> tuple[str, dict[str, object]]:
    if file is None:
        return "", {}
    try:
        text = file.read_text("utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not TOML: {error}") from error


def _hints(kind: type) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind) if not f.metadata.get("internal")}


def _from_table(kind: type, table: Mapping[str, object], where: _Where, path: tuple[str, ...]) -> dict[str, object]:
    hints = _hints(kind)
    values: dict[str, object] = {}
    for key, value in table.items():
        here = (*path, key)
        if key not in hints:
            raise SettingsError(
                f"{where.of(here)}: there is no setting “{'.'.join(here)}”", hint=f"allowed here: {', '.join(sorted(hints))}"
            )
        hint = hints[key]
        if is_dataclass(hint) and isinstance(hint, type):
            if not isinstance(value, Mapping):
                raise SettingsError(f"{where.of(here)}: “{'.'.join(here)}” is a table, written [{'.'.join(here)}]")
            values[key] = _from_table(hint, value, where, here)
        else:
            values[key] = typed(hint, value, f"{where.of(here)}: “{'.'.join(here)}”")
    return values


def _from_env(kind: type, env: Mapping[str, str], path: tuple[str, ...]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, hint in _hints(kind).items():
        here = (*path, key)
        if is_dataclass(hint) and isinstance(hint, type):
            if inner := _from_env(hint, env, here):
                values[key] = inner
            continue
        name = PREFIX + "_".join(here).upper()
        if name in env:
            values[key] = parsed(hint, env[name], f"the variable {name}")
    return values


def _merge(base: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        merged[key] = _merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _build(kind: type, values: dict[str, object]) -> Settings:
    built: dict[str, object] = {}
    hints = _hints(kind)
    for name, value in values.items():
        hint = hints[name]
        built[name] = _build(hint, value) if isinstance(value, dict) and isinstance(hint, type) else value
    result: Settings = kind(**built)
    return result


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))


def _absolute_database(database: str) -> str:
    if not database or "://" in database:
        return database
    return str(_absolute(Path(database)))


# -- checking ----------------------------------------------------------------------------------------------------------


def _check(settings: Settings, where: _Where) -> None:
    """Raise SettingsError for the first value that cannot be."""
    _check_web(settings, where)
    _check_networks(settings, where)
    _check_embedder(settings.embedder, where)
    _check_generator(settings.generator, where)
    _check_voice(settings.voice, where)
    _check_mail(settings.mail, where)
    for table in ("fetch", "parse", "schedule", "worker", "linking", "analysis", "embedder", "generator", "voice", "mail"):
        part = getattr(settings, table)
        for item in fields(part):
            value = getattr(part, item.name)
            least = 0 if item.name in ZERO_ALLOWED else 1e-3
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if item.default is not MISSING and is_number and not least <= value < 2**53:
                raise SettingsError(f"{where.of((table, item.name))}: “{table}.{item.name}” must be greater than 0, not {value}")
    if settings.schedule.least > settings.schedule.most:
        raise SettingsError(f"{where.of(('schedule', 'least'))}: “schedule.least” must not be greater than “schedule.most”")


#: Limits that may be switched off with 0.
ZERO_ALLOWED = frozenset({"gap", "retries", "redirects", "min_rate", "jitter", "drain", "tidy_minutes", "port"})


def _check_embedder(chosen: EmbedderSettings, where: _Where) -> None:
    if chosen.kind not in EMBEDDERS:
        raise SettingsError(
            f"{where.of(('embedder', 'kind'))}: “embedder.kind” cannot be {chosen.kind!r}", hint=f"allowed: {', '.join(EMBEDDERS)}"
        )
    if chosen.kind == "endpoint":
        parts = urlsplit(chosen.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"{where.of(('embedder', 'url'))}: “embedder.url” must look like https://host/v1, not {chosen.url!r}",
                hint="a private host must be listed in allow_private, too",
            )
        if not chosen.model.strip():
            raise SettingsError(f"{where.of(('embedder', 'model'))}: “embedder.model” names no model")


def _check_generator(chosen: GeneratorSettings, where: _Where) -> None:
    if not chosen.url:
        return
    parts = urlsplit(chosen.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        # The address is not repeated: it may hold what should be the key.
        raise SettingsError(
            f"{where.of(('generator', 'url'))}: “generator.url” must look like https://host/v1, without name or password",
            hint="the key is a setting of its own; a private host must be listed in allow_private, too",
        )
    if not chosen.model.strip():
        raise SettingsError(f"{where.of(('generator', 'model'))}: “generator.model” names no model")
    if chosen.key and chosen.key_file:
        raise SettingsError(
            f"{where.of(('generator', 'key_file'))}: “generator.key” and “generator.key_file” are both set", hint="keep one"
        )


def _check_mail(chosen: MailSettings, where: _Where) -> None:
    if not chosen.host:
        return
    if chosen.security not in SECURITY:
        raise SettingsError(
            f"{where.of(('mail', 'security'))}: “mail.security” cannot be {chosen.security!r}", hint=f"allowed: {', '.join(SECURITY)}"
        )
    if not 0 <= chosen.port <= 65535:
        raise SettingsError(f"{where.of(('mail', 'port'))}: “mail.port” must be between 0 (the usual one) and 65535, not {chosen.port}")
    if chosen.password and chosen.password_file:
        raise SettingsError(
            f"{where.of(('mail', 'password_file'))}: “mail.password” and “mail.password_file” are both set", hint="keep one"
        )
    if chosen.security == "none" and chosen.user and chosen.host not in ("localhost", "127.0.0.1", "::1"):
        raise SettingsError(
            f"{where.of(('mail', 'security'))}: a password would go over the network unencrypted", hint="use starttls or tls"
        )
    try:
        if not address(chosen.sender):
            raise InputError("it is empty")
    except InputError as error:
        raise SettingsError(
            f"{where.of(('mail', 'sender'))}: “mail.sender” is no e-mail address: {error.message}", hint="write press@example.org"
        ) from error


def _check_voice(chosen: VoiceSettings, where: _Where) -> None:
    if chosen.kind not in VOICES:
        raise SettingsError(f"{where.of(('voice', 'kind'))}: “voice.kind” cannot be {chosen.kind!r}", hint=f"allowed: {', '.join(VOICES)}")
    if not 0.5 <= chosen.speed <= 2.5:
        raise SettingsError(f"{where.of(('voice', 'speed'))}: “voice.speed” must be between 0.5 and 2.5, not {chosen.speed:g}")
    if not all((char.isascii() and char.isalnum()) or char in "_+-" for char in chosen.voice) or chosen.voice[:1] in ("_", "+", "-"):
        raise SettingsError(
            f"{where.of(('voice', 'voice'))}: “voice.voice” cannot be {chosen.voice!r}", hint="a name that espeak-ng --voices lists: en-gb"
        )


def _check_web(settings: Settings, where: _Where) -> None:
    if not 0 <= settings.port <= 65535:
        raise SettingsError(f"{where.of(('port',))}: “port” must be between 0 and 65535 (0 = any free one), not {settings.port}")
    if not settings.host.strip():
        raise SettingsError(f"{where.of(('host',))}: “host” is empty", hint="127.0.0.1 is this machine only, 0.0.0.0 every address")
    if not settings.user_agent.isprintable() or not settings.user_agent.strip():
        raise SettingsError(f"{where.of(('user_agent',))}: “user_agent” must be one printable line")
    if settings.base_url:
        parts = urlsplit(settings.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise SettingsError(f"{where.of(('base_url',))}: “base_url” must look like https://news.example.org, not {settings.base_url!r}")
    if "://" in settings.database and not settings.database.startswith(("postgresql://", "postgresql+psycopg://", "sqlite://")):
        raise SettingsError(f"{where.of(('database',))}: “database” must be a path or a postgresql:// address")


def _check_networks(settings: Settings, where: _Where) -> None:
    try:
        Allowed.parse(settings.allow_private)
    except InputError as error:
        raise SettingsError(
            f"{where.of(('allow_private',))}: {error.message}", hint="write 10.0.0.0/8, feeds.lan or 127.0.0.1:8080"
        ) from error
    for network in settings.trusted_proxies:
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise SettingsError(
                f"{where.of(('trusted_proxies',))}: “trusted_proxies” holds {network!r}, which is no network", hint="write 10.0.0.0/8"
            ) from error
