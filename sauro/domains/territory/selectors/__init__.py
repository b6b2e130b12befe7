"""Reading units: as of a day, by code, by level, by name old or new, by whom they succeeded."""

from sauro.domains.territory.selectors.searching import UnitHit, units_search
from sauro.domains.territory.selectors.units import (
    Predecessor,
    commune_counts,
    communes_of,
    country,
    counts_by_kind,
    merged_names,
    predecessors,
    province_of,
    provinces,
    successors,
    unit_by_code,
    units_with_code,
)

__all__ = [
    "Predecessor",
    "UnitHit",
    "commune_counts",
    "communes_of",
    "country",
    "counts_by_kind",
    "merged_names",
    "predecessors",
    "province_of",
    "provinces",
    "successors",
    "unit_by_code",
    "units_search",
    "units_with_code",
]
