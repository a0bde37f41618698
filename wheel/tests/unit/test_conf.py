from __future__ import annotations

import inspect

import pytest

import settings_stub
from pysparkling import H2OConf
from pysparkling._settings import SETTINGS


def test_the_stub_is_current() -> None:
    assert settings_stub.is_current(), "run wheel/tools/settings_stub.py"


def test_setters_chain_and_getters_read() -> None:
    conf = H2OConf().setClusterSize(2).setCloudName("flights").setProgressBarDisabled().setCloudTimeout(90_000)

    assert (conf.clusterSize(), conf.cloudName(), conf.cloudTimeout()) == (2, "flights", 90_000)
    assert conf.isProgressBarEnabled() is False
    assert conf.getAll() == {
        "spark.ext.h2o.cluster.size": "2",
        "spark.ext.h2o.cloud.name": "flights",
        "spark.ext.h2o.progressbar.enabled": "false",
        "spark.ext.h2o.cloud.timeout": "90000",
    }


def test_getters_tell_the_default_of_what_was_not_set() -> None:
    conf = H2OConf()

    assert (conf.basePort(), conf.isProgressBarEnabled(), conf.clusterSize()) == (54_321, True, None)
    assert conf.get("spark.ext.h2o.base.port") is None


def test_a_former_name_means_the_same_setting() -> None:
    conf = H2OConf().set("spark.ext.h2o.node.port.base", 60_000)

    assert conf.basePort() == 60_000
    assert conf.setBasePort(50_000).getAll() == {"spark.ext.h2o.base.port": "50000"}


def test_the_spellings_of_long_ago_do_the_same() -> None:
    conf = H2OConf().set_all([("spark.ext.h2o.nthreads", 3)])

    assert conf.get_all() == conf.getAll() == {"spark.ext.h2o.nthreads": "3"}


def test_none_takes_back_what_was_set() -> None:
    conf = H2OConf().setNthreads(3).set("spark.ext.h2o.nthreads", None)

    assert not conf.contains("spark.ext.h2o.nthreads")
    assert conf.nthreads() == -1


def test_secrets_and_unknown_names_are_not_shown() -> None:
    conf = H2OConf().setPassword("s3cret").set("spark.ext.h2o.pasword", "s3cret").setNthreads(2)

    assert "s3cret" not in repr(conf)
    assert "spark.ext.h2o.nthreads=2" in repr(conf)


def test_a_password_of_digits_stays_a_text() -> None:
    assert H2OConf().setPassword("0123").password() == "0123"


def test_headers_may_be_given_as_a_mapping() -> None:
    conf = H2OConf().setFlowExtraHttpHeaders({"X-Frame-Options": "DENY", "X-Other": "1"})

    assert conf.getAll() == {"spark.ext.h2o.flow.extra.http.headers": "X-Frame-Options: DENY\nX-Other: 1"}


def test_the_session_of_older_code_is_accepted() -> None:
    assert H2OConf(object()) == H2OConf()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: str(setting.name))
def test_every_setting_has_its_methods_with_documentation(setting: object) -> None:
    assert setting.documentation  # type: ignore[attr-defined]
    for name in setting.getters:  # type: ignore[attr-defined]
        assert inspect.getdoc(getattr(H2OConf, name))
        getattr(H2OConf(), name)()
    for setter in setting.setters:  # type: ignore[attr-defined]
        conf = H2OConf()
        assert getattr(conf, setter.name)(*([] if setter.sets else ["1"])) is conf
        assert conf.getAll() == (dict(setter.sets) or {setting.name: "1"})  # type: ignore[attr-defined]
