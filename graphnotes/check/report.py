"""Findings as text for people, JSON for programs, and SARIF for editors and code review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence

import graphnotes
from graphnotes.check.findings import (
    LONG_TAIL,
    NOT_SUPPORTED,
    RESTORED,
    SAME,
    STATUSES,
    Finding,
)

_COLOURS = {SAME: "dim", RESTORED: "green", LONG_TAIL: "yellow", NOT_SUPPORTED: "bold red"}
_LEVELS = {SAME: "none", RESTORED: "note", LONG_TAIL: "warning", NOT_SUPPORTED: "error"}
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def works(finding: Finding) -> bool:
    """Whether the symbol is there."""
    return finding.status in (SAME, RESTORED)


def runs(findings: list[Finding]) -> bool:
    """Whether everything that is surely reached is there."""
    return all(works(finding) or finding.conditional for finding in findings)


def lines(findings: list[Finding]) -> list[tuple[Finding, int]]:
    """(the first place of each symbol in each file, how many more there are)."""
    places = Counter((finding.path, finding.symbol, finding.status) for finding in findings)
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.conditional):
        first.setdefault((finding.path, finding.symbol, finding.status), finding)
    order = {finding: at for at, finding in enumerate(findings)}
    first = dict(sorted(first.items(), key=lambda item: order[item[1]]))
    return [(finding, places[key] - 1) for key, finding in first.items()]


def text(write: Callable[[list[tuple[str, str]]], None], checked: list[tuple[str, list[Finding]]], skipped: Sequence[str] = ()) -> None:
    """Writes one line per symbol and file, what was skipped, then what it comes to; a line is given in pieces, each with its style."""
    findings = [finding for _, found in checked for finding in found]
    for finding, more in lines(findings):
        line = [(finding.place, ""), (f": {finding.symbol}", "bold"), (f": {finding.status}", _COLOURS[finding.status])]
        if finding.advice:
            line.append((f": {finding.advice}", ""))
        if finding.conditional and not works(finding):
            line.append((" (if it is reached)", "dim"))
        if more:
            line.append((f" (and {more} more here)", "dim"))
        write(line)
    for why in skipped:
        write([("skipped", "yellow"), (f": {why}", "")])
    wrong = sum(not runs(found) for _, found in checked)
    counts = Counter(finding.status for finding, _ in lines(findings))
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "no TensorFlow symbol"
    files = f"{len(checked)} file{'s' if len(checked) != 1 else ''}"
    perhaps = sum(finding.conditional and not works(finding) for finding, _ in lines(findings))
    verdict = "everything found will run" if not wrong else f"{wrong} will not run as {'it is' if wrong == 1 else 'they are'}"
    if perhaps and not wrong:
        verdict = f"all of it will run but for {perhaps} that may not be reached"
    write([(f"{files}: {told}; {verdict}{f'; {len(skipped)} skipped' if skipped else ''}", "")])


def as_json(checked: list[tuple[str, list[Finding]]], skipped: Sequence[str] = ()) -> str:
    """`{"files": [{"path", "runs", "findings": [...]}], "runs": bool, "skipped": [...]}`."""
    files = [{"path": path, "runs": runs(found), "findings": [finding._asdict() for finding in found]} for path, found in checked]
    head = json.dumps({"graphnotes": graphnotes.__version__, "runs": all(f["runs"] for f in files), "skipped": list(skipped)})
    return f'{head[:-1]}, "files": [\n' + ",\n".join(map(json.dumps, files)) + "\n]}"  # a file a line; to indent takes json ten times as long


def as_sarif(checked: list[tuple[str, list[Finding]]], skipped: Sequence[str] = ()) -> str:
    """A SARIF 2.1.0 log: one rule per status, one result per place that is not the same as it was."""
    rules = [
        {"id": status.replace(" ", "-"), "shortDescription": {"text": f"The symbol is {status}"}, "defaultConfiguration": {"level": _LEVELS[status]}}
        for status in STATUSES
    ]
    results = [
        {
            "ruleId": finding.status.replace(" ", "-"),
            "level": "warning" if finding.conditional and not works(finding) else _LEVELS[finding.status],
            "message": {"text": f"{finding.symbol}: {finding.status}" + (f": {finding.advice}" if finding.advice else "")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": finding.path.replace("\\", "/")},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
        }
        for _, found in checked
        for finding in found
        if finding.status != SAME
    ]
    tool = {"driver": {"name": "graphnotes check", "version": graphnotes.__version__, "rules": rules}}
    notes = [{"level": "note", "message": {"text": why}} for why in skipped]
    run = {"tool": tool, "results": results, "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}]}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})
