"""What administrative units are: levels, kinds, their names in full, and when they are in force."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

COUNTRY_CODE = "VN"
TWO_LEVELS_ON = date(2025, 7, 1)  # Resolution 202/2025/QH15: 34 provinces, no districts


class Level(StrEnum):
    """The tiers of the State: since 1 July 2025 there are two below the country."""

    COUNTRY = "country"
    PROVINCE = "province"
    COMMUNE = "commune"


class Kind(StrEnum):
    """What a unit is called in law; the last six are found only among former units."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "centrally_run_city"
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"
    TOWNSHIP = "township"
    DISTRICT = "district"
    URBAN_DISTRICT = "urban_district"
    TOWN = "town"
    DISTRICT_CITY = "district_city"


class Share(StrEnum):
    """How much of a former commune went to one successor."""

    WHOLE = "whole"
    MAIN = "main"
    PART = "part"


KINDS_OF_LEVEL: dict[Level, tuple[Kind, ...]] = {
    Level.COUNTRY: (Kind.COUNTRY,),
    Level.PROVINCE: (Kind.PROVINCE, Kind.CITY),
    Level.COMMUNE: (Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE),
}
FORMER_KINDS = (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.DISTRICT)
# The Vietnamese word is part of the official name, the English one of its usual rendering.
_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.COUNTRY: ("", ""),
    Kind.PROVINCE: ("Tỉnh", "Province"),
    Kind.CITY: ("Thành phố", "City"),
    Kind.COMMUNE: ("Xã", "Commune"),
    Kind.WARD: ("Phường", "Ward"),
    Kind.SPECIAL_ZONE: ("Đặc khu", "Special Zone"),
    Kind.TOWNSHIP: ("Thị trấn", "Township"),
    Kind.DISTRICT: ("Huyện", "District"),
    Kind.URBAN_DISTRICT: ("Quận", "Urban District"),
    Kind.TOWN: ("Thị xã", "Town"),
    Kind.DISTRICT_CITY: ("Thành phố", "City"),
}
_SHORT = {
    **dict.fromkeys(("province", "city", "commune", "ward"), ""),
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "dk": "dac khu",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Kind and name of a unit on a day."""

    kind: Kind
    name: str

    @property
    def full_name(self) -> str:
        """The official name, for example `Xã Tân Phú`."""
        return full_name(self.kind, self.name)


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a unit is in force on a day; `valid_to` is its last day, none while it goes on."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def full_name(kind: str, name: str) -> str:
    """The official name with the word for its kind."""
    return f"{_WORDS[Kind(kind)][0]} {name}".strip()


def name_en(kind: str, name: str) -> str:
    """The English rendering: the name without marks, then the word for its kind."""
    return f"{unaccented(name)} {_WORDS[Kind(kind)][1]}".strip()


def unaccented(text: str) -> str:
    """The text without Vietnamese marks, capitals kept."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def words(folded: str) -> list[str]:
    """The words of a folded text; an apostrophe joins (`r'lap` is `rlap`), other signs separate."""
    return re.findall(r"\w+", re.sub(r"['’ʼ`]", "", folded))


def query_words(folded: str) -> list[str]:
    """The words a person searched for, with the usual abbreviations written out."""
    return [full for word in words(folded) for full in _SHORT.get(word, word).split()]


def search_text(full: str, name: str, context: Iterable[str]) -> str:
    """What search looks in, from folded texts: `| xa tan phu | tan phu | /tinh/dong/nai`.

    A blank stands before each word of the name and a stroke before each word of the units above
    it, so that one comparison tells a hit in the name from a hit in its surroundings.
    """
    forms = dict.fromkeys((" ".join(words(full)), " ".join(words(name))))
    around = "".join(f"/{word}" for word in dict.fromkeys(words(" ".join(context))))
    return "".join(f"| {form} " for form in forms) + f"| {around}"
