//! Where clauses begin in words that run on without a full stop, as machines write speech
//! down: a subject with a finite verb of its own, after a clause that has both.

mod phrase; // subjects and their verbs
mod words; // words and what they are

use crate::lexicon::Lexicon;
use demarche_lang::{Parsed, Tag};
use std::ops::Range;
use words::Words;

/// Words without any punctuation that a sentence of print doesn't have.
const RUNNING_ON: usize = 25;

/// The same where the text has no capitals either.
const SPOKEN: usize = 9;

/// Words of a sentence on average, above which its full stops are taken for strays.
const LONG: usize = 40;

/// Words between a conjunction and the subject of its clause at most.
const NEAR: usize = 3;

/// Words after which a verb of saying has found no clause of its own.
const FAR: usize = 12;

/// Words before an "and" that may begin a clause of its own.
const FULL: usize = 8;

/// Words that a clause has at least.
const LEAST: usize = 3;

/// Blanks that stand for a mark between spoken words, not for a sign and a space.
const GAP: usize = 4;

/// Paragraphs whose clauses run on are parsed again, clause by clause; every character
/// keeps its place. `spoken` tells which paragraphs had no capitals. Gives the numbers
/// of those that were divided.
pub(crate) fn divide(
    lexicon: &Lexicon,
    parses: &mut [Parsed],
    spoken: &[bool],
    parse: &mut impl FnMut(&[&str]) -> Vec<Parsed>,
) -> Vec<usize> {
    let mut divided: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for (number, parsed) in parses.iter().enumerate() {
        let spoken = spoken.get(number).is_some_and(|spoken| *spoken);
        let Some(clauses) = Words::of(lexicon, parsed).clauses(spoken) else {
            continue;
        };
        texts.extend(clauses.iter().map(|clause| sentence(parsed.text(), clause)));
        divided.push((number, clauses));
    }
    if divided.is_empty() {
        return Vec::new();
    }
    let sentences: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut parsed = parse(&sentences).into_iter();
    let mut numbers = Vec::new();
    for (number, clauses) in divided {
        let mut text = parses[number].text().to_owned();
        let mut parts = Vec::new();
        for (clause, part) in clauses.into_iter().zip(&mut parsed) {
            text.replace_range(clause.clone(), &part.text()[..clause.len()]);
            parts.push((clause.start, clause.len(), part));
        }
        if let Ok(joined) = Parsed::joined(text, &parts) {
            parses[number] = joined;
            numbers.push(number);
        }
    }
    numbers
}

/// A clause as a sentence of print: with a capital in front and a full stop behind.
fn sentence(text: &str, clause: &Range<usize>) -> String {
    let words = &text[clause.clone()];
    let mut sentence = String::with_capacity(words.len() + 1);
    let mut chars = words.chars();
    if let Some(first) = chars.next() {
        let mut capital = first.to_uppercase();
        match (capital.next(), capital.next()) {
            (Some(c), None) if c.len_utf8() == first.len_utf8() => sentence.push(c),
            _ => sentence.push(first),
        }
    }
    sentence.push_str(chars.as_str());
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// What is known of the clause so far.
#[derive(Debug, Default, Clone, Copy)]
struct Clause {
    first: usize,
    /// It has a subject with a finite verb that no conjunction governs.
    has_main: bool,
    /// Where a conjunction waits for its subject.
    governed: Option<usize>,
    /// Where a verb waits for the clause that is said or thought.
    says: Option<usize>,
    /// The last subject with a verb was that of such a clause.
    in_said: bool,
}

impl Words<'_> {
    /// The bytes of the clauses, if there are several.
    fn clauses(&self, spoken: bool) -> Option<Vec<Range<usize>>> {
        if !self.runs_on(spoken) {
            return None;
        }
        let mut starts = vec![0];
        starts.extend(self.starts(spoken));
        if starts.len() < 2 {
            return None;
        }
        let ends = starts.iter().skip(1).copied().chain([self.at.len()]);
        let clauses = starts.iter().zip(ends).map(|(first, end)| {
            let first = self.parsed.token(self.at[*first]).start();
            first..self.parsed.token(self.at[end - 1]).end()
        });
        Some(clauses.collect())
    }

    /// Whether the text lacks the punctuation of print.
    fn runs_on(&self, spoken: bool) -> bool {
        let n = self.at.len();
        let least = if spoken { SPOKEN } else { RUNNING_ON };
        if n < least {
            return false;
        }
        let ends = self.at.iter().filter(|t| self.ends_sentence(**t)).count();
        if spoken {
            let signs = self
                .at
                .iter()
                .filter(|t| self.tag(**t) == Tag::Comma)
                .count();
            return (ends == 0 || n > LONG * ends) && signs * 20 < n;
        }
        let capitals = self
            .at
            .iter()
            .filter(|t| self.word(**t).starts_with(char::is_uppercase))
            .count();
        capitals * 2 < n && !self.at.iter().any(|t| self.is_sign(*t))
    }

    /// The numbers of the words that begin a clause, but for the first.
    fn starts(&self, spoken: bool) -> Vec<usize> {
        let mut starts: Vec<usize> = Vec::new();
        let mut clause = Clause::default();
        let mut n = 0;
        while n < self.at.len() {
            let hard = n > 0 && (self.is_apart(n, spoken) || self.begins_in_print(n, spoken));
            if hard && n - clause.first >= LEAST {
                starts.push(n);
                clause = Clause {
                    first: n,
                    ..Clause::default()
                };
            }
            let Some(verb) = self.subject(n) else {
                self.note(n, &mut clause);
                n += 1;
                continue;
            };
            if let Some(first) = self.enter(n, verb, &mut clause) {
                starts.push(first);
                clause = Clause {
                    first,
                    has_main: true,
                    ..Clause::default()
                };
            }
            for at in n + 1..verb {
                if self.in_set("clause-conjunction", at) {
                    clause.governed = Some(at);
                }
            }
            n = self.note(verb, &mut clause) + 1;
        }
        starts
    }

    /// Takes a subject, from `n` on, with its verb into the clause; or gives the word where
    /// a clause of its own begins.
    fn enter(&self, n: usize, verb: usize, clause: &mut Clause) -> Option<usize> {
        if clause.governed.take().is_some_and(|at| n - at <= NEAR) {
            clause.in_said = true;
            return None;
        }
        let opening = self.opening(n, clause.first);
        let said = clause.says.take().is_some_and(|at| n - at <= FAR);
        if said && opening == n {
            clause.in_said = true;
            return None;
        }
        if !clause.has_main {
            clause.has_main = true;
            clause.in_said = false;
            return None;
        }
        let joined = opening < n && self.tag_of(opening) == Tag::Cc && n - opening == 1;
        let and = joined && self.in_set("clause-and", opening);
        if and && (clause.in_said || said || opening - clause.first < FULL) {
            return None;
        }
        if opening == n && self.may_be_relative(n, verb) {
            return None;
        }
        (opening - clause.first >= LEAST).then_some(opening)
    }

    /// Notes what a word that is no subject says of the clause; gives the last word of the
    /// verbs that begin here.
    fn note(&self, n: usize, clause: &mut Clause) -> usize {
        let infinitive = self.tag_of(n) == Tag::To && self.tag_at(n + 1) == Some(Tag::Vb);
        let conjunction = self.in_set("clause-conjunction", n);
        if infinitive || conjunction {
            clause.says = None;
        }
        if conjunction {
            clause.governed = Some(n);
        }
        if !self.is_verb(n) {
            return n;
        }
        let mut last = n;
        while last + 1 < self.at.len()
            && (self.is_verb(last + 1) || matches!(self.tag_of(last + 1), Tag::Rb | Tag::To))
        {
            last += 1;
        }
        for at in n..=last {
            let lemma = self.parsed.token(self.at[at]).lemma().to_lowercase();
            if self.is_verb(at)
                && ["report", "thinks", "clause-taking"]
                    .iter()
                    .any(|set| self.lexicon.rules.in_set(set, &lemma))
            {
                clause.says = Some(at);
            }
        }
        last
    }

    /// Whether a mark of the machine stands before a word, or a sentence ends.
    fn is_apart(&self, n: usize, spoken: bool) -> bool {
        if !spoken {
            return false;
        }
        let (before, this) = (self.at[n - 1], self.at[n]);
        let start = self.parsed.token(before).end();
        let between = &self.parsed.text()[start..self.parsed.token(this).start()];
        (between.len() >= GAP && !between.contains('\n')) || self.ends_sentence(before)
    }

    /// Whether a small word with a capital begins a sentence that has lost its full stop.
    fn begins_in_print(&self, n: usize, spoken: bool) -> bool {
        let small = matches!(
            self.tag_of(n),
            Tag::Dt | Tag::Prp | Tag::Prps | Tag::In | Tag::Cc | Tag::Ex | Tag::Wrb
        );
        !spoken
            && small
            && self.is_capital(n)
            && !self.in_set("recase-proper", n)
            && !self.is_capital(n - 1)
            && self.at.get(n + 1).is_some()
            && !matches!(self.tag_of(n - 1), Tag::In | Tag::Dt | Tag::To | Tag::Hyph)
    }
}
