"""Questions over more rows than one page should read: a folder of Parquet, one machine or many.

Knows no noun: a folder has partitions, a partition has tables; a question is a function of one
partition, a function that joins answers, and whoever carries them out.
"""

from sauro.engines.country.folder import (
    Changed,
    Damaged,
    File,
    Folder,
    Partition,
    opened,
    verified,
)
from sauro.engines.country.needs import NotInstalled, require
from sauro.engines.country.results import kept
from sauro.engines.country.running import Local, Progress, Runner
from sauro.engines.country.writing import Export, exporting

__all__ = [
    "Changed",
    "Damaged",
    "Export",
    "File",
    "Folder",
    "Local",
    "NotInstalled",
    "Partition",
    "Progress",
    "Runner",
    "exporting",
    "kept",
    "opened",
    "require",
    "verified",
]
