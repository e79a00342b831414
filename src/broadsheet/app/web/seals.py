"""Keyed signatures: form tokens, and addresses of pictures that only we can have written."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from broadsheet.store.base import Store


def secret_key(store: Store) -> str:
    """The site's secret, made once and kept in the store."""
    return store.put_if_absent("secret_key", secrets.token_hex(32))


class Seals:
    """Signs and checks with one secret, each purpose apart from the others."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def sign(self, purpose: str, text: str) -> str:
        """A signature of 24 characters, safe in addresses."""
        digest = hmac.new(self._secret, f"{purpose}\x00{text}".encode("utf-8", "replace"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()

    def fits(self, purpose: str, text: str, signature: str) -> bool:
        """Whether the signature is ours. Constant time."""
        return hmac.compare_digest(self.sign(purpose, text).encode(), signature.encode("utf-8", "replace"))

    # -- forms -----------------------------------------------------------------------------------------------------

    def form_token(self, session: str, now: datetime) -> str:
        """The token that a form must send back: bound to the session, or, for readers without one, to the day."""
        return self.sign("form", session or f"{now:%Y-%m-%d}")

    def form_token_fits(self, session: str, now: datetime, token: str) -> bool:
        """Whether the form came from a page of ours, for this session; readers without one have until the end of the next day."""
        if session:
            return self.fits("form", session, token)
        return any(self.fits("form", f"{day:%Y-%m-%d}", token) for day in (now, now - timedelta(days=1)))

    # -- pictures --------------------------------------------------------------------------------------------------

    def picture_address(self, url: str) -> str:
        """Our address for a publisher's picture (row H18)."""
        packed = base64.urlsafe_b64encode(url.encode("utf-8", "replace")).decode().rstrip("=")
        return f"/img/{self.sign('picture', url)}/{packed}"

    def picture_url(self, signature: str, packed: str) -> str:
        """The publisher's address of a picture, "" when the signature is not ours."""
        try:
            url = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        except ValueError:
            return ""
        return url if self.fits("picture", url, signature) else ""
