#!/usr/bin/env python3
"""Compares the engine's duty reports with the oracle, cell by cell and instance by instance.

    compare.py PROGRAM BOOK [--as-of D] [--periods 2024,2025,2026] [--planted FILE] [--log FILE]

Exit 1 on any difference. With --planted the list of what a demo book was told to do wrong is held against
what the oracle finds missing or late (the engine's reports are compared as well)."""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date

import oracle

SHOWN = 50
WORK = (
    "meetingHeld",
    "reportHandedOver",
    "hearingHeld",
    "guidanceVisitMade",
    "careVisitMade",
    "spotCheckMade",
    "supervisionMade",
    "trainingHeld",
)


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


def rows_of(table):
    """Each row of a report as {column: cell}, with its key under "key"."""
    names = [column["name"] for column in table["columns"]]
    return [dict(zip(names, row["cells"]), key=row["key"]) for row in table["rows"]]


def report(program, book, name, period, as_of, *more):
    command = [program, "report", name, "--book", book, "--period", period, *more]
    return json.loads(run(command + ["--as-of", as_of.isoformat(), "-O", "json"]))


def not_known_to_the_oracle(table):
    """Rulings and other policies that the report says it followed."""
    for reading in table.get("readings", []):
        if reading.get("ruling"):
            yield f"reading {reading['id']} is ruled: {reading['chosen']}"
    for number in table.get("policies", []):
        if number not in (oracle.THE_TEXT, oracle.LEAVE_SAMPLE):
            yield f"policy {number} is in force"


def period_name(text, duty):
    """Rounds are written in more than one way; the last year in the text names the round."""
    if duty == "biennial-commendation":
        year = int(re.findall(r"\d{4}", text)[-1])
        return oracle.commendation_round(year).text
    return text


def bare(text):
    """A subject with or without its kind: person:P1 and P1 are the same."""
    return (text or "").rpartition(":")[2]


def instance_key(item):
    duty = item["duty"]
    period = period_name(item["period"], duty)
    leader = {"in_charge": "inCharge"}.get(item["leader"], item["leader"])
    if duty == "unit-care-visit":
        leader = "principal"  # by the duty itself, so that a list may leave it out
    return (duty, item["actor"], item["to"], bare(item["subject"]), leader, period)


def named_parts(row):
    """A row of duty_list is named duty|actor|to|subject|leader|period; its cells show names, not ids."""
    return dict(zip(("duty", "actor", "to", "subject", "leader", "period"), row["key"].split("|")))


class Differences:
    def __init__(self):
        self.count = 0
        self.by_duty = Counter()

    def add(self, duty, text):
        self.count += 1
        self.by_duty[duty] += 1
        if self.count <= SHOWN:
            print(text)


def compare_cells(judged, rows, differences):
    """Every cell of actor x duty x period, both directions: a row that one side lacks has zeros there."""
    theirs = {}
    for row in rows:
        key = (row["group"], row["duty"], period_name(row["period"], row["duty"]))
        if key in theirs:
            differences.add(row["duty"], f"cells: {key} comes twice in the report")
        theirs[key] = {name: int(row.get(name) or 0) for name in oracle.CELLS}
    ours = oracle.compliance(judged)
    zeros = dict.fromkeys(oracle.CELLS, 0)
    cells = 0
    for key in sorted(set(ours) | set(theirs)):
        mine, other = ours.get(key, zeros), theirs.get(key, zeros)
        where = "" if key in theirs else " (row only in the oracle)"
        where = where if key in ours else " (row only in the report)"
        for name in oracle.CELLS:
            cells += 1
            if mine[name] != other[name]:
                text = f"cell {' '.join(key)} {name}: oracle {mine[name]}, report {other[name]}{where}"
                differences.add(key[1], text)
    return cells


def by_key(pairs):
    """{key: its statuses}: nearly always one."""
    result = {}
    for key, status in pairs:
        result.setdefault(key, []).append(status)
    return {key: " and ".join(sorted(statuses)) for key, statuses in result.items()}


def compare_instances(judged, rows, differences):
    ours = by_key((one.key, one.status) for one in judged)
    theirs = by_key((instance_key(named_parts(row)), row["status"]) for row in rows)
    for key in sorted(set(ours) | set(theirs)):
        mine, other = ours.get(key, "(none)"), theirs.get(key, "(none)")
        if mine != other:
            differences.add(key[0], f"instance {'|'.join(key)}: oracle {mine}, report {other}")
    return len(set(ours) | set(theirs))


def compare_planted(judged, planted, differences):
    """What was planted as missing or late must be exactly what the oracle finds missing or late.

    The list may also name what only looks wrong (returned and handed over again in time, a new team's first
    month): there the oracle must find the status that the list says."""
    wanted = {}
    for item in planted:
        if item["status"] == "finding":
            continue  # of people and villages, see life.py
        key = instance_key(item)
        if wanted.setdefault(key, item["status"]) != item["status"]:
            differences.add(key[0], f"planted {'|'.join(key)}: twice, {wanted[key]} and {item['status']}")
    ours = by_key((one.key, one.status) for one in judged)
    found = {one.key for one in judged if one.status in ("missing", "late")}
    for key in sorted(set(wanted) | found):
        mine, other = ours.get(key, "(none)"), wanted.get(key, "(nothing)")
        if mine != other:
            differences.add(key[0], f"planted {'|'.join(key)}: planted {other}, oracle {mine}")
    return len(set(wanted) | found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", type=date.fromisoformat, help="default: the day of the last act in the log")
    parser.add_argument("--periods", default="2024,2025,2026")
    parser.add_argument("--planted", metavar="FILE")
    parser.add_argument("--log", metavar="FILE", help="also keep the exported log there")
    options = parser.parse_args()

    exported = run([options.program, "export", "--book", options.book, "--format", "ndjson"])
    if options.log:
        with open(options.log, "w", encoding="utf-8") as out:
            out.write(exported)
    events = oracle.read_log(exported.splitlines())
    as_of = options.as_of or max(e.date for e in events if e.type in WORK)
    facts = oracle.Facts(events, as_of)

    not_supported = oracle.unsupported(events)
    cells, instances, differences, all_judged = 0, 0, Differences(), []
    for period in options.periods.split(","):
        judged = oracle.judged_in(facts, oracle.period_of_text(period))
        all_judged += judged
        table = report(options.program, options.book, "duty_compliance", period, as_of, "--by", "actor+period")
        listing = report(options.program, options.book, "duty_list", period, as_of)
        not_supported += [*not_known_to_the_oracle(table), *not_known_to_the_oracle(listing)]
        rows, listed = rows_of(table), rows_of(listing)
        for row in rows:
            if row["duty"] not in oracle.DUTIES and any(int(row.get(name) or 0) for name in oracle.CELLS):
                not_supported.append(f"duty {row['duty']} is active in the report of {period}")
        rows = [row for row in rows if row["duty"] in oracle.DUTIES]
        listed = [row for row in listed if row["duty"] in oracle.DUTIES]
        cells += compare_cells(judged, rows, differences)
        instances += compare_instances(judged, listed, differences)
    planted_compared = 0
    if options.planted:
        with open(options.planted, encoding="utf-8") as file:
            planted = json.load(file)
        planted_compared = compare_planted(all_judged, planted, differences)

    for text in sorted(set(not_supported)):
        print("unsupported:", text)
    for duty, count in sorted(differences.by_duty.items()):
        print(f"  {duty}: {count} differences")
    found = Counter(one.status for one in all_judged)
    print(f"as of {as_of}; oracle's instances: " + ", ".join(f"{name} {n}" for name, n in sorted(found.items())))
    print(f"instances compared {instances}" + (f", planted compared {planted_compared}" if options.planted else ""))
    print(f"cells compared {cells}, differences {differences.count}")
    return 1 if differences.count or not_supported else 0


if __name__ == "__main__":
    sys.exit(main())
