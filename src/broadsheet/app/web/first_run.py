"""The first run: who may set the owner's password.

On the machine itself, whoever comes first. From anywhere else, whoever knows the code that the server prints when it starts.
"""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from urllib.parse import urlencode

from starlette.requests import Request

from broadsheet.store.base import Store


def has_password(store: Store) -> bool:
    """The owner has set a password."""
    return bool(store.get("owner_password"))


def setup_code(store: Store) -> str:
    """The code for a first run from another machine, made once."""
    return store.put_if_absent("setup_code", secrets.token_urlsafe(9))


def setup_address(store: Store, base: str) -> str:
    """The address that the server prints while no password is set; "" afterwards. `base` is the site's address without a slash."""
    return "" if has_password(store) else f"{base}/first-run?{urlencode({'code': setup_code(store)})}"


def is_local(request: Request) -> bool:
    """The request comes from this machine, and through no proxy."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
