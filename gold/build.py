#!/usr/bin/env python3
"""Builds offset files from annotated reports.

usage: build.py [--check] [--counts] DIR...

For every DIR/NAME.md (the format is in README.md, beside this file) it writes
  NAME.txt            the report as plain text
  NAME.jsonl          events, one JSON object a line
  NAME.claims.jsonl   claims
  NAME.figures.jsonl  figures
and DIR/documents.tsv, one row a report. All offsets are Unicode code points in
NAME.txt, end excluded.

--check   writes nothing; fails if the files on disk aren't what would be written
--counts  prints counts by type, mode, status and so on

Exit status: 0 done, 1 a file is out of date (--check), 2 an annotation is at fault.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import sys

MODES = {
    "AGREE": "", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict ban arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives "
    "suicide-attack aerial drone heavy-weapons crowd-control cleansing massacre unconventional sideAB",
}
MODES = {kind: modes.split() for kind, modes in MODES.items()}
# What PLOVER's manual calls AGREE as long as it hasn't taken place.
FORESEEN_AS_AGREE = {"CONSULT", "SUPPORT", "COOPERATE", "AID"}
STATUSES = "happened ongoing planned proposed demanded hypothetical negated".split()
SECTORS = (
    "GOV MIL LEG JUD COP SPY OPP PTY REB PRM UAF BUS CVL SOC MED EDU ELI IGO NGO LAB AGR CRM REF REL HEA UNK".split()
)
DIRECTIONS = "cooperative conflictual unchanged tactical".split()
BOUNDS = "exact about at-least at-most vague".split()
FRONT = "publisher manner published region".split()
# Of a report that tells what another one tells, in other words.
VARIANT = "variant original".split()
# ISO 3166 alpha-3, with XKX for Kosovo and its like.
COUNTRIES = set(
    """
    ABW AFG AGO AIA ALB AND ARE ARG ARM ASM ATA ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR
    BHR BHS BIH BLR BLZ BMU BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG
    COK COL COM CPV CRI CSK CUB CUW CYM CYP CZE DDR DEU DJI DMA DNK DOM DZA ECU EGY ERI
    ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ
    GRC GRD GRL GTM GUF GUM GUY HKG HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR
    ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO
    LTU LUX LVA MAC MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR
    MTQ MUS MWI MYS MYT NAM NCL NER NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER
    PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN
    SLB SLE SLV SMR SOM SRB SSD STP SUN SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA
    TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR URY USA UZB VAT VCT VEN VGB VIR
    VNM VUT WLF WSM XKX YEM YUG ZAF ZMB ZWE
""".split()
)
ORGANISATION = re.compile(r"EUE|NAT|IGO[A-Z0-9]{3}")


class Fault(Exception):
    """An annotation that can't be used."""


def one_of(value, known, what):
    if value not in known:
        raise Fault(f"`{value}` is no {what}; it is one of {', '.join(known)}")
    return value


def country(code):
    if code == "-":
        return None
    if code in COUNTRIES or ORGANISATION.fullmatch(code):
        return code
    raise Fault(f"`{code}` is no country or organisation code (ISO 3166 alpha-3, EUE, NAT, IGO and three letters, or -)")


class Line:
    """One annotation line, with its quotes and roles taken out so that they may hold any sign."""

    PIECE = re.compile(r"`([^`]*)`(?:#(\d+))?|\(([^)]*)\)")

    def __init__(self, line):
        self.pieces = []
        self.text = self.PIECE.sub(self._keep, line)

    def _keep(self, match):
        self.pieces.append((match[1], int(match[2] or 1), match[3]))
        return f"\x00{len(self.pieces) - 1}\x00"

    def piece(self, mark):
        match = re.fullmatch(r"\x00(\d+)\x00", mark.strip())
        if not match:
            raise Fault(f"expected words in backticks or brackets, found `{self.plain(mark)}`")
        return self.pieces[int(match[1])]

    def plain(self, text):
        """The text as it was written."""
        def restore(match):
            quote, _, role = self.pieces[int(match[1])]
            return f"`{quote}`" if quote is not None else f"({role})"
        return re.sub("\x00(\\d+)\x00", restore, text).strip()


class Report:
    """A report and what an analyst marked in it."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.front, self.sentences, self.annotations = {}, [], []
        self._read(path.read_text(encoding="utf-8").splitlines())
        self.events, self.claims, self.figures = [], [], []
        self.faults = []
        for number, index, line in self.annotations:
            try:
                self._annotate(index, line)
            except Fault as fault:
                self.faults.append(f"{path}:{number}: {fault}")
        labels = collections.Counter(event["coref"] for event in self.events if event["coref"])
        self.faults += [f"{path}: the label `{label}` stands at one mention only" for label, n in labels.items() if n == 1]

    def _read(self, lines):
        if not lines or lines[0] != "---" or "---" not in lines[1:]:
            raise Fault(f"{self.path}:1: no front matter between two lines of `---`")
        end = lines.index("---", 1)
        for line in lines[1:end]:
            key, _, value = line.partition(":")
            self.front[key.strip()] = value.strip()
        for key in FRONT:
            if not self.front.get(key):
                raise Fault(f"{self.path}: the front matter has no `{key}`")
        datetime.date.fromisoformat(self.front["published"])
        if ("variant" in self.front) != ("original" in self.front):
            raise Fault(f"{self.path}: `variant` and `original` go together")
        original = self.front.get("original")
        if original and not (self.path.parent / f"{original}.md").exists():
            raise Fault(f"{self.path}: there is no original {original}.md")
        self.text, new_paragraph = "", False
        for number, line in enumerate(lines[end + 1 :], end + 2):
            if line.startswith("* "):
                if not self.sentences:
                    raise Fault(f"{self.path}:{number}: an annotation before the first sentence")
                self.annotations.append((number, len(self.sentences) - 1, line[2:]))
            elif not line.strip():
                new_paragraph = True
            else:
                if line != line.strip():
                    raise Fault(f"{self.path}:{number}: blanks around a sentence")
                if self.text:
                    self.text += "\n\n" if new_paragraph else " "
                new_paragraph = False
                self.sentences.append((len(self.text), len(self.text) + len(line)))
                self.text += line
        self.text += "\n"

    def _find(self, index, words, nth):
        """The nth place of the words in a sentence."""
        since, until = self.sentences[index]
        start = since - 1
        for _ in range(nth):
            start = self.text.find(words, start + 1, until) if words else -1
            if start < 0:
                raise Fault(f"`{words}`{f'#{nth}' if nth > 1 else ''} isn't in the sentence `{self.text[since:until][:60]}`")
        return start, start + len(words)

    def _find_elsewhere(self, index, words):
        """The last place of the words before a sentence, else the first after it."""
        start = self.text.rfind(words, 0, self.sentences[index][0]) if words else -1
        if start < 0:
            start = self.text.find(words, self.sentences[index][1]) if words else -1
        if start < 0:
            raise Fault(f"`{words}` isn't in the rest of the text")
        return start, start + len(words)

    def _role(self, words):
        if words.lower() not in self.text.lower():
            raise Fault(f"the role `{words}` isn't in the text")
        return words

    def _actors(self, index, line, text):
        text = text.strip()
        if text == "-":
            return []
        return [self._actor(index, line, part.split()) for part in text.split("+")]

    def _actor(self, index, line, words):
        if len(words) not in (3, 4):
            raise Fault(f"an actor is words, country, sector and perhaps (role); found `{line.plain(' '.join(words))}`")
        if words[0] == "~":
            quote, start, end = None, None, None
        else:
            quote, nth, _ = line.piece(words[0].removeprefix("^"))
            if words[0].startswith("^"):
                start, end = self._find_elsewhere(index, quote)
            else:
                start, end = self._find(index, quote, nth)
        return {
            "text": quote, "start": start, "end": end,
            "country": country(words[1]),
            "sector": None if words[2] == "-" else one_of(words[2], SECTORS, "sector"),
            "role": self._role(line.piece(words[3])[2]) if len(words) == 4 else None,
        }

    def _days(self, text):
        since, _, last = text.partition("/")
        last = last or since
        try:
            if datetime.date.fromisoformat(since) > datetime.date.fromisoformat(last):
                raise Fault(f"`{text}` ends before it begins")
        except ValueError:
            raise Fault(f"`{text}` is no day or interval of days (YYYY-MM-DD or YYYY-MM-DD/YYYY-MM-DD)") from None
        return f"{since}/{last}"

    def _base(self, kind, records, index):
        start, end = self.sentences[index]
        return {"id": f"{self.name}-{kind}{len(records) + 1:02}", "sentence": self.text[start:end], "start": start, "end": end}

    def _annotate(self, index, text):
        line = Line(text)
        head, *options = [part.strip() for part in line.text.split(";")]
        word = head.split()[0] if head.split() else ""
        if word == "claim":
            self._claim(index, line, head, options)
        elif word == "figure":
            self._figure(index, line, head, options)
        else:
            self._event(index, line, head, options)

    def _event(self, index, line, head, options):
        match = re.fullmatch(r"(\S+) (\S+) (\x00\d+\x00): (.+?) (<>|>) (.+)", head)
        if not match:
            raise Fault(f"an event is TYPE/mode status `trigger`: source > target; found `{line.plain(head)}`")
        kind, _, mode = match[1].partition("/")
        one_of(kind, list(MODES), "event type")
        if mode:
            one_of(mode, MODES[kind], f"mode of {kind}")
        trigger, nth, _ = line.piece(match[3])
        start, end = self._find(index, trigger, nth)
        event = self._base("e", self.events, index) | {
            "trigger": trigger, "trigger_start": start, "trigger_end": end,
            "type": kind, "mode": mode or None, "alt_types": [],
            "status": one_of(match[2], STATUSES, "status"),
            "source": self._actors(index, line, match[4]), "target": self._actors(index, line, match[6]),
            "reciprocal": match[5] == "<>",
            "date": None, "place": None, "certainty": 3, "coref": None, "note": None,
        }
        for option in options:
            key, _, value = option.partition(" ")
            if re.match(r"\d{4}-", key):
                event["date"] = self._days(option)
            elif key == "in":
                words = value.split()
                if len(words) != 2:
                    raise Fault(f"a place is words and a country (or -); found `{line.plain(value)}`")
                quote, nth, _ = line.piece(words[0].removeprefix("^"))
                where = self._find_elsewhere(index, quote) if words[0].startswith("^") else self._find(index, quote, nth)
                event["place"] = {"text": quote, "start": where[0], "end": where[1], "country": country(words[1])}
            elif key in ("c1", "c2", "c3"):
                event["certainty"] = int(key[1])
            elif key == "same":
                event["coref"] = value
            elif key == "alt":
                event["alt_types"] = [one_of(alt, list(MODES), "event type") for alt in value.split()]
                if kind in event["alt_types"]:
                    raise Fault(f"`{kind}` is no other type of a {kind}")
            elif key == "note":
                event["note"] = line.plain(value)
            else:
                raise Fault(f"`{line.plain(option)}` is no option of an event (a day, in, c1 to c3, same, alt, note)")
        if event["status"] in ("happened", "ongoing") and event["date"] and event["date"][:10] > self.front["published"]:
            raise Fault(f"an event of {event['date']} can't be {event['status']} on {self.front['published']}")
        if event["status"] in ("planned", "proposed") and kind in FORESEEN_AS_AGREE and "AGREE" not in event["alt_types"]:
            event["alt_types"].append("AGREE")
        self.events.append(event)

    def _claim(self, index, line, head, options):
        match = re.fullmatch(r"claim (\x00\d+\x00): (\^?\x00\d+\x00|narrator)(?: \x00(\d+)\x00)? about (.+)", head)
        if not match:
            raise Fault(f"a claim is claim `words`: `speaker` (affiliation) about COUNTRY-COUNTRY; found `{line.plain(head)}`")
        words, nth, _ = line.piece(match[1])
        start, end = self._find(index, words, nth)
        speaker = None
        if match[2] != "narrator":
            speaker, nth, _ = line.piece(match[2].removeprefix("^"))
            if match[2].startswith("^"):
                self._find_elsewhere(index, speaker)
            else:
                self._find(index, speaker, nth)
        pairs = [[country(code) for code in pair.split("-", 1)] for pair in match[4].split()]
        claim = self._base("c", self.claims, index) | {
            "words": words, "words_start": start, "words_end": end, "speaker": speaker,
            "affiliation": self._role(self.pieces_role(line, match[3])) if match[3] else None,
            "about": [pair if len(pair) == 2 else [pair[0], None] for pair in pairs],
            "direction": None, "quoted": False, "hedge": None,
        }
        for option in options:
            key, _, value = option.partition(" ")
            if option in DIRECTIONS:
                claim["direction"] = option
            elif option == "quoted":
                claim["quoted"] = True
            elif key == "hedge":
                claim["hedge"], nth, _ = line.piece(value)
                self._find(index, claim["hedge"], nth)
            else:
                raise Fault(f"`{line.plain(option)}` is no option of a claim ({', '.join(DIRECTIONS)}, quoted, hedge)")
        self.claims.append(claim)

    @staticmethod
    def pieces_role(line, number):
        role = line.pieces[int(number)][2]
        if role is None:
            raise Fault("an affiliation stands in brackets")
        return role

    def _figure(self, index, line, head, options):
        match = re.fullmatch(r"figure (\x00\d+\x00): (\S+) (\S+) of (.+)", head)
        if not match:
            raise Fault(f"a figure is figure `words`: value unit of quantity; found `{line.plain(head)}`")
        words, nth, _ = line.piece(match[1])
        start, end = self._find(index, words, nth)
        try:
            value = None if match[2] == "-" else float(match[2])
        except ValueError:
            raise Fault(f"`{match[2]}` is no number (- for vague words)") from None
        figure = self._base("f", self.figures, index) | {
            "words": words, "words_start": start, "words_end": end,
            "quantity": line.plain(match[4]).strip("`"), "value": value, "unit": match[3],
            "bound": "vague" if value is None else "exact", "period": None, "countries": [],
        }
        for option in options:
            key, _, rest = option.partition(" ")
            if option in BOUNDS:
                figure["bound"] = option
            elif key == "period":
                figure["period"], nth, _ = line.piece(rest)
                self._find(index, figure["period"], nth)
            elif key == "of":
                figure["countries"] = [country(code) for code in rest.split()]
            else:
                raise Fault(f"`{line.plain(option)}` is no option of a figure ({', '.join(BOUNDS)}, period, of)")
        self.figures.append(figure)

    def files(self):
        """Name and content of every file that the report becomes."""
        yield f"{self.name}.txt", self.text
        for suffix, records in (("", self.events), (".claims", self.claims), (".figures", self.figures)):
            yield f"{self.name}{suffix}.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)

    def row(self, extra):
        return "\t".join(
            [self.name, *(self.front[key] for key in FRONT)]
            + [str(n) for n in (len(self.text.split()), len(self.sentences), len(self.events), len(self.claims), len(self.figures))]
            + [self.front.get(key, "") for key in extra]
        )


def counts(reports):
    events = [event for report in reports for event in report.events]
    print(f"{len(reports)} reports, {sum(len(r.text.split()) for r in reports)} words, {sum(len(r.sentences) for r in reports)} sentences")
    bare = sum(len({r.text[a:b] for a, b in r.sentences} - {e["sentence"] for e in r.events}) for r in reports)
    print(f"{len(events)} events, {sum(len(r.claims) for r in reports)} claims, {sum(len(r.figures) for r in reports)} figures, {bare} sentences without an event")

    def table(title, values):
        counted = collections.Counter(values)
        print(f"{title}: " + ", ".join(f"{value} {n}" for value, n in sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))))

    for kind in MODES:
        of_kind = [event for event in events if event["type"] == kind]
        modes = collections.Counter(event["mode"] or "no mode" for event in of_kind)
        print(f"  {kind:10}{len(of_kind):4}  " + ", ".join(f"{mode} {n}" for mode, n in modes.most_common()))
    table("status", (event["status"] for event in events))
    table("certainty", (event["certainty"] for event in events))
    table("region", (report.front["region"] for report in reports))
    table("manner", (report.front["manner"] for report in reports))
    print(f"reciprocal {sum(e['reciprocal'] for e in events)}, dated {sum(e['date'] is not None for e in events)}, "
          f"placed {sum(e['place'] is not None for e in events)}, with other types {sum(bool(e['alt_types']) for e in events)}, "
          f"no source {sum(not e['source'] for e in events)}, no target {sum(not e['target'] for e in events)}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dirs", nargs="+", type=pathlib.Path, metavar="DIR")
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--counts", action="store_true")
    arguments = arguments.parse_args()
    faults, stale, everything = [], [], []
    for folder in arguments.dirs:
        reports = []
        for path in sorted(folder.glob("*.md")):
            if path.name == "README.md":
                continue
            try:
                reports.append(Report(path))
                faults += reports[-1].faults
            except (Fault, ValueError) as fault:
                faults.append(str(fault) if str(path) in str(fault) else f"{path}: {fault}")
        everything += reports
        if faults:
            continue
        extra = VARIANT if any("variant" in report.front for report in reports) else []
        head = "\t".join(["name", *FRONT, "words", "sentences", "events", "claims", "figures", *extra]) + "\n"
        files = [file for report in reports for file in report.files()]
        files.append(("documents.tsv", head + "".join(report.row(extra) + "\n" for report in reports)))
        for name, content in files:
            path = folder / name
            if arguments.check:
                if not path.exists() or path.read_text(encoding="utf-8") != content:
                    stale.append(str(path))
            else:
                path.write_text(content, encoding="utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    for path in stale:
        print(f"{path}: out of date; run build.py", file=sys.stderr)
    if arguments.counts:
        counts(everything)
    sys.exit(2 if faults else 1 if stale else 0)


if __name__ == "__main__":
    main()
