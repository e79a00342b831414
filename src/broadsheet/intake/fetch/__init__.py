"""The only HTTP client of Broadsheet: guarded, limited and polite."""

from broadsheet.intake.fetch.base import Fetcher
from broadsheet.intake.fetch.fake import FakeFetcher
from broadsheet.intake.fetch.fetcher import GuardedFetcher, Mount
from broadsheet.intake.fetch.posting import poster
from broadsheet.intake.fetch.resolve import Resolver

__all__ = ["FakeFetcher", "Fetcher", "GuardedFetcher", "Mount", "Resolver", "poster"]
