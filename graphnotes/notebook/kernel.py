"""A kernel for Jupyter in which every notebook is one of TensorFlow 1, unchanged."""

from __future__ import annotations

import json
import os
import sys
import tempfile

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

NAME = "graphnotes"
TITLE = "TensorFlow 1 (graphnotes)"


def install(everywhere: bool = False) -> str:
    """Offer the kernel in Jupyter; returns the folder that says so.

    Args:
        everywhere: to all of this user's Jupyters, not only to those of this Python environment.
    """
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--ext=graphnotes"]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "kernel.json"), "w") as file:
            json.dump({"argv": command, "display_name": TITLE, "language": "python"}, file, indent=1)
        return KernelSpecManager().install_kernel_spec(folder, NAME, user=everywhere, prefix=None if everywhere else sys.prefix)


def remove() -> str | None:
    """Take it away again; returns the folder that is gone, None if there was none."""
    try:
        return KernelSpecManager().remove_kernel_spec(NAME)
    except (NoSuchKernel, KeyError):
        return None
