#!/usr/bin/env python3
"""An independent recomputation of what residents are owed, paid and still owed, line by line, and of the benefits.

    allowances.py PROGRAM BOOK --as-of 2026-06-30 [--years 2024,2025,2026] [--planted FILE]

Written from 八(二)2 of 榆巩衔发〔2021〕4号, READING.md and the readings that the policy document names: every day
of every month is looked at by itself, sums are exact fractions, each unit's part of a month is rounded half up once.
Slow and naive on purpose. Compares allowance_due (due, paid, open, status of every line), allowance_arrears and
benefits; with --planted also what a demo book was told to do wrong. Exit 1 on any difference."""

import argparse
import json
import math
import pathlib
import sys
import tomllib
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction

import attendance
import oracle
from compare import report, rows_of, run

DAY = timedelta(days=1)
DOCUMENT = pathlib.Path(__file__).parents[2] / "ledger/policy/documents/yulin-2021-4.toml"
MARKS = {"in_village": "在"}
KNOWN_POLICIES = {oracle.THE_TEXT, oracle.LEAVE_SAMPLE, oracle.FUND_SAMPLE}
SHOWN = 50


def read_rows(kind):
    """The document's rows of a kind, each reading settled by its default."""
    with open(DOCUMENT, "rb") as file:
        document = tomllib.load(file)
    chosen = {reading["id"]: reading["default"] for reading in document["reading"]}

    def settled(value):
        return value["by"][chosen[value["reading"]]] if isinstance(value, dict) and "reading" in value else value

    return [{key: settled(value) for key, value in row.items()} for row in document[kind]]


def fen(yuan_text):
    return int(Fraction(yuan_text) * 100)


def half_up(amount):
    return math.floor(amount + Fraction(1, 2))


def month_of(day):
    return oracle.month(day.year, day.month)


class Line:
    """One item of one person and month, as far as one unit owes it."""

    def __init__(self, unit):
        self.unit = unit
        self.basis = "confirmed"
        self.amount = Fraction(0)
        self.why = None  # unknown for this reason
        self.paid = 0
        self.open = None
        self.not_owed = False
        self.touched = self.transit = self.advance = False

    def lacks(self, why):
        self.basis, self.why = "unknown", self.why or why

    @property
    def known(self):
        return self.basis != "unknown"

    @property
    def due(self):
        return half_up(self.amount) if self.known else None


# ---------------------------------------------------------------------------------------------------------
# Rates: a register's paper in force on a day, of the nearest area upwards that has one.
# ---------------------------------------------------------------------------------------------------------


class Rates:
    def __init__(self, facts):
        self.facts = facts
        self.papers = {}
        for e in facts.happened("standardSet"):
            d = e.data
            key = (d["register"], d["area"], d.get("tier") or "", d.get("person") or "")
            self.papers.setdefault(key, []).append((oracle.day(d["from"]), e.position, int(d["amount"])))
        self.tiers = {}
        for e in facts.happened("townshipTierSet"):
            key = (e.data["register"], e.data["township"])
            self.tiers.setdefault(key, []).append((oracle.day(e.data["from"]), e.position, e.data["tier"]))

    @staticmethod
    def in_force(papers, day):
        holding = [p for p in papers if p[0] <= day]
        return max(holding)[2] if holding else None

    def upwards(self, register, area, tier, day):
        while area:
            found = self.in_force(self.papers.get((register, area, tier, ""), []), day)
            if found is not None:
                return found
            area = self.facts.parent.get(area)
        return None

    def of(self, row, day, payer, village, person):
        """The rate in fen, or None with the reason."""
        by = row.get("rate_by", "fixed")
        if by == "fixed":
            return fen(row["amount"]), None
        register = row["standard"]
        if by == "person":
            all_papers = [p for key, ps in self.papers.items() if key[0] == register and key[3] == person for p in ps]
            found = self.in_force(all_papers, day)
            return found, "standard"
        if by == "payer":
            level = self.facts.unit_level.get(payer)
            if level in ("province", "central"):
                return self.upwards(register, self.facts.city, level, day), "standard"
            area = self.facts.city if level == "city" else self.facts.unit_seat.get(payer)
            return self.upwards(register, area, "", day), "standard"
        township = self.facts.parent[village]
        county = self.facts.parent[township]
        if by == "county":
            return self.upwards(register, county, "", day), "standard"
        tier = self.in_force(self.tiers.get((register, township), []), day)
        if tier is None:
            return None, "tier"
        return self.upwards(register, county, tier, day), "standard"


# ---------------------------------------------------------------------------------------------------------
# What is due.
# ---------------------------------------------------------------------------------------------------------


class Dues:
    def __init__(self, facts, events):
        self.facts, self.as_of = facts, facts.as_of
        self.rows = read_rows("allowance")
        self.order = {row["id"]: i for i, row in enumerate(self.rows)}
        self.rates = Rates(facts)
        self.sheets = attendance.Sheets(events, facts.as_of)
        self.in_force = {}
        self.stays = {}
        for stay in facts.stays:
            self.stays.setdefault(stay.person, []).append(stay)
        self.trips = {}
        for e in facts.happened("tripMade"):
            back = oracle.day(e.data.get("back")) or e.date
            self.trips.setdefault(e.data["person"], []).append((e.date, back))
        self.unused = facts.happened("leaveUnused")
        # An opening states what was so before the book: it is looked at from the book's first day on.
        self.openings = facts.happened("allowanceOpeningStated")

    def unit_on(self, unit, day):
        """Itself, or what it was merged into by the day."""
        return self.facts.follow(self.facts.unit_mergers, "unit", unit, oracle.Period("", day, min(day, self.as_of)))

    def unit_now(self, unit):
        return self.unit_on(unit, self.as_of)

    def is_live(self, village, month):
        """Whole months from the one in which the county began to keep allowances, else the city, else the book."""
        county = self.facts.parent[self.facts.parent[village]]
        for division in (county, self.facts.city):
            for group in ("allowances", "all"):
                for e in self.facts.all("goLiveSet"):
                    if e.data["division"] == division and e.data["group"] == group:
                        return month.last >= month_of(oracle.day(e.data["from"])).first
        return month.last >= self.facts.all("bookOpened")[0].date

    def days(self, person, month):
        """{day: stay} of the month; an open stay runs on."""
        found = {}
        for stay in self.stays.get(person, []):
            if oracle.meets(stay.first, stay.last, month) and self.is_live(stay.village, month):
                for day in attendance.days_between(max(stay.first, month.first), min(stay.last, month.last)):
                    found[day] = stay
        return found

    def fits(self, row, stay, day):
        levels = row.get("levels")
        return not levels or self.facts.unit_level.get(self.unit_on(stay.unit, day)) in levels

    def rate(self, row, stay, day):
        return self.rates.of(row, day, self.unit_on(stay.unit, day), stay.village, stay.person)

    def sheet(self, village, month):
        key = (village, month.text)
        if key not in self.in_force:
            self.in_force[key] = self.sheets.in_force(village, month.text)
        return self.in_force[key]

    # ② days in the village by the sheet; a day that the travel rule pays is no meal day
    def by_day(self, row, person, month, days):
        lines = {}
        travel_rows = [r for r in self.rows if r["per"] == "travel_day"]
        out_or_back = {day for trip in self.trips.get(person, []) for day in trip}
        for day, stay in sorted(days.items()):
            if not self.fits(row, stay, day):
                continue
            line = lines.setdefault(self.unit_now(stay.unit), Line(self.unit_now(stay.unit)))
            version = self.sheet(stay.village, month)
            if version.rows is None:
                line.lacks("sheet")
                continue
            last = max(d for d, s in days.items() if s is stay)
            if line.known and (version.state != "confirmed" or self.as_of < last):
                line.basis = "provisional"
            if day > self.as_of:
                continue
            said = attendance.halves(version.rows.get(person, "")).get(day.day, ("-", "-"))
            count = sum(half in [MARKS[m] for m in row["days"]] for half in said)
            if count and row.get("half_day") == "whole":
                count = 2
            paid_travel = day in out_or_back and any(self.fits(r, stay, day) for r in travel_rows)
            if row["travel_day"] == "exclusive" and paid_travel:
                count = 0
            if count:
                rate, why = self.rate(row, stay, day)
                if rate is None:
                    line.lacks(why)
                else:
                    line.amount += Fraction(rate * count, 2)
        return lines

    # ③ ⑤ a month, whole and by the unit of its first day, or by its days
    def by_month(self, row, person, month, days):
        days = {day: stay for day, stay in sorted(days.items()) if self.fits(row, stay, day)}
        if not days:
            return {}
        lines, length = {}, (month.last - month.first).days + 1
        if row["part_month"] == "full_month":
            assert row["month_payer"] == "unit_on_first"
            first = min(days)
            line = Line(self.unit_now(days[first].unit))
            rate, why = self.rate(row, days[first], first)
            line.amount = Fraction(rate or 0)
            if rate is None:
                line.lacks(why)
            return {line.unit: line}
        for day, stay in days.items():
            line = lines.setdefault(self.unit_now(stay.unit), Line(self.unit_now(stay.unit)))
            rate, why = self.rate(row, stay, day)
            if rate is None:
                line.lacks(why)
            else:
                line.amount += Fraction(rate, length)
            if line.known and day > self.as_of:
                line.basis = "provisional"
        return lines

    # ③ the travel rule for the days out and back, the fare once a trip
    def by_trip(self, row, person, month, days):
        lines = {}
        for out, back in self.trips.get(person, []):
            for day in {out, back} if row["per"] == "travel_day" else {out}:
                begun = [d for d in days if d <= day]
                if day > self.as_of or not month.first <= day <= month.last or not begun:
                    continue
                stay = days[max(begun)]
                if not self.fits(row, stay, day):
                    continue
                line = lines.setdefault(self.unit_now(stay.unit), Line(self.unit_now(stay.unit)))
                if line.known and self.as_of < month.last:
                    line.basis = "provisional"
                rate, why = self.rate(row, stay, day)
                if rate is None:
                    line.lacks(why)
                else:
                    line.amount += rate
        return lines

    # ⑥ both conditions; with the year's last month
    def by_leave(self, row, person, month):
        lines = {}
        for e in self.unused:
            # Of whoever was posted at all, also before.
            if e.data["person"] != person or month.text != f"{e.data['year']}-12" or person not in self.stays:
                continue
            line = lines.setdefault(self.unit_now(e.data["unit"]), Line(self.unit_now(e.data["unit"])))
            if not (e.data.get("workNeed") and e.data.get("noMakeUp")):
                continue
            rate, why = self.rates.of(row, e.date, e.data["unit"], None, person)
            if rate is None:
                line.lacks(why)
            else:
                line.amount += rate * int(e.data["days"])
        return lines

    def of(self, person, month):
        """{(item, unit): Line}"""
        days = self.days(person, month)
        found = {}
        for row in self.rows:
            item = row["id"]
            before = [e for e in self.openings if e.data["person"] == person and e.data["item"] == item]
            for e in before:
                if e.data["through"] == month.text and int(e.data.get("owed") or 0):
                    line = Line(self.unit_now(e.data["unit"]))
                    line.amount = Fraction(int(e.data["owed"]))
                    found[(item, line.unit)] = line
            if any(month.text <= e.data["through"] for e in before):
                continue
            if row["per"] == "day":
                lines = self.by_day(row, person, month, days)
            elif row["per"] == "month":
                lines = self.by_month(row, person, month, days)
            elif row["per"] == "leave_day":
                lines = self.by_leave(row, person, month)
            else:
                lines = self.by_trip(row, person, month, days)
            found.update({(item, unit): line for unit, line in lines.items()})
        return found


# ---------------------------------------------------------------------------------------------------------
# What was paid, and what is open.
# ---------------------------------------------------------------------------------------------------------

Payment = namedtuple("Payment", "date position unit item first last amount transit advance")


def payments_of(facts, dues):
    """{person: payments in order}"""
    found = {}

    def add(person, *rest):
        found.setdefault(person, []).append(Payment(*rest))

    for sign, kind in ((1, "allowancePaid"), (-1, "allowanceReturned")):
        for e in facts.happened(kind):
            for line in e.data["lines"]:
                last = line.get("last") or line["first"]
                add(e.data["person"], e.date, e.position, dues.unit_now(e.data["unit"]), line.get("item") or "",
                    line["first"], last, sign * int(line["amount"]), False, False)
    released = {(e.data["unit"], e.data["batch"]): e for e in facts.happened("payoutReleased")}
    answers = {(e.data["unit"], e.data["batch"], int(e.data["sequence"])): e for e in facts.happened("payoutAnswered")}
    for e in facts.happened("payoutDrafted"):
        payout = (e.data["unit"], e.data["batch"])
        if payout not in released:
            continue
        firsts = {}
        for line in e.data["lines"]:
            first = firsts.setdefault(line["person"], int(line["sequence"]))
            answer = answers.get((*payout, first))
            if answer and not answer.data.get("paid"):
                continue  # the money came back
            add(line["person"], released[payout].date, released[payout].position, dues.unit_now(payout[0]),
                line["item"], line["month"], line["month"], int(line["amount"]), answer is None,
                line["reason"] == "advance")
    return {person: sorted(all_of) for person, all_of in found.items()}


def account(dues, person, months, payments):
    """{(month text, item, unit): Line} of one person over all the months."""
    lines = {}
    for month in months:
        for (item, unit), line in dues.of(person, month).items():
            lines[(month.text, item, unit)] = line
    lumps = [p for p in payments if not p.item or p.first != p.last]
    for p in payments:
        if p in lumps:
            continue
        key = (p.first, p.item, p.unit)
        if key not in lines:
            lines[key] = Line(p.unit)
            lines[key].not_owed = True
        lines[key].paid += p.amount
        lines[key].touched = True
        lines[key].transit |= p.transit
        lines[key].advance |= p.advance
    undistributed = []
    for p in lumps:  # oldest first, items in the order of the policy
        left = p.amount
        for key in sorted(lines, key=lambda k: (k[0], dues.order[k[1]], k[2])):
            line = lines[key]
            inside = p.first <= key[0] <= p.last and key[2] == p.unit and (not p.item or p.item == key[1])
            if inside and line.known and not line.not_owed:
                given = max(0, min(left, line.due - line.paid))
                line.paid += given
                line.touched |= given > 0
                left -= given
        if left:
            undistributed.append((p, left))
    for (month, item, _), line in lines.items():
        if line.known:
            line.open = line.due - line.paid
            # What another unit paid lowers what is open, never what is due.
            same = [one for key, one in lines.items() if key[:2] == (month, item)]
            left = sum((one.due or 0) - one.paid for one in same)
            if line.open > 0:
                line.open = max(0, min(line.open, left))
    return lines, undistributed


def held_people(facts):
    lifts = facts.happened("holdLifted")
    return {
        e.data["person"]
        for e in facts.happened("recallOrdered")
        if not any(lift.data["person"] == e.data["person"] and lift.date >= e.date for lift in lifts)
    }


def status(line, held):
    if not line.known:
        return "unknown"
    if held and line.open > 0:
        return "held"
    if line.advance and (line.basis != "confirmed" or line.open != 0):
        return "advance"
    if line.basis == "confirmed" and line.open < 0:
        return "recover"
    if line.basis == "provisional":
        return "provisional"
    if line.open > 0:
        return "supplement" if line.touched else "payable"
    if line.transit:
        return "transit"
    return "paid" if line.touched else "nothing"


# ---------------------------------------------------------------------------------------------------------
# Against the engine.
# ---------------------------------------------------------------------------------------------------------


class Comparison:
    def __init__(self, program, book, as_of):
        self.program, self.book, self.as_of = program, book, as_of
        self.compared, self.differences = 0, []

    def rows(self, name, period=None):
        if period:
            table = report(self.program, self.book, name, period, self.as_of)
        else:
            command = [self.program, "report", name, "--book", self.book, "--as-of", self.as_of.isoformat()]
            table = json.loads(run(command + ["-O", "json"]))
        for number in table["policies"]:
            if number not in KNOWN_POLICIES:
                sys.exit(f"policy {number} is in force, which the oracle does not know")
        for reading in table.get("readings", []):
            if reading.get("ruling"):
                sys.exit(f"reading {reading['id']} is ruled, which the oracle does not know")
        return rows_of(table)

    def same(self, what, mine, theirs):
        """Two dictionaries of tuples, key by key."""
        for key in sorted(set(mine) | set(theirs), key=str):
            self.compared += 1
            if mine.get(key) != theirs.get(key):
                self.differences.append(f"{what} {key}: oracle {mine.get(key)}, report {theirs.get(key)}")


def reason(row):
    """Why a line has no figure, as a category."""
    words = row["words"] or ""
    return "tier" if "缺档次" in words else "standard" if "缺标准" in words else "sheet" if "考勤" in words else words


def compare_lines(comparison, accounts, held, years):
    shown = {year: {} for year in years}
    for person, (lines, _) in accounts.items():
        for (month, item, unit), line in lines.items():
            if month > comparison.as_of.isoformat()[:7] and not line.touched:
                continue
            figures = (line.due, line.paid, line.open, status(line, person in held), line.why)
            shown.setdefault(int(month[:4]), {})[f"{person}|{month}|{item}|{unit}"] = figures
    for year in years:
        theirs = {}
        for row in comparison.rows("allowance_due", str(year)):
            why = reason(row) if row["status"] == "unknown" else None
            theirs[row["key"]] = (row["due"], row["paid"], row["open"], row["status"], why)
        comparison.same(f"line {year}", shown[year], theirs)
    return sum(len(shown[year]) for year in years)


def compare_arrears(comparison, facts, accounts, start):
    mine = {}
    edge = month_of(comparison.as_of).first
    first = min([start] + [oracle.period_of_text(e.data["through"]).first for e in facts.happened("allowanceOpeningStated")])
    for person, (lines, _) in accounts.items():
        for (text, _, unit), line in lines.items():
            month = oracle.period_of_text(text)
            if month.first >= edge or month.last < first:
                continue
            unit_sum = mine.setdefault(unit, {"people": set(), "open": 0, "ages": [0] * 4, "oldest": None, "unknown": 0})
            if not line.known:
                unit_sum["unknown"] += 1
            elif line.basis == "confirmed" and line.open > 0:
                age = (comparison.as_of - month.last).days - 1
                unit_sum["people"].add(person)
                unit_sum["open"] += line.open
                unit_sum["ages"][0 if age <= 30 else 1 if age <= 90 else 2 if age <= 365 else 3] += line.open
                unit_sum["oldest"] = min(unit_sum["oldest"] or text, text)
    ours = {
        unit: (len(one["people"]), one["open"] or None, *one["ages"], one["oldest"], one["unknown"])
        for unit, one in mine.items() if one["open"] or one["unknown"]
    }
    names = ("people", "open", "upTo30", "upTo90", "upTo365", "older", "oldest", "unknown")
    theirs = {row["key"]: tuple(row[name] for name in names) for row in comparison.rows("allowance_arrears")}
    comparison.same("arrears", ours, theirs)


# ---- benefits ④ ① ⑦ ⑧ ----


def shares(amount, heads):
    """By heads, what is left over to the largest remainders; a tie to the later one, as with 5:3:2."""
    total = sum(heads.values())
    exact = {unit: Fraction(amount * n, total) for unit, n in heads.items()}
    given = {unit: math.floor(part) for unit, part in exact.items()}
    order = sorted(heads, key=lambda unit: (exact[unit] - given[unit], unit), reverse=True)
    for unit in order[: amount - sum(given.values())]:
        given[unit] += 1
    return given


def benefits_of(facts, dues, year):
    """{(kind, person, unit, n): (status, due, spent, gap days)}"""
    span, as_of, found = oracle.whole_year(year), facts.as_of, {}
    days = {}
    for stay in facts.stays:
        if oracle.meets(stay.first, stay.last, span):
            first, last = max(stay.first, span.first), min(stay.last, span.last)
            key = (stay.person, dues.unit_now(stay.unit))
            days.setdefault(key, {}).update({day: stay.village for day in attendance.days_between(first, last)})
    whole = (span.last - span.first).days + 1
    for (person, unit), posted in days.items():
        checked = [e for e in facts.acts("healthCheckHeld", span) if person in e.data["residents"]]
        # Where allowances have not gone live by the year's end, nobody is asked for them.
        live = live_day(facts, posted[max(posted)])
        asked = live is not None and live <= span.last
        all_year = len({d for (p, _), ds in days.items() if p == person for d in ds}) == whole
        state = "done" if checked else "notOwed" if not asked or not all_year else "missing" if as_of > span.last else "inProgress"
        found[("health-check", person, unit)] = (state, None, None, None)
        policies = [
            (oracle.day(e.data["first"]), oracle.day(e.data["last"]))
            for e in facts.happened("insuranceTaken") if person in e.data["residents"]
        ]
        gap = 0
        for day, village in posted.items():
            live = live_day(facts, village)
            if live and live <= day <= as_of and not any(first <= day <= last for first, last in policies):
                gap += 1
        insured = ("missing" if gap else "done", None, None, gap or None)
        found[("accident-insurance", person, unit)] = insured if asked else ("notOwed", None, None, None)
    for e in facts.acts("medicalCostPaid", span):
        key = ("medical-costs", e.data["person"], dues.unit_now(e.data["unit"]), e.position)
        found[key] = ("recorded", None, int(e.data["amount"]), None)
    for e in facts.happened("livingCostStated"):
        period = oracle.period_of_text(e.data["period"])
        if period.last.year != year:
            continue
        heads = {}
        for person in e.data["residents"]:
            stood = [s for s in facts.stays if s.person == person and oracle.meets(s.first, s.last, period)]
            unit = dues.unit_now(max(stood, key=lambda s: s.first).unit) if stood else ""
            heads[unit] = heads.get(unit, 0) + 1
        for unit, due in shares(int(e.data["amount"]), heads).items():
            refunds = [
                int(r.data["amount"]) for r in facts.happened("livingCostRefunded")
                if int(r.data["cost"]) == e.position and dues.unit_now(r.data["unit"]) == unit
            ]
            state = "done" if sum(refunds) >= due else "missing"
            found[("living-conditions", None, unit, e.position)] = (state, due, sum(refunds), None)
    for e in facts.happened("careCaseRecognised"):
        if e.date.year > year:
            continue
        own = [
            int(c.data.get("amount") or 0) for c in facts.happened("carePaid")
            if int(c.data["case"]) == e.position and c.data["kind"] != "statutory"
        ]
        row = "injury-benefits" if e.data["kind"] == "injury" else "survivor-benefits"
        state = "done" if own else "missing"
        found[(row, e.data["person"], dues.unit_now(e.data["unit"]), e.position)] = (state, None, sum(own), None)
    return found


def live_day(facts, village):
    county = facts.parent[facts.parent[village]]
    for division in (county, facts.city):
        for group in ("allowances", "all"):
            for e in facts.all("goLiveSet"):
                if e.data["division"] == division and e.data["group"] == group:
                    return oracle.day(e.data["from"])
    return None


def compare_benefits(comparison, facts, dues, years):
    for year in years:
        theirs = {}
        for row in comparison.rows("benefits", str(year)):
            parts = row["key"].split("|")
            key = (row["kind"], row["person"], row["unit"])
            if row["kind"] == "living-conditions":
                key += (int(parts[1]),)
            elif len(parts) == 4:
                key += (int(parts[3]),)
            gap = int(row["words"].split("无保险 ")[1].split(" ")[0]) if "无保险" in row["words"] else None
            theirs[key] = (row["status"], row["due"], row["spent"], gap)
        comparison.same(f"benefit {year}", benefits_of(facts, dues, year), theirs)


def compare_planted(comparison, accounts, held, planted):
    """Every line that is not settled, and nothing else, is what the demo knows of."""
    mine = {}
    for person, (lines, _) in accounts.items():
        for (month, item, unit), line in lines.items():
            state = status(line, person in held)
            if month > comparison.as_of.isoformat()[:7] and not line.touched:
                continue
            if state not in ("paid", "nothing"):
                mine[(person, month, item, unit)] = (state, line.open or 0)
    wanted = {(p["person"], p["month"], p["item"], p["unit"]): (p["status"], p["open"]) for p in planted["lines"]}
    comparison.same("planted", mine, wanted)
    rest = {}
    for person, (_, lumps) in accounts.items():
        for p, left in lumps:
            rest[(person, p.unit, p.last)] = rest.get((person, p.unit, p.last), 0) + left
    named = {(c["person"], c["unit"], c["month"]): c["fen"] for c in planted["cases"] if c["kind"] == "lump_rest"}
    comparison.same("planted rest", rest, named)
    return len(wanted)


def compare_book(program, book, as_of, years, events, planted=None):
    """(comparison, a line of counts) of one book as of one day."""
    facts = oracle.Facts(events, as_of)
    dues = Dues(facts, events)
    payments = payments_of(facts, dues)
    start = facts.all("bookOpened")[0].date
    months = [m for y in range(min(years), max(years) + 1) for m in oracle.months_in(oracle.whole_year(y))]
    people = sorted({s.person for s in facts.stays} | set(payments) | {e.data["person"] for e in dues.openings})
    accounts = {p: account(dues, p, months, payments.get(p, [])) for p in people}
    held = held_people(facts)
    comparison = Comparison(program, book, as_of)
    count = compare_lines(comparison, accounts, held, years)
    compare_arrears(comparison, facts, accounts, start)
    compare_benefits(comparison, facts, dues, years)
    number = compare_planted(comparison, accounts, held, planted) if planted else 0
    rest = sum(left for _, lumps in accounts.values() for _, left in lumps)
    return comparison, (
        f"allowances as of {as_of}: {count} lines, {comparison.compared} rows compared, planted {number}, "
        f"undistributed {rest} fen, differences {len(comparison.differences)}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", required=True, type=date.fromisoformat)
    parser.add_argument("--years", default="2024,2025,2026")
    parser.add_argument("--planted")
    options = parser.parse_args()
    exported = run([options.program, "export", "--book", options.book, "--format", "ndjson"])
    events = oracle.read_log(exported.splitlines())
    planted = None
    if options.planted:
        planted = json.loads(pathlib.Path(options.planted).read_text(encoding="utf-8"))
    years = [int(year) for year in options.years.split(",")]
    comparison, words = compare_book(options.program, options.book, options.as_of, years, events, planted)
    for text in comparison.differences[:SHOWN]:
        print(text)
    print(words)
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
