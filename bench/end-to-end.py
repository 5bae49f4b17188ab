#!/usr/bin/env python3
"""How many words a CPU-second `demarche code` reads, from bytes to records.

usage: bench/end-to-end.py [--program PATH] [--words N] [--threads 1,2] [--runs N]

The input is made from examples/*.txt, repeated until it has N words (default one
million), in two forms: a document for each copy (JSON Lines), and all copies in one
long text file, where each paragraph ends with the number of its copy: a paragraph that
stands twice in one document is read once. The same N gives the same bytes. For each form and number of threads
the best of the runs is printed as a row of a Markdown table, with a hash of the input
and of the output: outputs must be the same for any number of threads, else the exit
status is 1. A word is a run of characters between white space. CPU time is user and
system time of the whole process, start and loading included. Standard library only;
Linux (memory is counted as Linux counts it).
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def inputs(folder, n_words):
    """The two files, each with its number of words."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    copies, words = [], 0
    while words < n_words:
        copies.append(texts[len(copies) % len(texts)])
        words += len(copies[-1].split())
    documents = folder / "documents.jsonl"
    documents.write_text("".join(json.dumps({"text": copy}) + "\n" for copy in copies), "utf-8")
    paragraphs = [
        f"{paragraph} That is number {number}."
        for number, copy in enumerate(copies)
        for paragraph in re.split(r"\n\s*\n", copy.strip())
    ]
    long = folder / "long.txt"
    long.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return [("documents", documents, words), ("one text", long, sum(len(p.split()) for p in paragraphs))]


def run(program, path, threads):
    """Wall and CPU seconds, memory in MB, hash of the output, number of events."""
    with tempfile.TemporaryFile() as out:
        begun = time.monotonic()
        arguments = [program, "code", "--threads", str(threads), path.name]
        process = subprocess.Popen(arguments, stdout=out, cwd=path.parent)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(map(str, arguments))} ended with status {os.waitstatus_to_exitcode(status)}")
        out.seek(0)
        output = out.read()
    events = sum(b'"trigger"' in line for line in output.splitlines())
    cpu = usage.ru_utime + usage.ru_stime
    return wall, cpu, usage.ru_maxrss / 1024, hashlib.sha256(output).hexdigest()[:16], events


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    parser.add_argument("--program", default=pathlib.Path(target) / "release" / "demarche")
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--runs", type=int, default=2)
    arguments = parser.parse_args()
    program = pathlib.Path(arguments.program).resolve()
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    knowledge = subprocess.run([program, "knowledge"], capture_output=True, text=True, check=True).stdout.split()[1]
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    print(f"- program: {version}, knowledge {knowledge}")
    print(f"- machine: {model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}")
    print(f"- load before the runs: {os.getloadavg()[0]:.1f}; best of {arguments.runs} runs\n")
    print("| input | words | threads | wall s | CPU s | words a CPU-second | words a second | MB | events | input | output |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |")
    same = True
    with tempfile.TemporaryDirectory() as folder:
        for name, path, words in inputs(pathlib.Path(folder), arguments.words):
            given = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            outputs = set()
            for threads in map(int, arguments.threads.split(",")):
                runs = [run(program, path, threads) for _ in range(arguments.runs)]
                outputs.update(r[3] for r in runs)
                wall, cpu, memory, output, events = min(runs, key=lambda r: r[1])
                print(
                    f"| {name} | {words:,} | {threads} | {wall:.1f} | {cpu:.1f} | {words / cpu:,.0f} | "
                    f"{words / wall:,.0f} | {memory:.0f} | {events:,} | `{given}` | `{output}` |",
                    flush=True,
                )
            same = same and len(outputs) == 1
    if not same:
        sys.exit("the output depends on the number of threads or on the run")


if __name__ == "__main__":
    main()
