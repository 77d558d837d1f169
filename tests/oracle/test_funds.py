"""The recomputation of the work fund itself, on tiny hand-made logs."""

import os
import unittest
from datetime import date

import funds
import oracle
from test_oracle import CITY, VILLAGE, Log

DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../ledger/policy/documents/yulin-2021-4.toml")


def book():
    log = Log(live=False)
    log("2024-01-01", "goLiveSet", division=CITY, group="funds", **{"from": "2024-01-01"})
    with open(DOCUMENT, encoding="utf-8") as file:
        log("2024-01-01", "policyAdopted", number="4", text=file.read(), **{"from": "2021-08-30"})
    return log


def rule(log, reading, option, first="2024-01-01"):
    log(first, "rulingMade", reading=reading, option=option, decidedBy="x", document="x", **{"from": first})


def kind(log, name):
    log("2024-01-01", "villageKindSet", village=VILLAGE, kind=name)


def due(log, year=2024, as_of="2024-12-31"):
    facts = oracle.Facts(log.events(), date.fromisoformat(as_of))
    return {seat: one for (_, seat), one in funds.shares_due(facts, funds.Policies(facts), year).items()}


class Split(unittest.TestCase):
    def shares(self, total, county_bears=False):
        row = funds.Row(0, (("province", 5), ("city", 3), ("county", 2)), county_bears, False, False, False, False)
        return funds.split(total, row)

    def test_ties_go_to_the_city(self):
        self.assertEqual(self.shares(5), [2, 2, 1])
        self.assertEqual(self.shares(1), [1, 0, 0])
        self.assertEqual(self.shares(8), [4, 2, 2])

    def test_the_county_bears(self):
        self.assertEqual(self.shares(9, county_bears=True), [4, 2, 3])


class Days(unittest.TestCase):
    def test_overlap_counts_once_and_the_rest_is_projected(self):
        log = book()
        log.post("P1", "2024-01-01", "2024-01-20", role="firstSecretary")
        log.post("P2", "2024-01-11", role="firstSecretary")
        self.assertEqual(due(log)["firstSecretary"]["days"], 366)
        self.assertEqual(due(log, as_of="2024-01-31")["firstSecretary"]["projectedDays"], 335)
        self.assertNotIn("team", due(log))

    def test_rounded_up_before_the_split(self):
        log = book()
        log.post("P1", "2024-01-01", "2024-01-02", role="firstSecretary")
        found = due(log)["firstSecretary"]
        self.assertEqual(found["total"], 5465)
        self.assertEqual([found[name] for name in funds.LEVELS.values()], [2732, 1640, 1093])

    def test_kinds_and_vacancies(self):
        log = book()
        kind(log, "formerly_poor")
        log.post("P1", "2024-01-01", role="firstSecretary")
        self.assertEqual(due(log)["team"]["days"], 0)
        rule(log, "fund-vacant-team", "keep")
        self.assertEqual(due(log)["team"]["days"], 366)

    def test_a_first_secretary_only(self):
        log = book()
        kind(log, "weak_branch")
        log.post("P1", "2024-01-01", "2024-06-30", role="firstSecretary")
        log.post("P2", "2024-01-01", role="member")
        self.assertNotIn("team", due(log))
        rule(log, "fund-first-secretary-only", "with_team")
        self.assertEqual(due(log)["team"]["days"], 366)

    def test_a_ruling_within_the_year_holds_from_its_day(self):
        log = book()
        log.post("P1", "2024-12-01", role="firstSecretary")
        rule(log, "fund-part-year", "whole_year", first="2024-07-01")
        self.assertEqual(due(log)["firstSecretary"]["days"], 184)

    def test_before_go_live(self):
        log = book()
        log.post("P1", "2024-01-01", role="firstSecretary")
        self.assertEqual(due(log)["firstSecretary"]["days"], 366)
        log("2024-01-01", "goLiveSet", division="610802000000", group="funds", **{"from": "2025-01-01"})
        self.assertIsNone(due(log)["firstSecretary"])


if __name__ == "__main__":
    unittest.main()
