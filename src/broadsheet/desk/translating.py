"""An article in another language, by the text generator: marked as such, the original beside it, quotations in their own words."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from broadsheet.analyse.translation import SCHEMA, Translated, accepted, batches, messages, read, sent
from broadsheet.errors import InputError, ModelError
from broadsheet.models.generating import Shape, TextGenerator
from broadsheet.types import Article, BlockKind

_log = logging.getLogger(__name__)
SHAPE = Shape("translated_blocks", SCHEMA)
#: Languages that can be chosen, by ISO 639-1 code, with the names that the model is given.
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_TOLD = frozenset((BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.ITEM, BlockKind.NUMBERED, BlockKind.CAPTION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The title and blocks in translation, as far as they could be. `note` says why all of it is the original."""

    language: str
    model: str
    title: Translated
    blocks: tuple[Translated, ...]
    tokens: int = 0
    note: str = ""

    @property
    def refused(self) -> int:
        """Blocks that are shown in the original, because their translation does not fit it."""
        return sum(bool(block.refused) for block in (self.title, *self.blocks))


def translation(generator: TextGenerator, article: Article, language: str) -> Translation:
    """The article in that language (a code of LANGUAGES). What fails is shown in the original. Raises InputError for another language."""
    if language not in LANGUAGES:
        raise InputError("That language cannot be chosen.", hint=f"choose one of {', '.join(sorted(LANGUAGES))}")
    spans = [(block.start, block.end) for block in article.layout if block.kind in _TOLD] or [(0, len(article.text))]
    originals = {0: article.title} | {
        number: article.text[start:end] for number, (start, end) in enumerate(spans, 1) if article.text[start:end].strip()
    }
    blocks = [sent(number, text) for number, text in originals.items()]
    texts: dict[int, str] = {}
    tokens, note = 0, ""
    for batch in batches(blocks):
        try:
            written = generator.write(messages(batch, LANGUAGES[language]), SHAPE, read)
        except ModelError as error:
            _log.warning("article %d was not translated: %s", article.id, error.message)
            note = "The translator did not answer: what is missing stands in the original."
            break
        tokens += written.tokens
        texts |= {block.number: written.value[block.number] for block in batch if block.number in written.value}
    made = {block.number: accepted(block, originals[block.number], texts.get(block.number)) for block in blocks}
    return Translation(
        language=language,
        model=generator.name,
        title=made[0],
        blocks=tuple(made[block.number] for block in blocks[1:]),
        tokens=tokens,
        note=note,
    )
