"""Answers to questions, in sentences of the articles themselves."""

from broadsheet.analyse.answers.answer import VERSION, Asking
from broadsheet.analyse.answers.matching import Meaning
from broadsheet.analyse.answers.question import Question, parse

__all__ = ["VERSION", "Asking", "Meaning", "Question", "parse"]
