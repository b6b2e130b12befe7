"""Many counts of the same tasks in one pass over them.

A database sorts the rows anew for every way in which they are grouped, which costs more than
handing the keys out: each way gives all its keys as one text, and they are counted here. Keys are
whole numbers where they can be, because joining texts costs most of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from sauro.domains.programmes.models import Task
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.rules import DeadlineClass, State
from sauro.domains.programmes.selectors.overview import Cube
from sauro.domains.programmes.selectors.standing import AsOf, Totals, countable, tasks_as_of

Bags = dict[str, Counter[str]]
Keys = Callable[[AsOf], Mapping[str, Any]]  # further keys, the same for everybody on a day
_OWN = ("group", "lead", "due", "done", "missing")


class Bag(Aggregate):
    """All values of an expression in one text, parted by commas; nothing for no value."""

    name = "Bag"
    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        joined = self.copy()  # its own template: the one of a filter is wrapped around it
        joined.function, joined.template = "STRING_AGG", _WITH_COMMA
        return joined.as_sql(compiler, connection, **more)


CLASSES = tuple(code.value for code in DeadlineClass)
_PLACES = {code: place for place, code in enumerate(CLASSES)}
_NARROW = 16  # room for the class in a number
_WIDE = 2**32  # and for the group
_WITH_COMMA = "%(function)s(CAST(%(expressions)s AS text), ',')"


def class_number(*, as_of: AsOf) -> Case:
    """The deadline class as the number of its place in `CLASSES`, over tasks of `tasks_as_of`."""
    known = class_expression(today=as_of.day, soon_days=as_of.soon_days, prefix="as_")
    return Case(
        *(When(one.condition, then=Value(_PLACES[one.result.value])) for one in known.cases),
        default=Value(_PLACES[known.default.value]),
        output_field=IntegerField(),
    )


def by_text(*, name: str, as_of: AsOf) -> Func:
    """A key of a column of text and the deadline class, for `classes_in`."""
    return _joined(F(name), Value("."), class_number(as_of=as_of))


def classes_in(bag: Counter[str]) -> dict[str, Totals]:
    """Deadline classes by the text of `by_text`."""
    found: dict[str, Totals] = {}
    for one, n in bag.items():
        text, place = one.rsplit(".", 1)
        found.setdefault(text, Totals()).classes[CLASSES[int(place)]] += n
    return found


def bags_of(*, programmes: Iterable[int], as_of: AsOf, more: Iterable[Keys] = ()) -> Bags:
    """How often each key of the counted tasks occurs: by group, by lead, by month due and done, by
    what is missing; one SQL. `more` give further keys, as expressions over `tasks_as_of`.
    """
    makers = tuple(more)
    names = [*_OWN, *(name for make in makers for name in make(as_of))]
    asked = tuple(programmes)
    if not asked:
        return {name: Counter() for name in names}
    sql, params = _written(asked, as_of, makers)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return {
        name: Counter(found.split(",")) if found else Counter()
        for name, found in zip(names, row[1:], strict=True)
    }


@lru_cache(maxsize=64)
def _written(
    programmes: tuple[int, ...], as_of: AsOf, makers: tuple[Keys, ...]
) -> tuple[str, tuple[Any, ...]]:
    """The statement, which costs more to write than to answer: the same all day for all readers."""
    tasks = countable(tasks=Task.objects.filter(programme__in=programmes))
    then = tasks_as_of(tasks=tasks, as_of=as_of).order_by()
    kept = ~Q(as_state=State.CANCELLED.value)
    place = class_number(as_of=as_of)
    keys: dict[str, Any] = {
        "group": Bag(F("programme_id") * _WIDE + Coalesce("group_id", 0) * _NARROW + place),
        "lead": Bag(Coalesce("as_lead_id", 0) * _NARROW + place),
        "due": Bag(_month("as_due_on"), filter=kept & Q(as_due_on__isnull=False)),
        "done": Bag(_month("as_completed_on"), filter=Q(as_state=State.COMPLETED.value)),
        "missing": Bag("missing_clears", filter=Q(missing_clears__gt=0)),
    }
    for make in makers:
        keys |= {name: Bag(expression) for name, expression in make(as_of).items()}
    rows = then.annotate(whole=Value(1)).values("whole")
    rows = rows.annotate(**{f"bag_{name}": key for name, key in keys.items()})
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def cube_in(bags: Bags) -> Cube:
    """Deadline classes, whole and by programme, group and main lead agency."""
    cube = Cube()
    for one, n in bags["group"].items():
        programme, rest = divmod(int(one), _WIDE)
        group, place = divmod(rest, _NARROW)
        cube.add("group", programme, group or None, CLASSES[place], n)
    for one, n in bags["lead"].items():
        lead, place = divmod(int(one), _NARROW)
        cube.add("lead", lead or None, None, CLASSES[place], n)
    return cube


def months_in(bag: Counter[str]) -> dict[date, int]:
    """Counts by the first day of the month."""
    return {date.fromisoformat(f"{month}-01"): n for month, n in bag.items()}


def _joined(*parts: Any) -> Func:
    joint = " || "
    return Func(*parts, template="(%(expressions)s)", arg_joiner=joint, output_field=CharField())


def _month(name: str) -> Func:
    template = "SUBSTR(CAST(%(expressions)s AS text), 1, 7)"
    return Func(F(name), template=template, output_field=CharField())
