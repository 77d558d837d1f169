#!/usr/bin/env python3
"""An independent recomputation of vacancies, rotation, handover days and recalls from the exported log.

    life.py PROGRAM BOOK [--as-of D] [--planted FILE]

Written from 榆巩衔发〔2021〕4号 三, 七(一), 七(二)3, 七(三)3 and from how the project reads them, not from the engine: slow
and naive on purpose. Standard library only. Exit 1 on any difference. With --planted the findings that a demo
book was told to plant on handovers and recalls are held against the recomputation as well."""

import argparse
import json
import subprocess
import sys
from datetime import date, timedelta

FOR_EVER = date.max
ONE_DAY = timedelta(days=1)
SHOWN = 40

# 三: how many of each role a kind asks for at least.
MINIMUM = {
    "formerly_poor": (1, 2),
    "relocation_settlement": (1, 2),
    "heavy_task": (1, 2),
    "weak_branch": (1, 0),
    "red_heritage_pilot": (1, 0),
    "other": (0, 0),
}
ROLES = {"firstSecretary": "first_secretary", "member": "member"}


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


def report(program, book, name, as_of, *more):
    table = json.loads(
        run([program, "report", name, "--book", book, "--as-of", as_of.isoformat(), "-O", "json", *more])
    )
    names = [column["name"] for column in table["columns"]]
    return {row["key"]: dict(zip(names, row["cells"])) for row in table["rows"]}


def day(text):
    return date.fromisoformat(text)


def until(data):
    return day(data["until"]) if data.get("until") else FOR_EVER


class Stay:
    def __init__(self, event):
        data = event["data"]
        self.person, self.unit, self.village, self.role = data["person"], data["unit"], data["village"], data["role"]
        self.first = day(event["date"])
        self.last = FOR_EVER
        self.ground = None

    def on(self, when):
        return self.first <= when <= self.last


class Life:
    """What the log says happened by a day, without what was taken back."""

    def __init__(self, lines, as_of):
        self.as_of = as_of
        events = [json.loads(line) for line in lines if line.strip()]
        gone = {e["data"]["target"] for e in events if e["type"] == "eventReversed"}
        self.events = [e for e in events if e["position"] not in gone and e["type"] != "eventReversed"]
        self.off, self.extra, self.years = set(), set(), set()
        self.read_calendar()
        self.read_stays()
        self.merged = {e["data"]["unit"]: (day(e["date"]), e["data"]["into"]) for e in self.of("unitMerged")}

    def of(self, kind):
        return [e for e in self.events if e["type"] == kind and (day(e["date"]) <= self.as_of)]

    def read_calendar(self):
        for e in self.events:
            if e["type"] != "calendarAdopted":
                continue
            self.years.add(e["data"]["year"])
            for one in e["data"]["days"]:
                (self.extra if one["kind"] == "workday" else self.off).add(day(one["date"]))

    def works(self, when):
        if when in self.extra:
            return True
        return when not in self.off and when.weekday() < 5

    def read_stays(self):
        self.stays = []
        moments = [e for e in self.of("postingStarted") + self.of("postingEnded")]
        # A day's end comes after its start; whoever starts on a day cannot have stood the day before.
        for e in sorted(moments, key=lambda e: (e["date"], e["type"] == "postingStarted", e["position"])):
            if e["type"] == "postingStarted":
                self.stays.append(Stay(e))
        for e in self.of("postingEnded"):
            when, person = day(e["date"]), e["data"]["person"]
            open_stays = [s for s in self.stays if s.person == person and s.first <= when]
            if not open_stays:
                sys.exit(f"postingEnded {e['position']} ends nothing")
            stay = max(open_stays, key=lambda s: s.first)
            stay.last, stay.ground = when, e["data"]["ground"]

    def unit_now(self, unit):
        while unit in self.merged and self.merged[unit][0] <= self.as_of:
            unit = self.merged[unit][1]
        return unit

    # -- 三: needs and vacancies ---------------------------------------------------------------------------

    def wanted(self, village, when):
        first = members = 0
        for e in self.of("villageKindSet"):
            data = e["data"]
            if data["village"] == village and day(e["date"]) <= when <= until(data):
                least = MINIMUM[data["kind"]]
                first, members = max(first, least[0]), max(members, least[1])
        decided = [
            e
            for e in self.of("needDecided")
            if e["data"]["village"] == village and day(e["date"]) <= when <= until(e["data"])
        ]
        if decided:
            last = max(decided, key=lambda e: (e["date"], e["position"]))["data"]
            first, members = max(first, last["firstSecretaries"]), max(members, last["members"])
        return {"firstSecretary": first, "member": members}

    def present(self, village, role, when):
        return sum(1 for s in self.by_village.get(village, []) if s.role == role and s.on(when))

    def vacancies(self):
        self.by_village = {}
        for s in self.stays:
            self.by_village.setdefault(s.village, []).append(s)
        asked = {e["data"]["village"] for e in self.of("villageKindSet") + self.of("needDecided")}
        out = {}
        for village in sorted(asked | set(self.by_village)):
            wanted = self.wanted(village, self.as_of)
            for role, name in ROLES.items():
                gap = wanted[role] - self.present(village, role, self.as_of)
                if gap != 0:
                    since = None
                    if gap > 0:
                        since = self.as_of
                        while self.wanted(village, since - ONE_DAY)[role] > self.present(village, role, since - ONE_DAY):
                            since -= ONE_DAY
                            if since.year < 2018:
                                break
                    out[f"{village}|{name}"] = (max(gap, 0), max(-gap, 0), since)
        return out

    # -- 七(一): rotation and handover ---------------------------------------------------------------------

    def rotation(self, days):
        out = {}
        for s in self.stays:
            if s.last != FOR_EVER:
                continue
            try:
                full = s.first.replace(year=s.first.year + 2) - ONE_DAY
            except ValueError:
                full = date(s.first.year + 2, 2, 28)
            if full > self.as_of + timedelta(days=days):
                continue
            latest, left = full, 30
            while left:
                left -= self.works(latest)
                latest -= ONE_DAY
            out[s.person] = (full, latest)
        return out

    def working_days(self, first, last):
        """After the first day up to and including the last."""
        count = 0
        while first < last:
            first += ONE_DAY
            count += self.works(first)
        return count

    def handovers(self):
        done = {}
        for e in self.of("handoverCompleted"):
            when = day(e["date"])
            stay = next(s for s in self.stays if s.person == e["data"]["person"] and s.on(when))
            heir = next(s for s in self.stays if s.person == e["data"]["successor"] and s.on(when))
            done[id(stay)] = (when, heir)
        out = {}
        for s in self.stays:
            if id(s) not in done and s.ground != "termFull":
                continue
            key = f"{s.person}|{s.first.isoformat()}"
            if id(s) not in done:
                out[key] = (None, None)
                continue
            when, heir = done[id(s)]
            end = s.last if s.last != FOR_EVER else self.as_of
            out[key] = (self.working_days(heir.first, end), when)
        return out

    # -- 七(二)3, 七(三)3: recall and reselection -----------------------------------------------------------

    def recalls(self):
        gone = sorted((s for s in self.stays if s.ground == "recall"), key=lambda s: (s.last, s.person))
        used, out = set(), {}
        for s in gone:
            heirs = [
                n
                for n in self.stays
                if n.village == s.village
                and n.role == s.role
                and n.first > s.last
                and self.unit_now(n.unit) == self.unit_now(s.unit)
                and id(n) not in used
            ]
            heir = min(heirs, key=lambda n: (n.first, n.person)) if heirs else None
            if heir:
                used.add(id(heir))
            out[f"{s.person}|{s.last.isoformat()}"] = heir.person if heir else None
        return out


def shown(value):
    return value if not isinstance(value, date) else value.isoformat()


def compare(what, mine, theirs, differences):
    for key in sorted(set(mine) | set(theirs)):
        if mine.get(key, "absent") != theirs.get(key, "absent"):
            differences.append(f"{what} {key}: oracle {mine.get(key, 'absent')}, engine {theirs.get(key, 'absent')}")


def cell(row, name):
    value = row.get(name)
    if isinstance(value, dict):
        value = value.get("value")
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("book")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 6, 30))
    parser.add_argument("--planted", metavar="FILE")
    asked = parser.parse_args()
    log = run([asked.program, "export", "--book", asked.book]).splitlines()
    life = Life(log, asked.as_of)
    differences = []

    def read(name, *more):
        return report(asked.program, asked.book, name, asked.as_of, *more)

    def dated(row, name):
        return day(cell(row, name)) if isinstance(cell(row, name), str) and cell(row, name)[:1] == "2" else None

    vacancies = life.vacancies()
    theirs = read("vacancies")
    compare(
        "vacancy",
        vacancies,
        {k: (cell(r, "missing"), cell(r, "surplus"), dated(r, "since")) for k, r in theirs.items()},
        differences,
    )
    for key, row in theirs.items():
        if cell(row, "missing") and not cell(row, "owner"):
            differences.append(f"vacancy {key} has no owner")
    rotation = life.rotation(400)
    compare(
        "rotation",
        rotation,
        {k: (dated(r, "termFull"), dated(r, "successorBy")) for k, r in read("rotation_plan", "--days", "400").items()},
        differences,
    )
    handovers = life.handovers()
    compare(
        "handover",
        handovers,
        {
            k: (cell(r, "workingDays") if dated(r, "arrival") else None, dated(r, "completed"))
            for k, r in read("handovers").items()
        },
        differences,
    )
    recalls = life.recalls()
    compare(
        "recall",
        recalls,
        {k: (cell(r, "successor") if dated(r, "arrival") else None) for k, r in read("recalls").items()},
        differences,
    )
    if asked.planted:
        planted = [p for p in json.load(open(asked.planted, encoding="utf-8")) if p["status"] == "finding"]
        people = lambda kind: sorted(p["person"] for p in planted if p["kind"] == kind)
        waiting = sorted(k.split("|")[0] for k, heir in recalls.items() if heir is None)
        if waiting != people("reselection_owed"):
            differences.append(f"planted reselection_owed {people('reselection_owed')}, oracle {waiting}")
        few = sorted(k.split("|")[0] for k, (days, when) in handovers.items() if when and days < 30)
        if few != people("handover_short"):
            differences.append(f"planted handover_short {people('handover_short')}, oracle {few}")
    for line in differences[:SHOWN]:
        print(line)
    print(
        f"{len(vacancies)} seats, {len(rotation)} rotations, {len(handovers)} handovers, {len(recalls)} recalls: "
        f"{len(differences)} differences"
    )
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
