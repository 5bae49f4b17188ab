//! Which entries count when files say different things: later ones take the
//! place of earlier ones, `[[remove]]` takes them away, `[[alias]]` adds names.

use super::entry::{AliasEntry, KnowledgeFile, RemoveEntry};
use super::error::line_of;
use super::rule::nearest;
use super::{LexiconError, LexiconErrorKind};
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A file with its path and text.
type File<'a> = (&'a str, &'a str, KnowledgeFile);

/// Leaves the entries that count. A state stands for another of its code, an
/// organisation or place for one of its name, a person for one of the name and
/// country, an agent's word and a rule's id for the earlier ones.
pub(super) fn settle(files: &mut [File<'_>]) -> Result<(), LexiconError> {
    for at in 0..files.len() {
        let (earlier, rest) = files.split_at_mut(at);
        let (path, text, file) = &mut rest[0];
        let fail = |(name, kind): (String, LexiconErrorKind)| LexiconError {
            path: (*path).to_owned(),
            line: line_of(text, &name),
            kind,
        };
        for entry in &file.remove {
            remove(earlier, entry).map_err(fail)?;
        }
    }
    replace(files);
    for at in 0..files.len() {
        let aliases = std::mem::take(&mut files[at].2.alias);
        for entry in aliases {
            let (path, text) = (files[at].0, files[at].1);
            add_names(files, &entry).map_err(|kind| LexiconError {
                path: path.to_owned(),
                line: line_of(text, &entry.of),
                kind,
            })?;
        }
    }
    Ok(())
}

/// Takes an entry out of earlier files.
fn remove(earlier: &mut [File<'_>], entry: &RemoveEntry) -> Result<(), (String, LexiconErrorKind)> {
    let RemoveEntry {
        state,
        place,
        organisation,
        person,
        agent,
        rule,
    } = entry;
    macro_rules! take_out {
        ($field:ident, $kind:literal, $name:expr, $key:ident, |$e:ident| $matches:expr) => {
            if let Some(name) = $name {
                let (mut before, mut after) = (0, 0);
                let mut names = BTreeSet::new();
                for (_, _, file) in earlier.iter_mut() {
                    before += file.$field.len();
                    names.extend(file.$field.iter().map(|e| e.$key.clone()));
                    file.$field.retain(|$e| !($matches)(name));
                    after += file.$field.len();
                }
                if before == after {
                    let unknown = LexiconErrorKind::UnknownEntry {
                        kind: $kind,
                        name: name.clone(),
                        nearest: nearest(name, names.iter().map(String::as_str)),
                    };
                    return Err((name.clone(), unknown));
                }
            }
        };
    }
    take_out!(state, "state", state, name, |e| |n: &String| e.name == *n
        || e.code == *n);
    take_out!(place, "place", place, name, |e| |n: &String| e.name == *n);
    take_out!(organisation, "organisation", organisation, name, |e| {
        |n: &String| e.name == *n
    });
    take_out!(person, "person", person, name, |e| |n: &String| e.name
        == *n);
    take_out!(rule, "rule", rule, id, |e| |n: &String| e.id == *n);
    if let Some(word) = agent {
        let mut known = BTreeSet::new();
        let mut found = false;
        for agent in earlier.iter_mut().flat_map(|(_, _, file)| &mut file.agent) {
            known.extend(agent.words.iter().cloned());
            let before = agent.words.len();
            agent.words.retain(|w| !same_words(w, word));
            found |= agent.words.len() < before;
        }
        if !found {
            let unknown = LexiconErrorKind::UnknownEntry {
                kind: "agent",
                name: word.clone(),
                nearest: nearest(word, known.iter().map(String::as_str)),
            };
            return Err((word.clone(), unknown));
        }
    }
    Ok(())
}

/// A hyphen and a space are the same.
fn same_words(one: &str, other: &str) -> bool {
    one.split([' ', '-']).eq(other.split([' ', '-']))
}

/// Takes away what a later file has anew.
fn replace(files: &mut [File<'_>]) {
    macro_rules! keep_last {
        ($field:ident, |$e:ident| $key:expr) => {
            // The last file that has an entry of the key.
            let kept: Vec<bool> = {
                let keys = || {
                    let files = files.iter().enumerate();
                    files.flat_map(|(at, file)| file.2.$field.iter().map(move |$e| ($key, at)))
                };
                let last: HashMap<_, usize> = keys().collect();
                keys().map(|(key, at)| last[&key] == at).collect()
            };
            let mut kept = kept.into_iter();
            for (_, _, file) in files.iter_mut() {
                file.$field.retain(|_| kept.next() == Some(true));
            }
        };
    }
    keep_last!(state, |e| e.code.as_str());
    keep_last!(place, |e| e.name.as_str());
    keep_last!(organisation, |e| e.name.as_str());
    keep_last!(person, |e| (e.name.as_str(), e.country.as_deref()));
    keep_last!(rule, |e| e.id.as_str());
    let mut last = BTreeMap::new();
    let key = |words: &str| words.replace('-', " ");
    for (at, (_, _, file)) in files.iter().enumerate() {
        for words in file.agent.iter().flat_map(|agent| &agent.words) {
            last.insert(key(words), at);
        }
    }
    for (at, (_, _, file)) in files.iter_mut().enumerate() {
        for agent in &mut file.agent {
            agent.words.retain(|words| last[&key(words)] == at);
        }
    }
}

/// Adds names to the entry that they are said to be of.
fn add_names(files: &mut [File<'_>], entry: &AliasEntry) -> Result<(), LexiconErrorKind> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut found: Option<&mut Vec<String>> = None;
    for (_, _, file) in files {
        for state in &mut file.state {
            known.insert(&state.code);
            known.insert(&state.name);
            if state.code == entry.of || state.name == entry.of {
                found = Some(&mut state.aliases);
            }
        }
        for organisation in &mut file.organisation {
            known.insert(&organisation.name);
            if organisation.name == entry.of {
                found = Some(&mut organisation.aliases);
            }
        }
        for person in &mut file.person {
            known.insert(&person.name);
            if person.name == entry.of {
                found = Some(&mut person.aliases);
            }
        }
    }
    match found {
        Some(aliases) => {
            aliases.extend(entry.names.iter().cloned());
            Ok(())
        }
        None => Err(LexiconErrorKind::UnknownEntry {
            kind: "state, organisation or person",
            name: entry.of.clone(),
            nearest: nearest(&entry.of, known.into_iter()),
        }),
    }
}
