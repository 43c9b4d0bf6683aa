"""The HTML report: one file, nothing fetched, read in a real browser."""

import json
import re
import shutil
import subprocess
from html import unescape

import numpy as np
import pytest

from graphnotes.equivalence.differences import difference
from graphnotes.equivalence.mapping import Match
from graphnotes.equivalence.reports import html
from graphnotes.equivalence.reports.text import as_text, summary
from graphnotes.equivalence.result import Divergence, Result, Rung


@pytest.fixture
def result():
    a = np.linspace(0, 1, 12, dtype="f").reshape(3, 4)
    small = difference("h<1>/kernel", "kernel", a, a + np.float32(1e-7), 1e-8, 1e-6)
    large = difference("bias", "bias", a[0], a[0] + np.float32([0, 0, 0.5, np.inf]), 1e-8, 1e-6)
    rungs = [Rung("variables", "passed", [small]), Rung("forward", "failed", [large, small]), Rung("metric", "not compared", note="no metric")]
    curves = {"old": [2.0, 1.5, 1.2], "new": [2.0, 1.6, float("nan")]}
    parting = Divergence("pool", "MaxPool 0.5", "AvgPool <0.25>", "Inputs agree.")
    return Result("old.py", "new.py:<Model>", rungs, [Match("a", "b", "shape")], parting, curves, ["float64"], {"old": {"TensorFlow": "1.15.5"}}, {"steps": 3})


def test_the_verdict_is_one_sentence(result):
    assert result.verdict == "Not the same model: they don't have the same outputs, in training and inference (rung forward); not compared: metric."
    assert "They part at pool" in as_text(result)
    assert "✓ variables  1 pair\n" in as_text(result)


def test_one_file_that_fetches_nothing(result, tmp_path):
    html.write(result, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)\s*=\s*["'](?!data:)""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert "&lt;Model&gt;" in page  # what programs are called cannot become markup
    assert "<Model>" not in page
    assert list(tmp_path.iterdir()) == [tmp_path / "report.html"]


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_in_a_real_browser(result, tmp_path, width):
    """Chromium shows the verdict, sorts a table when its header is clicked, logs no error; nothing overflows a phone, paper has every table.

    A frame of that width holds the page: no window of Chromium is as narrow as a phone.
    """
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert browser, "this test needs Chromium: apt-get install chromium"
    page = html.as_html(result)
    probe = """<script>
      const errors = []; window.addEventListener("error", e => errors.push(e.message));
      window.addEventListener("load", () => {
        const table = document.querySelectorAll("table.sortable")[1];
        table.querySelectorAll("th button")[3].click();
        const first = table.tBodies[0].rows[0].cells[0].textContent;
        table.querySelectorAll("th button")[3].click();
        const last = table.tBodies[0].rows[0].cells[0].textContent;
        const wide = document.documentElement.scrollWidth > innerWidth;
        dispatchEvent(new Event("beforeprint"));
        const folded = document.querySelectorAll("details:not([open])").length;
        parent.postMessage(JSON.stringify({first, last, wide, errors, width: innerWidth, folded, verdict: document.querySelector("#verdict").textContent.length,
          bars: document.querySelectorAll(".bars i").length, lines: document.querySelectorAll("polyline").length}), "*");
      });
    </script></head>"""
    (tmp_path / "page.html").write_text(page.replace("</head>", probe), encoding="utf-8")
    frame = f"<iframe src=page.html width={width} height=2000 style='border: 0'></iframe>"
    (tmp_path / "frame.html").write_text(f"<title></title><script>addEventListener('message', e => document.title = e.data)</script>{frame}")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", f"--window-size={width + 300},2100"]
    command += ["--enable-logging=stderr", "--v=0", "--virtual-time-budget=3000", "--dump-dom", f"file://{tmp_path}/frame.html"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    state = json.loads(unescape(re.search(r"<title>(.*?)</title>", shown.stdout).group(1)))
    assert state == {"first": "bias", "last": "h<1>/kernel", "wide": False, "errors": [], "width": width, "folded": 0, "verdict": len(result.verdict), "bars": 28, "lines": 2}
    assert "CONSOLE" not in shown.stderr


def test_random_initial_values_of_one_distribution_are_called_so():
    a, b = (np.random.default_rng(seed).normal(size=400).astype("f") for seed in (1, 2))
    random = difference("w", "w", a, b, 0.0, 0.0)
    random.passed, random.note = True, "both random: distributions agree"
    same = difference("b", "b", a, a, 0.0, 0.0)
    assert summary(Rung("initial", "passed", [random, same])) == "2 agree, 1 of them random, of one distribution; largest difference 0"
