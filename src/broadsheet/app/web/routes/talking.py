"""Comments: writing them, and the owner's word about them."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import Id, TheForm, TheHall, TheVisitor, field, local_path, owner, reader
from broadsheet.app.web.log import keep
from broadsheet.app.web.pages import page
from broadsheet.app.web.routes.reading import show_article
from broadsheet.desk import article as article_desk
from broadsheet.desk.comments import Draft, submit, writer_key
from broadsheet.errors import AccessDenied, InputError
from broadsheet.types import CommentStatus

router = APIRouter(dependencies=[Depends(reader)])
owners = APIRouter(dependencies=[Depends(owner)])


@router.post("/article/{article_id}/comments")
def write(request: Request, hall: TheHall, visitor: TheVisitor, form: TheForm, article_id: Id) -> Response:
    """Send a comment. A mistake shows the article again, with what was typed."""
    if not (visitor.owner or hall.allowed("readers_may_comment")):
        raise AccessDenied("Only the owner of this site may comment.")
    parent = field(form, "parent")
    draft = Draft(
        article_id=article_id,
        parent_id=int(parent) if parent.isascii() and parent.isdigit() and len(parent) < 16 else 0,
        name=field(form, "name"),
        text=field(form, "text"),
        trap=field(form, "website"),
        writer=writer_key(hall.secret, visitor.address),
        by_owner=visitor.owner,
    )
    reserved = [hall.title, *(count.value for count in hall.counts("publisher"))]
    try:
        comment = submit(hall.store, draft, hall.now(), reserved)
    except InputError as problem:
        return _again(request, hall, visitor, draft, str(problem.message))
    note = "held" if comment.status is CommentStatus.HELD else "thanks"
    place = "comments" if comment.status is CommentStatus.HELD else f"comment-{comment.id}"
    return RedirectResponse(f"/article/{article_id}?note={note}#{place}", 303)


def _again(request: Request, hall: TheHall, visitor: TheVisitor, draft: Draft, problem: str) -> Response:
    found = article_desk.article_page(hall.store, draft.article_id, owner=visitor.owner)
    answered = next((node.comment for node in found.nodes if node.comment.id == draft.parent_id and node.readable), None)
    return show_article(request, hall, found, 400, reply=answered, typed=(draft.name[:200], draft.text[:20_000]), problem=problem)


@owners.get("/comments")
def recent(request: Request, hall: TheHall, status: str = "") -> Response:
    """The latest comments of all articles."""
    wanted = CommentStatus(status) if status in ("shown", "held", "hidden") else None
    comments = hall.store.recent_comments(status=wanted, limit=100)
    titles = {article.id: article.title for article in hall.store.articles_by_id(sorted({comment.article_id for comment in comments}))}
    return page(request, "comments.html", comments=comments, titles=titles, wanted=status)


@owners.post("/comments/{comment_id}/{action}")
def decide(hall: TheHall, form: TheForm, comment_id: Id, action: str) -> Response:
    """Show, hide or delete a comment."""
    actions = {"show": CommentStatus.SHOWN, "hide": CommentStatus.HIDDEN, "delete": CommentStatus.DELETED}
    if action not in actions:
        raise InputError("A comment can be shown, hidden or deleted.")
    comment = hall.store.comment(comment_id)
    if comment.status is not CommentStatus.DELETED:
        hall.store.set_comment_status(comment_id, actions[action])
        keep(hall, f"comment.{action}", f"comment {comment_id}")
    return RedirectResponse(local_path(field(form, "next"), f"/article/{comment.article_id}#comments"), 303)


@owners.post("/article/{article_id}/comments/{action}")
def close(hall: TheHall, article_id: Id, action: str) -> Response:
    """Close the comments of an article, or open them again."""
    if action not in ("close", "open"):
        raise InputError("Comments can be closed or opened.")
    hall.store.article(article_id)
    hall.store.close_comments(article_id, action == "close")
    keep(hall, f"comments.{action}", f"article {article_id}")
    return RedirectResponse(f"/article/{article_id}#comments", 303)
