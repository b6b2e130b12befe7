"""Records of any kind by name: what they are called, where they are shown, who answers for them.

An alert, a request for explanation or a notice is about a task today and a report tomorrow. It
keeps the stable name of the kind and the number of the record (`programmes.task`, `17`), as the
history does, and asks here for the rest. Which kinds there are is a table of the configuration;
each domain finds its own records in its `subjects.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as others name it.

    `organisation_id` is the unit that answers for it; rights over it are judged at `owner_path`.
    """

    kind: str
    id: str
    label: str
    url: str
    organisation_id: int | None
    owner_path: str

    @property
    def key(self) -> tuple[str, str]:
        """The kind and the number together."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its name in words, and who finds its records.

    `find` is the dotted path of `find(*, ids, user)`, which gives those of the records that the
    user may see, or all of them when `user` is none; at most two SQL.
    """

    code: str
    label: Any
    find: str


Find = Callable[..., Iterable[Subject]]
_LONGEST_NUMBER = 18


def kinds() -> dict[str, Kind]:
    """The kinds of records that others may speak of, by code."""
    found: dict[str, Kind] = import_string(settings.SAURO["subjects"])
    return found


def find(*, keys: Iterable[tuple[str, str]], user: Any | None) -> dict[tuple[str, str], Subject]:
    """The records of these kinds and numbers; those that are gone or not seen are left out.

    `user=None` is for work that no person asked for. At most two SQL a kind.
    """
    wanted: dict[str, set[str]] = {}
    for kind, number in keys:
        wanted.setdefault(kind, set()).add(str(number))
    known = kinds()
    found: dict[tuple[str, str], Subject] = {}
    for kind, numbers in wanted.items():
        if kind not in known:
            continue
        finder: Find = import_string(known[kind].find)
        ids = sorted(int(number) for number in numbers if _is_number(number))
        found |= {one.key: one for one in finder(ids=ids, user=user)}
    return found


def _is_number(text: str) -> bool:
    """Whether a text is the number of a record; a longer one would not fit a column."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def find_one(*, kind: str, id: str, user: Any | None) -> Subject | None:  # noqa: A002
    """One record as others name it; none when it is gone or not seen."""
    return find(keys=[(kind, str(id))], user=user).get((kind, str(id)))
