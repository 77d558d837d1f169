"""The oracle of allowances itself, on tiny hand-made logs."""

import unittest
from datetime import date

import allowances
import oracle
from test_oracle import CITY, COUNTY, TOWN, VILLAGE, Log


class Dues(unittest.TestCase):
    def setUp(self):
        self.log = Log()
        self.log("2024-01-01", "goLiveSet", division=CITY, group="allowances", **{"from": "2024-01-01"})
        self.standard("travel_meal", COUNTY, 5001)
        self.standard("county_transport", COUNTY, 10000, tier="一档")
        self.standard("travel_transport", CITY, 8000)
        self.standard("return_fare", COUNTY, 3000)
        self.log("2024-01-01", "townshipTierSet", register="county_transport", township=TOWN, tier="一档",
                 **{"from": "2024-01-01"})

    def standard(self, register, area, amount, since="2024-01-01", told="2024-01-01", **more):
        self.log(told, "standardSet", register=register, area=area, amount=amount, **more, **{"from": since})

    def sheet(self, person, marks, confirmed=True):
        rows = [{"person": person, "marks": marks}]
        at = self.log("2024-03-01", "attendanceEntered", village=VILLAGE, month="2024-02", by="t", rows=rows)
        if confirmed:
            self.log("2024-03-02", "attendanceChecked", village=VILLAGE, month="2024-02", by="t", sheet=at)
            self.log("2024-03-03", "attendanceConfirmed", village=VILLAGE, month="2024-02", by="t", sheet=at)

    def due(self, person, as_of="2024-04-01", month="2024-02"):
        events = self.log.events()
        facts = oracle.Facts(events, date.fromisoformat(as_of))
        found = allowances.Dues(facts, events).of(person, oracle.period_of_text(month))
        return {key: (line.due, line.basis) for key, line in found.items()}

    def test_half_days_are_rounded_once(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.sheet("P1", "在 在休 公 -")
        self.assertEqual(self.due("P1")[("living-allowance", "U2")], (7502, "confirmed"))

    def test_a_returned_or_missing_sheet_gives_no_figure(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.assertEqual(self.due("P1")[("living-allowance", "U2")], (None, "unknown"))
        self.sheet("P1", "在", confirmed=False)
        self.assertEqual(self.due("P1")[("living-allowance", "U2")], (5001, "provisional"))

    def test_a_month_shared_by_two_units(self):
        self.log.post("P1", "2024-01-01", "2024-02-10", unit="U2")
        self.log.post("P1", "2024-02-11", unit="U3")
        found = self.due("P1")
        self.assertEqual(found[("telecom-allowance", "U2")], (10000, "confirmed"))
        self.assertNotIn(("telecom-allowance", "U3"), found)
        self.assertEqual(found[("transport-county", "U2")], (3448, "confirmed"))
        self.assertEqual(found[("transport-county", "U3")], (6552, "confirmed"))

    def test_a_merged_unit_s_debts_pass_over(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.log("2024-03-10", "unitMerged", unit="U2", into="U3", document="x")
        self.assertIn(("telecom-allowance", "U3"), self.due("P1"))
        self.assertIn(("telecom-allowance", "U2"), self.due("P1", as_of="2024-03-09"))

    def test_a_later_paper_holds_from_before(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.sheet("P1", "在 在")
        self.standard("travel_meal", COUNTY, 6000, since="2024-02-02", told="2024-03-20")
        self.assertEqual(self.due("P1")[("living-allowance", "U2")][0], 11001)
        self.assertEqual(self.due("P1", as_of="2024-03-19")[("living-allowance", "U2")][0], 10002)

    def test_trips_of_the_city_s_residents(self):
        self.standard("travel_meal", CITY, 10000)
        self.log.post("P1", "2024-01-01", unit="U1")
        self.sheet("P1", "在 在 在 在")
        self.log("2024-02-02", "tripMade", person="P1", unit="U1", back="2024-02-04")
        found = self.due("P1")
        self.assertEqual(found[("living-allowance", "U1")][0], 20000)
        self.assertEqual(found[("travel-transport", "U1")][0], 16000)
        self.assertEqual(found[("return-fare", "U1")][0], 3000)
        self.assertNotIn(("transport-county", "U1"), found)

    def test_shares_by_heads(self):
        self.assertEqual(allowances.shares(100, {"A": 1, "B": 2}), {"A": 33, "B": 67})
        self.assertEqual(allowances.shares(100, {"A": 1, "B": 1, "C": 1}), {"A": 33, "B": 33, "C": 34})


class Accounts(Dues):
    def account(self, person, as_of="2024-04-01"):
        events = self.log.events()
        facts = oracle.Facts(events, date.fromisoformat(as_of))
        dues = allowances.Dues(facts, events)
        months = oracle.months_in(oracle.quarter(2024, 1))
        payments = allowances.payments_of(facts, dues).get(person, [])
        lines, left = allowances.account(dues, person, months, payments)
        return {key: allowances.status(line, False) for key, line in lines.items()}, left

    def pay(self, unit, *lines, day="2024-03-20"):
        self.log(day, "allowancePaid", unit=unit, person="P1", voucher=day, lines=list(lines))

    def test_a_lump_goes_to_the_oldest_first_and_the_rest_is_nobody_s(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.pay("U2", {"first": "2024-01", "last": "2024-02", "amount": 45000})
        found, left = self.account("P1")
        self.assertEqual(found[("2024-02", "telecom-allowance", "U2")], "paid")
        self.assertEqual([rest for _, rest in left], [5000])

    def test_paid_by_another_unit(self):
        self.log.post("P1", "2024-01-01", unit="U2")
        self.pay("U3", {"item": "telecom-allowance", "first": "2024-01", "amount": 10000})
        found, _ = self.account("P1")
        self.assertEqual(found[("2024-01", "telecom-allowance", "U2")], "nothing")
        self.assertEqual(found[("2024-01", "telecom-allowance", "U3")], "recover")


if __name__ == "__main__":
    unittest.main()
