#!/usr/bin/env python3
"""Random little books full of edge cases, each compared with the oracle.

    wild.py PROGRAM [--seeds 1-20] [--keep DIR]

A few villages and people, and everything that a tidy demo has little of: mergers of units in chains, merged
townships, members and groups that come and go, gaps and moves, kinds that end, ends taken back, returned
reports, go-live per county. What the book refuses is simply not in it."""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta

import oracle

CITY = "610800000000"
FIRST, LAST = date(2024, 1, 1), date(2026, 6, 30)


class Wild:
    def __init__(self, seed, divisions):
        self.dice = random.Random(seed)
        self.lines = []
        self.stays = []
        children = {}
        for code, (level, parent) in sorted(divisions.items()):
            children.setdefault(parent, []).append(code)
        self.counties = children[CITY][:3]
        self.townships = [t for c in self.counties for t in children[c][:3]]
        self.villages = [v for t in self.townships for v in children[t][:2]]
        self.units = [f"W{n}" for n in range(1, 8)]
        self.people = [f"WP{n:02d}" for n in range(1, 25)]
        self.parent = {code: parent for code, (level, parent) in divisions.items()}
        self.organise()
        self.post()
        self.act()

    def day(self, first=FIRST, last=LAST):
        edges = [d for y in (2024, 2025) for d in (date(y, 3, 31), date(y, 4, 1), date(y, 6, 30), date(y, 12, 31))]
        edges = [d for d in edges if first <= d <= last]
        if edges and self.dice.random() < 0.15:
            return self.dice.choice(edges)
        return first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))

    def some(self, things, low, high):
        return sorted(self.dice.sample(things, self.dice.randint(low, min(high, len(things)))))

    def active(self, party, when):
        """Whether the book will know the party on that day, to spare it most refusals."""
        kind, _, name = party.partition(":")
        day = str(when)
        told = [(e["type"], e["date"], e["data"]) for e in self.lines if e["date"] <= day]

        def stands(event_type, field):
            return any(t == event_type and d[field] == name and day <= d.get("until", day) for t, _, d in told)

        if kind == "office":
            return stands("officeFormed", "division")
        if kind == "group":
            return stands("groupFormed", "county")
        if kind == "township":
            return not stands("divisionMerged", "code")
        if kind == "unit":
            return not stands("unitMerged", "unit")
        if kind == "memberUnit":
            return stands("memberUnitNamed", "unit") and not stands("unitMerged", "unit")
        place = "person" if kind == "person" else "village"
        return any(first <= day <= last for first, last, data in self.stays if data[place] == name)

    def work(self, when, event_type, parties, /, **data):
        if all(self.active(party, when) for party in parties):
            self.put(when, event_type, **data)

    def put(self, when, event_type, /, **data):
        event = {"id": f"wild/{len(self.lines)}", "type": event_type, "date": str(when), "actor": "t", "data": data}
        self.lines.append(event)

    def organise(self):
        dice = self.dice
        for n, unit in enumerate(self.units):
            level = ("city", "county", "county", "city", "province", "county", "county")[n]
            seat = dice.choice(self.counties) if level == "county" else CITY
            self.put(FIRST, "unitRegistered", unit=unit, name=unit, level=level, kind="government", seat=seat)
        for person in self.people:
            self.put(FIRST, "personRegistered", person=person)
        for county in [CITY, *dice.sample(self.counties, 2)]:
            self.put(FIRST if dice.random() < 0.7 else self.day(), "officeFormed", division=county, name="办")
        for county in self.some(self.counties, 0, 2):
            self.put(self.day(), "groupFormed", county=county, name="组", **self.until())
        for unit in self.some(self.units, 2, 4):
            self.put(self.day(), "memberUnitNamed", unit=unit, division=CITY, **self.until())
        for division in [CITY, *self.some(self.counties, 0, 2)]:
            start = dice.choice((FIRST, self.day(FIRST, date(2025, 1, 1))))
            group = dice.choice(("duties", "duties", "all", "funds"))
            self.put(FIRST, "goLiveSet", division=division, group=group, **{"from": str(start)})
        kinds = ("formerly_poor", "relocation_settlement", "heavy_task", "weak_branch", "red_heritage_pilot")
        for village in self.villages:
            for kind in self.some(kinds, 0, 2):
                self.put(self.day(), "villageKindSet", village=village, kind=kind, **self.until())
        chain = dice.sample(self.units, 3)
        first = self.day(date(2024, 6, 1))
        self.put(first, "unitMerged", unit=chain[0], into=chain[1], document="并1")
        if dice.random() < 0.7:
            self.put(self.day(first), "unitMerged", unit=chain[1], into=chain[2], document="并2")
        township = dice.choice(self.townships)
        siblings = [t for t in self.townships if self.parent[t] == self.parent[township] and t != township]
        self.put(self.day(date(2024, 6, 1)), "divisionMerged", code=township, into=dice.choice(siblings), document="撤")
        if dice.random() < 0.3:
            gone, kept = dice.sample(self.villages, 2)
            self.put(self.day(), "divisionMerged", code=gone, into=kept, document="撤村")

    def until(self):
        return {"until": str(self.day(date(2024, 9, 1)))} if self.dice.random() < 0.5 else {}

    def post(self):
        for person in self.people:
            free = self.day(FIRST, date(2025, 9, 1)) if self.dice.random() < 0.6 else FIRST
            for _ in range(self.dice.randint(1, 4)):
                village = self.dice.choice(self.villages)
                role = self.dice.choice(("firstSecretary", "member", "firstSecretary"))
                unit = self.dice.choice(self.units)
                if not self.active(f"unit:{unit}", free):
                    continue
                self.put(free, "postingStarted", person=person, unit=unit, village=village, role=role)
                data = self.lines[-1]["data"]
                if self.dice.random() < 0.35:
                    self.stays.append((str(free), str(LAST), data))
                    break
                last = self.day(free, min(LAST, free + timedelta(days=500)))
                self.put(last, "postingEnded", person=person, ground="leftUnit")
                self.stays.append((str(free), str(last), data))
                free = last + timedelta(days=self.dice.choice((1, 1, 1, 2, 40)))
                if free > LAST:
                    break

    def act(self):
        dice = self.dice
        offices = [f"office:{d}" for d in (CITY, *self.counties)]
        for village in self.villages:
            here = [e["data"] for e in self.lines if e["type"] == "postingStarted" and e["data"]["village"] == village]
            senders = [f"team:{village}"] * 4 + [f"person:{data['person']}" for data in here]
            township = self.parent[village]
            pool = [f"township:{township}"] * 3 + [f"township:{dice.choice(self.townships)}"]
            pool += [f"office:{self.parent[township]}"] * 2 + [f"unit:{data['unit']}" for data in here]
            for period in oracle.months_in(oracle.Period("", FIRST, LAST)):
                for _ in range(dice.randint(0, 3)):
                    self.report(dice.choice(senders), dice.sample(pool, min(len(pool), dice.randint(1, 4))), period)
        for sender in [f"memberUnit:{u}" for u in self.units] + [f"group:{c}" for c in self.counties]:
            for period in oracle.quarters_in(oracle.Period("", FIRST, date(2026, 6, 30))):
                if dice.random() < 0.6:
                    self.report(sender, [f"office:{CITY}"], period)
        for _ in range(150):
            unit, leader = dice.choice(self.units), dice.choice(("principal", "inCharge"))
            people = self.some(self.people, 3, 12)
            parties = [f"unit:{unit}"]
            self.work(self.day(), "hearingHeld", parties, unit=unit, residents=people)
            self.work(self.day(), "careVisitMade", parties, unit=unit, leader=leader, residents=people[:2])
            village = dice.choice(self.villages)
            self.work(self.day(), "guidanceVisitMade", parties, unit=unit, leader=leader, village=village)
            kind = dice.choice(("dispatch", "push", "special", "twoExcellences", "commendation", "other"))
            host = f"unit:{unit}" if kind == "special" else dice.choice(offices)
            self.work(self.day(), "meetingHeld", [host], host=host, kind=kind, topic="示例")
            town = self.parent[village]
            self.work(
                self.day(), "spotCheckMade", [f"township:{town}"], township=town, villages=[village], found="示例"
            )
            county = self.parent[town]
            self.work(
                self.day(), "supervisionMade", [f"office:{county}"], division=county, villages=[village], found="示例"
            )
        for n in range(12):
            kind = dice.choice(("demonstration", "rotation", "other"))
            organiser = dice.choice([*offices, f"unit:{self.units[0]}"])
            people = self.some(self.people, 2, 12)
            data = {"organiser": organiser, "kind": kind, "title": f"班{n}", "residents": people}
            self.work(self.day(), "trainingHeld", [organiser], **data)

    def report(self, sender, to, period):
        """One report in or after the month or quarter, which may name the longer periods too."""
        when = self.day(period.first, min(LAST, period.last + timedelta(days=20)))
        month = period.last.month
        texts = {period.text}
        if self.dice.random() < 0.5:
            texts.add(oracle.quarter(period.last.year, (month + 2) // 3).text)
        if self.dice.random() < 0.5:
            texts.add(oracle.half_year(period.last.year, (month + 5) // 6).text)
        data = {"from": sender, "to": sorted(set(to)), "periods": sorted(texts), "content": "示例"}
        self.work(when, "reportHandedOver", [sender, *to], **data, form=self.dice.choice(("written", "oral")))

    def corrections(self, events):
        """Returns of reports and reversals of anything, once the positions are known."""
        self.lines = []
        for e in events:
            roll = self.dice.random()
            if e.type == "reportHandedOver" and roll < 0.2:
                when = e.date + timedelta(days=self.dice.randint(0, 60))
                self.put(when, "reportReturned", report=e.position, by=self.dice.choice(e.data["to"]), reason="数据有误")
        reversible = ("reportHandedOver", "hearingHeld", "spotCheckMade")
        reversible += ("postingEnded", "postingStarted", "unitMerged", "divisionMerged")
        for e in events:
            if e.type in reversible and self.dice.random() < 0.06:
                self.put(LAST, "eventReversed", target=e.position, reason="登记有误")
        for n, line in enumerate(self.lines):
            line["id"] = f"wild/corrections/{n}"


def submit(program, book, lines, folder):
    """Enters what the book takes: a refused line is dropped and the rest is entered after it."""
    path = os.path.join(folder, "lines.ndjson")
    refused = Counter()
    while lines:
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        command = [program, "submit", "--book", book, path]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode == 0:
            break
        said = done.stdout.decode("utf-8")
        match = re.search(r"\[(\w+)\] 第 (\d+) 行", said)
        if not match:
            sys.exit(said)
        refused[match.group(1)] += 1
        lines = lines[int(match.group(2)) :]
    return refused


def exported(program, book):
    command = [program, "export", "--book", book, "--format", "ndjson"]
    return oracle.read_log(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines())


def one_book(program, seed, folder, keep):
    book = os.path.join(folder, f"book-{seed}")
    subprocess.run([program, "init", "--book", book, "--start", str(FIRST)], stdout=subprocess.DEVNULL, check=True)
    divisions = {
        e.data["code"]: (e.data["level"], e.data.get("parent"))
        for e in exported(program, book)
        if e.type == "divisionRegistered"
    }
    wild = Wild(seed, divisions)
    submitted = wild.lines
    wild.lines = sorted(submitted, key=lambda line: line["date"])  # a reasonable order of entry
    refused = submit(program, book, wild.lines, folder)
    known = [e for e in exported(program, book) if e.type not in ("divisionRegistered", "calendarAdopted")]
    wild.corrections(known)
    corrected = wild.lines
    refused += submit(program, book, corrected, folder)
    entered = sum(e.type not in ("divisionRegistered", "calendarAdopted") for e in exported(program, book))
    offered = len(submitted) + len(corrected)
    print(f"seed {seed}: {offered} lines offered, {entered} events stand; refused {dict(refused)}", flush=True)
    failed = False
    days = sorted({wild.day(), wild.day(), wild.day(), LAST, date(2025, 12, 31), date(2026, 1, 1)})
    here = os.path.dirname(os.path.abspath(__file__))
    for as_of in days:
        command = [sys.executable, os.path.join(here, "compare.py"), program, book, "--as-of", str(as_of)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            failed = True
            print(f"  as of {as_of}:\n" + done.stdout.decode("utf-8"))
    if not keep:
        shutil.rmtree(book)
    return failed


def run_books(about, prefix, one_book):
    """one_book(program, seed, folder, keep) for every seed that is asked for; what each gave, by seed."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1-20")
    parser.add_argument("--keep", metavar="DIR", help="leave the books there")
    options = parser.parse_args()
    low, _, high = options.seeds.partition("-")
    folder = options.keep or tempfile.mkdtemp(prefix=prefix)
    os.makedirs(folder, exist_ok=True)
    seeds = range(int(low), int(high or low) + 1)
    found = {seed: one_book(options.program, seed, folder, options.keep) for seed in seeds}
    if not options.keep:
        shutil.rmtree(folder)
    return found


def main():
    found = run_books(__doc__, "wild-", one_book)
    failed = [seed for seed, differs in found.items() if differs]
    print(f"books {len(found)}, with differences {len(failed)}" + (f": {failed}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
