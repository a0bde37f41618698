"""What a plain pyproject.toml cannot say: the versions of the parent POM, and the jar that the wheel carries."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

import pom
import version_file

JAR_VARIABLE = "PYSPARKLING_BUILD_JAR"


class VersionsFromPom(MetadataHookInterface):
    """Pins the engine's Python client to the engine that the jar carries."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the dependencies."""
        metadata["dependencies"] = [f"h2o-client=={pom.ENGINE_VERSION}"]


class JarInWheel(BuildHookInterface[Any]):
    """Puts the fat jar and what identifies it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the jar, unless this is an editable install of a tree in which none was built."""
        jar = Path(os.environ.get(JAR_VARIABLE) or pom.DEFAULT_JAR)
        if jar.is_file():
            version_file.write(jar)
            build_data["force_include"][str(jar)] = f"pysparkling/jars/{pom.JAR_NAME}"
            for name in ("LICENSE", "NOTICE"):
                path = pom.REPOSITORY / name
                if path.is_file():
                    build_data["force_include"][str(path)] = f"pysparkling/{name}"
        elif version == "editable":
            version_file.write(None)
        else:
            raise FileNotFoundError(f"There is no jar {jar} to put into the wheel; run 'make jar' first")
