"""The site: server-rendered pages, output feeds and the read-only API, over one newsroom."""

from broadsheet.app.web.first_run import setup_address
from broadsheet.app.web.site import create_app

__all__ = ["create_app", "setup_address"]
