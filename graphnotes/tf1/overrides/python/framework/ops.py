"""tensorflow.python.framework.ops: registries that 1.15 kept for old generated code."""

__all__ = ["RegisterShape"]


class RegisterShape:
    """Shape functions were registered in Python once; in 1.15 they already came from the runtime, and this did nothing."""

    def __init__(self, op_type: str) -> None:
        self.op_type = op_type

    def __call__(self, function):
        return function
