"""Settings of the test suite: fast hashes, long work at once, temporary files, e-mail in memory."""

import os
import tempfile

os.environ.setdefault("SAURO_DATA", tempfile.mkdtemp(prefix="sauro-test-"))

from sauro.config.settings import *
from sauro.config.settings import DATABASES, STATIC_ROOT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is missing

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, as in production. In memory all threads of the live server share one connection,
    # and two requests at once can wait for each other for ever inside SQLite.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['SAURO_DATA']}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
