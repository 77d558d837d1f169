#!/usr/bin/env python3
"""An independent recomputation of checks, rectification, assessment, offices, interviews, coverage, tasks and reminders.

    oversight.py PROGRAM BOOK [--as-of D] [--planted FILE]

Written from 榆巩衔发〔2021〕4号 六, 七(二)3, 七(三), 八 and from how the project reads them, not from the engine: slow
and naive on purpose. Findings of other subjects are taken from their report, which has oracles of its own; duties
are judged by oracle.py. Standard library only. Exit 1 on any difference. With --planted, what a demo book was told
to do wrong is held against the recomputation: each situation is found, and nothing else of its kind."""

import argparse
import json
import sys
from collections import Counter
from datetime import date

import oracle
import oversight_planted
from life import cell, report, run
from oversight_rows import (
    YEARS,
    Book,
    annual,
    care,
    check_coverage,
    check_plan,
    employment,
    interviews,
    offices,
    rectifications,
    reminders,
    tasks,
    term,
    training,
)

SHOWN = 60


class Differences:
    def __init__(self):
        self.lines = []
        self.by_report = Counter()
        self.rows = self.cells = 0

    def add(self, where, text):
        self.by_report[where] += 1
        if self.by_report[where] <= SHOWN:
            self.lines.append(f"{where}: {text}")

    def compare(self, where, mine, theirs):
        for key in sorted(set(mine) | set(theirs)):
            self.rows += 1
            if key not in theirs:
                self.add(where, f"{key} only in the oracle: {mine[key]}")
            elif key not in mine:
                self.add(where, f"{key} only in the report: {({k: cell(theirs[key], k) for k in theirs[key]})}")
            else:
                for name, value in mine[key].items():
                    self.cells += 1
                    other = cell(theirs[key], name)
                    other = None if other == "" else other
                    fits = other in value if isinstance(value, list) and value else other == value
                    if not fits and not (isinstance(value, list) and not value):
                        self.add(where, f"{key} {name}: oracle {value}, report {other}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 6, 30))
    parser.add_argument("--planted", metavar="FILE")
    asked = parser.parse_args()
    log = run([asked.program, "export", "--book", asked.book]).splitlines()
    book = Book(oracle.read_log(log), asked.as_of)
    found = Differences()

    def read(name, *more):
        return report(asked.program, asked.book, name, asked.as_of, *more)

    findings = [dict(row, key=key) for key, row in read("findings").items()]
    mine = {name: {} for name in ("annual", "term", "offices", "interviews")}
    for year in YEARS:
        period = ("--period", str(year))
        found.compare("check_coverage", check_coverage(book, year), read("check_coverage", *period))
        mine["annual"].update(annual(book, year))
        for kind, rows in (("annual", annual(book, year)), ("term", term(book, year))):
            mine[kind].update(rows)
            found.compare(f"assessments {year}", rows, read("assessments", *period, "--kind", kind))
        mine["offices"] = {f"{k}|{year}": r for k, r in offices(book, year).items()} | mine["offices"]
        found.compare("office_completeness", offices(book, year), read("office_completeness", *period))
        rows = interviews(book, year, findings)
        mine["interviews"].update({f"{k}|{year}": r for k, r in rows.items()})
        found.compare(f"interview_grounds {year}", rows, read("interview_grounds", *period))
        found.compare("training_coverage", training(book, year), read("training_coverage", *period))
        found.compare("care_coverage", care(book, year), read("care_coverage", *period))
    for name, rows in (
        ("open_rectifications", rectifications(book)),
        ("tasks", tasks(book)),
        ("settlement_employment", employment(book)),
        ("reminders", reminders(book)),
    ):
        mine[name] = rows
        found.compare(name, rows, read(name))
    found.compare("interview_grounds", interviews(book, asked.as_of.year, findings, True), read("interview_grounds"))
    for e in book.happened("checkPlanAdopted"):
        ask = (e.data["division"], e.data["period"], e.data["seed"], 2)
        options = ("--division", ask[0], "--period", ask[1], "--seed", ask[2], "--count", "2")
        found.compare("check_plan", check_plan(book, *ask), read("check_plan", *options))
    oversight_planted.compare_findings(book, mine, findings, found)
    planted = oversight_planted.Planted(book, mine, found)
    if asked.planted:
        with open(asked.planted, encoding="utf-8") as file:
            planted.judge(json.load(file))
    for line in found.lines:
        print(line)
    for name, count in sorted(found.by_report.items()):
        print(f"  {name}: {count} differences")
    print(
        f"oversight: {found.rows} rows, {found.cells} cells, {planted.compared} planted compared, "
        f"{sum(found.by_report.values())} differences"
    )
    sys.exit(1 if found.by_report else 0)


if __name__ == "__main__":
    main()
