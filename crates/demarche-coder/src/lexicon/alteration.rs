use super::entry::{AlterationEntry, RestorationEntry};
use super::inflection::{Form, Irregular, plural, verb, verb_forms};
use super::{LexiconErrorKind, Rules};
use crate::reading::TextWords;
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What finding an expression says of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Nobody who writes English writes it.
    Much,
    /// Some do, but seldom.
    Little,
    /// Nothing: it is common English as well.
    Nothing,
    /// It comes of translation, and says something of quotations alone.
    Translation,
}

/// Words that a machine put in place of others, in every form: "exchange war" for
/// "trade war".
#[derive(Debug)]
pub(crate) struct Alteration {
    /// What they stand for, in its first form.
    pub of: String,
    is_verb: bool,
    pub tells: Tells,
    /// The words after the first, each with the words that may stand there.
    rest: Vec<Vec<String>>,
    neighbours: Arc<Neighbours>,
    /// They stand for it with a capital inside a sentence too.
    pub is_title: bool,
}

/// Which words stand around an expression where it stands for another. An empty list
/// asks for nothing.
#[derive(Debug, Clone, Default)]
struct Neighbours {
    after: Vec<String>,
    before: Vec<String>,
    near: Vec<String>,
    not_after: Vec<String>,
    not_before: Vec<String>,
}

/// In lists of neighbours: the name, or adjective, of a state, place or organisation.
const NAMED: &str = "<name>";
/// The same without adjectives and peoples.
const NAMED_BY_NOUN: &str = "<place>";

/// How many words away is near.
const NEAR: usize = 5;

/// Altered expressions by the forms of their first word.
#[derive(Debug, Default)]
pub(crate) struct Alterations {
    all: Vec<Alteration>,
    by_first: HashMap<String, Vec<(u32, Form)>>,
    irregular: Irregular,
    /// After these words a past form is a participle.
    before_participle: Vec<String>,
    /// After these words a form that is the past too isn't.
    before_base: Vec<String>,
}

/// An expression found.
#[derive(Debug, Clone)]
pub(crate) struct Found<'l> {
    pub alteration: &'l Alteration,
    /// What it stands for, in its form.
    pub of: String,
    /// How many words it has.
    pub n_words: usize,
}

impl Alterations {
    /// None yet; `rules` has the word sets.
    pub(super) fn new(rules: &Rules) -> Alterations {
        let set = |name: &str| rules.sets.get(name).map(|set| set.iter_sorted());
        let irregular = set("irregular-verbs").unwrap_or_default().into_iter();
        let irregular = irregular.filter_map(|forms| {
            let mut forms = forms.split(' ').map(str::to_owned);
            Some((forms.next()?, forms.collect()))
        });
        let words = |name: &str| {
            let words = set(name).unwrap_or_default().into_iter();
            words.map(str::to_owned).collect()
        };
        Alterations {
            irregular: irregular.collect(),
            before_participle: words("participle-auxiliaries"),
            before_base: words("base-auxiliaries"),
            ..Alterations::default()
        }
    }

    /// What nobody writes who writes English, or comes of translation.
    pub(super) fn add_alteration(
        &mut self,
        entry: &AlterationEntry,
        rules: &Rules,
    ) -> Result<(), LexiconErrorKind> {
        let tells = match (entry.translation, entry.weak) {
            (true, _) => Tells::Translation,
            (false, true) => Tells::Little,
            (false, false) => Tells::Much,
        };
        let neighbours = Arc::new(Neighbours {
            after: rules.spell(&entry.after)?,
            before: rules.spell(&entry.before)?,
            not_after: rules.spell(&entry.not_after)?,
            not_before: rules.spell(&entry.not_before)?,
            near: Vec::new(),
        });
        for words in &entry.words {
            self.add(words, rules, |rest| Alteration {
                of: entry.of.clone(),
                is_verb: entry.verb,
                tells,
                rest,
                neighbours: Arc::clone(&neighbours),
                is_title: true,
            })?;
        }
        Ok(())
    }

    /// What is common English as well.
    pub(super) fn add_restoration(
        &mut self,
        entry: &RestorationEntry,
        rules: &Rules,
    ) -> Result<(), LexiconErrorKind> {
        let neighbours = Arc::new(Neighbours {
            after: rules.spell(&entry.after)?,
            before: rules.spell(&entry.before)?,
            near: rules.spell(&entry.near)?,
            not_after: rules.spell(&entry.not_after)?,
            not_before: rules.spell(&entry.not_before)?,
        });
        for words in &entry.words {
            self.add(words, rules, |rest| Alteration {
                of: entry.of.clone(),
                is_verb: entry.verb,
                tells: Tells::Nothing,
                rest,
                neighbours: Arc::clone(&neighbours),
                is_title: entry.title,
            })?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        words: &str,
        rules: &Rules,
        alteration: impl Fn(Vec<Vec<String>>) -> Alteration,
    ) -> Result<(), LexiconErrorKind> {
        for mut pattern in patterns(words, rules)? {
            if pattern.is_empty() {
                continue;
            }
            let firsts = pattern.remove(0);
            let n_rest = pattern.len();
            let number = self.all.len() as u32;
            self.all.push(alteration(pattern));
            let all = &self.all;
            for first in firsts {
                let forms = match all[number as usize].is_verb {
                    true => verb_forms(&first, &self.irregular),
                    false if n_rest == 0 => {
                        vec![(plural(&first), Form::S), (first, Form::Base)]
                    }
                    false => vec![(first, Form::Base)],
                };
                for (word, form) in forms {
                    let known = self.by_first.entry(word).or_default();
                    // The longest of those that begin alike is meant; of these, the first written.
                    let longer = |(n, _): &(u32, Form)| all[*n as usize].rest.len() >= n_rest;
                    let at = known.partition_point(longer);
                    known.insert(at, (number, form));
                }
            }
        }
        Ok(())
    }

    /// The longest expression that begins with the word `at` and is one of those wanted.
    pub(crate) fn at(
        &self,
        words: &TextWords<'_>,
        at: usize,
        wanted: impl Fn(&Alteration) -> bool,
    ) -> Option<Found<'_>> {
        let known = self.by_first.get(words.word(at)?)?;
        known.iter().find_map(|(number, form)| {
            let alteration = &self.all[*number as usize];
            if !wanted(alteration) {
                return None;
            }
            let form = alteration.fits(words, at, *form)?;
            let n_words = alteration.rest.len() + 1;
            if !alteration.neighbours.fit(words, at..at + n_words) {
                return None;
            }
            Some(Found {
                alteration,
                of: self.restored(alteration, form, words, at),
                n_words,
            })
        })
    }

    /// What an expression stands for, in the form that it has.
    fn restored(&self, found: &Alteration, form: Form, words: &TextWords<'_>, at: usize) -> String {
        let (head, rest) = match found.of.split_once(' ') {
            Some((head, rest)) => (head, Some(rest)),
            None => (found.of.as_str(), None),
        };
        if found.is_verb {
            let follows = |listed: &[String], within: usize| {
                let mut before = (1..=within).map_while(|n| words.word(at.checked_sub(n)?));
                before.any(|word| listed.iter().any(|l| l == word))
            };
            let written = words.word(at).unwrap_or_default();
            let is_past_too =
                || verb(written, Form::Past, &self.irregular) == written && form == Form::Base;
            let form = match form {
                Form::Past if follows(&self.before_participle, 3) => Form::Participle,
                Form::Base if is_past_too() && !follows(&self.before_base, 2) => {
                    match follows(&self.before_participle, 2) {
                        true => Form::Participle,
                        false => Form::Past,
                    }
                }
                form => form,
            };
            let head = verb(head, form, &self.irregular);
            return rest.map_or(head.clone(), |rest| format!("{head} {rest}"));
        }
        if form != Form::S {
            return found.of.clone();
        }
        match found.of.split_once(" of ") {
            Some((head, rest)) => format!("{} of {rest}", in_plural(head)),
            None => in_plural(&found.of),
        }
    }
}

/// The plural, unless it is one: "talks", "sanctions".
fn in_plural(words: &str) -> String {
    match words.ends_with('s') && !words.ends_with("ss") {
        true => words.to_owned(),
        false => plural(words),
    }
}

impl Alteration {
    /// The form in which the words stand at `at`, if they do.
    fn fits(&self, words: &TextWords<'_>, at: usize, first: Form) -> Option<Form> {
        let mut form = first;
        for (n, choices) in self.rest.iter().enumerate() {
            if !words.is_joined(at + n) {
                return None;
            }
            let word = words.word(at + n + 1)?;
            let is_last = n + 1 == self.rest.len();
            if choices.iter().any(|choice| choice == word) {
                continue;
            }
            if !is_last || self.is_verb || !choices.iter().any(|choice| plural(choice) == word) {
                return None;
            }
            form = Form::S;
        }
        Some(form)
    }
}

impl Neighbours {
    fn fit(&self, words: &TextWords<'_>, at: Range<usize>) -> bool {
        let is_one = |list: &[String], n: Option<usize>| {
            let Some(n) = n else {
                return false;
            };
            let Some(word) = words.word(n) else {
                return false;
            };
            let singular = word.strip_suffix('s').unwrap_or(word);
            list.iter().any(|listed| match listed.as_str() {
                NAMED => words.is_named(n, false),
                NAMED_BY_NOUN => words.is_named(n, true),
                listed => listed == word || listed == singular,
            })
        };
        let before = at.start.checked_sub(1).filter(|n| words.is_joined(*n));
        let after = Some(at.end).filter(|_| words.is_joined(at.end - 1));
        let near = || {
            let left = (at.start.saturating_sub(NEAR)..at.start)
                .rev()
                .take_while(|n| !words.ends_sentence(*n));
            let right = (at.end..at.end + NEAR).take_while(|n| !words.starts_sentence(*n));
            left.chain(right).any(|n| is_one(&self.near, Some(n)))
        };
        (self.after.is_empty() || is_one(&self.after, before))
            && (self.before.is_empty() || is_one(&self.before, after))
            && !is_one(&self.not_after, before)
            && !is_one(&self.not_before, after)
            && (self.near.is_empty() || near())
    }
}

/// The patterns that an entry's words stand for: each word of a pattern is one of a list.
/// A choice may be empty: "(affairs|) minister".
fn patterns(words: &str, rules: &Rules) -> Result<Vec<Vec<Vec<String>>>, LexiconErrorKind> {
    let mut patterns: Vec<Vec<Vec<String>>> = vec![Vec::new()];
    // Words with a hyphen are two words of the text; names of sets have hyphens too.
    for word in words
        .split(' ')
        .flat_map(at_hyphens)
        .filter(|word| !word.is_empty())
    {
        let inner = word.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
        let choices: Vec<String> = match inner {
            Some(inner) => inner.split('|').map(str::to_owned).collect(),
            None => vec![word.to_owned()],
        };
        if choices
            .iter()
            .any(|choice| choice.contains(['(', ')', '|']))
        {
            return Err(LexiconErrorKind::BadWord {
                field: "word of an alteration",
                value: words.to_owned(),
                known: "a word, `@set`, or `(one|other)` of single words".to_owned(),
            });
        }
        let mut choices = rules.spell(&choices)?;
        let n_written = choices.len();
        choices.retain(|choice| !choice.is_empty());
        let is_optional = choices.len() < n_written;
        let without = is_optional.then(|| patterns.clone());
        for pattern in &mut patterns {
            pattern.push(choices.clone());
        }
        patterns.extend(without.into_iter().flatten());
    }
    Ok(patterns)
}

fn at_hyphens(word: &str) -> impl Iterator<Item = &str> {
    let is_plain = !word.contains(['@', '(']);
    word.split(move |c| is_plain && c == '-')
}
