//! Which words name something that the lexicon knows.

use crate::lexicon::{Case, Lexicon, NameRef, first_word};
use crate::mend::{Named, is_time, known_name};
use crate::tree::Tree;
use demarche_lang::{Dep, EntityKind, Pos, Tag};
use std::ops::Range;

/// Words that name something known.
#[derive(Debug, Clone)]
pub(crate) struct Mention<'l> {
    /// The tokens that the words touch.
    pub tokens: Range<usize>,
    /// The words' bytes in the paragraph.
    pub bytes: Range<usize>,
    /// What they may stand for.
    pub refs: &'l [NameRef],
    /// The name often means something else.
    pub ambiguous: bool,
}

/// The mentions of a paragraph, in order; none overlap.
#[derive(Debug, Default)]
pub(crate) struct Mentions<'l> {
    all: Vec<Mention<'l>>,
    /// For each token, the first mention that touches it, plus one.
    at: Vec<u32>,
}

impl<'l> Mentions<'l> {
    pub(crate) fn find(lexicon: &'l Lexicon, tree: &Tree<'_>) -> Mentions<'l> {
        let parsed = tree.parsed;
        let text = parsed.text();
        let n = parsed.len();
        // Names may begin and end where tokens do, and at a dash inside a token,
        // as in "Graustark-Ruritania talks".
        let mut starts = vec![u32::MAX; text.len() + 1];
        let mut ends = vec![u32::MAX; text.len() + 1];
        for token in parsed.tokens() {
            starts[token.start()] = token.number() as u32;
            ends[token.end()] = token.number() as u32;
            let word = token.text();
            if word.len() > 3 && word.contains(['-', '–', '—', '/']) {
                for (offset, c) in word.char_indices() {
                    if matches!(c, '-' | '–' | '—' | '/') {
                        ends[token.start() + offset] = token.number() as u32;
                        starts[token.start() + offset + c.len_utf8()] = token.number() as u32;
                    }
                }
            }
        }
        let mut found: Vec<Mention<'l>> = Vec::new();
        for start in (0..text.len()).filter(|at| starts[*at] != u32::MAX) {
            let word = start..start + first_word(&text[start..]).len();
            // A token may end inside the word: "Graustark" in "Graustark2".
            let firsts = (start + 1..word.end).filter(|at| ends[*at] != u32::MAX);
            for end in firsts.chain([word.end]) {
                for (name, end) in lexicon.names.beginning(text, start..end, Case::Exact) {
                    let (first, last) = (starts[start], ends[end]);
                    if last == u32::MAX || last < first {
                        continue;
                    }
                    found.push(Mention {
                        tokens: first as usize..last as usize + 1,
                        bytes: start..end,
                        refs: lexicon.names.refs(name),
                        ambiguous: lexicon.names.is_ambiguous(name),
                    });
                }
            }
        }
        found.sort_by_key(|m| (m.bytes.start, std::cmp::Reverse(m.bytes.end)));
        let mut all: Vec<Mention<'l>> = Vec::new();
        let mut end = 0;
        for mention in found {
            if mention.bytes.start < end || !plausible(lexicon, tree, &mention) {
                continue;
            }
            end = mention.bytes.end;
            all.push(mention);
        }
        let mut at = vec![0u32; n];
        for (number, mention) in all.iter().enumerate().rev() {
            for t in mention.tokens.clone() {
                at[t] = number as u32 + 1;
            }
        }
        Mentions { all, at }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mention<'l>> {
        self.all.iter()
    }

    /// The first mention that touches a token.
    pub(crate) fn at(&self, token: usize) -> Option<&Mention<'l>> {
        match self.at[token] {
            0 => None,
            n => self.all.get(n as usize - 1),
        }
    }

    /// All mentions that touch the tokens, in order.
    pub(crate) fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = &Mention<'l>> {
        let first = self.all.partition_point(|m| m.tokens.end <= tokens.start);
        self.all[first..]
            .iter()
            .take_while(move |m| m.tokens.start < tokens.end)
    }
}

/// A family name or a short alias counts only as a name: not as part of a longer
/// unknown name ("Chen Yuhua" isn't every Chen), and not as a common word.
fn plausible(lexicon: &Lexicon, tree: &Tree<'_>, mention: &Mention<'_>) -> bool {
    let token = tree.token(mention.tokens.start);
    let only_family = mention.refs.iter().all(|r| matches!(r, NameRef::Family(_)));
    let one_word = mention.tokens.len() == 1;
    // A state whose name is a given name too, alone: "Graustark closed its border".
    let only_state = mention.refs.iter().all(|r| matches!(r, NameRef::State(_)));
    let state_alone = one_word
        && only_state
        && token.pos() == Pos::Propn
        && match token.entity_kind() {
            Some(EntityKind::Person) => other_names(lexicon, tree, mention) == 0,
            // A name alone is seldom a product or a day, whatever the model says.
            Some(_) => of_one_word(tree, mention) && stands_alone(tree, mention.tokens.start),
            None => stands_alone(tree, mention.tokens.start),
        };
    if mention.ambiguous
        && !state_alone
        && !matches!(
            token.entity_kind(),
            Some(
                EntityKind::Gpe
                    | EntityKind::Org
                    | EntityKind::Loc
                    | EntityKind::Fac
                    | EntityKind::Norp
            )
        )
    {
        return false;
    }
    // "Treasury said" names one state's, "the Treasury said" any.
    if one_word
        && lexicon
            .rules
            .in_set("known-without-article", &token.text().to_lowercase())
        && (tree.left(mention.tokens.start) < mention.tokens.start
            || tree.dep(mention.tokens.start) == Dep::Compound)
    {
        return false;
    }
    if one_word
        && matches!(
            token.pos(),
            Pos::Verb | Pos::Aux | Pos::Adp | Pos::Det | Pos::Pron | Pos::Adv
        )
    {
        if only_family && begins_with_name(lexicon, tree, mention.tokens.start) {
            return true;
        }
        // "May", "Will", "US" as "us" in capitals
        let is_name =
            token.text().chars().all(|c| c.is_uppercase() || c == '.') && token.text().len() > 1;
        return is_name && !only_family;
    }
    if only_family
        && matches!(
            token.entity_kind(),
            Some(
                EntityKind::Date
                    | EntityKind::Time
                    | EntityKind::Cardinal
                    | EntityKind::Money
                    | EntityKind::Percent
            )
        )
    {
        return false;
    }
    if only_family && one_word && is_month(lexicon, tree, mention.tokens.start) {
        return false;
    }
    if only_family && one_word && follows_given_name(lexicon, tree, mention.tokens.start) {
        return false;
    }
    if only_family && one_word && token.pos() != Pos::Propn {
        return begins_with_name(lexicon, tree, mention.tokens.start);
    }
    // "The Graustarkian premier" is no newspaper of that name.
    let last = mention.tokens.end - 1;
    if !one_word
        && token.pos() == Pos::Det
        && matches!(tree.dep(last), Dep::Amod | Dep::Compound)
        && tree.head(last).is_some_and(|head| head > last)
    {
        return false;
    }
    // "Mette Lund" is no town; a family name alone isn't every bearer's.
    let only_place = one_word && mention.refs.iter().all(|r| matches!(r, NameRef::Place(_)));
    if (only_family || only_place)
        && let Some(entity) = token.entity()
    {
        let entity = &tree.parsed.entities()[entity];
        if entity.kind == EntityKind::Person {
            return other_names(lexicon, tree, mention) == 0;
        }
    }
    true
}

/// Whether the entity that a mention lies in is that word alone.
fn of_one_word(tree: &Tree<'_>, mention: &Mention<'_>) -> bool {
    tree.token(mention.tokens.start)
        .entity()
        .map(|entity| &tree.parsed.entities()[entity])
        .is_some_and(|entity| entity.end - entity.first == 1)
}

/// Whether a word is a month beside its day or year: "31 May", "May 2018".
fn is_month(lexicon: &Lexicon, tree: &Tree<'_>, token: usize) -> bool {
    let is_number = |t: usize| {
        let number = tree.parsed.len() > t && tree.tag(t) == Tag::Cd;
        number && tree.text(t).bytes().all(|b| b.is_ascii_digit())
    };
    (is_number(token + 1) || token.checked_sub(1).is_some_and(is_number))
        && lexicon
            .time_words
            .is_month_or_weekday(&tree.lower_text(token))
}

/// Whether a given name that isn't known to go with it stands before a family name, in
/// what the model takes for one name: "Vikram Lal" is no known Lal.
fn follows_given_name(lexicon: &Lexicon, tree: &Tree<'_>, token: usize) -> bool {
    let Some(before) = token.checked_sub(1) else {
        return false;
    };
    let (given, family) = (tree.token(before), tree.token(token));
    let word = given.text();
    let is_known = || {
        let text = tree.parsed.text();
        let whole = given.start()..given.end();
        let mut names = lexicon.names.beginning(text, whole, Case::Exact);
        names.any(|(_, end)| end >= given.end())
    };
    let is_title = || {
        let lower = word.to_lowercase();
        let heads = &lexicon.agents_by_head;
        heads.contains_key(lower.as_str())
            || heads.contains_key(lower.trim_end_matches('s'))
            || lexicon
                .rules
                .in_set("courtesy-title", word.trim_end_matches('.'))
    };
    given.entity().is_some()
        && !is_time(tree.parsed, lexicon, before)
        && given.entity() == family.entity()
        && given.pos() == Pos::Propn
        && tree.head(before) == Some(token)
        && word.len() > 2
        && !word.ends_with('.')
        && word.chars().any(char::is_lowercase)
        && !is_title()
        && !is_known()
}

/// Whether the word that begins a sentence and wasn't taken for a name is a family
/// name: it acts or owns something, and means nothing else.
fn begins_with_name(lexicon: &Lexicon, tree: &Tree<'_>, token: usize) -> bool {
    let begins = tree.token(token).sentence().tokens().start == token
        || token
            .checked_sub(1)
            .is_some_and(|t| tree.pos(t) == Pos::Punct);
    begins
        && !matches!(tree.pos(token), Pos::Pron | Pos::Det)
        && matches!(tree.dep(token), Dep::Nsubj | Dep::Nsubjpass | Dep::Poss)
        && stands_alone(tree, token)
        && !lexicon
            .rules
            .in_set("family-or-word", &tree.lower_text(token))
}

/// Whether no other name stands right before or after a token.
fn stands_alone(tree: &Tree<'_>, token: usize) -> bool {
    let is_name = |t: usize| t < tree.parsed.len() && tree.pos(t) == Pos::Propn;
    !is_name(token + 1) && !token.checked_sub(1).is_some_and(is_name)
}

/// Words of a name beside a mention in the entity that holds it, titles apart. Days and
/// places before it are of another phrase: "Zenda Rassendyll" in "in Zenda Rassendyll said".
fn other_names(lexicon: &Lexicon, tree: &Tree<'_>, mention: &Mention<'_>) -> usize {
    let Some(entity) = tree.token(mention.tokens.start).entity() else {
        return 0;
    };
    let entity = &tree.parsed.entities()[entity];
    let is_name = |t: &usize| tree.pos(*t) == Pos::Propn && !tree.text(*t).ends_with('.');
    let before = entity.first as usize..mention.tokens.start;
    let after = mention.tokens.end..entity.end as usize;
    let mut others = after.filter(is_name).count();
    let mut at = before.start;
    while at < before.end {
        at = match known_name(tree.parsed, lexicon, at) {
            Some((end, Named::Place)) => end,
            _ => {
                let counts = is_name(&at) && !is_time(tree.parsed, lexicon, at);
                others += usize::from(counts);
                at + 1
            }
        };
    }
    others
}
