#!/usr/bin/python3
"""Compares every cell that zhucun-sheets reads with what openpyxl reads, over workbooks of many writers.

usage: differential.py BINARY WRITER [--count N] [--seed N] [--no-office]
BINARY is zhucun-sheets, WRITER is sheet_writer (libxlsxwriter). The workbooks come from openpyxl (normal and
write only), libxlsxwriter (both modes), XML in the manner of Java programs (no places, absolute part names,
prefixes, inline strings, any order), and LibreOffice (XLSX and XLS, one run); twenty are annotated and compared
with what they were. All follow from the seed. Blank
cells count as absent on both sides. Ends with status 1 at the first difference or unjustified refusal.
"""
import argparse
import datetime
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile

import openpyxl
from openpyxl.styles import Font, PatternFill

warnings.simplefilter("ignore")
WORDS = ["张三", "榆阳区某镇某村", " 首尾空白 ", "两\n行", "<b>&\"'", "0012", "610802199001011234", "２０２１年８月",
         "2021.8.30", "a\tb", "😀𠀀", "不是公式", "√", "1/2", "—", "x" * 300]
FORMATS = ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "yyyy/m/d h:mm", "[$-804]yyyy\"年\"m\"月\"", "mm-dd-yy"]
DAY = datetime.datetime(2000, 1, 1)


def value_of(rnd):
    """A value of a cell and the number format it needs, if any."""
    kind = rnd.randrange(10)
    if kind <= 3:
        return rnd.choice(WORDS), None
    if kind == 4:
        return rnd.randrange(-10**6, 10**6), None
    if kind == 5:
        return rnd.choice([rnd.random() * 10**6, rnd.random(), 1e15, 610802199001011234, 1e-9, 0.1 + 0.2]), None
    if kind == 6:
        return DAY + datetime.timedelta(days=rnd.randrange(12000)), rnd.choice(FORMATS)
    if kind == 7:
        return DAY + datetime.timedelta(days=rnd.randrange(12000), seconds=rnd.randrange(86400)), "yyyy-mm-dd h:mm:ss"
    if kind == 8:
        return rnd.random() < 0.5, None
    return None, None


def by_openpyxl(path, rnd):
    book = openpyxl.Workbook()
    if rnd.random() < 0.2:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for page in range(rnd.randrange(1, 4)):
        sheet = book.active if page == 0 else book.create_sheet(f"第{page}页")
        for row in range(1, rnd.randrange(2, 40)):
            if rnd.random() < 0.1:
                continue
            for column in range(1, rnd.randrange(2, 14)):
                value, code = value_of(rnd)
                cell = sheet.cell(row, column, value)
                if code:
                    cell.number_format = code
                if rnd.random() < 0.1:
                    cell.font = Font(bold=True)
                    cell.fill = PatternFill("solid", fgColor="FFFF00")
        if rnd.random() < 0.4:
            sheet.merge_cells(start_row=50, start_column=1, end_row=52, end_column=4)
            sheet["A50"] = "合并"
        if rnd.random() < 0.3:
            sheet.row_dimensions[2].hidden = True
        if page and rnd.random() < 0.3:
            sheet.sheet_state = rnd.choice(["hidden", "veryHidden"])
        if rnd.random() < 0.3:
            sheet["P1"] = "#N/A"
    book.save(path)


def by_openpyxl_stream(path, rnd):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for _ in range(rnd.randrange(1, 60)):
        sheet.append([value_of(rnd)[0] for _ in range(rnd.randrange(1, 14))])
    book.save(path)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def java_cell(rnd, place, prefix, strings):
    kind = rnd.randrange(7)
    where = f' r="{place}"' if place else ""
    p = prefix
    if kind == 0:
        return f'<{p}c{where} t="inlineStr"><{p}is><{p}t xml:space="preserve">{escape(rnd.choice(WORDS))}</{p}t></{p}is></{p}c>'
    if kind == 1:
        strings.append(rnd.choice(WORDS))
        return f'<{p}c{where} t="s"><{p}v>{len(strings) - 1}</{p}v></{p}c>'
    if kind == 2:
        return f'<{p}c{where}><{p}v>{rnd.random() * 10**rnd.randrange(1, 12)!r}</{p}v></{p}c>'
    if kind == 3:
        return f'<{p}c{where} s="1"><{p}v>{rnd.randrange(20000, 50000)}</{p}v></{p}c>'
    if kind == 4:
        return f'<{p}c{where} t="str"><{p}f>A1&amp;"x"</{p}f><{p}v>{escape(rnd.choice(WORDS))}</{p}v></{p}c>'
    if kind == 5:
        return f'<{p}c{where} t="b"><{p}v>{rnd.randrange(2)}</{p}v></{p}c>'
    return f'<{p}c{where} s="1"/>'


def by_java(path, rnd):
    """XML as Java programs write it. openpyxl itself cannot read prefixes, so those get none here."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    placed, absolute = rnd.random() < 0.4, rnd.random() < 0.5
    prefix = rnd.choice(["", "x:"])
    space = f'xmlns{":x" if prefix else ""}="{main}"'
    strings, p = [], prefix
    rows = []
    for row in range(1, rnd.randrange(2, 40)):
        cells = "".join(java_cell(rnd, f"{chr(64 + column)}{row}" if placed else "", prefix, strings)
                        for column in range(1, rnd.randrange(2, 12)))
        rows.append(f'<{p}row{f" r={chr(34)}{row}{chr(34)}" if placed else ""}>{cells}</{p}row>')
    shared = "".join(
        f'<{p}si><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}si>' if rnd.random() < 0.5 else
        f'<{p}si><{p}r><{p}t xml:space="preserve">{escape(text[:1])}</{p}t></{p}r><{p}r><{p}t xml:space="preserve">{escape(text[1:])}</{p}t>'
        f'</{p}r></{p}si>' for text in strings)
    root = "/xl/" if absolute else ""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package = "http://schemas.openxmlformats.org/package/2006/"
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{package}content-types"><Default Extension="rels" ContentType='
         '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
         'PartName="/xl/worksheets/sheet1.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override '
         'PartName="/xl/sharedStrings.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override '
         'PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
         '</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{package}relationships"><Relationship Id="rId1" '
         f'Type="{relations}/officeDocument" Target="{"/" if absolute else ""}xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<{p}workbook {space} xmlns:r="{relations}"><{p}sheets><{p}sheet name="导出" sheetId="1" '
         f'r:id="rId1"/></{p}sheets></{p}workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}relationships">'
         f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="{root}worksheets/sheet1.xml"/>'
         f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="{root}sharedStrings.xml"/>'
         f'<Relationship Id="rId3" Type="{relations}/styles" Target="{root}styles.xml"/></Relationships>'),
        ("xl/sharedStrings.xml", f'<{p}sst {space}>{shared}</{p}sst>'),
        ("xl/styles.xml", f'<{p}styleSheet {space}><{p}numFmts count="1"><{p}numFmt numFmtId="200" formatCode="yyyy/m/d"/>'
         f'</{p}numFmts><{p}fonts><{p}font/></{p}fonts><{p}fills><{p}fill><{p}patternFill/></{p}fill></{p}fills><{p}borders><{p}border/></{p}borders>'
         f'<{p}cellStyleXfs><{p}xf/></{p}cellStyleXfs><{p}cellXfs><{p}xf numFmtId="0" xfId="0"/>'
         f'<{p}xf numFmtId="200" xfId="0"/></{p}cellXfs></{p}styleSheet>'),
        ("xl/worksheets/sheet1.xml", f'<{p}worksheet {space}><{p}sheetData>{"".join(rows)}</{p}sheetData></{p}worksheet>'),
    ]
    rnd.shuffle(parts)
    with zipfile.ZipFile(path, "w", rnd.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, content in parts:
            archive.writestr(name, head + content)


def read_ours(binary, path):
    with open(path, "rb") as file:
        out = subprocess.run([binary, "print", "20", str(512 << 20)], stdin=file, capture_output=True)
    if out.returncode != 0:
        return {"refused": f"status {out.returncode}"}, []
    last, sheets = {"refused": "no answer"}, []
    for line in out.stdout.decode("utf8").splitlines():
        one = json.loads(line)
        if "sheet" in one:
            sheets.append({"name": one["sheet"], "hidden": one["hidden"], "cells": {}, "rows": set()})
        elif "row" in one:
            for place, kind, text, _ in one["cells"]:
                sheets[-1]["cells"][place] = (kind, text)
            if one["hidden"]:
                sheets[-1]["rows"].add(one["row"])
        elif "end" in one:
            sheets[-1]["merges"] = set(one["merges"])
        else:
            last = one
    return last, sheets


def seen_by_openpyxl(cell):
    """A cell as (kind, text); None when it is blank."""
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return "error", value
    if isinstance(value, bool):
        return "boolean", "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        value = (value + datetime.timedelta(microseconds=500000)).replace(microsecond=0)
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return "date", value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, (int, float)):
        return "number", value
    return "text", str(value)


def same(theirs, ours):
    if theirs[0] == "number" and ours[0] == "number":
        return float(ours[1]) == float(theirs[1])
    return theirs == ours


def compare(binary, path, reference=None):
    """The number of cells compared, and the differences."""
    last, sheets = read_ours(binary, path)
    if "refused" in last:
        return 0, [f"refused: {last}"]
    book = openpyxl.load_workbook(reference or path, data_only=True)
    differences, count = [], 0
    if [one["name"] for one in sheets] != book.sheetnames:
        return 0, [f"sheets {[one['name'] for one in sheets]} against {book.sheetnames}"]
    for ours, theirs in zip(sheets, book.worksheets):
        expected = {}
        for row in theirs.iter_rows():
            for cell in row:
                seen = seen_by_openpyxl(cell)
                if seen:
                    expected[cell.coordinate] = seen
        for place in expected.keys() | ours["cells"].keys():
            count += 1
            one, other = expected.get(place), ours["cells"].get(place)
            if one is None or other is None or not same(one, other):
                differences.append(f"{theirs.title}!{place}: openpyxl {one}, ours {other}")
        if ours["hidden"] != (theirs.sheet_state != "visible"):
            differences.append(f"{theirs.title}: hidden {ours['hidden']}")
        merges = {str(one) for one in theirs.merged_cells.ranges}
        if ours["merges"] != merges:
            differences.append(f"{theirs.title}: merges {ours['merges']} against {merges}")
        hidden = {number for number, one in theirs.row_dimensions.items() if one.hidden}
        if ours["rows"] - hidden:
            differences.append(f"{theirs.title}: hidden rows {ours['rows']} against {hidden}")
    return count, differences


def without_prefix(path, out):
    """The same workbook in a form that openpyxl can read: its parser knows prefixes, its writers of names do not."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf8")
            text = text.replace("<x:", "<").replace("</x:", "</").replace("xmlns:x=", "xmlns=")
            new.writestr(name, text)


def annotated(binary, path, faults):
    """The annotated copy of a workbook's first sheet, through the program's own messages (messages.h)."""
    message = struct.pack("<IIII", 1, 0, 1, len(faults))
    for row, column, reason, repair in faults:
        message += struct.pack("<II", row, column)
        for text in (reason, repair):
            message += struct.pack("<I", len(text.encode())) + text.encode()
    with tempfile.TemporaryFile() as list_of_faults, open(path, "rb") as file:
        list_of_faults.write(message)
        list_of_faults.flush()
        out = subprocess.run(["bash", "-c", 'exec "$0" annotate 20 536870912 3<&"$1"', binary, str(list_of_faults.fileno())],
                             stdin=file, capture_output=True, pass_fds=[list_of_faults.fileno()], check=True).stdout
    copy, at = b"", 0
    while at < len(out):
        length, kind = struct.unpack_from("<IB", out, at)
        if kind == 4:
            copy += out[at + 5:at + 4 + length]
        at += 4 + length
    return copy


def compare_copy(binary, path, folder):
    """openpyxl finds the notes and the red cells in the copy, and everything else as it was."""
    faults = [(2, 1, "=错", "改"), (3, 2, "错二", ""), (45, 0, "整行", "删")]
    copy = folder / "copy.xlsx"
    copy.write_bytes(annotated(binary, path, faults))
    old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(copy)
    differences, count = [], 0
    if old.sheetnames != new.sheetnames:
        return 0, ["sheets differ"]
    for one, other in zip(old.worksheets, new.worksheets):
        first = one is old.worksheets[0]
        notes = {}
        if first:
            column = next((cell.column for cell in other[1] if cell.value == "错误原因"), 0)
            notes = {(1, column): "错误原因", (1, column + 1): "修改办法"}
            for row, _, reason, repair in faults:
                notes[row, column], notes[row, column + 1] = reason, repair or None
        places = {(cell.row, cell.column) for sheet in (one, other) for row in sheet.iter_rows() for cell in row}
        for place in places | notes.keys():
            count += 1
            before, after = one.cell(*place), other.cell(*place)
            if after.value != notes.get(place, before.value) or (place in notes and after.data_type == "f"):
                differences.append(f"copy {one.title} {place}: {before.value!r} became {after.value!r}")
            red = after.fill.fgColor.rgb == "FFFF9999"
            if red != (first and place in ((2, 1), (3, 2))):
                differences.append(f"copy {one.title} {place}: red {red}")
            if before.number_format != after.number_format or before.font.b != after.font.b:
                differences.append(f"copy {one.title} {place}: another format")
        if {str(x) for x in one.merged_cells.ranges} != {str(x) for x in other.merged_cells.ranges}:
            differences.append(f"copy {one.title}: merges")
    return count, differences


def office(folder, names, target):
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target,
                    "--outdir", str(folder / target), *map(str, names)], capture_output=True, check=True, timeout=300)
    return [folder / target / (name.stem + "." + target) for name in names]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("writer")
    parser.add_argument("--count", type=int, default=320)
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--no-office", action="store_true")
    options = parser.parse_args()
    counts, failures = {}, []

    def note(kind, path, result):
        cells, differences = result
        one = counts.setdefault(kind, [0, 0, 0])
        one[0] += 1
        one[1] += cells
        one[2] += len(differences)
        failures.extend(f"{kind} {path.name}: {each}" for each in differences[:5])

    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        kept = []
        for number in range(options.count):
            rnd = random.Random(options.seed + number)
            path = folder / f"{number}.xlsx"
            kind = number % 5
            if kind == 0:
                by_openpyxl(path, rnd)
                kept.append(path)
                if number < 100:
                    note("annotated copies", path, compare_copy(options.binary, path, folder))
                note("openpyxl", path, compare(options.binary, path))
            elif kind == 1:
                by_openpyxl_stream(path, rnd)
                note("openpyxl write only", path, compare(options.binary, path))
            elif kind in (2, 3):
                mode = "plain" if kind == 2 else "constant"
                subprocess.run([options.writer, str(options.seed + number), str(path), mode], check=True)
                note(f"libxlsxwriter {mode}", path, compare(options.binary, path))
            else:
                by_java(path, rnd)
                plain = folder / "plain.xlsx"
                without_prefix(path, plain)
                note("Java XML", path, compare(options.binary, path, plain))
        if not options.no_office:
            chosen = kept[:12]
            for path in office(folder, chosen, "xlsx"):
                note("LibreOffice XLSX", path, compare(options.binary, path))
            # openpyxl reads no XLS: they must say what the workbook said from which LibreOffice made them.
            for path in office(folder, chosen, "xls"):
                note("LibreOffice XLS", path, compare(options.binary, path, folder / (path.stem + ".xlsx")))
    for kind, (files, cells, differences) in counts.items():
        print(f"{kind}: {files} files, {cells} cells, {differences} differences")
    total = [sum(one[i] for one in counts.values()) for i in range(3)]
    for failure in failures[:30]:
        print(failure)
    print(f"measured: {total[0]} workbooks, {total[1]} cells compared with openpyxl, {total[2]} differences, seed {options.seed}")
    return 1 if total[2] else 0


if __name__ == "__main__":
    sys.exit(main())
