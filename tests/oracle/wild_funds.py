#!/usr/bin/env python3
"""Random small books for the work fund: postings, kinds, rulings and amendments of every sort, on both sides.

    wild_funds.py PROGRAM [--seeds 1-20] [--keep DIR]

Each book is compared as of several days by funds.py. Prints the seeds and the counts; exit 1 on differences."""

import os
import random
import re
import subprocess
import sys
from datetime import date, timedelta

import funds
import oracle
from wild import CITY, run_books, submit

FIRST, LAST = date(2021, 3, 1), date(2024, 6, 30)
YEARS = (2021, 2022, 2023, 2024)
DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../ledger/policy/documents/yulin-2021-4.toml")
OPTIONS = {
    "fund-first-secretary-only": ("own_only", "with_team"),
    "fund-vacant-team": ("none", "keep"),
    "fund-vacant-first-secretary": ("team_only", "both"),
    "fund-part-year": ("by_days", "whole_year"),
    "fund-year-2021": ("whole", "from_effective"),
    "fund-remainder": ("largest_remainder", "county_bears"),
}


class WildFunds:
    def __init__(self, seed, divisions):
        self.dice = random.Random(seed)
        self.lines = []
        children = {}
        for code, (level, parent) in sorted(divisions.items()):
            children.setdefault(parent, []).append(code)
        self.counties = children[CITY][:3]
        self.townships = [t for c in self.counties for t in children[c][:2]]
        self.villages = [v for t in self.townships for v in children[t][:3]]
        self.parent = {code: parent for code, (level, parent) in divisions.items()}
        self.put(FIRST, "unitRegistered", unit="W1", name="甲", level="city", kind="government", seat=CITY)
        self.live()
        self.kinds()
        self.post()
        self.policies()
        self.merge()

    def put(self, when, event_type, /, **data):
        event = {"id": f"wild/{len(self.lines)}", "type": event_type, "date": str(when), "actor": "t", "data": data}
        self.lines.append(event)

    def day(self, first=FIRST, last=LAST):
        edges = [d for y in YEARS for d in (date(y, 1, 1), date(y, 12, 31), date(y, 2, 28), date(y, 3, 1))]
        edges = [d for d in edges if first <= d <= last]
        if edges and self.dice.random() < 0.25:
            return self.dice.choice(edges)
        return first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))

    def live(self):
        for division in [CITY] * (self.dice.random() < 0.9) + self.dice.sample(self.counties, self.dice.randint(0, 2)):
            start = self.dice.choice((FIRST, FIRST, self.day(FIRST, date(2023, 6, 1))))
            group = self.dice.choice(("funds", "funds", "all", "duties"))
            self.put(FIRST, "goLiveSet", division=division, group=group, **{"from": str(start)})

    def kinds(self):
        for village in self.villages:
            for kind in self.dice.sample(sorted(funds.ASKS), self.dice.choice((0, 1, 1, 1, 2))):
                until = {"until": str(self.day(date(2022, 1, 1)))} if self.dice.random() < 0.4 else {}
                first = self.day(FIRST, date(2021, 12, 31) if until else LAST)
                self.put(first, "villageKindSet", village=village, kind=kind, **until)

    def post(self):
        for n in range(40):
            person = f"WP{n:02d}"
            self.put(FIRST, "personRegistered", person=person)
            free = self.day(FIRST, date(2023, 9, 1)) if self.dice.random() < 0.6 else FIRST
            for _ in range(self.dice.randint(1, 4)):
                role = self.dice.choice(("firstSecretary", "member"))
                village = self.dice.choice(self.villages)
                self.put(free, "postingStarted", person=person, unit="W1", village=village, role=role)
                if self.dice.random() < 0.3:
                    break
                last = self.day(free, min(LAST, free + timedelta(days=self.dice.choice((0, 20, 500)))))
                self.put(last, "postingEnded", person=person, ground="leftUnit")
                free = last + timedelta(days=self.dice.choice((1, 1, 2, 40)))
                if free > LAST:
                    break

    def policies(self):
        for n in range(self.dice.randint(0, 5)):
            reading = self.dice.choice(sorted(OPTIONS))
            told = self.day(date(2021, 8, 30))
            first = self.dice.choice((told, self.day(date(2021, 8, 30), told), date(2021, 8, 30)))
            option = self.dice.choice(OPTIONS[reading])
            data = {"reading": reading, "option": option, "decidedBy": "市财政局", "document": f"财{n}"}
            self.put(told, "rulingMade", **data, **{"from": str(first)})
        with open(DOCUMENT, encoding="utf-8") as file:
            text = file.read()
        for n in range(self.dice.choice((0, 0, 1, 2))):
            told = self.day(date(2021, 9, 1))
            first = self.dice.choice((told, self.day(date(2021, 9, 1), told)))
            amount = f"{self.dice.randint(1, 30000)}.{self.dice.randint(0, 99):02d}"
            amended = re.sub(r'^amount = .*$', f'amount = "{amount}"', text, flags=re.MULTILINE)
            if self.dice.random() < 0.5:
                weights = {level: self.dice.randint(0, 9) for level in ("province", "city")}
                written = ", ".join(f"{level} = {weight}" for level, weight in weights.items() if weight)
                amended = amended.replace("province = 5, city = 3, county", f"{written}, county".lstrip(", "))
            self.put(told, "policyAdopted", number=f"修{n}", text=amended, **{"from": str(first)})

    def merge(self):
        if self.dice.random() < 0.5:
            gone, kept = self.dice.sample(self.villages, 2)
            self.put(self.day(), "divisionMerged", code=gone, into=kept, document="撤村")
        if self.dice.random() < 0.5:
            gone = self.dice.choice(self.townships)
            kept = self.dice.choice([t for t in self.townships if t != gone])
            self.put(self.day(), "divisionMerged", code=gone, into=kept, document="撤乡")

    def corrections(self, events):
        self.lines = []
        for e in events:
            if e.type in ("postingStarted", "postingEnded", "divisionMerged") and self.dice.random() < 0.05:
                self.put(LAST, "eventReversed", target=e.position, reason="登记有误")
        for n, line in enumerate(self.lines):
            line["id"] = f"wild/corrections/{n}"


def events_of(program, book):
    command = [program, "export", "--book", book, "--format", "ndjson"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    return oracle.read_log(lines)


def one_book(program, seed, folder, _keep=None):
    """(shares due, figures compared, differences) of one seed."""
    book = os.path.join(folder, f"funds-{seed}")
    subprocess.run([program, "init", "--book", book, "--start", str(FIRST)], stdout=subprocess.DEVNULL, check=True)
    divisions = {
        e.data["code"]: (e.data["level"], e.data.get("parent"))
        for e in events_of(program, book)
        if e.type == "divisionRegistered"
    }
    wild = WildFunds(seed, divisions)
    refused = submit(program, book, sorted(wild.lines, key=lambda line: line["date"]), folder)
    wild.corrections(events_of(program, book))
    refused += submit(program, book, wild.lines, folder)
    events = events_of(program, book)
    shares, compared, differences = 0, 0, []
    for as_of in sorted({LAST, wild.day(), wild.day(), date(2023, 12, 31)}):
        facts = oracle.Facts(events, as_of)
        policies = funds.Policies(facts)
        for year in YEARS:
            ours = funds.shares_due(facts, policies, year)
            table = funds.report(program, book, "fund_due", str(year), as_of)
            more, found = funds.compare_year(ours, table, f"seed {seed}, {year} as of {as_of}")
            shares, compared, differences = shares + len(ours), compared + more, differences + found
    print(f"seed {seed}: {shares} shares due, {len(differences)} differences; refused {dict(refused)}", flush=True)
    for line in differences[:10]:
        print("  " + line)
    return shares, compared, len(differences)


def main():
    counts = run_books(__doc__, "wild-funds-", one_book).values()
    shares, compared, differences = map(sum, zip(*counts))
    print(f"books {len(counts)}, {shares} shares due, {compared} figures compared, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
