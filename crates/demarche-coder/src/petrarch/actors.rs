use super::line::{lines, names};
use super::{Code, Codes, CountryCodes, Crosswalk, Imported, LeftOut, list, quoted};
use crate::lexicon::Lexicon;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An actor of the dictionary.
#[derive(Debug, Default)]
struct Actor {
    line: usize,
    names: Vec<String>,
    codes: Vec<Dated>,
}

/// A code and when it holds; `until` is included there.
#[derive(Debug)]
struct Dated {
    line: usize,
    code: String,
    since: Option<Date>,
    until: Option<Date>,
}

/// Reads an actors' file.
///
/// States that are known get the names as aliases. An actor with terms is a
/// person if its name has several words, with an office `other` for each term;
/// all others are organisations, dated by `sectors`. Ends of terms, which the
/// dictionaries include, become the day after.
pub fn import_actors(
    text: &str,
    codes: CountryCodes,
    lexicon: &Lexicon,
    crosswalk: &Crosswalk,
) -> Imported {
    let codes = Codes {
        lexicon,
        crosswalk,
        which: codes,
    };
    let mut left_out = Vec::new();
    let actors = actors(text, &mut left_out);
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut entries = Vec::new();
    for actor in actors {
        if actor.codes.is_empty() {
            left_out.push(LeftOut {
                line: actor.line,
                reason: format!("{} has no code", actor.names[0]),
            });
            continue;
        }
        let mut terms: Vec<(Code, &Dated)> = Vec::new();
        for dated in &actor.codes {
            match codes.actor(&dated.code) {
                Ok(code) => {
                    if let Some(rest) = &code.rest {
                        left_out.push(LeftOut {
                            line: dated.line,
                            reason: format!(
                                "`{rest}` of `{}` is no role that is known; the rest is taken",
                                dated.code
                            ),
                        });
                    }
                    terms.push((code, dated));
                }
                Err(reason) => left_out.push(LeftOut {
                    line: dated.line,
                    reason,
                }),
            }
        }
        let Some((first, _)) = terms.first() else {
            continue;
        };
        let is_dated = |dated: &Dated| dated.since.is_some() || dated.until.is_some();
        let has_terms = terms.iter().any(|(_, dated)| is_dated(dated));
        if let (Some(country), None, false) = (&first.country, first.sector, has_terms) {
            let known = aliases.entry(country.clone()).or_default();
            known.extend(
                actor
                    .names
                    .iter()
                    .filter(|name| !is_known(lexicon, name))
                    .cloned(),
            );
            continue;
        }
        let person = has_terms && actor.names[0].contains(' ');
        match entry(&actor, &terms, person) {
            Ok(entry) => entries.push(entry),
            Err(reason) => left_out.push(LeftOut {
                line: actor.line,
                reason,
            }),
        }
    }
    let mut toml = String::new();
    for (of, names) in aliases.iter().filter(|(_, names)| !names.is_empty()) {
        entries.push(format!(
            "[[alias]]\nof = {}\nnames = {}\n",
            quoted(of),
            list(names)
        ));
    }
    toml.push_str(&entries.join("\n"));
    left_out.sort_by_key(|left| left.line);
    Imported {
        toml,
        entries: entries.len(),
        left_out,
    }
}

fn is_known(lexicon: &Lexicon, name: &str) -> bool {
    lexicon.names.whole(name).is_some()
}

/// An entry in TOML.
fn entry(actor: &Actor, terms: &[(Code, &Dated)], person: bool) -> Result<String, String> {
    let name = &actor.names[0];
    let mut entry = format!(
        "[[{}]]\nname = {}\n",
        if person { "person" } else { "organisation" },
        quoted(name)
    );
    if actor.names.len() > 1 {
        entry.push_str(&format!("aliases = {}\n", list(&actor.names[1..])));
    }
    // The code without days holds where no other does; else the last one.
    let standing = terms
        .iter()
        .find(|(_, dated)| dated.since.is_none() && dated.until.is_none())
        .or(terms.last());
    if let Some((
        Code {
            country: Some(country),
            ..
        },
        _,
    )) = standing
    {
        entry.push_str(&format!("country = \"{country}\"\n"));
    }
    let sector = standing.and_then(|(code, _)| code.sector);
    match (sector, person) {
        (Some(sector), _) => entry.push_str(&format!("sector = \"{sector}\"\n")),
        (None, false) => {
            return Err(format!(
                "{name} has no role that is known: an organisation needs a sector"
            ));
        }
        (None, true) => {}
    }
    if person {
        let family = name.rsplit(' ').next().unwrap_or(name);
        entry.push_str(&format!("family = {}\n", quoted(family)));
    }
    let dated: Vec<String> = terms
        .iter()
        .filter(|(_, dated)| dated.since.is_some() || dated.until.is_some())
        .filter_map(|(code, dated)| {
            let mut fields = Vec::new();
            if person {
                fields.push("office = \"other\"".to_owned());
            }
            fields.push(format!("sector = \"{}\"", code.sector?));
            if let (true, Some(country)) = (person, &code.country) {
                fields.push(format!("country = \"{country}\""));
            }
            fields.extend(dated.since.map(|day| format!("since = {day}")));
            let after = dated.until.and_then(|day| day.checked_add(1.day()).ok());
            fields.extend(after.map(|day| format!("until = {day}")));
            Some(format!("  {{ {} }},\n", fields.join(", ")))
        })
        .collect();
    if !dated.is_empty() {
        let key = if person { "offices" } else { "sectors" };
        entry.push_str(&format!("{key} = [\n{}]\n", dated.concat()));
    }
    Ok(entry)
}

fn actors(text: &str, left_out: &mut Vec<LeftOut>) -> Vec<Actor> {
    let mut all: Vec<Actor> = Vec::new();
    for (line, content) in lines(text) {
        let trimmed = content.trim();
        let is_term = trimmed.starts_with('[');
        let (phrase, brackets) = match trimmed.find('[') {
            Some(at) => (trimmed[..at].trim(), &trimmed[at..]),
            None => (trimmed, ""),
        };
        let is_synonym = phrase.starts_with('+');
        if is_synonym || is_term {
            let Some(actor) = all.last_mut() else {
                let reason = "a synonym or term before the first actor".to_owned();
                left_out.push(LeftOut { line, reason });
                continue;
            };
            if is_synonym {
                for name in names(phrase.trim_start_matches('+')) {
                    if !actor.names.contains(&name) {
                        actor.names.push(name);
                    }
                }
            }
        } else {
            let names = names(phrase);
            if names.is_empty() {
                let reason = "no name before the code".to_owned();
                left_out.push(LeftOut { line, reason });
                continue;
            }
            all.push(Actor {
                line,
                names,
                codes: Vec::new(),
            });
        }
        for bracket in brackets.split('[').skip(1) {
            let Some(end) = bracket.find(']') else {
                let reason = format!("`[{bracket}` lacks its closing bracket");
                left_out.push(LeftOut { line, reason });
                continue;
            };
            match dated(line, bracket[..end].trim()) {
                Ok(code) => {
                    if let Some(actor) = all.last_mut() {
                        actor.codes.push(code);
                    }
                }
                Err(reason) => left_out.push(LeftOut { line, reason }),
            }
        }
    }
    all
}

/// `USAGOV`, `USAGOV 930120-010120`, `USAGOV >930120`, `USAGOV <010120`.
fn dated(line: usize, given: &str) -> Result<Dated, String> {
    let (code, term) = given.split_once(char::is_whitespace).unwrap_or((given, ""));
    let term: String = term.split_whitespace().collect();
    let (since, until) = if let Some(rest) = term.strip_prefix('>') {
        (Some(day(rest)?), None)
    } else if let Some(rest) = term.strip_prefix('<') {
        (None, Some(day(rest)?))
    } else if let Some((since, until)) = term.split_once('-') {
        (Some(day(since)?), Some(day(until)?))
    } else if term.is_empty() {
        (None, None)
    } else {
        return Err(format!("`{term}` is no term; it is <day, >day or day-day"));
    };
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        return Err(format!("`{term}` ends before it begins"));
    }
    Ok(Dated {
        line,
        code: code.to_owned(),
        since,
        until,
    })
}

/// `YYYYMMDD` or `YYMMDD`, which is of the twentieth century from 30 on.
fn day(given: &str) -> Result<Date, String> {
    let bad = || format!("`{given}` is no day; it is YYYYMMDD or YYMMDD");
    if !given.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    let number = |range| {
        given
            .get(range)
            .and_then(|d: &str| d.parse::<i16>().ok())
            .ok_or_else(bad)
    };
    let (year, month, day) = match given.len() {
        8 => (number(0..4)?, number(4..6)?, number(6..8)?),
        6 => {
            let year = number(0..2)?;
            let century = if year >= 30 { 1900 } else { 2000 };
            (century + year, number(2..4)?, number(4..6)?)
        }
        _ => return Err(bad()),
    };
    Date::new(year, month as i8, day as i8).map_err(|_| bad())
}
