from __future__ import annotations

from typing import TYPE_CHECKING

import pyspark  # noqa: F401 - the toy jar is compiled against its jars
import pytest

import version_file
from support import Runner, compile_toy, install

if TYPE_CHECKING:
    from pathlib import Path

# The package cannot be imported from a source tree without it.
if not version_file.TARGET.exists():
    version_file.write(None)


@pytest.fixture(scope="session")
def toy_jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_toy(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory, toy_jar: Path) -> Path:
    return install(tmp_path_factory.mktemp("installed"), toy_jar)


@pytest.fixture(scope="session")
def toy(toy_site: Path) -> Runner:
    """Pythons in which the package is installed with a toy jar."""
    return Runner(path=(toy_site,))
