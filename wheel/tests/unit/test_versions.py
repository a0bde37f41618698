from __future__ import annotations

import pom
from support import WHEEL


def test_the_zip_carries_the_client_of_the_engine() -> None:
    lines = (WHEEL / "requirements-vendor.txt").read_text(encoding="utf-8").splitlines()

    assert f"h2o-client=={pom.ENGINE_VERSION}" in lines


def test_no_version_of_the_product_stands_in_the_wheel() -> None:
    assert pom.PROJECT_VERSION not in (WHEEL / "pyproject.toml").read_text(encoding="utf-8")
