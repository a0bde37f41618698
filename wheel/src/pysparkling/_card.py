"""How a context shows itself, as text and as a card in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# The colours come from the text's own, by transparency, so that the card fits light and dark pages.
_STYLE = """
.h2o-card{display:inline-block;max-width:100%;box-sizing:border-box;padding:14px 18px;border-radius:8px;
border:1px solid rgba(128,128,128,.35);font:13px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.h2o-card header{display:flex;flex-wrap:wrap;align-items:center;gap:10px;margin-bottom:10px}
.h2o-card header b{font-size:15px}
.h2o-card .h2o-state{padding:1px 9px;border-radius:9px;font-size:11px;font-weight:600;letter-spacing:.04em;
color:#fff;background:#6b7280}
.h2o-card .h2o-state.running{background:#15803d}
.h2o-card .h2o-state.lost,.h2o-card .h2o-state.stopped{background:#b91c1c}
.h2o-card .h2o-state.starting,.h2o-card .h2o-state.recovering,.h2o-card .h2o-state.stopping{background:#b45309}
.h2o-card .h2o-facts{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0 0 10px;padding:0}
.h2o-card .h2o-facts div{display:flex;gap:6px}
.h2o-card dt{opacity:.65;font-weight:400;margin:0}
.h2o-card dd{margin:0;font-weight:400}
.h2o-card .h2o-nodes{overflow:auto;max-height:280px}
.h2o-card table{border-collapse:collapse;margin:0;font-size:12px;color:inherit;background:none;border:0}
.h2o-card th,.h2o-card td{padding:4px 14px 4px 0;text-align:left;border:0;background:none;color:inherit;
white-space:nowrap}
.h2o-card th{opacity:.65;font-weight:400;border-bottom:1px solid rgba(128,128,128,.35)}
.h2o-card .h2o-number{text-align:right;font-variant-numeric:tabular-nums}
.h2o-card a{color:inherit;text-decoration:underline;text-underline-offset:2px}
"""


def as_text(facts: Mapping[str, Any]) -> str:
    """Return the description of a context for a console.

    Parameters
    ----------
    facts
        What the JVM side tells of the context.
    """
    lines = [f"H2OContext: {facts['state'].lower()}"]
    lines += [f"  {name:<9} {value}" for name, value in _facts(facts)]
    nodes = facts.get("nodes", [])
    if nodes:
        lines.append(f"  {'nodes':<9} {len(nodes)}")
    lines += [
        f"    executor {node['executor']}: {node['host']}:{node['port']}, {_memory(node)}, {node['cores']} cores"
        f"{', leader' if node['leader'] else ''}"
        for node in nodes
    ]
    if facts.get("flow_url"):
        lines.append(f"  {'Flow':<9} {facts['flow_url']}")
    return "\n".join(lines)


def as_html(facts: Mapping[str, Any]) -> str:
    """Return the description of a context for a notebook: self-contained, for light and dark pages.

    Parameters
    ----------
    facts
        What the JVM side tells of the context.
    """
    state = str(facts["state"])
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(str(value))}</dd></div>" for name, value in _facts(facts))
    rows = "".join(
        f"<tr><td>{escape(str(node['executor']))}{' (leader)' if node['leader'] else ''}</td>"
        f"<td>{escape(str(node['host']))}:{node['port']}</td>"
        f'<td class="h2o-number">{_memory(node)}</td><td class="h2o-number">{node["cores"]}</td></tr>'
        for node in facts.get("nodes", [])
    )
    table = (
        '<div class="h2o-nodes"><table><thead><tr><th>Executor</th><th>Address</th><th class="h2o-number">Memory</th>'
        f'<th class="h2o-number">Cores</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    once = facts.get("login_link")
    url = escape(str(once or facts.get("flow_url") or ""), quote=True)
    hint = (
        "opens Flow once, within five minutes; hc.loginLink() gives another link"
        if once
        else "asks for the password; hc.loginLink() gives a link that does not"
    )
    status = f"{str(facts.get('flow_url') or '').removesuffix('/')}/sparkling/status"
    links = "".join(
        f'<a href="{address}" title="{tip}" target="_blank" rel="noopener noreferrer">{name}</a>'
        for name, address, tip in (
            ("Open Flow", url, hint),
            ("Status", escape(status, quote=True), "what the cloud does now; opens once Flow was opened"),
        )
        if url
    )
    return (
        f'<style>{_STYLE}</style><section class="h2o-card"><header><b>H2OContext</b>'
        f'<span class="h2o-state {escape(state.lower(), quote=True)}">{escape(state)}</span>{links}</header>'
        f'<dl class="h2o-facts">{pairs}</dl>{table if rows else ""}</section>'
    )


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = [
        ("version", f"{facts['version']} (H2O {facts['h2o_version']})"),
        ("Spark", f"{facts['spark_version']} (Scala {facts['scala_version']}, Java {facts['java_version']})"),
        ("master", facts["master"]),
        ("app", facts["application_id"]),
        ("cloud", f"{facts['cloud_name']}, generation {facts['generation']}" if facts.get("cloud_name") else ""),
        ("SHA-256", facts.get("fingerprint") or ""),
    ]
    return [(name, str(value)) for name, value in pairs if value]


def _memory(node: Mapping[str, Any]) -> str:
    return f"{_gigabytes(node['free_memory'])} of {_gigabytes(node['max_memory'])} free"


def _gigabytes(size: float) -> str:
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{size / (1 << 20):.0f} MB"
