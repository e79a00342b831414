"""Signing in and out, the first run, and the settings that the owner changes on the site."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web import passwords
from broadsheet.app.web.access import TheForm, TheHall, TheVisitor, anyone, cookie_name, field, local_path, owner, spend
from broadsheet.app.web.first_run import has_password, is_local, setup_code
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.log import keep
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import SIGN_IN
from broadsheet.app.web.visitors import token_hash
from broadsheet.errors import AccessDenied, InputError
from broadsheet.types import Session

router = APIRouter(dependencies=[Depends(anyone)])
owners = APIRouter(dependencies=[Depends(owner)])
SIGNED_IN_FOR = timedelta(days=30)
THEME_FOR = 365 * 24 * 3600


def begin_session(hall: Hall, response: Response) -> None:
    """A new session in a new cookie (row A16)."""
    token = secrets.token_urlsafe(32)
    now = hall.now()
    hall.store.add_session(Session(token_hash=token_hash(token), created=now, expires=now + SIGNED_IN_FOR))
    response.set_cookie(
        cookie_name(hall.secure),
        token,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        path="/",
        secure=hall.secure,
        httponly=True,
        samesite="lax",
    )


@router.get("/sign-in")
def sign_in_page(request: Request, hall: TheHall, visitor: TheVisitor, next: str = "/") -> Response:
    """The form."""
    if visitor.owner:
        return RedirectResponse(local_path(next), 303)
    if not has_password(hall.store):
        return RedirectResponse("/first-run", 303)
    return page(request, "sign_in.html", next=local_path(next), problem="")


@router.post("/sign-in")
def sign_in(request: Request, hall: TheHall, visitor: TheVisitor, form: TheForm) -> Response:
    """Check the password; five tries in a quarter of an hour (row A14)."""
    spend(hall, SIGN_IN, visitor)
    stored = hall.store.get("owner_password")
    password = field(form, "password")
    target = local_path(field(form, "next"))
    if not passwords.fits(stored, password):
        return page(request, "sign_in.html", 403, next=target, problem="That is not the password.")
    hall.rates.forgive(SIGN_IN, visitor.key)
    if passwords.outdated(stored):
        hall.store.put("owner_password", passwords.hashed(password))
    if visitor.session:
        hall.store.end_session(visitor.session)
    response = RedirectResponse(target, 303)
    begin_session(hall, response)
    keep(hall, "sign-in", "owner")
    return response


@router.get("/first-run")
def first_run_page(request: Request, hall: TheHall, code: str = "") -> Response:
    """The form for the owner's first password; gone once there is one."""
    if has_password(hall.store):
        return RedirectResponse("/sign-in", 303)
    return page(request, "first_run.html", code=code[:100], needs_code=not is_local(request), problem="")


@router.post("/first-run")
def first_run(request: Request, hall: TheHall, visitor: TheVisitor, form: TheForm) -> Response:
    """Set the first password."""
    if has_password(hall.store):
        raise AccessDenied("The password is set already. Sign in to change it.")
    spend(hall, SIGN_IN, visitor)
    code, password = field(form, "code"), field(form, "password")
    needs_code = not is_local(request)
    problem = ""
    if needs_code and not hmac.compare_digest(code.encode("utf-8", "replace"), setup_code(hall.store).encode()):
        problem = "That is not the code. The server prints it when it starts."
    elif password != field(form, "again"):
        problem = "The two passwords are not the same."
    else:
        try:
            passwords.check_new(password)
        except InputError as error:
            problem = error.message
    if problem:
        return page(request, "first_run.html", 400, code=code[:100], needs_code=needs_code, problem=problem)
    hash_ = passwords.hashed(password)
    if hall.store.put_if_absent("owner_password", hash_) != hash_:
        raise AccessDenied("The password was set a moment ago. Sign in with it.")
    keep(hall, "first-run", "owner")
    response = RedirectResponse("/sources", 303)
    begin_session(hall, response)
    return response


@router.post("/theme")
def theme(hall: TheHall, form: TheForm) -> Response:
    """Light, dark, or as the system has it; kept in a cookie."""
    response = RedirectResponse(local_path(field(form, "next")), 303)
    chosen = field(form, "theme")
    if chosen in ("light", "dark"):
        response.set_cookie("theme", chosen, max_age=THEME_FOR, path="/", samesite="lax", httponly=True, secure=hall.secure)
    else:
        response.delete_cookie("theme", path="/", samesite="lax", httponly=True, secure=hall.secure)
    return response


@owners.post("/sign-out")
def sign_out(hall: TheHall, visitor: TheVisitor, form: TheForm) -> Response:
    """End this session, or all of them; on the server, not only in the cookie."""
    hall.store.end_session("" if field(form, "everywhere") else visitor.session)
    response = RedirectResponse("/", 303)
    response.delete_cookie(cookie_name(hall.secure), path="/", secure=hall.secure, httponly=True, samesite="lax")
    return response


@owners.get("/settings")
def settings_page(request: Request, hall: TheHall, note: str = "") -> Response:
    """What the owner may change here."""
    return _settings(request, hall, note={"saved": "Saved.", "password": "The password is changed."}.get(note, ""))


def _settings(request: Request, hall: Hall, status: int = 200, *, note: str = "", problem: str = "") -> Response:
    return page(
        request,
        "settings.html",
        status,
        may_read=hall.allowed("readers_may_read"),
        may_comment=hall.allowed("readers_may_comment"),
        base_url=hall.newsroom.settings.base_url,
        note=note,
        problem=problem,
    )


@owners.post("/settings")
def settings(hall: TheHall, form: TheForm) -> Response:
    """Who may read and comment."""
    for name in ("readers_may_read", "readers_may_comment"):
        hall.store.put(name, "yes" if field(form, name) else "no")
        keep(hall, "setting", name, hall.store.get(name))
    return RedirectResponse("/settings?note=saved", 303)


@owners.post("/settings/password")
def password(request: Request, hall: TheHall, visitor: TheVisitor, form: TheForm) -> Response:
    """Change the password; every other session ends."""
    spend(hall, SIGN_IN, visitor)
    stored = hall.store.get("owner_password")
    if not passwords.fits(stored, field(form, "current")):
        return _settings(request, hall, 403, problem="That is not the current password.")
    if field(form, "password") != field(form, "again"):
        return _settings(request, hall, 400, problem="The two new passwords are not the same.")
    try:
        passwords.check_new(field(form, "password"))
    except InputError as error:
        return _settings(request, hall, 400, problem=error.message)
    hall.store.put("owner_password", passwords.hashed(field(form, "password")))
    hall.store.end_session()
    keep(hall, "password", "owner")
    response = RedirectResponse("/settings?note=password", 303)
    begin_session(hall, response)
    return response
