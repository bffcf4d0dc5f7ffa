"""Judges the sample's outputs with programs that are not ours.

page-validation judges PDF/A-2a and PDF/UA-1; openpyxl reads the workbook. The figures of
the workbook are compared with the tables that the sample was written from, before they
were dressed up as the books of thirteen offices: what a person would count by hand.
"""

import csv
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import openpyxl
import page

OUT = Path(sys.argv[1])
TABLES = Path(__file__).parent.parent / "examples/make_sample/tables"
PDF = OUT / "概要版.pdf"
failures = []


def check(condition, text):
    print(("ok   " if condition else "FAIL ") + text)
    if not condition:
        failures.append(text)


def records(name):
    with open(TABLES / f"{name}.tsv", encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:]]


# --- PDF -----------------------------------------------------------------------------
for profile in ("pdf-a-2a", "pdf-ua-1"):
    try:
        report = page.validate_pdf(PDF, profile=profile)
    except page.ProfileError:
        names = [p for p in dir(page.ValidationProfile) if not p.startswith("_")]
        raise SystemExit(f"profile {profile} is not among {names}")
    # A stream whose last compressed byte is CR is reported as having a wrong length
    # though it is right; qpdf --check judges the lengths.
    real = [f for f in report.failures if not f.rule_id.startswith("STREAM-LENGTH")]
    for failure in real[:10]:
        print("    ", failure.rule_id, failure.message)
    check(not real, f"{profile}: {report.rules.total} rules, {len(real)} failed")

# --- the counts, by hand from the tables ---------------------------------------------
UNSENT = {"都市整備課"}  # no book of this year
UNANSWERED = {"J7012"}
goal_of = {r["ID"]: r["上位ID"] for r in records("体系")}
projects = [p for p in records("事業") if p["終了年度"] != "令和8年度"]
grade = {
    (r["事業ID"], r["課"]): r["評価"] for r in records("評価") if r["年度"] == "9"
}
counts = {}
for p in projects:
    goal = goal_of[p["施策ID"]]
    missing = p["担当課"] in UNSENT or p["ID"] in UNANSWERED
    code = "未提出" if missing else grade[(p["ID"], p["担当課"])]
    counts.setdefault(goal, {}).setdefault(code, 0)
    counts[goal][code] += 1
total = {}
for goal in counts.values():
    for code, n in goal.items():
        total[code] = total.get(code, 0) + n
rated = sum(n for code, n in total.items() if code in "ABCD")
good = total.get("A", 0) + total.get("B", 0)
share = round(good * 100 / rated + 1e-9, 1)

text = subprocess.run(
    ["pdftotext", "-layout", str(PDF), "-"], capture_output=True, text=True, check=True
).stdout
flat = re.sub(r"\s", "", text)
check(f"評価した{rated}事業のうち{good}事業" in flat, f"booklet: {good} of {rated}")
check(f"{share}" in flat, f"booklet: {share} %")

# --- the text edition: no number that is seen may be missing for those who listen ------
heard = (OUT / "概要版.txt").read_bytes().decode("utf-8-sig")


def numbers(seen):
    seen = unicodedata.normalize("NFKC", seen)
    return {n.strip(".,") for n in re.findall(r"[0-9][0-9.,]*", seen)}


silent = sorted(numbers(text) - numbers(heard))
check(not silent, f"text edition: {len(numbers(text))} numbers of the PDF, missing {silent}")

# --- the workbook --------------------------------------------------------------------
book = openpyxl.load_workbook(OUT / "進捗状況一覧表.xlsx", data_only=True)
check(
    book.sheetnames
    == [
        "表紙・凡例", "一覧", "目標別集計", "指標", "課別", "前年との違い", "要確認", "データ",
    ],
    f"sheets {book.sheetnames}",
)
properties = book.properties
check(
    {properties.creator, properties.lastModifiedBy} <= {"小美玉市 福祉部 こども課", None},
    "properties name the publisher and no person",
)
# 目標別集計, by hand: the line of each goal and the sum.
by_hand = [
    [sum(c.values())] + [c.get(code, 0) for code in "ABCD"] for _, c in sorted(counts.items())
]
# The last block of the sheet (回答) bears the same names, so the first one is looked for.
first = []
for r in book["目標別集計"].iter_rows(max_col=12):
    if re.match(r"[1-7]　", str(r[0].value or "")) and len(first) < len(by_hand):
        first.append([c.value for c in r])
check([row[1:6] for row in first] == by_hand, f"目標別集計: {len(by_hand)} goals by hand")
total_row = next(r for r in book["目標別集計"].iter_rows(values_only=True) if r[0] == "合計")
check(
    list(total_row[9:12]) == [rated, good, share],
    f"目標別集計: {list(total_row[9:12])} by hand {rated}, {good}, {share}",
)
data = book["データ"]
head = [c.value for c in data[1]]
rows = [dict(zip(head, [c.value for c in r])) for r in data.iter_rows(min_row=2)]
check(len(data.merged_cells.ranges) == 0, "データ has no merged cells")

# Every 実績 that was written reappears, as the same number or as its word.
FORGOTTEN = {"J2005-1", "J6007-1"}
owner = {p["ID"]: p["担当課"] for p in records("事業")}
project_of = {i["ID"]: i["事業ID"] for i in records("指標")}
found = {}
for row in rows:
    if row["指標ID"] and row["年度（西暦）"] in (2026, 2027):
        found[(row["指標ID"], row["年度（西暦）"])] = row
same = 0
for r in records("実績"):
    key = (r["指標ID"], 2018 + int(r["年度"]))
    unsent = r["年度"] == "9" and (
        owner[project_of[r["指標ID"]]] in UNSENT
        or project_of[r["指標ID"]] in UNANSWERED
        or r["指標ID"] in FORGOTTEN
    )
    row = found.get(key, {})
    value = row.get("実績値")
    try:
        wanted = float(r["実績"])
    except ValueError:
        wanted = None
    if unsent:
        right = value is None and row.get("実績値の状態") in ("未提出", "未記入")
    elif wanted is None:
        right = value is None and row.get("実績値の状態") in ("集計中", "該当なし", "－")
    else:
        right = value is not None and abs(float(value) - wanted) < 1e-9
    same += bool(right)
    if not right:
        print("    ", key, "written", r["実績"], "in the workbook", value, row.get("実績値の状態"))
check(same == len(records("実績")), f"{same} of {len(records('実績'))} 実績 come through")

# --- the open data -------------------------------------------------------------------
def published(name):
    with open(OUT / "公開/data" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


values = {(r["indicator_id"], r["fiscal_year"]): r for r in published("indicator_value")}
same = 0
for r in records("実績"):
    row = values[(r["指標ID"], str(2018 + int(r["年度"])))]
    try:
        wanted = float(r["実績"])
    except ValueError:
        wanted = None
    unsent = r["年度"] == "9" and (
        owner[project_of[r["指標ID"]]] in UNSENT
        or project_of[r["指標ID"]] in UNANSWERED
        or r["指標ID"] in FORGOTTEN
    )
    if unsent:
        right = row["actual"] == "" and row["actual_status"] in ("unsubmitted", "blank")
    elif wanted is None:
        right = row["actual"] == "" and row["actual_status"] in ("pending", "not_applicable")
    else:
        right = row["actual"] != "" and abs(float(row["actual"]) - wanted) < 1e-9
    same += right
    if not right:
        print("    ", r, row)
check(same == len(records("実績")), f"open data: {same} of {len(records('実績'))} 実績")
told = {}
for row in published("tally"):
    if row["fiscal_year"] == "2027" and row["unit"] == "事業":
        code = "未提出" if row["item"] == "unsubmitted" else row["item"]
        told[code] = told.get(code, 0) + int(row["value"])
told = {code: n for code, n in told.items() if n}
check(told == total, f"open data: tallies {told}")

# --- one truth: the booklet and the web page say what the data say ---------------------
import html.parser


class Tables(html.parser.HTMLParser):
    """Caption -> rows of cell texts."""

    def __init__(self):
        super().__init__()
        self.tables, self.caption, self.cell = {}, None, None

    def handle_starttag(self, tag, attrs):
        if tag == "caption":
            self.caption = ""
        elif tag == "tr" and self.caption is not None:
            self.tables.setdefault(self.caption, []).append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[self.caption][-1].append(self.cell.strip())
            self.cell = None
        elif tag == "table":
            self.caption = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.caption is not None and self.caption not in self.tables:
            self.caption += data


web_page = Tables()
web_page.feed((OUT / "公開/index.html").read_text(encoding="utf-8"))
goals = [r for r in published("structure") if r["level"] == "goal"]
table = next(rows for name, rows in web_page.tables.items() if name.startswith("基本目標別の"))
by_goal = {}
for row in published("tally"):
    if row["fiscal_year"] == "2027":
        by_goal.setdefault(row["goal_id"], {})[row["item"]] = int(row["value"])
layout = text.splitlines()
right = 0
for goal, row in zip(goals, table[1:]):
    n = by_goal[goal["structure_id"]]
    grades = [n[code] for code in ("A", "B", "C", "D")]
    rest = n["ungraded"] + n["unsubmitted"]
    total = sum(grades) + n["－"] + rest if "－" in n else sum(grades) + rest
    share = (grades[0] + grades[1]) * 100 / sum(grades)
    cells = row[2:]
    web = (
        cells[0] == str(total)
        and cells[1:5] == [str(g) for g in grades]
        and cells[-1] == f"{share + 1e-9:.1f}％"
    )
    # The bar of the booklet: signs and counts, the share, the number of projects.
    bars = [
        line
        for line in layout
        if re.match(rf"\s*{goal['number']}\s+\S", line)
        and re.search(r"\d+％\s+\d+\s*$", line)
    ]
    booklet = any(
        re.search(r"(\d+)％\s+(\d+)\s*$", line).groups()
        == (str(int(share + 0.5)), str(total))
        and all(
            # A narrow part of the bar has its count alone.
            f"{sign} {count}" in line or str(count) in line.split()
            for sign, count in zip("◎○△", grades)
            if count > 1
        )
        for line in bars
    )
    right += web and booklet
    if not (web and booklet):
        print("    ", goal["name"], n, cells, bars)
check(right == len(goals) == 7, f"page and booklet: {right} of {len(goals)} goals as in the data")
featured = [i for i in records("指標") if i["概要版"]]
shown = 0
for i in featured:
    row = values[(i["ID"], "2027")]
    figure = f"{float(row['actual']):,.{int(i['小数桁'])}f}{row['unit']}"
    shown += figure in flat
check(shown == len(featured) > 3, f"booklet: {shown} of {len(featured)} main indicators as in the data")

if failures:
    raise SystemExit(f"{len(failures)} judgements failed")
