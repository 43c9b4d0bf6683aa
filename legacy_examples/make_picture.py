"""Draws 欧式.jpg, the 1024x582 picture that the image filters smooth: a house front in a European style.

The note's own picture is a photograph that isn't ours to give away. This one is drawn by the code below from nothing
but random numbers with a fixed seed; program and picture are dedicated to the public domain (CC0 1.0).

usage: make_picture.py [FILE]        needs NumPy and Pillow (which matplotlib brings)
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1024, 582
FINE = 3  # everything is drawn this many times larger, then shrunk: smooth edges
GROUND, EAVES = 500, 150  # y of the house's foot and of its cornice
LEFT, RIGHT = 150, 874
STONE, SHADE, LIGHT, GLASS = (214, 196, 163), (148, 128, 99), (240, 228, 203), (62, 76, 92)
ROOF, DOOR, LEAVES, PAVING = (92, 98, 110), (86, 54, 34), (68, 98, 48), (158, 150, 140)

random = np.random.RandomState(1815)


def clouds(height, width, octaves=6):
    """Smooth noise in [0, 1], [height, width]: random grids of ever finer mesh, ever fainter, added up."""
    total = np.zeros((height, width))
    for octave in range(octaves):
        grid = random.rand(3 * 2**octave, 5 * 2**octave).astype("f")
        total += np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)) / 2**octave
    return (total - total.min()) / np.ptp(total)


def sky():
    """The sky as an RGB image: blue above, pale at the horizon, with clouds."""
    down = np.linspace(0, 1, HEIGHT)[:, None, None]
    blue = (1 - down) * np.array([88, 138, 200]) + down * np.array([214, 226, 236])
    cover = np.clip((clouds(HEIGHT, WIDTH) - 0.4) * 2.2, 0, 1)[..., None]
    return Image.fromarray((blue * (1 - cover) + 246 * cover).astype(np.uint8)).resize((WIDTH * FINE, HEIGHT * FINE))


class Pencil:
    """Shapes in the picture's own coordinates, drawn finely."""

    def __init__(self, image):
        self.draw = ImageDraw.Draw(image)

    def box(self, x0, y0, x1, y1, colour):
        self.draw.rectangle([round(v * FINE) for v in (x0, y0, x1, y1)], fill=colour)

    def polygon(self, points, colour):
        self.draw.polygon([(round(x * FINE), round(y * FINE)) for x, y in points], fill=colour)

    def disc(self, x, y, radius, colour):
        self.draw.ellipse([round(v * FINE) for v in (x - radius, y - radius, x + radius, y + radius)], fill=colour)

    def line(self, points, colour, width=1.0):
        self.draw.line([(round(x * FINE), round(y * FINE)) for x, y in points], fill=colour, width=round(width * FINE))


def window(pencil, x, y, width, height, arched):
    """A window with its surround, sill and bars; (x, y) is the middle of its foot."""
    half = width / 2
    for grow, colour in ((7, SHADE), (5, LIGHT), (0, GLASS)):
        top = y - height - (0 if arched else grow)
        pencil.box(x - half - grow, top, x + half + grow, y, colour)
        if arched:
            pencil.disc(x, y - height, half + grow, colour)
    pencil.polygon([(x - half, y - height), (x + half * 0.4, y - height), (x - half, y - height * 0.3)], (104, 124, 146))
    for across in (-half / 3, half / 3):
        pencil.line([(x + across, y), (x + across, y - height)], LIGHT, 2)
    for up in np.arange(1, 4) / 4:
        pencil.line([(x - half, y - height * up), (x + half, y - height * up)], LIGHT, 2)
    if arched:
        pencil.line([(x - half, y - height), (x + half, y - height)], LIGHT, 3)
        pencil.polygon([(x - 6, y - height - half - 9), (x + 6, y - height - half - 9), (x, y - height - half + 4)], LIGHT)
    else:
        pencil.polygon([(x - half - 12, y - height - 8), (x + half + 12, y - height - 8), (x, y - height - 24)], LIGHT)
        pencil.line([(x - half - 12, y - height - 8), (x + half + 12, y - height - 8)], SHADE, 2)
    pencil.box(x - half - 11, y, x + half + 11, y + 6, LIGHT)
    pencil.box(x - half - 11, y + 6, x + half + 11, y + 9, SHADE)


def column(pencil, x, foot, top, radius):
    """A fluted column, lit from the left."""
    for offset in np.linspace(-radius, radius, int(radius * 2 * FINE)):
        light = 0.62 + 0.45 * np.cos((offset / radius + 0.45) * 1.3) - 0.07 * (np.cos(offset * 3.2) > 0.3)
        colour = tuple(int(min(255, c * light)) for c in STONE)
        pencil.line([(x + offset, foot), (x + offset, top)], colour, 0.4)
    for grow, y in ((3, foot - 6), (6, foot), (3, top), (6, top - 6)):
        pencil.box(x - radius - grow, y - 6, x + radius + grow, y, LIGHT)
        pencil.line([(x - radius - grow, y), (x + radius + grow, y)], SHADE, 1)


def balustrade(pencil, x0, x1, foot):
    pencil.box(x0, foot - 5, x1, foot, LIGHT)
    for x in np.arange(x0 + 6, x1 - 4, 10):
        pencil.box(x - 2, foot - 22, x + 2, foot - 5, STONE)
        pencil.disc(x, foot - 10, 3.4, STONE)
        pencil.line([(x + 3, foot - 20), (x + 3, foot - 6)], SHADE, 1)
    pencil.box(x0 - 3, foot - 27, x1 + 3, foot - 21, LIGHT)
    pencil.line([(x0 - 3, foot - 20), (x1 + 3, foot - 20)], SHADE, 1)


def house(pencil):
    pencil.polygon([(LEFT - 6, EAVES), (LEFT + 60, 78), (RIGHT - 60, 78), (RIGHT + 6, EAVES)], ROOF)
    for y in np.arange(84, EAVES, 6):
        inset = 66 * (EAVES - y) / (EAVES - 78) - 6
        pencil.line([(LEFT + inset, y), (RIGHT - inset, y)], (80, 86, 98), 0.7)
    pencil.box(LEFT, EAVES, RIGHT, GROUND, STONE)
    for row, y in enumerate(range(EAVES + 30, GROUND, 14)):  # courses of stone
        pencil.line([(LEFT, y), (RIGHT, y)], (196, 177, 143), 1)
        for x in range(LEFT + 15 * (row % 2), RIGHT, 30):
            pencil.line([(x, y), (x, y + 14)], (198, 180, 147), 1)
    for y in range(GROUND - 150, GROUND, 25):  # rustication
        pencil.line([(LEFT, y), (RIGHT, y)], SHADE, 2)
    for x in (200, 270, 340, 684, 754, 824):
        window(pencil, x, GROUND - 40, 34, 74, arched=True)
        window(pencil, x, GROUND - 190, 34, 84, arched=False)
    for y, deep in ((GROUND - 160, 8), (EAVES + 16, 6), (EAVES, 10)):  # string course and cornice
        pencil.box(LEFT - deep, y - 8, RIGHT + deep, y, LIGHT)
        pencil.box(LEFT - deep + 3, y, RIGHT + deep - 3, y + 4, SHADE)
    for x in range(LEFT, RIGHT, 12):
        pencil.box(x, EAVES + 4, x + 6, EAVES + 9, LIGHT)
    balustrade(pencil, LEFT, RIGHT, EAVES - 8)


def portico(pencil):
    pencil.box(388, EAVES + 20, 636, GROUND, (186, 167, 134))
    window(pencil, 512, GROUND - 190, 44, 96, arched=True)
    for x in (432, 592):
        window(pencil, x, GROUND - 190, 30, 84, arched=False)
    pencil.box(480, GROUND - 96, 544, GROUND, LIGHT)
    pencil.disc(512, GROUND - 96, 32, LIGHT)
    pencil.disc(512, GROUND - 96, 25, GLASS)
    pencil.box(487, GROUND - 94, 537, GROUND, DOOR)
    pencil.line([(512, GROUND - 94), (512, GROUND)], (44, 26, 16), 2)
    for x in (492, 516):
        for y in (GROUND - 86, GROUND - 46):
            pencil.box(x, y, x + 16, y + 32, (104, 68, 44))
    balustrade(pencil, 388, 636, GROUND - 158)
    for x in (400, 470, 554, 624):
        column(pencil, x, GROUND, EAVES + 34, 11)
    pencil.box(380, EAVES + 8, 644, EAVES + 26, LIGHT)
    pencil.polygon([(366, EAVES + 8), (658, EAVES + 8), (512, 74)], SHADE)
    pencil.polygon([(372, EAVES + 2), (652, EAVES + 2), (512, 78)], LIGHT)
    pencil.polygon([(402, EAVES - 6), (622, EAVES - 6), (512, 94)], (196, 178, 146))
    pencil.disc(512, 128, 15, LIGHT)
    pencil.disc(512, 128, 11, GLASS)
    for step in range(4):
        pencil.box(376 - 9 * step, GROUND + 6 * step, 648 + 9 * step, GROUND + 6 * step + 3, LIGHT)
        pencil.box(376 - 9 * step, GROUND + 6 * step + 3, 648 + 9 * step, GROUND + 6 * step + 6, SHADE)


def paving(pencil):
    pencil.box(0, GROUND, WIDTH, HEIGHT, PAVING)
    for depth in np.linspace(0, 1, 9) ** 1.7:
        y = GROUND + 2 + depth * (HEIGHT - GROUND)
        pencil.line([(0, y), (WIDTH, y)], (132, 124, 114), 1)
    for x in range(-1400, 2500, 90):
        pencil.line([(512 + (x - 512) * 0.45, GROUND), (x, HEIGHT)], (136, 128, 118), 1)


def tree(pencil, x, foot, size):
    pencil.polygon([(x - 5, foot), (x + 5, foot), (x + 3, foot - size), (x - 3, foot - size)], (74, 56, 42))
    for _ in range(900):
        angle, reach = random.rand() * 2 * np.pi, np.sqrt(random.rand())
        across, up = np.cos(angle) * reach * size * 0.42, np.sin(angle) * reach * size * 0.6
        light = 0.75 + 0.4 * random.rand() + 0.3 * (up - across) / size
        colour = tuple(int(min(255, c * light)) for c in LEAVES)
        pencil.disc(x + across, foot - size - up, 2 + 4 * random.rand(), colour)


def picture():
    """The whole picture, an RGB image of 1024x582."""
    image = sky()
    pencil = Pencil(image)
    paving(pencil)
    house(pencil)
    portico(pencil)
    for x, size in ((60, 190), (110, 120), (918, 125), (972, 200)):
        tree(pencil, x, GROUND + 8, size)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).filter(ImageFilter.UnsharpMask(1, 40))
    weather = 0.9 + 0.18 * clouds(HEIGHT, WIDTH, octaves=8)[..., None]  # stains and uneven light
    grain = random.normal(0, 5, (HEIGHT, WIDTH, 1)) + random.normal(0, 2, (HEIGHT, WIDTH, 3))
    return Image.fromarray(np.clip(np.asarray(image) * weather + grain, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    target = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("欧式.jpg")
    picture().save(target, quality=88, comment="Drawn by make_picture.py of graphnotes. CC0 1.0.")
