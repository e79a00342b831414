"""Figures: numbers with what they count, as ranges, in units that compare."""

from broadsheet.analyse.figures.find import LANGUAGES, VERSION, find_figures

__all__ = ["LANGUAGES", "VERSION", "find_figures"]
