"""What a demo book was told to do wrong of oversight, held against the recomputation of oversight.py: each situation
is found, and nothing else of its kind. Likewise the findings that come of it."""

import re

import oracle
from life import cell
from oversight_rows import DEPARTMENTS, GROUNDS, check_plan, iso


class Planted:
    """Each kind of situation: planted and recomputed as sets of the same names."""

    def __init__(self, book, rows, found):
        self.book, self.rows, self.found = book, rows, found
        self.compared = 0

    def same(self, what, planted, mine):
        planted, mine = sorted(planted), sorted(mine)
        self.compared += len(planted)
        for one in sorted(set(planted) - set(mine)):
            self.found.add("planted", f"{what} {one}: planted, not found")
        for one in sorted(set(mine) - set(planted)):
            self.found.add("planted", f"{what} {one}: found, not planted")
        if len(planted) != len(set(planted)):
            self.found.add("planted", f"{what}: planted twice")

    def judge(self, planted):
        by = {}
        for one in planted:
            by.setdefault(one["report"], []).append(one)
        for report_name, ones in by.items():
            getattr(self, report_name)(ones)

    def open_rectifications(self, ones):
        rows = self.rows["open_rectifications"].values()
        self.same("problem", [(o["name"], o["kind"]) for o in ones], [(r["problem"], r["status"]) for r in rows])

    def tasks(self, ones):
        rows = self.rows["tasks"].values()
        self.same("task", [(o["name"], o["kind"]) for o in ones], [(r["title"], r["status"]) for r in rows])

    def settlement_employment(self, ones):
        rows = self.rows["settlement_employment"]
        kind = lambda r: "never_stated" if r["stated"] is None else "gap" if r["gap"] else "no_gap"
        self.same("employment", [(o["place"], o["kind"]) for o in ones], [(v, kind(r)) for v, r in rows.items()])

    def reminders(self, ones):
        kind = lambda r: ("answered" if r["answered"] else "unanswered") + ("_open" if r["open"] else "_done")
        rows = self.rows["reminders"].values()
        self.same("reminder", [(o["name"], o["kind"]) for o in ones], [(r["number"], kind(r)) for r in rows])

    def office_completeness(self, ones):
        good = ("seated", "named", "held")
        says = {"none": "missing", "rankShort": "lower_rank", "otherUnit": "other_unit"}
        matters = {f"department:{name}": said for name, said in DEPARTMENTS.items()}
        matters |= {"groupLeader": "leader", "caseReview": "review"}
        mine = []
        for key, row in self.rows["offices"].items():
            place, matter, year = key.split("|")
            if year == "2025" and row["status"] not in good:
                mine.append((place, matters[matter], says.get(row["status"], row["status"])))
        self.same("office", [(o["place"], o["name"], o["kind"]) for o in ones], mine)

    def interview_grounds(self, ones):
        mine = []
        for key, row in self.rows["interviews"].items():
            unit, ground, year = key.split("|")
            # One held since answers the facts of an earlier year too; it is planted in its own.
            if row["interviewed"] and row["interviewed"][:4] == year:
                mine.append((unit, ground, year, row["status"]))
        planted = [(o["unit"], GROUNDS[o["name"]][0], o["period"], o["kind"]) for o in ones]
        self.same("interview", planted, mine)

    def assessments(self, ones):
        book, annual_rows = self.book, self.rows["annual"]
        yearly = [o for o in ones if not o["name"]]
        of = lambda *kinds: [(o["person"], o["period"], o["kind"]) for o in yearly if o["kind"] in kinds]
        waiting = ("toHear", "toAssess", "toConfirm", "toFeedBack", "notOwed")
        named = [(r["person"], key.split("|")[1], r) for key, r in annual_rows.items()]
        self.same("assessment", of(*waiting), [(p, y, r["status"]) for p, y, r in named if r["status"] in waiting])
        unheard = [(p, y, "unheard") for p, y, r in named if r["assessed"] and not r["heard"]]
        self.same("assessment", of("unheard"), unheard)
        above = [(p, y, r) for p, y, r in named if book.unit_level[r["unit"]] == "province"]
        higher = [(p, y, "higher_by_paper") for p, y, r in above if r["confirmed"]]
        self.same("assessment", of("higher_by_paper"), higher)
        lenient = []
        for e in book.happened("toleranceFound"):
            asked = next(a for a in book.happened("toleranceApplied") if a.position == e.data["application"])
            grade = next((c for c in book.happened("annualConfirmed") if c.position == asked.data["basis"]), None)
            if grade:
                lenient.append((e.data["person"], str(grade.data["year"]), e.data["effect"]))
        self.same("tolerance", of("exempted", "refused"), lenient)
        terms = [(r["person"], key.split("|")[1], r) for key, r in self.rows["term"].items()]
        last = {(s.person, s.first.isoformat()): s.last.isoformat() for s in book.stays}
        mine = [(p, last[(p, f)], "toAssess") for p, f, r in terms if r["status"] == "toAssess"]
        mine += [(p, last[(p, f)], "unheard") for p, f, r in terms if r["status"] == "done" and r["villagers"] == 0]
        self.same("term", [(o["person"], o["period"], o["kind"]) for o in ones if o["name"] == "term"], mine)

    def management_register(self, ones):
        book = self.book
        of = lambda kind: [o["person"] for o in ones if o["kind"] == kind]
        self.same("criticism", of("criticism"), [e.data["person"] for e in book.happened("criticismGiven")])
        self.same("unfitness", of("unfit"), [e.data["person"] for e in book.happened("unfitnessDecided")])
        light = [e.data["person"] for e in book.happened("toleranceFound") if e.data["effect"] == "lightened"]
        self.same("lightened", of("lightened"), light)
        self.same(
            "liability",
            [o["unit"] for o in ones if o["kind"] == "liability"],
            [e.data["unit"] for e in book.happened("liabilityProposed")],
        )

    def unit_support(self, ones):
        mine = []
        span = oracle.whole_year(2025)
        given = {self.book.unit_now(e.data["unit"]) for e in self.book.acts("supportGiven", span)}
        mine = {self.book.unit_now(s.unit) for s in self.book.stays_meeting(span)} - given
        self.same("support", [o["unit"] for o in ones], mine)

    def check_plan(self, ones):
        mine = []
        for e in self.book.happened("checkPlanAdopted"):
            count = len(e.data["villages"])
            rows = check_plan(self.book, e.data["division"], e.data["period"], e.data["seed"], count)
            drawn = {v for v, row in rows.items() if row["drawn"] == "是"}
            mine.append((e.data["division"], "agrees" if drawn == set(e.data["villages"]) else "differs"))
        self.same("plan", [(o["place"], o["kind"]) for o in ones], mine)


# Of the findings: which kinds come of the situations above, and of nothing else.
def compare_findings(book, rows, findings, found):
    kinds = {}
    for row in findings:
        kinds.setdefault(row["key"].split("|")[0], []).append(row)
    open_rows = [r for r in rows["open_rectifications"].values() if not r["closed"] and r["status"] != "reported"]
    late = {r["problem"] for r in open_rows if r["due"] < iso(book.as_of)}
    named = {re.search("“(.*?)”，", cell(row, "what")).group(1) for row in kinds.get("rectification_overdue", [])}
    for problem in sorted(late ^ named):
        found.add("findings", f"rectification_overdue {problem}: {'oracle' if problem in late else 'report'} only")
    # One finding an office, whatever is wanting.
    this = f"|{book.as_of.year}"
    of = {key: row for key, row in rows["offices"].items() if key.endswith(this)}
    seats = {r["division"] for k, r in of.items() if "department" in k and r["status"] == "missing"}
    leaders = {r["division"] for k, r in of.items() if "groupLeader" in k and r["status"] != "named"}
    for kind, wanting in (("department_missing", seats), ("group_leader_missing", leaders)):
        said = {row["key"].split("|")[1] for row in kinds.get(kind, [])}
        if wanting != said:
            found.add("findings", f"{kind}: oracle {sorted(wanting)}, report {sorted(said)}")
