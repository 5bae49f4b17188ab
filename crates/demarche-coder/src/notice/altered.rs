//! Expressions and names in other words than theirs, as machine paraphrase and
//! translation back and forth leave them.
//!
//! Source: Cabanac, Labbé and Magazinov (2021), "Tortured phrases: A dubious
//! writing style emerging in science", arXiv 2107.06751: fixed expressions with
//! their words swapped give a paraphrased text away.

use crate::code::Positions;
use crate::lexicon::{Lexicon, Meeting};
use crate::matcher::Matcher;
use demarche_event::{DocumentMeta, Notice, Severity};
use demarche_lang::Pos;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A fixed expression in altered words.
#[derive(Debug, Clone)]
pub(crate) struct Altered {
    /// The expression that they stand for.
    of: String,
    words: String,
    start_char: usize,
    end_char: usize,
}

/// So many different ones make a paraphrase; one alone may be meant.
const PARAPHRASED: usize = 2;

/// A notice for each altered expression of a document that has several.
pub(crate) fn paraphrased(altered: &[Altered], meta: &Arc<DocumentMeta>) -> Vec<Notice> {
    let different: BTreeSet<&str> = altered.iter().map(|a| a.of.as_str()).collect();
    if different.len() < PARAPHRASED {
        return Vec::new();
    }
    let notice = |a: &Altered| Notice {
        document: Arc::clone(meta),
        kind: "paraphrased".to_owned(),
        start_char: a.start_char,
        end_char: a.end_char,
        message: format!(
            "“{}” is likely “{}”, in words that a machine swapped; {} expressions of the text are such",
            a.words,
            a.of,
            different.len()
        ),
        severity: Severity::Warning,
    };
    altered.iter().map(notice).collect()
}

/// Altered expressions of a sentence that the writer answers for.
pub(crate) fn outside_quotations(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    positions: &Positions<'_>,
) -> Vec<Altered> {
    let quoted = quoted_bytes(matcher.tree.parsed.text());
    let outside = expressions(matcher, tokens).filter(|found| !found.by_translation);
    let outside = outside.filter(|found| !within(&quoted, &found.bytes));
    outside
        .map(|found| Altered {
            of: found.of,
            words: matcher.tree.parsed.text()[found.bytes.clone()].to_owned(),
            start_char: positions.char_at(found.bytes.start + matcher.actors.offset),
            end_char: positions.char_at(found.bytes.end + matcher.actors.offset),
        })
        .collect()
}

/// Quotations that can't be what was said: an expression in them is altered.
pub(super) fn quotations(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let text = matcher.tree.parsed.text();
    let quoted = quoted_bytes(text);
    for found in expressions(matcher, tokens).filter(|found| within(&quoted, &found.bytes)) {
        let message = format!(
            "“{}” is likely “{}”: the quotation isn't word for word",
            &text[found.bytes], found.of
        );
        add("altered-quotation", found.tokens, message);
    }
}

/// Names of meetings with a word or two in place of others that mean the same.
pub(super) fn meetings(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let mut from = tokens.start;
    while let Some((run, head)) = capitals_around_meeting(matcher, from..tokens.end) {
        from = run.end;
        if let Some((name, known)) = altered_name(matcher, &run, head) {
            let surface = matcher.tree.parsed.words(name.clone());
            let message = format!("“{surface}” is likely the {known}");
            add("altered-name", name, message);
        }
    }
}

/// The known meeting that a part of the run names with some of its words
/// swapped, and that part. None if some part is a name as it stands.
fn altered_name<'l>(
    matcher: &Matcher<'_, 'l>,
    run: &Range<usize>,
    head: usize,
) -> Option<(Range<usize>, &'l str)> {
    let lexicon: &'l Lexicon = matcher.lexicon;
    let tree = matcher.tree;
    let capital = |t: &usize| tree.text(*t).starts_with(char::is_uppercase);
    let all = Meeting::words(run.clone().map(|t| tree.text(t)));
    let stands = |m: &Meeting| m.spellings.iter().any(|s| s.is_subset(&all));
    if lexicon.meetings.iter().any(stands) {
        return None;
    }
    let firsts = || (run.start..=head).filter(capital);
    let lasts = || (head..run.end).rev().filter(capital);
    let parts = firsts().flat_map(|first| lasts().map(move |last| first..last + 1));
    for part in parts {
        let words = Meeting::words(part.clone().map(|t| tree.text(t)));
        let near = |m: &&Meeting| m.spellings.iter().any(|s| swapped(lexicon, s, &words));
        if let Some(known) = lexicon.meetings.iter().find(near) {
            return Some((part, &known.name));
        }
    }
    None
}

/// Whether the words are the name's but for some, fewer than half, that are
/// taken for words of the name.
fn swapped(lexicon: &Lexicon, name: &BTreeSet<String>, words: &BTreeSet<String>) -> bool {
    let same = name.intersection(words).count();
    if same < 2 || 2 * same <= name.len() {
        return false;
    }
    let gone: Vec<&String> = name.difference(words).collect();
    let mut come: Vec<&String> = words.difference(name).collect();
    let all_swapped = gone.iter().all(|word| {
        let swap = come.iter().position(|c| alike(lexicon, word, c));
        swap.map(|at| come.swap_remove(at)).is_some()
    });
    all_swapped && come.is_empty()
}

/// Whether some set of words that are taken for each other holds both.
fn alike(lexicon: &Lexicon, one: &str, other: &str) -> bool {
    let mut sets = lexicon.sets_named("alike-");
    sets.any(|set| {
        let words = &lexicon.rules.sets[set];
        words.has(one) && words.has(other)
    })
}

/// The first run of words with capitals that holds a word for a meeting, small
/// words between them included, and where that word is.
fn capitals_around_meeting(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
) -> Option<(Range<usize>, usize)> {
    let tree = matcher.tree;
    let capital = |t: usize| {
        tree.text(t).starts_with(char::is_uppercase)
            && !matches!(tree.pos(t), Pos::Pron | Pos::Punct)
    };
    let joins = |t: usize| {
        matches!(
            tree.pos(t),
            Pos::Adp | Pos::Det | Pos::Cconj | Pos::Num | Pos::Part
        ) || tree.text(t) == "-"
    };
    let head = tokens.clone().find(|t| {
        capital(*t) && {
            let word = tree.text(*t).to_lowercase();
            matcher.actors.set("named-meeting", &word)
        }
    })?;
    let reach = |step: &dyn Fn(usize) -> Option<usize>| {
        let (mut edge, mut at) = (head, head);
        while let Some(next) = step(at).filter(|next| next.abs_diff(head) <= LONGEST_NAME) {
            if capital(next) {
                edge = next;
            } else if !joins(next) {
                break;
            }
            at = next;
        }
        edge
    };
    let first = reach(&|t| t.checked_sub(1).filter(|t| *t >= tokens.start));
    let last = reach(&|t| Some(t + 1).filter(|t| *t < tokens.end));
    Some((first..last + 1, head))
}

/// No meeting's name goes on for so many words on a side.
const LONGEST_NAME: usize = 12;

struct Found {
    of: String,
    by_translation: bool,
    tokens: Range<usize>,
    bytes: Range<usize>,
}

fn expressions<'m>(
    matcher: &'m Matcher<'_, '_>,
    tokens: Range<usize>,
) -> impl Iterator<Item = Found> + 'm {
    let tree = matcher.tree;
    let end = tokens.end;
    tokens.filter_map(move |t| {
        let forms = |n: usize| {
            let at = Some(t + n).filter(|at| *at < end)?;
            Some([tree.lower_text(at), tree.lower_lemma(at)])
        };
        let (known, n_words) = matcher.lexicon.alterations.at(forms)?;
        Some(Found {
            of: known.of.clone(),
            by_translation: known.by_translation,
            tokens: t..t + n_words,
            bytes: tree.parsed.bytes(t..t + n_words),
        })
    })
}

fn within(quoted: &[Range<usize>], bytes: &Range<usize>) -> bool {
    (quoted.iter()).any(|q| q.start <= bytes.start && bytes.end <= q.end)
}

/// The stretches of a paragraph between quotation marks; the last may have no
/// end, since a quotation can go on in the next paragraph.
fn quoted_bytes(text: &str) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('“', _) | ('"', None) => open = Some(at),
            ('”' | '"', Some(start)) => {
                quoted.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    quoted.extend(open.map(|start| start..text.len()));
    quoted
}
