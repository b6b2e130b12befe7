"""What a commit may not hold: addresses of registries, paths of machines, unfinished marks, secrets."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINARY = {".woff2", ".png", ".ico", ".jpg", ".gz", ".docx", ".xlsx", ".pdf"}
HOSTS = re.compile(r"(pypi|npmjs|pythonhosted|deb\.debian)\." + r"(org|com)", re.IGNORECASE)
PATHS = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|ho" + r"me)/\w")
MARKS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|raise Not" + r"Implemented\w*)\b")


def tracked() -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in out.split("\0") if name and (ROOT / name).is_file()]


def texts(*skip: str) -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if path.suffix in BINARY or any(part in name for part in skip):
            continue
        found.append((name, path.read_text(encoding="utf-8", errors="replace")))
    return found


def test_lock_files_hold_no_address():
    names = [*ROOT.glob("requirements*.txt"), *ROOT.glob("*.lock"), ROOT / "package-lock.json"]
    assert [p.name for p in names if p.exists() and "://" in p.read_text(encoding="utf-8")] == []


def test_lock_files_pin_every_line_with_hashes():
    for path in ROOT.glob("requirements*.txt"):
        pins = re.findall(r"^[\w.\[\],-]+==", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert pins
        assert path.read_text(encoding="utf-8").count("--hash=sha256:") >= len(pins)


def test_nothing_names_a_registry():
    wrong = [name for name, text in texts("vendor/") if HOSTS.search(text)]
    assert wrong == []


def test_nothing_names_a_path_of_a_machine():
    wrong = [
        name
        for name, text in texts("vendor/", ".po", "tests/test_repository.py")
        if PATHS.search(text)
    ]
    assert wrong == []


def test_nothing_is_left_unfinished():
    wrong = [name for name, text in texts("vendor/", ".csv") if MARKS.search(text)]
    assert wrong == []


def test_no_private_key_or_database_is_tracked():
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    assert [n for n in names if n.endswith((".sqlite3", ".pem", ".key", ".env", ".mo"))] == []
