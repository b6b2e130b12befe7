"""XML that strangers send, as a plain tree: everything that attacks a parser is refused first.

Refused before parsing: too many bytes, another encoding than UTF-8, document types and entities,
processing instructions, XInclude. Refused while parsing: depth, number of elements. Long texts
(files in base64) never reach the parser; they are cut out before and put back by reference, so the
parser keeps its own limits.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

MEGABYTE = 1024 * 1024
_BASE64 = rb"[A-Za-z0-9+/=\s]{4096,}+"
_LONG = re.compile(rb"(?<=>)%b(?=<)|(?<=<!\[CDATA\[)%b(?=\]\]>)" % (_BASE64, _BASE64))
_DECLARATION = re.compile(rb"\A<\?xml\s[^>]{0,200}?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']{0,40})[\"']")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"+/v")
_BOM = b"\xef\xbb\xbf"
_FORBIDDEN = re.compile(rb"<!(?!--|\[CDATA\[)|<\?|http://www\.w3\.org/2001/XInclude")


class TreeRefused(Exception):
    """The XML is refused; `code` says why, `where` is the path reached."""

    def __init__(self, code: str, where: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.params = params


@dataclass(frozen=True, slots=True)
class TreeLimits:
    """What a message may measure."""

    bytes: int = 64 * MEGABYTE
    depth: int = 32
    elements: int = 20_000


@dataclass(slots=True)
class Node:
    """An element: local name, namespace, own text, attributes by local name, children."""

    name: str
    namespace: str
    path: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def every(self, *names: str) -> list[Node]:
        """The children with one of these local names, in any letter case."""
        wanted = {name.lower() for name in names}
        return [child for child in self.children if child.name.lower() in wanted]

    def first(self, *names: str) -> Node | None:
        """The first such child."""
        return next(iter(self.every(*names)), None)

    def walk(self) -> Iterator[Node]:
        """The element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_tree(data: bytes, limits: TreeLimits | None = None) -> Node:
    """The root of an XML text; raises `TreeRefused` and nothing else."""
    limits = limits or TreeLimits()
    plain = _checked(data, limits)
    longs: list[bytes] = []
    mark = sha256(data).hexdigest()[:24]  # a sender cannot write the digest of his own text

    def cut(found: re.Match[bytes]) -> bytes:
        longs.append(found[0])
        return f"@{mark}:{len(longs) - 1}@".encode()

    return _parsed(_LONG.sub(cut, plain), limits, _Restorer(mark, longs))


def _checked(data: bytes, limits: TreeLimits) -> bytes:
    """The bytes without byte order mark and declaration, once nothing hostile is in them."""
    if len(data) > limits.bytes:
        raise TreeRefused("too_large", limit=limits.bytes // MEGABYTE or 1)
    if not data.strip():
        raise TreeRefused("empty")
    if data.startswith(_MARKS) or b"\x00" in data:
        raise TreeRefused("encoding")
    plain = data.removeprefix(_BOM).lstrip()
    declared = _DECLARATION.match(plain)
    if declared:
        encoding = _ENCODING.search(declared[0])
        if encoding and encoding[1].lower() not in _UTF8:
            raise TreeRefused("encoding")
        plain = plain[declared.end() :]
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TreeRefused("encoding") from error
    if _FORBIDDEN.search(plain):
        raise TreeRefused("forbidden")
    return plain


@dataclass(frozen=True, slots=True)
class _Restorer:
    mark: str
    longs: list[bytes]

    def __call__(self, text: str) -> str:
        plain = text.strip()
        if plain.startswith(f"@{self.mark}:"):
            return self.longs[int(plain[len(self.mark) + 2 : -1])].decode("ascii")
        return text


def _parsed(data: bytes, limits: TreeLimits, restored: _Restorer) -> Node:
    open_nodes: list[Node] = []
    root: Node | None = None
    counts: list[Counter[str]] = [Counter()]
    found = 0
    try:
        for event, element in etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            if event == "start":
                found += 1
                node = _node(element, open_nodes[-1] if open_nodes else None, counts)
                if len(open_nodes) >= limits.depth or found > limits.elements:
                    raise TreeRefused("too_deep", node.path)
                root = root or node
                open_nodes.append(node)
            else:
                node = open_nodes.pop()
                counts.pop()
                node.text = restored("".join(element.xpath("text()")))
                element.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError, AssertionError, IndexError) as error:
        raise TreeRefused("not_xml", open_nodes[-1].path if open_nodes else "") from error
    if root is None:
        raise TreeRefused("not_xml")
    return root


def _node(element: etree._Element, parent: Node | None, counts: list[Counter[str]]) -> Node:
    name = etree.QName(element)
    counts[-1][name.localname] += 1
    position = counts[-1][name.localname]
    counts.append(Counter())
    step = name.localname if position == 1 else f"{name.localname}[{position}]"
    node = Node(
        name=name.localname,
        namespace=name.namespace or "",
        path=f"{parent.path}/{step}" if parent else step,
        attributes={etree.QName(key).localname: str(value) for key, value in element.items()},
    )
    if parent:
        parent.children.append(node)
    return node
