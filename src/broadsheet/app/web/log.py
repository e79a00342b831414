"""What the owner changed, kept in the audit log."""

from __future__ import annotations

from broadsheet.app.web.hall import Hall
from broadsheet.types import AuditEntry


def keep(hall: Hall, action: str, subject: str, detail: str = "") -> None:
    """Write down that the owner did this."""
    hall.store.audit(AuditEntry(at=hall.now(), actor="owner", action=action, subject=subject, detail=detail))
