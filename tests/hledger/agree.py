#!/usr/bin/env python3
"""A stranger's tool checks our books: hledger reads the exported journal and agrees to the fen.

usage: agree.py ZHUCUN [--books N] [--villages N]
One demo city, then N small books with seeds 1..N. For each: `hledger check --strict` accepts the journal, and the
balances of hledger equal the trial balance, the balances of every pot and the bridge, as of three days.
"""
import argparse
import collections
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

DAYS = ["2025-06-30", "2025-12-31", "2026-06-30"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def fen(text):
    yuan = text.replace("CNY", "").replace(",", "").strip()
    if yuan in ("", "0"):
        return 0
    sign = -1 if yuan.startswith("-") else 1
    whole, _, rest = yuan.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int((rest + "00")[:2]))


def hledger_balances(journal, day):
    """(account, holder, year, fund, source, village) -> fen, up to and including a day."""
    text = run("hledger", "-f", journal, "balance", "--flat", "--no-total", "-E", "-O", "csv",
               "-e", day)
    out = collections.Counter()
    for row in csv.DictReader(io.StringIO(text)):
        parts = tuple(row["account"].split(":"))
        out[parts] += fen(row["balance"])
    return out


def next_day(day):
    year, month, date = map(int, day.split("-"))
    return {(6, 30): f"{year}-07-01", (12, 31): f"{year + 1}-01-01"}[(month, date)]


def report(zhucun, book, name, day, **asked):
    command = [zhucun, "report", name, "--book", book, "--as-of", day, "-O", "json"]
    for key, value in asked.items():
        command += [f"--{key}", value]
    table = json.loads(run(*command))
    return table


def value(cell):
    return cell.get("value") if isinstance(cell, dict) else cell


class Check:
    def __init__(self):
        self.cells = 0
        self.differences = []

    def equal(self, where, ours, theirs):
        self.cells += 1
        if ours != theirs:
            self.differences.append(f"{where}: ours {ours}, hledger {theirs}")


def rows_of(table):
    names = [column["name"] for column in table["columns"]]
    for row in table["rows"]:
        yield row["key"], dict(zip(names, map(value, row["cells"])))


UNIT_ACCOUNTS = {"驻村干部待遇支出": "expense", "待银行处理": "transit", "单位存款或授权支付": "paid"}


def compare_units(zhucun, book, day, balances, check):
    """The units' own books: every year's accounts, and each unit's item sums to nothing."""
    theirs = collections.Counter()
    items = collections.Counter()
    for parts, amount in balances.items():
        if parts[0] != "allowance":
            continue
        _, account, unit, year, item = parts
        theirs[(account, year)] += amount
        items[(unit, item)] += amount
    for key, amount in items.items():
        check.equal(f"{book} {day} {key} sums to nothing", 0, amount)
    for year in ("2024", "2025", "2026"):
        ours = collections.Counter()
        for _, row in rows_of(report(zhucun, book, "unit_vouchers", day, period=year)):
            ours[UNIT_ACCOUNTS[row["account"]]] += (row["debit"] or 0) - (row["credit"] or 0)
        for account in UNIT_ACCOUNTS.values():
            check.equal(f"{book} {day} units {year} {account}", ours[account], theirs[(account, year)])


def compare(zhucun, book, journal, check):
    for day in DAYS:
        both = hledger_balances(journal, next_day(day))
        compare_units(zhucun, book, day, both, check)
        theirs = {parts: amount for parts, amount in both.items() if parts[0] != "allowance"}
        by_kind = collections.Counter()
        by_pot = collections.defaultdict(collections.Counter)
        money = collections.Counter()
        for (account, holder, year, fund, source, village), amount in theirs.items():
            by_kind[(account, source, fund)] += amount
            by_pot[(holder, year, fund, "" if village == "none" else village)][account] += amount
            if account in ("cash", "quota"):
                money[year] += amount
        seen = set()
        for key, row in rows_of(report(zhucun, book, "trial_balance", day)):
            account, source, fund = key.split("|")
            seen.add((account, source, fund))
            ours = (row["balanceDebit"] or 0) - (row["balanceCredit"] or 0)
            check.equal(f"{book} {day} {key}", ours, by_kind[(account, source, fund)])
        for key, amount in by_kind.items():
            if key not in seen:
                check.equal(f"{book} {day} {key} only in hledger", 0, amount)
        pots = set()
        for key, row in rows_of(report(zhucun, book, "fund_balances", day)):
            pot = tuple(key.split("|"))
            pots.add(pot)
            for account, name, sign in (("cash", "cash", 1), ("quota", "quota", 1), ("transit", "transit", 1),
                                        ("reserved", "reserved", 1), ("advance", "advance", -1),
                                        ("receivable", "receivable", 1)):
                check.equal(f"{book} {day} {key} {name}", row[name], sign * by_pot[pot][account])
        for pot, accounts in by_pot.items():
            if pot in pots:
                continue
            for account in ("cash", "quota", "transit", "reserved", "advance", "receivable"):
                check.equal(f"{book} {day} {pot} {account} only in hledger", 0, accounts[account])
        for year in ("2024", "2025", "2026"):
            table = report(zhucun, book, "fund_bridge", day, period=year, by="township")
            at = [column["name"] for column in table["columns"]].index("balance")
            total = value(table["totals"]["cells"][at]) if table.get("totals") else 0
            check.equal(f"{book} {day} bridge {year}", total or 0, money[year])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("zhucun")
    parser.add_argument("--books", type=int, default=100)
    parser.add_argument("--villages", type=int, default=60)
    asked = parser.parse_args()
    zhucun = str(pathlib.Path(asked.zhucun).resolve())
    check = Check()
    transactions = 0
    with tempfile.TemporaryDirectory() as folder:
        books = [(asked.villages, 1)] + [(14 + seed % 12, seed) for seed in range(1, asked.books + 1)]
        for number, (villages, seed) in enumerate(books):
            book = f"{folder}/book-{number}"
            journal = f"{folder}/{number}.journal"
            run(zhucun, "demo", "--book", book, "--villages", str(villages), "--seed", str(seed), "--disk-floor", "64")
            run(zhucun, "export", "--book", book, "--format", "hledger", "--as-of", DAYS[-1], "--out", journal)
            run("hledger", "-f", journal, "check", "--strict")
            transactions += sum(line[:2] == "20" for line in open(journal, encoding="utf8"))
            compare(zhucun, book, journal, check)
            subprocess.run(["rm", "-rf", book, journal])
    for line in check.differences[:20]:
        print(line, file=sys.stderr)
    print(f"hledger：{len(books)} 本账（种子 1—{asked.books}），{transactions} 笔，{check.cells} 个余额，"
          f"相差 {len(check.differences)} 个")
    sys.exit(1 if check.differences else 0)


if __name__ == "__main__":
    main()
