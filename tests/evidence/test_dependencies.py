"""Are production settings, secrets, locked requirements and licences in order (R16)?"""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.evidence import Evidence

pytestmark = [pytest.mark.evidence, pytest.mark.proof("R16")]
ROOT = Path(__file__).resolve().parents[2]
LOCKED = ("base", "production", "test", "bench", "spark")
SECRETS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{16,}\b"),
    "token of a forge": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|sk-[A-Za-z0-9]{32,})\b"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "password in an address": re.compile(r"\b(?:postgres(?:ql)?|mysql|redis|amqp|https?|smtp)://[^\s:/@<>{}'\"]+:(?!PASSWORD@)[^\s:/@<>{}'\"]+@"),
    "secret in settings": re.compile(
        r"(?i)^[ \t]*[A-Z_]*(?:SECRET|PASSWORD|TOKEN|API_KEY)[A-Z_]*[ \t]*[=:][ \t]*[\"']?[A-Za-z0-9+=_-][A-Za-z0-9+/=_-]{15,}[\"']?[ \t]*$",
        re.MULTILINE,
    ),
}  # fmt: skip
SETTINGS_FILES = re.compile(
    r"(^|/)(config/.*\.py|.*\.(ya?ml|toml|env|ini|cfg|service|example)|Dockerfile|Makefile)$"
)
# Files whose text only looks like a secret, each with its reason.
INVENTED = {"tests/evidence/test_dependencies.py": "the patterns and the examples that they must find"}
PERMISSIVE = re.compile(
    r"^(MIT(-0| License)?|BSD.*|[023]?-?Clause.*|0BSD|Apache.*|ISC.*|PSF.*|Python Software Foundation License|Zlib|CC0-1\.0|CNRI-Python|Unlicense.*"
    r"|MPL.*|Mozilla Public License 2\.0.*|.*\(3-clause\).*|pytest-django is released under the BSD.*)$",
    re.DOTALL,
)
# LGPL libraries are imported unchanged and can be exchanged by whoever runs the site; that is what the licence asks.
UNCHANGED_LIBRARIES = {"psycopg", "psycopg-binary", "psycopg-pool", "python-stdnum"}
TOOLS_ONLY = {"djlint": "GPL-3.0-or-later: a linter on the builder's desk, never part of a site"}
SAID_ELSEWHERE = {
    "diff-match-patch": "Apache-2.0",
    "django-import-export": "BSD-2-Clause",
    "qrcode": "BSD-3-Clause by its LICENSE file; a classifier adds Other",
    "fido2": "BSD-2-Clause, parts Apache-2.0 and MPL-2.0",
}  # the field holds the whole text; the classifiers or LICENSE name it


def tracked() -> list[Path]:
    """Give the files of the repository that hold text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def secrets_in(name: str, text: str) -> list[str]:
    """Name the kinds of secrets in a text; assignments count in settings files only, where no variable stands behind."""
    return [
        kind
        for kind, pattern in SECRETS.items()
        if (kind != "secret in settings" or SETTINGS_FILES.search(name)) and pattern.search(text)
    ]


def locked(name: str) -> dict[str, str]:
    """Give packages and versions of a locked set."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {
        plain(found[1]): found[2] for found in re.finditer(r"^([\w.\[\]-]+)==([^\s;\\]+)", text, re.MULTILINE)
    }


def plain(name: str) -> str:
    """Write a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name.split("[", maxsplit=1)[0]).lower()


def test_production_settings_give_no_warning(tmp_path: Path, evidence: Evidence) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHUANHUA_", "DATABASE_"))
    }
    (tmp_path / "static").mkdir()
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZHUANHUA_SECRET_KEY": os.urandom(48).hex(),
        "ZHUANHUA_ALLOWED_HOSTS": "zhuanhua.example.gov.cn",
        "ZHUANHUA_SITE_URL": "https://zhuanhua.example.gov.cn",
        "ZHUANHUA_DATA_DIR": str(tmp_path),
        "ZHUANHUA_BEHIND_PROXY": "1",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=kept | production, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, "no issues" in done.stdout + done.stderr) == (0, True), done.stdout + done.stderr
    evidence.figure("warnings of check --deploy", 0, zh="生产配置告警")


def test_site_without_a_secret_key_does_not_start(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHUANHUA_")}
    told = {"DJANGO_SETTINGS_MODULE": "config.settings", "ZHUANHUA_DATA_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=kept | told,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "ZHUANHUA_SECRET_KEY is not set" in done.stderr


def test_repository_holds_no_secret(evidence: Evidence) -> None:
    found = []
    files = tracked()
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if name not in INVENTED:
            text = path.read_bytes().decode("utf-8", errors="replace")
            found += [f"{name}: {kind}" for kind in secrets_in(name, text)]

    assert found == []
    evidence.figure("files searched for secrets", len(files), zh="查过密钥的文件")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("private key", "-----BEGIN EC PRIVATE KEY-----\nMHc"),
        ("cloud key", "key = 'AKIAIOSFODNN7EXAMPLE'"),
        ("token of a forge", "ghp_" + "a1B2" * 9),
        ("signed token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"),
        ("password in an address", "DATABASE_URL=postgresql://zhuanhua:hunter2@127.0.0.1/zhuanhua"),
        ("secret in settings", 'SECRET_KEY = "k3jf83kd93jf83kd93jf83kd"'),
    ],
)
def test_scanner_finds_what_it_looks_for(kind: str, text: str) -> None:
    assert secrets_in("config/settings.py", text) == [kind]


@pytest.mark.parametrize("name", LOCKED)
def test_requirements_are_locked_by_hash_and_name_no_address(name: str, evidence: Evidence) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = [each for each in re.split(r"\n(?=\S)", text) if each.strip() and not each.startswith("#")]

    assert [each.split()[0] for each in entries if not re.match(r"[\w.\[\]-]+==\S+", each)] == []
    assert [each.split()[0] for each in entries if "--hash=sha256:" not in each] == []
    assert re.findall(r"https?://|git\+|--(?:extra-)?index-url|--find-links|-e ", text) == []
    evidence.figure(f"packages in {name}.txt", len(entries), zh=f"锁定的包，{name}.txt")


def test_what_a_site_installs_is_what_was_tested() -> None:
    tested = locked("test")

    assert [
        name for name, version in locked("production").items() if tested.get(name, version) != version
    ] == []


def test_every_licence_goes_with_apache(evidence: Evidence) -> None:
    production, wrong, seen = locked("production"), [], 0
    for package in importlib.metadata.distributions():
        name = plain(package.name)
        if name == "zhuanhua":
            continue
        seen += 1
        allowed = UNCHANGED_LIBRARIES | set(SAID_ELSEWHERE) | ({*TOOLS_ONLY} - production.keys())
        if name not in allowed and not is_permissive(licence_of(package)):
            wrong.append(f"{name}: {licence_of(package)!r}")

    assert sorted(wrong) == []
    assert set(TOOLS_ONLY) & production.keys() == set()
    evidence.figure("licences read", seen, zh="核过许可的包")


def licence_of(package: importlib.metadata.Distribution) -> str:
    """Give what a package says of its licence: the expression, else the field, else the classifiers."""
    told = package.metadata
    classifiers = [
        each.split("::")[-1].strip()
        for each in told.get_all("Classifier") or []
        if each.startswith("License")
    ]
    return told.get("License-Expression") or " AND ".join(classifiers) or (told.get("License") or "").strip()


def is_permissive(licence: str) -> bool:
    """Tell whether every part may be used under Apache-2.0; of alternatives one is enough."""
    parts = [part.strip(" ()") for part in re.split(r"\bAND\b", licence)]
    return bool(licence) and all(
        any(PERMISSIVE.match(choice.strip(" ()")) for choice in re.split(r"\bOR\b", part)) for part in parts
    )


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("SSPL-1.0", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, may: bool) -> None:
    assert is_permissive(licence) == may


def test_known_holes_are_looked_up_on_a_connected_machine(evidence: Evidence) -> None:
    """An advisory source is asked only where pip-audit and its network are at hand; elsewhere the report says so."""
    command = "pipx run pip-audit --disable-pip --require-hashes -r requirements/production.txt"
    told = {plain(name): version for name, version in locked("production").items()}
    evidence.figure("packages to be looked up", len(told), zh="待查漏洞的生产包")
    if not (os.environ.get("ZHUANHUA_TEST_ADVISORIES") and shutil.which("pip-audit")):
        evidence.not_run(
            "已知漏洞，本机没有漏洞库", "known vulnerabilities; no advisory source here", command
        )
        assert told["django"].startswith("5.2.")
        return
    done = subprocess.run(
        ["pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements/production.txt"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    evidence.figure("known vulnerabilities", 0, zh="已知漏洞")
