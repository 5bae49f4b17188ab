use super::mention::{Kind, Mention};
use super::words::weightiest;
use demarche_event::{DateBasis, EventType};
use std::collections::BTreeSet;

/// Words of an event under which it can be found whatever its day.
const WORDS: usize = 4;
/// Longer intervals are looked up by their words alone.
const LONGEST: i32 = 62;
/// States of a side that count; more are a list of those present.
const STATES: usize = 6;

/// The blocks of an event. Two events are compared only if they share one: the
/// same pair of states (or one of them, where a report leaves out a side), kinds
/// that may be one, and either a month that both may mean or a word that says
/// much. Visits by one state in one report share one too: its heading may not say
/// where to.
///
/// A number stands for a block, by FNV-1a over its parts.
pub fn blocks(mention: &Mention) -> BTreeSet<i64> {
    let family = family(mention.kind);
    let stage = [mention.stage as u8];
    let words = weightiest(&mention.words, WORDS);
    let months = months(mention);
    let mut blocks = BTreeSet::new();
    let sources = mention.source.countries.iter().take(STATES);
    let targets: Vec<&String> = mention.target.countries.iter().take(STATES).collect();
    for source in sources.clone() {
        for target in &targets {
            let (first, second) = (source.min(target), source.max(target));
            for word in &words {
                blocks.insert(number(&[first, second, family, word], stage));
            }
            for month in &months {
                blocks.insert(number(&[first, second, family, &month.to_string()], stage));
            }
        }
    }
    if mention.kind == Kind::Visit {
        for state in sources.clone() {
            blocks.insert(number(&[&mention.document, state, family], stage));
        }
    }
    for state in sources.chain(targets.iter().copied()) {
        for word in &words {
            blocks.insert(number(&[state, family, word], stage));
        }
    }
    blocks
}

/// Kinds that may be one happening share a family.
fn family(kind: Kind) -> &'static str {
    use EventType::*;
    match kind {
        Kind::Visit => "visit",
        Kind::Meeting => "meeting",
        Kind::Call => "call",
        Kind::Act(Agree | Support | Concede | Retreat | Cooperate) => "cooperation",
        Kind::Act(Sanction | Coerce | Assault) => "force",
        Kind::Act(act) => act.as_str(),
    }
}

/// Spans of about a month, counted from 1970, that the event may belong to.
fn months(mention: &Mention) -> BTreeSet<i32> {
    const DAYS: i32 = 30;
    let when = mention.when;
    let window = match (when.days, when.basis, when.published) {
        (Some((since, until)), DateBasis::Stated, _) => (since - 3, until + 3),
        (_, _, Some((since, until))) => (since - 14, until + 14),
        _ => return BTreeSet::from([i32::MIN]),
    };
    if window.1 - window.0 > LONGEST {
        return BTreeSet::new();
    }
    let shifts: &[i32] = if when.year_guessed {
        &[0, 365, -365]
    } else {
        &[0]
    };
    let spans = shifts.iter().flat_map(|shift| {
        (window.0 + shift).div_euclid(DAYS)..=(window.1 + shift).div_euclid(DAYS)
    });
    spans.collect()
}

fn number(parts: &[&str], stage: [u8; 1]) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let bytes = parts
        .iter()
        .flat_map(|part| part.bytes().chain([0xff]))
        .chain(stage);
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash.cast_signed()
}
