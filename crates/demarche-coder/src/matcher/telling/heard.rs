//! What the transformer says of the words of a document, which is asked about all of it at
//! once.

use super::{ActClassifier, MIN_SHARE_READ};
use crate::actor::ActorReader;
use crate::classify::number_of;
use crate::frame::FrameReader;
use crate::lexicon::Lexicon;
use crate::matcher::Matcher;
use crate::mention::Mentions;
use crate::tree::Tree;
use demarche_event::EventType;
use demarche_lang::{Pos, WordQuestion, WordReader};
use std::collections::BTreeSet;
use std::ops::Range;

/// The share of all acts that one word of a sentence must have by itself for the
/// transformer, which takes longer, to read it.
const MIN_SHARE_TO_READ: f64 = 0.25;

/// What has a smaller share is as good as nothing, and isn't kept.
const MIN_SHARE_TO_KEEP: f64 = 0.1;

/// What the words of a paragraph tell, as the transformer reads them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// Words with the share of each type, in order.
    words: Vec<(usize, Vec<f64>)>,
}

impl Heard {
    /// Of each paragraph what it tells; nothing of any if nobody reads words.
    pub(crate) fn of(
        lexicon: &Lexicon,
        paragraphs: &[Tree<'_>],
        mentions: &[Mentions<'_>],
    ) -> Vec<Heard> {
        let mut heard = vec![Heard::default(); paragraphs.len()];
        let (Some(reader), Some(classifier)) = (&lexicon.word_reader, &lexicon.act_classifier)
        else {
            return heard;
        };
        let mut asked: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut questions: Vec<WordQuestion<'_>> = Vec::new();
        for (paragraph, (tree, mentions)) in paragraphs.iter().zip(mentions).enumerate() {
            for (tokens, words) in worth_reading(lexicon, classifier, tree, mentions) {
                let bytes = tree.parsed.bytes(tokens);
                let begin = |t: &usize| tree.parsed.bytes(*t..*t + 1).start - bytes.start;
                questions.push(WordQuestion {
                    begin: words.iter().map(begin).collect(),
                    text: &tree.parsed.text()[bytes.clone()],
                });
                asked.push((paragraph, words));
            }
        }
        for ((paragraph, words), shares) in asked.into_iter().zip(reader.shares(&questions)) {
            for (word, shares) in words.into_iter().zip(shares) {
                let types = shares.map(|shares| types_of(reader, &shares));
                let kept = types.filter(|types| types.iter().sum::<f64>() >= MIN_SHARE_TO_KEEP);
                heard[paragraph]
                    .words
                    .extend(kept.map(|types| (word, types)));
            }
        }
        heard
    }

    /// The share of each type, if the word is likelier to tell an act than none.
    pub(super) fn types(&self, word: usize) -> Option<&[f64]> {
        self.kept(word)
            .filter(|types| types.iter().sum::<f64>() >= MIN_SHARE_READ)
    }

    /// The share of all acts that a word has; 0 if it is next to none.
    pub(in crate::matcher) fn share(&self, word: usize) -> f64 {
        self.kept(word).map_or(0.0, |types| types.iter().sum())
    }

    fn kept(&self, word: usize) -> Option<&[f64]> {
        let at = self.words.binary_search_by_key(&word, |(word, _)| *word);
        Some(&self.words[at.ok()?].1)
    }
}

/// The sentences of a paragraph that may tell an act, as far as their words say by
/// themselves, each with those words.
fn worth_reading(
    lexicon: &Lexicon,
    classifier: &ActClassifier,
    tree: &Tree<'_>,
    mentions: &Mentions<'_>,
) -> Vec<(Range<usize>, Vec<usize>)> {
    let actors = &ActorReader::alone(lexicon, tree, mentions, 0);
    let frames = &FrameReader { lexicon, tree };
    let matcher = Matcher {
        lexicon,
        tree,
        actors,
        frames,
        heard: &Heard::default(),
    };
    let mut worth = Vec::new();
    for sentence in tree.parsed.sentences() {
        let tokens = sentence.tokens();
        if !may_tell(tree, &tokens) {
            continue;
        }
        let named = mentions.within(tokens.clone());
        let named: BTreeSet<_> = named
            .filter_map(|mention| lexicon.country_of_name(mention.refs))
            .collect();
        let words: Vec<usize> = tokens.clone().filter(|t| tells(tree, *t)).collect();
        let likely =
            |t: &usize| matcher.share_by_itself(classifier, *t, named.len()) >= MIN_SHARE_TO_READ;
        if words.iter().any(likely) {
            worth.push((tokens, words));
        }
    }
    worth
}

/// Whether a sentence is more than a mark or a name.
pub(super) fn may_tell(tree: &Tree<'_>, sentence: &Range<usize>) -> bool {
    sentence.len() > 3
        && sentence
            .clone()
            .any(|t| matches!(tree.pos(t), Pos::Verb | Pos::Noun))
}

/// Whether a word may tell an act: a verb or a noun, but no name.
pub(super) fn tells(tree: &Tree<'_>, t: usize) -> bool {
    matches!(tree.pos(t), Pos::Noun | Pos::Verb)
        && tree.token(t).entity_kind().is_none()
        && tree.text(t).len() > 2
}

/// The share of each type, in their order.
fn types_of(reader: &WordReader, shares: &[f64]) -> Vec<f64> {
    let mut types = vec![0.0; EventType::ALL.len()];
    for (label, share) in reader.labels().zip(shares) {
        if let Ok(of) = label.parse::<EventType>() {
            types[number_of(of)] = *share;
        }
    }
    types
}
