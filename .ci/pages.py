"""紙面が知らないうちに変わっていないかを、しまってある頁の絵（tests/pages）と比べて確かめる。

    pages.py PDFのフォルダ 絵のフォルダ [--renew]

一冊を一枚の見渡し図（50dpi、256 色まで）にして置く。比べるときは、両方を少しぼかしてから、違いの大きい画素の割合を頁ごとに
数える。書体の輪郭のにじみは poppler の版で違うので、線の太さほどの違いは数えない。字や図が動けば、割合は許しを超える。
"""

import sys
import tomllib
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from pictures import has_poppler, pages

DPI, COLUMNS, GAP = 50, 4, 6
# ぼかした後の違いが APART を超える画素が、頁の SHARE を超えたら知らせる。別の描き方（pdftocairo）で描いても 0.55% までだった
APART, SHARE = 60, 0.006


def palette():
    """紙面の色と、それを紙や墨と混ぜた色。決まった色なので、絵は色の出方で変わらない。"""
    tokens = tomllib.loads((Path(__file__).parent.parent / "templates/tokens.toml").read_text())["colors"].values()
    colours = [np.array([int(t["rgb"][i : i + 2], 16) for i in (1, 3, 5)], float) for t in tokens]
    white, ink = np.full(3, 255.0), np.full(3, 26.0)
    mixed = [c * k + white * (1 - k) for c in colours for k in (1, 0.8, 0.6, 0.4, 0.2)]
    mixed += [c * k + ink * (1 - k) for c in colours for k in (0.75, 0.5, 0.25)]
    values = list(dict.fromkeys(tuple(int(round(v)) for v in c) for c in [white, *mixed]))[:256]
    image = Image.new("P", (1, 1))
    image.putpalette([v for c in values for v in c])
    return image


def sheet(pictures):
    high, wide = pictures[0].shape[:2]
    rows = -(-len(pictures) // COLUMNS)
    out = Image.new("RGB", (COLUMNS * (wide + GAP) - GAP, rows * (high + GAP) - GAP), (110, 110, 110))
    for i, picture in enumerate(pictures):
        out.paste(Image.fromarray(picture), corner(i, wide, high))
    return out


def corner(i, wide, high):
    return (i % COLUMNS) * (wide + GAP), (i // COLUMNS) * (high + GAP)


def compare(kept, pictures):
    """頁ごとの、違う画素の割合と違いの絵。頁数か大きさが違えば none。"""
    made = sheet(pictures)
    if kept.size != made.size:
        return None
    soft = [np.asarray(s.convert("RGB").filter(ImageFilter.BoxBlur(1)), int) for s in (kept, made)]
    apart = np.abs(soft[0] - soft[1]).max(axis=-1) > APART
    high, wide = pictures[0].shape[:2]
    out = []
    for i in range(len(pictures)):
        x, y = corner(i, wide, high)
        part = apart[y : y + high, x : x + wide]
        out.append((float(part.mean()), part))
    return out


def mark(picture, part):
    """変わった所を赤くした頁。"""
    out = (picture // 2 + 127).astype(np.uint8)
    out[part] = (220, 0, 0)
    return Image.fromarray(out)


def main():
    if not has_poppler():
        print("poppler（pdftoppm）がないので、頁の絵は比べていません")
        return
    made, kept, renew = Path(sys.argv[1]), Path(sys.argv[2]), "--renew" in sys.argv
    kept.mkdir(parents=True, exist_ok=True)
    failures = []
    names = {f.stem for f in made.glob("*.pdf")}
    for name in sorted(names):
        pictures = pages(made / f"{name}.pdf", DPI)
        path = kept / f"{name}.png"
        if renew:
            sheet(pictures).quantize(palette=palette(), dither=Image.Dither.NONE).save(path, optimize=True)
            continue
        if not path.exists():
            failures.append(f"{name}: 絵がありません")
            continue
        parts = compare(Image.open(path), pictures)
        if parts is None:
            failures.append(f"{name}: 頁数が変わりました（{len(pictures)} 頁）")
            continue
        print(f"{name}: 違う画素は、多い頁で {max(p[0] for p in parts):.3%}")
        for number, (share, part) in enumerate(parts, 1):
            if share > SHARE:
                out = made / f"{name}_{number:02}_違い.png"
                mark(pictures[number - 1], part).save(out)
                failures.append(f"{name} {number} 頁: {share:.2%} が違います（{out}）")
    for left in sorted(f.stem for f in kept.glob("*.png") if f.stem not in names):
        failures.append(f"{left}: もう作らない冊子の絵です")
    if renew:
        print(f"絵を {len(names)} 枚作りました（{sum(f.stat().st_size for f in kept.glob('*.png')) / 1e6:.1f} MB）。頁を見てから、しまってください")
    elif failures:
        print("\n".join(failures))
        sys.exit("頁の絵が変わりました。違いの絵を見て、よければ .ci/pages --renew で作り直し、一緒に登録してください")
    else:
        print("ok   頁の絵は、しまってあるものと同じ")


main()
