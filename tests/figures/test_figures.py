"""The notes' pictures: each is drawn from the right numbers and becomes a real file."""

import json
import pathlib
import warnings
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from graphnotes import figures
from graphnotes.cli.figures import command
from graphnotes.feeding import History
from graphnotes.figures import convolution, filtering, words
from graphnotes.figures.kernels import first_layer
from graphnotes.figures.missing import REPOSITORY
from graphnotes.graphs import as_batch, gaussian_kernel, mean_kernel
from graphnotes.graphs.activations import ZOO
from tests.graphs.recorded import recorded

QUICK = [name for name in figures.PICTURES if name != "confusion"]


def texts(figure):
    return [t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def run(*args):
    return CliRunner().invoke(command, [str(a) for a in args])


def test_every_picture_is_written_as_png_and_svg(tmp_path):
    assert len(QUICK) == 15
    names = [name for name in QUICK if name not in ZOO] + ["leaky_relu"]  # one of six alike
    done = run("-o", tmp_path, "--dpi", "30", *names)
    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [str(tmp_path / f"{name}.png") for name in names]
    for name in names:
        with Image.open(tmp_path / f"{name}.png") as image:
            assert np.ptp(np.asarray(image.convert("L"))) > 100, f"{name} is blank"
    done = run("-o", tmp_path, "--format", "svg", "dropout", "curves")
    assert done.exit_code == 0, done.output
    for name in ("dropout", "curves"):
        assert ET.parse(tmp_path / f"{name}.svg").getroot().tag.endswith("svg")


def test_the_same_picture_is_the_same_file(tmp_path):
    for kind in ("png", "svg"):
        for copy in "ab":
            figures.save(figures.draw("max_pool"), tmp_path / f"{copy}.{kind}")
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    with pytest.raises(ValueError, match=r"written as .png or .svg, not as .*\.bmp"):
        figures.save(figures.draw("max_pool"), tmp_path / "a.bmp")


def test_filters_smooth_as_tensorflow_did():
    picture = (np.arange(4 * 6 * 3) % 251).reshape(4, 6, 3).astype(np.uint8)
    expected = np.array(recorded("activations")["image_filter"]["pic_cnn"])
    np.testing.assert_allclose(as_batch(filtering.filtered(picture, gaussian_kernel())), expected, rtol=1e-5)
    assert filtering.filtered(np.ones((3, 3, 1)), mean_kernel())[:, :, 0] == pytest.approx(np.array([[4, 6, 4], [6, 9, 6], [4, 6, 4]]) / 9)


def test_the_convolutions_steps_add_up():
    output = convolution.convolved(convolution.IMAGE, convolution.KERNEL)
    image, kernel = convolution.IMAGE, convolution.KERNEL
    expected = [[(image[i : i + 3, j : j + 3] * kernel).sum() for j in range(3)] for i in range(3)]
    assert output.tolist() == expected
    drawn = figures.draw("convolution")
    assert sum(t == "output so far" for t in texts(drawn)) == 9


def test_kernels_are_the_checkpoints():
    learned = first_layer(str(REPOSITORY / "checkpoints/cnn"))
    assert learned.shape == (5, 5, 1, 32)
    drawn = figures.draw("kernels")
    images = [image for axes in drawn.axes for image in axes.get_images()]
    np.testing.assert_array_equal(images[7].get_array(), learned[:, :, 0, 7])


def test_curves_of_the_notes_runs_and_of_ones_own(tmp_path):
    left, right = figures.draw("curves").axes
    assert left.lines[0].get_ydata()[-1] == 0.333721813
    assert len(right.lines[0].get_ydata()) == 200
    History([0, 5, 10], {"cost": [3.0, 2.0, 1.0], "weights": [[1, 2]] * 3}).save(tmp_path / "history.json")
    (own,) = figures.draw("curves", history=str(tmp_path / "history.json")).axes
    assert own.get_title() == "cost"
    assert own.lines[0].get_xydata().tolist() == [[0, 3], [5, 2], [10, 1]]


def test_what_is_missing_is_said_and_the_rest_drawn(tmp_path):
    (tmp_path / "text.jpg").write_text("no picture")
    Image.new("RGB", (20, 20)).save(tmp_path / "small.png")
    (tmp_path / "history.json").write_text(json.dumps({"steps": [1], "values": {"w": [[1, 2]]}}))
    for option, path, name, said in [
        ("--picture", "none.jpg", "mean_filter", "none.jpg does not exist: give one with --picture"),
        ("--picture", "text.jpg", "mean_filter", "can't be read as a photograph"),
        ("--picture", "small.png", "gaussian_filter", "20 x 20 pixels"),
        ("--checkpoint", "nowhere", "kernels", "nowhere does not exist: give one with --checkpoint"),
        ("--checkpoint", "text.jpg", "kernels", "text.jpg"),
        ("--history", "history.json", "curves", "holds no numbers to draw"),
        ("--history", "text.jpg", "curves", "holds no saved history"),
    ]:
        done = run("-o", tmp_path / "out", option, tmp_path / path, name, "max_pool")
        assert done.exit_code == 1
        assert f"graphnotes figures: {name} not drawn: " in done.stderr and said in done.stderr
        assert done.stderr.count("\n") == 1
        assert (tmp_path / "out" / "max_pool.png").exists()
        assert not (tmp_path / "out" / f"{name}.png").exists()


def test_chinese_labels_with_a_font_that_has_them_else_english_with_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "FONTS", ())
    done = run("-o", tmp_path, "--lang", "zh", "max_pool")
    assert done.exit_code == 0
    assert "no font with Chinese characters is installed, so labels are in English" in done.stderr
    assert "input" in texts(figures.draw("max_pool", "zh"))
    monkeypatch.setattr(words, "FONTS", ("No Such Font", "DejaVu Sans"))  # stands in for a font with Chinese characters
    assert figures.font() == "DejaVu Sans"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        assert {"最大池化，2×2，步长 2", "输入", "输出"} <= set(texts(figures.draw("max_pool", "zh")))
    with pytest.raises(ValueError, match="lang is 'en' or 'zh'"):
        figures.draw("max_pool", "fr")


def test_a_font_installed_after_matplotlib_listed_the_fonts_is_found(tmp_path, monkeypatch):
    manager = words.font_manager.fontManager
    late = next(entry for entry in manager.ttflist if entry.name == "DejaVu Serif" and entry.weight == 400 and entry.style == "normal")
    (tmp_path / "late.ttf").write_bytes(pathlib.Path(late.fname).read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    monkeypatch.setattr(words, "FONTS", ("DejaVu Serif",))  # stands in for a font with Chinese characters
    monkeypatch.setattr(manager, "ttflist", [entry for entry in manager.ttflist if "Serif" not in entry.name])
    in_folders = [str(tmp_path / "broken.ttf")]
    monkeypatch.setattr(words.font_manager, "findSystemFonts", lambda: list(in_folders))
    assert words.font() is None
    in_folders.append(str(tmp_path / "late.ttf"))
    assert words.font() == "DejaVu Serif"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figures.save(figures.draw("max_pool", "zh"), tmp_path / "drawn.svg")
    (tmp_path / "late.ttf").unlink()  # and one that was taken away again is not chosen
    assert words.font() is None


@pytest.mark.skipif(figures.font() is None, reason="no font with Chinese characters is installed here")
def test_no_chinese_label_lacks_a_glyph(tmp_path, caplog):
    History([0, 5], {"损失": [-1.0, 1.0]}).save(tmp_path / "history.json")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every glyph that no font of the label has, minus signs included
        for name in ("activations", "mean_filter", "convolution", "convolution_channels", "max_pool", "dropout", "kernels", "curves"):
            figures.save(figures.draw(name, "zh"), tmp_path / f"{name}.png", dpi=30)
        own = figures.draw("curves", "zh", history=str(tmp_path / "history.json"))
        figures.save(own, tmp_path / "own.png", dpi=30)
    assert "\N{MINUS SIGN}1.0" in "".join(texts(own))
    assert words.Words("zh").lang == "zh" and "激活函数及其导数" in texts(figures.draw("activations", "zh"))


def test_every_label_has_chinese_words(monkeypatch):
    monkeypatch.setattr(words, "FONTS", ("DejaVu Sans",))
    asked, written = [], words.Words.__call__
    monkeypatch.setattr(words.Words, "__call__", lambda self, english, *n: asked.append(english) or written(self, english, *n))
    for name in QUICK:
        figures.draw(name, "zh")
    assert set(asked) <= set(words.CHINESE)
    assert len(set(asked)) > 25


def test_the_confusion_matrix_of_the_softmax_checkpoint(tmp_path):
    from graphnotes.figures.confusion import confusion_matrix

    counts = confusion_matrix(str(REPOSITORY / "checkpoints/softmax_v2"))
    assert counts.sum() == 10_000
    assert counts.sum(axis=1).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert 0.9 < counts.trace() / 10_000 < 0.93
    with pytest.raises(figures.Missing, match="is not a checkpoint of the notes'"):
        confusion_matrix(str(REPOSITORY / "checkpoints/sequence"))


@pytest.mark.slow
def test_the_confusion_matrix_of_the_cnn_counts_its_recorded_answers():
    from graphnotes.datasets import mnist
    from graphnotes.figures.confusion import confusion_matrix

    expected = np.zeros((10, 10), int)
    predicted = np.load(REPOSITORY / "checkpoints/cnn_expected.npz")["test_predictions"]
    np.add.at(expected, (mnist.read_data_sets().test.labels, predicted), 1)
    np.testing.assert_array_equal(confusion_matrix(str(REPOSITORY / "checkpoints/cnn")), expected)
    assert "Confusion matrix, accuracy 99.21%" in texts(figures.draw("confusion"))
