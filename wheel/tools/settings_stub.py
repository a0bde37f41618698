"""Write ``pysparkling/_settings.pyi`` from ``settings.json``, for type checkers and completion.

Run without arguments it writes the file; with ``--check`` it tells by its exit code whether the file is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
TARGET = SOURCE / "pysparkling" / "_settings.pyi"

_HEAD = """\
# Written by tools/settings_stub.py from settings.json; do not edit.
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

_S = TypeVar("_S", bound="SettingMethods")

@dataclass(frozen=True)
class Setter:
    name: str
    sets: Mapping[str, str]

@dataclass(frozen=True)
class Setting:
    name: str
    kind: str
    default: str | None
    documentation: str
    secret: bool
    former_names: tuple[str, ...]
    getters: tuple[str, ...]
    setters: tuple[Setter, ...]

SETTINGS: tuple[Setting, ...]

def load_settings() -> tuple[Setting, ...]: ...
def find_setting(name: str) -> Setting | None: ...
def from_text(kind: str, text: str) -> Any: ...
def to_text(value: object) -> str: ...

class SettingMethods:
    def get(self, name: str, default: Any = None) -> Any: ...
    def set(self: _S, name: str, value: object) -> _S: ...
"""


def stub() -> str:
    """Return what the file should contain."""
    # The module is loaded by itself: it needs neither the package nor Spark.
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("pysparkling._settings", SOURCE / "pysparkling" / "_settings.py")
    if spec is None or spec.loader is None:
        raise ImportError("pysparkling/_settings.py cannot be loaded")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    lines = []
    for setting in module.SETTINGS:
        python_type = {"boolean": "bool", "integer": "int"}.get(setting.kind, "Any")
        result = python_type if setting.default is not None or python_type == "Any" else f"{python_type} | None"
        lines += [f"    def {getter}(self) -> {result}: ...\n" for getter in setting.getters]
        value_type = {"boolean": "bool", "integer": "int | str"}.get(setting.kind, "object")
        for setter in setting.setters:
            argument = "" if setter.sets else f", value: {value_type}"
            lines.append(f"    def {setter.name}(self: _S{argument}) -> _S: ...\n")
    return _HEAD + "".join(lines)


def is_current() -> bool:
    """Tell whether the file says what settings.json says."""
    return TARGET.is_file() and TARGET.read_text(encoding="utf-8") == stub()


def main() -> int:
    """Write the file, or check it."""
    if "--check" in sys.argv[1:]:
        return 0 if is_current() else 1
    TARGET.write_text(stub(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
