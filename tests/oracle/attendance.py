#!/usr/bin/env python3
"""An independent recomputation of days on duty and of leave, from the exported log, compared with the engine.

    attendance.py PROGRAM BOOK --as-of 2026-06-30 [--years 2024,2025,2026] [--planted FILE] [--log FILE]

Written from 七(二)3 and READING.md: 220 days a year, weekends count, part of a year pro rata and rounded up, an
annual leave lowers nothing; more than 30 days of leave with touching leaves joined. Slow and naive on purpose.
Every resident, year and month is compared; with --planted also what a demo book was told to do wrong."""

import argparse
import json
import math
import subprocess
import sys
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction

import oracle

DAY = timedelta(days=1)
HALF = Fraction(1, 2)
COUNTS = "在公学他"  # 含外出开会、培训、联系项目等; 派 (at the own unit) does not count
KNOWN_POLICIES = {oracle.THE_TEXT, oracle.LEAVE_SAMPLE, oracle.FUND_SAMPLE}
COLUMNS = {
    "inVillage": "在", "errand": "公学", "otherErrand": "他", "ownUnit": "派", "personalLeave": "事", "sickLeave": "病",
    "annualLeave": "年", "otherLeave": "假", "rotationRest": "休", "unauthorised": "离",
}


def days_between(first, last):
    while first <= last:
        yield first
        first += DAY


def halves(marks_text):
    """{day of the month: (forenoon, afternoon)}; a letter "-" says nothing."""
    out = {}
    for number, word in enumerate(marks_text.split(), 1):
        out[number] = (word[0], word[-1])
    return out


Version = namedtuple("Version", "rows state")


class Sheets:
    """The month sheets as of a day, each replayed step by step."""

    def __init__(self, events, as_of):
        self.steps = {}
        for e in events:
            if e.type.startswith("attendance") and e.date <= as_of:
                self.steps.setdefault((e.data["village"], e.data["month"]), []).append(e)

    def in_force(self, village, month):
        """What was confirmed last, else what was entered last; a returned sheet is nothing."""
        settled, last, state, correction = None, None, "missing", False
        for e in self.steps.get((village, month), []):
            rows = {r["person"]: r["marks"] for r in e.data.get("rows", [])}
            if e.type == "attendanceEntered":
                last, state, correction = rows, "entered", False
            elif e.type == "attendanceCorrected":
                last, state, correction = {**settled, **rows}, "entered", True
            elif e.type == "attendanceChecked":
                state = "checked"
            elif e.type == "attendanceConfirmed":
                settled, state, correction = last, "confirmed", False
            elif e.type == "attendanceReturned":
                if correction:
                    last, state, correction = settled, "confirmed", False
                else:
                    state = "returned"
        if settled is not None:
            return Version(settled, "confirmed")
        return Version(last if state in ("entered", "checked") else None, state)

    def standing(self, village, month):
        settled, state, correction = False, "missing", False
        for e in self.steps.get((village, month), []):
            if e.type in ("attendanceEntered", "attendanceCorrected"):
                state, correction = "entered", e.type == "attendanceCorrected"
            elif e.type == "attendanceChecked":
                state = "checked"
            elif e.type == "attendanceConfirmed":
                state, settled, correction = "confirmed", True, False
            elif e.type == "attendanceReturned":
                state, correction = ("confirmed", False) if correction else ("returned", False)
        return "correcting" if settled and correction else state


def go_live(facts, village):
    for division in (facts.county_of(village, oracle.whole_year(2099)), facts.city):
        for group in ("attendance", "all"):
            said = [e for e in facts.all("goLiveSet") if e.data["division"] == division and e.data["group"] == group]
            if said:
                return oracle.day(said[-1].data["from"])
    return None


def presence(facts, sheets, person, period, openings):
    """All figures of one resident in one year or month, in days; None where there is no figure."""
    yearly = len(period.text) == 4
    stays = [s for s in facts.stays if s.person == person and oracle.meets(s.first, s.last, period)]
    if not stays:
        return None
    opening = openings.get((person, period.first.year))
    if opening and opening["through"] < period.first:
        opening = None
    counted = opening["days"] if opening and yearly else Fraction(0)
    marks, unknown, before, post, elapsed, reported = {}, Fraction(0), Fraction(0), 0, 0, False
    for s in stays:
        first, last = max(s.first, period.first), min(s.last, period.last)
        post += (last - first).days + 1
        for day in days_between(first, min(last, facts.as_of)):
            elapsed += 1
            if opening and day <= opening["through"]:
                continue
            version = sheets.in_force(s.village, f"{day.year}-{day.month:02d}")
            reported = reported or version.rows is not None
            said = halves((version.rows or {}).get(person, "")).get(day.day, ("-", "-"))
            for half in said:
                marks[half] = marks.get(half, Fraction(0)) + HALF
                if half == "-":
                    unknown += HALF
                    live = go_live(facts, s.village)
                    if live and day < live and version.rows is None:
                        before += HALF
                elif half in COUNTS:
                    counted += HALF
    whole = (period.last - period.first).days + 1
    required = math.ceil(Fraction(220 * post, whole)) if yearly else None
    none = before > 0 or (opening and not yearly) or (counted == 0 and unknown >= elapsed)
    out = {"postDays": post, "unknown": unknown, "required": required, "counted": None if none else counted}
    out["pace"] = math.ceil(Fraction(required * elapsed, post)) if yearly else None
    known = elapsed - unknown
    out["forecast"] = None
    if not none and known > 0:
        out["forecast"] = Fraction(math.floor(2 * counted * post / known), 2)
    for column, letters in COLUMNS.items():
        out[column] = sum((marks.get(one, Fraction(0)) for one in letters), Fraction(0)) if reported else None
    return out


def leaves_of(facts):
    """{person: [(first, last as taken, late days, position)]} of what was not cancelled."""
    returned = {int(e.data["leave"]): e.date for e in facts.happened("leaveReturned")}
    cancelled = {int(e.data["leave"]) for e in facts.happened("leaveCancelled")}
    out = {}
    for e in facts.happened("leaveApproved"):
        if e.position in cancelled:
            continue
        first, last, back = oracle.day(e.data["first"]), oracle.day(e.data["last"]), returned.get(e.position)
        taken = last if back is None else min(last, back - DAY)
        late = None if back is None else max(0, (back - last).days - 1)
        out.setdefault(e.data["person"], []).append((first, taken, late, e.position))
    return {person: sorted(leaves) for person, leaves in out.items()}


def register(leaves, as_of):
    """{position: figures} of one person's leaves."""
    out = {}
    for first, last, late, position in leaves:
        own = list(days_between(first, last))
        days = {d for f, l, _, _ in leaves for d in days_between(f, l)}
        start, end = first, last
        while start - DAY in days:
            start -= DAY
        while end + DAY in days:
            end += DAY
        joined = (end - start).days + 1
        year = [d for d in days if d.year == first.year and d <= last]
        over = min(end, as_of) >= start + 30 * DAY
        out[position] = {
            "days": len(own), "joinedDays": joined, "yearDays": len(year), "lateDays": late,
            "over": f"超过30天，自 {start + 30 * DAY}" if over else None,
        }
    return out


class Comparison:
    def __init__(self, program, book, as_of):
        self.base = [program, "report"]
        self.tail = ["--book", book, "--as-of", as_of.isoformat(), "-O", "json"]
        self.cells = 0
        self.differences = []

    def rows(self, name, period=None):
        command = self.base + [name] + self.tail + (["--period", period] if period else [])
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
        table = json.loads(done.stdout.decode("utf-8"), parse_float=Fraction)
        for number in table["policies"]:
            if number not in KNOWN_POLICIES:
                sys.exit(f"policy {number} is in force, which the oracle does not know")
        names = [column["name"] for column in table["columns"]]
        return [dict(zip(names, row["cells"]), key=row["key"]) for row in table["rows"]]

    def same(self, where, engine, mine):
        for column, value in mine.items():
            self.cells += 1
            if engine[column] != value:
                self.differences.append(f"{where} {column}: engine {engine[column]}, oracle {value}")

    def sets(self, what, engine, mine):
        self.cells += len(engine | mine)
        self.differences += [f"{what}: the engine alone has {one}" for one in sorted(engine - mine)]
        self.differences += [f"{what}: the oracle alone has {one}" for one in sorted(mine - engine)]


def compare_days(facts, comparison, sheets, years):
    openings = {}
    for e in facts.happened("openingDaysStated"):
        days = Fraction(int(e.data["days"])) + (HALF if e.data.get("half") else 0)
        openings[(e.data["person"], int(e.data["year"]))] = {"days": days, "through": oracle.day(e.data["through"])}
    people = sorted({s.person for s in facts.stays})
    for year in years:
        for period in [oracle.whole_year(year)] + oracle.months_in(oracle.whole_year(year)):
            if period.first > facts.as_of:
                continue
            found = {row["person"]: row for row in comparison.rows("attendance_days", period.text)}
            mine = {p: presence(facts, sheets, p, period, openings) for p in people}
            mine = {p: figures for p, figures in mine.items() if figures}
            comparison.sets(f"residents {period.text}", set(found), set(mine))
            for person in set(found) & set(mine):
                comparison.same(f"{period.text} {person}", found[person], mine[person])


def compare_leaves(facts, comparison, years):
    mine = {}
    for leaves in leaves_of(facts).values():
        mine.update(register(leaves, facts.as_of))
    seen = set()
    for year in years:
        for row in comparison.rows("leave_register", str(year)):
            seen.add(int(row["key"]))
            if int(row["key"]) in mine:
                comparison.same(f"leave {row['key']}", row, mine[int(row["key"])])
    comparison.sets("leaves", seen, set(mine))


def compare_planted(comparison, planted, years):
    wanted = {(p["kind"], p["village"], p["person"], p["since"]) for p in planted if not p["kind"].startswith("sheet_")}
    kinds = {one[0] for one in wanted}
    found = {tuple(row["key"].split("|")[:4]) for row in comparison.rows("findings")}
    comparison.sets("planted findings", {one for one in found if one[0] in kinds}, wanted)
    sheets = {(p["kind"][6:], p["village"], p["since"][:7]) for p in planted if p["kind"].startswith("sheet_")}
    seen = set()
    for year in years:
        for row in comparison.rows("attendance_sheets", str(year)):
            if row["state"] != "confirmed":
                seen.add((row["state"], row["village"], row["month"]))
    comparison.sets("planted sheets", seen, sheets)
    return len(planted)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", required=True, type=date.fromisoformat)
    parser.add_argument("--years", default="2024,2025,2026")
    parser.add_argument("--planted")
    parser.add_argument("--log")
    options = parser.parse_args()
    if options.log:
        with open(options.log, encoding="utf-8") as log:
            events = oracle.read_log(log)
    else:
        exported = subprocess.run([options.program, "export", "--book", options.book], stdout=subprocess.PIPE, check=True)
        events = oracle.read_log(exported.stdout.decode("utf-8").splitlines())
    facts = oracle.Facts(events, options.as_of)
    years = [int(year) for year in options.years.split(",")]
    comparison = Comparison(options.program, options.book, options.as_of)
    sheets = Sheets(events, options.as_of)
    compare_days(facts, comparison, sheets, years)
    compare_leaves(facts, comparison, years)
    planted = 0
    if options.planted:
        with open(options.planted, encoding="utf-8") as file:
            planted = compare_planted(comparison, json.load(file), years)
    for difference in comparison.differences[:50]:
        print(difference)
    print(f"attendance: cells compared {comparison.cells}, planted {planted}, differences {len(comparison.differences)}")
    sys.exit(1 if comparison.differences else 0)


if __name__ == "__main__":
    main()
