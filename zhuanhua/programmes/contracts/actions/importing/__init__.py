"""Contracts come in by the hundred or the hundred thousand: what is wrong with their rows, which are here already, and how they are stored."""

from zhuanhua.programmes.contracts.actions.importing.checks import faults_of_filed, faults_of_registered
from zhuanhua.programmes.contracts.actions.importing.rows import Fault
from zhuanhua.programmes.contracts.actions.importing.storing import (
    compare_rows,
    import_filed,
    import_registered,
)

__all__ = [
    "Fault",
    "compare_rows",
    "faults_of_filed",
    "faults_of_registered",
    "import_filed",
    "import_registered",
]
