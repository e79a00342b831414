"""The owner's password: argon2id, never kept in any other form (row A15)."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from broadsheet.errors import InputError

SHORTEST, LONGEST = 10, 1024
#: OWASP's least: 19 MiB, 2 passes, 1 lane. Ours is above it.
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1, type=Type.ID)
#: Hashing at the same time, so that many tries cost neither memory nor readers' threads.
_TURNS = BoundedSemaphore(2)
#: Compared with when no password is set, so that an answer takes as long as ever (row A14).
_NOBODY = "$argon2id$v=19$m=32768,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$3pEFbwF0vRr6jRNYHjv9Rz5CVrYmBzN9qJVDNOk0mSI"


def check_new(password: str) -> None:
    """Raise InputError for a password that is too short, too long or hardly a password."""
    if len(password) < SHORTEST:
        raise InputError(f"The password needs at least {SHORTEST} characters. Four or five words make a good one.")
    if len(password.encode("utf-8", "replace")) > LONGEST:
        raise InputError(f"The password may have at most {LONGEST} bytes.")
    if len(set(password)) < 4:
        raise InputError("The password repeats the same few characters. Four or five words make a good one.")


def hashed(password: str) -> str:
    """The hash to store."""
    with _TURNS:
        return _HASHER.hash(password)


def fits(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed. Takes equally long when `stored` is empty; one over 1,024 bytes never fits."""
    if len(password.encode("utf-8", "replace")) > LONGEST:
        return False
    with _TURNS:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether a hash was made with weaker settings than today's, to be renewed at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)
