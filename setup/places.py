"""Where set-up finds and puts things."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / "python"
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
ASSETS = VAR / "assets"
NODE_MODULES = ROOT / "node_modules"
