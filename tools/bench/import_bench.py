#!/usr/bin/python3
"""100,000 attendance rows from a workbook to durable events: one run of `zhucun import`.

usage: tools/bench/import_bench.py [ZHUCUN]      ZHUCUN is build/release/zhucun by default.
Makes an empty city, posts three people to each of 2,778 villages, writes a workbook of their month
sheets of 2024 with openpyxl, and times reading, rehearsing and recording together. Prints a line
for RESULTS.md. Needs python3-openpyxl.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZHUCUN = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/zhucun")
VILLAGES, PEOPLE, MONTHS, GOAL_SECONDS = 2_778, 3, 12, 10
DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def villages():
    with open(ROOT / "ledger/policy/documents/yulin-divisions.csv", encoding="utf-8-sig") as source:
        rows = [row for row in csv.DictReader(source) if row["level"] == "village"]
    return [row["code"] for row in rows][:VILLAGES]


def run(*arguments, **more):
    done = subprocess.run([ZHUCUN, *arguments], text=True, capture_output=True, **more)
    if done.returncode != 0:
        sys.exit(f"{arguments[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr[-2000:]}")
    return done


def posted(book, codes):
    lines = [{"type": "unitRegistered", "date": "2024-01-01",
              "data": {"unit": "U1", "name": "测量单位", "level": "city", "kind": "government", "seat": "610800000000"}}]
    for i, code in enumerate(codes):
        for k in range(PEOPLE):
            person = f"B{i * PEOPLE + k}"
            lines.append({"type": "personRegistered", "date": "2024-01-01", "data": {"person": person}})
            lines.append({"type": "postingStarted", "date": "2024-01-01",
                          "data": {"person": person, "unit": "U1", "village": code, "document": "测",
                                   "role": "member" if k else "firstSecretary"}})
    text = "\n".join(json.dumps(line) for line in lines)
    run("submit", "--book", book, "--actor", "bench", "--key", "bench", "--disk-floor", "64", input=text)


def workbook(path, codes):
    book = openpyxl.Workbook(write_only=True)
    head = book.create_sheet("驻村账")
    for row in (["项目", "内容"], ["format", "extract"], ["book", "another"]):
        head.append(row)
    sheet = book.create_sheet("考勤填报")
    sheet.append(["原序号", "业务日期", "村", "月份", "填报单位", "考勤·人员", "考勤·逐日标记"])
    rows, position = 0, 0
    for month in range(MONTHS):
        marks = " ".join(["在"] * DAYS[month])
        for i, code in enumerate(codes):
            position += 1
            for k in range(PEOPLE):
                first = k == 0
                sheet.append([position, f"2025-01-0{1 + month % 9}" if first else None, code if first else None,
                              f"2024-{month + 1:02}" if first else None,
                              f"township:{code[:9]}000" if first else None, f"B{i * PEOPLE + k}", marks])
                rows += 1
    book.save(path)
    return rows


def main():
    codes = villages()
    with tempfile.TemporaryDirectory() as scratch:
        book, path = os.path.join(scratch, "book"), os.path.join(scratch, "attendance.xlsx")
        run("init", "--book", book, "--start", "2024-01-01", "--actor", "bench", "--disk-floor", "64")
        posted(book, codes)
        rows = workbook(path, codes)
        started = time.monotonic()
        done = run("import", path, "--book", book, "--actor", "bench", "--disk-floor", "64")
        seconds = time.monotonic() - started
        print(done.stdout.strip().replace("\n", "；"), file=sys.stderr)
        met = "met" if seconds <= GOAL_SECONDS else "**missed**"
        print(f"| {rows:,} attendance rows ({MONTHS * len(codes):,} events, {os.path.getsize(path) >> 20} MiB XLSX) "
              f"to durable events | {seconds:.2f} s | goal {GOAL_SECONDS} s {met} |")


if __name__ == "__main__":
    main()
