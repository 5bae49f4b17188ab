//! Expressions and names in other words than theirs, as machine paraphrase and
//! translation back and forth leave them.

use crate::lexicon::{Lexicon, Meeting, Tells};
use crate::matcher::Matcher;
use crate::reading::{Positions, Reading, Swap};
use demarche_event::{DocumentMeta, Notice, Severity};
use demarche_lang::Pos;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A notice for all words of a paraphrased document that are read as others, and for
/// quotations that can't be what was said: an expression in them is altered.
pub(crate) fn expressions(
    reading: &Reading,
    positions: &Positions<'_>,
    meta: &Arc<DocumentMeta>,
) -> Vec<Notice> {
    let notice = |kind: &str, swap: &Swap, severity, message: &str| Notice {
        document: Arc::clone(meta),
        kind: kind.to_owned(),
        start_char: positions.char_at(swap.written.start),
        end_char: positions.char_at(swap.written.end),
        message: format!(
            "“{}” is likely “{}”{message}",
            positions.as_written(swap),
            swap.of
        ),
        severity,
    };
    let telling = |swap: &&Swap| !swap.is_quoted && swap.tells != Tells::Nothing;
    let told = reading.swaps().iter().filter(telling);
    let different: BTreeSet<&str> = told.map(|swap| swap.base.as_str()).collect();
    let swapped = format!(
        ", in words that a machine swapped; {} expressions of the text are such",
        different.len()
    );
    let quotation = |swap: &Swap| {
        let message = ": the quotation isn't word for word";
        notice("altered-quotation", swap, Severity::Warning, message)
    };
    let read_otherwise = |swap: &Swap| match swap.tells {
        _ if swap.is_quoted => quotation(swap),
        Tells::Nothing => notice(
            "paraphrased",
            swap,
            Severity::Info,
            ", in a text whose words a machine swapped",
        ),
        _ => notice("paraphrased", swap, Severity::Warning, &swapped),
    };
    let read = reading.swaps().iter().map(read_otherwise);
    read.chain(reading.quotations().iter().map(quotation))
        .collect()
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
            let surface = matcher.tree.written(name.clone());
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
