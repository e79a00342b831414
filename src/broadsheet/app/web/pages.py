"""Pages from templates, with what every page needs."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadsheet import __version__
from broadsheet.app.web.access import visitor_of
from broadsheet.app.web.assets import SCRIPT, STYLE
from broadsheet.app.web.hall import hall_of
from broadsheet.desk import words
from broadsheet.desk.ledger import limits
from broadsheet.desk.plain import cut_words
from broadsheet.desk.render import safe_url
from broadsheet.desk.translating import LANGUAGES


def environment() -> Environment:
    """The templates, everything escaped, nothing undefined."""
    found = Environment(
        loader=PackageLoader("broadsheet.app.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(words=words, cut_words=cut_words, safe_url=safe_url, limits=limits, style=STYLE.path, script=SCRIPT.path)
    return found


TEMPLATES = environment()


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """A page. One that a browser has already is answered with 304."""
    hall, visitor = hall_of(request), visitor_of(request)
    now = hall.now()
    generator = hall.newsroom.generator if visitor.owner else None
    body = TEMPLATES.get_template(template).render(
        site=hall.title,
        now=now,
        owner=visitor.owner,
        theme=visitor.theme,
        token=hall.seals.form_token(visitor.session, now),
        picture=hall.seals.picture_address,
        sections=[count.value for count in hall.counts("section")[:9]] if visitor.owner or hall.allowed("readers_may_read") else [],
        here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        path=request.url.path,
        version=__version__,
        generator=generator.name if generator else "",
        voice=hall.newsroom.audio.voice if hall.newsroom.audio else "",
        translator=LANGUAGES if generator else {},
        **context,
    )
    etag = f'W/"{sha256(body.encode("utf-8", "replace")).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "cookie"}
    if status == 200 and request.method in ("GET", "HEAD") and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body.encode("utf-8", "replace"), status_code=status, headers=headers)


def template_names() -> list[str]:
    """Every template, for tests."""
    return sorted(entry.name for entry in files("broadsheet.app.web").joinpath("templates").iterdir())
