"""Findings as text for people, JSON for programs, and SARIF for editors and code review."""

from __future__ import annotations

import json
from collections import Counter

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
    """Whether everything that does not stand under an `if` is there."""
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


def text(console, checked: list[tuple[str, list[Finding]]]) -> None:
    """Writes one line per symbol and file, then what it comes to."""
    from rich.text import Text

    def write(line: Text) -> None:
        if console.is_terminal:
            console.print(line, soft_wrap=True)
        else:  # nobody looks at colours in a file, and thousands of lines take rich a while
            console.file.write(line.plain + "\n")

    findings = [finding for _, found in checked for finding in found]
    for finding, more in lines(findings):
        line = Text(finding.place)
        line.append(f": {finding.symbol}", "bold")
        line.append(f": {finding.status}", _COLOURS[finding.status])
        if finding.advice:
            line.append(f": {finding.advice}")
        if finding.conditional and not works(finding):
            line.append(" (if this branch is taken)", "dim")
        if more:
            line.append(f" (and {more} more here)", "dim")
        write(line)
    wrong = sum(not runs(found) for _, found in checked)
    counts = Counter(finding.status for finding, _ in lines(findings))
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "no TensorFlow symbol"
    files = f"{len(checked)} file{'s' if len(checked) != 1 else ''}"
    perhaps = sum(finding.conditional and not works(finding) for finding, _ in lines(findings))
    verdict = "everything found will run" if not wrong else f"{wrong} will not run as {'it is' if wrong == 1 else 'they are'}"
    if perhaps and not wrong:
        verdict = f"all of it will run but for {perhaps} under an `if`"
    console.print(f"{files}: {told}; {verdict}", soft_wrap=True, highlight=False)


def as_json(checked: list[tuple[str, list[Finding]]]) -> str:
    """`{"files": [{"path", "runs", "findings": [...]}], "runs": bool}`."""
    files = [{"path": path, "runs": runs(found), "findings": [finding._asdict() for finding in found]} for path, found in checked]
    return json.dumps({"graphnotes": graphnotes.__version__, "runs": all(f["runs"] for f in files), "files": files}, indent=1)


def as_sarif(checked: list[tuple[str, list[Finding]]]) -> str:
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
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": tool, "results": results}]}, indent=1)
