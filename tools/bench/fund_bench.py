#!/usr/bin/env python3
"""Balances of a large work fund from a cold start, against hledger, ledger and PostgreSQL, in one run.

usage: fund_bench.py ZHUCUN [--transactions N] [--villages N] [--folder DIR] [--skip hledger,ledger,postgres]
Makes a book with N payments over the villages of the shipped register, exports it as a journal, and times whole
processes: `zhucun report trial_balance`, `hledger bal`, `ledger bal`, and a GROUP BY over the same postings in
PostgreSQL (loaded before, not timed). hledger and ledger parse text; the ratio says so. Also times live reports
over HTTP on the served book: p50 and p99 of each. Prints one Markdown table.
"""
import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HEADS = ["office_supplies", "travel", "training"]


def register():
    rows = list(csv.DictReader(open(ROOT / "ledger/policy/documents/yulin-divisions.csv", encoding="utf8")))
    villages = [row for row in rows if row["level"] == "village"]
    parent = {row["code"]: row["parent"] for row in rows}
    return villages, parent


def write_events(path, transactions, count):
    villages, parent = register()
    step = max(1, len(villages) // count)
    chosen = villages[::step][:count]
    townships = sorted({row["parent"] for row in chosen})
    counties = sorted({parent[township] for township in townships})
    by_township = {}
    for row in chosen:
        by_township.setdefault(row["parent"], []).append(row["code"])
    each = transactions // len(chosen) + 1
    with open(path, "w", encoding="utf8") as out:
        def put(kind, date, **data):
            out.write(json.dumps({"type": kind, "date": date, "data": data}, ensure_ascii=False) + "\n")
        for county in counties:
            put("fundAccountSet", "2024-01-02", holder=county, fundYear=2024, mode="direct", pots="two")
        for number, township in enumerate(townships):
            for village in by_township[township]:
                lines = [{"fund": "team", "village": village, "amount": 100_000_000}]
                put("fundsReceived", "2024-01-03", holder=township, level="province", fundYear=2024,
                    document=f"Z-{village}", lines=lines, likely=True)
        written = 0
        for number in range(each):
            date = f"2024-{2 + number % 10:02d}-{1 + number % 28:02d}"
            for row in chosen:
                if written == transactions:
                    break
                written += 1
                put("spendingRegistered", date, holder=row["parent"], fundYear=2024, fund="team", village=row["code"],
                    voucher=f"{row['code'][6:]}-{number}", lines=[{"head": HEADS[number % 3],
                                                                     "amount": 1_000 + (number * 7919) % 99_000}])
    return len(chosen)


def timed(command, **more):
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        print(f"{command}: {done.stderr[-400:]}", file=sys.stderr)
        return None
    return seconds


def best(command, trials=3, **more):
    times = [timed(command, **more) for _ in range(trials)]
    return None if None in times else min(times)


def postgres(folder, journal):
    """Loads the postings into a scratch cluster and times GROUP BY; None when there is no server program."""
    tools = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    if not tools:
        return None
    bin_ = tools[-1]
    data = folder / "pg"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    shutil.chown(data, "postgres")
    folder.chmod(0o755)
    def as_postgres(*command):
        return subprocess.run(["runuser", "-u", "postgres", "--", *map(str, command)], capture_output=True, text=True)
    as_postgres(bin_ / "initdb", "-D", data, "-A", "trust")
    as_postgres(bin_ / "pg_ctl", "-D", data, "-l", data / "log", "-o", "-p 54329 -k /tmp -c listen_addresses=''", "-w", "start")
    try:
        csv_path = folder / "postings.csv"
        with open(csv_path, "w", encoding="utf8") as out:
            for line in open(journal, encoding="utf8"):
                if line.startswith("    "):
                    account, amount = line.strip().split("  ")
                    out.write(account.replace(":", ",") + "," + amount.split()[0].replace(".", "") + "\n")
        csv_path.chmod(0o644)
        psql = [bin_ / "psql", "-h", "/tmp", "-p", "54329", "-q", "-d", "postgres"]
        as_postgres(*psql, "-c", "create table p(account text, holder text, year int, fund text, source text, "
                    "village text, fen bigint)", "-c", f"copy p from '{csv_path}' csv", "-c", "vacuum analyze p")
        command = ["runuser", "-u", "postgres", "--", *map(str, psql), "-c",
                   "select account, source, fund, sum(fen) from p group by 1, 2, 3 order by 1, 2, 3"]
        return best(command)
    finally:
        as_postgres(bin_ / "pg_ctl", "-D", data, "-m", "fast", "stop")


def live(zhucun, book, trials=200):
    port = 18931
    server = subprocess.Popen([zhucun, "serve", "--book", str(book), "--port", str(port), "--disk-floor", "64"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    out = {}
    try:
        base = f"http://127.0.0.1:{port}/v1/reports/"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/book", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        for name in ("fund_bridge?period=2024", "fund_balances?period=2024", "trial_balance?period=2024"):
            times = []
            for _ in range(trials):
                started = time.perf_counter()
                urllib.request.urlopen(base + name + "&limit=100&asOf=2026-01-01", timeout=60).read()
                times.append((time.perf_counter() - started) * 1000)
            times.sort()
            out[name.split("?")[0]] = (statistics.median(times), times[int(len(times) * 0.99) - 1])
    finally:
        server.terminate()
        server.wait()
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("zhucun")
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--villages", type=int, default=1300)
    parser.add_argument("--folder", default="/tmp/fund-bench")
    parser.add_argument("--skip", default="")
    asked = parser.parse_args()
    zhucun = str(pathlib.Path(asked.zhucun).resolve())
    folder = pathlib.Path(asked.folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book, events, journal = folder / "book", folder / "events.ndjson", folder / "fund.journal"
    villages = write_events(events, asked.transactions, asked.villages)
    small = ["--book", str(book), "--disk-floor", "64"]
    subprocess.run([zhucun, "init", *small, "--start", "2024-01-01"], check=True, capture_output=True)
    submitting = timed([zhucun, "submit", str(events), *small, "--actor", "bench", "--key", "b"])
    subprocess.run([zhucun, "export", "--book", str(book), "--format", "hledger", "--out", str(journal)], check=True)
    ours = best([zhucun, "report", "trial_balance", "--book", str(book), "-O", "csv"])
    rows = [("zhucun report trial_balance", ours)]
    if "hledger" not in asked.skip:
        rows.append(("hledger bal", best(["hledger", "-f", str(journal), "bal", "--depth", "1"], trials=1)))
    if "ledger" not in asked.skip.split(","):
        rows.append(("ledger bal", best(["ledger", "-f", str(journal), "bal", "--depth", "1"], trials=1)))
    if "postgres" not in asked.skip:
        rows.append(("PostgreSQL GROUP BY (loaded before)", postgres(folder, journal)))
    print(f"{asked.transactions} payments, {villages} villages, journal {os.path.getsize(journal) / 1e6:.0f} MB, "
          f"submitted in {submitting:.0f} s\n\n| process | seconds | ratio |\n|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {'not measured' if seconds is None else f'{seconds:.2f}'} | "
              f"{'' if seconds is None else f'{seconds / ours:.1f}'} |")
    print("\n| live report, first 100 rows and totals | p50 ms | p99 ms |\n|---|---|---|")
    for name, (middle, tail) in live(zhucun, book).items():
        print(f"| {name} | {middle:.1f} | {tail:.1f} |")


if __name__ == "__main__":
    main()
