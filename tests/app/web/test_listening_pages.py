"""Audio files and the podcast: only where there is a voice, in pieces for players, made once, refused politely."""

from __future__ import annotations

import struct
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from web_site import Site

from broadsheet.app.audio import AudioDesk
from broadsheet.app.podcast import Episode, duration, podcast
from broadsheet.models.voices import EspeakVoice, read_wave
from site_edition import NOW
from voice_program import voice_program


@pytest.fixture
def heard(site: Site, tmp_path: Path) -> Site:
    """The site with a voice."""
    voice_program(tmp_path / "bin")
    site.newsroom.audio = AudioDesk(EspeakVoice(path=str(tmp_path / "bin")), tmp_path / "audio", 10**9)
    return site


def made(tmp_path: Path) -> int:
    return len(list((tmp_path / "audio").glob("*.wav")))


@pytest.mark.parametrize("path", ["/listen/article/1.wav", "/listen/story/1.wav", "/listen/digest/2026-01-01.wav", "/listen/digest.rss"])
def test_without_a_voice_there_is_nothing(site: Site, path: str):
    assert site.client.get(path).status_code == 404
    assert "listen/" not in site.client.get("/article/1").text


def test_an_article_is_sent_whole_and_in_pieces(heard: Site, tmp_path: Path):
    assert 'href="/listen/article/1.wav"' in heard.client.get("/article/1").text
    assert made(tmp_path) == 0
    whole = heard.client.get("/listen/article/1.wav", headers={"accept-encoding": "gzip"})
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/wav")
    assert "content-encoding" not in whole.headers
    assert read_wave(whole.content).seconds > 1
    piece = heard.client.get("/listen/article/1.wav", headers={"range": "bytes=40-43", "if-range": whole.headers["etag"]})
    assert piece.status_code == 206
    assert struct.unpack("<I", piece.content)[0] == len(whole.content) - 44
    again = heard.client.get("/listen/article/1.wav", headers={"if-none-match": whole.headers["etag"]})
    assert again.status_code == 304
    assert made(tmp_path) == 1


def test_a_storys_brief_is_sent(heard: Site, tmp_path: Path):
    assert read_wave(heard.client.get("/listen/story/1.wav").content).seconds > 0.5
    given = (tmp_path / "bin" / "given.jsonl").read_text()
    assert "u00a0" not in given


def test_what_is_not_there_is_not_found(heard: Site):
    for path in ("/listen/article/999999.wav", "/listen/story/999999.wav", "/listen/article/x.wav", "/listen/digest/1901-01-01.wav",
                 "/listen/digest/tomorrow.wav", "/listen/article/..%2f1.wav"):  # fmt: skip
        assert heard.client.get(path).status_code == 404, path


def test_a_voice_that_fails_is_said_and_a_closed_site_stays_closed(heard: Site, tmp_path: Path):
    heard.newsroom.audio = AudioDesk(EspeakVoice(path=str(tmp_path)), tmp_path / "audio", 10**9)
    answer = heard.client.get("/listen/article/1.wav")
    assert answer.status_code == 503
    assert "the program espeak-ng is not installed" in answer.text
    heard.newsroom.store.put("readers_may_read", "no")
    assert heard.client.get("/listen/article/1.wav").status_code == 303


def test_making_is_rated_hearing_is_not(heard: Site):
    heard.newsroom.audio = AudioDesk(EspeakVoice(path="/nonexistent"), Path("/nonexistent"), 1)
    statuses = [heard.client.get(f"/listen/article/{number % 9 + 1}.wav").status_code for number in range(32)]
    assert set(statuses[:30]) <= {503, 404}
    assert 429 in statuses


def test_the_podcast_has_whole_days_with_true_sizes(heard: Site, tmp_path: Path):
    heard.newsroom.time = NOW + timedelta(days=1)
    answer = heard.client.get("/listen/digest.rss")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert len(feed.entries) == made(tmp_path) == 1
    (audio,) = feed.entries[0].enclosures
    assert audio.type == "audio/wav"
    path = audio.href.removeprefix("http://localhost")
    assert int(audio.length) == len(heard.client.get(path).content)
    assert feed.entries[0].itunes_duration
    assert feed.entries[0].summary.startswith("From ")
    for _ in range(8):
        last = heard.client.get("/listen/digest.rss")
    assert len(feedparser.parse(last.content).entries) == made(tmp_path) >= 1
    assert heard.client.get("/listen/digest.rss", headers={"if-none-match": last.headers["etag"]}).status_code == 304


def test_A19_a_podcast_is_xml_whatever_is_in_it():
    odd = "A < B & C > “D” \x00\x0b\ud800 ]]>"
    one = Episode(url="https://x.example/1", title=odd, summary=odd, published=NOW, audio="https://x.example/1.wav", size=9, seconds=3723.4)
    feed = feedparser.parse(podcast(odd, odd, "https://x.example/p", "https://x.example/", [one], NOW))
    assert not feed.bozo
    assert feed.entries[0].title.startswith("A < B & C > “D”")
    assert feed.entries[0].itunes_duration == "1:02:03"
    assert (duration(0), duration(59.6), duration(61)) == ("0:00", "1:00", "1:01")
