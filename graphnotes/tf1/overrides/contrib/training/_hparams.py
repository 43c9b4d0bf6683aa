"""Hyperparameters that know their types (tf.contrib.training.HParams)."""

from __future__ import annotations

import json
import numbers
import re

# name[index]=value or name=[value,value], then a comma or the end
_ASSIGNMENT = re.compile(
    r"""
    (?P<name>[a-zA-Z][\w\.]*)
    (\[\s*(?P<index>\d+)\s*\])?
    \s*=\s*
    ((?P<val>[^,\[]*) | \[(?P<vals>[^\]]*)\])
    ($|,\s*)""",
    re.VERBOSE,
)


def _parser(name, kind, text):
    if kind is not bool:
        return kind

    def parse_bool(value):
        if value in ("true", "True"):
            return True
        if value in ("false", "False"):
            return False
        try:
            return bool(int(value))
        except ValueError:
            raise _not_parsed(name, kind, value, text) from None

    return parse_bool


def _not_parsed(name, kind, value, text):
    return ValueError(
        f"Could not parse hparam '{name}' of type '{kind.__name__}' with value '{value}' in {text}"
    )


def parse_values(values, type_map, ignore_unknown=False) -> dict:
    """Hyperparameters from text such as "rate=0.1,sizes=[3,4],scale[1]=2".

    Args:
        values: the text.
        type_map: types by name.
        ignore_unknown: leave out names that `type_map` lacks.

    Returns:
        values by name; a list for a list, a dict by index for indexed values.

    Raises:
        ValueError: malformed text, an unknown or repeated name, or a value that is not of its type.
    """
    results: dict = {}
    position = 0
    while position < len(values):
        match = _ASSIGNMENT.match(values, position)
        if not match:
            raise ValueError(f"Malformed hyperparameter value: {values[position:]}")
        position = match.end()
        name, index, single, several = match.group("name", "index", "val", "vals")
        if name not in type_map:
            if ignore_unknown:
                continue
            raise ValueError(f"Unknown hyperparameter type for {name}")
        kind = type_map[name]
        parse = _parser(name, kind, values)
        where = name
        if several is not None:
            if index is not None:
                raise ValueError("Assignment of a list to a list index.")
            value, single = [e for e in re.split("[ ,]", several) if e], several
        else:
            value = [single]
        try:
            parsed = [parse(e) for e in value]
        except ValueError as error:
            raise error if kind is bool else _not_parsed(name, kind, single, values) from None
        target, key = results, name
        if index is not None:
            where = f"{name}[{int(index)}]"
            target, key = results.setdefault(name, {}), int(index)
            if not isinstance(target, dict):
                raise ValueError(f"Multiple assignments to variable '{name}' in {values}")
        if key in target:
            raise ValueError(f"Multiple assignments to variable '{where}' in {values}")
        target[key] = parsed if several is not None else parsed[0]
    return results


def _cast(name, kind, value):
    """The value as `kind`; ValueError when that would lose something."""
    if type(value) is kind or issubclass(kind, type(None)):
        return value
    text = (str, bytes)
    if (
        (issubclass(kind, text) and not isinstance(value, text))
        or issubclass(kind, bool) != isinstance(value, bool)
        or (issubclass(kind, numbers.Integral) and not isinstance(value, numbers.Integral))
        or (issubclass(kind, numbers.Number) and not isinstance(value, numbers.Number))
    ):
        raise ValueError(f"Could not cast hparam '{name}' of type '{kind}' from value {value!r}")
    return kind(value)


class HParams:
    """Hyperparameters as attributes: `HParams(learning_rate=0.1, sizes=[3, 4])`.

    A value keeps the type it began with; lists hold values of one type and are never empty.

    Raises:
        ValueError: a name is reserved, or a list is empty.
    """

    _HAS_DYNAMIC_ATTRIBUTES = True

    def __init__(self, hparam_def=None, model_structure=None, **kwargs):
        self._hparam_types: dict = {}
        self._model_structure = model_structure
        if hparam_def:
            raise ValueError("HParams from a protocol buffer (hparam_def) are not supported; give the values by name")
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name, value) -> None:
        """Add a hyperparameter; its type is that of the value."""
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        several = isinstance(value, (list, tuple))
        if several and not value:
            raise ValueError(f"Multi-valued hyperparameters cannot be empty: {name}")
        self._hparam_types[name] = (type(value[0] if several else value), several)
        setattr(self, name, value)

    def set_hparam(self, name, value) -> None:
        """Change a hyperparameter; KeyError when there is none, ValueError when the value is not of its type."""
        kind, several = self._hparam_types[name]
        if isinstance(value, list):
            if not several:
                raise ValueError(f"Must not pass a list for single-valued parameter: {name}")
            setattr(self, name, [_cast(name, kind, v) for v in value])
        else:
            if several:
                raise ValueError(f"Must pass a list for multi-valued parameter: {name}.")
            setattr(self, name, _cast(name, kind, value))

    def del_hparam(self, name) -> None:
        """Remove a hyperparameter, if it is there."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values):
        """Change hyperparameters as text says (see `parse_values`); gives itself."""
        types = {name: kind for name, (kind, _) in self._hparam_types.items()}
        return self.override_from_dict(parse_values(values, types))

    def override_from_dict(self, values_dict):
        """Change hyperparameters by name; gives itself."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map):
        """The older name of `override_from_dict`."""
        return self.override_from_dict(values_map)

    def set_model_structure(self, model_structure) -> None:
        self._model_structure = model_structure

    def get_model_structure(self):
        return self._model_structure

    def to_json(self, indent=None, separators=None, sort_keys=False) -> str:
        """All hyperparameters as JSON."""
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def parse_json(self, values_json):
        """Change hyperparameters as JSON says; gives itself."""
        return self.override_from_dict(json.loads(values_json))

    def values(self) -> dict:
        """All hyperparameters by name."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key, default=None):
        """A hyperparameter, or the default when there is none; ValueError when the default is of another type."""
        if key not in self._hparam_types:
            return default
        if default is not None:
            kind, several = self._hparam_types[key]
            word = f"list<{kind}>" if several else str(kind)
            problem = f"Hparam '{key}' of type '{word}' is incompatible with default={default}"
            if several != isinstance(default, list):
                raise ValueError(problem)
            try:
                for value in default if several else [default]:
                    _cast(key, kind, value)
            except ValueError as error:
                raise ValueError(f"{problem}. {error}") from error
        return getattr(self, key)

    def __contains__(self, key) -> bool:
        return key in self._hparam_types

    def __str__(self) -> str:
        return ",".join(f"{key}={value}" for key, value in self.values().items())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({sorted(self.values().items())})"
