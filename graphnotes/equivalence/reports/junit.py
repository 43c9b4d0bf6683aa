"""The result as JUnit XML: one test case per rung."""

from __future__ import annotations

from xml.etree import ElementTree

from graphnotes.equivalence.reports.text import summary, tensor_line
from graphnotes.equivalence.result import FAILED, SKIPPED, Result


def as_junit(result: Result) -> str:
    """A `<testsuite>` for CI systems."""
    counts = {"tests": len(result.rungs), "failures": len(result.failed), "skipped": sum(r.status == SKIPPED for r in result.rungs)}
    suite = ElementTree.Element("testsuite", name=f"{result.old} = {result.new}", errors="0", **{k: str(v) for k, v in counts.items()})
    for rung in result.rungs:
        case = ElementTree.SubElement(suite, "testcase", classname="graphnotes.verify", name=rung.name)
        if rung.status == FAILED:
            failure = ElementTree.SubElement(case, "failure", message=summary(rung))
            lines = [f"{d.old} / {d.new}: {tensor_line(d)}" for d in rung.tensors if not d.passed]
            failure.text = "\n".join(_printable(line) for line in lines)
        elif rung.status == SKIPPED:
            ElementTree.SubElement(case, "skipped", message=rung.note)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def _printable(text):
    """Without the control characters XML cannot carry."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
