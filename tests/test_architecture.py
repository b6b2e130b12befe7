"""What import-linter cannot say: shapes of functions, forbidden words, budgets, keys that point down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "sauro"
ORDER = ["territory", "accounts", "orgs", "documents", "indicators", "programmes"]
ORDER += ["explanations", "bottlenecks", "alerts", "reporting"]
DUMPING_GROUNDS = {"utils", "helpers", "common", "misc"}
WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
}
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}  # reading, when called with nothing


def sources(*parts: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.joinpath(*parts).rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            yield path


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def layer(path: Path) -> str:
    """The name of the layer of a domain file: the first part below the domain."""
    parts = path.relative_to(PACKAGE / "domains").parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def domain_files(*layers: str) -> list[Path]:
    return [path for path in sources("domains") if layer(path) in layers]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


# Shared pieces inside a services package that are not services themselves.
PIECES = {"writing.py", "writing_tasks.py", "writing_targets.py"}


def is_service(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Attribute) and d.attr == "atomic" for d in node.decorator_list)


def test_services_are_keyword_only_and_name_their_actor_and_moment():
    wrong = []
    for path in domain_files("services"):
        for node in filter(is_service, public_functions(path)):
            given = {argument.arg for argument in node.args.kwonlyargs}
            if node.args.args or not {"by", "at"} <= given:
                wrong.append(f"{name(path)}:{node.name}")
    assert wrong == []


def test_selectors_with_several_arguments_are_keyword_only():
    wrong = [
        f"{name(path)}:{node.name}"
        for path in domain_files("selectors")
        for node in public_functions(path)
        if len(node.args.args) > 1 or (node.args.args and node.args.kwonlyargs)
    ]
    assert wrong == []


def test_rules_import_no_django():
    wrong = []
    for path in domain_files("rules", "planfile"):
        for node in ast.walk(tree_of(path)):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            wrong += [f"{name(path)}: {m}" for m in modules if m.split(".")[0] == "django"]
    assert wrong == []


def test_the_domain_knows_no_request():
    banned = ("django.http", "django.shortcuts", "django.contrib.messages", "django.template")
    layers = ("services", "selectors", "models", "rules", "permissions", "workflow", "staging")
    wrong = []
    for path in domain_files(*layers):
        for node in ast.walk(tree_of(path)):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if module.startswith(banned):
                wrong += [f"{name(path)}: {module}"]
    assert wrong == []


def test_only_views_commands_and_the_shell_read_the_clock():
    layers = ("services", "selectors", "models", "rules", "permissions", "workflow", "staging")
    files = [*domain_files(*layers, "planfile"), *sources("engines")]
    wrong = []
    for path in files:
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            clocky = isinstance(owner, ast.Name) and owner.id in {
                *("clock", "timezone", "datetime", "date", "time"),
            }
            if clocky and node.func.attr in CLOCKS and not node.args:
                wrong.append(f"{name(path)}:{node.lineno}")
    assert [w for w in wrong if "/engines/" not in w or "core" in w] == []
    assert [w for w in wrong if "/engines/" in w and "/views.py" not in w] == []


def test_only_services_write():
    layers = ("views", "api", "selectors", "forms", "listings", "rules", "permissions", "staging")
    wrong = []
    for path in domain_files(*layers):
        for node in ast.walk(tree_of(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(called, ast.Attribute)
                and called.attr in WRITES
                and getattr(called.value, "id", "") != "router"
            ):
                wrong.append(f"{name(path)}:{called.lineno} .{called.attr}()")
    assert wrong == []


def test_no_dumping_grounds():
    names = {path.stem for path in sources()} | {path.parent.name for path in sources()}
    assert names & DUMPING_GROUNDS == set()


def test_core_has_its_four_files():
    files = {path.name for path in (PACKAGE / "core").glob("*.py")}
    assert files == {"__init__.py", "clock.py", "errors.py", "htmx.py", "models.py"}


@pytest.mark.parametrize("suffix", ["py", "html"])
def test_files_and_functions_keep_their_budgets(suffix):
    long = []
    for path in PACKAGE.rglob(f"*.{suffix}"):
        if "migrations" in path.parts or "vendor" in path.parts:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 400:
            long.append(f"{name(path)}: {len(lines)} lines")
        if suffix != "py" or "tests" in path.parts:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 50:
                    long.append(f"{name(path)}:{node.name}: {length} lines")
    assert long == []


def test_foreign_keys_point_down_the_order():
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in ORDER:
            continue
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model is not None:
                there = field.related_model._meta.app_label
                if there in ORDER and ORDER.index(there) > ORDER.index(here):
                    wrong.append(f"{model._meta.label}.{field.name} → {there}")
    assert wrong == []


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


# Addresses of libraries that guard themselves: log-in pages and the API (tested by itself).
LIBRARY_ROUTES = ("dang-nhap/", "api/v1/")


def test_every_view_says_who_may_open_it():
    wrong = [
        route
        for route, entry in patterns(get_resolver())
        if not route.startswith(LIBRARY_ROUTES) and not hasattr(entry.callback, "access")
    ]
    assert wrong == []


INLINE = (" style=", "<style", "onclick=", "onchange=", "onsubmit=", "|safe")


def test_templates_hold_no_inline_script_style_or_handler():
    wrong = []
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found = (banned for banned in INLINE if banned in text)
        wrong += [f"{name(path)}: {banned.strip()}" for banned in found]
    assert wrong == []


def test_no_two_pages_share_a_name():
    """A name that stands twice leads the links of one page to the other, without a word."""
    names: dict[str, set[str]] = {}
    for route, pattern in patterns(get_resolver()):
        if pattern.name and not route.startswith("api/"):  # the API has a namespace of its own
            view = getattr(pattern.callback, "__qualname__", str(pattern.callback))
            names.setdefault(pattern.name, set()).add(view)
    assert {name: views for name, views in names.items() if len(views) > 1} == {}


def test_no_two_shapes_of_the_api_share_a_name():
    """Of two that do, the description knows one, and clients are told the wrong fields."""
    from sauro.config.api import api

    api.get_openapi_schema()
    places: dict[str, set[str]] = {}
    for shape in api_shapes():
        if shape.__module__.startswith("sauro."):
            places.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def api_shapes() -> Iterator[type]:
    """Shapes of requests and answers, and the lists of words in their fields."""
    from enum import Enum

    from ninja import Schema

    waiting: list[Any] = list(Schema.__subclasses__())
    seen: set[int] = set()
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        waiting += get_args(found)
        if not isinstance(found, type):
            continue
        if issubclass(found, Schema):
            waiting += found.__subclasses__()
            waiting += [field.annotation for field in found.model_fields.values()]
            yield found
        elif issubclass(found, Enum):
            yield found
