#!/usr/bin/env python3
"""Random small books for allowances: units that merge, people who change units within a month, sheets in every state,
rates from the past, trips over month ends, payments of every sort.

    wild_allowances.py PROGRAM [--seeds 1-20] [--keep DIR]

Each book is compared as of several days by allowances.py. Prints the seeds and the counts; exit 1 on differences."""

import os
import random
import subprocess
import sys
from datetime import date, timedelta

import allowances
import oracle
from wild import CITY, run_books, submit
from wild_funds import events_of

FIRST, LAST = date(2024, 1, 1), date(2025, 2, 10)
YEARS = (2023, 2024, 2025)
MONTHS = [oracle.month(2024, n) for n in range(1, 13)] + [oracle.month(2025, 1)]
ITEMS = [row["id"] for row in allowances.read_rows("allowance")]
UNITS = ("W1", "W2", "W3", "W4", "W5", "W6", "W7")


class WildAllowances:
    def __init__(self, seed, divisions):
        self.dice = random.Random(seed)
        self.lines = []
        children = {}
        for code, (level, parent) in sorted(divisions.items()):
            children.setdefault(parent, []).append(code)
        self.counties = children[CITY][:2]
        self.townships = [t for c in self.counties for t in children[c][:2]]
        self.villages = [v for t in self.townships for v in children[t][:2]]
        self.parent = {code: parent for code, (level, parent) in divisions.items()}
        self.units()
        self.live()
        self.rates()
        self.people = [f"WP{n:02d}" for n in range(14)]
        self.posts()
        self.trips()
        self.payments()
        self.benefits()

    def put(self, when, event_type, /, **data):
        opening = data.pop("opening", False)
        event = {"id": f"wild/{len(self.lines)}", "type": event_type, "date": str(when), "actor": "t", "data": data}
        if opening:
            event["opening"] = True
        self.lines.append(event)

    def day(self, first=FIRST, last=LAST):
        edges = [d for m in MONTHS for d in (m.first, m.last) if first <= d <= last]
        if edges and self.dice.random() < 0.3:
            return self.dice.choice(edges)
        return first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))

    def units(self):
        levels = ("city", "city", "county", "county", "county", "province", "county")
        for unit, level in zip(UNITS, levels):
            seat = CITY if level in ("city", "province") else self.dice.choice(self.counties)
            kind = self.dice.choice(("government", "stateFirm"))
            self.put(date(2021, 1, 1), "unitRegistered", opening=True, unit=unit, name=unit, level=level, kind=kind, seat=seat)
        gone = self.dice.sample(UNITS[:5], self.dice.choice((0, 1, 2)))
        for unit in gone:
            into = self.dice.choice([u for u in UNITS if u not in gone])
            self.put(self.day(date(2024, 3, 1)), "unitMerged", unit=unit, into=into, document="撤并")

    def live(self):
        for division in [CITY] * (self.dice.random() < 0.8) + self.dice.sample(self.counties, self.dice.randint(0, 2)):
            group = self.dice.choice(("allowances", "allowances", "all", "duties"))
            start = self.dice.choice((FIRST, date(2024, 4, 1), self.day(FIRST, date(2024, 6, 1))))
            self.put(FIRST, "goLiveSet", division=division, group=group, **{"from": str(start)})
        for division in (CITY, *self.counties):
            self.put(FIRST, "officeFormed", division=division, name="驻村办")

    def rate(self, register, area, **more):
        for _ in range(self.dice.choice((0, 1, 1, 1, 2, 3))):
            told = self.dice.choice((FIRST, FIRST, self.day()))
            start = self.dice.choice((date(2021, 9, 1), FIRST, self.day(), self.day(FIRST, told)))
            amount = self.dice.choice((0, 100, 3333, 5001, 7777, 10000))
            self.put(told, "standardSet", register=register, area=area, amount=amount, document="财", **more,
                     **{"from": str(start)})

    def rates(self):
        for area in (CITY, *self.counties):
            self.rate("travel_meal", area)
            self.rate("return_fare", area)
            for tier in ("一档", "二档"):
                self.rate("county_transport", area, tier=tier)
        self.rate("travel_meal", CITY, tier="province")
        self.rate("travel_transport", CITY)
        for township in self.townships:
            for _ in range(self.dice.choice((0, 1, 1, 2))):
                told = self.dice.choice((FIRST, self.day()))
                tier = self.dice.choice(("一档", "二档"))
                self.put(told, "townshipTierSet", register="county_transport", township=township, tier=tier, document="档",
                         **{"from": str(self.dice.choice((FIRST, self.day(FIRST, told), self.day())))})

    def posts(self):
        for person in self.people:
            self.put(date(2021, 1, 1), "personRegistered", opening=True, person=person)
            free = self.day(date(2023, 10, 1), date(2024, 10, 1)) if self.dice.random() < 0.5 else date(2023, 9, 1)
            for _ in range(self.dice.randint(1, 5)):
                data = {"person": person, "unit": self.dice.choice(UNITS), "village": self.dice.choice(self.villages)}
                begun = max(free, FIRST) if free >= FIRST else free
                role = self.dice.choice(("firstSecretary", "member"))
                self.put(begun, "postingStarted", role=role, document="派", opening=begun < FIRST, **data)
                if self.dice.random() < 0.25:
                    break
                last = self.day(max(begun, FIRST), min(LAST, max(begun, FIRST) + timedelta(days=self.dice.choice((0, 9, 40, 200)))))
                if self.dice.random() < 0.15:
                    office = self.dice.choice((CITY, *self.counties))
                    self.put(last, "recallOrdered", person=person, ground="punishment", office=office, document="召")
                    if self.dice.random() < 0.5:
                        self.put(self.day(last), "holdLifted", person=person, reason="已清")
                else:
                    self.put(last, "postingEnded", person=person, ground="leftUnit", document="调")
                free = last + timedelta(days=self.dice.choice((1, 1, 2, 20)))
                if free > LAST:
                    break

    def trips(self):
        for person in self.people:
            for _ in range(self.dice.randint(0, 12)):
                out = self.day()
                back = out + timedelta(days=self.dice.choice((0, 1, 5, 12)))
                more = {"back": str(back)} if back != out or self.dice.random() < 0.5 else {}
                self.put(out, "tripMade", person=person, unit=self.dice.choice(UNITS), **more)
            if self.dice.random() < 0.5:
                self.put(self.day(date(2024, 11, 1)), "leaveUnused", person=person, unit=self.dice.choice(UNITS), year=2024,
                         days=self.dice.randint(1, 10), workNeed=self.dice.random() < 0.8, noMakeUp=self.dice.random() < 0.8)
                self.rate("leave_day_pay", self.dice.choice((CITY, *self.counties)), person=person)
            if self.dice.random() < 0.2:
                self.put(FIRST, "allowanceOpeningStated", person=person, unit=self.dice.choice(UNITS), opening=True,
                         item=self.dice.choice(ITEMS[:5]), through=self.dice.choice(("2023-12", "2024-01", "2024-03")),
                         owed=self.dice.choice((0, 12345)))

    def paid_line(self):
        first = self.dice.randrange(len(MONTHS))
        line = {"first": MONTHS[first].text, "amount": self.dice.choice((1, 5000, 10000, 77777, 200000))}
        if self.dice.random() < 0.7:
            line["item"] = self.dice.choice(ITEMS[:5])
        if self.dice.random() < 0.3:
            line["last"] = MONTHS[min(len(MONTHS) - 1, first + self.dice.randint(0, 3))].text
        return line

    def payments(self):
        for n in range(70):
            data = {"unit": self.dice.choice(UNITS), "person": self.dice.choice(self.people), "voucher": f"记{n}"}
            if self.dice.random() < 0.15:
                lines = [{"item": self.dice.choice(ITEMS[:5]), "first": self.dice.choice(MONTHS).text, "amount": 500}]
                self.put(self.day(date(2024, 6, 1)), "allowanceReturned", lines=lines, **data)
                continue
            lines = [self.paid_line() for _ in range(self.dice.randint(1, 3))]
            self.put(self.day(date(2024, 2, 1)), "allowancePaid", lines=lines, supplement=self.dice.random() < 0.6, **data)

    def benefits(self):
        for n in range(12):
            unit = self.dice.choice(UNITS)
            some = self.dice.sample(self.people, self.dice.randint(1, 8))
            self.put(self.day(), "healthCheckHeld", unit=unit, residents=some, place="医院", amount=100)
            first = self.day(date(2023, 11, 1), LAST)
            last = first + timedelta(days=self.dice.choice((0, 30, 364)))
            self.put(self.day(), "insuranceTaken", unit=unit, residents=some, document=f"保{n}",
                     first=str(first), last=str(last), amount=700)
            self.put(self.day(), "medicalCostPaid", unit=unit, person=some[0], voucher=f"医{n}", amount=900)
            self.put(self.day(date(2024, 3, 1)), "careCaseRecognised", person=some[0], unit=unit, document=f"认{n}",
                     kind=self.dice.choice(("injury", "death")))
            period = self.dice.choice(("2024-03", "2024Q2", "2024H1", "2024"))
            self.put(self.day(date(2024, 3, 1)), "livingCostStated", provider=self.dice.choice(self.townships + self.counties),
                     period=period, document=f"灶{n}", amount=self.dice.choice((100, 99999, 100001)), residents=some)

    # ---- what needs the positions of earlier events

    def sheets(self, events):
        self.lines = []
        stays = oracle.Facts(events, LAST).stays
        for village in self.villages:
            for month in MONTHS[:-1]:
                if self.dice.random() < 0.12:
                    continue
                rows = []
                here = {s.person for s in stays if s.village == village and oracle.meets(s.first, s.last, month)}
                for person in sorted(here):
                    words = [self.dice.choice(("在", "在", "在", "公", "休", "在休", "病在", "-", "年")) for _ in range(month.last.day)]
                    rows.append({"person": person, "marks": " ".join(words)})
                if not rows:
                    continue
                self.put(month.last + timedelta(days=2), "attendanceEntered", village=village, month=month.text,
                         by=f"team:{village}", rows=rows)
                self.lines[-1]["actor"] = "a"
        return self.named("sheets")

    def steps(self, events, stage):
        """Check most of what was entered, then confirm or return it."""
        self.lines = []
        kind = {"check": "attendanceEntered", "confirm": "attendanceChecked", "correct": "attendanceConfirmed"}[stage]
        for e in events:
            if e.type != kind or self.dice.random() < 0.12:
                continue
            village, month = e.data["village"], e.data["month"]
            sheet = e.position if stage == "check" else int(e.data["sheet"])
            when = e.date + timedelta(days=2)
            by = f"township:{self.parent[village]}" if stage == "check" else f"office:{self.parent[self.parent[village]]}"
            data = {"village": village, "month": month, "by": by}
            if stage == "correct":
                if self.dice.random() < 0.3:
                    words = [self.dice.choice(("在", "休")) for _ in range(oracle.period_of_text(month).last.day)]
                    known = [r["person"] for s in events if s.position == sheet for r in s.data["rows"]]
                    row = {"person": self.dice.choice(known), "marks": " ".join(words)}
                    self.put(self.day(when), "attendanceCorrected", rows=[row], reason="更正", document="更", **data)
                    self.lines[-1]["actor"] = "a"
            elif self.dice.random() < 0.1:
                self.put(when, "attendanceReturned", sheet=sheet, reason="退", **data)
                self.lines[-1]["actor"] = "b"
            else:
                self.put(when, "attendanceChecked" if stage == "check" else "attendanceConfirmed", sheet=sheet, **data)
                self.lines[-1]["actor"] = "b" if stage == "check" else "c"
        return self.named(stage)

    def rest(self, events):
        self.lines = []
        for e in events:
            if e.type == "livingCostStated":
                for n in range(self.dice.randint(0, 3)):
                    self.put(self.day(e.date), "livingCostRefunded", unit=self.dice.choice(UNITS), cost=e.position,
                             voucher=f"还{n}", amount=self.dice.choice((50, 33333)))
            elif e.type == "careCaseRecognised" and self.dice.random() < 0.7:
                kind = self.dice.choice(("consolation", "statutory", "lasting"))
                self.put(self.day(e.date), "carePaid", case=e.position, unit=e.data["unit"], kind=kind, voucher="慰", amount=4000)
            elif e.type in ("allowancePaid", "tripMade", "standardSet", "unitMerged") and self.dice.random() < 0.05:
                self.put(LAST, "eventReversed", target=e.position, reason="登记有误")
        return self.named("rest")

    def named(self, name):
        for n, line in enumerate(self.lines):
            line["id"] = f"wild/{name}/{n}"
        return sorted(self.lines, key=lambda line: line["date"])


def one_book(program, seed, folder, _keep=None):
    """(rows compared, differences) of one seed."""
    book = os.path.join(folder, f"allowances-{seed}")
    subprocess.run([program, "init", "--book", book, "--start", str(FIRST)], stdout=subprocess.DEVNULL, check=True)
    divisions = {
        e.data["code"]: (e.data["level"], e.data.get("parent"))
        for e in events_of(program, book)
        if e.type == "divisionRegistered"
    }
    wild = WildAllowances(seed, divisions)
    refused = submit(program, book, sorted(wild.lines, key=lambda line: line["date"]), folder)
    refused += submit(program, book, wild.sheets(events_of(program, book)), folder)
    for stage in ("check", "confirm", "correct"):
        refused += submit(program, book, wild.steps(events_of(program, book), stage), folder)
    refused += submit(program, book, wild.rest(events_of(program, book)), folder)
    events = events_of(program, book)
    compared, differences = 0, []
    for as_of in sorted({LAST, wild.day(), wild.day(), date(2024, 6, 30)}):
        comparison, _ = allowances.compare_book(program, book, as_of, YEARS, events)
        compared += comparison.compared
        differences += [f"as of {as_of}: {text}" for text in comparison.differences]
    print(f"seed {seed}: {compared} rows, {len(differences)} differences; refused {dict(refused)}", flush=True)
    for line in differences[:10]:
        print("  " + line)
    return compared, len(differences)


def main():
    counts = run_books(__doc__, "wild-allowances-", one_book).values()
    compared, differences = map(sum, zip(*counts))
    print(f"books {len(counts)}, {compared} rows compared, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
