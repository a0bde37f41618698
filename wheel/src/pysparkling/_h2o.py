"""H2O's own Python client, connected to the cloud through the driver's gateway."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys
import tempfile
import threading
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pysparkling._jar import bundled_archive
from pysparkling._version import ENGINE_VERSION
from pysparkling.errors import GatewayError, PreflightError

if TYPE_CHECKING:
    from collections.abc import Mapping

_VENDORED = "vendor.zip"


def client() -> Any:
    """Import the ``h2o`` module.

    Returns
    -------
    module
        The client that is installed, else the one that the source zip carries.

    Raises
    ------
    PreflightError
        If there is none.
    """
    try:
        import h2o
    except ImportError as error:
        if error.name not in ("h2o", "requests", "tabulate"):
            raise
        carried = bundled_archive(_VENDORED)
        if carried is None:
            raise PreflightError(
                f"H2O's Python client is not complete ({error}); pip install h2o-client=={ENGINE_VERSION}"
            ) from error
        # Last on the path, so that whatever the platform has of its own stays in use.
        sys.path.append(str(_unpacked(carried)))
        import h2o
    return h2o


def import_ahead() -> None:
    """Import the ``h2o`` module in the background, while this thread waits for something else."""
    if "h2o" not in sys.modules:
        threading.Thread(target=_import_quietly, name="pysparkling-import", daemon=True).start()


def _import_quietly() -> None:
    # Whoever needs it imports it again, and sees the error then.
    with contextlib.suppress(Exception):
        client()


def connect(connection: Mapping[str, Any]) -> str:
    """Connect the ``h2o`` module, quietly, unless it is connected there already.

    Parameters
    ----------
    connection
        ``url``, ``user``, ``password``, ``verify_ssl`` and ``certificate``, as the JVM side tells them.

    Returns
    -------
    str
        The address, as `disconnect` wants it.
    """
    h2o = client()
    _require_same_version(h2o)
    url = str(connection["url"]).rstrip("/")
    credential = (str(connection["user"]), str(connection["password"]))
    current = h2o.connection()
    if current is not None and current.connected and current.base_url == url and current._auth == credential:
        return url
    host = urlsplit(url).hostname or ""
    _keep_proxies_away(host)
    try:
        # The client prints that an engine of some age should be replaced, and warns of proxies that are not used.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = h2o.connect(
                url=url,
                auth=credential,
                verify_ssl_certificates=bool(connection["verify_ssl"]),
                cacert=_trusted(connection.get("certificate")),
                proxy="(default)",
                verbose=False,
            )
    except Exception as error:
        # The client's own text may hold all it was given.
        reason = str(error).replace(credential[1], "***").strip().splitlines()
        raise GatewayError(
            f"The H2O cloud runs, but Python cannot reach it at {url}: {reason[-1] if reason else type(error).__name__}"
        ) from None
    # The client says good-bye on the console when Python ends; closed before that, it has nothing to say.
    atexit.register(_close, opened)
    return url


def disconnect(url: str) -> None:
    """Close the client's connection if it leads to the given address.

    Parameters
    ----------
    url
        The address that `connect` returned.
    """
    h2o = sys.modules.get("h2o")
    current = h2o.connection() if h2o is not None else None
    if current is not None and current.base_url == url:
        _close(current)


def _trusted(certificate: str | None) -> str | None:
    """Return a file with the certificate that the gateway has made for itself, as the client wants it.

    The file lives as long as Python does, for the client may need it at any time. Only its owner can change it.
    """
    if not certificate:
        return None
    descriptor, name = tempfile.mkstemp(prefix="sparkling-gateway-", suffix=".pem")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(certificate)
    atexit.register(Path(name).unlink, missing_ok=True)
    return name


def progress_wanted() -> bool:
    """Tell whether the user left the client's progress bars on."""
    from h2o.job import H2OJob

    return bool(H2OJob.__PROGRESS_BAR__)


def _close(connection: Any) -> None:
    # Ends nothing but the client's session; a cloud that is gone already has none to end.
    if connection.connected:
        connection.close()


def _require_same_version(h2o: Any) -> None:
    strict = os.environ.get("H2O_DISABLE_STRICT_VERSION_CHECK", "false").lower() == "false"
    if strict and h2o.__version__ != ENGINE_VERSION:
        raise PreflightError(
            f"H2O's Python client has version {h2o.__version__} ({Path(h2o.__file__).parent}), the engine has "
            f"{ENGINE_VERSION}, and they must be the same: pip uninstall -y h2o h2o-client; "
            f"pip install h2o-client=={ENGINE_VERSION}"
        )


def _keep_proxies_away(host: str) -> None:
    """Name the driver as a host that no web proxy is asked for.

    The way to the gateway never leaves this machine, and a proxy of the company's must not see the credential.
    """
    if not any(
        os.environ.get(name) for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy")
    ):
        return
    for name in ("no_proxy", "NO_PROXY"):
        hosts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
        if host not in hosts and "*" not in hosts:
            os.environ[name] = ",".join([*hosts, host])


def _unpacked(archive: Path) -> Path:
    """Return the directory with the content of an archive, beside it, made once."""
    target = archive.with_suffix("")
    if not target.is_dir():
        with tempfile.TemporaryDirectory(dir=archive.parent) as incoming:
            content = Path(incoming) / "content"
            with zipfile.ZipFile(archive) as source:
                source.extractall(content)
            # Another process may have been faster; its content is the same.
            with contextlib.suppress(OSError):
                content.rename(target)
    return target
