"""A client for our own REST, with the credential and the address that Python's h2o has."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import h2o
import requests


@dataclass(frozen=True)
class Rest:
    """Asks the gateway."""

    url: str
    auth: tuple[str, str] | None = field(repr=False)

    @classmethod
    def connected(cls) -> Rest:
        """Take what the h2o module is connected by."""
        connection = h2o.connection()
        return cls(connection.base_url, connection._auth)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request."""
        return requests.request(
            method, self.url + path, auth=self.auth, timeout=60, **options
        )

    def get(self, path: str, **options: Any) -> Any:
        """Return the JSON of an answer that must be a success."""
        answer = self.ask("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, status: int, **options: Any) -> Any:
        """Return the JSON of an answer that must have that status."""
        answer = self.ask("POST", path, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    def ended(self, conversion: str, within: float = 60) -> Any:
        """Wait until a conversion has ended, and return what is told of it."""
        deadline = time.monotonic() + within
        while True:
            told = self.get(f"/sparkling/v1/conversions/{conversion}")
            if told["state"] != "RUNNING":
                return told
            assert time.monotonic() < deadline, told
            time.sleep(0.1)
