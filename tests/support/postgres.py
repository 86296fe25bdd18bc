"""A throw-away PostgreSQL cluster for tests: made from the installed server binaries, on a socket of its own, gone at the end."""

import atexit
import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import quote

FOLDER_URL = (
    "ZHUANHUA_TEST_POSTGRES"  # tells the workers of pytest-xdist which cluster their parent has started
)
QUICK = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=60",
    "autovacuum=off",
)


@cache
def installed() -> Path | None:
    """The folder of initdb and postgres, newest version first; None where no server is installed."""
    folders = [
        path / "bin" for path in sorted(Path("/usr/lib/postgresql").glob("*"), key=_version, reverse=True)
    ]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(asked.stdout.strip()))
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    return next(
        (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def _version(folder: Path) -> int:
    return int(folder.name) if folder.name.isdigit() else 0


def cluster_url(*, durable: bool = False) -> str:
    """Start a cluster and return its DATABASE_URL; it is stopped and removed when this process ends."""
    running = os.environ.get(FOLDER_URL)
    if running and not durable:
        return running
    cluster = Cluster(durable=durable)
    cluster.start()
    atexit.register(cluster.remove)
    if not durable:
        os.environ[FOLDER_URL] = cluster.url
    return cluster.url


class Cluster:
    """One server that listens on a socket in a temporary folder only; as root it runs as the user `postgres` or `nobody`."""

    def __init__(self, *, durable: bool = False, at: Path = Path("/tmp")) -> None:
        bin_folder = installed()
        if bin_folder is None:
            raise LookupError("PostgreSQL's server is not installed here (Debian: apt install postgresql).")
        self.bin = bin_folder
        self.durable = durable
        self.folder = Path(
            tempfile.mkdtemp(prefix="zh-pg-", dir=at)
        )  # short: a socket's path has 107 bytes at most
        self.options: dict[str, object] = {}
        if os.geteuid() == 0:
            user = self._ordinary_user()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.folder.chmod(0o700)
        self.url = f"postgresql://tester@{quote(str(self.folder), safe='')}/postgres"

    @staticmethod
    def _ordinary_user() -> pwd.struct_passwd:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam("postgres")
        return pwd.getpwnam("nobody")

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self.options,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}")

    @property
    def records(self) -> Path:
        """Where the server keeps its files."""
        return self.folder / "records"

    def start(self) -> None:
        """Make the cluster if it is new, and start its server."""
        if not self.records.exists():
            sync = () if self.durable else ("--no-sync",)
            self._run(
                self.bin / "initdb",
                "-D",
                self.records,
                "-U",
                "tester",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                *sync,
            )
        settings = [] if self.durable else [word for setting in QUICK for word in ("-c", setting)]
        listen = f"-k {self.folder} -c listen_addresses= " + " ".join(settings)
        self._run(
            self.bin / "pg_ctl",
            "-D",
            self.records,
            "-l",
            self.folder / "log",
            "-o",
            listen,
            "-w",
            "-t",
            "60",
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: `immediate` is a crash, `fast` is orderly."""
        with contextlib.suppress(RuntimeError):
            self._run(self.bin / "pg_ctl", "-D", self.records, "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        if self.folder.exists():
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
