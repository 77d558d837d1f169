#!/usr/bin/python3
"""Reads a large XLSX through the sandbox and by openpyxl in read-only mode, in one run.

usage: sheet_bench.py SHEETS READER [--rows N] [--rounds N] [--seed N]
SHEETS is zhucun-sheets, READER is sheet_read. Writes workbooks of N and of N / 10 rows and 12 columns (4 texts, 1 date,
7 numbers), reads the large one in turn by both, and compares row counts and sums. Whole processes' peak memory; ours is parent and child. Prints one Markdown table.
"""
import argparse
import datetime
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

import openpyxl

THEIRS = r"""
import json, resource, sys, time
import openpyxl
start = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = cells = letters = 0
numbers = 0.0
for sheet in book.worksheets:
    for row in sheet.iter_rows(values_only=True):
        rows += 1
        for value in row:
            if value is None:
                continue
            cells += 1
            if isinstance(value, (int, float)):
                numbers += value
            elif isinstance(value, str):
                letters += len(value.encode())
print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows, "cells": cells, "numbers": round(numbers, 2),
                  "letters": letters, "kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def write_book(path, rows, seed):
    rnd = random.Random(seed)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for i in range(rows):
        sheet.append([f"村民{rnd.randrange(10**6)}", f"榆阳区某镇第{rnd.randrange(500)}村", f"备注{i}", "驻村",
                      datetime.date(2026, 1, 1) + datetime.timedelta(days=i % 365)] +
                     [round(rnd.random() * 10000, 2) for _ in range(7)])
    book.save(path)


def ours(options, path):
    out = subprocess.run([options.reader, options.sheets, path], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


def theirs(path):
    out = subprocess.run([sys.executable, "-c", THEIRS, path], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sheets")
    parser.add_argument("reader")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        large, small = str(pathlib.Path(scratch) / "large.xlsx"), str(pathlib.Path(scratch) / "small.xlsx")
        write_book(large, options.rows, options.seed)
        write_book(small, options.rows // 10, options.seed)
        size = pathlib.Path(large).stat().st_size
        mine, other = [], []
        for _ in range(options.rounds):
            mine.append(ours(options, large))
            other.append(theirs(large))
            for key in ("rows", "cells", "letters"):
                if mine[-1][key] != other[-1][key]:
                    sys.exit(f"{key}: {mine[-1][key]} against {other[-1][key]}")
            if abs(mine[-1]["numbers"] - other[-1]["numbers"]) > 1:
                sys.exit("the sums differ")
        few = ours(options, small)
    fast, slow = statistics.median(x["seconds"] for x in mine), statistics.median(x["seconds"] for x in other)
    print(f"| XLSX {options.rows} x 12 ({size / 1e6:.1f} MB) | s, median of {options.rounds} (min-max) | parent MiB | child MiB |")
    print("|---|---|---|---|")

    def spread(all_of):
        return f"{min(x['seconds'] for x in all_of):.2f}-{max(x['seconds'] for x in all_of):.2f}"

    print(f"| zhucun-sheets, through the sandbox | {fast:.2f} ({spread(mine)}) | "
          f"{max(x['parentKib'] for x in mine) / 1024:.1f} | {max(x['childKib'] for x in mine) / 1024:.1f} |")
    print(f"| the same, {options.rows // 10} rows | {few['seconds']:.2f} | {few['parentKib'] / 1024:.1f} | "
          f"{few['childKib'] / 1024:.1f} |")
    print(f"| openpyxl {openpyxl.__version__}, read-only | {slow:.2f} ({spread(other)}) | "
          f"{max(x['kib'] for x in other) / 1024:.1f} | |")
    print(f"measured: {slow / fast:.1f} times as fast as openpyxl, seed {options.seed}")


if __name__ == "__main__":
    main()
