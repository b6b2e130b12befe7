"""Task titles that look like the same work: pairs in a corpus, and the nearest to one title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .titles import Title, prepare, score

_NEIGHBOURS = 10
_MIN_COSINE = 0.3
_MIN_OVERLAP = 0.6
_SHORTLIST = 60


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
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    texts = [" ".join(title.heavy) or "_" for title in titles]
    common = max(50, len(texts) // 10)  # letter groups this common only cost time
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), max_df=common, dtype=np.float32
    )
    vectors = vectorizer.fit_transform(texts)
    near = sp_matmul_topn(
        vectors, vectors.T.tocsr(), top_n=_NEIGHBOURS + 1, threshold=_MIN_COSINE, n_threads=2
    ).tocoo()
    seen = {(min(i, j), max(i, j)) for i, j in zip(near.row, near.col, strict=True) if i != j}
    yield from sorted((int(i), int(j)) for i, j in seen)
