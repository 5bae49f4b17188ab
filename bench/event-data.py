#!/usr/bin/env python3
"""How fast event data of others come in, and how soon a series comes out.

usage: bench/event-data.py [--program PATH] [--rows N] [--folder DIR]

Makes N rows (default one million) with the columns of GDELT 2.0, the same N the same
bytes: 60 countries, 40 CAMEO codes and 5 roles drawn by a fixed generator, ten years
of days in order, an address for every three rows, about as long as real rows are. Then
measures `demarche panel` and `demarche import` on them (CPU time of the process, user
and system, start included; memory as Linux counts it), a second import of the same
file, and a dyad's monthly series from the store, warm, the best of five, as the time of
the SQL alone and of the whole command. Prints a Markdown table. Exit status 1 if a
second import adds rows or two panels differ. Standard library only; Linux.
"""

import argparse
import hashlib
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

CODES = """AFG ARG AUS AUT BEL BGD BRA CAN CHE CHL CHN COL CUB CZE DEU DNK EGY ESP ETH FIN FRA GBR GRC HUN IDN IND
IRN IRQ ISR ITA JOR JPN KAZ KEN KOR LBN LBY MAR MEX MYS NGA NLD NOR NZL PAK PER PHL POL PRK PRT ROM RUS SAU SDN SWE
SYR TUR UKR USA VNM""".split()
ACTS = """010 012 013 016 020 023 030 036 040 042 043 045 046 051 057 060 061 070 071 073 080 0841 090 100 110 111
112 1121 120 128 130 138 141 152 160 163 172 173 190 193""".split()
ROLES = ["", "", "GOV", "MIL", "OPP"]


def make(path, n_rows):
    """Writes the rows, and gives the hash of their bytes."""
    draw = random.Random(20150109)
    digest = hashlib.sha256()
    # Some dyads are in the news far more often than others.
    weights = [1 / (rank + 1) for rank in range(len(CODES))]
    batch = 10_000
    with open(path, "wb") as out:
        for first in range(0, n_rows, batch):
            lines = []
            size = min(batch, n_rows - first)
            sources = draw.choices(CODES, weights, k=size)
            targets = draw.choices(CODES, weights, k=size)
            for at in range(size):
                n = first + at
                day = date(2015, 1, 1) + timedelta(days=n * 3650 // n_rows)
                fields = [str(410_000_000 + n), f"{day:%Y%m%d}", f"{day:%Y%m}", str(day.year), f"{day.year}.0219"]
                for code in (sources[at], targets[at]):
                    role = draw.choice(ROLES)
                    fields += [code + role, code + " SPOKESMAN", code, "", "", "", "", role, "", ""]
                act = draw.choice(ACTS)
                mentions = draw.randint(1, 40)
                tone = draw.uniform(-10, 10)
                fields += ["1", act, act[:3], act[:2], "1", "0.0", str(mentions), "1", str(mentions), f"{tone:.13f}"]
                city = draw.randint(1, 3_000)
                place = ["4", f"Town {city}, Province {city % 90}, Ruritania", "GM", "GM07", "16549",
                         f"{city % 60}.25", f"{city % 170}.5", f"-17{city}"]
                fields += place * 3
                fields += [f"{day:%Y%m%d}121500", f"https://news.example.org/world/{day:%Y/%m/%d}/story-number-{n // 3}.html"]
                lines.append("\t".join(fields))
            data = ("\n".join(lines) + "\n").encode()
            digest.update(data)
            out.write(data)
    return digest.hexdigest()


def run(command, **options):
    """CPU seconds, wall seconds, peak MB, and the finished process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{command}: status {status}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/demarche")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=pathlib.Path)
    given = parser.parse_args()
    folder = given.folder or pathlib.Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    events, store = folder / "events.tsv", folder / "record.db"
    for file in folder.glob("record.db*"):
        file.unlink()
    digest = make(events, given.rows)
    print(f"{given.rows} rows, {events.stat().st_size / 1e6:.0f} MB, SHA-256 {digest[:16]}\n")
    print("| what | CPU s | wall s | rows a CPU-second | peak MB |\n| --- | ---: | ---: | ---: | ---: |")

    def row(what, cpu, wall, peak):
        print(f"| {what} | {cpu:.1f} | {wall:.1f} | {given.rows / cpu:,.0f} | {peak:.0f} |", flush=True)

    panels = []
    for number in range(2):
        out = folder / f"panel-{number}.csv"
        with open(out, "wb") as file:
            row("panel", *run([given.program, "panel", events], stdout=file, stderr=subprocess.DEVNULL))
        panels.append(hashlib.sha256(out.read_bytes()).hexdigest())
    row("import", *run([given.program, "import", events, "--store", store], stderr=subprocess.DEVNULL))
    cpu, wall, _ = run([given.program, "import", events, "--store", store], stderr=subprocess.DEVNULL)
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    stored = connection.execute("SELECT count(*) FROM imported_event").fetchone()[0]
    print(f"\nstore {store.stat().st_size / 1e6:.0f} MB; the same file again: {wall:.1f} s, "
          f"{stored - given.rows} rows more\n")
    series = ("SELECT month, events, verbal_cooperation, material_conflict, mean_goldstein FROM imported_dyad_months "
              "WHERE source = 'AFG' AND target = 'ARG' ORDER BY month")
    times, months = [], 0
    for _ in range(5):
        began = time.perf_counter()
        months = len(connection.execute(series).fetchall())
        times.append(time.perf_counter() - began)
    walls = [run([given.program, "sql", "--store", store, series], stdout=subprocess.DEVNULL)[1] for _ in range(5)]
    print(f"a dyad's series, {months} months: {min(times) * 1000:.1f} ms in SQL, "
          f"{min(walls) * 1000:.0f} ms as `demarche sql`")
    if not given.folder:
        shutil.rmtree(folder)
    return 0 if stored == given.rows and len(set(panels)) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
