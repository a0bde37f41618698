"""The methods of H2OConf, made from the JVM side's register of settings.

``settings.json`` is written by the build of the JVM side and ``_settings.pyi`` from it (tools/settings_stub.py), so
that notebooks complete and type checkers know what is made here when the module is loaded.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import get_data
from typing import Any

# Durations are numbers of milliseconds unless they carry a unit.
_NUMBERS = ("integer", "duration")


@dataclass(frozen=True)
class Setter:
    """A method that changes settings."""

    name: str
    # Values by setting, for a method without an argument; empty for one whose argument is the value.
    sets: Mapping[str, str]


@dataclass(frozen=True)
class Setting:
    """What the JVM side tells of one setting."""

    name: str
    kind: str
    default: str | None
    documentation: str
    secret: bool
    former_names: tuple[str, ...]
    getters: tuple[str, ...]
    setters: tuple[Setter, ...]


def load_settings() -> tuple[Setting, ...]:
    """Return the register of settings."""
    content = get_data(__name__, "settings.json")
    if content is None:
        raise ImportError("pysparkling is not complete: settings.json is missing")
    return tuple(
        Setting(
            name=entry["name"],
            kind=entry["type"],
            default=entry.get("default"),
            documentation=entry["doc"],
            secret=entry["secret"],
            former_names=tuple(entry["formerNames"]),
            getters=tuple(entry["getters"]),
            setters=tuple(Setter(setter["name"], dict(setter["sets"])) for setter in entry["setters"]),
        )
        for entry in json.loads(content)["settings"]
    )


SETTINGS = load_settings()
_BY_NAME = {name: setting for setting in SETTINGS for name in (setting.name, *setting.former_names)}


def find_setting(name: str) -> Setting | None:
    """Return the setting of that name, present or former."""
    return _BY_NAME.get(name)


def from_text(kind: str, text: str) -> Any:
    """Return a value as Python has it."""
    if kind == "boolean":
        return text.strip().lower() == "true"
    if kind in _NUMBERS:
        # A text that is no number stays one: the JVM side will say what is wrong with it, or knows its unit.
        with contextlib.suppress(ValueError):
            return int(text)
    return text


def to_text(value: object) -> str:
    """Return a value as the JVM side reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list | tuple):
        return ",".join(map(to_text, value))
    return str(value)


class SettingMethods:
    """Getters and setters, one or more for each setting; the register below adds them."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return the text of a setting that was set explicitly."""
        raise NotImplementedError

    def set(self, name: str, value: object) -> Any:
        """Set a setting."""
        raise NotImplementedError


def _getter(setting: Setting, name: str) -> Callable[[SettingMethods], Any]:
    def getter(self: SettingMethods) -> Any:
        text = self.get(setting.name, setting.default)
        return None if text is None else from_text(setting.kind, text)

    return _named(getter, name, setting)


def _setter(setting: Setting, description: Setter) -> Callable[..., Any]:
    if description.sets:

        def constant_setter(self: SettingMethods) -> Any:
            for name, value in description.sets.items():
                self.set(name, value)
            return self

        return _named(constant_setter, description.name, setting)

    def setter(self: SettingMethods, value: object) -> Any:
        return self.set(setting.name, value)

    return _named(setter, description.name, setting)


def _named(method: Callable[..., Any], name: str, setting: Setting) -> Callable[..., Any]:
    method.__name__ = name
    method.__qualname__ = f"H2OConf.{name}"
    default = "" if setting.default is None else f" Default: {setting.default}."
    method.__doc__ = f"{setting.documentation}\n\nSetting ``{setting.name}``.{default}"
    return method


for _setting in SETTINGS:
    for _name in _setting.getters:
        setattr(SettingMethods, _name, _getter(_setting, _name))
    for _description in _setting.setters:
        setattr(SettingMethods, _description.name, _setter(_setting, _description))
