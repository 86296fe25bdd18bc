"""The site as tests see it: its own folder, jobs at once, cheap passwords, SQLite or a throw-away PostgreSQL."""

import atexit
import os
import shutil
import tempfile

from tests.support import postgres

for name in [
    name for name in os.environ if name.startswith("ZHUANHUA_") and not name.startswith("ZHUANHUA_TEST_")
]:
    if name not in {"ZHUANHUA_EVIDENCE", "ZHUANHUA_ASSETS_DIR", "ZHUANHUA_SHOTS"}:
        del os.environ[name]  # a developer's own site must not leak into a test
os.environ.pop("DATABASE_URL", None)

folder = tempfile.mkdtemp(prefix="zhuanhua-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.mkdir(f"{folder}/static")  # whitenoise warns about a missing folder, and warnings are errors
os.environ.update(
    ZHUANHUA_DEBUG="1",  # plain http; Django's test runner switches DEBUG itself off
    ZHUANHUA_DATA_DIR=folder,
    ZHUANHUA_JOBS_IMMEDIATE="1",
)
if os.environ.get("ZHUANHUA_TEST_DATABASE") == "postgres":
    os.environ["DATABASE_URL"] = postgres.cluster_url()

from config.settings import *  # noqa: E402, F403  the environment above has to stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 costs 130 ms for each person
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
