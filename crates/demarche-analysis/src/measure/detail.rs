use demarche_event::Event;

/// The words that tell what a measure is. They are knowledge: the caller has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureWords {
    /// Kinds of measures, each with the words and phrases that name it, lower case.
    pub kinds: Vec<(String, Vec<String>)>,
    /// Prepositions that lead from a measure to its goods.
    pub goods_before: Vec<String>,
    /// Words that end the goods.
    pub goods_end: Vec<String>,
    /// Words that lead on to the goods and are none.
    pub goods_skip: Vec<String>,
    /// Words that join the goods of a list.
    pub goods_list: Vec<String>,
    /// Phrases that say that a measure answers something.
    pub answers: Vec<String>,
    /// Words of a legal basis, as in "Section 301" and "the Trade Act".
    pub legal_basis: Vec<String>,
}

/// Words between a measure and its goods: "duties of up to 45 per cent on".
const LEADING_WORDS: usize = 8;
/// Words of a list up to its last conjunction.
const LIST_WORDS: usize = 6;
/// Longer than this, it is a clause and no goods.
const MOST_BYTES: usize = 90;

/// A word of a sentence: where it begins and ends in bytes.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The words of a text without the punctuation around them.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let is_edge = |c: char| !c.is_alphanumeric() && c != '%';
        let word = part.trim_matches(is_edge);
        if !word.is_empty() {
            let start = at + part.find(word).expect("the word is a part of it");
            found.push(Word {
                text: word,
                start,
                end: start + word.len(),
            });
        }
        at += part.len();
    }
    found
}

impl MeasureWords {
    /// The kind whose words stand nearest to the trigger, and where they end; of
    /// several at one place, the longest. The word that lifts a measure ("suspended
    /// its ban") isn't its kind: `beside` passes over the trigger itself.
    pub(super) fn kind(&self, event: &Event, beside: bool) -> Option<(&str, usize)> {
        let text = event.sentence.text.to_lowercase();
        // Lower case may move bytes; then nothing is found rather than the wrong.
        if text.len() != event.sentence.text.len() {
            return None;
        }
        let trigger = trigger_byte(event);
        let mut best: Option<((usize, usize), &str, usize)> = None;
        for (kind, phrases) in &self.kinds {
            for phrase in phrases {
                for (start, _) in text.match_indices(phrase.as_str()) {
                    let end = start + phrase.len();
                    let is_trigger = start < trigger + event.trigger.text.len() && trigger < end;
                    if !is_whole(&text, start, end) || (beside && is_trigger) {
                        continue;
                    }
                    let rank = (start.abs_diff(trigger), usize::MAX - phrase.len());
                    if best.is_none_or(|(known, ..)| rank < known) {
                        best = Some((rank, kind, end));
                    }
                }
            }
        }
        // A word of another clause says nothing of this event.
        best.filter(|((distance, _), ..)| *distance <= 80)
            .map(|(_, kind, end)| (kind, end))
    }

    /// The goods or entities after the words of the kind: "electric cars" of
    /// "duties of up to 45% on electric cars from China".
    pub(super) fn goods(&self, event: &Event, after: usize) -> Option<String> {
        let text = &event.sentence.text;
        let is_in = |list: &[String], word: &Word<'_>| {
            let lower = word.text.to_lowercase();
            list.contains(&lower)
        };
        let is_number = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
        let ends_piece = |gap: &str| gap.contains([';', '.', ':', '(', ')', '–', '—']);
        let all = words(text);
        let mut at = all.iter().position(|word| word.start >= after)?;
        // "controls on", "banned all imports of": what follows is the goods.
        let mut led_on = (at > 0 && is_in(&self.goods_before, &all[at - 1]))
            || is_in(&self.goods_skip, &all[at]);
        let mut before = after;
        for steps in 0.. {
            let word = all.get(at)?;
            let gap = &text[before..word.start];
            if steps > LEADING_WORDS || ends_piece(gap) || gap.contains(',') {
                return None;
            }
            let leads_on = is_in(&self.goods_before, word);
            led_on |= leads_on;
            let is_filler =
                is_in(&self.goods_skip, word) || is_in(&self.goods_end, word) || is_number(word);
            if led_on && !leads_on && !is_filler {
                break;
            }
            before = word.end;
            at += 1;
        }
        let first = at;
        while let Some(next) = all.get(at + 1) {
            let gap = &text[all[at].end..next.start];
            // A list goes on after its commas; anything else ends there.
            let is_list = || {
                let rest = &all[at + 1..];
                rest.iter()
                    .take(LIST_WORDS)
                    .any(|word| is_in(&self.goods_list, word))
            };
            if ends_piece(gap)
                || (gap.contains(',') && !is_list())
                || is_in(&self.goods_end, next)
                || is_number(next)
                || next.end - all[first].start > MOST_BYTES
            {
                break;
            }
            at += 1;
        }
        while at > first
            && [&self.goods_list, &self.goods_skip, &self.goods_before]
                .iter()
                .any(|list| is_in(list, &all[at]))
        {
            at -= 1;
        }
        Some(text[all[first].start..all[at].end].to_owned())
    }

    /// The phrase that says that the measure answers something.
    pub(super) fn answer(&self, event: &Event) -> Option<String> {
        let text = event.sentence.text.to_lowercase();
        let mut found: Vec<&String> = self
            .answers
            .iter()
            .filter(|phrase| {
                text.match_indices(phrase.as_str())
                    .any(|(start, _)| is_whole(&text, start, start + phrase.len()))
            })
            .collect();
        found.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        found.first().map(|phrase| (*phrase).clone())
    }

    /// An act, a section or the like, with the names and numbers around it.
    pub(super) fn legal_basis(&self, event: &Event) -> Option<String> {
        if let Some(words) = &event.circumstances.legal_basis {
            return Some(words.clone());
        }
        let text = &event.sentence.text;
        let all = words(text);
        let is_name = |word: &Word<'_>| {
            word.text
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        };
        let at = all.iter().position(|word| {
            word.text.starts_with(char::is_uppercase)
                && self.legal_basis.contains(&word.text.to_lowercase())
        })?;
        let joined = |a: &Word<'_>, b: &Word<'_>| text[a.end..b.start].trim().is_empty();
        let mut first = at;
        while first > 0 && is_name(&all[first - 1]) && joined(&all[first - 1], &all[first]) {
            first -= 1;
        }
        let mut last = at;
        while last + 1 < all.len() && joined(&all[last], &all[last + 1]) {
            let next = &all[last + 1];
            let leads_on = self.goods_skip.iter().any(|word| word == next.text)
                && all[last + 1..].iter().take(3).any(is_name);
            if !is_name(next) && !leads_on {
                break;
            }
            last += 1;
        }
        // Alone, the word names nothing.
        (first < last).then(|| text[all[first].start..all[last].end].to_owned())
    }
}

/// The first byte of the trigger in its sentence.
fn trigger_byte(event: &Event) -> usize {
    let chars = event
        .trigger
        .start_char
        .saturating_sub(event.sentence.start_char);
    let text = &event.sentence.text;
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(byte, _)| byte)
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether two descriptions of goods share a word of substance.
pub(super) fn share_goods(one: &str, other: &str) -> bool {
    let stem = |word: &Word<'_>| {
        let lower = word.text.to_lowercase();
        lower.strip_suffix('s').map(str::to_owned).unwrap_or(lower)
    };
    let one: Vec<String> = words(one).iter().map(stem).collect();
    words(other)
        .iter()
        .map(stem)
        .any(|word| word.chars().count() > 3 && one.contains(&word))
}
