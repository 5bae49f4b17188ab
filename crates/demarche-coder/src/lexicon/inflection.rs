//! The forms of English words, so that one word can stand in for another.

use std::collections::BTreeMap;

/// In which form a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As in the dictionary.
    Base,
    /// "ministers", "meets".
    S,
    /// "met", and "met" in "has met" where the two are alike.
    Past,
    /// "withdrawn".
    Participle,
    /// "meeting".
    Ing,
}

/// Past and participle of verbs, and the form in -ing where it isn't regular.
pub(crate) type Irregular = BTreeMap<String, Vec<String>>;

/// A noun in the plural.
pub(crate) fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with("man") => format!("{}men", &noun[..noun.len() - 3]),
        _ if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") => {
            format!("{noun}es")
        }
        _ => format!("{noun}s"),
    }
}

/// A verb in a form of which it has one.
pub(crate) fn verb(base: &str, form: Form, irregular: &Irregular) -> String {
    let known = irregular.get(base).map_or(&[][..], Vec::as_slice);
    match form {
        Form::Base => base.to_owned(),
        Form::S if base.ends_with('o') => format!("{base}es"),
        Form::S => plural(base),
        Form::Past => known.first().cloned().unwrap_or_else(|| ed(base)),
        Form::Participle => match known.get(1).or(known.first()) {
            Some(participle) => participle.clone(),
            None => ed(base),
        },
        Form::Ing => match (known.get(2), known.first()) {
            (Some(ing), _) => ing.clone(),
            (None, Some(past)) if doubles(base, past) => {
                format!("{}ing", &past[..past.len() - 2])
            }
            _ => ing(base),
        },
    }
}

/// All forms of a verb, with those that double the last letter: what isn't a word does
/// no harm where words are looked for.
pub(crate) fn verb_forms(base: &str, irregular: &Irregular) -> Vec<(String, Form)> {
    let all = [Form::Base, Form::S, Form::Past, Form::Participle, Form::Ing];
    let mut forms: Vec<(String, Form)> = Vec::new();
    let mut add = |word: String, form| {
        if !forms.iter().any(|(known, _)| *known == word) {
            forms.push((word, form));
        }
    };
    for form in all {
        add(verb(base, form, irregular), form);
    }
    if let Some(last) = base
        .chars()
        .last()
        .filter(|c| c.is_ascii_alphabetic() && !"aeiouwy".contains(*c))
        && !irregular.contains_key(base)
    {
        add(format!("{base}{last}ed"), Form::Past);
        add(format!("{base}{last}ing"), Form::Ing);
    }
    forms
}

fn ed(base: &str) -> String {
    match base.strip_suffix('y') {
        _ if base.ends_with('e') => format!("{base}d"),
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ied"),
        _ => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && !base.ends_with("ye") => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

/// Whether the past doubles the last letter: "banned".
fn doubles(base: &str, past: &str) -> bool {
    past.strip_suffix("ed")
        .and_then(|stem| stem.strip_prefix(base))
        .is_some_and(|more| more.len() == 1 && base.ends_with(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn irregular() -> Irregular {
        let parts = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        Irregular::from([
            ("withdraw".to_owned(), parts(&["withdrew", "withdrawn"])),
            ("ban".to_owned(), parts(&["banned", "banned"])),
            ("cut".to_owned(), parts(&["cut", "cut", "cutting"])),
        ])
    }

    #[test]
    fn verbs_have_their_forms() {
        let forms = [Form::S, Form::Past, Form::Participle, Form::Ing];
        for (base, expected) in [
            ("impose", ["imposes", "imposed", "imposed", "imposing"]),
            ("deny", ["denies", "denied", "denied", "denying"]),
            (
                "withdraw",
                ["withdraws", "withdrew", "withdrawn", "withdrawing"],
            ),
            ("ban", ["bans", "banned", "banned", "banning"]),
            ("cut", ["cuts", "cut", "cut", "cutting"]),
            ("agree", ["agrees", "agreed", "agreed", "agreeing"]),
        ] {
            let written = forms.map(|form| verb(base, form, &irregular()));
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn nouns_have_plurals() {
        for (noun, expected) in [
            ("minister", "ministers"),
            ("embassy", "embassies"),
            ("envoy", "envoys"),
            ("clergyman", "clergymen"),
            ("tax", "taxes"),
        ] {
            assert_eq!(plural(noun), expected);
        }
    }

    #[test]
    fn doubled_letters_are_found_too() {
        let forms = verb_forms("travel", &irregular());
        assert!(forms.contains(&("travelled".to_owned(), Form::Past)));
        assert!(forms.contains(&("traveled".to_owned(), Form::Past)));
    }
}
