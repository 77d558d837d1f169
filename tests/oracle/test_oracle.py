"""The oracle itself, on tiny hand-made logs."""

import json
import unittest
from datetime import date

import compare
import oracle

CITY, COUNTY, OTHER = "610800000000", "610802000000", "610803000000"
TOWN, NEXT_TOWN = "610802100000", "610802101000"
VILLAGE, SECOND, FAR = "610802100200", "610802100201", "610803100200"


class Log:
    """Events as `export` prints them."""

    def __init__(self, live=True):
        self.lines = []
        self("2024-01-01", "bookOpened", city=CITY, title="示例")
        for code, name, level, parent in (
            (CITY, "榆林市", "city", ""),
            (COUNTY, "榆阳区", "county", CITY),
            (OTHER, "横山区", "county", CITY),
            (TOWN, "鱼河镇", "township", COUNTY),
            (NEXT_TOWN, "上盐湾镇", "township", COUNTY),
            ("610803100000", "石湾镇", "township", OTHER),
            (VILLAGE, "鱼河村", "village", TOWN),
            (SECOND, "二村", "village", TOWN),
            (FAR, "远村", "village", "610803100000"),
        ):
            self("2024-01-01", "divisionRegistered", code=code, name=name, level=level, parent=parent, origin="2023")
        for unit, level, seat in (("U1", "city", CITY), ("U2", "county", COUNTY), ("U3", "county", OTHER)):
            self("2024-01-01", "unitRegistered", unit=unit, name=unit, level=level, kind="government", seat=seat)
        self("2024-01-01", "officeFormed", division=CITY, name="市驻村办")
        self("2024-01-01", "officeFormed", division=COUNTY, name="区驻村办")
        if live:
            self("2024-01-01", "goLiveSet", division=CITY, group="duties", **{"from": "2024-01-01"})

    def __call__(self, day, event_type, /, **data):
        position = len(self.lines) + 1
        event = {"position": position, "recorded": "", "type": event_type, "date": day, "data": data}
        self.lines.append(json.dumps(event))
        return position

    def post(self, person, first, last=None, unit="U1", village=VILLAGE, role="member"):
        self(first, "postingStarted", person=person, unit=unit, village=village, role=role)
        return self(last, "postingEnded", person=person, ground="health") if last else None

    def report(self, day, sender, to, periods, form="oral"):
        data = {"from": sender, "to": to, "periods": periods, "form": form}
        return self(day, "reportHandedOver", **data)

    def events(self):
        return oracle.read_log(self.lines)

    def judged(self, span, as_of):
        facts = oracle.Facts(self.events(), date.fromisoformat(as_of))
        return oracle.judged_in(facts, oracle.period_of_text(span))

    def found(self, span, as_of, duty):
        """{(actor, to, subject, leader, period): status} of one duty."""
        return {one.key[1:]: one.status for one in self.judged(span, as_of) if one.key[0] == duty}

    def by_period(self, span, as_of, duty, actor=None):
        found = self.found(span, as_of, duty)
        return {key[4]: status for key, status in found.items() if actor in (None, key[0])}


class Periods(unittest.TestCase):
    def test_forms(self):
        self.assertEqual(oracle.period_of_text("2024-02").last, date(2024, 2, 29))
        self.assertEqual(oracle.period_of_text("2025Q3").first, date(2025, 7, 1))
        self.assertEqual(oracle.period_of_text("2025H2").last, date(2025, 12, 31))
        self.assertEqual([q.text for q in oracle.quarters_in(oracle.half_year(2025, 2))], ["2025Q3", "2025Q4"])
        self.assertEqual(oracle.years_in(oracle.half_year(2025, 2)), [])

    def test_rounds_show_in_the_year_they_end(self):
        self.assertEqual(oracle.rounds_in(oracle.whole_year(2024)), [])
        self.assertEqual([r.text for r in oracle.rounds_in(oracle.whole_year(2025))], ["2024-2025"])

    def test_joined(self):
        spans = [(date(2024, 2, 1), date(2024, 2, 9)), (date(2024, 1, 1), date(2024, 1, 31))]
        self.assertEqual(oracle.joined(spans), [(date(2024, 1, 1), date(2024, 2, 9))])
        self.assertFalse(oracle.contain(spans, oracle.month(2024, 2)))
        self.assertTrue(oracle.contain(spans + [(date(2024, 2, 10), oracle.FOR_EVER)], oracle.quarter(2024, 1)))


class Meetings(unittest.TestCase):
    def test_city_meeting_by_half_year(self):
        log = Log()
        log("2024-06-30", "meetingHeld", host=f"office:{CITY}", kind="dispatch", topic="x")
        log("2024-12-01", "meetingHeld", host=f"office:{CITY}", kind="push", topic="wrong kind")
        found = log.by_period("2024", "2024-12-31", "city-meeting")
        self.assertEqual(found, {"2024H1": "onTime", "2024H2": "inProgress"})
        self.assertEqual(log.by_period("2024", "2025-01-01", "city-meeting")["2024H2"], "missing")

    def test_what_comes_after_as_of_is_not_looked_at(self):
        log = Log()
        log("2024-06-20", "meetingHeld", host=f"office:{CITY}", kind="dispatch", topic="x")
        self.assertEqual(log.by_period("2024", "2024-06-19", "city-meeting"), {"2024H1": "inProgress"})

    def test_county_without_office(self):
        log = Log()
        found = log.found("2024Q1", "2024-04-01", "county-meeting")
        self.assertEqual(found[(f"office:{COUNTY}", "", "", "", "2024Q1")], "missing")
        self.assertEqual(found[(f"office:{OTHER}", "", "", "", "2024Q1")], "notApplicable")

    def test_before_go_live_goes_first(self):
        log = Log(live=False)
        self.assertEqual(set(log.found("2024Q1", "2024-04-01", "county-meeting").values()), {"beforeGoLive"})
        log("2024-01-01", "goLiveSet", division=CITY, group="all", **{"from": "2024-07-01"})
        log("2024-01-01", "goLiveSet", division=COUNTY, group="duties", **{"from": "2024-03-31"})
        found = log.found("2024Q1", "2024-04-01", "county-meeting")
        self.assertEqual(found[(f"office:{COUNTY}", "", "", "", "2024Q1")], "missing")
        self.assertEqual(found[(f"office:{OTHER}", "", "", "", "2024Q1")], "beforeGoLive")

    def test_two_excellences_only_in_december(self):
        log = Log()
        log("2024-11-30", "meetingHeld", host=f"office:{CITY}", kind="twoExcellences", topic="x")
        self.assertEqual(log.by_period("2024", "2025-01-01", "two-excellences-city"), {"2024": "missing"})
        log("2024-12-31", "meetingHeld", host=f"office:{CITY}", kind="twoExcellences", topic="x")
        self.assertEqual(log.by_period("2024", "2025-01-01", "two-excellences-city"), {"2024": "onTime"})

    def test_commendation_round(self):
        log = Log()
        log("2024-05-01", "meetingHeld", host=f"office:{CITY}", kind="commendation", topic="x")
        self.assertEqual(log.by_period("2025", "2026-01-01", "biennial-commendation"), {"2024-2025": "onTime"})


class Reports(unittest.TestCase):
    team = f"team:{VILLAGE}"
    town = f"township:{TOWN}"

    def test_monthly_on_time_late_missing_in_progress(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log.report("2024-01-30", self.team, [self.town], ["2024-01"])
        log.report("2024-03-05", self.team, [self.town], ["2024-02"])
        found = log.by_period("2024", "2024-04-30", "team-report-township")
        self.assertEqual(
            found, {"2024-01": "onTime", "2024-02": "late", "2024-03": "missing", "2024-04": "inProgress"}
        )

    def test_the_wrong_addressee_or_actor_serves_nothing(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log.report("2024-01-30", self.team, [f"office:{COUNTY}"], ["2024-01"])
        log.report("2024-01-30", "person:P1", [self.town], ["2024-01"])
        self.assertEqual(log.by_period("2024-01", "2024-02-01", "team-report-township"), {"2024-01": "missing"})

    def test_returned_serves_nothing_at_that_addressee(self):
        log = Log()
        log.post("P1", "2024-01-01")
        to = [self.town, "unit:U1"]
        sent = log.report("2024-03-30", self.team, to, ["2024-03", "2024Q1"])
        log("2024-04-02", "reportReturned", report=sent, by=self.town, reason="x")
        self.assertEqual(log.by_period("2024-03", "2024-04-01", "team-report-township"), {"2024-03": "onTime"})
        self.assertEqual(log.by_period("2024-03", "2024-04-02", "team-report-township"), {"2024-03": "missing"})
        self.assertEqual(log.by_period("2024Q1", "2024-04-02", "team-report-unit"), {"2024Q1": "onTime"})

    def test_partial_first_and_last_period_not_owed_rotation_no_new_first(self):
        log = Log()
        log.post("P1", "2024-01-10", "2024-02-10")
        log.post("P2", "2024-02-20", "2024-03-20")
        found = log.by_period("2024", "2024-06-01", "team-report-township", self.team)
        self.assertEqual(found, {"2024-01": "notApplicable", "2024-02": "missing", "2024-03": "notApplicable"})

    def test_nobody_stood(self):
        log = Log()
        log("2024-01-01", "villageKindSet", village=VILLAGE, kind="formerly_poor")
        log.post("P1", "2024-01-01", "2024-01-31")
        log.post("P2", "2024-03-01")
        found = log.by_period("2024Q1", "2024-06-01", "team-report-township", self.team)
        self.assertEqual(found, {"2024-01": "missing", "2024-02": "notApplicable", "2024-03": "missing"})

    def test_end_after_as_of_counts_as_open(self):
        log = Log()
        log.post("P1", "2024-01-01", "2024-01-20")
        self.assertEqual(log.by_period("2024-01", "2024-01-19", "team-report-township"), {"2024-01": "inProgress"})
        self.assertEqual(log.by_period("2024-01", "2024-01-20", "team-report-township"), {"2024-01": "notApplicable"})

    def test_reversed_end_is_open_again(self):
        log = Log()
        ended = log.post("P1", "2024-01-01", "2024-01-20")
        log("2024-05-01", "eventReversed", target=ended, reason="x")
        self.assertEqual(log.by_period("2024-01", "2024-02-20", "team-report-township"), {"2024-01": "missing"})

    def test_without_team_each_first_secretary(self):
        log = Log()
        log("2024-01-01", "villageKindSet", village=VILLAGE, kind="weak_branch")
        log.post("P1", "2024-01-01", role="firstSecretary")
        log.report("2024-01-20", "person:P1", [self.town], ["2024-01"])
        found = log.found("2024-01", "2024-02-01", "team-report-township")
        self.assertEqual(found, {("person:P1", self.town, "", "", "2024-01"): "onTime"})
        found = log.found("2024Q1", "2024-04-01", "team-report-unit")
        self.assertEqual(found, {("person:P1", "unit:U1", "", "", "2024Q1"): "missing"})

    def test_kind_in_force_on_the_first_day(self):
        log = Log()
        log("2024-01-15", "villageKindSet", village=VILLAGE, kind="heavy_task", until="2024-02-29")
        log.post("P1", "2024-01-01", role="firstSecretary")
        found = log.found("2024Q1", "2024-04-01", "team-report-township")
        self.assertEqual([key[0] for key in sorted(found, key=lambda k: k[4])], ["person:P1", self.team, "person:P1"])

    def test_unit_report_needs_one_person_the_whole_quarter(self):
        log = Log()
        log.post("P1", "2024-01-01", "2024-02-10")
        log.post("P2", "2024-02-11")
        log.post("P3", "2024-01-01", "2024-01-31", unit="U2", role="member")
        log.post("P3", "2024-02-01", unit="U2", role="firstSecretary")
        found = log.found("2024Q1", "2024-04-01", "team-report-unit")
        self.assertEqual(found[(self.team, "unit:U1", "", "", "2024Q1")], "notApplicable")
        self.assertEqual(found[(self.team, "unit:U2", "", "", "2024Q1")], "missing")

    def test_merged_unit_answers_through_its_successor(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log("2024-03-31", "unitMerged", unit="U1", into="U2", document="x")
        log.report("2024-03-01", self.team, ["unit:U1"], ["2024Q1"])
        log("2024-02-01", "hearingHeld", unit="U1", residents=["P1"])
        found = log.found("2024Q1", "2024-04-01", "team-report-unit")
        self.assertEqual(found, {(self.team, "unit:U2", "", "", "2024Q1"): "onTime"})
        self.assertEqual(list(log.found("2024Q1", "2024-03-30", "team-report-unit"))[0][1], "unit:U1")
        self.assertEqual(
            log.found("2024H1", "2024-04-01", "unit-hearing"), {("unit:U2", "", "P1", "", "2024H1"): "onTime"}
        )

    def test_merged_township_hands_over_its_villages(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log("2024-02-15", "divisionMerged", code=TOWN, into=NEXT_TOWN, document="x")
        found = log.found("2024Q1", "2024-04-01", "team-report-township")
        self.assertEqual({key[4]: key[1] for key in found}["2024-01"], self.town)
        self.assertEqual({key[4]: key[1] for key in found}["2024-02"], f"township:{NEXT_TOWN}")

    def test_groups_in_writing_only(self):
        log = Log()
        log("2024-02-01", "groupFormed", county=COUNTY, name="组")
        log.report("2024-03-01", f"group:{COUNTY}", [f"office:{CITY}"], ["2024Q1"], form="oral")
        found = log.found("2024Q1", "2024-04-01", "group-report-city")
        self.assertEqual({key[0]: status for key, status in found.items()},
                         {f"group:{COUNTY}": "missing", f"group:{OTHER}": "notApplicable"})
        log.report("2024-04-02", f"group:{COUNTY}", [f"office:{CITY}"], ["2024Q1"], form="written")
        found = log.found("2024Q1", "2024-04-03", "group-report-city")
        self.assertEqual(found[(f"group:{COUNTY}", f"office:{CITY}", "", "", "2024Q1")], "late")

    def test_member_units_of_the_city_office(self):
        log = Log()
        log("2024-02-01", "memberUnitNamed", unit="U1", division=CITY, until="2024-08-01")
        log("2024-02-01", "memberUnitNamed", unit="U2", division=COUNTY)
        log.report("2024-06-01", "memberUnit:U1", [f"office:{CITY}"], ["2024H1"])
        found = log.by_period("2025", "2025-12-31", "member-unit-report")
        self.assertEqual(found, {})
        found = log.by_period("2024", "2025-12-31", "member-unit-report")
        self.assertEqual(found, {"2024H1": "onTime", "2024H2": "missing"})


class Units(unittest.TestCase):
    def test_hearing_of_each_resident(self):
        log = Log()
        log.post("P1", "2024-01-01", "2024-03-31")
        log.post("P1", "2024-04-01", village=SECOND)
        log.post("P2", "2024-02-01")
        log("2024-05-01", "hearingHeld", unit="U1", residents=["P1", "P2"])
        log("2024-05-01", "hearingHeld", unit="U2", residents=["P1"])
        found = log.found("2024", "2025-01-01", "unit-hearing")
        self.assertEqual({(k[2], k[4]): s for k, s in found.items()}, {
            ("P1", "2024H1"): "onTime", ("P2", "2024H1"): "notApplicable",
            ("P1", "2024H2"): "missing", ("P2", "2024H2"): "missing"})

    def test_special_meeting_for_any_day(self):
        log = Log()
        log.post("P1", "2024-12-31", unit="U3", village=FAR)
        self.assertEqual(log.by_period("2024", "2025-01-01", "unit-special-meeting", "unit:U3"), {"2024": "missing"})

    def test_visit_of_each_leader_to_each_village(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log.post("P2", "2024-01-02", village=SECOND)
        log("2024-02-01", "guidanceVisitMade", unit="U1", leader="principal", village=VILLAGE)
        log("2024-03-01", "guidanceVisitMade", unit="U1", leader="principal", village=VILLAGE)
        found = log.found("2024H1", "2024-07-01", "unit-guidance-visit")
        self.assertEqual({k[2:4]: s for k, s in found.items()}, {
            (VILLAGE, "principal"): "onTime", (VILLAGE, "inCharge"): "missing",
            (SECOND, "principal"): "notApplicable", (SECOND, "inCharge"): "notApplicable"})

    def test_two_care_visits_by_the_principal_leader(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log("2024-02-01", "careVisitMade", unit="U1", leader="principal", residents=["P1"])
        log("2024-03-01", "careVisitMade", unit="U1", leader="inCharge", residents=["P1"])
        (care,) = [one for one in log.judged("2024", "2025-01-01") if one.key[0] == "unit-care-visit"]
        self.assertEqual(care.key[1:], ("unit:U1", "", "", "principal", "2024"))
        self.assertEqual(care.status, "missing")
        self.assertEqual([care.cells[name] for name in ("expected", "actual", "onTime", "missing")], [2, 1, 1, 1])

    def test_care_visit_needs_a_whole_year(self):
        log = Log()
        log.post("P1", "2024-01-02")
        self.assertEqual(log.by_period("2024", "2025-01-01", "unit-care-visit"), {"2024": "notApplicable"})


class Checks(unittest.TestCase):
    def test_spot_check_where_somebody_stood(self):
        log = Log()
        log.post("P1", "2024-01-31", "2024-02-01")
        log("2024-02-01", "spotCheckMade", township=TOWN, villages=[VILLAGE], found="x")
        found = log.by_period("2024Q1", "2024-04-01", "township-spot-check", f"township:{TOWN}")
        self.assertEqual(found, {"2024-01": "missing", "2024-02": "onTime", "2024-03": "notApplicable"})

    def test_supervision(self):
        log = Log()
        log("2024-03-31", "supervisionMade", division=COUNTY, villages=[VILLAGE], found="x")
        found = log.by_period("2024H1", "2024-07-01", "county-supervision", f"office:{COUNTY}")
        self.assertEqual(found, {"2024Q1": "onTime", "2024Q2": "missing"})

    def test_rotation_training(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log.post("P2", "2024-01-01", "2024-01-01")
        log.post("P3", "2024-09-02")
        data = {"organiser": f"office:{COUNTY}", "kind": "rotation", "title": "x", "residents": ["P1"]}
        log("2024-09-01", "trainingHeld", **data)
        found = log.found("2024", "2024-12-31", "county-rotation-training")
        self.assertEqual({k[2]: s for k, s in found.items()}, {"P1": "onTime", "P2": "inProgress", "P3": "inProgress"})
        found = log.found("2024", "2025-01-01", "county-rotation-training")
        self.assertEqual({k[2]: s for k, s in found.items()}, {"P1": "onTime", "P2": "missing", "P3": "notApplicable"})

    def test_a_city_class_counts_for_those_it_lists(self):
        log = Log()
        log.post("P1", "2024-01-01")
        log.post("P2", "2024-01-01")
        data = {"organiser": f"office:{CITY}", "kind": "demonstration", "title": "x", "residents": ["P1"]}
        log("2024-09-01", "trainingHeld", **data)
        found = log.found("2024", "2025-01-01", "county-rotation-training")
        self.assertEqual({k[2]: s for k, s in found.items()}, {"P1": "onTime", "P2": "missing"})
        self.assertEqual(log.by_period("2024", "2025-01-01", "city-demonstration-class"), {"2024": "onTime"})


class Comparing(unittest.TestCase):
    def test_cells_and_instances_both_directions(self):
        log = Log()
        judged = [one for one in log.judged("2024H1", "2024-07-01") if one.key[0] == "city-meeting"]
        row = {"group": f"office:{CITY}", "duty": "city-meeting", "period": "2024H1", "expected": 1, "missing": 1}
        same = compare.Differences()
        self.assertEqual(compare.compare_cells(judged, [row], same), 8)
        self.assertEqual(same.count, 0)
        extra = compare.Differences()
        extra.add = lambda duty, text: setattr(extra, "count", extra.count + 1)
        compare.compare_cells(judged, [dict(row, period="2024H2")], extra)
        self.assertEqual(extra.count, 4)  # expected and missing: here too many, there too few
        listed = {"key": f"city-meeting|office:{CITY}||||2024H1", "status": "missing"}
        compare.compare_instances(judged, [listed], same)
        compare.compare_planted(judged, [dict(compare.named_parts(listed), status="missing")], same)
        self.assertEqual(same.count, 0)
        compare.compare_planted(judged, [], extra)
        self.assertEqual(extra.count, 5)

    def test_rulings_are_not_supported(self):
        log = Log()
        log("2024-01-01", "rulingMade", reading="hearing", option="unit", decidedBy="x", document="x")
        self.assertEqual(len(oracle.unsupported(log.events())), 1)


if __name__ == "__main__":
    unittest.main()
