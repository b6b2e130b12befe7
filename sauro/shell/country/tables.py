"""The tables of a province in the export: their columns, and rows of records as such tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

CENTRAL = "central"  # the partition of what belongs to no province
OBSERVATIONS, INDICATORS, UNITS = "observations", "indicators", "units"
EXPECTED, TASKS = "expected", "tasks"


@cache
def schema(name: str) -> Any:
    """The columns of a table as a `pyarrow.Schema`; amounts are whole ten-thousandths."""
    import pyarrow as pa

    text, number, whole = pa.string(), pa.int64(), pa.int32()
    columns = {
        OBSERVATIONS: [
            *(("province", text), ("indicator_id", number), ("indicator", text)),
            ("period", whole),
            *(("unit_id", number), ("unit", text), ("unit_name", text), ("path", text)),
            *(("amount", number), ("base", number), ("status", pa.int8())),
        ],
        INDICATORS: [
            *(("id", number), ("meaning", number), ("owner", text), ("code", text)),
            *(("name", text), ("unit", text), ("direction", text), ("periodicity", text)),
            *(("over_time", text), ("rollup", text), ("factor", number), ("threshold", number)),
        ],
        UNITS: [
            *(("province", text), ("id", number), ("code", text), ("name", text)),
            *(("kind", text), ("path", text)),
            *(("place_id", number), ("place", text), ("place_name", text), ("place_kind", text)),
            *(("valid_from", pa.date32()), ("valid_to", pa.date32())),
        ],
        EXPECTED: [
            *(("province", text), ("indicator_id", number), ("period", whole)),
            ("units", number),
        ],
        TASKS: [
            *(("province", text), ("id", number), ("title", text), ("folded", text)),
            *(("programme", text), ("lead", text), ("lead_name", text)),
            *(("state", text), ("due_on", pa.date32())),
        ],
    }
    return pa.schema(columns[name])


def table_of(name: str, rows: Iterable[Sequence[Any]]) -> Any:
    """Rows in the order of the columns as a `pyarrow.Table`."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(schema(name))
    arrays = [
        pa.array(column, type=field.type)
        for column, field in zip(columns, schema(name), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema(name))


def bare_observations(rows: Iterable[Sequence[Any]]) -> Any:
    """Figures as numbers only: indicator, period, unit, amount, base, status."""
    import pyarrow as pa

    whole = schema(OBSERVATIONS)
    names = ("indicator_id", "period", "unit_id", "amount", "base", "status")
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    fields = [whole.field(name) for name in names]
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, fields, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def dressed_observations(
    bare: Any, *, province: str, indicators: Mapping[int, str], units: Mapping[int, Any]
) -> Any:
    """Figures with the codes and names of their indicators and units beside them."""
    import pyarrow as pa

    def words(ids: Any, word: Callable[[int], str]) -> Any:
        coded = ids.combine_chunks().dictionary_encode()
        known = pa.array([word(pk) for pk in coded.dictionary.to_pylist()], pa.string())
        return known.take(coded.indices)

    named = {
        "province": pa.repeat(pa.scalar(province, pa.string()), bare.num_rows),
        "indicator": words(bare["indicator_id"], indicators.__getitem__),
        "unit": words(bare["unit_id"], lambda pk: units[pk].code),
        "unit_name": words(bare["unit_id"], lambda pk: units[pk].name),
        "path": words(bare["unit_id"], lambda pk: units[pk].path),
    }
    whole = schema(OBSERVATIONS)
    return pa.Table.from_arrays(
        [named[name] if name in named else bare[name] for name in whole.names], schema=whole
    )
