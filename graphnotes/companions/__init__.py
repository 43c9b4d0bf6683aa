"""What old scripts import beside TensorFlow, as it was then; seen by legacy modules only.

A companion is a function `redirect(name)` that gives the module to serve for the dotted import `name`, or None for the
real one. It is imported when a legacy module first imports that root package.
"""

# root package -> "module:function" of its companion
REDIRECTS: dict[str, str] = {}
