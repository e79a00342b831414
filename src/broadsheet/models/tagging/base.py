"""What a statement tagger is to the rest of the house: it takes spans of a text for sources, cues and contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from broadsheet.types import Marking


class Tagger(Protocol):
    """Finds sources, cues and contents in English news. Rules make statements of what it says."""

    @property
    def name(self) -> str:
        """Identity of what it says: model and version; what another name found is found again."""

    def tag(self, text: str) -> Sequence[Marking]:
        """Spans in order of place, without the marks of blanks at their edges; a blank text has none.

        Does not ask which language a text has. Time grows in proportion to a text's length, also where it is one line without end.
        """
