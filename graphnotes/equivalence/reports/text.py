"""The result as plain text."""

from __future__ import annotations

from graphnotes.equivalence.result import FAILED, PASSED, Result, Rung

_TICKS = {PASSED: "✓", FAILED: "✗"}


def as_text(result: Result, everything: bool = False) -> str:
    """Verdict, ladder, what failed (every tensor with `everything`), and where the two part."""
    lines = [result.verdict, f"  OLD {result.old}", f"  NEW {result.new}", ""]
    for rung in result.rungs:
        lines.append(f"  {_TICKS.get(rung.status, '–')} {rung.name:<11}{summary(rung)}")
    for rung in result.rungs:
        shown = [d for d in rung.tensors if everything or not d.passed]
        if shown and rung.name == (result.failed[0].name if result.failed and not everything else rung.name):
            lines += ["", f"{rung.name}:"]
            for d in shown[:40]:
                lines.append(f"  {d.old if d.old == d.new else f'{d.old} / {d.new}'}: {tensor_line(d)}")
    if result.divergence:
        d = result.divergence
        lines += ["", f"They part at {d.where}", f"  OLD {d.old}", f"  NEW {d.new}", f"  {d.explanation}"]
    odd = [m for m in result.mapping if m.because not in ("name", "given")]
    if odd and result.failed:
        lines += ["", "Variables were matched so:"] + [f"  {m.old} = {m.new} (by {m.because})" for m in odd]
    lines += ["", f"Noise floor measured with: {', '.join(result.conditions) or 'nothing (rounding of the values only)'}."]
    return "\n".join(lines)


def summary(rung: Rung) -> str:
    """One line on a rung."""
    if not rung.tensors:
        return f"{rung.status}{f': {rung.note}' if rung.note else ''}"
    bad = [d for d in rung.tensors if not d.passed]
    worst = rung.worst
    if rung.name == "variables":
        text = f"{len(rung.tensors)} {'pair' if len(rung.tensors) == 1 else 'pairs'}" if not bad else f"{len(bad)} of {len(rung.tensors)} don't match"
    elif bad:
        text = f"{len(bad)} of {len(rung.tensors)} differ; worst {worst.old}: {tensor_line(worst)}"
    else:
        random = [d for d in rung.tensors if d.note.startswith("both random")]  # of one distribution, so no difference to speak of
        text = f"{len(rung.tensors)} agree" + (f", {len(random)} of them random, of one distribution" if random else "")
        text += f"; largest difference {max((d.max_abs for d in rung.tensors if d not in random), default=0.0):.2g}"
    return text + (f" ({rung.note})" if rung.note else "")


def tensor_line(d) -> str:
    """One line on a tensor."""
    if d.note and not d.old_value and d.max_abs in (0.0, float("inf")):
        return d.note
    at = f" at {list(d.at)}" if d.at else ""
    return f"{d.old_value!r} and {d.new_value!r}{at}, apart {d.max_abs:.3g} (allowed {d.allowed:.3g}, relative {d.max_rel:.3g}, {d.max_ulp:.3g} ULP)" + (
        f"; {d.note}" if d.note else ""
    )
