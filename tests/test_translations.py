"""Every string of the interface stands in the Vietnamese catalogue, translated."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import messages


def test_every_string_is_collected_and_translated():
    assert messages.faults() == []
