"""Judges the workbooks with programs that are not ours.

LibreOffice recalculates every formula from nothing; each result must be what stood in
the cell before (「作った値」＝「数え直した値」). openpyxl then looks at what a person would
see first: no merged cells, no formula in データ, links that lead somewhere, print setup,
and the counts by hand from the tables that the sample was written from.
"""

import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import openpyxl

warnings.filterwarnings("ignore", message="Sparkline")
OUT = Path(sys.argv[1])
failures = []


def check(condition, text):
    print(("ok   " if condition else "FAIL ") + text)
    if not condition:
        failures.append(text)


# Always recalculate (0) on loading; the default is never for files like these.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(book, work):
    profile = Path(work) / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = profile / "user/registrymodifications.xcu"
    if not settings.exists():
        settings.write_text(RECALCULATE, encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{profile}",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", work, str(book)],
        check=True, capture_output=True,
    )
    return openpyxl.load_workbook(Path(work) / book.name, data_only=True)


def equal(ours, theirs):
    number = (int, float)
    if isinstance(ours, number) and isinstance(theirs, number):
        return abs(ours - theirs) <= 1e-9 * max(1, abs(ours))
    return ours == theirs


def compare(book, work):
    formulas = openpyxl.load_workbook(book)
    cells = (c for sheet in formulas for row in sheet.iter_rows() for c in row)
    if not any(c.data_type == "f" for c in cells):
        return 0
    ours = openpyxl.load_workbook(book, data_only=True)
    theirs = recalculated(book, work)
    count, wrong = 0, []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                a = ours[sheet.title][cell.coordinate].value
                b = theirs[sheet.title][cell.coordinate].value
                if not equal(a, b):
                    wrong.append((sheet.title, cell.coordinate, a, b, cell.value))
    for found in wrong[:10]:
        print("    ", *found)
    check(not wrong, f"{book.name}: {count} formulas recalculated, {len(wrong)} differ")
    return count


with tempfile.TemporaryDirectory() as work:
    main = OUT / "進捗状況一覧表.xlsx"
    count = compare(main, work)
    check(count > 100, "the summaries are live")
    for book in sorted((OUT / "確認").glob("*.xlsx")):
        compare(book, work)

book = openpyxl.load_workbook(main)
values = openpyxl.load_workbook(main, data_only=True)
check(all(not s.merged_cells.ranges for s in book), "no merged cells")
check(
    not any(c.data_type == "f" for row in book["データ"].iter_rows() for c in row),
    "データ holds values",
)
links = [c.hyperlink for row in book["表紙・凡例"].iter_rows() for c in row if c.hyperlink]
broken = []
for link in links:
    sheet, cell = re.fullmatch(r"'?([^'!]+)'?!([A-Z]+[0-9]+)", link.location).groups()
    if sheet not in book.sheetnames or not values[sheet][cell].value:
        broken.append(link.location)
check(len(links) > 7 and not broken, f"{len(links)} links on the cover, broken: {broken}")
for sheet in book:
    if sheet.title == "データ":
        continue
    setup = sheet.page_setup
    check(
        setup.orientation == "landscape"
        and setup.paperSize in (8, 9, "8", "9")
        and bool(sheet.print_area)
        and "資料1-2" in (sheet.oddHeader.right.text or ""),
        f"{sheet.title}: paper, print area, 資料番号",
    )

# Every goal begins a page.
rows = {row[0].row: row[0].value for row in values["一覧"].iter_rows()}
goals = [n for n, text in rows.items() if str(text or "").startswith("基本目標")]
breaks = {b.id for b in book["一覧"].row_breaks.brk}
missing = [n for n in goals[1:] if n - 1 not in breaks]
check(len(goals) == 7 and not missing, f"a page ends before each goal, missing: {missing}")

# The grades of last year and this year, by hand from the sample's own tables.
TABLES = Path(__file__).parent.parent / "examples/make_sample/tables"


def records(name):
    with open(TABLES / f"{name}.tsv", encoding="utf-8", newline="") as file:
        lines = [line.split("\t") for line in file.read().splitlines()]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


order = "ABCD"
unsent, unanswered = {"都市整備課"}, {"J7012"}
projects = {p["ID"]: p for p in records("事業")}
given = {(r["事業ID"], r["課"], r["年度"]): r["評価"] for r in records("評価")}
moved = {"評価が上がった": 0, "評価が下がった": 0}
ended = 0
for key, project in projects.items():
    if project["終了年度"] == "令和8年度":
        ended += 1
        continue
    office = project["担当課"]
    last, this = given.get((key, office, "8")), given.get((key, office, "9"))
    if office in unsent or key in unanswered or not (last and this):
        continue
    if last in order and this in order and last != this:
        better = order.index(this) < order.index(last)
        moved["評価が上がった" if better else "評価が下がった"] += 1
told = {}
for row in values["前年との違い"].iter_rows(max_col=2):
    if row[0].value and isinstance(row[1].value, (int, float)):
        told.setdefault(row[0].value, row[1].value)
for kind, count in moved.items():
    check(told.get(kind) == count, f"{kind}: {count} by hand, {told.get(kind)} told")
check(told.get("終了") == ended, f"終了: {ended} by hand, {told.get('終了')} told")

if failures:
    raise SystemExit(f"{len(failures)} judgements failed")
