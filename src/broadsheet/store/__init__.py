"""All that is kept. The only room that speaks SQL."""

from broadsheet.store.base import Store
from broadsheet.store.opening import open_store, restore

__all__ = ["Store", "open_store", "restore"]
