"""Parameters of TensorFlow's own classes and of their methods in 1.15."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.signatures import of_method

_ERRORS = "tensorflow.python.framework.errors_impl"
_OPTIONAL = "tensorflow.python.data.ops.optional_ops"
_TEST = "tensorflow.python.framework.test_util"


@of_method(_OPTIONAL, "OptionalSpec.__init__", value_structure="element_spec")
def optional_spec(self, value_structure): ...


@of_method(_TEST, "TensorFlowTestCase.assertProtoEquals", message="validate_message")
def assert_proto_equals(self, expected_message_maybe_ascii, message, msg=None): ...


@of_method(_TEST, "TensorFlowTestCase.assertShapeEqual", np_array="input_a", tf_tensor="input_b")
def assert_shape_equal(self, np_array, tf_tensor, msg=None): ...


@rebuild(_ERRORS, "UnknownError.__init__")
def unknown_error(self, node_def, op, message, error_code=2):
    unknown_error.original(self, node_def, op, message)
    self._error_code = error_code
