"""Writes `gone.txt` from the installed TensorFlow: `python -m graphnotes.check.gone > graphnotes/check/gone.txt`."""

from __future__ import annotations

_HEAD = "# What TensorFlow 1.15.5 had and today's TensorFlow (2.21) has not, before graphnotes' overrides; * is all of a namespace."


def lines() -> list[str]:
    """The lines of `gone.txt`, found by asking the modules that the namespaces of `graphnotes.tf1` clone."""
    from graphnotes.tf1 import _source, api

    found = [_HEAD]
    for namespace in api.namespaces():
        if namespace.split(".")[0] in ("contrib", "estimator") or namespace.startswith("compat.v1"):
            continue
        source = _source.source(namespace)
        values = [name for name in sorted(api.names(namespace)) if not api.is_namespace(f"{namespace}.{name}".lstrip("."))]
        gone = ["*"] if source is None else [name for name in values if not _has(source, name)]
        if gone:
            found.append(f"{f'tf.{namespace}'.rstrip('.')}: {' '.join(gone)}")
    return found


def _has(source: object, name: str) -> bool:
    try:
        getattr(source, name)
    except (AttributeError, ImportError):
        return False
    return True


if __name__ == "__main__":
    print("\n".join(lines()))
