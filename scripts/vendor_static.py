"""Copy the browser assets out of an npm folder into the repository, once per upgrade.

    npm ci --ignore-scripts && pip install fonttools brotli
    python scripts/vendor_static.py node_modules

The results are committed, so neither Node nor this script is needed to run or test the software.
"""

import argparse
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "sauro" / "engines" / "ui" / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"
WEIGHTS = (400, 500, 600, 700)
DIGIT_WIDTH = 650  # of 1000 units: a little under 0, 6 and 9 of the regular weight
SVG = "http://www.w3.org/2000/svg"

ICONS = (ROOT / "scripts" / "icons.txt").read_text(encoding="utf-8").split()

# One shape for each status, so that no status is told by its colour alone.
STATUS_ICONS = {
    "check": "circle-check",
    "check-late": "clock-check",
    "clock": "clock",
    "soon": "hourglass-low",
    "overdue": "alert-triangle",
    "pause": "player-pause",
    "dash": "circle-dashed",
    "cancel": "circle-x",
    "pencil": "pencil",
    "inbox": "inbox",
    "play": "player-play",
    "send": "send",
    "back": "arrow-back-up",
    "stop": "hand-stop",
    "star": "star",
    "up": "trending-up",
    "question": "help-circle",
    "plus": "plus",
    "equal": "equal",
    "info": "info-circle",
}

ECHARTS_ENTRY = """
import * as echarts from "echarts/core";
import { BarChart, LineChart, PieChart, HeatmapChart, MapChart, ScatterChart }
  from "echarts/charts";
import { GridComponent, TooltipComponent, LegendComponent, AriaComponent, VisualMapComponent,
         MarkLineComponent, GeoComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
echarts.use([BarChart, LineChart, PieChart, HeatmapChart, MapChart, ScatterChart, GridComponent,
  TooltipComponent, LegendComponent, AriaComponent, VisualMapComponent, MarkLineComponent,
  GeoComponent, LabelLayout, SVGRenderer]);
export const { init, registerMap, registerLocale, getInstanceByDom } = echarts;
"""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "node_modules", type=Path, help="folder that npm filled from package-lock.json"
    )
    return parser.parse_args()


def copy_tabler(modules: Path) -> None:
    css = (modules / "@tabler/core/dist/css/tabler.min.css").read_text(encoding="utf-8")
    css = re.sub(
        r"/\*#\s*sourceMappingURL=.*?\*/", "", css
    )  # hashed static files refuse a missing map
    css = re.sub(r'@charset "[^"]*";', "", css)
    banner = re.match(r"\s*/\*!.*?\*/", css, re.DOTALL)
    notice = banner.group().strip() if banner else ""
    layered = f"{notice}\n@layer tabler{{{css}}}\n"  # our own rules win over a layer
    (VENDOR / "tabler.min.css").write_text(layered, encoding="utf-8")


def copy_fonts(modules: Path) -> None:
    source = modules / "@fontsource/be-vietnam-pro"
    target = VENDOR / "fonts"
    target.mkdir(exist_ok=True)
    rules = []
    for weight in WEIGHTS:
        css = (source / f"{weight}.css").read_text(encoding="utf-8")
        ranges = dict(
            re.findall(
                r"/\* be-vietnam-pro-([a-z-]+)-\d+-normal \*/.*?unicode-range: ([^;]+);",
                css,
                re.DOTALL,
            )
        )
        for subset in ("vietnamese", "latin"):
            name = f"be-vietnam-pro-{subset}-{weight}.woff2"
            shutil.copyfile(
                source / "files" / f"be-vietnam-pro-{subset}-{weight}-normal.woff2", target / name
            )
            rules.append(font_face("Be Vietnam Pro", weight, name, ranges[subset]))
        name = f"be-vietnam-pro-digits-{weight}.woff2"
        write_tabular_digits(target / f"be-vietnam-pro-latin-{weight}.woff2", target / name)
        rules.append(font_face("Be Vietnam Pro Digits", weight, name, "U+0030-0039"))
    (VENDOR / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def font_face(family: str, weight: int, name: str, unicode_range: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("fonts/{name}") format("woff2");unicode-range:{unicode_range}}}'
    )


def write_tabular_digits(source: Path, target: Path) -> None:
    """The typeface has no tabular figures: give its ten digits one width, each centred in it."""
    from fontTools import subset, ttLib

    font = ttLib.TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=[], flavor="woff2", hinting=False, desubroutinize=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    glyphs, metrics = font["glyf"], font["hmtx"]
    for digit in "0123456789":
        name = font.getBestCmap()[ord(digit)]
        width, left = metrics[name]
        glyph = glyphs[name]
        shift = round((DIGIT_WIDTH - width) / 2)
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (DIGIT_WIDTH, left + shift)
    font.flavor = "woff2"
    font.save(target)


def icon_body(modules: Path, name: str) -> str:
    svg = (modules / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
    ET.register_namespace("", SVG)
    drawing = ET.fromstring(svg)  # noqa: S314  # a file of the locked package
    children = [child for child in drawing if child.get("d") != "M0 0h24v24H0z"]
    return "".join(
        ET.tostring(child, encoding="unicode").replace(f' xmlns="{SVG}"', "") for child in children
    )


def write_icons(modules: Path) -> None:
    symbols = "\n".join(
        f'<symbol id="{n}" viewBox="0 0 24 24">{icon_body(modules, n)}</symbol>' for n in ICONS
    )
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="{SVG}">\n{symbols}\n</svg>\n', encoding="utf-8")
    lines = [
        f'--icon-{key}:url("data:image/svg+xml,{mask(modules, name)}");'
        for key, name in STATUS_ICONS.items()
    ]
    (VENDOR / "status-icons.css").write_text(
        ":root{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8"
    )


def mask(modules: Path, name: str) -> str:
    svg = (
        f"<svg xmlns='{SVG}' viewBox='0 0 24 24' fill='none' stroke='black' stroke-width='2.25' "
        f"stroke-linecap='round' stroke-linejoin='round'>{icon_body(modules, name)}</svg>"
    )
    return quote(svg.replace('"', "'"), safe="=:/' ")


def bundle_echarts(modules: Path) -> None:
    """Only the charts we draw and only the SVG renderer: less than half of the full file."""
    entry = modules / "echarts-entry.js"
    entry.write_text(ECHARTS_ENTRY, encoding="utf-8")
    command = [
        modules / ".bin" / "esbuild",
        entry,
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2018",
    ]
    command += [
        "--global-name=echarts",
        "--legal-comments=none",
        f"--outfile={VENDOR / 'echarts.min.js'}",
    ]
    command.append(
        "--banner:js=/*! Apache ECharts, Apache-2.0: licences/echarts-LICENSE.txt, -NOTICE.txt */"
    )
    subprocess.run([str(part) for part in command], check=True)  # noqa: S603  # our own arguments
    entry.unlink()


def copy_licences(modules: Path) -> None:
    licences = VENDOR / "licences"
    licences.mkdir(exist_ok=True)
    for source, name in (
        ("@fontsource/be-vietnam-pro/LICENSE", "be-vietnam-pro-OFL.txt"),
        ("@tabler/icons/LICENSE", "tabler-icons-MIT.txt"),
        ("echarts/LICENSE", "echarts-LICENSE.txt"),
        ("echarts/NOTICE", "echarts-NOTICE.txt"),
        ("zrender/LICENSE", "zrender-BSD-3-Clause.txt"),
        ("echarts/licenses/LICENSE-d3", "echarts-d3-BSD-3-Clause.txt"),
    ):
        shutil.copyfile(modules / source, licences / name)


def copy_axe(modules: Path) -> None:
    TEST_VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / "axe-core/axe.min.js", TEST_VENDOR / "axe.min.js")
    shutil.copyfile(modules / "axe-core/LICENSE", TEST_VENDOR / "axe-core-MPL-2.0.txt")


def main() -> None:
    modules = parse_arguments().node_modules
    VENDOR.mkdir(parents=True, exist_ok=True)
    for step in (copy_tabler, copy_fonts, write_icons, bundle_echarts, copy_licences, copy_axe):
        step(modules)
        print(step.__name__)


if __name__ == "__main__":
    main()
