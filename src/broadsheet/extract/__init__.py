"""Everything that is received is read here, into articles. Pure: no file, no connection, no clock."""

from broadsheet.extract.read import UNKNOWN_TIME, read

__all__ = ["UNKNOWN_TIME", "read"]
