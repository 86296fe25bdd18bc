"""Opens PDFs in a process of its own, with a limit on memory, and says of each in one word what it is.

Run as `python -I pdf_child.py MEMORY`. Says `ready`; then, for eight bytes of length and a file behind them: `whole`, `bare` (not a
page), `locked` (a password that is not known), `broken`, or `heavy`. Ends when nothing more comes in.
"""

import io
import resource
import sys

HEAD = 8


def judged(content: bytes) -> str:
    """Open a file to its pages; a reader of hostile files may fail in any way, and every one of them is said."""
    from pypdf import PasswordType, PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            return "locked"
        count = len(reader.pages)
        return "whole" if count and reader.pages[0].mediabox is not None else "bare"
    except (MemoryError, RecursionError):
        return "heavy"
    except Exception:  # noqa: BLE001 - as above
        return "broken"


def main() -> None:
    """Answer until nothing more comes in."""
    import pypdf  # noqa: F401 - slow; whoever asks waits for it once

    say("ready")
    while len(head := sys.stdin.buffer.read(HEAD)) == HEAD:
        say(judged(sys.stdin.buffer.read(int.from_bytes(head, "big"))))


def say(word: str) -> None:
    """Print one line at once."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    most = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    main()
