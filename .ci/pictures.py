"""頁の絵: PDF を画素にする（poppler）。灰色と、P 型・D 型の見え方。"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

# Machado, Oliveira, Fernandes (2009) "A Physiologically-based Model for Simulation of Color
# Vision Deficiency"、程度 1.0。線形の RGB に掛ける。src/colour.rs と同じ表。
MACHADO = {
    "P型": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "D型": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
# sRGB の線形の値 → XYZ（D65）
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = XYZ @ np.ones(3)


def has_poppler():
    return shutil.which("pdftoppm") is not None


def pages(pdf, dpi):
    """Every page as an array of sRGB values, height × width × 3."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(dpi), str(pdf), f"{folder}/p"], check=True)
        return [np.asarray(Image.open(f).convert("RGB")) for f in sorted(Path(folder).iterdir())]


def linear(rgb):
    v = np.asarray(rgb, float) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def encoded(v):
    v = np.clip(v, 0, 1)
    v = np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)
    return np.rint(v * 255).astype(np.uint8)


def seen(rgb, how):
    """The picture as a grey copy, or as readers of the P or D type see it."""
    v = linear(rgb)
    if how == "灰色":
        return encoded(np.repeat((v @ XYZ[1])[..., None], 3, axis=-1))
    return encoded(v @ np.array(MACHADO[how]).T)


def lab(rgb):
    t = linear(rgb) @ XYZ.T / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def contrast(a, b):
    """対比（WCAG 2.2 の 1.4.3、1.4.11）。"""
    x, y = sorted((float(linear(c) @ XYZ[1]) for c in (a, b)), reverse=True)
    return (x + 0.05) / (y + 0.05)


def delta_e(a, b):
    """CIEDE2000 of two colours (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = lab(np.asarray(a)), lab(np.asarray(b))
    c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(c**7 / (c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dl, dc = l2 - l1, c2 - c1
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    big = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh) / 2)
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = 1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm)) + 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63))
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * np.sqrt(cm**7 / (cm**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2))))
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (big / sh) ** 2 + rt * (dc / sc) * (big / sh)))
