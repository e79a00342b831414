"""The only HTTP client of Broadsheet: guarded, limited and polite."""

from broadsheet.intake.fetch.base import Fetcher
from broadsheet.intake.fetch.fake import FakeFetcher

__all__ = ["FakeFetcher", "Fetcher"]
