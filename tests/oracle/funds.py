#!/usr/bin/env python3
"""An independent recomputation of the work fund's shares due, day by day, held against the engine's report.

    funds.py PROGRAM BOOK [--as-of D] [--years 2024,2025,2026]

Written from 八(二)1 of 榆巩衔发〔2021〕4号 and from how the project reads it, not from the engine: every day of
the year is looked at by itself, sums are exact fractions. Knows rulings and amendments of the city's own
document. Exit 1 on any difference. Standard library only."""

import argparse
import json
import sys
import tomllib
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction

import oracle
from compare import report, rows_of, run

SEATS = {"first_secretary": "firstSecretary", "team": "team"}
LEVELS = {"province": "provinceShare", "city": "cityShare", "county": "countyShare"}
FIGURES = ("days", "projectedDays", "total", *LEVELS.values())
SHOWN = 50

# 三(一)-(五): whom each kind of village asks for. Kinds that are not here are the county's to decide.
ASKS = {
    "formerly_poor": {"first_secretary", "team"},
    "relocation_settlement": {"first_secretary", "team"},
    "heavy_task": {"first_secretary", "team"},
    "weak_branch": {"first_secretary"},
    "red_heritage_pilot": {"first_secretary"},
    "other": {"county decides"},
}

Row = namedtuple("Row", "amount shares county_bears whole_year whole_first_year vacant without_team")


# ---------------------------------------------------------------------------------------------------------
# The document and the rulings in force on a day.
# ---------------------------------------------------------------------------------------------------------


class Policies:
    def __init__(self, facts):
        self.adopted = [
            (oracle.day(e.data["from"]), e.position, tomllib.loads(e.data["text"])) for e in facts.all("policyAdopted")
        ]
        self.rulings = [
            (oracle.day(e.data["from"]), e.position, e.data["reading"], e.data["option"])
            for e in facts.all("rulingMade")
        ]
        self.turns = sorted({one[0] for one in self.adopted} | {one[0] for one in self.rulings})
        self.known = {}

    def on(self, when):
        """{seat: Row} on a day; empty before the first document."""
        turn = max((t for t in self.turns if t <= when), default=None)
        if turn not in self.known:
            self.known[turn] = self.read(when)
        return self.known[turn]

    def read(self, when):
        # A county's own document adds steps and uses; what a seat is owed stands in the city's.
        documents = [one for one in self.adopted if one[0] <= when and one[2].get("fund")]
        if not documents:
            return {}
        document = max(documents, key=lambda one: one[:2])[2]
        chosen = {r["id"]: r["default"] for r in document["reading"]}
        for first, _, reading, option in sorted(self.rulings, key=lambda one: one[:2]):
            if first <= when:
                chosen[reading] = option
        rows = {}
        for row in document["fund"]:
            team = row["seat"] == "team"
            rows[row["seat"]] = Row(
                amount=int(row["amount"].replace(".", "")),
                shares=tuple((level, row["shares"][level]) for level in LEVELS if level in row["shares"]),
                county_bears=chosen["fund-remainder"] == "county_bears",
                whole_year=chosen["fund-part-year"] == "whole_year",
                whole_first_year=chosen["fund-year-2021"] == "whole",
                vacant=chosen["fund-vacant-team"] == "keep" if team
                else chosen["fund-vacant-first-secretary"] == "both",
                without_team=team and chosen["fund-first-secretary-only"] == "with_team",
            )
        return rows


# ---------------------------------------------------------------------------------------------------------
# One village, one year.
# ---------------------------------------------------------------------------------------------------------


def asked_for(kinds, when):
    """By the events that set a village's kinds."""
    asked = set()
    for e in kinds:
        if e.date <= when <= (oracle.day(e.data.get("until")) or oracle.FOR_EVER):
            asked |= ASKS[e.data["kind"]]
    return asked


def counts(seat, row, asked, secretary, member):
    """Does the seat count on a day on which these stand in the village?"""
    if seat == "first_secretary":
        return secretary or (row.vacant and member and "first_secretary" in asked)
    if asked == {"first_secretary"}:
        return row.without_team and (secretary or member)
    return member or (row.vacant and "team" in asked)


def split(total, row):
    """Shares of whole fen that sum back."""
    weights = [weight for _, weight in row.shares]
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    whole = [int(one) for one in exact]
    if row.county_bears:
        whole[-1] = total - sum(whole[:-1])
        return whole
    rest = [(one - down, index) for index, (one, down) in enumerate(zip(exact, whole))]
    # The lower of tied levels is the later one.
    for _, index in sorted(rest, reverse=True)[: total - sum(whole)]:
        whole[index] += 1
    return whole


def seat_due(facts, policies, stays, kinds, seat, year):
    """The figures of one seat; None where it is not in the report."""
    days = [date(year, 1, 1) + timedelta(n) for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)]
    rows = [policies.on(when).get(seat) for when in days]
    first = next((row for row in rows if row), None)
    if first is None:
        return None
    if first.whole_first_year:
        rows = [row or first for row in rows[: rows.index(first)]] + rows[rows.index(first):]
    counted, wanted = [], False
    for when, row in zip(days, rows):
        asked = asked_for(kinds, when)
        here = {s.role for s in stays if s.first <= when <= s.last}
        wanted = wanted or bool(row) and seat in asked
        counted.append(bool(row) and counts(seat, row, asked, "firstSecretary" in here, "member" in here))
    if any(counted):
        counted = [one or bool(row and row.whole_year) for one, row in zip(counted, rows)]
    elif not wanted:
        return None
    sums, sharing = {}, {}
    for row, one in zip(rows, counted):
        if one:
            key = (row.shares, row.county_bears)
            sums[key] = sums.get(key, 0) + Fraction(row.amount, len(days))
            sharing[key] = row
    # A level that has no part in any sharing has no figure at all.
    part = {level for row, one in zip(rows, counted) if row and (one or not any(counted)) for level, _ in row.shares}
    figures = {name: None if level not in part else 0 for level, name in LEVELS.items()}
    figures["total"], figures["days"] = 0, sum(counted)
    figures["projectedDays"] = sum(1 for when, one in zip(days, counted) if one and when > facts.as_of)
    for key, exact in sums.items():
        total = -(-exact.numerator // exact.denominator)
        figures["total"] += total
        for (level, _), share in zip(sharing[key].shares, split(total, sharing[key])):
            figures[LEVELS[level]] += share
    return figures


def before_go_live(facts, county, year):
    for division in (county, facts.city):
        for group in ("funds", "all"):
            for e in reversed(facts.all("goLiveSet")):
                if e.data["division"] == division and e.data["group"] == group:
                    return date(year, 12, 31) < oracle.day(e.data["from"])
    return True


def shares_due(facts, policies, year):
    """{(village, seat): figures}, or None for the figures of a year that ended before go-live."""
    due, stays, kinds = {}, {}, {}
    for s in facts.stays:
        stays.setdefault(s.village, []).append(s)
    for e in facts.all("villageKindSet"):
        # A village whose kinds are still to come has a row only for who is posted there.
        kinds.setdefault(e.data["village"], []).extend([e] if e.date <= facts.as_of else [])
    for village in sorted(set(stays) | set(kinds)):
        county = facts.county_of(village, oracle.whole_year(year))
        for seat, name in SEATS.items():
            figures = seat_due(facts, policies, stays.get(village, []), kinds.get(village, []), seat, year)
            if figures is not None:
                due[village, name] = None if before_go_live(facts, county, year) else figures
    return due


# ---------------------------------------------------------------------------------------------------------
# Against the report.
# ---------------------------------------------------------------------------------------------------------


def compare_year(ours, table, where):
    """Prints every difference; (figures compared, differences)."""
    theirs = {}
    for row in rows_of(table):
        live = row["days"] is not None
        theirs[tuple(row["key"].split("|"))] = {name: row[name] for name in FIGURES} if live else None
    compared, differences = 0, []
    for key in sorted(set(ours) | set(theirs)):
        mine, other = ours.get(key, "(no row)"), theirs.get(key, "(no row)")
        compared += len(FIGURES)
        if mine != other:
            differences.append(f"{where} {' '.join(key)}: oracle {mine}, report {other}")
    for name in FIGURES[2:]:
        total = sum(one[name] or 0 for one in ours.values() if one)
        said = dict(zip((c["name"] for c in table["columns"]), table["totals"]["cells"]))[name]
        compared += 1
        if (said or 0) != total:
            differences.append(f"{where} total of {name}: oracle {total}, report {said}")
    return compared, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--years", default="2024,2025,2026")
    options = parser.parse_args()
    exported = run([options.program, "export", "--book", options.book, "--format", "ndjson"])
    facts = oracle.Facts(oracle.read_log(exported.splitlines()), options.as_of)
    policies = Policies(facts)
    compared, differences, shares = 0, [], 0
    for year in options.years.split(","):
        ours = shares_due(facts, policies, int(year))
        table = report(options.program, options.book, "fund_due", year, options.as_of)
        more, found = compare_year(ours, table, f"{year} as of {options.as_of}")
        compared, differences, shares = compared + more, differences + found, shares + len(ours)
    for line in differences[:SHOWN]:
        print(line)
    print(f"as of {options.as_of}: {shares} shares due, {compared} figures compared, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
