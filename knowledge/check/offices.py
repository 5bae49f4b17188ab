#!/usr/bin/env python3
"""Check knowledge/offices: form, dates, names held twice, terms that overlap.

Usage: offices.py [FILE ...]      (all of knowledge/offices when none is given)

Errors (exit status 1): a file that isn't TOML, a missing or unknown key, an unknown
office, a date that cannot be read, a term that ends before it begins, one name with two
entries in one country. Remarks (exit status 0): two persons in the same single-holder
office of one country at once for more than a month, an alias that is another person's
name or alias in the same country, a name with entries in two countries.
"""

import collections
import datetime
import pathlib
import re
import sys
import tomllib
import unicodedata

OFFICES = """head-of-state head-of-government deputy-head foreign-minister defence-minister
finance-minister trade-minister interior-minister security-adviser speaker party-leader
opposition-leader president-elect envoy ambassador spokesperson minister military-chief
intelligence-chief central-banker organisation-head legislator executive royal former
other""".split()
SINGLE = {
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister",
    "finance-minister", "trade-minister", "interior-minister", "security-adviser",
    "speaker", "central-banker", "ambassador",
}
PERSON_KEYS = {"name", "aliases", "family", "gender", "country", "cited", "offices"}
REQUIRED = {"name", "family", "country", "cited", "offices"}
OFFICE_KEYS = {"office", "title", "since", "until", "disputed", "code", "sector"}
SLACK = datetime.timedelta(days=31)


def earliest_and_latest(value):
    """The first and last day a date may mean; None when it can't be read."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value, value
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\d{4}", value):
        year = int(value)
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        year, month = map(int, value.split("-"))
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
        return datetime.date(year, month, 1), after - datetime.timedelta(days=1)
    return None


def plain(name):
    """A name without marks, case or punctuation, to find one person spelt in two ways."""
    letters = unicodedata.normalize("NFD", name.replace("-", " ").lower())
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ")


def check_person(where, person, errors):
    """Form of one entry; returns its terms as (office, title, code, begin, end)."""
    for key in REQUIRED - person.keys():
        errors.append(f"{where}: `{key}` is missing")
    for key in person.keys() - PERSON_KEYS:
        errors.append(f"{where}: unknown key `{key}`")
    if person.get("gender", "m") not in ("m", "f"):
        errors.append(f"{where}: gender is m, f or left out")
    if not re.fullmatch(r"[A-Z]{3}", person.get("country", "")):
        errors.append(f"{where}: country is three capital letters")
    aliases = person.get("aliases", [])
    if len(set(aliases)) != len(aliases) or person.get("name") in aliases:
        errors.append(f"{where}: an alias is given twice")
    terms = []
    for office in person.get("offices", []):
        for key in office.keys() - OFFICE_KEYS:
            errors.append(f"{where}: unknown key `{key}` in an office")
        if office.get("office") not in OFFICES:
            errors.append(f"{where}: unknown office `{office.get('office')}`")
        if not office.get("title"):
            errors.append(f"{where}: an office without a title")
        since = earliest_and_latest(office.get("since"))
        until = (datetime.date.max,) * 2
        if "until" in office:
            until = earliest_and_latest(office["until"])
        if since is None or until is None:
            errors.append(f"{where}: a date is 2019-03-01, \"2019-03\" or \"2019\"")
            continue
        if until[1] < since[0]:
            errors.append(f"{where}: {office['office']} ends before it begins")
        # Terms known to the year only are shrunk, so that they overlap only if they must.
        terms.append((office.get("office"), office.get("title"), office.get("code"), since[1], until[0]))
    if not terms:
        errors.append(f"{where}: no office")
    return terms


def main(arguments):
    """Read the files, print errors, then remarks, then counts."""
    folder = pathlib.Path(__file__).resolve().parent.parent / "offices"
    files = [pathlib.Path(name) for name in arguments] or sorted(folder.glob("*.toml"))
    errors, remarks = [], []
    counts = collections.Counter()
    terms_of_office = collections.defaultdict(list)
    holders = collections.defaultdict(list)
    aliases = []
    for file in files:
        try:
            persons = tomllib.loads(file.read_text(encoding="utf-8")).get("person", [])
        except tomllib.TOMLDecodeError as error:
            errors.append(f"{file.name}: {error}")
            continue
        for person in persons:
            name, country = person.get("name", "?"), person.get("country", "?")
            where = f"{file.name}: {name} ({country})"
            counts[file.name, country] += 1
            holders[plain(name)].append((country, file.name))
            aliases += [(alias, country, name) for alias in person.get("aliases", [])]
            for office, title, code, begin, end in check_person(where, person, errors):
                if office in SINGLE and "acting" not in (title or ""):
                    terms_of_office[code or country, office, title].append((begin, end, name))
    for name, places in holders.items():
        for place, times in collections.Counter(country for country, _ in places).items():
            if times > 1:
                errors.append(f"{name} ({place}): {times} entries, one is wanted: {places}")
        if len({country for country, _ in places}) > 1:
            remarks.append(f"{name}: entries in several countries, {places}")
    bearers = collections.defaultdict(set)
    for alias, country, name in aliases:
        bearers[alias, country].add(name)
    for (alias, country), names in bearers.items():
        if len(names) > 1:
            remarks.append(f"alias {alias} ({country}) is shared by {', '.join(sorted(names))}")
    for alias, country, name in aliases:
        if plain(alias) != plain(name) and any(
            place == country for place, _ in holders.get(plain(alias), [])
        ):
            remarks.append(f"alias {alias} of {name} ({country}) is another person's name")
    for (country, office, title), terms in sorted(terms_of_office.items()):
        terms.sort()
        for index, (begin, end, name) in enumerate(terms):
            for other_begin, other_end, other in terms[index + 1:]:
                if other_begin + SLACK < min(end, other_end):
                    remarks.append(
                        f"{country} {office} ({title}): {name} until {end} and {other} from {other_begin}"
                    )
    for line in errors:
        print("error:", line)
    for line in remarks:
        print("remark:", line)
    for file in sorted({file for file, _ in counts}):
        of_file = {country: times for (name, country), times in counts.items() if name == file}
        listed = ", ".join(f"{country} {times}" for country, times in sorted(of_file.items()))
        print(f"{file}: {sum(of_file.values())} persons: {listed}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
