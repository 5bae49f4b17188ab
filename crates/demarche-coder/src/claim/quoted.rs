//! What of a sentence somebody is quoted with.

use crate::matcher::Matcher;
use std::ops::Range;

/// What of a sentence stands between quotation marks.
pub(super) struct Quoted {
    /// Some words.
    pub any: bool,
    /// The sentence itself.
    pub whole: bool,
    /// Whether the quotation began before the sentence.
    pub goes_on: bool,
}

impl Quoted {
    pub(super) fn of(matcher: &Matcher<'_, '_>, tokens: &Range<usize>) -> Quoted {
        let parsed = matcher.tree.parsed;
        let bytes = parsed.bytes(tokens.clone());
        let before = &parsed.text()[..bytes.start];
        let sentence = &parsed.text()[bytes];
        let straight = before.matches('"').count() % 2 == 1;
        let curly = before.matches('“').count() > before.matches('”').count();
        let any = sentence.contains(['"', '“', '”', '‘']);
        let opens = sentence.trim_start().starts_with(['"', '“']);
        Quoted {
            any: any || straight || curly,
            whole: opens || straight || curly,
            goes_on: straight || curly,
        }
    }
}
