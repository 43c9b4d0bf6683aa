"""The result as one HTML file that needs nothing else: no network, no other file."""

from __future__ import annotations

import math
import os

import jinja2

import graphnotes
from graphnotes.equivalence.reports.text import summary
from graphnotes.equivalence.result import FAILED, PASSED, QUESTIONS, Result

WIDTH, HEIGHT, EDGE = 640, 220, 44
DECADES = ["0", *(f"1e{k}" for k in range(-12, 1))]


def write(result: Result, path: str | os.PathLike) -> None:
    """Write the report to `path`, whole or not at all."""
    partial = f"{os.fspath(path)}.part"
    with open(partial, "w", encoding="utf-8") as file:
        file.write(as_html(result))
    os.replace(partial, path)


def as_html(result: Result) -> str:
    """The report's text."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("graphnotes.equivalence", "reports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["short"] = short
    return environment.get_template("report.html").render(
        result=result,
        version=graphnotes.__version__,
        summary=summary,
        questions=QUESTIONS,
        marks={PASSED: "✓", FAILED: "✗"},
        curves=curves(result.curves),
        histograms={r.name: histogram(r.tensors) for r in result.rungs if any(d.histogram for d in r.tensors)},
        sort_key=sort_key,
    )


def short(value) -> str:
    """A number in at most six digits."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def sort_key(value: float) -> str:
    """A number a table can be sorted by, also where it is infinite."""
    return "1e999" if math.isinf(value) or math.isnan(value) else repr(value)


def curves(losses: dict[str, list[float]]) -> dict | None:
    """Polylines of the loss curves in one SVG, with the axes' labels."""
    finite = [v for values in losses.values() for v in values if math.isfinite(v)]
    if not finite:
        return None
    low, high = min(finite), max(finite)
    high = high if high > low else low + 1
    steps = max(len(v) for v in losses.values())

    def point(step, value):
        x = EDGE + (WIDTH - EDGE - 8) * (step / max(steps - 1, 1))
        y = 8 + (HEIGHT - 36) * (1 - (value - low) / (high - low))
        return f"{x:.1f},{y:.1f}"

    lines = {name: " ".join(point(i, v) for i, v in enumerate(values) if math.isfinite(v)) for name, values in losses.items()}
    return {"lines": lines, "low": f"{low:.4g}", "high": f"{high:.4g}", "steps": steps, "width": WIDTH, "height": HEIGHT, "edge": EDGE}


def histogram(tensors) -> dict | None:
    """How many elements of a rung's tensors differ by how much, by decade; bar heights on a log scale."""
    totals = [sum(d.histogram[k] for d in tensors if d.histogram) for k in range(len(DECADES))]
    largest = max(totals)
    if not largest:
        return None
    bars = [{"label": label, "count": n, "height": round(90 * math.log1p(n) / math.log1p(largest))} for label, n in zip(DECADES, totals, strict=True)]
    return {"bars": bars}
