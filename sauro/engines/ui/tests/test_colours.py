"""Contrast and colour-blind safety of the tokens, in light and dark."""

import itertools
import math
import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parent.parent / "static" / "ui"
TONES = ("green", "olive", "blue", "amber", "red", "violet", "grey", "dark")
# Machado, Oliveira, Fernandes 2009, severity 1: how red-blind and green-blind readers see linear RGB.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def read(name: str) -> dict[str, str]:
    source = (STYLES / name).read_text("utf-8")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", source))


def tokens(theme: str) -> dict[str, str]:
    return {**read("sauro.css"), **(read("dark.css") if theme == "dark" else {})}


def linear(colour: str) -> tuple[float, float, float]:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    channels = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def luminance(rgb: tuple[float, ...]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(linear(first)), luminance(linear(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(c, 0), 1) for c in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    matrix = BLINDNESS[blindness]
    return lab(tuple(sum(row[i] * rgb[i] for i in range(3)) for row in matrix))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_surface(theme: str) -> None:
    colour = tokens(theme)
    pairs = [
        (ink, on) for ink in ("ink", "ink-2") for on in ("bg", "surface", "surface-2", "surface-3")
    ]
    pairs += [
        ("ink-3", "surface"),
        ("link", "bg"),
        ("link", "surface"),
        ("accent", "surface"),
        ("accent", "accent-tint"),
    ]
    pairs += [("on-primary", "primary"), ("on-primary", "primary-strong"), ("red-ink", "surface")]
    pairs += [(f"{tone}-ink", f"{tone}-tint") for tone in TONES]
    low = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_inputs_and_focus_can_be_seen(theme: str) -> None:
    colour = tokens(theme)
    for edge in ("line-input", "focus"):
        for on in ("surface", "bg"):
            assert contrast(colour[edge], colour[on]) >= 3, (edge, on)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("blindness", list(BLINDNESS))
def test_neighbouring_status_colours_differ_for_colour_blind_readers(
    theme: str, blindness: str
) -> None:
    colour = tokens(theme)
    close = {
        (one, two): round(math.dist(seen(colour[one], blindness), seen(colour[two], blindness)), 1)
        for one, two in itertools.pairwise(TONES)
    }
    assert {pair: distance for pair, distance in close.items() if distance < 15} == {}
    red_green = math.dist(seen(colour["red"], blindness), seen(colour["green"], blindness))
    assert red_green >= 15


def test_dark_sheet_names_only_tokens_of_the_light_one() -> None:
    light = set(re.findall(r"(--[\w-]+):", (STYLES / "sauro.css").read_text("utf-8")))
    dark = set(re.findall(r"(--[\w-]+):", (STYLES / "dark.css").read_text("utf-8")))
    assert dark <= light
