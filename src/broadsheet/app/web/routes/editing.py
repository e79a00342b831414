"""What the owner does to stories: merging, splitting, moving, taking it back; and marking what was read."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import Id, TheForm, TheHall, field, local_path, owner
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.pages import page
from broadsheet.app.web.routes.stories import number
from broadsheet.desk.article import in_story, same_report
from broadsheet.desk.edits import edits_page, find_stories, read_target
from broadsheet.desk.plain import clean_line
from broadsheet.errors import InputError

router = APIRouter(dependencies=[Depends(owner)])
#: Articles that one form may name.
MOST_ARTICLES = 500


@router.get("/edits")
def edits(request: Request, hall: TheHall, note: str = "") -> Response:
    """Every merge, split and move, the latest first."""
    return page(request, "edits.html", rows=edits_page(hall.store), note="Taken back." if note == "undone" else "")


@router.post("/edits/{edit_id}/undo")
def undo(hall: TheHall, form: TheForm, edit_id: Id) -> Response:
    """Take an edit back."""
    hall.newsroom.undo(edit_id)
    return RedirectResponse(local_path(field(form, "next"), "/edits?note=undone"), 303)


@router.get("/story/{story_id}/merge")
def choose(request: Request, hall: TheHall, story_id: Id, q: str = "") -> Response:
    """Stories that could be merged into this one, by number, address or words."""
    story = hall.store.story(story_id)
    typed = clean_line(q, 300)
    return page(request, "merge.html", story=story, typed=typed, cards=find_stories(hall.store, typed, without=story.id))


@router.post("/story/{story_id}/merge")
def merge(hall: TheHall, form: TheForm, story_id: Id) -> Response:
    """Put another story's articles into this one."""
    edit = hall.newsroom.merge(story_id, _target(hall, form, "other"))
    return RedirectResponse(f"/story/{edit.story_id}?note=merged", 303)


@router.post("/story/{story_id}/split")
def split(hall: TheHall, form: TheForm, story_id: Id) -> Response:
    """Make some of its articles a story of their own."""
    edit = hall.newsroom.split_story(story_id, _chosen(hall, form, story_id))
    return RedirectResponse(f"/story/{edit.story_id}?note=split", 303)


@router.post("/story/{story_id}/move")
def move(hall: TheHall, form: TheForm, story_id: Id) -> Response:
    """Put some of its articles into another story."""
    hall.store.story(story_id)
    target = _target(hall, form, "to") if field(form, "to").strip() else _target(hall, form, "near")
    chosen = _chosen(hall, form, story_id)
    if target == story_id:
        raise InputError("They are in that story already.")
    for article_id in chosen:
        hall.newsroom.move(article_id, target)
    return RedirectResponse(f"/story/{target}?note=moved", 303)


def _chosen(hall: Hall, form: FormData, story_id: int) -> list[int]:
    """The articles that were ticked, with those of their copies that are in the story if that was ticked too. Raises InputError."""
    ticked = [number(str(value), 2**53) for value in form.getlist("article")[:MOST_ARTICLES]]
    chosen = [value for value in dict.fromkeys(ticked) if value]
    if not chosen:
        raise InputError("Tick at least one article first.")
    members = {article_id for article_id, _ in hall.store.coverage([story_id]).get(story_id, [])}
    if not members.issuperset(chosen):
        raise InputError("One of these articles is no longer in this story. Reload the page and choose again.")
    if field(form, "copies"):
        copies = hall.store.copies(chosen)
        chosen += [copy.article_id for one in list(chosen) for copy in copies.get(one, ()) if copy.article_id in members]
    return list(dict.fromkeys(chosen))


def _target(hall: Hall, form: FormData, name: str) -> int:
    target = read_target(hall.store, clean_line(field(form, name), 300))
    if not target:
        raise InputError("That is not a story. Type its number, or the address of its page or of one of its articles.")
    return target


@router.post("/read")
def read(hall: TheHall, form: TheForm) -> Response:
    """Mark a story's articles, or an article and those that say the same, as read or unread.

    `upto` is the highest article that the page showed: what came since is still unread.
    """
    story_id, article_id = number(field(form, "story"), 2**53), number(field(form, "article"), 2**53)
    upto = number(field(form, "upto"), 2**53) or 2**53
    ids = _said(hall, story_id, article_id, upto)
    mark = "unread" if field(form, "mark") == "unread" else "read"
    if mark == "unread":
        hall.store.mark_unread(ids)
    else:
        hall.store.mark_read(ids, hall.now())
    if field(form, "quiet"):
        return Response(status_code=204)
    home = f"/story/{story_id}" if story_id else f"/article/{article_id}" if article_id else "/"
    return RedirectResponse(local_path(field(form, "next"), home), 303)


def _said(hall: Hall, story_id: int, article_id: int, upto: int) -> list[int]:
    """The articles that are meant. Raises NotFound, InputError."""
    if story_id:
        story = hall.store.story(story_id)
        return [one for one, _ in hall.store.coverage([story.id]).get(story.id, []) if one <= upto]
    if article_id:
        return [one for one in same_report(article_id, in_story(hall.store, hall.store.article(article_id))) if one <= upto]
    raise InputError("What was read?")
