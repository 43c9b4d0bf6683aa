"""tensorflow.python.eager.execution_callbacks: calling back after every eager op left TensorFlow."""

__all__ = [
    "ExecutionCallback",
    "add_execution_callback",
    "clear_execution_callbacks",
    "errstate",
    "inf_callback",
    "inf_nan_callback",
    "nan_callback",
    "seterr",
]


def _gone(name: str):
    def call(*args, **kwargs):
        raise NotImplementedError(
            f"{name} watched eager ops one by one, which today's TensorFlow no longer offers; use tf.debugging.check_numerics"
        )

    call.__name__ = name
    return call


class ExecutionCallback:
    """What happens on a bad value: an enumeration of names."""

    IGNORE, PRINT, RAISE, WARN = "ignore", "print", "raise", "warn"


add_execution_callback = _gone("add_execution_callback")
clear_execution_callbacks = _gone("clear_execution_callbacks")
errstate = _gone("errstate")
inf_callback = _gone("inf_callback")
inf_nan_callback = _gone("inf_nan_callback")
nan_callback = _gone("nan_callback")
seterr = _gone("seterr")
