"""The words in the pictures, in English or Chinese, and how a picture becomes a file."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure

from graphnotes.checkpoints.safe_write import SafeWrite

FORMATS = ("png", "svg")

# families with simplified Chinese, the commonest first
FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "Heiti TC", "STHeiti",
    "Songti SC", "Microsoft YaHei", "SimHei", "SimSun", "Arial Unicode MS", "Noto Sans CJK JP", "Noto Sans CJK TC",
    "Noto Serif CJK SC", "AR PL UMing CN", "AR PL UKai CN",
)  # fmt: skip

CHINESE = {
    "Activation functions and their derivatives": "激活函数及其导数",
    "function": "函数",
    "derivative": "导数",
    "Mean filter": "平滑均值滤波",
    "Gaussian filter": "高斯平滑滤波",
    "kernel": "卷积核",
    "original": "原图",
    "filtered": "滤波后",
    "detail": "局部放大",
    "Convolution of a 5 x 5 image with a 3 x 3 kernel, step by step": "3×3 卷积核在 5×5 图像上的卷积过程",
    "step {}": "第 {} 步",
    "image": "图像",
    "output so far": "当前输出",
    "Convolution over three channels": "三通道图像上的卷积",
    "channel {}": "通道 {}",
    "filter W0, channel {}": "卷积核 W0，通道 {}",
    "sum over the channels + bias b0": "各通道求和 + 偏置 b0",
    "Max-pooling, 2 x 2, stride 2": "最大池化，2×2，步长 2",
    "input": "输入",
    "output": "输出",
    "Dropout with keep_prob = {}": "Dropout，keep_prob = {}",
    "dropped": "丢弃",
    "output = kept / keep_prob": "输出 = 保留值 / keep_prob",
    "The {} kernels of the first layer, {} x {}": "第一层学到的 {} 个 {}×{} 卷积核",
    "cost": "损失",
    "epoch": "轮次 (epoch)",
    "step": "步数",
    "training accuracy": "训练准确率",
    "Softmax regression": "Softmax 回归",
    "Convolutional network": "卷积神经网络",
    "mean of 10": "10 次平均",
    "Confusion matrix, accuracy {:.2%}": "混淆矩阵，准确率 {:.2%}",
    "predicted digit": "预测数字",
    "true digit": "真实数字",
}


def font() -> str | None:
    """The name of an installed font with Chinese characters, or None.

    matplotlib keeps a list of the fonts it once found; when there is none in it, the system's folders are looked through for
    fonts that came since. They are known to this process only: the user's list is not rewritten.
    """
    return _first_known() or _first_known(_newly_installed())


def _first_known(paths: Iterable[str] = ()) -> str | None:
    """The first of FONTS that matplotlib knows, once the font files `paths` are made known to it."""
    for path in paths:
        try:
            font_manager.fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):
            continue  # a file that FreeType can't open is no font to choose
    files = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in files and os.path.exists(files[name])), None)


def _newly_installed() -> list[str]:
    """Font files in the system's folders that matplotlib's list lacks."""
    listed = {os.path.realpath(entry.fname) for entry in font_manager.fontManager.ttflist}
    return [path for path in sorted(font_manager.findSystemFonts()) if os.path.realpath(path) not in listed]


class Words:
    """Words in one language; `words("kernel")` is what to write for it."""

    def __init__(self, lang: str = "en") -> None:
        if lang not in ("en", "zh"):
            raise ValueError(f"lang is 'en' or 'zh', got {lang!r}")
        self.font = font() if lang == "zh" else None
        self.lang = "zh" if self.font else "en"  # without a font: English

    def __call__(self, english: str, *numbers: object) -> str:
        text = CHINESE.get(english, english) if self.lang == "zh" else english
        return text.format(*numbers) if numbers else text

    @contextmanager
    def settings(self) -> Iterator[None]:
        """matplotlib's settings while a picture is drawn."""
        # texts keep the family they were made with, so it holds when the picture is written, too
        families = [self.font, "DejaVu Sans"] if self.font else ["DejaVu Sans"]
        with _any_weight(), matplotlib.rc_context({"font.family": families}):
            yield


@contextmanager
def _any_weight() -> Iterator[None]:
    """Keeps matplotlib from saying, for every size of text, that a font has one weight only and it takes that."""

    def worth_saying(record: logging.LogRecord) -> bool:
        return "Failed to find font weight" not in record.msg

    log = logging.getLogger("matplotlib.font_manager")
    log.addFilter(worth_saying)
    try:
        yield
    finally:
        log.removeFilter(worth_saying)


def save(figure: Figure, path: str | os.PathLike, dpi: int = 120) -> None:
    """Write a picture as PNG or SVG, by its ending; the file appears whole or not at all, and the same each time.

    Raises:
        ValueError: another ending.
        CheckpointError: the file can't be written.
    """
    kind = os.path.splitext(path)[1].removeprefix(".").lower()
    if kind not in FORMATS:
        raise ValueError(f"pictures are written as .png or .svg, not as {os.fspath(path)}")
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with _any_weight(), matplotlib.rc_context({"svg.hashsalt": "graphnotes"}), SafeWrite() as out, out.file(os.fspath(path)) as file:
        figure.savefig(file, format=kind, dpi=dpi, metadata=metadata)
