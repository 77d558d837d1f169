#!/usr/bin/env python3
"""An independent recomputation of who owed what and whether it was done, from the exported log.

Written from 榆巩衔发〔2021〕4号 and from how the project reads it, not from the engine: slow and naive on
purpose, with one function per clause. Standard library only.

    oracle.py LOG.ndjson --as-of 2026-06-30 --period 2025      prints the instances, one JSON per line
"""

import argparse
import calendar
import json
import sys
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date, timedelta

FOR_EVER = date.max
ONE_DAY = timedelta(days=1)

THE_TEXT = "榆巩衔发〔2021〕4号"
LEAVE_SAMPLE = "示例〔2024〕1号"  # a demo county's own rules on leave: they ask for no duty
FUND_SAMPLE = "示例县财农〔2024〕21号"  # likewise, of the work fund's cut-off days and heads
CELLS = ("expected", "actual", "onTime", "late", "missing", "inProgress", "notApplicable", "beforeGoLive")


# ---------------------------------------------------------------------------------------------------------
# Periods 期间. A duty's deadline is the last day of its period; holidays do not move it.
# ---------------------------------------------------------------------------------------------------------

Period = namedtuple("Period", "text first last")


def month(year, number):
    last = calendar.monthrange(year, number)[1]
    return Period(f"{year}-{number:02d}", date(year, number, 1), date(year, number, last))


def quarter(year, number):
    first, last = month(year, 3 * number - 2), month(year, 3 * number)
    return Period(f"{year}Q{number}", first.first, last.last)


def half_year(year, number):
    first, last = month(year, 6 * number - 5), month(year, 6 * number)
    return Period(f"{year}H{number}", first.first, last.last)


def whole_year(year):
    return Period(f"{year}", date(year, 1, 1), date(year, 12, 31))


def commendation_round(year):
    """每两年: calendar years 2022-2023, 2024-2025, ...; the round to which the year belongs."""
    start = year - year % 2
    return Period(f"{start}-{start + 1}", date(start, 1, 1), date(start + 1, 12, 31))


def period_of_text(text):
    if "Q" in text:
        return quarter(int(text[:4]), int(text[5:]))
    if "H" in text:
        return half_year(int(text[:4]), int(text[5:]))
    if "-" in text:
        return month(int(text[:4]), int(text[5:]))
    return whole_year(int(text))


def inside(span, candidates):
    return [p for p in candidates if span.first <= p.first and p.last <= span.last]


def months_in(span):
    return inside(span, [month(y, n) for y in years_of(span) for n in range(1, 13)])


def quarters_in(span):
    return inside(span, [quarter(y, n) for y in years_of(span) for n in range(1, 5)])


def half_years_in(span):
    return inside(span, [half_year(y, n) for y in years_of(span) for n in (1, 2)])


def years_in(span):
    return inside(span, [whole_year(y) for y in years_of(span)])


def rounds_in(span):
    """A round is shown in a queried year when it ends in that year."""
    rounds = [commendation_round(y.first.year) for y in years_in(span)]
    return [r for r in rounds if span.first <= r.last <= span.last]


def years_of(span):
    return range(span.first.year, span.last.year + 1)


# ---------------------------------------------------------------------------------------------------------
# Spans of days. All ends are inclusive.
# ---------------------------------------------------------------------------------------------------------


def meets(first, last, period):
    return first <= period.last and last >= period.first


def joined(spans):
    """The same days with overlapping and touching spans made one."""
    result = []
    for first, last in sorted(spans):
        if result and (result[-1][1] == FOR_EVER or first <= result[-1][1] + ONE_DAY):
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return result


def contain(spans, period):
    """Was every day of the period covered by the spans together?"""
    return any(first <= period.first and last >= period.last for first, last in joined(spans))


# ---------------------------------------------------------------------------------------------------------
# The log 事件.
# ---------------------------------------------------------------------------------------------------------


@dataclass
class Event:
    position: int
    type: str
    date: date
    data: dict


def day(text):
    return date.fromisoformat(text) if text else None


def read_log(lines):
    """Every event that still stands: 更正冲销 takes its target back entirely, whatever the day of the reversal."""
    events = []
    for line in lines:
        if line.strip():
            raw = json.loads(line)
            events.append(Event(int(raw["position"]), raw["type"], day(raw["date"]), raw.get("data") or {}))
    taken_back = {int(e.data["target"]) for e in events if e.type == "eventReversed"}
    return [e for e in events if e.position not in taken_back]


Stay = namedtuple("Stay", "person unit village role first last")


def days_of(stays):
    return [(s.first, s.last) for s in stays]


class Facts:
    """What was so, seen from asOf: nothing that happened later is looked at."""

    def __init__(self, events, as_of):
        self.as_of = as_of
        self.by_type = {}
        for e in events:
            self.by_type.setdefault(e.type, []).append(e)
        self.city = next((e.data["city"] for e in self.all("bookOpened")), None)
        self.level = {}
        self.parent = {}
        for e in self.all("divisionRegistered"):
            self.level[e.data["code"]] = e.data["level"]
            self.parent[e.data["code"]] = e.data.get("parent") or None
        self.unit_level = {e.data["unit"]: e.data["level"] for e in self.all("unitRegistered")}
        self.unit_seat = {e.data["unit"]: e.data["seat"] for e in self.all("unitRegistered")}
        self.unit_mergers = self.happened("unitMerged")
        self.division_mergers = self.happened("divisionMerged")
        self.stays = self.read_stays()
        self.returns = {}
        for e in self.happened("reportReturned"):
            self.returns.setdefault(int(e.data["report"]), []).append(e.data["by"])

    def all(self, kind):
        return self.by_type.get(kind, [])

    def happened(self, kind):
        return [e for e in self.all(kind) if e.date <= self.as_of]

    def acts(self, kind, period):
        """What was done within the period, each on its own day."""
        return [e for e in self.happened(kind) if period.first <= e.date <= period.last]

    # -- 派驻: first day in post .. last day in post -------------------------------------------------------

    def read_stays(self):
        starts, ends = {}, {}
        for e in self.happened("postingStarted"):
            starts.setdefault(e.data["person"], []).append(e)
        for e in self.happened("postingEnded"):
            ends.setdefault(e.data["person"], []).append(e.date)
        stays = []
        for person, begun in starts.items():
            begun.sort(key=lambda e: (e.date, e.position))
            for i, e in enumerate(begun):
                before = begun[i + 1].date if i + 1 < len(begun) else FOR_EVER
                closing = [d for d in ends.get(person, []) if e.date <= d and (d < before or before == FOR_EVER)]
                last = min(closing) if closing else FOR_EVER
                stays.append(Stay(person, e.data["unit"], e.data["village"], e.data["role"], e.date, last))
        return stays

    def stays_meeting(self, period):
        return [s for s in self.stays if meets(s.first, s.last, period)]

    # -- 单位撤并, 区划撤并: periods whose last day is not before the merger belong to the successor ----------

    def unit_in(self, unit, period):
        return self.follow(self.unit_mergers, "unit", unit, period)

    def township_in(self, township, period):
        return self.follow(self.division_mergers, "code", township, period)

    @staticmethod
    def follow(mergers, name, who, period):
        seen = set()
        while who not in seen:
            seen.add(who)
            for e in mergers:
                if e.data[name] == who and e.date <= period.last:
                    who = e.data["into"]
                    break
        return who

    def party_in(self, party, period):
        """The party that answers in the period for the one named."""
        kind, _, name = party.partition(":")
        if kind in ("unit", "memberUnit"):
            return f"{kind}:{self.unit_in(name, period)}"
        if kind == "township":
            return f"{kind}:{self.township_in(name, period)}"
        return party

    # -- 行政区划 -----------------------------------------------------------------------------------------

    def township_of(self, village, period):
        """A merged village stays as it is; a merged township hands its villages over."""
        return self.township_in(self.parent[village], period)

    def county_of(self, division, period):
        while division is not None and self.level.get(division) != "county":
            if self.level.get(division) == "township":
                division = self.township_in(division, period)
            division = self.parent.get(division)
        return division

    def counties(self):
        return sorted(code for code, level in self.level.items() if level == "county")

    def place_of_unit(self, unit, period):
        """The county of its seat; the city for units of the city and above."""
        if self.unit_level.get(unit) in ("city", "province", "central"):
            return self.city
        return self.county_of(self.unit_seat.get(unit), period) or self.city

    # -- 启用 ---------------------------------------------------------------------------------------------

    def is_before_go_live(self, place, period):
        """A place's county's setting, else the city's; none at all: not yet live."""
        county = self.county_of(place, period)
        for division in (county, self.city):
            for group in ("duties", "all"):
                for e in self.all("goLiveSet"):
                    if e.data["division"] == division and e.data["group"] == group:
                        return period.last < day(e.data["from"])
        return True

    # -- 机构 ---------------------------------------------------------------------------------------------

    def office_stands(self, division, period):
        return any(e.data["division"] == division and e.date <= period.last for e in self.happened("officeFormed"))

    def group_stands(self, county, period):
        return any(
            e.data["county"] == county and meets(e.date, day(e.data.get("until")) or FOR_EVER, period)
            for e in self.happened("groupFormed")
        )

    def member_units(self, period):
        named = [
            e.data["unit"]
            for e in self.happened("memberUnitNamed")
            if e.data["division"] == self.city and meets(e.date, day(e.data.get("until")) or FOR_EVER, period)
        ]
        return sorted({self.unit_in(unit, period) for unit in named})

    # -- 汇报 ---------------------------------------------------------------------------------------------

    def reports(self, sender, addressee, period, forms=None):
        """Days on which a report that names the period was handed over (送达), whatever the day.

        A report counts for each addressee apart; what an addressee returned serves nothing with him."""
        days = []
        for e in self.happened("reportHandedOver"):
            if period.text not in e.data["periods"]:
                continue
            if self.party_in(e.data["from"], period) != sender:
                continue
            # After a merger the successor takes what is handed over late for a period before it.
            that_day = Period(e.date.isoformat(), e.date, e.date)
            meant = [
                to for to in e.data["to"]
                if self.party_in(to, period) == addressee
                or self.party_in(to, that_day) == self.party_in(addressee, that_day)
            ]
            if not [to for to in meant if to not in self.returns.get(e.position, [])]:
                continue
            if forms is not None and e.data["form"] not in forms:
                continue
            days.append(e.date)
        return days

    def meetings(self, host, kind, period):
        return [
            e.date
            for e in self.acts("meetingHeld", period)
            if self.party_in(e.data["host"], period) == host and e.data["kind"] == kind
        ]


# ---------------------------------------------------------------------------------------------------------
# One thing owed: a duty of an actor in a period, with its addressee, subject or leader.
# ---------------------------------------------------------------------------------------------------------


@dataclass
class Instance:
    duty: str
    actor: str
    period: Period
    place: str  # where it belongs, for 启用
    owed: bool  # False: 不适用
    acts: list = field(default_factory=list)  # days
    to: str = ""
    subject: str = ""
    leader: str = ""
    at_least: int = 1
    why: str = ""

    def key(self):
        return (self.duty, self.actor, self.to, self.subject, self.leader, self.period.text)


def judge(facts, instance):
    """应报 实报 按时 逾期 未报 进行中 不适用 启用前 of one instance."""
    cells = dict.fromkeys(CELLS, 0)
    if facts.is_before_go_live(instance.place, instance.period):
        cells["beforeGoLive"] = 1
        return "beforeGoLive", cells
    if not instance.owed:
        cells["notApplicable"] = 1
        return "notApplicable", cells
    due = instance.period.last
    on_time = min(instance.at_least, len([d for d in instance.acts if d <= due]))
    late = min(instance.at_least - on_time, len([d for d in instance.acts if d > due]))
    rest = instance.at_least - on_time - late
    cells["expected"] = instance.at_least
    cells["onTime"], cells["late"], cells["actual"] = on_time, late, on_time + late
    cells["missing" if facts.as_of > due else "inProgress"] = rest
    if rest:
        return ("missing" if facts.as_of > due else "inProgress"), cells
    return ("late" if late else "onTime"), cells


# ---------------------------------------------------------------------------------------------------------
# 七(二)1 工作例会制度
# ---------------------------------------------------------------------------------------------------------


def clause_7_2_1_city_meeting(facts, period):
    """市级至少每半年召开1次驻村工作调度会"""
    office = f"office:{facts.city}"
    held = facts.meetings(office, "dispatch", period)
    yield Instance("city-meeting", office, period, facts.city, facts.office_stands(facts.city, period), held)


def clause_7_2_1_county_meeting(facts, period):
    """县级至少每季度召开1次驻村工作推进会"""
    for county in facts.counties():
        office = f"office:{county}"
        held = facts.meetings(office, "push", period)
        yield Instance("county-meeting", office, period, county, facts.office_stands(county, period), held)


# ---------------------------------------------------------------------------------------------------------
# 七(二)2 工作报告制度
# ---------------------------------------------------------------------------------------------------------

KINDS_WITH_MEMBERS = ("formerly_poor", "relocation_settlement", "heavy_task")  # 三(一)(二)(三)


def village_has_team(facts, village, period):
    """A member stands there, or a kind in force on the first day asks for members (三(一)-(三))."""
    for s in facts.stays_meeting(period):
        if s.village == village and s.role == "member":
            return True
    for e in facts.all("villageKindSet"):
        if e.data["village"] == village and e.data["kind"] in KINDS_WITH_MEMBERS:
            if e.date <= period.first <= (day(e.data.get("until")) or FOR_EVER):
                return True
    return False


def reporters(facts, period):
    """Who reports: the team of a village, or, where there is none, each first secretary himself.

    Gives (actor, village, the stays of the actor, the spans of its life)."""
    for village in sorted({s.village for s in facts.stays}):
        stays = [s for s in facts.stays if s.village == village]
        if village_has_team(facts, village, period):
            # The team is the village's, not its people's: one life from its first day to its last.
            life = [(min(s.first for s in stays), max(s.last for s in stays))]
            yield f"team:{village}", village, stays, life
        else:
            for person in sorted({s.person for s in stays}):
                own = [s for s in stays if s.person == person]
                if any(meets(s.first, s.last, period) for s in own):
                    yield f"person:{person}", village, own, joined(days_of(own))


def team_owes(stays, life, period):
    """Not in the first or last period of its life that is not full, nor when nobody stood."""
    return contain(life, period) and any(meets(s.first, s.last, period) for s in stays)


def clause_7_2_2_team_report_to_township(facts, period):
    """驻村工作队至少每月向所在乡镇（街道）汇报1次工作"""
    for actor, village, stays, life in reporters(facts, period):
        if any(meets(first, last, period) for first, last in life):
            to = f"township:{facts.township_of(village, period)}"
            acts = facts.reports(actor, to, period)
            owed = team_owes(stays, life, period)
            yield Instance("team-report-township", actor, period, village, owed, acts, to=to)


def clause_7_2_2_team_report_to_units(facts, period):
    """每季度向派出单位: to each dispatching unit of its members, owed if one of them stood the whole quarter"""
    for actor, village, stays, life in reporters(facts, period):
        sending = [s for s in stays if meets(s.first, s.last, period)]
        for unit in sorted({facts.unit_in(s.unit, period) for s in sending}):
            of_unit = [s for s in stays if facts.unit_in(s.unit, period) == unit]
            owed = any(
                contain(days_of([s for s in of_unit if s.person == person]), period)
                for person in {s.person for s in of_unit}
            )
            to = f"unit:{unit}"
            acts = facts.reports(actor, to, period)
            yield Instance("team-report-unit", actor, period, village, owed, acts, to=to)


def clause_7_2_2_team_report_to_county(facts, period):
    """每半年向县级驻村队伍管理办公室汇报1次工作"""
    for actor, village, stays, life in reporters(facts, period):
        if any(meets(first, last, period) for first, last in life):
            to = f"office:{facts.county_of(village, period)}"
            acts = facts.reports(actor, to, period)
            owed = team_owes(stays, life, period)
            yield Instance("team-report-county", actor, period, village, owed, acts, to=to)


def units_with_stays(facts, period):
    """Each unit that answers in the period, with all its stays (also those before and after)."""
    met = {facts.unit_in(s.unit, period) for s in facts.stays_meeting(period)}
    for unit in sorted(met):
        yield unit, [s for s in facts.stays if facts.unit_in(s.unit, period) == unit]


def clause_7_2_2_unit_hearing(facts, period):
    """派出单位每半年至少听取1次第一书记和工作队员汇报: its own residents, each heard"""
    hearings = facts.acts("hearingHeld", period)
    for unit, stays in units_with_stays(facts, period):
        for person in sorted({s.person for s in stays if meets(s.first, s.last, period)}):
            own = [s for s in stays if s.person == person]
            heard = [
                e.date
                for e in hearings
                if facts.unit_in(e.data["unit"], period) == unit and person in e.data["residents"]
            ]
            place = max((s for s in own if meets(s.first, s.last, period)), key=lambda s: s.first).village
            owed = contain(days_of(own), period)
            yield Instance("unit-hearing", f"unit:{unit}", period, place, owed, heard, subject=person)


def clause_7_2_2_unit_special_meeting(facts, period):
    """每年至少召开1次驻村帮扶专题会议: owed if the unit had a resident on any day of the year"""
    for unit, _ in units_with_stays(facts, period):
        actor = f"unit:{unit}"
        held = facts.meetings(actor, "special", period)
        yield Instance("unit-special-meeting", actor, period, facts.place_of_unit(unit, period), True, held)


def clause_7_2_2_group_report(facts, period):
    """市级驻村工作协调组至少每季度向市驻村队伍管理办公室书面汇报1次工作"""
    to = f"office:{facts.city}"
    for county in facts.counties():
        actor = f"group:{county}"
        acts = facts.reports(actor, to, period, forms=("written",))
        yield Instance("group-report-city", actor, period, county, facts.group_stands(county, period), acts, to=to)


def clause_7_2_2_member_unit_report(facts, period):
    """市驻村队伍管理办公室各成员单位每半年向办公室汇报1次履职情况"""
    to = f"office:{facts.city}"
    for unit in facts.member_units(period):
        actor = f"memberUnit:{unit}"
        acts = facts.reports(actor, to, period)
        # The seat is in the city's office (市驻村队伍管理办公室各成员单位), so it counts in the city.
        yield Instance("member-unit-report", actor, period, facts.city, True, acts, to=to)


# ---------------------------------------------------------------------------------------------------------
# 七(二)3 抽查, 督查指导
# ---------------------------------------------------------------------------------------------------------


def clause_7_2_3_township_spot_check(facts, period):
    """乡镇（街道）党（工）委每月至少开展1次工作情况抽查: owed if any resident stood in the township that month"""
    checks = facts.acts("spotCheckMade", period)
    townships = {}
    for s in facts.stays:
        townships.setdefault(facts.township_of(s.village, period), []).append(s)
    for township, stays in sorted(townships.items()):
        made = [e.date for e in checks if facts.township_in(e.data["township"], period) == township]
        owed = any(meets(s.first, s.last, period) for s in stays)
        yield Instance("township-spot-check", f"township:{township}", period, township, owed, made)


def clause_7_2_3_county_supervision(facts, period):
    """县级驻村队伍管理办公室每季度至少开展1次督查指导"""
    for county in facts.counties():
        made = [e.date for e in facts.acts("supervisionMade", period) if e.data["division"] == county]
        owed = facts.office_stands(county, period)
        yield Instance("county-supervision", f"office:{county}", period, county, owed, made)


# ---------------------------------------------------------------------------------------------------------
# 八(一) 调研指导
# ---------------------------------------------------------------------------------------------------------


def clause_8_1_guidance_visit(facts, period):
    """主要领导和分管领导每半年至少到村（社区）调研指导1次: each leader, each village, no netting"""
    visits = facts.acts("guidanceVisitMade", period)
    for unit, stays in units_with_stays(facts, period):
        for village in sorted({s.village for s in stays if meets(s.first, s.last, period)}):
            owed = contain(days_of([s for s in stays if s.village == village]), period)
            for leader in ("principal", "inCharge"):
                made = [
                    e.date
                    for e in visits
                    if facts.unit_in(e.data["unit"], period) == unit
                    and e.data["village"] == village
                    and e.data["leader"] == leader
                ]
                yield Instance(
                    "unit-guidance-visit", f"unit:{unit}", period, village, owed, made, subject=village, leader=leader
                )


# ---------------------------------------------------------------------------------------------------------
# 八(二)3 关怀培训
# ---------------------------------------------------------------------------------------------------------


def clause_8_2_3_1_care_visit(facts, period):
    """派出单位负责人每年至少组织2次走访慰问"""
    visits = facts.acts("careVisitMade", period)
    for unit, stays in units_with_stays(facts, period):
        made = [
            e.date
            for e in visits
            if facts.unit_in(e.data["unit"], period) == unit and e.data["leader"] == "principal"
        ]
        owed = contain(days_of(stays), period)
        place = facts.place_of_unit(unit, period)
        yield Instance(
            "unit-care-visit", f"unit:{unit}", period, place, owed, made, leader="principal", at_least=2
        )


def clause_8_2_3_2_city_demonstration_class(facts, period):
    """市级每年至少举办1次示范培训班"""
    office = f"office:{facts.city}"
    held = [
        e.date
        for e in facts.acts("trainingHeld", period)
        if e.data["organiser"] == office and e.data["kind"] == "demonstration"
    ]
    owed = facts.office_stands(facts.city, period)
    yield Instance("city-demonstration-class", office, period, facts.city, owed, held)


def clause_8_2_3_2_county_rotation_training(facts, period):
    """县级每年对驻村干部轮训一遍: everyone posted at any time in the year; the city's class counts.

    Except, once the year is over, who came after the county's last class."""
    trainings = facts.acts("trainingHeld", period)
    in_county = {}
    for s in facts.stays_meeting(period):
        in_county.setdefault(facts.county_of(s.village, period), []).append(s)
    for county in facts.counties():
        office = f"office:{county}"
        classes = [e.date for e in trainings if e.data["organiser"] == office]
        for person in sorted({s.person for s in in_county.get(county, [])}):
            arrivals = [s.first for s in in_county[county] if s.person == person]
            came_too_late = (
                period.last < facts.as_of and bool(classes) and all(first > max(classes) for first in arrivals)
            )
            owed = facts.office_stands(county, period) and not came_too_late
            attended = [
                e.date
                for e in trainings
                if e.data["organiser"] in (office, f"office:{facts.city}") and person in e.data.get("residents", [])
            ]
            yield Instance("county-rotation-training", office, period, county, owed, attended, subject=person)


# ---------------------------------------------------------------------------------------------------------
# 八(三) “两优”大会, 评选表彰
# ---------------------------------------------------------------------------------------------------------


def clause_8_3_two_excellences(facts, period):
    """每年年底开展一次“两优”大会: 年底 = December"""
    office = f"office:{facts.city}"
    december = month(period.last.year, 12)
    held = facts.meetings(office, "twoExcellences", december)
    owed = facts.office_stands(facts.city, period)
    yield Instance("two-excellences-city", office, period, facts.city, owed, held)


def clause_8_3_commendation(facts, period):
    """每两年评选表彰一批全市优秀第一书记和工作队员"""
    office = f"office:{facts.city}"
    held = facts.meetings(office, "commendation", period)
    owed = facts.office_stands(facts.city, period)
    yield Instance("biennial-commendation", office, period, facts.city, owed, held)


CLAUSES = (
    (half_years_in, clause_7_2_1_city_meeting),
    (quarters_in, clause_7_2_1_county_meeting),
    (months_in, clause_7_2_2_team_report_to_township),
    (quarters_in, clause_7_2_2_team_report_to_units),
    (half_years_in, clause_7_2_2_team_report_to_county),
    (half_years_in, clause_7_2_2_unit_hearing),
    (years_in, clause_7_2_2_unit_special_meeting),
    (quarters_in, clause_7_2_2_group_report),
    (half_years_in, clause_7_2_2_member_unit_report),
    (months_in, clause_7_2_3_township_spot_check),
    (quarters_in, clause_7_2_3_county_supervision),
    (half_years_in, clause_8_1_guidance_visit),
    (years_in, clause_8_2_3_1_care_visit),
    (years_in, clause_8_2_3_2_city_demonstration_class),
    (years_in, clause_8_2_3_2_county_rotation_training),
    (years_in, clause_8_3_two_excellences),
    (rounds_in, clause_8_3_commendation),
)

DUTIES = (
    "city-meeting",
    "county-meeting",
    "team-report-township",
    "team-report-unit",
    "team-report-county",
    "unit-hearing",
    "unit-special-meeting",
    "group-report-city",
    "member-unit-report",
    "township-spot-check",
    "county-supervision",
    "unit-guidance-visit",
    "unit-care-visit",
    "city-demonstration-class",
    "county-rotation-training",
    "two-excellences-city",
    "biennial-commendation",
)


def instances(facts, span):
    """Everything asked in the span: periods that lie wholly inside it and have begun by asOf."""
    for periods_in, clause in CLAUSES:
        for period in periods_in(span):
            if period.first <= facts.as_of:
                yield from clause(facts, period)


Judged = namedtuple("Judged", "key status cells instance")


def judged_in(facts, span):
    """Every instance judged. A key may come twice: a first secretary of two villages of one county in one
    half-year reports as the same person to the same office for each."""
    return [Judged(i.key(), *judge(facts, i), i) for i in instances(facts, span)]


def compliance(judged):
    """{(actor, duty, period): cells}, summed over the instances."""
    table = {}
    for one in judged:
        duty, actor, _to, _subject, _leader, period = one.key
        row = table.setdefault((actor, duty, period), dict.fromkeys(CELLS, 0))
        for name in CELLS:
            row[name] += one.cells[name]
    return table


def unsupported(events):
    """What in the log asks for more than this oracle knows."""
    found = []
    for e in events:
        if e.type == "rulingMade":
            found.append(f"ruling at position {e.position}: {e.data.get('reading')} = {e.data.get('option')}")
        if e.type == "policyAdopted" and e.data["number"] not in (THE_TEXT, LEAVE_SAMPLE, FUND_SAMPLE):
            found.append(f"policy at position {e.position}: {e.data['number']}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log")
    parser.add_argument("--as-of", required=True, type=date.fromisoformat)
    parser.add_argument("--period", required=True)
    options = parser.parse_args()
    with open(options.log, encoding="utf-8") as log:
        events = read_log(log)
    for line in unsupported(events):
        print("unsupported:", line, file=sys.stderr)
    facts = Facts(events, options.as_of)
    names = ("duty", "actor", "to", "subject", "leader", "period")
    for one in judged_in(facts, period_of_text(options.period)):
        acts = [str(d) for d in one.instance.acts]
        print(json.dumps(dict(zip(names, one.key), status=one.status, acts=acts, **one.cells)))


if __name__ == "__main__":
    main()
