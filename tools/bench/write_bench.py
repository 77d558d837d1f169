#!/usr/bin/env python3
"""Writing a workbook of 100,000 rows x 12: our writer against openpyxl's write-only mode, interleaved in one run.

usage: write_bench.py ZHUCUN_BENCH [--rows N] [--rounds N]
Both write the same values; ours with formats, widths and print set-up, openpyxl bare. What is timed: from rows in
memory to the bytes of the file. Needs python3-openpyxl. Prints one Markdown table of medians.
"""
import argparse
import datetime
import os
import statistics
import subprocess
import tempfile
import time

import openpyxl


def rows_of(count):
    first = datetime.date(2024, 1, 1)
    days = [first + datetime.timedelta(days=i) for i in range(900)]
    return [["榆阳区", f"610802{i}", f"示例乡镇{i % 200}", f"示例村{i % 3000}", f"支付令〔2026〕{i}号", days[i % 900],
             (i * 37 % 10_000_000) / 100, (i * 91 % 10_000_000 - 5_000_000) / 100, i, i % 31, (i % 400) / 2,
             "办公用品和差旅费"] for i in range(count)]


def openpyxl_seconds(rows, path):
    started = time.perf_counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("明细")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return time.perf_counter() - started


def same(ours, theirs, count):
    """The values of both files, some rows apart; ours has a title and a header above, a line of signatures below."""
    a = openpyxl.load_workbook(ours, read_only=True).worksheets[0].iter_rows(min_row=3, values_only=True)
    b = openpyxl.load_workbook(theirs, read_only=True).worksheets[0].iter_rows(values_only=True)
    return sum(x == y for x, y in zip(a, b)) == count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rows = rows_of(options.rows)
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        a, b = os.path.join(folder, "a.xlsx"), os.path.join(folder, "b.xlsx")
        for _ in range(options.rounds):
            out = subprocess.run([options.bench, "workbook", str(options.rows), a], check=True, text=True,
                                 capture_output=True).stdout.split()
            mine.append(float(out[0]))
            theirs.append(openpyxl_seconds(rows, b))
        assert same(a, b, options.rows), "the two files do not hold the same values"
        sizes = os.path.getsize(a) / 2**20, os.path.getsize(b) / 2**20
    ours, other = statistics.median(mine), statistics.median(theirs)
    print(f"| {options.rows:,} rows x 12, {options.rounds} rounds interleaved | s (min-max) | MiB | ratio |")
    print("|---|---|---|---|")
    print(f"| openpyxl {openpyxl.__version__} write_only | {other:.2f} ({min(theirs):.2f}-{max(theirs):.2f}) "
          f"| {sizes[1]:.1f} | 1 |")
    print(f"| write_workbook | {ours:.2f} ({min(mine):.2f}-{max(mine):.2f}) | {sizes[0]:.1f} | {other / ours:.1f}x |")


if __name__ == "__main__":
    main()
