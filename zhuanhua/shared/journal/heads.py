"""How does the end of the journal get out of the house? As a signed head: number, hash and moment of the last line.

Whoever can write the database can rewrite the whole chain. A head that was signed and carried away before cannot be
reproduced by a rewritten or shortened chain, so heads belong on another machine, in print or on a public page.
"""

import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.verifier import read_lines, signed_bytes


def folder() -> Path:
    """Where the key and the kept heads lie: ZHUANHUA_JOURNAL_DIR, else in the site's data folder."""
    return Path(os.environ.get("ZHUANHUA_JOURNAL_DIR") or Path(settings.DATA_DIR) / "journal")


def heads_file() -> Path:
    """The heads this site has signed, one JSON object a line."""
    return folder() / "heads.jsonl"


def signing_key() -> Ed25519PrivateKey:
    """Read the site's key; the first call makes it, readable by the owner alone."""
    path = folder() / "journal.key"
    if not path.exists():
        _make_key(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal(_("%(path)s不是日志的签名密钥。") % {"path": path}, way_out=_("请从备份恢复这个文件。"))
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(fresh, path)  # only one of two processes that start together gives the key its name
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def public_key() -> Ed25519PublicKey:
    """Give the key with which anybody checks the heads."""
    return signing_key().public_key()


def public_pem() -> str:
    """Write the public key as PEM."""
    return public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign_head() -> dict[str, Any] | None:
    """Sign the present end of the journal and keep the head; None while the journal is empty."""
    last = Entry.objects.order_by("-seq").values("seq", "hash").first()
    if last is None:
        return None
    head = {"seq": last["seq"], "hash": last["hash"], "at": city_now().isoformat(timespec="seconds")}
    head["signature"] = signing_key().sign(signed_bytes(head)).hex()
    row = json.dumps(head, ensure_ascii=False) + "\n"
    with heads_file().open("a", encoding="utf-8") as file:
        file.write(row)
    return head


def kept_heads(path: Path | None = None) -> list[dict[str, Any]]:
    """Read heads from a file, by default those kept here; an unreadable one counts as forged."""
    path = path or heads_file()
    return list(read_lines(path)) if path.exists() else []
