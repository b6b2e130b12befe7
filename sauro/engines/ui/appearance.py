"""How the pages look to one reader: colours and type size, kept in cookies."""

from collections.abc import Mapping
from dataclasses import dataclass

THEME_COOKIE = "sauro_theme"
TYPE_COOKIE = "sauro_type"
THEMES = ("auto", "light", "dark")
TYPE_SIZES = ("normal", "large")


@dataclass(frozen=True, slots=True)
class Appearance:
    theme: str = "auto"
    type_size: str = "normal"

    @property
    def dark_media(self) -> str:
        """The media query under which the dark colours hold; paper is always light."""
        return {"dark": "screen", "auto": "screen and (prefers-color-scheme: dark)"}.get(
            self.theme, ""
        )

    @property
    def is_large(self) -> bool:
        return self.type_size == "large"


def from_cookies(cookies: Mapping[str, str]) -> Appearance:
    """The reader's choice; anything unknown counts as no choice."""
    theme, type_size = cookies.get(THEME_COOKIE, ""), cookies.get(TYPE_COOKIE, "")
    return Appearance(
        theme=theme if theme in THEMES else "auto",
        type_size=type_size if type_size in TYPE_SIZES else "normal",
    )
