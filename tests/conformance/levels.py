"""How a case's run compares with what TensorFlow 1.15.5 did: one verdict for each level."""

from __future__ import annotations

import gzip
import json

import numpy as np

from tests.conformance.execute import HERE, Result, execute, plain

LEVELS = ("runs", "values", "seeded", "graph")
SEED = 20171


def recorded(area: str) -> tuple[dict, np.lib.npyio.NpzFile]:
    """What was recorded for an area: facts by case, and arrays under `case|name`."""
    folder = HERE / "recorded"
    return json.loads(gzip.open(folder / f"{area}.json.gz", "rt").read()), np.load(folder / f"{area}.npz")


def applicable(record: dict) -> list[str]:
    """The levels that mean something for a case."""
    if record["error"]:
        return ["runs", "values"]
    seeded = record.get("random_facts") or any(key[0] in ("loaded", "random") for key in record["keys"].values())
    return ["runs", "values", *(["seeded"] if seeded else []), *(["graph"] if record["nodes"] else [])]


def judge(tf, function, record: dict, arrays) -> dict[str, str | None]:
    """For each applicable level, the first difference from 1.15.5, or None."""
    name = function.case["name"]
    want = {key: arrays[f"{name}|{key}"] for key in record.get("keys", {}) if f"{name}|{key}" in arrays.files}
    prefix = f"{name}|init|"
    initial = {key[len(prefix) :]: arrays[key] for key in arrays.files if key.startswith(prefix)}
    one = execute(tf, function, SEED)
    if record["error"]:
        return _judge_error(record["error"], one)
    if one.error:
        failed = f"{type(one.error).__name__}: {one.error}"
        verdict = dict.fromkeys(applicable(record), failed)
        if "graph" in verdict and one.nodes:
            verdict["graph"] = _graph(record, one)
        return verdict
    verdict = {"runs": None}
    loaded = one
    if any(key[0] == "loaded" for key in record["keys"].values()):
        loaded = execute(tf, function, SEED, variables=initial)
    if loaded.error:
        verdict["values"] = f"with initial values loaded: {loaded.error}"
    else:
        verdict["values"] = _values(record, one, loaded, want) or _facts(record, one)
    if "seeded" in applicable(record):
        verdict["seeded"] = _seeded(record, one, want, initial)
    if "graph" in applicable(record):
        verdict["graph"] = _graph(record, one)
    return verdict


def _judge_error(error: dict, one: Result) -> dict[str, str | None]:
    wanted, text = error["wanted"]
    if one.error is None:
        return dict.fromkeys(("runs", "values"), f"no error; want {error['type']}")
    kinds = [kind.__name__ for kind in type(one.error).__mro__]
    got = f"want {wanted}: {text}; got {kinds[0]}: {one.error}"
    same = wanted in kinds
    return {"runs": None if same else got, "values": None if same and text in str(one.error) else got}


def _values(record: dict, one: Result, loaded: Result, want: dict) -> str | None:
    for key, (kind, dtype, shape) in record["keys"].items():
        values = (loaded if kind == "loaded" else one).values
        if key not in values:
            return f"no value {key}"
        got = values[key]
        if str(got.dtype) != dtype or list(got.shape) != shape:
            return f"value {key}: want {dtype} {shape}, got {got.dtype} {list(got.shape)}"
        if kind in ("const", "loaded") and not close(want[key], got):
            return f"value {key}: want {want[key].ravel()[:4]}, got {got.ravel()[:4]}"
    return None


def _facts(record: dict, one: Result) -> str | None:
    for key, want in record["facts"].items():
        if key not in one.facts:
            return f"no fact {key}"
        if key not in record.get("random_facts", ()) and not same(want, one.facts[key]):
            return f"fact {key}: want {want}, got {one.facts[key]}"
    return None


def _seeded(record: dict, one: Result, want: dict, initial: dict) -> str | None:
    for name, value in initial.items():
        if name not in one.initial:
            return f"no variable {name} (there are {list(one.initial)})"
        if not close(value, one.initial[name]):
            return f"initial value of {name}: want {value.ravel()[:4]}, got {one.initial[name].ravel()[:4]}"
    for key, (kind, _, _) in record["keys"].items():
        if kind == "nondet":
            continue
        got = one.values.get(key)
        if got is None:
            return f"no value {key}"
        exact = got.dtype == want[key].dtype and got.shape == want[key].shape and got.tobytes() == want[key].tobytes()
        if not (exact if record["bits"] else close(want[key], got)):
            return f"value {key}: want {want[key].ravel()[:4]}, got {got.ravel()[:4]}"
    for key in record.get("random_facts", ()):
        if not same(record["facts"][key], one.facts.get(key)):
            return f"fact {key}: want {record['facts'][key]}, got {one.facts.get(key)}"
    return None


def _graph(record: dict, one: Result) -> str | None:
    difference = first_difference(record["nodes"], one.nodes)
    if difference:
        return difference
    for key, want in record["collections"].items():
        if want != one.collections.get(key):
            return f"collection {key}: want {want}, got {one.collections.get(key)}"
    return None


def first_difference(want: list, got: list) -> str | None:
    """Where two lists of nodes first differ; attributes that were not recorded don't count."""
    for i, expected in enumerate(want):
        name, op, inputs, attributes = expected
        if i >= len(got):
            return f"node {i} missing: {name} ({op})"
        found = got[i]
        if [name, op] != found[:2]:
            return f"node {i}: want {name} ({op}), got {found[0]} ({found[1]})"
        if inputs != found[2]:
            return f"node {i} {name} ({op}): inputs want {inputs}, got {found[2]}"
        for attribute, value in attributes.items():
            if attribute not in found[3] or not same(plain(value), plain(found[3][attribute])):
                return f"node {i} {name} ({op}): {attribute} want {value}, got {found[3].get(attribute)}"
    if len(got) > len(want):
        return f"node {len(want)} extra: {got[len(want)][0]} ({got[len(want)][1]})"
    return None


def close(want, got) -> bool:
    want, got = np.asarray(want), np.asarray(got)
    if want.shape != got.shape or want.dtype != got.dtype:
        return False
    if want.dtype.kind in "fc":
        return bool(np.allclose(want, got, rtol=1e-5, atol=1e-6, equal_nan=True))
    return bool(np.array_equal(want, got))


def same(want, got) -> bool:
    """Equality of facts: floats nearly, everything else exactly, types included."""
    if isinstance(want, float) or isinstance(got, float):
        numbers = isinstance(want, int | float) and isinstance(got, int | float)
        return numbers and bool(np.allclose(want, got, rtol=1e-5, atol=1e-6, equal_nan=True))
    if type(want) is not type(got):
        return False
    if isinstance(want, dict):
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    if isinstance(want, list):
        return len(want) == len(got) and all(same(x, y) for x, y in zip(want, got, strict=True))
    return want == got
