from typing import Final

VERSION: Final[str]
ENGINE_VERSION: Final[str]
JAR_NAME: Final[str]
JAR_SHA256: Final[str]
