"""Statements: who said what, in which passages."""

from broadsheet.analyse.statements.find import LANGUAGES, LONGEST, VERSION, Tagging, find_statements

__all__ = ["LANGUAGES", "LONGEST", "VERSION", "Tagging", "find_statements"]
