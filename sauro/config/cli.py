"""The `sauro` command: every operation a person would script."""

import os
import sys

from django.core.management import execute_from_command_line

from sauro.config import serving


def main() -> None:
    """Run `sauro NAME …`; hyphens in NAME stand for the underscores of the module."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.config.settings")
    argv = list(sys.argv)
    if len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    if argv[1:2] == ["serve"] and not {"-h", "--help"} & set(argv):
        serving.serve(argv[2:])
    else:
        execute_from_command_line(argv)
