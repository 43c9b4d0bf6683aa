"""Runs the probes of one area and writes down their answers as JSON would have them."""

import numpy as np


def plain(value):
    """A value as JSON has it: arrays as ["nd", dtype, shape, values], all that is no array as its repr."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "c":
            numbers = np.stack([value.real, value.imag], -1).ravel().tolist()
        elif value.dtype.kind in "fiub":
            numbers = [float(number) for number in value.ravel()]
        else:
            numbers = [str(item) for item in value.ravel()]
        return ["nd", str(value.dtype), list(value.shape), numbers]
    if isinstance(value, np.generic):
        return plain(np.asarray(value))
    if isinstance(value, (list, tuple)):  # named tuples too
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return repr(value)


def answers(tf, probes, folder):
    """What each of an area's probes answered, or `EXC class: first line of the text`."""
    found = {}

    def call(name, build, fetch=False, initialize=True):
        with tf.Graph().as_default():
            try:
                value = build()
                if fetch:
                    with tf.Session() as session:
                        if initialize:
                            groups = tf.global_variables_initializer(), tf.local_variables_initializer()
                            session.run([*groups, tf.tables_initializer()])
                        value = session.run(value)
                found[name] = plain(value)
            except Exception as error:  # noqa: BLE001 - an error is an answer here
                first = str(error).split("\n", 1)[0].partition(" (defined at")[0][:200].rstrip()
                found[name] = f"EXC {type(error).__name__}: {first}"

    def run(name, build, fetch=True, initialize=True):
        call(name, build, fetch, initialize)

    probes(tf, run, call, folder)
    return found
