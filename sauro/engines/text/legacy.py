"""Vietnamese typed in the font encodings of the 1990s and since shown as Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from .folding import nfc
from .syllables import is_syllable

_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
# VNI writes a letter and then its mark as a second letter.
_VNI_MARKS = {
    "aeouyôö": dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    "aeo": dict(
        zip("âáàåãä", ["\u0302" + t for t in " \u0301\u0300\u0309\u0303\u0323"], strict=True)
    ),
    "a": dict(
        zip("êéèúüë", ["\u0306" + t for t in " \u0301\u0300\u0309\u0303\u0323"], strict=True)
    ),
}
_VNI_ALONE = dict(zip("íìæóòîôöñ", "íìỉĩịỵơưđ", strict=True))
_VNI = {
    base + mark: nfc(_VNI_ALONE.get(base, base) + accent.replace(" ", ""))
    for bases, marks in _VNI_MARKS.items()
    for base in bases
    for mark, accent in marks.items()
} | _VNI_ALONE
_VNI |= {key[0].upper() + key[1:]: value[0].upper() + value[1:] for key, value in _VNI.items()}
_VNI |= {key.upper(): value.upper() for key, value in _VNI.items()}
_VNI_PART = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}/\\\"'“”–\-_<>=+*%&@#|¹²³°…]+")


def from_tcvn3(s: str) -> str:
    """Unicode for text of a `.Vn` font (TCVN3, ABC); capitals of an `H` font come out small."""
    return s.translate(_TCVN3)


def from_vni(s: str) -> str:
    """Unicode for text of a `VNI-` font."""
    return _VNI_PART.sub(lambda found: _VNI[found[0]], s)


def from_cp1258(s: str) -> str:
    """Unicode for Windows-1258 bytes that were read as Western Latin."""
    return nfc(_bytes(s).decode("cp1258", "replace"))


def from_utf8(s: str) -> str:
    """Unicode for UTF-8 bytes that were read as Western Latin ("Káº¿ hoáº¡ch")."""
    return nfc(_bytes(s).decode("utf-8", "replace"))


def _bytes(s: str) -> bytes:
    """The bytes a Western reader saw: Windows-1252, with its five gaps as Latin-1."""
    return b"".join(
        character.encode("latin-1" if "\x80" <= character <= "\x9f" else "cp1252", "replace")
        for character in s
    )


_READERS: dict[str, Callable[[str], str]] = {
    "utf8": from_utf8,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "cp1258": from_cp1258,
}


def legacy_hint(s: str) -> str | None:
    """The encoding that makes sense of garbled text: tcvn3, vni, cp1258 or utf8; None when sound.

    Ask before `clean`. Text with any Unicode Vietnamese letter is taken as sound.
    """
    if s.isascii() or _UNICODE_ONLY.search(s) or not _marked_words(s):
        return None
    sound = _sound_words(s)
    best = max(_READERS, key=lambda name: _sound_words(_READERS[name](s)))
    return best if _sound_words(_READERS[best](s)) > sound else None


def repair(s: str) -> str:
    """The text in Unicode: decoded when `legacy_hint` recognises it, unchanged otherwise."""
    hint = legacy_hint(s)
    return _READERS[hint](s) if hint else s


def _sound_words(s: str) -> int:
    """How many words with marks can be Vietnamese, less those that cannot."""
    words = _marked_words(nfc(s))
    good = sum(map(is_syllable, words))
    return good - (len(words) - good)


def _marked_words(s: str) -> list[str]:
    """Words with other letters than those of English; a symbol that stands alone is none."""
    words = (word for word in _WORD.findall(s) if not word.isascii())
    return [word for word in words if len(word) > 1 or word.isalpha()]
