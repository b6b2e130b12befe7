"""A folder of partitions: replaced at once or not at all, and never half read."""

from __future__ import annotations

import itertools
import json
import tracemalloc

import pytest

from sauro.engines import country
from sauro.engines.country import folder as folders
from sauro.engines.country import needs, writing

pa = pytest.importorskip("pyarrow", reason="the optional group `country` is not installed")


def numbers(*values):
    return pa.table({"n": pa.array(values, pa.int64())})


def written(path, /, *, others=False, **partitions):
    with country.exporting(path) as out:
        for code, values in partitions.items():
            out.add(code, "figures", numbers(*values))
        return out.done(as_of="2025-06-30", others=others)


def read(path):
    import pyarrow.parquet as pq

    return {
        one.code: pq.ParquetFile(one.table("figures")).read()["n"].to_pylist()
        for one in country.verified(path).partitions
    }


def test_what_was_written_is_read_and_a_partition_that_is_gone_is_removed(tmp_path):
    assert written(tmp_path, A=[1, 2], B=[3]) == (["A", "B"], [])
    assert read(tmp_path) == {"A": [1, 2], "B": [3]}
    assert written(tmp_path, A=[1, 2]) == ([], ["A"])
    assert read(tmp_path) == {"A": [1, 2]}
    assert sorted(p.name for p in tmp_path.iterdir()) == [".lock", "manifest.json", "province=A"]


def test_the_same_rows_make_the_same_bytes_however_they_came(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "GROUP", 4)
    digests = []
    for name, cuts in (("one", (0, 11)), ("many", (0, 1, 6, 7, 11))):
        with country.exporting(tmp_path / name) as out:
            for start, end in itertools.pairwise(cuts):
                out.add("A", "figures", numbers(*range(start, end)))
            out.done(as_of="2025-06-30", others=False)
        assert read(tmp_path / name) == {"A": list(range(11))}
        digests.append(country.opened(tmp_path / name).digest)
    assert digests[0] == digests[1]


def test_an_export_that_fails_leaves_what_was_there(tmp_path):
    written(tmp_path, A=[1], B=[2])
    before = country.opened(tmp_path).digest
    with country.exporting(tmp_path) as out:
        out.add("A", "figures", numbers(9))  # and then something else fails: `done` is not reached
    assert country.opened(tmp_path).digest == before
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


@pytest.mark.parametrize("survivors", [0, 1, 2, 3])
def test_an_export_killed_while_it_swaps_is_refused_and_then_made_good(
    tmp_path, monkeypatch, survivors
):
    """Stop after any of the renames: a reader sees the old, the new or a refusal, never a mixture."""
    written(tmp_path, A=[1], B=[2])
    with country.exporting(tmp_path) as out:
        out.add("A", "figures", numbers(10))
        out.add("B", "figures", numbers(20))
        monkeypatch.setattr(out, "close", lambda: None)  # a killed process tidies nothing
        monkeypatch.setattr(writing.Path, "rename", dying_after(survivors))
        with pytest.raises(KeyboardInterrupt):
            out.done(as_of="2025-07-31", others=False)
    monkeypatch.undo()
    if survivors:
        with pytest.raises(country.Damaged):
            country.opened(tmp_path)
    else:
        assert read(tmp_path) == {"A": [1], "B": [2]}
    written(tmp_path, A=[10], B=[20])
    assert read(tmp_path) == {"A": [10], "B": [20]}


def dying_after(renames):
    real, left = writing.Path.rename, [renames]

    def rename(path, target):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(path, target)

    return rename


def test_two_exports_at_once_are_refused(tmp_path):
    with country.exporting(tmp_path), pytest.raises(writing.Busy), country.exporting(tmp_path):
        pytest.fail("both were let in")


@pytest.mark.parametrize("spoil", ["byte", "cut", "manifest", "gone", "format"])
def test_a_damaged_folder_is_refused(tmp_path, spoil):
    written(tmp_path, A=[1, 2], B=[3])
    table = tmp_path / "province=A" / "figures.parquet"
    manifest = tmp_path / "province=A" / "manifest.json"
    data = bytearray(table.read_bytes())
    if spoil == "byte":
        data[len(data) // 2] ^= 1
        table.write_bytes(bytes(data))
    elif spoil == "cut":
        table.write_bytes(bytes(data[:-1]))
    elif spoil == "manifest":
        manifest.write_text("{}")
    elif spoil == "gone":
        table.unlink()
    else:
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 9}))
    with pytest.raises(country.Damaged):
        country.verified(tmp_path)


def test_a_code_cannot_leave_the_folder(tmp_path):
    written(tmp_path, **{"../../X/Đ": [1]})
    assert read(tmp_path) == {"../../X/Đ": [1]}
    assert len(list(tmp_path.glob("province=*"))) == 1


def test_memory_does_not_grow_with_the_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "GROUP", 1000)
    peaks = []
    for name, batches in (("few", 20), ("many", 400)):
        before = pa.total_allocated_bytes()
        tracemalloc.start()
        highest = 0
        with country.exporting(tmp_path / name) as out:
            for n in range(batches):
                out.add("A", "figures", numbers(*range(n * 250, (n + 1) * 250)))
                highest = max(highest, pa.total_allocated_bytes() - before)
            out.done(as_of="2025-06-30", others=False)
        tracemalloc.stop()
        peaks.append(highest)
    assert peaks[1] < 2 * peaks[0] + 100_000


def test_an_answer_is_kept_until_the_folder_changes(tmp_path):
    written(tmp_path, A=[1])
    asked = []

    def ask(**more):
        return country.kept(
            folder=country.opened(tmp_path),
            question="sum",
            arguments={"by": "all"},
            answer=lambda: asked.append(1) or {"n": len(asked)},
            **more,
        )

    assert [ask(), ask(), ask(fresh=True)] == [
        ({"n": 1}, False),
        ({"n": 1}, True),
        ({"n": 2}, False),
    ]
    written(tmp_path, A=[2])
    assert ask() == ({"n": 3}, False)
    assert len(list((tmp_path / folders.RESULTS).iterdir())) == 1, "answers of the past are gone"


def test_an_answer_about_a_folder_that_changed_meanwhile_is_not_given(tmp_path):
    written(tmp_path, A=[1])
    with pytest.raises(country.Changed):
        country.kept(
            folder=country.opened(tmp_path),
            question="sum",
            arguments={},
            answer=lambda: written(tmp_path, A=[2]),
        )
    assert not (tmp_path / folders.RESULTS).exists()


def test_a_missing_library_is_named_with_the_way_to_get_it():
    needs.require("json")
    with pytest.raises(needs.NotInstalled, match=r"no_such_library.*make country"):
        needs.require("json", "no_such_library")
