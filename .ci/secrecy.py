"""秘匿を、別の線形計画のプログラム（scipy の HiGHS）で攻める。

試験 secrecy::random_towns_stand_against_the_attack が SECRECY_DUMP のフォルダに書いた、公表された
indicator_value.csv（年度ごと）と、計画の「内訳」・しきい値だけを読む。隠した人数の一つでも、
「幅」より狭い範囲に計算できたら誤り。
"""

import csv
import json
import sys
from pathlib import Path

import numpy
from scipy.optimize import linprog


def published(folder: Path, years):
    """全部の年度の公表を合わせて、知られた値と x の場所。"""
    known, hidden = {}, set()
    for year in years:
        hidden = set()
        with open(folder / f"{year}.csv", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                place = (row["indicator_id"], int(row["fiscal_year"]))
                if row["actual"]:
                    known[place] = row["actual"]
                if row["actual_status"] == "suppressed":
                    hidden.add(place)
    return known, hidden


def rows_of(town, known, years):
    """内訳の式: (係数, 下限, 上限)。"""
    for kind, whole, parts, base in town["compositions"]:
        parts = parts.split("、")
        for year in years:
            if kind == "合計":
                yield {(whole, year): 1.0} | {(p, year): -1.0 for p in parts}, 0.0, 0.0
            elif kind == "累計":
                terms = {(whole, year): 1.0, (parts[0], year): -1.0}
                start = float(town["baseline"].get(whole) or 0)
                if year > years[0]:
                    terms[(whole, year - 1)] = -1.0
                    start = 0.0
                yield terms, start, start
            elif (whole, year) in known:
                told = known[(whole, year)]
                decimals = max(len(told.partition(".")[2]), town["decimals"][whole])
                half = 0.5 / 10**decimals
                low, high = float(told) - half, float(told) + half
                yield {(parts[0], year): 100.0, (base, year): -low}, 0.0, numpy.inf
                yield {(parts[0], year): 100.0, (base, year): -high}, -numpy.inf, 0.0


def attack(folder: Path, more=0):
    town = json.loads((folder / "town.json").read_text(encoding="utf-8"))
    years = town["years"]
    known, hidden = published(folder, years)
    places = [(i, y) for i in town["units"] for y in years if (i, y) not in known]
    column = {place: n for n, place in enumerate(places)}
    small = {tuple(place) for place in town["small"]}
    bounds = [
        (1, town["below"] - 1) if p in small and p in hidden else (0, None) for p in places
    ]
    equal, equal_to, upper, upper_to = [], [], [], []
    for terms, low, high in rows_of(town, known, years):
        line, rest = numpy.zeros(len(places)), 0.0
        for place, factor in terms.items():
            if place in known:
                rest += factor * float(known[place])
            else:
                line[column[place]] += factor
        if not line.any():
            continue
        if low == high:
            equal.append(line)
            equal_to.append(low - rest)
            continue
        if numpy.isfinite(high):
            upper.append(line)
            upper_to.append(high - rest)
        if numpy.isfinite(low):
            upper.append(-line)
            upper_to.append(rest - low)
    told = {tuple(place) for place in town["told"]}
    checked, faults = 0, []
    for place in sorted(hidden):
        if town["units"][place[0]] != "人" or place in told:
            continue
        ends = []
        for sign in (1.0, -1.0):
            cost = numpy.zeros(len(places))
            cost[column[place]] = sign
            found = linprog(
                cost,
                A_ub=numpy.array(upper) if upper else None,
                b_ub=upper_to or None,
                A_eq=numpy.array(equal) if equal else None,
                b_eq=equal_to or None,
                bounds=bounds,
                method="highs",
            )
            if found.status == 3:
                ends.append(-numpy.inf * sign)
            elif found.status == 0:
                ends.append(found.fun * sign)
            else:
                faults.append(f"{folder.name} {place}: 解けません（{found.message}）")
                break
        else:
            checked += 1
            if ends[1] - ends[0] < town["width"] + more - 1e-6:
                faults.append(f"{folder.name} {place}: {ends[0]}～{ends[1]}（幅 {town['width']}）")
    return checked, faults


def main():
    folders = sorted(p for p in Path(sys.argv[1]).iterdir() if p.is_dir())
    total, faults, seen = 0, [], 0
    for folder in folders:
        checked, found = attack(folder)
        total += checked
        faults += found
        # 攻め方が働くこと: x は 1～9 と分かるので、もっと広い幅を求めれば必ず見つかる。
        seen += len(attack(folder, more=9)[1])
    print(f"{len(folders)} の計画、隠した値 {total} の範囲を求めました")
    for fault in faults:
        print(fault)
    sys.exit(1 if faults or total < 100 or not seen else 0)


main()
