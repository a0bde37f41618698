"""Users whom somebody else knows log in at the gateway; the driver's own client needs none of them."""

from __future__ import annotations

from pathlib import Path

import h2o
import pytest
import requests
from pyspark.sql import SparkSession

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import H2OSparklingError

pytestmark = pytest.mark.newest


def test_the_owner_logs_in_by_a_file_of_hashes(
    spark: SparkSession, tmp_path: Path
) -> None:
    users = tmp_path / "users"
    # Of the password "password".
    users.write_text("jane: MD5:5f4dcc3b5aa765d61d8327deb882cf99\njoe: plain\n")
    conf = H2OConf().setHashLoginEnabled().setLoginConf(str(users)).setUserName("jane")
    hc = H2OContext.getOrCreate(spark, conf)
    try:

        def status(user: str, password: str) -> int:
            address = f"{hc.flowURL()}/3/About"
            return requests.get(address, auth=(user, password), timeout=30).status_code

        assert status("jane", "password") == 200
        assert status("jane", "plain") == 401
        assert status("joe", "plain") == 403
        assert status("nobody", "password") == 401
        assert hc.asH2OFrame(spark.range(3)).nrow == 3
        assert h2o.cluster().cloud_healthy
    finally:
        hc.stop()


def test_a_login_configuration_that_cannot_serve_is_told_before_anything_starts(
    spark: SparkSession, tmp_path: Path
) -> None:
    modules = tmp_path / "login.conf"
    modules.write_text("mine { a.b.C required; };")
    conf = H2OConf().setLdapLoginEnabled().setLoginConf(str(modules))
    with pytest.raises(H2OSparklingError, match="has no entry 'ldaploginmodule'"):
        H2OContext.getOrCreate(spark, conf)
    assert H2OContext.get() is None
    with pytest.raises(H2OSparklingError, match="login.conf is not set"):
        H2OContext.getOrCreate(spark, H2OConf().setPamLoginEnabled())
