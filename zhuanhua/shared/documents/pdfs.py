"""Does a PDF open, and has it a page? One child process reads them one after another; a file that holds it up ends it.

A child of its own costs a second and the reader's memory, so it stays for the next file; it is started with the first, and anew
after every file that it did not survive.
"""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO

CHILD = Path(__file__).with_name("pdf_child.py")
MEMORY = 1024 * 1024 * 1024
SECONDS = 8.0  # a scan of 20 MB takes a tenth of one
STARTING_SECONDS = 60.0
CHUNK = 1024 * 1024
HEAD = 8  # bytes that say how long a file is


class PdfReading:
    """The child, and the lock before it: threads of one process take turns."""

    def __init__(self, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.memory, self.seconds = memory, seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock, self._late = threading.Lock(), threading.Event()

    def verdict(self, content: BinaryIO, size: int) -> str:
        """Say `whole`, `bare`, `locked`, `broken`, or `heavy`: took too long, too much memory, or broke the reader."""
        with self._lock:
            for _attempt in range(2):  # the child may have ended between two files
                word = self._answer(self._running(), self.seconds, content, size)
                content.seek(0)
                if word:
                    return word
                self.end()
                if self._late.is_set():
                    break
            return "heavy"

    def end(self) -> None:
        """Let the child go."""
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _shut(pipe)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid():  # a worker that was forked does not talk to its parent's child
            self._child, self._owner = None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self.end()
            self._child = subprocess.Popen(
                [sys.executable, "-I", CHILD, str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._answer(self._child, STARTING_SECONDS) != "ready":
                self.end()
                message = "The reader of PDF files does not start."
                raise RuntimeError(message)
        return self._child

    def _answer(
        self, child: "subprocess.Popen[bytes]", seconds: float, content: BinaryIO | None = None, size: int = 0
    ) -> str:
        """Hand a file over and wait for the word; none when the child had to be ended, or ended itself."""
        assert child.stdin is not None
        assert child.stdout is not None
        self._late.clear()
        timer = threading.Timer(seconds, self._stop, [child])
        timer.start()
        try:
            if content is not None:
                child.stdin.write(size.to_bytes(HEAD, "big"))
                content.seek(0)
                while chunk := content.read(CHUNK):
                    child.stdin.write(chunk)
                child.stdin.flush()
            return child.stdout.readline().decode().strip()
        except OSError:
            return ""
        finally:
            timer.cancel()

    def _stop(self, child: "subprocess.Popen[bytes]") -> None:
        self._late.set()
        child.kill()


def _shut(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # what was written did not reach the child any more
        pipe.close()


READING = PdfReading()
atexit.register(READING.end)
