"""The tasks in a document's passages: each with its sentence, agencies and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import clauses, lines, parties, times, words
from .clauses import Clause
from .lines import Line
from .shapes import Proposal, Sources

ORDER, AGENCY, ITEM, CONTINUED = "order", "agency", "item", "continued"
_PREFIX = re.compile(
    r"^(?:(?:giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|yêu cầu(?: đối với)?|đề nghị|(?:đối )?với|"
    r"trách nhiệm của|nhiệm vụ của|kiến nghị(?: với)?|phân công|về phía)\s*:?\s+)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:Đối với|Với|Về|Trước mắt|Từ nay)\s[^;:.]{3,160}?,\s+")
_SECTORAL = frozenset({"sở", "bộ", "Sở", "Bộ"})
_IS_THING = re.compile(r"\w+ \w+ (?:được|là|này|của|gồm)\b")
_DUTY_GIVEN = re.compile(
    r"^(?:được (?:giao|phân công)|có trách nhiệm|có nhiệm vụ)\s+", re.IGNORECASE
)
_JOINED_DEADLINE = re.compile(
    r"^(?:hoàn thành|thời gian|thời hạn|xong|chậm nhất|báo cáo(?: kết quả)?|trình)\b", re.IGNORECASE
)
_FILLER = re.compile(
    r"\b(?:hoàn thành|xong|thời gian|thời hạn|thực hiện|báo cáo|kết quả|là|và|việc)\b|[\s,.;:/()]+",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?:^|[,;]\s*|\bđể\s+)((?:báo cáo|trình|gửi|tham mưu|đề xuất|ban hành)\s[^,;.]{3,160})",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST, _LONGEST_TOPIC = 12, 1200, 200


@dataclass(slots=True)
class _Frame:
    """What an item or heading says of everything below it."""

    level: float
    opens: bool | None = None
    leads: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    mark: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it comes from a line without a number."""
        return self.level != int(self.level)


@dataclass(slots=True)
class _Walk:
    """Where in the document the reading is."""

    year: int | None
    frames: list[_Frame] = field(default_factory=list)

    def enter(self, level: int) -> None:
        """Leave everything that a line of this level ends."""
        self.frames = [frame for frame in self.frames if frame.level < level]

    @property
    def is_open(self) -> bool:
        """Whether what stands here is being ordered."""
        return next((f.opens for f in reversed(self.frames) if f.opens is not None), False)

    @property
    def inherited(self) -> _Frame | None:
        """The nearest item above that names agencies."""
        return next((frame for frame in reversed(self.frames) if frame.leads), None)

    def place(self, line: Line) -> str:
        """The number of a line with those above it."""
        marks = [frame.mark for frame in self.frames] + [line.mark]
        marks = [mark for mark in marks if mark and mark[0].isalnum()]
        kept = [  # "3.1" says already that it stands under "3"
            mark
            for place, mark in enumerate(marks)
            if not any(later.startswith(f"{mark}.") for later in marks[place + 1 :])
        ]
        return ".".join(kept)[:60]


def read(sources: Sources, *, year: int | None = None) -> list[Proposal]:
    """The tasks that the passages seem to give, in order; `year` completes days without one."""
    walk = _Walk(lines.year_of(sources) or year)
    found: list[Proposal] = []
    for line in lines.lines_of(sources):
        found += _line(walk, line)
    return found


def _line(walk: _Walk, line: Line) -> list[Proposal]:
    """The tasks of one line; headings and headers change where the reading is."""
    if line.is_heading:
        level = lines.HEADING if line.level == lines.PLAIN else line.level
        walk.enter(level)
        opens = _ordered_by(line.body, numbered=bool(line.mark))
        walk.frames.append(_Frame(level, opens, _named_in_capitals(line.body), mark=line.mark))
        return []
    walk.enter(line.level)
    return [] if _is_header(walk, line) else list(_tasks(walk, line))


def _ordered_by(heading: str, *, numbered: bool = True) -> bool | None:
    """Whether a heading announces orders, facts, or neither."""
    if words.CLOSED_HEADING.match(heading):
        return False
    opens = words.OPEN_HEADING.search(heading) or (numbered and words.CONCLUDES.match(heading))
    return True if opens else None


def _named_in_capitals(heading: str) -> tuple[str, ...]:
    """The agencies of a heading such as "II. ĐỐI VỚI SỞ TÀI CHÍNH"."""
    prefix = _PREFIX.match(heading)
    if prefix is None:
        return ()
    plain = [
        word if word.strip(",;:.") in words.CAPITAL_NAMES else word.lower()
        for word in heading[prefix.end() :].rstrip(" :").split()
    ]
    for begins in range(min(len(plain), 2)):  # "sở tài chính" is "Sở Tài chính"
        if not words.AGENCY.match(" ".join(plain)) or plain[0] in _SECTORAL:
            plain[begins] = plain[begins][:1].upper() + plain[begins][1:]
    said = re.sub(r"(?<=, )[a-zđ]", lambda found: found[0].upper(), " ".join(plain))
    return parties.named(said) if words.AGENCY.match(said) else ()


def _is_header(walk: _Walk, line: Line) -> bool:
    """Take in a line that only says who, or only announces what follows."""
    ends_open = line.body.rstrip().endswith(":")
    body = list(clauses.sentences(line.body))[-1].text.rstrip(" :")
    if ends_open and ":" not in body and _announces(walk, line, body):
        return True
    prefix = _PREFIX.match(body)
    rest = body[prefix.end() :] if prefix else body
    if words.AGENCY.match(rest) and len(body) < 400 and not body.endswith("./."):
        work = clauses.agency_then_work(rest)
        if work is None and (line.mark or ends_open) and _only_agencies(rest):
            _push(walk, line, _Frame(0, True, parties.named(rest)))
            return True
        if ends_open and work is not None and ":" not in body:
            beside = parties.coordinators(f"{rest[work:]} thực hiện")
            _push(walk, line, _Frame(0, True, parties.named(rest[:work]), beside))
            return True
    if ends_open and ":" not in body:
        opens = True if words.OPENS.search(body) else None
        _push(walk, line, _Frame(0, False if words.CLOSED_HEADING.match(body) else opens))
        return True
    if line.mark and len(body) < 120 and ":" not in body and not words.STARTS_WORK.match(body):
        ordered = _ordered_by(body)
        if ordered is not None and not line.body.endswith((".", ";")):
            _push(walk, line, _Frame(0, ordered))
            return True
    return False


def _only_agencies(text: str) -> bool:
    """Whether a text is nothing but names: each begins like one and none tells anything."""
    names = parties.named(text)
    told = re.search(r"\b(?:đã|đang|chưa|còn|được|là|đạt|phải|cần|của các|cho)\b|\.\s", text)
    return bool(names) and all(map(words.AGENCY.match, names)) and told is None and len(text) < 300


def _push(walk: _Walk, line: Line, frame: _Frame) -> None:
    """Put a header over what follows; one without a number stands half a step below the last."""
    frame.mark, frame.level = line.mark, line.level
    if line.level == lines.PLAIN:
        while walk.frames and (walk.frames[-1].is_plain or walk.frames[-1].opens is False):
            walk.frames.pop()
        frame.level = (walk.frames[-1].level if walk.frames else -1) + 0.5
    walk.frames.append(frame)


def _announces(walk: _Walk, line: Line, body: str) -> bool:
    """Take in "Chủ tịch UBND tỉnh yêu cầu:" and its like; what follows is ordered."""
    order = words.ORDER.match(f"{body} ")
    by_leader = words.LEADER.match(body) and words.OPENS.search(body)
    if not by_leader and (order is None or _PREFIX.match(body)):
        return False
    rest = body[order.end() :] if order else ""
    leads: tuple[str, ...] = ()
    if order and words.AGENCY.match(rest):
        work = clauses.agency_then_work(rest)
        leads = parties.named(rest[:work] if work else rest)
    _push(walk, line, _Frame(0, True, leads))
    return True


def _tasks(walk: _Walk, line: Line) -> Iterator[Proposal]:
    """The tasks of a line that says something."""
    named_after = _named_after(walk, line)
    if named_after is not None:
        yield named_after
        return
    told = words.CLOSED_HEADING.match(line.body) is not None
    current: _Frame | None = None
    latest: Proposal | None = None
    for sentence in clauses.sentences(line.body):
        if latest is not None and _only_deadline(sentence.text, walk.year):
            latest = _extended(latest, line, sentence, walk.year)
            continue
        for clause in clauses.clauses(sentence):
            found = _task(walk, line, clause, current, told=told)
            if found is None:
                continue
            if latest is not None:
                yield latest
            latest, current = found
    if latest is not None:
        yield latest


def _named_after(walk: _Walk, line: Line) -> Proposal | None:
    """The task of an item that says at its end who does it: "… (Sở A chủ trì)"."""
    if not walk.is_open or not line.mark:
        return None
    body = line.body
    found = words.LABELLED.search(body) or words.IN_BRACKETS.search(body)
    if found is None or found.start() < _SHORTEST or not words.AGENCY.match(found["leads"].strip()):
        return None
    beside = found.groupdict().get("beside") or ""
    leads, work = parties.named(found["leads"]), body[: found.start()]
    if not words.STARTS_WORK.match(work):
        return None
    made = _of(walk, line, Clause(body, 0), leads, parties.named(beside), work, ITEM)
    return made[0] if made else None


def _task(
    walk: _Walk, line: Line, clause: Clause, current: _Frame | None, *, told: bool = False
) -> tuple[Proposal, _Frame] | None:
    """The task that a clause gives, and whom the next sentences then speak to."""
    text = clause.text
    joint = words.CONNECTS.match(text)
    if joint:
        text = text[joint.end() :]
        clause = Clause(text, clause.start + joint.end())
    if words.NO_ORDER.match(text) or len(text) < _SHORTEST:
        return None
    order = words.ORDER.match(text)
    ordered = _ordered(walk, line, clause, order.end()) if order and not order["not"] else None
    if ordered is not None:
        return ordered
    is_open = walk.is_open or current is not None
    if told or not is_open or words.PRAISE.search(text[:120]):
        return None
    topic, _colon, after = text.partition(": ")
    if after and len(topic) < _LONGEST_TOPIC:
        if words.AGENCY.match(topic) and _only_agencies(topic):
            return _of(walk, line, clause, parties.named(topic), (), after, AGENCY)
        if words.TOPIC.match(topic) or line.mark:
            clause = Clause(after, clause.start + len(topic) + 2)
            return _task(walk, line, clause, current)
    return _by_agency(walk, line, clause) or _inherited(walk, line, clause, current)


def _by_agency(walk: _Walk, line: Line, clause: Clause) -> tuple[Proposal, _Frame] | None:
    """The task of "Sở A chủ trì …" where orders are given."""
    about = _ABOUT.match(clause.text)
    if about and words.AGENCY.match(clause.text[about.end() :]):
        clause = Clause(clause.text[about.end() :], clause.start + about.end())
    text = clause.text
    work = clauses.agency_then_work(text)
    if work is None or not all(map(parties.is_somebody, parties.named(text[:work]))):
        return None
    if text[:1].isupper() or (line.mark and clause.start == 0):
        return _of(walk, line, clause, parties.named(text[:work]), (), text[work:], AGENCY)
    return None


def _inherited(
    walk: _Walk, line: Line, clause: Clause, current: _Frame | None
) -> tuple[Proposal, _Frame] | None:
    """The task of a clause that names nobody: of the item above it, or of the order before it."""
    who = current or walk.inherited
    if who is None:
        return None
    text = clause.text
    is_item = line.level < lines.PLAIN and clause.start == 0 and walk.inherited is not None
    told = words.PAST.match(text[:1].lower() + text[1:])
    if _IS_THING.match(text):
        return None
    if not words.STARTS_WORK.match(text) and not (is_item and not told):
        return None
    rule = CONTINUED if current is not None else ITEM
    return _of(walk, line, clause, who.leads, who.coordinators, text, rule)


def _ordered(
    walk: _Walk, line: Line, clause: Clause, begins: int
) -> tuple[Proposal, _Frame] | None:
    """The task of "Giao Sở A …", "yêu cầu …", "đề nghị …"."""
    rest = clause.text[begins:]
    if not words.AGENCY.match(rest):
        return None
    work = clauses.agency_then_work(rest)
    if work is None:
        return None
    return _of(walk, line, clause, parties.named(rest[:work]), (), rest[work:], ORDER)


def _of(
    walk: _Walk,
    line: Line,
    clause: Clause,
    leads: tuple[str, ...],
    coordinators: tuple[str, ...],
    work: str,
    rule: str,
) -> tuple[Proposal, _Frame] | None:
    """The proposal of a clause, unless its work is nothing but carrying out the paper itself."""
    work = work.strip(" ,;:")
    if not leads or words.GENERIC.match(work) or words.WAITS.match(work):
        return None
    passage = clause.text[:_LONGEST]
    timed = times.find(passage, year=walk.year)
    with_whom = parties.coordinators(work) or coordinators
    proposal = Proposal(
        title=_title(work),
        passage=passage,
        start=line.start + clause.start,
        end=line.start + clause.start + len(passage),
        rule=rule,
        page=line.source.page,
        place=walk.place(line),
        leads=leads,
        coordinators=tuple(name for name in with_whom if name not in leads),
        **({"deadline": timed.deadline} if timed else {}),
        result=_result(work),
    )
    return proposal, _Frame(lines.PLAIN, True, leads, coordinators)


def _title(work: str) -> str:
    """The work as a title: without its trailing deadline and end mark, with a capital."""
    work = _DUTY_GIVEN.sub("", work.rstrip(" .;,:/"))
    cut = times.trailing(work)
    work = work[:cut].rstrip(" .;,:/(") if cut >= _SHORTEST - 4 else work
    return work[:1].upper() + work[1:]


def _result(work: str) -> str:
    found = _RESULT.search(work)
    if not found:
        return ""
    said = found[1].rstrip(" .;,/")
    cut = times.trailing(said)
    return (said[:cut] if cut > 5 else said).strip(" ,;(")


def _only_deadline(sentence: str, year: int | None) -> bool:
    """Whether a sentence only says until when the task before it is to be done."""
    if not _JOINED_DEADLINE.match(sentence):
        return False
    timed = times.find(sentence, year=year)
    if timed is None:
        return False
    rest = sentence[: timed.start] + sentence[timed.end :]
    return len(_FILLER.sub(" ", rest).split()) <= 1


def _extended(proposal: Proposal, line: Line, sentence: Clause, year: int | None) -> Proposal:
    """The proposal with the sentence after it, whose deadline is its own."""
    end = line.start + sentence.end
    passage = line.body[proposal.start - line.start : sentence.end]
    timed = times.find(sentence.text, year=year)
    deadline = timed.deadline if timed else proposal.deadline
    return replace(proposal, passage=passage, end=end, deadline=deadline)
