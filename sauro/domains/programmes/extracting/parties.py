"""Who is to do a task and with whom, out of the words before and around its work."""

from __future__ import annotations

import re

from sauro.domains.programmes.planfile import agencies

from . import words

_WITH = re.compile(
    r"(?:chủ trì\s*,?\s*(?:và\s+)?)?(?:chủ động\s+)?phối hợp(?:\s+chặt chẽ)?"
    r"(?:\s+(?:với|cùng))*\s*:?\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:,\s*)?(?:\b(?:theo (?:địa bàn|chức năng|thẩm quyền|phạm vi|nhiệm vụ|lĩnh vực)|"
    r"có nhiệm vụ|có trách nhiệm|được giao|được phân công|phụ trách(?=\s*$)|"
    r"phụ trách (?:lĩnh vực|khối)|trước ngày|trước|trong tháng|"
    r"trong quý|trong năm|căn cứ|trên cơ sở|với vai trò|là cơ quan|là đơn vị|"
    r"cung cấp dịch vụ công)\b.*)$",
    re.DOTALL,
)
_EDGES = " \t,;:.-–"


def named(text: str) -> tuple[str, ...]:
    """The agencies that a text names, their heads' titles taken off."""
    cleaned = _TAIL.sub("", text.strip(_EDGES)).strip(_EDGES)
    found = [_plain(mention.text) for mention in agencies.split(cleaned)] if cleaned else []
    return tuple(dict.fromkeys(name for name in found if name))


def is_somebody(name: str) -> bool:
    """Whether a name begins as those of agencies and posts do."""
    return bool(words.AGENCY.match(name)) or name.startswith(("Phó ", "Trưởng "))


def _plain(name: str) -> str:
    """The agency behind the title of its head; a deputy stays a person."""
    name = words.CHIEF_OF_OFFICE.sub("", name)
    name = words.TITLE.sub("", name)
    return words.COMRADE.sub("", name).strip(_EDGES)


def coordinators(work: str) -> tuple[str, ...]:
    """Those with whom the work is to be done, as its words say."""
    found = _WITH.search(work[:160])
    if found is None or not words.AGENCY.match(work[found.end() :]):
        return ()
    rest = work[found.end() :]
    ends = next((each.start() for each in words.WORK.finditer(rest) if each.start()), None)
    stop = re.search(r"\s(?:trong|để|nhằm|về)\s|[;:.]", rest)
    if stop is not None:
        ends = min(ends, stop.start()) if ends is not None else stop.start()
    return named(rest[:ends]) if ends else ()
