"""HTTPS at the gateway with a certificate that it makes for itself."""

from __future__ import annotations

import hashlib
import ssl
import stat
from pathlib import Path
from urllib.parse import urlsplit

import h2o
import pytest
import requests
from pyspark.sql import SparkSession

from pysparkling import H2OConf, H2OContext

pytestmark = pytest.mark.newest


def test_the_client_of_the_driver_checks_the_certificate_and_users_see_its_fingerprint(
    spark: SparkSession,
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setAutoFlowSslEnabled())
    url = hc.flowURL()
    assert url.startswith("https://")
    connection = h2o.connection()
    file = Path(connection._cacert)
    assert connection._verify_ssl_cert is True
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert h2o.api("GET /3/Cloud")["cloud_healthy"] is True
    frame = hc.asH2OFrame(spark.range(1000))
    assert hc.asSparkFrame(frame).count() == 1000

    address = urlsplit(url)
    served = ssl.get_server_certificate((str(address.hostname), address.port or 443))
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(served)).hexdigest()
    shown = ":".join(digest[i : i + 2] for i in range(0, 64, 2)).upper()
    assert shown in repr(hc)
    assert shown in hc._repr_html_()
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(url, timeout=10)
    with pytest.raises(requests.RequestException):
        requests.get(url.replace("https", "http"), timeout=10)
    assert requests.get(url, timeout=10, verify=str(file)).status_code == 401
    hc.stop()

    again = H2OContext.getOrCreate(spark, H2OConf().setAutoFlowSslEnabled())
    assert shown not in repr(again), "another one for each context"
    assert h2o.api("GET /3/Cloud")["cloud_healthy"] is True
    again.stop()
