"""What the pictures of the edition show: one function a scene, and the spot colours that it may have."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from broadsheet.demo.canvas import Canvas


def ferry(c: Canvas) -> None:
    """A ferry under a column of smoke."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.34, 0.04, 0, 0.62), spot=c.fade(0.15, 0.75, 0, 0.62))
    c.paint(c.disc(c.random.uniform(0.25, 0.5), 0.5, 0.13), ink=0.0, spot=1.0)
    horizon = 0.62
    c.paint(c.below(horizon), ink=c.fade(0.35, 0.8, horizon, 1), spot=0.55)
    x, y = c.random.uniform(0.72, 0.9), horizon + 0.05
    for step in range(9):
        size = 0.05 + 0.03 * step
        puff = c.cloud(x + 0.3 - 0.075 * step, y - 0.22 - 0.045 * step, size * 2.2, size * 1.1, 7)
        c.paint(puff, ink=0.86 - 0.05 * step)
    _ship(c, x, y, 0.62)
    c.waves(horizon, 60, 0.98)
    c.waves(horizon, 40, 0.05)


def _ship(c: Canvas, x: float, y: float, length: float) -> None:
    unit = length / 10
    c.paint(c.convex([(x, y - unit), (x + 10.2 * unit, y - unit), (x + 9.6 * unit, y + unit * 0.7), (x + 0.5 * unit, y + unit * 0.7)]), 1.0)
    c.paint(
        c.convex(
            [(x + 0.8 * unit, y - 1.9 * unit), (x + 8.6 * unit, y - 1.9 * unit), (x + 9.2 * unit, y - unit), (x + 0.6 * unit, y - unit)]
        ),
        0.0,
        0.0,
    )
    c.paint(c.box(x + 1.6 * unit, y - 2.6 * unit, 5.6 * unit, 0.72 * unit), 0.0, 0.12)
    c.paint(c.box(x + 6.0 * unit, y - 3.2 * unit, 1.2 * unit, 0.62 * unit), 0.0, 0.0)
    c.paint(
        c.convex(
            [
                (x + 2.6 * unit, y - 3.8 * unit),
                (x + 3.8 * unit, y - 3.7 * unit),
                (x + 4.0 * unit, y - 2.6 * unit),
                (x + 2.5 * unit, y - 2.6 * unit),
            ]
        ),
        1.0,
    )
    c.paint(c.box(x + 2.6 * unit, y - 3.45 * unit, 1.25 * unit, 0.3 * unit), 0.0, 1.0)
    for place in range(12):
        c.paint(c.box(x + (1.3 + 0.58 * place) * unit, y - 1.6 * unit, 0.3 * unit, 0.25 * unit), 0.95)
        if place < 8:
            c.paint(c.box(x + (1.9 + 0.6 * place) * unit, y - 2.35 * unit, 0.36 * unit, 0.22 * unit), 0.95)
    c.paint(c.line(x + 6.6 * unit, y - 4.2 * unit, x + 6.6 * unit, y - 3.2 * unit, unit * 0.12), 1.0)


def fog(c: Canvas) -> None:
    """A lighthouse and a small boat behind curtains of fog."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.22, 0.1), spot=c.fade(0.5, 0.25))
    for base, tone in ((0.45, 0.16), (0.55, 0.3), (0.64, 0.46)):
        c.paint(c.below(c.ridge(base, 0.035)), ink=tone)
        c.paint(c.cloud(c.random.uniform(0, c.wide), base + 0.12, 1.2, 0.12, 16), ink=0.04)
    x = c.random.uniform(1.15, 1.4)
    _lighthouse(c, x, 0.62, 0.36, 0.62)
    c.paint(c.convex([(x, 0.245), (-0.2, 0.1), (-0.2, 0.32)]) * 0.7, ink=0.0, spot=0.06)
    c.paint(c.below(0.74), ink=c.fade(0.3, 0.7, 0.74, 1), spot=0.4)
    _ship(c, 0.35, 0.77, 0.24)
    c.waves(0.74, 50, 0.02)
    c.paint(c.cloud(0.5, 0.8, 1.5, 0.1, 18) * 0.75, ink=0.05)


def _lighthouse(c: Canvas, x: float, foot: float, height: float, tone: float) -> None:
    top = foot - height
    c.paint(c.convex([(x - 0.03, top + 0.06), (x + 0.03, top + 0.06), (x + 0.05, foot + 0.05), (x - 0.05, foot + 0.05)]), tone, 0.0)
    for place in (0.32, 0.62):
        wide = 0.03 + 0.02 * place
        c.paint(c.box(x - wide, top + 0.06 + height * place, wide * 2, height * 0.13), 0.05, 0.9)
    c.paint(c.box(x - 0.022, top, 0.044, 0.05), 0.02, 0.3)
    c.paint(c.convex([(x - 0.032, top), (x, top - 0.045), (x + 0.032, top)]), 0.95)
    c.paint(c.box(x - 0.042, top + 0.048, 0.084, 0.014), 0.95)


def islet(c: Canvas) -> None:
    """A rock in the strait with a lighthouse, a moon and birds."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.5, 0.06, 0, 0.7), spot=c.fade(0.7, 0.2, 0, 0.7))
    moon = c.random.uniform(0.3, 0.55)
    c.paint(c.disc(moon, 0.28, 0.15), 0.0, 0.0)
    c.paint(c.disc(moon + 0.05, 0.26, 0.03), 0.08)
    rock = 0.66 - 0.26 * np.exp(-(((c.x[:1] - 1.1) / 0.34) ** 2)) + c.ridge(0, 0.018, 6, 3.5)
    c.paint(c.below(rock.astype(np.float32)), ink=0.97, spot=0.0)
    _lighthouse(c, 1.08, 0.42, 0.2, 0.0)
    for place in range(5):
        x = 0.82 + 0.065 * place
        y = 0.6 - 0.05 * place * 0.6
        c.paint(c.convex([(x, y - 0.035), (x + 0.03, y + 0.01), (x - 0.03, y + 0.01)]), 0.05, 0.55)
    c.paint(c.below(0.69), ink=c.fade(0.45, 0.95, 0.69, 1), spot=0.6)
    c.paint(c.cloud(moon, 0.78, 0.2, 0.12, 10), ink=0.06)
    c.waves(0.69, 70, 0.98)
    c.waves(0.69, 40, 0.03)
    for _ in range(16):
        x, y, s = c.random.uniform(0.1, 1.7), c.random.uniform(0.08, 0.5), c.random.uniform(0.012, 0.026)
        c.paint(np.maximum(c.line(x - s, y - s * 0.5, x, y, 0.005), c.line(x, y, x + s, y - s * 0.6, 0.005)), 0.97)


def cranes(c: Canvas) -> None:
    """Harbour cranes over stacks of containers."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.05, 0.2, 0, 0.75), spot=c.fade(0.65, 0.1, 0, 0.8))
    c.paint(c.disc(c.random.uniform(0.3, 1.4), 0.33, 0.16), 0.0, 0.0)
    start = c.random.uniform(0.1, 0.3)
    for place, x in enumerate((start, start + 0.52, start + 1.02)):
        _crane(c, x, 0.8, 0.6 - 0.05 * place)
    c.paint(c.below(0.8), ink=0.9, spot=0.0)
    for row in range(3):
        for column in range(14):
            if c.random.uniform() < 0.9 - 0.25 * row:
                tone = c.random.choice([(0.95, 0.0), (0.0, 1.0), (0.45, 0.0), (0.0, 0.45)])
                c.paint(c.box(0.01 + column * 0.128, 0.735 - row * 0.068, 0.12, 0.062), float(tone[0]), float(tone[1]))
    c.paint(c.below(0.86), ink=c.fade(0.45, 0.9, 0.86, 1), spot=0.5)
    c.waves(0.86, 50, 0.05)


def _crane(c: Canvas, x: float, foot: float, height: float) -> None:
    top = foot - height
    beam = top + 0.13
    for leg in (0.0, 0.15):
        c.paint(c.line(x + leg, foot, x + 0.03 + leg * 0.7, beam, 0.02), 0.97, 0.0)
    c.paint(c.line(x + 0.01, foot - 0.2, x + 0.145, foot - 0.2, 0.014), 0.97)
    c.paint(c.line(x + 0.01, foot - 0.02, x + 0.14, foot - 0.2, 0.008), 0.97)
    c.paint(c.line(x - 0.16, beam, x + 0.46, beam - 0.015, 0.02), 0.97)
    c.paint(c.line(x + 0.08, beam, x + 0.08, top, 0.016), 0.97)
    c.paint(np.maximum(c.line(x + 0.08, top, x + 0.42, beam, 0.006), c.line(x + 0.08, top, x - 0.15, beam, 0.006)), 0.97)
    load = x + float(c.random.uniform(0.22, 0.4))
    c.paint(c.line(load, beam, load, beam + 0.14, 0.005), 0.97)
    c.paint(c.box(load - 0.055, beam + 0.14, 0.11, 0.05), 0.0, 1.0)


def tram(c: Canvas) -> None:
    """A tram in a street of gables."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.02, 0.1), spot=c.fade(0.4, 0.05, 0, 0.6))
    x = -0.05
    while x < c.wide:
        width, height = float(c.random.uniform(0.17, 0.26)), float(c.random.uniform(0.3, 0.42))
        tone = float(c.random.choice([0.16, 0.3, 0.44]))
        roof = 0.78 - height
        c.paint(c.box(x, roof, width, height), tone, 0.2)
        c.paint(c.convex([(x - 0.01, roof), (x + width / 2, roof - 0.13), (x + width + 0.01, roof)]), 0.9, 0.0)
        for row in range(3):
            for column in range(3):
                c.paint(
                    c.box(x + width * (0.14 + 0.28 * column), roof + 0.04 + 0.11 * row, width * 0.16, 0.06),
                    0.0,
                    0.9 * float(c.random.integers(0, 2)),
                )
        x += width + 0.004
    c.paint(c.below(0.78), ink=c.fade(0.5, 0.14, 0.78, 1), spot=0.0)
    for wire in (0.2, 0.24):
        c.paint(c.line(-0.1, wire, 1.9, wire + 0.03, 0.004), 0.95)
    left = c.random.uniform(0.25, 0.5)
    c.paint(c.box(left, 0.5, 0.86, 0.34), 0.0, 1.0)
    c.paint(c.box(left - 0.02, 0.47, 0.9, 0.05), 0.97, 0.0)
    c.paint(c.box(left, 0.71, 0.86, 0.03), 0.0, 0.0)
    for window in range(6):
        c.paint(c.box(left + 0.03 + 0.139 * window, 0.54, 0.115, 0.13), 0.97 if window != 2 else 0.75, 0.0)
        c.paint(
            c.convex(
                [
                    (left + 0.05 + 0.139 * window, 0.67),
                    (left + 0.09 + 0.139 * window, 0.54),
                    (left + 0.11 + 0.139 * window, 0.54),
                    (left + 0.07 + 0.139 * window, 0.67),
                ]
            ),
            0.3,
        )
    for wheel in (0.12, 0.24, 0.62, 0.74):
        c.paint(c.disc(left + wheel, 0.85, 0.04), 1.0, 0.0)
        c.paint(c.disc(left + wheel, 0.85, 0.015), 0.0)
    c.paint(np.maximum(c.line(left + 0.4, 0.47, left + 0.33, 0.36, 0.008), c.line(left + 0.33, 0.36, left + 0.42, 0.225, 0.008)), 1.0)
    for rail in (0.89, 0.94):
        c.paint(c.line(-0.1, rail, 1.9, rail, 0.006), 0.95)


def river(c: Canvas) -> None:
    """A river that winds down from the hills, with dead fish in it."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.02, 0.08), spot=c.fade(0.05, 0.3, 0, 0.5))
    for base, ink, spot in ((0.34, 0.14, 0.2), (0.42, 0.28, 0.4), (0.5, 0.3, 0.8)):
        c.paint(c.below(c.ridge(base, 0.04)), ink=ink, spot=spot)
    c.paint(c.box(1.3, 0.3, 0.05, 0.22), 0.95, 0.0)
    c.paint(c.box(1.42, 0.36, 0.2, 0.16), 0.95, 0.0)
    c.paint(c.cloud(1.22, 0.22, 0.3, 0.09, 12), ink=0.5)
    t = np.clip((c.y - 0.5) / 0.5, 0, 1)
    bend = float(c.random.uniform(1.6, 2.4))
    middle = 0.95 + 0.42 * np.sin(bend * 2.2 * (1 - t) ** 1.5) * (0.35 + 0.65 * t) - 0.1 * t
    width = 0.02 + 0.5 * t**1.5
    water = np.clip((width - np.abs(c.x - middle)) * c.scale + 0.5, 0, 1) * c.below(0.5)
    c.paint(water.astype(np.float32), ink=c.fade(0.0, 0.22, 0.5, 1), spot=0.08)
    for _ in range(13):
        depth = float(c.random.uniform(0.35, 1)) ** 0.7
        y = 0.5 + 0.47 * depth
        row = int(min(y, 0.99) * c.scale)
        x = float(middle[row, 0]) + float(c.random.uniform(-0.7, 0.7)) * float(width[row, 0])
        _fish(c, x, y, 0.015 + 0.06 * depth)


def _fish(c: Canvas, x: float, y: float, size: float) -> None:
    body = np.clip((1 - np.hypot((c.x - x) / size, (c.y - y) / (size * 0.34))) * size * c.scale * 0.5 + 0.5, 0, 1).astype(np.float32)
    c.paint(body, 0.95, 0.0)
    c.paint(c.convex([(x + size * 0.8, y), (x + size * 1.4, y - size * 0.4), (x + size * 1.4, y + size * 0.4)]), 0.95, 0.0)
    c.paint(c.disc(x - size * 0.6, y - size * 0.05, max(size * 0.09, 0.003)), 0.0, 0.0)


def dam(c: Canvas) -> None:
    """A concrete wall between mountains, with a crack."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.3, 0.03, 0, 0.5), spot=c.fade(0.35, 0.1, 0, 0.5))
    for base, size, ink, spot in ((0.26, 0.1, 0.25, 0.25), (0.36, 0.08, 0.55, 0.3)):
        c.paint(c.below(c.ridge(base, size, 6, 1.4)), ink=ink, spot=spot)
    left, right = 0.28, 1.5
    c.paint(c.convex([(left, 0.4), (right, 0.4), (right, 0.47), (left, 0.47)]), 0.04, 0.85)
    c.paint(c.convex([(left, 0.45), (right, 0.45), (1.22, 0.92), (0.56, 0.92)]), c.fade(0.06, 0.3, 0.45, 0.92), 0.0)
    for place in range(1, 10):
        x = left + (right - left) * place / 10
        c.paint(c.line(x, 0.47, 0.56 + 0.66 * place / 10, 0.92, 0.003), 0.6)
    for place in range(13):
        c.paint(c.box(left + 0.03 + 0.093 * place, 0.425, 0.05, 0.03), 0.95, 0.0)
    c.paint(c.convex([(-0.1, 0.3), (0.1, 0.32), (left + 0.06, 0.44), (0.6, 0.95), (0.5, 1.1), (-0.1, 1.1)]), 0.95, 0.0)
    c.paint(c.convex([(1.9, 0.28), (1.7, 0.32), (right - 0.06, 0.44), (1.18, 0.95), (1.3, 1.1), (1.9, 1.1)]), 0.95, 0.0)
    x, y = float(c.random.uniform(0.75, 1.0)), 0.56
    for _ in range(9):
        nx, ny = x + float(c.random.uniform(-0.012, 0.035)), y + float(c.random.uniform(0.018, 0.04))
        c.paint(c.line(x, y, nx, ny, 0.011), 1.0, 0.0)
        x, y = nx, ny
    c.paint(c.cloud(x, 0.93, 0.14, 0.08, 10), ink=0.0, spot=0.5)
    c.paint(c.below(0.93) * (1 - c.cloud(x, 0.93, 0.14, 0.08, 6)), ink=0.7, spot=0.6)
    for _ in range(90):
        x, y = c.random.uniform(0, 1.9), c.random.uniform(0, 0.9)
        c.paint(c.line(x, y, x - 0.012, y + 0.05, 0.0022), 0.5)


def parliament(c: Canvas) -> None:
    """A portico with columns and a dome under a heavy sky."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.42, 0.06, 0, 0.8), spot=c.fade(0.8, 0.2, 0, 0.8))
    c.paint(c.cloud(c.random.uniform(0.2, 1.5), 0.15, 1.0, 0.12, 16), ink=0.03)
    c.paint(c.disc(0.89, 0.34, 0.2) * (1 - c.below(0.34)), 0.06, 0.0)
    c.paint(c.ring(0.89, 0.34, 0.2, 0.012) * (1 - c.below(0.34)), 0.95)
    c.paint(c.box(0.87, 0.06, 0.04, 0.08), 0.95)
    c.paint(c.convex([(0.89, 0.02), (1.0, 0.045), (0.89, 0.07)]), 0.0, 1.0)
    c.paint(c.box(0.2, 0.45, 1.38, 0.4), 0.34, 0.0)
    c.paint(c.convex([(0.42, 0.46), (0.89, 0.29), (1.36, 0.46)]), 0.0, 0.0)
    c.paint(c.convex([(0.52, 0.445), (0.89, 0.315), (1.26, 0.445)]), 0.55, 0.3)
    c.paint(c.box(0.42, 0.455, 0.94, 0.035), 0.95)
    c.paint(c.box(0.45, 0.49, 0.88, 0.34), 0.8, 0.0)
    for place in range(7):
        x = 0.46 + 0.136 * place
        shade = np.clip((c.x - x) / 0.05, 0, 1)
        c.paint(c.box(x, 0.49, 0.05, 0.34), (shade**2 * 0.45).astype(np.float32), 0.0)
    for window in range(2):
        for side in (0.235, 1.385):
            c.paint(c.box(side, 0.52 + 0.15 * window, 0.05, 0.09), 0.95)
            c.paint(c.box(side + 0.1, 0.52 + 0.15 * window, 0.05, 0.09), 0.0, 0.8)
    for step in range(4):
        c.paint(c.box(0.36 - 0.05 * step, 0.83 + 0.035 * step, 1.06 + 0.1 * step, 0.035), 0.1 + 0.2 * step, 0.0)
    c.paint(c.below(0.965), 0.9)


def bank(c: Canvas) -> None:
    """Two houses that lean towards each other over a pile of coins."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.02, 0.12), spot=c.fade(0.12, 0.6))
    for left, lean, tone in ((0.3, 0.11, 0.95), (1.05, -0.11, 0.3)):
        c.paint(c.convex([(left + lean, 0.14), (left + 0.42 + lean, 0.14), (left + 0.42, 0.8), (left, 0.8)]), tone, 0.0)
        c.paint(
            c.convex([(left + lean - 0.03, 0.15), (left + lean + 0.21, 0.03), (left + lean + 0.45, 0.15)]), 0.97 if tone < 0.5 else 0.5, 0.0
        )
        for row in range(6):
            shift = lean * (1 - row / 6.5)
            for column in range(4):
                lit = float(c.random.uniform() < 0.55)
                c.paint(
                    c.box(left + 0.045 + shift + 0.092 * column, 0.2 + 0.085 * row, 0.055, 0.055),
                    0.0 if tone > 0.5 or lit else 0.9,
                    0.95 * lit,
                )
        c.paint(c.box(left + 0.17, 0.71, 0.08, 0.09), 0.0 if tone > 0.5 else 0.97, 0.0)
    c.paint(c.below(0.8), ink=c.fade(0.15, 0.5, 0.8, 1), spot=0.0)
    for stack, x in enumerate((0.6, 0.76, 0.92, 1.08)):
        for coin in range(2 + (stack * 5) % 4):
            y = 0.92 - 0.032 * coin
            for tone, spot, size in ((0.97, 0.0, 1.0), (0.0, 1.0, 0.88)):
                r = 0.07 * size
                oval = np.clip((1 - np.hypot((c.x - x) / r, (c.y - y) / (r * 0.36))) * r * c.scale * 0.5 + 0.5, 0, 1)
                c.paint(oval.astype(np.float32), tone, spot)


def hospital(c: Canvas) -> None:
    """A block of dark windows, few of them lit, and a cross."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.75, 0.3, 0, 0.85), spot=c.fade(0.5, 0.7, 0, 0.85))
    c.paint(c.disc(c.random.uniform(0.15, 0.4), 0.2, 0.08), 0.0, 0.0)
    c.paint(c.convex([(0.4, 0.24), (1.2, 0.2), (1.2, 0.86), (0.4, 0.86)]), 0.12, 0.0)
    c.paint(c.convex([(1.2, 0.2), (1.62, 0.28), (1.62, 0.86), (1.2, 0.86)]), 0.6, 0.0)
    for row in range(6):
        for column in range(8):
            lit = c.random.uniform() < 0.16
            c.paint(c.box(0.445 + 0.093 * column, 0.3 + 0.085 * row, 0.06, 0.05), 0.0 if lit else 0.97, 1.0 if lit else 0.0)
        for column in range(4):
            c.paint(c.box(1.24 + 0.093 * column, 0.33 + 0.085 * row, 0.045, 0.045), 0.97, 0.0)
    c.paint(c.box(0.72, 0.06, 0.18, 0.17), 0.0, 0.0)
    c.paint(np.maximum(c.box(0.785, 0.075, 0.05, 0.14), c.box(0.74, 0.12, 0.14, 0.05)), 0.0, 1.0)
    c.paint(c.box(0.7, 0.76, 0.26, 0.1), 0.97, 0.0)
    c.paint(c.below(0.86), ink=c.fade(0.95, 0.6, 0.86, 1), spot=0.0)
    x = float(c.random.uniform(1.0, 1.3))
    c.paint(c.box(x, 0.77, 0.27, 0.13), 0.0, 0.0)
    c.paint(c.convex([(x + 0.27, 0.8), (x + 0.33, 0.84), (x + 0.33, 0.9), (x + 0.27, 0.9)]), 0.0, 0.0)
    c.paint(c.box(x, 0.83, 0.3, 0.025), 0.0, 1.0)
    for wheel in (0.06, 0.26):
        c.paint(c.disc(x + wheel, 0.9, 0.03), 1.0)


def stadium(c: Canvas) -> None:
    """A pitch under floodlights in the rain."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.92, 0.5, 0, 0.5), spot=c.fade(0.2, 0.6, 0, 0.5))
    for x in (0.2, 1.58):
        c.paint(c.line(x, 0.14, x, 0.5, 0.014), 1.0)
        beam = c.convex([(x - 0.06, 0.1), (x + 0.06, 0.1), (1.2, 0.9), (0.5, 0.9)]) * 0.55
        c.paint(beam, ink=0.12)
        c.paint(c.box(x - 0.075, 0.06, 0.15, 0.09), 0.0, 0.0)
    stand = 0.5 - 0.07 * ((c.x[:1] - 0.89) / 0.89) ** 2
    c.paint(c.below((stand - 0.13).astype(np.float32)), ink=0.88, spot=0.0)
    for _ in range(420):
        x = float(c.random.uniform(0, c.wide))
        y = float(0.5 - 0.07 * ((x - 0.89) / 0.89) ** 2 - c.random.uniform(0.01, 0.115))
        c.paint_dot(x, y, 0.007, 0.0, float(c.random.choice([0.0, 0.9, 0.4])))
    c.paint(c.below(0.5), ink=0.05, spot=0.85)
    for stripe in range(7):
        a, b = -1.4 + 0.66 * stripe, -1.07 + 0.66 * stripe
        mask = c.convex([(0.89 + (a) * 0.45, 0.5), (0.89 + (b) * 0.45, 0.5), (0.89 + b * 1.3, 1.02), (0.89 + a * 1.3, 1.02)])
        c.paint(mask, 0.22, 0.9)
    c.paint(c.line(-0.1, 0.6, 1.9, 0.6, 0.008), 0.0, 0.0)
    c.paint(
        np.maximum(
            np.maximum(c.line(0.68, 0.5, 0.68, 0.36, 0.012), c.line(1.1, 0.5, 1.1, 0.36, 0.012)), c.line(0.68, 0.36, 1.1, 0.36, 0.012)
        ),
        0.0,
        0.0,
    )
    x = float(c.random.uniform(0.5, 1.25))
    c.paint(c.disc(x, 0.82, 0.055), 0.0, 0.0)
    c.paint(c.disc(x, 0.82, 0.02), 0.97)
    c.paint(c.ring(x, 0.82, 0.053, 0.008), 0.97)
    for _ in range(110):
        rx, ry = c.random.uniform(0, 1.9), c.random.uniform(0, 0.95)
        c.paint(c.line(rx, ry, rx - 0.025, ry + 0.06, 0.002), 0.02)


def moor(c: Canvas) -> None:
    """A log boat in a cutting of peat."""
    c.paint(np.ones_like(c.x), ink=c.fade(0.03, 0.1, 0, 0.5), spot=c.fade(0.1, 0.7, 0, 0.45))
    c.paint(c.disc(c.random.uniform(0.3, 1.4), 0.3, 0.11), 0.0, 0.0)
    for base, ink, spot in ((0.4, 0.2, 0.35), (0.47, 0.42, 0.2), (0.54, 0.62, 0.35)):
        c.paint(c.below(c.ridge(base, 0.025)), ink=ink, spot=spot)
    c.paint(c.convex([(0.12, 0.66), (1.66, 0.62), (1.9, 0.98), (-0.1, 1.02)]), 0.97, 0.0)
    c.paint(c.convex([(0.2, 0.7), (1.6, 0.66), (1.78, 0.96), (0.02, 0.99)]), 0.72, 0.3)
    y = 0.82
    for size, ink, spot in ((1.0, 1.0, 0.0), (0.94, 0.06, 0.5)):
        hull = 1 - np.abs((c.x - 0.89) / (0.64 * size)) ** 2.6 - ((c.y - y) / (0.1 * size)) ** 2
        c.paint(np.clip(hull * 34 + 0.5, 0, 1).astype(np.float32), ink, spot)
    hollow = 1 - np.abs((c.x - 0.87) / 0.5) ** 2.8 - ((c.y - y + 0.012) / 0.058) ** 2
    c.paint(np.clip(hollow * 24 + 0.5, 0, 1).astype(np.float32), c.fade(0.97, 0.55, y - 0.06, y + 0.06), 0.2)
    for rib in range(5):
        x = 0.5 + 0.18 * rib
        c.paint(c.line(x, y - 0.055, x + 0.02, y + 0.04, 0.006), 0.1)
    for _ in range(70):
        x = float(c.random.uniform(0, c.wide))
        base = float(c.random.uniform(0.58, 0.65)) if c.random.uniform() < 0.6 else 1.0
        c.paint(c.line(x, base, x + float(c.random.uniform(-0.02, 0.02)), base - float(c.random.uniform(0.03, 0.07)), 0.004), 0.95)
    spade = float(c.random.uniform(1.5, 1.62))
    c.paint(c.line(spade, 0.3, spade - 0.03, 0.6, 0.014), 1.0)
    c.paint(c.convex([(spade - 0.065, 0.58), (spade + 0.01, 0.59), (spade, 0.72), (spade - 0.06, 0.72)]), 1.0)
    c.paint(c.line(spade - 0.03, 0.3, spade + 0.03, 0.3, 0.014), 1.0)


#: Each scene with the spot colours that it may be printed in.
SCENES: dict[str, tuple[Callable[[Canvas], None], tuple[str, ...]]] = {
    "ferry": (ferry, ("rust", "ochre")),
    "fog": (fog, ("sky", "sea")),
    "islet": (islet, ("sea", "sky")),
    "cranes": (cranes, ("rust", "ochre", "sea")),
    "tram": (tram, ("rust", "moss")),
    "river": (river, ("moss", "sea")),
    "dam": (dam, ("sea", "moss")),
    "parliament": (parliament, ("plum", "sky")),
    "bank": (bank, ("ochre", "moss")),
    "hospital": (hospital, ("rust", "sea")),
    "stadium": (stadium, ("moss",)),
    "moor": (moor, ("ochre", "rust")),
}
