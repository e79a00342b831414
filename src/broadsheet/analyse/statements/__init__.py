"""Statements: who said what, in which passages."""

from broadsheet.analyse.statements.find import LANGUAGES, LONGEST, VERSION, Tagging, find_statements
from broadsheet.analyse.statements.settling import settled

__all__ = ["LANGUAGES", "LONGEST", "VERSION", "Tagging", "find_statements", "settled"]
