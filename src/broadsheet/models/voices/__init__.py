"""Voices: what reads a text aloud on the server. None is needed: the reader's own browser has one."""

from broadsheet.models.voices.base import NoVoice, Voice
from broadsheet.models.voices.espeak import EspeakVoice
from broadsheet.models.voices.opening import KINDS, open_voice
from broadsheet.models.voices.waves import Wave, joined, read_wave, silence, wave_header, write_wave

__all__ = ["KINDS", "EspeakVoice", "NoVoice", "Voice", "Wave", "joined", "open_voice", "read_wave", "silence", "wave_header", "write_wave"]
