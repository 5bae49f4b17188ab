#!/usr/bin/env python3
"""Checks the files under knowledge/ against knowledge/README.md.

Standard library only (Python 3.11). Run from anywhere: python3 knowledge/check/check.py
Prints counts, then names that two entries claim (not an error where one of them is
marked ambiguous or where a place shares a government's name), then what is wrong.
Exits 1 if anything is wrong. `--names` lists the shared names one by one.
"""

import datetime
import pathlib
import re
import sys
import tomllib
from collections import Counter, defaultdict

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECTORS = set("GOV MIL LEG JUD COP SPY OPP PTY REB PRM UAF BUS CVL SOC MED EDU ELI IGO NGO LAB AGR CRM REF REL HEA UNK".split())
KINDS = {"person", "group", "institution", "people"}
OFFICES = set(
    "head-of-state head-of-government deputy-head foreign-minister defence-minister finance-minister trade-minister "
    "interior-minister security-adviser speaker party-leader opposition-leader president-elect envoy ambassador "
    "spokesperson minister military-chief intelligence-chief central-banker organisation-head legislator executive "
    "royal former other".split()
)
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
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "aerial drone heavy-weapons crowd-control cleansing massacre unconventional sideAB",
}
CONTEXTS = set(
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic "
    "legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality "
    "diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology "
    "terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking".split()
)
PLACE = {"name": str, "aliases": list, "lat": float, "lon": float, "ambiguous": bool}
STATE = {
    "code": str, "name": str, "aliases": list, "adjectives": list, "people": list, "capital": dict, "capitals": list,
    "seats": list, "places": list, "ambiguous": list, "lat": float, "lon": float,
}
ORGANISATION = {
    "name": str, "code": str, "country": str, "aliases": list, "sector": str, "sectors": list, "seats": list,
    "members": list, "family": str, "ambiguous": bool,
}
AGENT = {"words": list, "sector": str, "kind": str, "office": str}
WATER = {"name": str, "aliases": list, "lat": float, "lon": float, "ambiguous": bool, "note": str, "country": str}
PERSON = {
    "name": str, "aliases": list, "family": str, "gender": str, "country": str, "code": str, "sector": str,
    "cited": str, "offices": list, "note": str,
}

wrong = []
counts = Counter()


def fail(where, what):
    wrong.append(f"{where}: {what}")


def load(path, key):
    """The entries of one file, or none if it isn't there."""
    if not path.exists():
        fail(path.name, "is missing")
        return []
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get(key, [])
    except tomllib.TOMLDecodeError as error:
        fail(path.name, f"is not TOML: {error}")
        return []


def fields(where, entry, schema, needed):
    """Unknown fields, missing fields, wrong types, empty or repeated words."""
    for field, value in entry.items():
        if field not in schema:
            fail(where, f"has `{field}`, which the schema doesn't know; it knows {', '.join(schema)}")
        elif not isinstance(value, schema[field]):
            fail(where, f"`{field}` should be {schema[field].__name__}, not {type(value).__name__}")
        elif isinstance(value, str) and (not value or value != value.strip() or "  " in value):
            fail(where, f"`{field}` is empty or has stray spaces: {value!r}")
        elif isinstance(value, list) and all(isinstance(v, str) for v in value):
            for word, n in Counter(value).items():
                if n > 1:
                    fail(where, f"`{field}` has {word!r} {n} times")
                if not word or word != word.strip() or "  " in word:
                    fail(where, f"`{field}` has an empty word or one with stray spaces: {word!r}")
    for field in needed:
        if field not in entry:
            fail(where, f"lacks `{field}`")


def position(where, entry):
    if not -90 <= entry.get("lat", 0) <= 90 or not -180 <= entry.get("lon", 0) <= 180:
        fail(where, f"lies off the globe: {entry.get('lat')}, {entry.get('lon')}")
    for field in ("lat", "lon"):
        if field in entry and round(entry[field], 1) != entry[field]:
            fail(where, f"`{field}` should have one decimal, not {entry[field]}")


def check_states(states, claims, places):
    codes = Counter(state.get("code") for state in states)
    for code, n in codes.items():
        if n > 1:
            fail(f"states.toml {code}", f"stands {n} times")
    for state in states:
        where = f"states.toml {state.get('code')}"
        fields(where, state, STATE, ["code", "name", "aliases", "adjectives", "people", "places", "lat", "lon"])
        position(where, state)
        if not re.fullmatch("[A-Z]{3}", state.get("code", "")):
            fail(where, "the code should be three capital letters")
        vague = set(state.get("ambiguous", []))
        forms = {state["name"], *state["aliases"], *state["adjectives"], *state["people"], *state.get("seats", [])}
        capitals = [state["capital"]] if "capital" in state else []
        capitals += state.get("capitals", [])
        for place in capitals + state["places"]:
            at = f"{where} {place.get('name')}"
            fields(at, place, PLACE, ["name", "lat", "lon"])
            position(at, place)
            for name in [place["name"], *place.get("aliases", [])]:
                places[name].append((state["code"], place.get("ambiguous", False) or name in vague))
        for capital in capitals:
            for name in [capital["name"], *capital.get("aliases", [])]:
                forms.add(name)
                claims[name].append((state["code"], name in vague, "capital"))
        for name in vague - forms:
            fail(where, f"calls {name!r} ambiguous, but it is no name, adjective, capital or seat of it")
        for name in {state["name"], *state["aliases"]}:
            claims[name].append((state["code"], name in vague, "name"))
        for name in set(state["adjectives"]) - {state["name"], *state["aliases"]}:
            claims[name].append((state["code"], name in vague, "adjective"))
        for name in set(state["people"]) - set(state["adjectives"]):
            claims[name].append((state["code"], name in vague, "people"))
        for name in state.get("seats", []):
            claims[name].append((state["code"], name in vague, "seat"))
        seen = Counter(n for p in state["places"] for n in [p["name"], *p.get("aliases", [])])
        for name, n in seen.items():
            if n > 1:
                fail(where, f"place {name!r} stands {n} times")
        counts["states"] += 1
        counts["places"] += len(state["places"]) + len(capitals)
        counts["place names"] += sum(seen.values())
    return set(codes)


def check_waters(waters, places):
    for name, n in Counter(w.get("name") for w in waters).items():
        if n > 1:
            fail(f"waters.toml {name}", f"stands {n} times")
    for water in waters:
        where = f"waters.toml {water.get('name')}"
        fields(where, water, WATER, ["name", "lat", "lon"])
        position(where, water)
        places[water["name"]].append(("-", water.get("ambiguous", False)))
        counts["waters and disputed places"] += 1


def check_organisations(organisations, codes, claims):
    for name, n in Counter(o.get("name") for o in organisations).items():
        if n > 1:
            fail(f"organisations.toml {name}", f"stands {n} times")
    for entry in organisations:
        where = f"organisations.toml {entry.get('name')}"
        fields(where, entry, ORGANISATION, ["name", "aliases", "sector"])
        if entry.get("sector") not in SECTORS:
            fail(where, f"`{entry.get('sector')}` is no sector")
        if "country" in entry and entry["country"] not in codes:
            fail(where, f"country `{entry['country']}` is not in states.toml")
        if "code" in entry and not re.fullmatch("EUE|NAT|IGO[A-Z0-9]{3}", entry["code"]):
            fail(where, f"code `{entry['code']}` should be EUE, NAT, or IGO and three more")
        if "code" in entry and "country" in entry:
            fail(where, "has both `code` and `country`; one goes into the record")
        for member in entry.get("members", []):
            if member not in codes:
                fail(where, f"member `{member}` is not in states.toml")
        for part in entry.get("sectors", []):
            if part.get("sector") not in SECTORS or not set(part) <= {"sector", "since", "until"}:
                fail(where, f"bad entry of `sectors`: {part}")
            for field in ("since", "until"):
                if field in part and not isinstance(part[field], (datetime.date, str)):
                    fail(where, f"`{field}` of `sectors` is no date: {part[field]!r}")
        if entry.get("family", "forum") not in {"forum", "summit"}:
            fail(where, f"family `{entry['family']}` should be forum or summit")
        if entry["name"] in entry["aliases"]:
            fail(where, "is its own alias")
        for name in {entry["name"], *entry["aliases"]}:
            claims[name].append((entry["name"], entry.get("ambiguous", False), "organisation"))
        for name in entry.get("seats", []):
            claims[name].append((entry["name"], entry.get("ambiguous", False), "organisation's seat"))
        counts["organisations"] += 1
        counts["organisation names"] += 1 + len(entry["aliases"])


def check_agents(agents):
    seen = {}
    for number, agent in enumerate(agents, 1):
        where = f"agents.toml entry {number} ({(agent.get('words') or ['?'])[0]})"
        fields(where, agent, AGENT, ["words", "kind"])
        if agent.get("sector", "GOV") not in SECTORS:
            fail(where, f"`{agent['sector']}` is no sector")
        if agent.get("kind") not in KINDS:
            fail(where, f"`{agent.get('kind')}` is no kind; it is one of {', '.join(sorted(KINDS))}")
        if agent.get("office", "other") not in OFFICES:
            fail(where, f"`{agent['office']}` is no office")
        for word in agent.get("words", []):
            if word != word.lower():
                fail(where, f"{word!r} should be lower case")
            key = word.replace("-", " ")
            if key in seen:
                fail(where, f"{word!r} stands in {seen[key]} too")
            seen[key] = where
            counts["agent words"] += 1


def check_persons(folder, codes):
    """Only what every file of offices must keep to."""
    for path in sorted(folder.glob("*.toml")):
        for person in load(path, "person"):
            where = f"{path.name} {person.get('name')}"
            fields(where, person, PERSON, ["name", "offices"])
            if person.get("country", "USA") not in codes:
                fail(where, f"country `{person['country']}` is not in states.toml")
            if person.get("sector", "GOV") not in SECTORS:
                fail(where, f"`{person['sector']}` is no sector")
            for held in person.get("offices", []):
                if held.get("office") not in OFFICES:
                    fail(where, f"`{held.get('office')}` is no office")
                since, until = (str(held[f]) if f in held else None for f in ("since", "until"))
                for date in (since, until):
                    if date and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
                        fail(where, f"{date!r} is no date")
                if since and until and until < since[: len(until)]:
                    fail(where, f"office ends {until}, before it begins {since}")
            counts["persons"] += 1


def check_cameo(path):
    codes, header = set(), True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"cameo.tsv line {number}"
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if header:
            header = False
            if columns != ["code", "name", "type", "mode", "goldstein"]:
                fail(where, f"the header should be code, name, type, mode, goldstein, not {columns}")
            continue
        if len(columns) != 5:
            fail(where, f"{len(columns)} columns, not 5")
            continue
        code, name, event, mode, goldstein = columns
        if not re.fullmatch(r"(0[1-9]|1\d|20)\d{1,2}", code) or code in codes:
            fail(where, f"code `{code}` is malformed or stands twice")
        if len(code) == 4 and code[:3] not in codes:
            fail(where, f"code `{code}` comes without or before `{code[:3]}`")
        codes.add(code)
        if not name:
            fail(where, "has no name")
        if event and event not in MODES:
            fail(where, f"`{event}` is no PLOVER type")
        if mode and mode not in MODES.get(event, "").split():
            fail(where, f"`{mode}` is no mode of {event or 'a code without type'}")
        if bool(event) == (code[:2] in {"01", "02"}):
            fail(where, "01 and 02 have no type, all others have one")
        if goldstein and not -10 <= float(goldstein) <= 10:
            fail(where, f"Goldstein's scale ends at 10: {goldstein}")
        counts["CAMEO codes"] += 1
    if codes and {code[:2] for code in codes} != {f"{n:02}" for n in range(1, 21)}:
        fail("cameo.tsv", "lacks a root")


def check_contexts(path):
    contexts = load(path, "context")
    if set(contexts) != CONTEXTS:
        fail(path.name, f"missing {sorted(CONTEXTS - set(contexts))}, unknown {sorted(set(contexts) - CONTEXTS)}")
    for context, words in contexts.items():
        for word, n in Counter(words).items():
            if n > 1:
                fail(f"contexts.toml {context}", f"{word!r} stands {n} times")
            if word != word.lower() or not word.strip():
                fail(f"contexts.toml {context}", f"{word!r} should be lower case")
        counts["context words"] += len(words)


def shared_names(claims, places):
    """Names that two entries claim: those without a mark are wrong."""
    marked, mixed = [], []
    for name, holders in sorted(claims.items()):
        who = {holder for holder, _, _ in holders}
        if len(who) > 1:
            if any(vague for _, vague, _ in holders):
                marked.append((name, holders))
            else:
                fail(repr(name), "is claimed by " + " and ".join(f"{h} ({k})" for h, _, k in holders) + ", unmarked")
        elsewhere = {code for code, _ in places.get(name, [])} - who
        if elsewhere:
            mixed.append((name, sorted(who), sorted(elsewhere)))
    for name, holders in sorted(places.items()):
        if len({code for code, _ in holders}) > 1 and not any(vague for _, vague in holders):
            fail(repr(name), f"is a place of {' and '.join(code for code, _ in holders)}, none marked ambiguous")
    return marked, mixed


def main():
    actors = ROOT / "actors"
    claims, places = defaultdict(list), defaultdict(list)
    codes = check_states(load(actors / "states.toml", "state"), claims, places)
    check_waters(load(actors / "waters.toml", "place"), places)
    check_organisations(load(actors / "organisations.toml", "organisation"), codes, claims)
    check_agents(load(actors / "agents.toml", "agent"))
    check_persons(ROOT / "offices", codes)
    check_cameo(ROOT / "ontology" / "cameo.tsv")
    check_contexts(ROOT / "ontology" / "contexts.toml")
    marked, mixed = shared_names(claims, places)

    for what, n in counts.items():
        print(f"{n:6}  {what}")
    print(f"{len(marked):6}  names of two actors, marked ambiguous")
    print(f"{len(mixed):6}  names of an actor that are also a place elsewhere")
    if "--names" in sys.argv:
        for name, holders in marked:
            print(f"  {name}: " + ", ".join(f"{h} ({k})" for h, _, k in holders))
        for name, who, elsewhere in mixed:
            print(f"  {name}: {', '.join(who)}; place of {', '.join(elsewhere)}")
    for line in wrong:
        print("wrong:", line)
    print("knowledge is", "not in order" if wrong else "in order")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
