"""tensorflow.python.util.all_util: modules of TensorFlow's own are left whole.

1.15's contrib took undocumented names out of `tensorflow.python.util.nest`; today's TensorFlow would break without them.
"""

from __future__ import annotations

import sys

from tensorflow.python.util import all_util as _all_util

__all__ = ["make_all", "remove_undocumented", "reveal_undocumented"]

make_all, reveal_undocumented = _all_util.make_all, _all_util.reveal_undocumented


def remove_undocumented(module_name, allowed_exception_list=None, doc_string_modules=None):
    """Take the names out of a module that its docstring doesn't list, unless the module is TensorFlow's."""
    if not module_name.startswith("tensorflow.") and module_name in sys.modules:
        _all_util.remove_undocumented(module_name, allowed_exception_list, doc_string_modules)
