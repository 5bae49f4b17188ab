#!/usr/bin/env python3
"""Checks the training sentences and counts them.

    python3 training/check.py            # problems to standard error, counts to standard output
    python3 training/check.py --actors   # also the actor phrases that occur most often

Exit status 1 when a file has a problem. Standard library only.
"""

import collections
import pathlib
import re
import sys

COLUMNS = ["type", "mode", "status", "voice", "text", "also"]

MODES = {
    "AGREE": [],
    "CONSULT": ["visit", "third-party", "multilateral", "phone"],
    "SUPPORT": [],
    "CONCEDE": [],
    "COOPERATE": [],
    "AID": [],
    "RETREAT": ["withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"],
    "REQUEST": ["assist", "change", "yield", "meet"],
    "ACCUSE": ["disapprove", "investigate", "allege"],
    "REJECT": ["assist", "change", "yield", "meet"],
    "THREATEN": ["restrict", "ban", "arrest", "relations", "expel", "territory", "violence"],
    "PROTEST": ["demo", "riot", "strike", "hunger", "boycott", "obstruct"],
    "SANCTION": ["convict", "expel", "withdraw", "discontinue"],
    "MOBILIZE": ["troops", "weapons", "police", "militia"],
    "COERCE": ["seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport",
               "withhold", "misinformation", "cyber"],
    "ASSAULT": ["abduct", "beat", "torture", "execute", "sexual", "assassinate", "destroy",
                "primitive", "firearms", "explosives", "suicide-attack", "aerial", "drone",
                "heavy-weapons", "crowd-control", "cleansing", "massacre", "unconventional",
                "sideAB"],
    "NONE": [],
}
STATUSES = ["happened", "ongoing", "planned", "proposed", "demanded", "hypothetical", "negated"]
VOICES = ["active", "passive", "nominal", "reduced"]

# A run of six words in three sentences means that a pattern was filled in.
RUN_WORDS = 6
RUN_SENTENCES = 2
MAX_WORDS = 60
MIN_WORDS = 4

MARK = re.compile(r"</?[st]>")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def mark_problem(text):
    """What is wrong with the actor marks, or None."""
    marks = MARK.findall(text)
    for name in "st":
        opened, closed = marks.count(f"<{name}>"), marks.count(f"</{name}>")
        if opened != closed or opened > 1:
            return f"<{name}> opened {opened} times and closed {closed} times, want once each or never"
        if opened and not re.search(rf"<{name}>\S(?:[^<]*\S)?</{name}>", text):
            return f"<{name}> is empty, padded or nested"
    if not marks:
        return "neither a source nor a target is marked"
    if "<" in MARK.sub("", text) or ">" in MARK.sub("", text):
        return "a stray angle bracket"
    return None


def row_problems(row):
    """Each thing wrong with one row, as a fragment."""
    if row["type"] not in MODES:
        yield f"type {row['type']!r}, want one of {', '.join(MODES)}"
        return
    if row["mode"] and row["mode"] not in MODES[row["type"]]:
        yield f"mode {row['mode']!r} is not a mode of {row['type']}"
    if row["status"] not in STATUSES:
        yield f"status {row['status']!r}, want one of {', '.join(STATUSES)}"
    if row["voice"] not in VOICES:
        yield f"voice {row['voice']!r}, want one of {', '.join(VOICES)}"
    if row["also"] and (row["also"] not in MODES or row["also"] == row["type"]):
        yield f"also {row['also']!r}, want another type or nothing"
    problem = mark_problem(row["text"])
    if problem:
        yield problem
    n_words = len(WORD.findall(MARK.sub("", row["text"])))
    if not MIN_WORDS <= n_words <= MAX_WORDS:
        yield f"{n_words} words, want {MIN_WORDS} to {MAX_WORDS}"


def read(folder):
    """All rows, each with its file and line, and the problems met on the way."""
    rows, problems = [], []
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        if lines[0].split("\t") != COLUMNS:
            problems.append(f"{path.name}:1: header, want {' '.join(COLUMNS)} with tabs between")
            continue
        for number, line in enumerate(lines[1:], 2):
            if not line:
                continue
            fields = line.split("\t")
            if len(fields) != len(COLUMNS):
                problems.append(f"{path.name}:{number}: {len(fields)} fields, want {len(COLUMNS)}")
                continue
            row = dict(zip(COLUMNS, fields), at=f"{path.name}:{number}")
            problems.extend(f"{row['at']}: {problem}" for problem in row_problems(row))
            rows.append(row)
    return rows, problems


CLAIM_LABELS = ["none", "cooperative", "conflictual", "unchanged", "tactical", "other"]


SIDE = re.compile(r"(?P<words>.+)=(?:[A-Z]{3}|-)(?::[A-Z]{3})?")


def act_problems(fields, sentence):
    """Each thing wrong with the marks of one act below its sentence, as a fragment."""
    if len(fields) != 8:
        yield f"{len(fields)} fields of an act, want 8"
        return
    trigger, event_type, status, *sides, certainty, others, flags = fields
    name, _, mode = event_type.partition("/")
    if name not in MODES or name == "NONE":
        yield f"type {name!r}, want one of {', '.join(MODES)}"
    if status not in STATUSES:
        yield f"status {status!r}, want one of {', '.join(STATUSES)}"
    if certainty not in ("1", "2", "3"):
        yield f"certainty {certainty!r}, want 1, 2 or 3"
    if others != "-" and not set(others.split(",")) <= set(MODES):
        yield f"other types {others!r}, want a list of types, or -"
    if flags not in ("r", "-"):
        yield f"flags {flags!r}, want r or -"
    quoted = [trigger]
    for side in (one for side in sides if side != "-" for one in side.split(";")):
        match = SIDE.fullmatch(side.strip())
        if match is None:
            yield f"side {side!r}, want words=CODE or words=CODE:SECTOR"
        elif match["words"] != "^":
            quoted.append(match["words"])
    for words in quoted:
        if words not in sentence:
            yield f"{words!r} isn't in the sentence"


def read_passages(folder):
    """All sentences of the passages, each with its file and line, the number of their acts,
    and the problems met."""
    rows, problems, n_acts = [], [], 0
    for path in sorted(folder.glob("*.tsv")):
        sentence = None
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            at = f"{path.name}:{number}"
            if line in ("#", ""):
                sentence = None
                continue
            label, tab, text = line.partition("\t")
            if not label and sentence is not None:
                n_acts += 1
                problems.extend(f"{at}: {p}" for p in act_problems(text.split("\t"), sentence))
                continue
            if not tab or label not in CLAIM_LABELS:
                problems.append(f"{at}: label {label!r}, want one of {', '.join(CLAIM_LABELS)}, "
                                "a tab and a sentence, an act below its sentence, "
                                "or # between passages")
                continue
            sentence = text
            rows.append({"type": label, "text": text, "at": at})
    return rows, n_acts, problems


def repeated(rows):
    """Sentences that occur twice."""
    first = {}
    for row in rows:
        if row["text"] in first:
            yield f"{row['at']}: the same sentence as {first[row['text']]}"
        first.setdefault(row["text"], row["at"])


def repeats(rows):
    """Sentences that occur twice, and word runs that too many sentences share."""
    first, runs = {}, collections.defaultdict(set)
    for row in rows:
        words = [word.lower() for word in WORD.findall(MARK.sub("", row["text"]))]
        key = " ".join(words)
        if key in first:
            yield f"{row['at']}: the same words as {first[key]}"
        first.setdefault(key, row["at"])
        for start in range(len(words) - RUN_WORDS + 1):
            runs[" ".join(words[start:start + RUN_WORDS])].add(row["at"])
    for run, places in sorted(runs.items()):
        if len(places) > RUN_SENTENCES:
            yield f"{', '.join(sorted(places))}: all share {run!r}"


def print_counts(rows):
    """Counts by type, mode, status, voice, length and marks."""
    print(f"{len(rows)} sentences")
    by_type = collections.defaultdict(list)
    for row in rows:
        by_type[row["type"]].append(row)
    for name in MODES:
        modes = collections.Counter(row["mode"] or "-" for row in by_type[name])
        listed = ", ".join(f"{mode} {n}" for mode, n in modes.most_common())
        print(f"  {name:10}{len(by_type[name]):6}   {listed}")
    for column in ["status", "voice", "also"]:
        counted = collections.Counter(row[column] or "-" for row in rows)
        print(f"{column}: " + ", ".join(f"{value} {n}" for value, n in counted.most_common()))
    n_words = sorted(len(WORD.findall(MARK.sub("", row["text"]))) for row in rows)
    if n_words:
        tenths = [n_words[len(n_words) * tenth // 10] for tenth in (1, 5, 9)]
        print(f"words: 10 % at {tenths[0]}, 50 % at {tenths[1]}, 90 % at {tenths[2]}, "
              f"most {n_words[-1]}")
    both = [row for row in rows if "<s>" in row["text"] and "<t>" in row["text"]]
    target_first = sum(row["text"].index("<t>") < row["text"].index("<s>") for row in both)
    print(f"marks: both {len(both)} ({target_first} with the target first), "
          f"source only {sum('<t>' not in row['text'] for row in rows)}, "
          f"target only {sum('<s>' not in row['text'] for row in rows)}")


def print_actors(rows):
    """The actor phrases that occur most often: a name tied to one type would be learnt."""
    phrases = collections.Counter(
        phrase for row in rows for _, phrase in re.findall(r"<([st])>([^<]*)</", row["text"]))
    for phrase, n in phrases.most_common(40):
        print(f"{n:6}  {phrase}")


def main():
    rows, problems = read(pathlib.Path(__file__).parent / "sentences")
    problems.extend(repeats(rows))
    claims, n_acts, passage_problems = read_passages(pathlib.Path(__file__).parent / "passages")
    reports, n_reported, report_problems = read_passages(pathlib.Path(__file__).parent / "reports")
    problems.extend(passage_problems + report_problems)
    problems.extend(repeated(claims + reports))
    for problem in problems:
        print(problem, file=sys.stderr)
    print_counts(rows)
    counted = collections.Counter(row["type"] for row in claims)
    print(f"{len(claims)} sentences that assess or don't: "
          + ", ".join(f"{label} {counted[label]}" for label in CLAIM_LABELS))
    print(f"{n_acts} acts marked in them, {n_reported} in {len(reports)} sentences of reports")
    if "--actors" in sys.argv[1:]:
        print_actors(rows)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
