"""Task titles that look like the same work: pairs in a corpus, and the nearest to one title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from .titles import Title, prepare, score

_NEIGHBOURS = 10
_MIN_COSINE = 0.3
_MIN_OVERLAP = 0.6
_SHORTLIST = 60
_GROUP_SIZES = (3, 4)


class Pair(NamedTuple):
    """Two positions in the given titles, the smaller first, and the score of 0 to 100."""

    i: int
    j: int
    score: float


class Match(NamedTuple):
    """A position in the given titles and the score of 0 to 100."""

    index: int  # type: ignore[assignment]
    score: float


def similarity(a: str, b: str) -> float:
    """How much two titles look like the same work, 0 to 100."""
    return score(prepare(a), prepare(b))


def pairs(titles: Sequence[str], threshold: float = 88) -> list[Pair]:
    """Pairs of titles that look like the same work, best first.

    Titles equal after folding are each paired with the first of them only, so that one task given
    to a hundred communes makes a hundred lines and not five thousand.
    """
    prepared = [prepare(title) for title in titles]
    first: dict[str, int] = {}
    found = []
    for index, title in enumerate(prepared):
        leader = first.setdefault(title.text, index)
        if leader != index and title.text:
            found.append(Pair(leader, index, 100.0))
    distinct = sorted(first.values())
    for i, j in _candidates([prepared[index] for index in distinct]):
        a, b = prepared[distinct[i]], prepared[distinct[j]]
        points = score(a, b) if _overlap(a, b) >= _MIN_OVERLAP else 0.0
        if points >= threshold:
            found.append(Pair(distinct[i], distinct[j], points))
    return sorted(found, key=lambda pair: (-pair.score, pair.i, pair.j))


def nearest(
    title: str, titles: Sequence[str], limit: int = 5, threshold: float = 80
) -> list[Match]:
    """The titles that look most like one title, best first; what it is compared with is remembered.

    Words of prepared titles are kept in memory, so the first call in a process is the slow one.
    """
    wanted = prepare(title)
    ranked = []
    for index, other in enumerate(map(prepare, titles)):
        overlap = _overlap(wanted, other)
        if overlap >= _MIN_OVERLAP:
            ranked.append((-overlap, index, other))
    ranked.sort(key=lambda entry: entry[:2])
    matches = [Match(index, score(wanted, other)) for _, index, other in ranked[:_SHORTLIST]]
    kept = [match for match in matches if match.score >= threshold]
    return sorted(kept, key=lambda match: (-match.score, match.index))[:limit]


def _overlap(a: Title, b: Title) -> float:
    """A quick first look at two titles: the share of heavy words in common, 0 to 1."""
    size = a.bits.bit_count() + b.bits.bit_count()
    return 2 * (a.bits & b.bits).bit_count() / size if size else 0.0


def _candidates(titles: list[Title]) -> Iterator[tuple[int, int]]:
    """Positions of titles whose heavy words share enough letter groups to be worth comparing."""
    if len(titles) < 2:
        return
    from sparse_dot_topn import sp_matmul_topn

    vectors = _vectors([title.heavy or ("_",) for title in titles])
    near = sp_matmul_topn(
        vectors, vectors.T.tocsr(), top_n=_NEIGHBOURS + 1, threshold=_MIN_COSINE, n_threads=2
    ).tocoo()
    seen = {
        (min(i, j), max(i, j))
        for i, j in zip(near.row.tolist(), near.col.tolist(), strict=True)
        if i != j
    }
    yield from sorted(seen)


def _vectors(titles: list[tuple[str, ...]]) -> Any:
    """A row of unit length for each title: its letter groups, the rarer the heavier (TF-IDF).

    Letter groups do not cross words and words repeat, so each word is taken apart only once.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    words: dict[str, int] = {}
    groups: dict[str, int] = {}
    said = _counts([[words.setdefault(w, len(words)) for w in title] for title in titles])
    spelt = _counts([[groups.setdefault(g, len(groups)) for g in _groups(w)] for w in words])
    counts: Any = csr_matrix(said, dtype=np.float32) @ csr_matrix(spelt, dtype=np.float32)
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    common = max(50, len(titles) // 10)  # letter groups this common only cost time
    weight = np.log((1 + len(titles)) / (1 + held)) + 1
    weight[held > common] = 0
    weighted: Any = counts @ diags(weight.astype(np.float32))
    weighted.eliminate_zeros()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    length[length == 0] = 1
    return (diags((1 / length).astype(np.float32)) @ weighted).tocsr()


def _counts(rows: list[list[int]]) -> tuple[Any, Any, Any]:
    """How often each number stands in each row, as the parts of a sparse matrix."""
    import numpy as np

    ends = np.cumsum([0, *map(len, rows)])
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(ends[-1]))
    return np.ones(len(places), dtype=np.float32), places, ends


def _groups(word: str) -> list[str]:
    """Three and four letters in a row; where a word begins and ends counts as a letter."""
    marked = f" {word} "
    if len(marked) <= _GROUP_SIZES[0]:
        return [marked]
    return [
        marked[start : start + size]
        for size in _GROUP_SIZES
        for start in range(max(1, len(marked) - size + 1))
    ]
