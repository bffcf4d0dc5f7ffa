"""Judges the press files with programs that are not ours: Ghostscript separates the
plates and measures the ink, poppler reads text, boxes and fonts, qpdf the structure.

The same programs look at the deliberately wrong files that the tests write: what our own
preflight says of them must be true.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(sys.argv[1])
WRONG = Path(sys.argv[2])
FOLDER = OUT / "印刷用"
PUBLIC = OUT / "概要版.pdf"
MM = 72 / 25.4
RESOLUTION = 72
failures = []


def check(condition, text):
    print(("ok   " if condition else "FAIL ") + text)
    if not condition:
        failures.append(text)


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def boxes(pdf, page):
    """The boxes of a page, as poppler reads them."""
    text = run("pdfinfo", "-box", "-f", page, "-l", page, pdf)[1]
    found = re.findall(r"(\w+Box): +(\S+) +(\S+) +(\S+) +(\S+)", text)
    return {name: [float(v) for v in rest] for name, *rest in found}


def plates(pdf):
    """For each page the four plates, ink from 0 to 100 %, as Ghostscript separates them."""
    with tempfile.TemporaryDirectory() as folder:
        run(
            "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep",
            f"-r{RESOLUTION}", f"-sOutputFile={folder}/%d.tif", pdf,
        )
        pages = []
        while (Path(folder) / f"{len(pages) + 1}.tif").exists():
            name = f"{folder}/{len(pages) + 1}"
            pages.append([
                (255 - np.asarray(Image.open(f"{name}({ink}).tif").convert("L"), float)) / 2.55
                for ink in ("Cyan", "Magenta", "Yellow", "Black")
            ])
        return pages


def within(plate, box, media, by=0.0):
    """The part of a plate within a box, `by` points larger."""
    scale = RESOLUTION / 72
    x0, y0, x1, y1 = box
    left, right = (x0 - media[0] - by) * scale, (x1 - media[0] + by) * scale
    top, bottom = (media[3] - y1 - by) * scale, (media[3] - y0 + by) * scale
    return plate[max(0, round(top)):round(bottom), max(0, round(left)):round(right)]


def words(pdf, page, box=None, media=None):
    crop = []
    if box:
        x, y = box[0] - media[0], media[3] - box[3]
        crop = ["-x", round(x), "-y", round(y), "-W", round(box[2] - box[0]), "-H", round(box[3] - box[1])]
    text = run("pdftotext", "-r", 72, "-f", page, "-l", page, *crop, pdf, "-")[1]
    return "".join(sorted(re.sub(r"\s", "", text)))


def pixels(pdf, page, trim=False):
    with tempfile.TemporaryDirectory() as folder:
        name = f"{folder}/page.png"
        run(
            "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", "-r36",
            "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", *(["-dUseTrimBox"] if trim else []),
            f"-dFirstPage={page}", f"-dLastPage={page}", f"-sOutputFile={name}", pdf,
        )
        return np.asarray(Image.open(name).convert("L"), float)


[press] = FOLDER.glob("*_press.pdf")
check(all(p.name.isascii() for p in FOLDER.iterdir()), "names are ASCII")
for pdf in sorted(FOLDER.glob("*.pdf")):
    code, text = run("qpdf", "--check", pdf)
    check(code == 0, f"qpdf: {pdf.name}")

info = run("pdfinfo", press)[1]
pages = int(re.search(r"Pages: +(\d+)", info)[1])
check("PDF/X-1a:2003" in info, "poppler knows the file as PDF/X-1a:2003")
check(pages % 4 == 0, f"{pages} pages, a multiple of four")
fonts = run("pdffonts", press)[1].splitlines()[2:]
check(fonts and all(line.split()[-5] == "yes" for line in fonts), f"{len(fonts)} fonts, all embedded")
raw = run("qpdf", "--qdf", "--object-streams=disable", press, "-")[1]
for word in ("ICCBased", "DeviceRGB", "/CalRGB", "/SMask", "/Transparency", "/Annots"):
    check(word not in raw, f"no {word}")

separated = plates(press)
check(len(separated) == pages, f"Ghostscript separates {len(separated)} pages")
heaviest, farthest = 0, 0
for number, four in enumerate(separated, 1):
    b = boxes(press, number)
    media, trim, bleed = b["MediaBox"], b["TrimBox"], b["BleedBox"]
    sides = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
    size = (trim[2] - trim[0], trim[3] - trim[1])
    right = all(abs(s - 3 * MM) < 0.02 for s in sides)
    if not right or abs(size[0] - 210 * MM) > 0.02 or abs(size[1] - 297 * MM) > 0.02:
        check(False, f"page {number}: boxes {b}")
    total = sum(within(plate, bleed, media, -1) for plate in four)
    heaviest = max(heaviest, total.max())
    if words(PUBLIC, number) != words(press, number, trim, media):
        check(False, f"page {number}: text within the trim differs from the public PDF")
    # Marks stand on every plate: the corner of the sheet has pixels with all four inks.
    outside = np.min(four, axis=0)
    corner = round(17 * MM * RESOLUTION / 72)
    if outside[:corner, :corner].max() < 50:
        check(False, f"page {number}: no registration marks in the corner")
    a, c = pixels(PUBLIC, number), pixels(press, number, trim=True)
    rows, columns = min(a.shape[0], c.shape[0]), min(a.shape[1], c.shape[1])
    apart = np.abs(a[:rows, :columns] - c[:rows, :columns]).mean() / 2.55
    farthest = max(farthest, apart)
    if apart > 5:
        check(False, f"page {number}: {apart:.1f} % of brightness apart from the public PDF")
check(heaviest <= 300.5, f"total ink within the bleed at most {heaviest:.0f} %")
ticket = (FOLDER / "ticket.txt").read_text(encoding="utf-8-sig")
said = float(re.search(r"総インキの量: 最大 (\d+)％", ticket)[1])
check(heaviest <= said + 1, f"the ticket says {said:.0f} %, which is no less")
check(hashlib.sha256(press.read_bytes()).hexdigest() in ticket, "the ticket names the file's sum")
check(farthest <= 5, f"pages at most {farthest:.1f} % of brightness apart from the public PDF")

# --- the wrong files: other programs see the same faults --------------------------------
ink = max(sum(p).max() for p in plates(WRONG / "ink.pdf"))
check(345 <= ink <= 355, f"ink.pdf has {ink:.0f} % by Ghostscript")
ink = max(sum(p).max() for p in plates(WRONG / "ink-overprint.pdf"))
check(ink > 300, f"ink-overprint.pdf has {ink:.0f} % by Ghostscript")
fonts = run("pdffonts", WRONG / "no-font.pdf")[1].splitlines()[2:]
check(any(line.split()[-5] == "no" for line in fonts), "no-font.pdf has a font without program")
check("TrimBox" in run("pdfinfo", "-box", WRONG / "no-trim.pdf")[1], "no-trim.pdf opens")
for name in ("right", "rgb", "rich-black", "transparent", "spot", "registration"):
    code, text = run("qpdf", "--check", WRONG / f"{name}.pdf")
    check(code == 0, f"qpdf: {name}.pdf")
separated = plates(WRONG / "rich-black.pdf")[0]
# 100 pt from the left and 300 pt from the lower edge of the trim, 16 mm inside the sheet.
x, y = round(16 * MM) + 102, round(297 * MM + 32 * MM) - round(16 * MM) - 300
spot = [plate[y - 8:y, x:x + 20].max() for plate in separated]
check(spot[0] > 40 and spot[3] > 90, f"rich-black.pdf: black text in C{spot[0]:.0f} K{spot[3]:.0f}")
separated = plates(WRONG / "right.pdf")[0]
check(sum(separated).max() <= 300, "right.pdf stays within 300 %")

if failures:
    raise SystemExit(f"{len(failures)} judgements failed")
