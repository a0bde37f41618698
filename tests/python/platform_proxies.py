"""nginx as the web proxies of platforms: it does to paths, hosts, cookies and addresses what they do."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DATABRICKS = "adb-42.databricks.test"
DATABRICKS_PATH = "/driver-proxy/o/42/0101-120000-abcdefgh/"
HUB = "hub.test"
HUB_PATH = "/user/ada%40x.test/"
GATE = "gate.test"
GATE_PATH = "/gateway/default/h2o"

# Ports are in the path, and the path is passed on as it stood on the wire.
CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 0;
  absolute_redirect off;
  proxy_http_version 1.1;
  proxy_redirect off;

  map $request_uri $driver_port {{ "~^{databricks_path}(?<p>[0-9]+)/" $p; }}
  map $request_uri $driver_path {{ "~^{databricks_path}[0-9]+(?<r>/.*)$" $r; }}
  map $request_uri $names_no_organisation {{ "~/flow/index\\.html$" yes; }}
  map $request_uri $beside_port {{ "~^{hub_path}proxy/(?<p>[0-9]+)/" $p; }}
  map $request_uri $beside_path {{ "~^{hub_path}proxy/[0-9]+(?<r>/.*)$" $r; }}

  # Databricks: TLS; nobody without the workspace's own session; the prefix goes, the host becomes the driver's, a password is
  # taken away, and addresses get the organisation as their query.
  server {{
    listen 127.0.0.1:{tls} ssl;
    server_name {databricks};
    ssl_certificate {folder}/site.pem;
    ssl_certificate_key {folder}/site.key;
    location = /notebook {{
      default_type text/html;
      add_header Set-Cookie "workspace=in; Path=/; Secure; HttpOnly; SameSite=Lax";
      alias {folder}/notebook.html;
    }}
    location /driver-proxy/ {{
      if ($cookie_workspace = "") {{ return 403; }}
      if ($names_no_organisation) {{ return 302 $request_uri?o=42; }}
      proxy_set_header Authorization "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
      proxy_pass http://{driver}:$driver_port$driver_path;
    }}
  }}

  # JupyterHub with jupyter-server-proxy: plain HTTP; the prefix goes, the host stays; connects to the loopback address.
  server {{
    listen 127.0.0.1:{plain};
    server_name {hub};
    location = /notebook {{
      default_type text/html;
      alias {folder}/notebook.html;
    }}
    location / {{
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Context {hub_path}proxy/$beside_port;
      proxy_set_header X-ProxyContextPath {hub_path}proxy/$beside_port;
      proxy_set_header X-Forwarded-Prefix {hub_path}proxy/$beside_port;
      proxy_redirect / {hub_path}proxy/$beside_port/;
      proxy_pass http://127.0.0.1:$beside_port$beside_path;
    }}
  }}

  # A gateway of one's own, as Knox and load balancers are: the prefix stays, the host becomes the driver's.
  server {{
    listen 127.0.0.1:{plain};
    server_name {gate};
    location = /notebook {{
      default_type text/html;
      alias {folder}/notebook.html;
    }}
    location {gate_path}/ {{ proxy_pass http://127.0.0.1:{kept}; }}
  }}

  # A tunnel, as `ssh -L` makes it: nothing changes but the port.
  server {{
    listen 127.0.0.1:{tunnel};
    location / {{
      proxy_set_header Host $http_host;
      proxy_pass http://127.0.0.1:{kept};
    }}
  }}
}}
"""


@dataclass(frozen=True)
class Proxies:
    """The proxies, and where they are really found."""

    folder: Path
    tls: int
    plain: int
    kept: int
    tunnel: int

    @property
    def hosts(self) -> dict[str, str]:
        """Return the place of each name of a host."""
        return {
            DATABRICKS: f"127.0.0.1:{self.tls}",
            HUB: f"127.0.0.1:{self.plain}",
            GATE: f"127.0.0.1:{self.plain}",
        }

    def show(self, html: str) -> None:
        """Make the page that all sites show as their notebook."""
        page = f"<!DOCTYPE html><title>Notebook</title>{html}"
        (self.folder / "notebook.html").write_text(page)


@contextmanager
def proxies(nginx: str, folder: Path, driver: str) -> Iterator[Proxies]:
    """Start nginx in front of a driver at this address."""
    tls, plain, kept, tunnel = free_ports(4)
    make_certificate(folder)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder,
            driver=driver,
            tls=tls,
            plain=plain,
            kept=kept,
            tunnel=tunnel,
            databricks=DATABRICKS,
            databricks_path=DATABRICKS_PATH,
            hub=HUB,
            hub_path=HUB_PATH,
            gate=GATE,
            gate_path=GATE_PATH,
        )
    )
    process = subprocess.Popen(
        [nginx, "-p", str(folder), "-e", f"{folder}/error.log", "-c", configuration]
    )
    try:
        for port in (tls, plain, tunnel):
            await_listener(port)
        yield Proxies(folder, tls, plain, kept, tunnel)
        assert process.poll() is None, (folder / "error.log").read_text()
    finally:
        process.terminate()
        process.wait(20)


def await_listener(port: int) -> None:
    """Return when somebody listens at the port."""
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on at the moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [open_socket.getsockname()[1] for open_socket in sockets]
    for open_socket in sockets:
        open_socket.close()
    return ports


def make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={DATABRICKS}"),
            *("-keyout", folder / "site.key", "-out", folder / "site.pem"),
        ],
        check=True,
        capture_output=True,
    )
