"""What the wheel takes from the parent POM, the one place where versions stand."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
_NAMESPACE = "{http://maven.apache.org/POM/4.0.0}"


def _property(name: str) -> str:
    pom = REPOSITORY / "pom.xml"
    value = ElementTree.parse(pom).getroot().findtext(f"{_NAMESPACE}properties/{_NAMESPACE}{name}")
    if not value:
        raise ValueError(f"{pom} has no property <{name}>; the wheel takes its version from there")
    return value.strip()


PROJECT_VERSION = _property("revision")
ENGINE_VERSION = _property("h2o.version")
JAR_NAME = f"sparkling-hosted-{PROJECT_VERSION}.jar"
DEFAULT_JAR = REPOSITORY / "assembly" / "target" / JAR_NAME
