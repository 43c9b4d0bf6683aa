"""What old scripts import beside TensorFlow, as it was then; seen by legacy modules only.

A companion is a function `redirect(name)` that gives the module to serve for the dotted import `name`, or None for the
real one. It is imported when a legacy module first imports that root package.
"""

# root package -> "module:function" of its companion
REDIRECTS: dict[str, str] = {
    "numpy": "graphnotes.companions.numpy1:redirect",
    "scipy": "graphnotes.companions.scipy1:redirect",
    "matplotlib": "graphnotes.companions.matplotlib2:redirect",
    "keras": "graphnotes.companions.keras2:redirect",
    "sklearn": "graphnotes.companions.sklearn:redirect",
    "PIL": "graphnotes.companions.pillow:redirect",
    "tensorflow_estimator": "graphnotes.tf1._estimator:load",
    "pkg_resources": "graphnotes.companions.pkg_resources:redirect",
    "seaborn": "graphnotes.companions.seaborn:redirect",
    "six": "graphnotes.companions.six:redirect",
    **dict.fromkeys(
        ("base64", "cgi", "collections", "fractions", "imp", "inspect", "itertools", "string", "time", "xml", "distutils"),
        "graphnotes.companions.stdlib:redirect",
    ),
    **dict.fromkeys(
        (
            "BaseHTTPServer", "ConfigParser", "Cookie", "HTMLParser", "Queue", "SimpleHTTPServer", "SocketServer",
            "StringIO", "Tkinter", "UserDict", "UserList", "__builtin__", "anydbm", "cPickle", "cStringIO", "commands",
            "cookielib", "copy_reg", "dummy_thread", "exceptions", "httplib", "itertools", "md5", "sets", "sha",
            "thread", "tkFileDialog", "tkMessageBox", "urllib", "urllib2", "urlparse", "xmlrpclib",
        ),
        "graphnotes.companions.python2:redirect",
    ),
}  # fmt: skip
