"""A small country for tests: two old provinces that became one, one that went on, three communes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import get_user_model

from sauro.domains.territory import services, vendored
from sauro.domains.territory.rules import Kind, Level, Share, Standing
from sauro.domains.territory.vendored import Change, FormerRecord, Lists, UnitRecord

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
SINCE = date(2008, 8, 1)
MERGED = date(2025, 7, 1)
LAST = date(2025, 6, 30)
COUNTRY = ("VN", date(1945, 9, 2))
TODAY = ("33", MERGED)


def person(username: str = "chau") -> Any:
    """Somebody to act."""
    found, _made = get_user_model().objects.get_or_create(
        username=username, defaults={"full_name": "Châu", "date_joined": AT}
    )
    return found


def province(code: str, name: str, since: date = SINCE, **values: Any) -> UnitRecord:
    record = {"kind": Kind.PROVINCE, "above": COUNTRY} | values
    return UnitRecord(code=code, level=Level.PROVINCE, name=name, valid_from=since, **record)


def commune(code: str, name: str, kind: Kind = Kind.COMMUNE) -> UnitRecord:
    return UnitRecord(code, Level.COMMUNE, kind, name, MERGED, above=TODAY, lat=20.5, lon=106.3)


def small_lists(*more: UnitRecord, changes: tuple[Change, ...] = ()) -> Lists:
    """Hưng Yên of Hưng Yên and Thái Bình, unmerged Huế, and whatever is added."""
    ended = {"valid_to": LAST, "above": TODAY, "successor": TODAY}
    units = [
        UnitRecord("VN", Level.COUNTRY, Kind.COUNTRY, "Việt Nam", COUNTRY[1]),
        province("46", "Huế", kind=Kind.CITY),
        province("33", "Hưng Yên", MERGED, document="202/2025/QH15"),
        province("33", "Hưng Yên", **ended),
        province("34", "Thái Bình", **ended),
        commune("12452", "Thái Bình", Kind.WARD),
        commune("13093", "Bình Thanh"),
        commune("12271", "Hoàng Hoa Thám"),
        *more,
    ]
    hue = Change(
        "46",
        date(2025, 1, 1),
        Standing(Kind.PROVINCE, "Thừa Thiên Huế"),
        Standing(Kind.CITY, "Huế"),
        "175/2024/QH15",
    )
    return Lists(units, [hue, *changes], [former("13132", "Minh Tân", "13093", Share.WHOLE)])


def former(code: str, name: str, successor: str, share: Share) -> FormerRecord:
    old = ("34", SINCE)
    district = "Huyện Kiến Xương"
    return FormerRecord(
        code, Kind.COMMUNE, name, district, old, (successor, MERGED), share, LAST, "1666"
    )


def load(lists: vendored.Lists) -> services.Loaded:
    return services.load_units(by=person(), at=AT, lists=lists)
