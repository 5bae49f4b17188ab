use super::line::lines;
use super::{Codes, CountryCodes, Crosswalk, Imported, LeftOut, list};
use crate::lexicon::{AgentKind, Lexicon};
use std::collections::BTreeMap;

/// Reads an agents' file: nouns with a role.
///
/// Whether a noun is a person, a group, an institution or a people isn't in
/// these files: it is that of the longest known agent at the phrase's end, else
/// a group where the plural is excluded by `{}`, else a person.
pub fn import_agents(text: &str, lexicon: &Lexicon, crosswalk: &Crosswalk) -> Imported {
    let codes = Codes {
        lexicon,
        crosswalk,
        which: CountryCodes::Cameo,
    };
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut left_out = Vec::new();
    let mut words: BTreeMap<(&'static str, &'static str), Vec<String>> = BTreeMap::new();
    for (line, content) in lines(text) {
        let content = content.trim();
        let mut leave = |reason: String| left_out.push(LeftOut { line, reason });
        if let (true, Some((name, members))) = (content.starts_with('!'), content.split_once('=')) {
            let members = members.split(',').map(|m| m.trim().to_lowercase());
            sets.insert(
                name.trim().to_lowercase(),
                members.filter(|m| !m.is_empty()).collect(),
            );
            continue;
        }
        let Some((phrase, code)) = content.split_once('[') else {
            leave(format!("`{content}` has no code in brackets"));
            continue;
        };
        // Some files close a code with a brace.
        let Some(end) = code.find([']', '}']) else {
            leave(format!("`[{code}` lacks its closing bracket"));
            continue;
        };
        let code = code[..end].trim().trim_matches('~');
        let (phrase, plural) = match phrase.split_once('{') {
            Some((phrase, plural)) => (
                phrase,
                Some(plural.split('}').next().unwrap_or_default().trim()),
            ),
            None => (phrase, None),
        };
        let (sector, rest) = codes.roles(code);
        let Some(sector) = sector else {
            leave(format!("`{code}` is no role that is known"));
            continue;
        };
        if let Some(rest) = rest {
            leave(format!(
                "`{rest}` of `{code}` is no role that is known; the rest is taken"
            ));
        }
        let mut phrases = vec![printed(phrase)];
        phrases.extend(plural.filter(|p| !p.is_empty()).map(printed));
        for phrase in phrases {
            let all = match expand(&phrase, &sets) {
                Ok(all) => all,
                Err(set) => {
                    leave(format!("no set is called `{set}`"));
                    continue;
                }
            };
            for word in all {
                let kind = kind(&word, plural == Some(""), lexicon);
                let entry = words.entry((sector.as_str(), kind)).or_default();
                if !entry.contains(&word) {
                    entry.push(word);
                }
            }
        }
    }
    let entries: Vec<String> = words
        .iter()
        .map(|((sector, kind), words)| {
            format!(
                "[[agent]]\nwords = {}\nsector = \"{sector}\"\nkind = \"{kind}\"\n",
                list(words)
            )
        })
        .collect();
    Imported {
        toml: entries.join("\n"),
        entries: entries.len(),
        left_out,
    }
}

fn printed(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// The phrase with each member of its set in the set's place.
fn expand(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let Some(start) = phrase.find('!') else {
        return Ok(vec![phrase.to_owned()]);
    };
    let Some(end) = phrase[start + 1..].find('!').map(|at| start + 1 + at) else {
        return Err(phrase[start..].to_owned());
    };
    let name = &phrase[start..=end];
    let members = sets.get(name).ok_or_else(|| name.to_owned())?;
    let mut all = Vec::new();
    for member in members {
        let filled = format!("{}{member}{}", &phrase[..start], &phrase[end + 1..]);
        all.extend(expand(&filled, sets)?);
    }
    Ok(all)
}

fn kind(words: &str, no_plural: bool, lexicon: &Lexicon) -> &'static str {
    let words: Vec<&str> = words.split([' ', '-']).collect();
    let head = words.last().copied().unwrap_or_default();
    let known = lexicon.agents_by_head.get(head).into_iter().flatten();
    let known = known
        .map(|number| &lexicon.agents[*number as usize])
        .find(|agent| words.ends_with(&agent.words.iter().map(String::as_str).collect::<Vec<_>>()));
    match known.map(|agent| agent.kind) {
        Some(AgentKind::Person) => "person",
        Some(AgentKind::Group) => "group",
        Some(AgentKind::Institution) => "institution",
        Some(AgentKind::People) => "people",
        None if no_plural => "group",
        None => "person",
    }
}
