"""Audio files of articles, of stories' briefs and of days' digests, and a podcast of these, where the operator has chosen a voice."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from broadsheet.app.audio import AudioDesk, seconds_of
from broadsheet.app.digest_out import summary
from broadsheet.app.listening import Spoken, spoken_article, spoken_digest, spoken_story
from broadsheet.app.podcast import Episode, podcast
from broadsheet.app.web.access import Id, TheHall, TheVisitor, reader, spend
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.rates import LISTENING
from broadsheet.app.web.routes.digests import day_of, midnight, of_day
from broadsheet.app.web.visitors import Visitor
from broadsheet.desk.telling import told_story
from broadsheet.desk.words import day as day_in_words
from broadsheet.errors import InputError, ModelError, NotFound, TooMany

router = APIRouter(dependencies=[Depends(reader)])
#: Days in the podcast, and how many files one request for it makes: each asking again finds one more, until all are there.
DAYS, MADE = 7, 1


@router.get("/listen/article/{article_id}.wav")
def article(request: Request, hall: TheHall, visitor: TheVisitor, article_id: Id) -> Response:
    """An article read aloud."""
    return _sent(request, hall, visitor, spoken_article(hall.store.article(article_id)))


@router.get("/listen/story/{story_id}.wav")
def story(request: Request, hall: TheHall, visitor: TheVisitor, story_id: Id) -> Response:
    """A story's brief read aloud."""
    found = hall.store.story(story_id)
    return _sent(request, hall, visitor, spoken_story(found, told_story(hall.store, found)))


@router.get("/listen/digest/{day}.wav")
def digest(request: Request, hall: TheHall, visitor: TheVisitor, day: str) -> Response:
    """A day's digest read aloud."""
    found = of_day(hall, day_of(hall, day))
    if not found:
        raise NotFound("this day brought nothing")
    return _sent(request, hall, visitor, spoken_digest(found, hall.title))


def _desk(hall: Hall) -> AudioDesk:
    audio = hall.newsroom.audio
    if audio is None:
        raise NotFound("No voice is set up here.")
    return audio


def _sent(request: Request, hall: Hall, visitor: Visitor, spoken: Spoken) -> Response:
    """The file, in pieces where a player asks for them. Making one counts, what is kept does not."""
    audio = _desk(hall)
    file = audio.kept(spoken)
    if file is None:
        if not visitor.owner:
            spend(hall, LISTENING, visitor)
        file = _made(audio, spoken)
    # The file's time tells when it was last heard, not what is in it: its name does.
    headers = {"cache-control": "private, no-cache", "etag": f'"{file.stem}"'}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, media_type="audio/wav", headers=headers)


def _made(audio: AudioDesk, spoken: Spoken) -> Path:
    try:
        return audio.file(spoken)
    except (ModelError, InputError) as error:
        raise HTTPException(503, f"This cannot be read aloud here: {error.message}.") from error


@router.get("/listen/digest.rss")
def feed(request: Request, hall: TheHall, visitor: TheVisitor) -> Response:
    """A podcast of the last whole days that brought anything, with what of them is made already."""
    audio = _desk(hall)
    if not visitor.owner:
        spend(hall, LISTENING, visitor)
    base, today = hall.base(request), midnight(hall.now())
    episodes: list[Episode] = []
    made = 0
    for back in range(1, DAYS + 1):
        start = today - timedelta(days=back)
        found = of_day(hall, start)
        if not found:
            continue
        spoken = spoken_digest(found, hall.title)
        file = audio.kept(spoken)
        if file is None and made < MADE:
            made += 1
            try:
                file = audio.file(spoken)
            except (ModelError, InputError, TooMany):
                file = None
        if file is not None:
            name = start.date().isoformat()
            episodes.append(
                Episode(
                    url=f"{base}/digest/{name}",
                    title=day_in_words(start),
                    summary=" ".join([summary(found), *(f"{one.headline}." for one in found.stories)]),
                    published=found.until,
                    audio=f"{base}/listen/digest/{name}.wav",
                    size=file.stat().st_size,
                    seconds=seconds_of(file),
                )
            )
    title = f"{hall.title}: digest"
    body = podcast(title, "What each day brought, read aloud by a machine.", f"{base}/listen/digest.rss", f"{base}/digest", episodes, today)
    etag = f'W/"{sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, max-age=300"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/rss+xml; charset=utf-8", headers=headers)
