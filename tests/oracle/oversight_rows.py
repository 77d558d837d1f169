"""The rows of the reports on checks, rectification, assessment, offices, interviews, coverage, tasks and reminders,
recomputed from the exported log. Slow and naive on purpose; see oversight.py."""

import hashlib
from datetime import date

import oracle
from life import cell

FOR_EVER = date.max
YEARS = (2024, 2025, 2026)
LEVELS = {"central": "中央", "province": "省级", "city": "市级", "county": "县级", "township": "乡镇级"}
ROLES = {"firstSecretary": "第一书记", "member": "工作队员"}
GRADES = {
    "excellent": "优秀",
    "competent": "称职（合格）",
    "basicallyCompetent": "基本称职（基本合格）",
    "notCompetent": "不称职（不合格）",
}
# 八(一): 组织部、纪委（监委）、宣传部、农办、发改委、财政局、人社局、农业农村局和乡村振兴局
DEPARTMENTS = {
    "organisation": "organisation",
    "discipline": "discipline",
    "publicity": "publicity",
    "rural_work": "ruralWork",
    "reform": "reform",
    "finance": "finance",
    "personnel": "personnel",
    "agriculture": "agriculture",
    "revitalisation": "revitalisation",
}
# The five grounds with what speaks for each, as the policy's rows name it.
GROUNDS = {
    "selectionUndone": ("selection_undone", ["reselection_owed"], []),
    "poorVetting": ("poor_vetting", ["not_eligible", "chain_cut_short", "review_faults"], []),
    "weakFollowUp": (
        "weak_follow_up",
        ["rectification_overdue", "handover_missing"],
        ["unit-hearing", "unit-special-meeting"],
    ),
    "littleSupport": ("little_support", [], ["unit-guidance-visit", "unit-care-visit"]),
    "payNotHonoured": (
        "pay_not_honoured",
        [
            "allowance_arrears",
            "health_check_missing",
            "insurance_gap",
            "living_cost_unrefunded",
            "consolation_unpaid",
        ],
        [],
    ),
}


def day(text):
    return date.fromisoformat(text) if text else None


def iso(when):
    return when.isoformat() if when else None


class Book(oracle.Facts):
    """The log up to a day, with names and the few lookups that all reports share."""

    def __init__(self, events, as_of):
        super().__init__(events, as_of)
        self.now = oracle.Period("now", date.min, as_of)
        self.names = {e.data["code"]: e.data["name"] for e in self.all("divisionRegistered")}
        self.unit_names = {e.data["unit"]: e.data["name"] for e in self.all("unitRegistered")}
        for e in sorted(self.happened("unitRenamed"), key=lambda e: (e.date, e.position)):
            self.unit_names[e.data["unit"]] = e.data["name"]
        self.start = next(e.date for e in self.all("bookOpened"))
        self.kinds = self.happened("villageKindSet")
        self.judged = {}
        for year in YEARS:
            for one in oracle.judged_in(self, oracle.whole_year(year)):
                self.judged.setdefault(one.key, []).append(one)

    def county(self, village):
        return self.county_of(village, self.now)

    def place(self, village):
        township = self.township_of(village, self.now)
        return (self.names[self.county(village)], self.names[township], village, self.names[village])

    def unit_now(self, unit):
        return self.unit_in(unit, self.now)

    def own_stays(self, person, year):
        """In the order of days: those that touch the year."""
        span = oracle.whole_year(year)
        stays = [s for s in self.stays if s.person == person and oracle.meets(s.first, s.last, span)]
        return sorted(stays, key=lambda s: s.first)

    def people_of(self, year):
        span = oracle.whole_year(year)
        return sorted({s.person for s in self.stays_meeting(span) if s.first <= self.as_of})

    def office_for(self, stay):
        """同级: the office of the unit's level; None for units of the province and the centre."""
        unit = self.unit_now(stay.unit)
        return self.office_of_unit(unit)

    def office_of_unit(self, unit):
        level = self.unit_level[unit]
        if level == "city":
            return f"office:{self.city}"
        if level in ("county", "township"):
            return f"office:{self.county_of(self.unit_seat[unit], self.now)}"
        return None

    def latest(self, kind, **wanted):
        """The last event of a type with these values, by day and position."""
        found = [e for e in self.happened(kind) if all(e.data.get(k) == v for k, v in wanted.items())]
        return max(found, key=lambda e: (e.date, e.position)) if found else None


# ---- 七(二)3: checks and rectification ------------------------------------------------------------------------


def rectifications(book):
    out = {}
    for order in book.happened("rectificationOrdered"):
        data = order.data
        due = day(data["due"])
        steps = [e for e in book.happened("rectificationReported") if e.data["rectification"] == order.position]
        steps += [e for e in book.happened("rectificationChecked") if e.data["rectification"] == order.position]
        steps.sort(key=lambda e: e.position)
        reports = [e for e in steps if e.type == "rectificationReported"]
        checks = [e for e in steps if e.type == "rectificationChecked"]
        passed = next((e for e in checks if e.data["result"] == "passed"), None)
        if passed:
            status = "closed" if passed.date <= due else "closedLate"
        elif not reports and not checks:
            status = "overdue" if due < book.as_of else "open"
        elif steps[-1].type == "rectificationReported":
            status = "reported"
        else:
            status = "returned"
        out[str(order.position)] = {
            "village": data.get("village"),
            "from": data["from"],
            "to": data["to"],
            "problem": data["problem"],
            "ordered": iso(order.date),
            "due": iso(due),
            "reported": iso(reports[-1].date) if reports else None,
            "closed": iso(passed.date) if passed else None,
            "status": status,
            "basis": data.get("basis"),
            "event": order.position,
            "done": reports[-1].data["done"] if reports else None,
        }
    return out


def check_coverage(book, year):
    span = oracle.whole_year(year)
    out = {}
    closed = {r["event"] for r in rectifications(book).values() if r["status"].startswith("closed")}
    seen = [e for kind in ("spotCheckMade", "supervisionMade") for e in book.acts(kind, span)]
    villages = {s.village for s in book.stays_meeting(span)} | {v for e in seen for v in e.data["villages"]}
    for village in sorted(villages):
        row = dict(zip(("county", "township", "village", "villageName"), book.place(village)))
        lasts = []
        for kind, many, last in (
            ("spotCheckMade", "spotChecks", "lastSpotCheck"),
            ("supervisionMade", "supervisions", "lastSupervision"),
        ):
            seen = [e for e in book.happened(kind) if village in e.data["villages"]]
            row[many] = sum(1 for e in seen if span.first <= e.date <= span.last)
            row[last] = iso(max((e.date for e in seen), default=None))
            lasts += [e.date for e in seen]
        ordered = [e for e in book.happened("rectificationOrdered") if e.data.get("village") == village]
        row["problems"] = sum(1 for e in ordered if span.first <= e.date <= span.last)
        row["openProblems"] = sum(
            1 for e in ordered if span.first <= e.date <= span.last and e.position not in closed
        )
        row["daysSince"] = (book.as_of - max(lasts)).days if lasts else None
        out[village] = row
    return out


def check_plan(book, division, period, seed, count):
    """Longest unvisited first; within a month of the last visit, by the hash of seed, period and village."""
    kind = "spotCheckMade" if book.level[division] == "township" else "supervisionMade"
    drawn = []
    for village in {s.village for s in book.stays if s.first <= book.as_of <= s.last}:
        if division not in (book.county(village), book.township_of(village, book.now)):
            continue
        last = max((e.date for e in book.happened(kind) if village in e.data["villages"]), default=None)
        stratum = f"{last:%Y-%m}" if last else ""
        drawn.append((stratum, hashlib.sha256(f"{seed}|{period}|{village}".encode()).hexdigest(), village, last))
    return {
        village: {
            "rank": rank,
            "village": village,
            "lastVisited": iso(last),
            "drawn": "是" if rank <= count else "否",
            "draw": draw,
        }
        for rank, (_stratum, draw, village, last) in enumerate(sorted(drawn), 1)
    }


# ---- 七(三): assessment ----------------------------------------------------------------------------------------


def months_between(first, last):
    """Calendar months that are full from the first day to the last, both counted."""
    end = last + oracle.ONE_DAY
    months = 0
    while True:
        year, number = divmod(first.year * 12 + first.month - 1 + months + 1, 12)
        # The same day of a later month; a month that is too short is full on its last day's morrow.
        if (year, number + 1, first.day) > (end.year, end.month, end.day):
            return months
        months += 1


def months_served(book, person, year):
    stays = sorted((s for s in book.stays if s.person == person), key=lambda s: s.first)
    last_day = date(year, 12, 31)
    spans = oracle.joined([(s.first, s.last) for s in stays if s.first <= last_day])
    first, last = spans[-1]
    return months_between(first, min(last, last_day))


def ends_of(book):
    """Why each posting ended, by person and last day."""
    return {(e.data["person"], e.date): e.data["ground"] for e in book.happened("postingEnded")}


def annual(book, year):
    out = {}
    ends = ends_of(book)
    for person in book.people_of(year):
        stay = book.own_stays(person, year)[-1]
        about = {"person": person, "year": year}
        heard = book.latest("unitOpinionHeard", **about)
        assessed = book.latest("annualAssessed", **about)
        grades = [book.latest("annualConfirmed", **about), book.latest("annualGradeRecorded", **about)]
        grades = [e for e in grades if e]
        confirmed = max(grades, key=lambda e: (e.date, e.position)) if grades else None
        fed = book.latest("assessmentFedBack", **about)
        months = months_served(book, person, year)
        county = f"office:{book.county(stay.village)}"
        if fed:
            status, by = "done", None
        elif confirmed:
            status, by = "toFeedBack", county
        elif assessed:
            status, by = "toConfirm", book.office_for(stay)
        elif months < 6 or (stay.last <= book.as_of and ends.get((person, stay.last)) == "death"):
            status, by = "notOwed", None
        elif stay.last >= book.as_of and book.as_of <= date(year, 12, 31):
            status, by = "notDue", None
        elif not heard:
            status, by = "toHear", county
        else:
            status, by = "toAssess", county
        row = dict(zip(("county", "township", "village", "villageName"), book.place(stay.village)))
        unit = book.unit_now(stay.unit)
        row.update(
            person=person,
            role=ROLES[stay.role],
            unit=unit,
            unitName=book.unit_names[unit],
            kind="annual",
            months=months,
            heard=iso(heard and heard.date),
            assessedGrade=assessed and GRADES[assessed.data["grade"]],
            assessed=iso(assessed and assessed.date),
            grade=confirmed and GRADES[confirmed.data["grade"]],
            confirmed=iso(confirmed and confirmed.date),
            fedBack=iso(fed and fed.date),
            cadres=None,
            members=None,
            villagers=None,
            status=status,
            by=by,
        )
        out[f"{person}|{year}|annual"] = row
    return out


def term(book, year):
    out = {}
    ends = ends_of(book)
    for start in book.happened("postingStarted"):
        person = start.data["person"]
        stay = next(s for s in book.stays if s.person == person and s.first == start.date)
        if stay.last > book.as_of or stay.last.year != year or ends[(person, stay.last)] != "termFull":
            continue
        later = [s.first for s in book.stays if s.person == person and s.first > stay.first]
        mine = [
            e
            for e in book.happened("termAssessed")
            if e.data["person"] == person and e.date >= stay.first and not any(f <= e.date for f in later)
        ]
        done = max(mine, key=lambda e: (e.date, e.position)) if mine else None
        unit = book.unit_now(stay.unit)
        row = dict(zip(("county", "township", "village", "villageName"), book.place(stay.village)))
        row.update(
            person=person,
            role=ROLES[stay.role],
            unit=unit,
            unitName=book.unit_names[unit],
            kind="term",
            months=months_between(stay.first, stay.last),
            assessed=iso(done and done.date),
            cadres=done and done.data["cadres"],
            members=done and done.data["members"],
            villagers=done and done.data["villagers"],
            status="done" if done else "toAssess",
            by=None if done else f"unit:{unit}",
        )
        out[f"{person}|{stay.first.isoformat()}|term"] = row
    return out


# ---- 八(一): offices, groups, interviews -----------------------------------------------------------------------


def standing(book, kind, **wanted):
    """The last entry that holds on the day."""
    found = [
        e
        for e in book.happened(kind)
        if all(e.data.get(k) == v for k, v in wanted.items()) and (day(e.data.get("until")) or FOR_EVER) >= book.as_of
    ]
    return max(found, key=lambda e: (e.date, e.position)) if found else None


def offices(book, year):
    span = oracle.whole_year(year)
    out = {}
    for formed in book.happened("officeFormed"):
        place = formed.data["division"]

        def put(matter, status, event=None, unit=None):
            out[f"{place}|{matter}"] = {
                "division": place,
                "divisionName": book.names[place],
                "status": status,
                "unit": unit,
                "since": iso(event and event.date),
                "event": event and event.position,
            }

        for name, department in DEPARTMENTS.items():
            seat = standing(book, "departmentSeated", division=place, department=department)
            put(f"department:{name}", "seated" if seat else "missing", seat, seat and book.unit_now(seat.data["unit"]))
        group = standing(book, "groupFormed", county=place)
        if group:
            leader = standing(book, "groupLeaderNamed", county=place)
            lead = book.unit_now(group.data["leadUnit"])
            status = "missing"
            if leader:
                status = "rankShort" if not leader.data.get("countyRank") else "named"
                status = "otherUnit" if book.unit_now(leader.data["unit"]) != lead else status
            # Where nobody is named, the unit that should name him.
            put("groupLeader", status, leader, book.unit_now(leader.data["unit"]) if leader else lead)
        held = [e for e in book.acts("caseReviewHeld", span) if e.data["office"] == place]
        last = max(held, key=lambda e: (e.date, e.position)) if held else None
        put("caseReview", "held" if held else "none", last)
    return out


def unit_of_finding(book, row):
    """The unit that sent whom it is about, or else who has to deal with it."""
    person, since = cell(row, "person"), day(cell(row, "since"))
    stays = sorted((s for s in book.stays if s.person == person), key=lambda s: s.first)
    for stay in stays:
        if stay.last >= since:
            return book.unit_now(stay.unit)
    proposed = book.latest("candidateProposed", person=person)  # not posted yet
    if proposed:
        return book.unit_now(proposed.data["unit"])
    if stays:
        return book.unit_now(stays[-1].unit)
    owner = cell(row, "owner") or ""
    if owner.startswith("unit:"):
        return book.unit_now(owner[5:])
    return None


def interviews(book, year, findings, everything=False):
    """With everything, whatever stands today speaks, not only what began in the year."""
    span = oracle.whole_year(year)
    facts = {}
    for row in findings:
        kind, since = row["key"].split("|")[0], day(cell(row, "since"))
        unit = unit_of_finding(book, row)
        for ground, kinds, _duties in GROUNDS.values():
            if kind in kinds and unit and since and (since.year == year or everything):
                facts.setdefault((unit, ground), []).append(since)
    for (duty, actor, _to, _subject, _leader, _period), ones in book.judged.items():
        for one in ones:
            last = one.instance.period.last
            for ground, _kinds, duties in GROUNDS.values():
                if duty in duties and one.status == "missing" and span.first <= last <= span.last:
                    unit = book.unit_now(actor.partition(":")[2])
                    facts.setdefault((unit, ground), []).append(last)
    # A year that began before the book did, or is not over, shows no lack of support.
    if span.last < book.as_of and span.first >= book.start:
        given = {book.unit_now(e.data["unit"]) for e in book.acts("supportGiven", span)}
        sent = {}
        for stay in book.stays_meeting(span):
            sent.setdefault(book.unit_now(stay.unit), []).append((stay.first, stay.last))
        for unit, days in sent.items():
            if unit not in given and oracle.contain(days, span):
                facts.setdefault((unit, "little_support"), []).append(span.last)
    rows = rectifications(book)
    out = {}
    asked = {}
    for e in book.happened("interviewHeld"):
        key = (book.unit_now(e.data["unit"]), GROUNDS[e.data["ground"]][0])
        speaks = facts.get(key) and e.date >= max(facts[key])
        if not span.first <= e.date <= span.last and not speaks:
            continue
        if key not in asked or (e.date, e.position) > (asked[key].date, asked[key].position):
            asked[key] = e
    for unit, ground in sorted(set(facts) | set(asked)):
        held = asked.get((unit, ground))
        follow = [r for r in rows.values() if held and r["basis"] == held.position]
        status = "proposed"
        if held and held.date >= max(facts.get((unit, ground), [held.date])):
            status = "interviewed"
            if follow:
                status = "closed" if all(r["status"].startswith("closed") for r in follow) else "rectifying"
        out[f"{unit}|{ground}"] = {
            "unit": unit,
            "unitName": book.unit_names[unit],
            "level": LEVELS[book.unit_level[unit]],
            "office": book.office_of_unit(unit),
            "ground": ground,
            "facts": len(facts.get((unit, ground), [])),
            "status": status,
            "interviewed": iso(held and held.date),
            "event": held and held.position,
        }
    return out


# ---- 八(二)3: training and care --------------------------------------------------------------------------------


def person_cells(book, person, year):
    stay = book.own_stays(person, year)[-1]
    unit = book.unit_now(stay.unit)
    row = dict(zip(("county", "township", "village", "villageName"), book.place(stay.village)))
    row.update(person=person, role=ROLES[stay.role], unit=unit, unitName=book.unit_names[unit])
    return row


def training(book, year):
    span = oracle.whole_year(year)
    status = {}
    for (duty, _actor, _to, subject, _leader, period), ones in book.judged.items():
        if duty == "county-rotation-training" and period == str(year):
            status.setdefault(subject.rpartition(":")[2], []).extend(one.status for one in ones)
    out = {}
    for person in book.people_of(year):
        been = [e for e in book.acts("trainingHeld", span) if person in e.data["residents"]]
        row = person_cells(book, person, year)
        for name, kind in (("rotation", "rotation"), ("cityClass", "demonstration")):
            row[name] = iso(max((e.date for e in been if e.data["kind"] == kind), default=None))
        row["trainings"] = len(been)
        row["status"] = status.get(person, [])
        out[person] = row
    return out


def care(book, year):
    span = oracle.whole_year(year)
    out = {}
    for person in book.people_of(year):
        row = person_cells(book, person, year)
        visits = [e for e in book.acts("careVisitMade", span) if person in e.data["residents"]]
        talks = [e for e in book.acts("talkHeld", span) if e.data["resident"] == person]
        row["careVisits"] = len(visits)
        row["principalVisits"] = sum(1 for e in visits if e.data["leader"] == "principal")
        row["inChargeVisits"] = sum(1 for e in visits if e.data["leader"] == "inCharge")
        row["lastCareVisit"] = iso(max((e.date for e in visits), default=None))
        row["talks"] = len(talks)
        row["lastTalk"] = iso(max((e.date for e in talks), default=None))
        duty = [
            one.status
            for (duty, actor, _to, _subject, _leader, period), ones in book.judged.items()
            if duty == "unit-care-visit" and period == str(year) and actor == f"unit:{row['unit']}"
            for one in ones
        ]
        row["status"] = duty
        out[person] = row
    return out


# ---- 六: tasks and work of relocated households ----------------------------------------------------------------


def tasks(book):
    out = {}
    for e in book.happened("taskSet"):
        due = day(e.data["due"])
        steps = [p for p in book.happened("taskProgressed") if p.data["task"] == e.position]
        last = max(steps, key=lambda p: p.position) if steps else None
        state = last.data["state"] if last else "underway"
        if state == "dropped":
            status = "dropped"
        elif state == "done":
            status = "done" if last.date <= due else "doneLate"
        else:
            status = "overdue" if due < book.as_of else "underway"
        late = {"doneLate": last and (last.date - due).days, "overdue": (book.as_of - due).days}.get(status, 0)
        row = dict(zip(("county", "township", "village", "villageName"), book.place(e.data["village"])))
        row.update(
            kind=e.data["kind"],
            title=e.data["title"],
            goal=e.data["goal"],
            role=ROLES.get(e.data.get("role")),
            person=e.data.get("responsible"),
            due=iso(due),
            status=status,
            late=late,
            last=iso(last and last.date),
            note=last and last.data["note"],
            event=e.position,
        )
        out[str(e.position)] = row
    return out


def employment(book):
    settlements = {
        e.data["village"]
        for e in book.kinds
        if e.data["kind"] == "relocation_settlement" and (day(e.data.get("until")) or FOR_EVER) >= book.as_of
    }
    out = {}
    for village in sorted(settlements | {e.data["village"] for e in book.happened("employmentStated")}):
        last = book.latest("employmentStated", village=village)
        row = dict(zip(("county", "township", "village", "villageName"), book.place(village)))
        labour, employed = (last.data["labour"], last.data["employed"]) if last else (None, None)
        row.update(
            stated=iso(last and last.date),
            labour=labour,
            employed=employed,
            gap=labour - employed if last else None,
            event=last and last.position,
        )
        out[village] = row
    return out


# ---- 八(三): reminders -----------------------------------------------------------------------------------------


def status_of_item(book, text):
    """An item is a row of the duty list by its name; what is not a duty's name stays open."""
    parts = text.split("|")
    if len(parts) != 6:
        return "missing"
    duty, actor, to, subject, leader, period = parts
    subject = subject.rpartition(":")[2]
    for (d, a, t, s, lead, p), ones in book.judged.items():
        same = d == duty and a == actor and t == to and s.rpartition(":")[2] == subject and p == period
        lead = {"in_charge": "inCharge"}.get(lead, lead)
        if same and (d == "unit-care-visit" or lead == {"in_charge": "inCharge"}.get(leader, leader)):
            return ones[0].status
    return "missing"


def reminders(book):
    out = {}
    for e in book.happened("reminderIssued"):
        due = day(e.data["due"])
        states = [status_of_item(book, item) for item in e.data["items"]]
        open_items = sum(1 for s in states if s in ("missing", "inProgress"))
        late = sum(1 for s in states if s == "late")
        answers = [a for a in book.happened("reminderAnswered") if a.data["reminder"] == e.position]
        last = max(answers, key=lambda a: a.position) if answers else None
        if open_items == 0:
            status = "closedLate" if late else "closed"
        elif last:
            status = "answered"
        else:
            status = "overdue" if due < book.as_of else "open"
        out[str(e.position)] = {
            "from": e.data["from"],
            "to": e.data["to"],
            "kind": e.data["kind"],
            "number": e.data.get("number"),
            "issued": iso(e.date),
            "due": iso(due),
            "items": len(states),
            "open": open_items,
            "late": late,
            "answered": iso(last and last.date),
            "answer": last and last.data["answer"],
            "status": status,
            "event": e.position,
        }
    return out
