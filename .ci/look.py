"""色によらずに読めるかを、描いた頁の画素で確かめる: 色のまま、灰色、P 型・D 型の見え方で。

    look.py 絵を置くフォルダ PDF...

決めごと（数の出どころ）:
- 二つの群の色、隣り合う評価の区分の色は、P 型・D 型でも ΔE00 20 以上（README の「見た目を市のものにする」と同じ値）。
- 隣り合う評価の区分は、灰色にしても明度 L* が 15 以上ちがうか、片方が斜線（明暗が L* 15 以上で繰り返す）。
  組み込みの色で一番近い 中・下 の面の差が 18.8 なので、それより少し下に置いた。
- 区分の間に、どちらかと L* 15 以上ちがう線がある。白い面との境は枠の線で分かる。
- 群の記章は、灰色では同じ濃さなので、形（円・角丸四角・六角形・ひし形）で分かれる。
- 折れ線・印は、地（紙）と対比 3:1 以上（WCAG 2.2 の 1.4.11。図形の下限）。最新の印は塗り、過去の印は白抜き。
"""

import sys
import tomllib
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import MACHADO, contrast, delta_e, has_poppler, lab, linear, pages, seen

FAR, GREY, GRAPHIC = 20.0, 15.0, 3.0
DPI = 150
MM = DPI / 25.4
WAYS = ["灰色", *MACHADO]
TOKENS = tomllib.loads((Path(__file__).parent.parent / "templates/tokens.toml").read_text())["colors"]
failures = []


def token(name):
    rgb = TOKENS[name]["rgb"]
    return np.array([int(rgb[i : i + 2], 16) for i in (1, 3, 5)], np.uint8)


# 評価の面。斜線（hatch）は dai の線と紙
FACES = {name: token(name) for name in ("ao", "hB", "hC")}
PAPER = token("kami")


def check(good, text):
    if not good:
        failures.append(text)
        print("FAIL " + text)


def near(page, colour, within=10):
    return np.abs(page.astype(int) - colour.astype(int)).max(axis=-1) <= within


def ink(page, colour):
    """紙に colour を載せた画素（細い線は、紙の色と混じる）。"""
    way = colour.astype(float) - PAPER
    off = page.astype(float) - PAPER
    amount = off @ way / (way @ way)
    return (amount > 0.35) & (np.abs(off - amount[..., None] * way).max(axis=-1) < 16)


def runs(mask):
    """始まりと終わりの次、の列。"""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return edges.reshape(-1, 2)


def grey_l(rgb):
    return lab(seen(np.asarray(rgb), "灰色"))[..., 0]


# --- 評価の区分 ------------------------------------------------------------------------
def neighbours(page):
    """帯の中で隣り合う面。(左, 右) → 境の線の画素の例。斜線は "hatch"。"""
    faces = {name: near(page, colour) for name, colour in FACES.items()}
    stripe = ink(page, token("dai"))
    paper = near(page, PAPER, 12)
    found = {}
    height = int(0.9 * MM)
    for y in range(0, page.shape[0] - height, height // 2):
        ends, starts = {}, {}
        for name, mask in faces.items():
            # 面は縦横に続く所だけを見る（折れ線や記章を除く）
            for a, b in runs(mask[y : y + height].all(axis=0)):
                if b - a >= 0.9 * MM:
                    starts[a], ends[b] = name, name
        for end, left in ends.items():
            after = [s for s in starts if 0 < s - end <= 1.2 * MM]
            if after:
                right = starts[min(after)]
                if right != left:
                    found.setdefault((left, right), page[y + height // 2, end : min(after)])
            beside = slice(end, end + int(4 * MM))
            row = stripe[y + height // 2, beside]
            if not after and len(runs(row)) >= 2 and 0.15 < row.mean() < 0.7 and paper[y + height // 2, beside].any():
                found.setdefault((left, "hatch"), page[y + height // 2, end : end + int(4 * MM)])
    return found


def judge_neighbours(where, page):
    count = hatched = 0
    for (left, right), between in neighbours(page).items():
        count += 1
        hatched += right == "hatch"
        a = FACES[left]
        if right == "hatch":
            dark, light = np.percentile(grey_l(between), [5, 95])
            print(f"  {where}: {left}｜斜線 灰色の明暗の差 {light - dark:.1f}")
            check(light - dark >= GREY, f"{where}: 斜線が灰色で見えない（明暗の差 {light - dark:.1f}）")
            continue
        b = FACES[right]
        far = {way: delta_e(seen(a, way), seen(b, way)) for way in MACHADO}
        step = abs(float(grey_l(a) - grey_l(b)))
        line = max(min(abs(grey_l(between) - grey_l(x)).max() for x in pair) for pair in ((a,), (b,)))
        print(f"  {where}: {left}｜{right} ΔE00 色 {delta_e(a, b):.0f}、" + "、".join(f"{k} {v:.0f}" for k, v in far.items()) + f"、灰色の明度差 {step:.1f}、境の線 {line:.1f}")
        for way, value in far.items():
            check(value >= FAR, f"{where}: {left} と {right} が{way}で近い（ΔE00 {value:.1f}）")
        check(step >= GREY, f"{where}: {left} と {right} が灰色で近い（明度差 {step:.1f}）")
        check(line >= GREY, f"{where}: {left} と {right} の間に線がない（明度差 {line:.1f}）")
    return count, hatched


# --- 群の記章 --------------------------------------------------------------------------
def components(mask, least, most):
    """大きさが least〜most の、つながった所の枠。行ごとの走査で足りる粗さ（枠の重なる所をつなぐ）。"""
    boxes = []
    for y in np.flatnonzero(mask.any(axis=1)):
        for a, b in runs(mask[y]):
            for box in boxes:
                if box[3] >= y - 1 and a < box[2] and b > box[0]:
                    box[0], box[2], box[3] = min(box[0], a), max(box[2], b), y
                    break
            else:
                boxes.append([a, y, b, y])
    return [b for b in boxes if all(least <= s <= most for s in (b[2] - b[0], b[3] + 1 - b[1]))]


def shape(mask, box):
    """記章の形: 端から端までを塗ったときの、枠に占める割合と、中心から縁までの一番長い所と短い所の比。"""
    part = mask[box[1] : box[3] + 1, box[0] : box[2]]
    full = np.zeros(part.shape, bool)
    for row, out in zip(part, full):
        at = np.flatnonzero(row)
        if at.size:
            out[at[0] : at[-1] + 1] = True
    high, wide = full.shape
    reach = []
    for t in np.linspace(0, 2 * np.pi, 48, endpoint=False):
        r = 0.0
        while True:
            y, x = int(high / 2 + r * np.sin(t)), int(wide / 2 + r * np.cos(t))
            if not (0 <= y < high and 0 <= x < wide and full[y, x]):
                break
            r += 0.25
        reach.append(r)
    return full.mean(), max(reach) / max(1.0, min(reach))


# 面積の割合と、半径の比: 円 π/4 と 1、六角形 3/4 と 1.118/0.894、ひし形 1/2 と √2、角丸（r = 0.18d）0.97 と 0.632/0.5
FORMS = {"円": (0.785, 1.04), "角丸四角": (0.97, 1.26), "六角形": (0.75, 1.25), "ひし形": (0.5, 1.41)}


def badges(page):
    """記章らしい形の数。色ごとに。白い数字が中にあるものだけ。"""
    out = {}
    for name in ("ao", "dai"):
        mask = near(page, token(name), 30)
        for box in components(mask, 5 * MM, 13 * MM):
            wide, high = box[2] - box[0], box[3] + 1 - box[1]
            inside = page[box[1] : box[3] + 1, box[0] : box[2]]
            white = near(inside, PAPER, 12)[high // 4 : -high // 4, wide // 4 : -wide // 4].mean()
            if abs(wide - high) > 0.06 * wide or not 0.04 < white < 0.5:
                continue
            found = shape(mask, box)
            form = min(FORMS, key=lambda f: np.hypot(*np.subtract(FORMS[f], found)))
            if np.hypot(*np.subtract(FORMS[form], found)) < 0.1:
                out.setdefault(name, {}).setdefault(form, 0)
                out[name][form] += 1
    return out


def judge_badges(where, page):
    found = badges(page)
    if found:
        print(f"  {where}: 記章 " + "、".join(f"{c} {f} {n}" for c, fs in found.items() for f, n in fs.items()))
    forms = [set(f) for f in found.values()]
    for i, one in enumerate(forms):
        for other in forms[i + 1 :]:
            check(not one & other, f"{where}: 違う群の記章が同じ形（{one & other}）")
    return sum(n for fs in found.values() for n in fs.values())


# --- 折れ線と印 ------------------------------------------------------------------------
def judge_colours():
    groups = token("ao"), token("dai")
    for way in MACHADO:
        value = delta_e(*(seen(g, way) for g in groups))
        check(value >= FAR, f"二つの群の色が{way}で近い（ΔE00 {value:.1f}）")
    for name in ("ao", "dai", "kon", "sumi", "kei"):
        for way in (None, *WAYS):
            colour = token(name) if way is None else seen(token(name), way)
            value = contrast(colour, PAPER)
            check(value >= GRAPHIC, f"{name} の線と印が{way or '色'}で地と近い（対比 {value:.2f}）")


def markers(page):
    """折れ線の印: (塗り, 白抜き) の数。直径 3mm ほどの円。"""
    page = page[::2, ::2]
    solid = hollow = 0
    for name in ("ao", "dai", "kon"):
        mask = near(page, token(name), 90)
        for y, x in discs(mask):
            centre = page[y : y + 2, x : x + 2]
            if near(centre, token(name), 30).all():
                solid += 1
            elif near(centre, PAPER, 12).all():
                hollow += 1
    return solid, hollow


def discs(mask):
    """直径 3〜4mm の円の中心: その半径の円周の上がすべて塗られ、その外の円周がほぼ塗られていない所。"""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)

    def ring(radius):
        steps = {(round(radius * MM / 2 * np.sin(t)), round(radius * MM / 2 * np.cos(t))) for t in angles}
        return sum(np.roll(mask, (-a, -b), (0, 1)).astype(np.int8) for a, b in steps) / len(steps)

    good = (ring(1.5) >= 0.95) & (ring(2.5) <= 0.25)
    centres = []
    for y, x in np.argwhere(good):
        if all(abs(y - a) + abs(x - b) > MM for a, b in centres):
            centres.append((y, x))
    return centres


# --- 始め ------------------------------------------------------------------------------
def judge(pdf, folder):
    name = pdf.stem
    print(f"{name}:")
    totals = {"隣り合う区分": 0, "斜線": 0, "記章": 0, "塗りの印": 0, "白抜きの印": 0}
    all_pages = pages(pdf, DPI)
    for number, page in enumerate(all_pages, 1):
        where = f"{name} {number} 頁"
        small = Image.fromarray(page).resize((page.shape[1] // 2, page.shape[0] // 2), Image.LANCZOS)
        for way in WAYS:
            Image.fromarray(seen(np.asarray(small), way)).save(folder / f"{name}_{number:02}_{way}.png")
        if number in (1, len(all_pages)):
            continue  # 表紙と裏表紙の模様は、区分でも記章でもない
        pairs, hatched = judge_neighbours(where, page)
        totals["隣り合う区分"] += pairs
        totals["斜線"] += hatched
        totals["記章"] += judge_badges(where, page)
        solid, hollow = markers(page)
        totals["塗りの印"] += solid
        totals["白抜きの印"] += hollow
    print(f"  {totals}")
    return totals


def main():
    if not has_poppler():
        print("poppler（pdftoppm）がないので、灰色と P 型・D 型の絵は確かめていません")
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    judge_colours()
    for pdf in map(Path, sys.argv[2:]):
        totals = judge(pdf, folder)
        # 何も見付けられないなら、確かめたことにならない
        for what, least in (("隣り合う区分", 3), ("斜線", 1), ("記章", 10), ("塗りの印", 3), ("白抜きの印", 3)):
            check(totals[what] >= least, f"{pdf.stem}: {what}が {totals[what]} しか見付からない（{least} 以上あるはず）")
    if failures:
        sys.exit(f"{len(failures)} 件。絵は {folder} にあります")
    print(f"ok   灰色でも、P 型・D 型でも読める（絵は {folder}）")


main()
