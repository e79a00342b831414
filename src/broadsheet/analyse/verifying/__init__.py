"""Whether a written sentence says no more than the passages that it cites."""

from broadsheet.analyse.verifying.check import verify
from broadsheet.analyse.verifying.plainness import gives_orders
from broadsheet.analyse.verifying.records import Checked, Cited, Reason

__all__ = ["Checked", "Cited", "Reason", "gives_orders", "verify"]
