"""Every string of the interface stands in the Vietnamese catalogue, translated."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import messages


def test_every_string_is_collected_and_translated():
    assert messages.faults() == []


def test_no_string_is_marked_by_a_name_that_is_not_collected():
    alias = re.compile(r"\bn?p?gettext(?:_lazy)? as (?!_\b)(\w+)")
    files = (Path(__file__).resolve().parents[1] / "sauro").rglob("*.py")
    assert [str(one) for one in files if alias.search(one.read_text(encoding="utf-8"))] == []
