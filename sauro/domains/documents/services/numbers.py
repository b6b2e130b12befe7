"""Taking numbers: without gaps, without doubles, in the transaction that writes the document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.labels import FORMS, KINDS, SERIES
from sauro.domains.documents.models import Arrival, Document, NumberBook, NumberRule
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, PaperForm, Secrecy, Series
from sauro.domains.documents.services.refusals import DocumentRefused, NumberTaken
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


@dataclass(frozen=True, slots=True)
class BookKey:
    """Which series: of whom, which way, which group, secret or not, in which year."""

    organisation: Organisation
    flow: str
    year: int
    group: str = ""
    secret: bool = False

    def columns(self) -> dict[str, Any]:
        """As columns of a book."""
        return {
            "organisation": self.organisation,
            "flow": self.flow,
            "year": self.year,
            "group": self.group,
            "secret": self.secret,
        }


def book_key(
    *, organisation: Organisation, flow: str, kind: str, symbol: str, secrecy: str, day: date
) -> BookKey:
    """The series in which an organisation numbers such a paper on a day."""
    secret = secrecy != Secrecy.OPEN.value
    way = rules.series_flow(flow)
    if way is DocumentFlow.INCOMING:
        return BookKey(organisation, way.value, day.year, "", secret)
    rule = selectors.rule_of(organisation=organisation)
    group = rules.series_group(
        series=rule.series, own_kinds=rule.own_kinds, kind=kind, symbol=symbol
    )
    return BookKey(organisation, way.value, day.year, group, secret)


def open_book(key: BookKey) -> NumberBook:
    """The book, locked until the transaction ends; made when it is the first of its year."""
    locked = NumberBook.objects.select_for_update(of=("self",))
    found = locked.filter(**key.columns()).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            NumberBook.objects.create(**key.columns())
    except IntegrityError:  # another transaction opened the year in this moment
        pass
    return locked.get(**key.columns())


def take_number(book: NumberBook) -> int:
    """The next number of a locked book; numbers that were given by hand are passed over."""
    number = book.last + 1
    if _is_given(book, number):
        number = rules.first_free(last=book.last, taken=selectors.given_after(book=book))
    book.last = number
    book.save(update_fields=["last"])
    return number


def _is_given(book: NumberBook, number: int) -> bool:
    if book.flow == DocumentFlow.INCOMING.value:
        return Arrival.objects.filter(book=book, number=number).exists()
    return Document.objects.filter(book=book, number=str(number)).exists()


def hold_number(book: NumberBook, number: str, *, but: int | None = None) -> None:
    """Refuse a number given by hand that the book already gave."""
    held = Document.objects.filter(book=book, number=number)
    if (held.exclude(pk=but) if but else held).exists():
        raise NumberTaken(number)


@transaction.atomic
def set_number_rule(
    *,
    organisation: Organisation,
    series: str = Series.ONE.value,
    own_kinds: Collection[str] = (),
    mark: str = "",
    form: str = PaperForm.STATE.value,
    by: Any,
    at: datetime,
) -> NumberRule:
    """What the organisation numbers together from now on, and how its symbols look."""
    access.check(by, Perm.NUMBER, organisation)
    if series not in dict(SERIES) or form not in dict(FORMS):
        raise DocumentRefused(_("This series does not exist."), field="series")
    if not set(own_kinds) <= set(dict(KINDS)):
        raise DocumentRefused(_("This kind of document does not exist."), field="own_kinds")
    rule, _made = NumberRule.objects.select_for_update().get_or_create(organisation=organisation)
    values = {
        "series": series,
        "own_kinds": sorted(set(own_kinds)),
        "mark": rules.tidy_symbol(text.clean(mark))[:20],
        "form": form,
    }
    before, after = changes(rule, values)
    for name, value in after.items():
        setattr(rule, name, value)
    if after:
        rule.save(update_fields=[*after])
        record(
            kind="documents.numbering.set",
            subject=organisation,
            by=by,
            at=at,
            before=before,
            after=after,
        )
    return rule


@transaction.atomic
def start_number_book(
    *,
    organisation: Organisation,
    flow: str,
    year: int,
    last: int,
    group: str = "",
    secret: bool = False,
    by: Any,
    at: datetime,
) -> NumberBook:
    """The book, continued after the last number of a paper register; never set back."""
    access.check(by, Perm.NUMBER, organisation)
    if secret:
        access.check(by, Perm.MANAGE_CONFIDENTIAL, organisation)
    book = open_book(BookKey(organisation, rules.series_flow(flow).value, year, group, secret))
    if last < book.last:
        raise DocumentRefused(
            _("Number %(last)s is already given: a series is not set back.") % {"last": book.last},
            field="last",
        )
    before, book.last = book.last, last
    book.save(update_fields=["last"])
    record(
        kind="documents.numbering.started",
        subject=organisation,
        by=by,
        at=at,
        before={"last": before},
        after={"last": last, "year": year},
    )
    return book
