"""Pictures of the report, drawn as SVG: no dependency, sharp at any size, coloured by the page's own style.

Every picture is a few hundred points wide, so that its letters stay readable when a phone shows it at full width.
Colours come from `charts.css`, so one picture serves the light and the dark page.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH = 420
HEIGHT = 330
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 28, 42
# About as wide as one letter gets, in the widest of the fonts that a page may fall back to.
LETTER = 7.4

STYLE = Path(__file__).with_name("charts.css")

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One line of a picture: its name, its number among the page's colours, its points."""

    name: str
    colour: int
    points: Sequence[Point]
    marks: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length, the text beside it and its number among the page's colours."""

    label: str
    value: float
    text: str
    colour: int = 1
    hint: str = ""


def lines(title: str, x_name: str, y_name: str, series: Sequence[Series], x_limit: float = 1.0) -> str:
    """Draw lines of shares against shares, with the diagonal for comparison."""
    x, y = _scales(x_limit)
    body = [_axes(x, y, x_limit, x_name, y_name)]
    body.append(
        f'<line class="reference" x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(x_limit):.1f}" y2="{y(x_limit):.1f}"/>'
    )
    for each in series:
        inside = [(px, py) for px, py in each.points if px <= x_limit]
        path = " ".join(f"{x(px):.1f},{y(py):.1f}" for px, py in inside)
        body.append(f'<polyline class="line c{each.colour}" points="{path}"/>')
        if each.marks:
            body += [
                f'<circle class="mark c{each.colour}" cx="{x(px):.1f}" cy="{y(py):.1f}" r="3">'
                f"<title>{escape(each.name)}: said {px:.1%}, was {py:.1%}</title></circle>"
                for px, py in inside
            ]
    # The names stand in the lower right corner, above the diagonal where that is low.
    floor = y(0) if x_limit == 1 else y(x_limit)
    left = x(x_limit) - 34 - LETTER * max(len(each.name) for each in series)
    for row, each in enumerate(reversed(series)):
        base = floor - 14 - 18 * row
        body.append(
            f'<g transform="translate({left:.1f} {base:.1f})">'
            f'<line class="line c{each.colour}" x2="22" y1="-4" y2="-4"/><text x="28">{escape(each.name)}</text></g>'
        )
    return _svg(title, HEIGHT, "".join(body))


def bars(title: str, rows: Sequence[Bar], label_width: int = 206) -> str:
    """Draw lying bars, one below the other, each with its label on the left and its text at the end."""
    step, room = 25, WIDTH - label_width - 52
    longest = max((row.value for row in rows), default=0.0) or 1.0
    body = []
    for number, row in enumerate(rows):
        top = 4 + number * step
        length = max(1.5, row.value / longest * room)
        body.append(
            f"<g><title>{escape(row.hint or f'{row.label}: {row.text}')}</title>"
            f'<text class="end" x="{label_width - 8}" y="{top + 14}">{escape(row.label)}</text>'
            f'<rect class="bar c{row.colour}" x="{label_width}" y="{top}" width="{length:.1f}" height="18" rx="3"/>'
            f'<text class="faint" x="{label_width + length + 6:.1f}" y="{top + 14}">{escape(row.text)}</text></g>'
        )
    return _svg(title, 8 + step * len(rows), "".join(body))


def columns(title: str, rows: Sequence[Bar], ticks: Sequence[float]) -> str:
    """Draw standing bars of shares, from left to right, each with its label below."""
    height = 230
    bottom, top, highest = height - 26, 10, ticks[-1]
    step = (WIDTH - LEFT - RIGHT) / len(rows)

    def y(value: float) -> float:
        return bottom - value / highest * (bottom - top)

    body = [
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        f'<text class="faint end" x="{LEFT - 7}" y="{y(tick) + 4:.1f}">{tick:.0%}</text>'
        for tick in ticks
    ]
    for number, row in enumerate(rows):
        left = LEFT + number * step
        body.append(
            f"<g><title>{escape(row.hint or row.text)}</title>"
            f'<rect class="bar c{row.colour}" x="{left + step * 0.14:.1f}" width="{step * 0.72:.1f}" '
            f'y="{y(row.value):.1f}" height="{bottom - y(row.value):.1f}" rx="2"/>'
            f'<text class="middle" x="{left + step / 2:.1f}" y="{height - 9}">{escape(row.label)}</text></g>'
        )
    return _svg(title, height, "".join(body))


def for_notebook(picture: str) -> str:
    """Return a picture with its style, as HTML that a notebook can show."""
    return f'<style>{STYLE.read_text(encoding="utf-8")}</style><div style="max-width: 34rem">{picture}</div>'


def _scales(x_limit: float) -> tuple[Callable[[float], float], Callable[[float], float]]:
    def x(value: float) -> float:
        return LEFT + value / x_limit * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM)

    return x, y


def _axes(x: Callable[[float], float], y: Callable[[float], float], x_limit: float, x_name: str, y_name: str) -> str:
    parts = [
        f'<text x="2" y="13">{escape(y_name)}</text>',
        f'<text class="end" x="{x(x_limit):.1f}" y="{HEIGHT - 4}">{escape(x_name)}</text>',
    ]
    for fifth in range(6):
        share = fifth / 5
        across, up = x(share * x_limit), y(share)
        parts.append(
            f'<line class="grid" x1="{across:.1f}" x2="{across:.1f}" y1="{y(0):.1f}" y2="{y(1):.1f}"/>'
            f'<line class="grid" x1="{x(0):.1f}" x2="{x(x_limit):.1f}" y1="{up:.1f}" y2="{up:.1f}"/>'
            f'<text class="faint {"end" if fifth == 5 else "middle"}" x="{across:.1f}" y="{y(0) + 16:.1f}">'
            f"{share * x_limit:.0%}</text>"
            f'<text class="faint end" x="{LEFT - 7}" y="{up + 4:.1f}">{share:.0%}</text>'
        )
    return "".join(parts)


def _svg(title: str, height: int, body: str) -> str:
    return f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{body}</svg>'
