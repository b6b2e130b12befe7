"""Settings of the test suite: fast hashes, long work at once, temporary files, e-mail in memory."""

import os
import tempfile

os.environ.setdefault("SAURO_DATA", tempfile.mkdtemp(prefix="sauro-test-"))

from sauro.config.settings import *
from sauro.config.settings import STATIC_ROOT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is missing
