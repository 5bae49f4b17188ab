//! What the transformer says of the words of a document, which is asked about all of it at
//! once.

use super::{ActClassifier, MIN_SHARE_READ, SIDES};
use crate::actor::ActorReader;
use crate::classify::number_of;
use crate::frame::FrameReader;
use crate::lexicon::Lexicon;
use crate::matcher::Matcher;
use crate::mention::Mentions;
use crate::tree::Tree;
use demarche_event::EventType;
use demarche_lang::{Dep, Pos, WordQuestion, WordReader};
use std::collections::BTreeSet;
use std::ops::Range;

/// The share of all acts that the words of a sentence must have together, each by itself, for
/// the transformer, which takes longer, to read it.
const MIN_SHARE_TO_READ: f64 = 0.35;

/// Sentences that are asked about at once: enough to share the weights, few enough that the
/// answers about a long document don't fill the memory.
const TOGETHER: usize = 256;

/// What the words of a paragraph tell, as the transformer reads them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// The words that may tell an act, in order.
    words: Vec<Said>,
}

/// What the transformer says of a word.
#[derive(Debug, Clone)]
struct Said {
    word: usize,
    /// The share of each type.
    types: Box<[f32]>,
    /// The words of its sentence that may be of actors, in order, each with its share as
    /// source, target and party of the act.
    sides: Box<[(u32, [f32; 3])]>,
}

/// The words of a sentence that the transformer is asked about.
struct Asked {
    paragraph: usize,
    words: Vec<usize>,
    /// Those that may be of actors.
    actors: Vec<usize>,
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
        let mut asked: Vec<Asked> = Vec::new();
        let mut questions: Vec<WordQuestion<'_>> = Vec::new();
        for (paragraph, (tree, mentions)) in paragraphs.iter().zip(mentions).enumerate() {
            for (tokens, words) in worth_reading(lexicon, classifier, tree, mentions) {
                let bytes = tree.parsed.bytes(tokens.clone());
                let begin = |t: &usize| tree.parsed.bytes(*t..*t + 1).start - bytes.start;
                let actors: Vec<usize> = tokens
                    .filter(|t| may_be_somebody(tree, mentions, *t))
                    .collect();
                questions.push(WordQuestion {
                    begin: words.iter().map(begin).collect(),
                    beside: actors.iter().map(begin).collect(),
                    text: &tree.parsed.text()[bytes.clone()],
                });
                asked.push(Asked {
                    paragraph,
                    words,
                    actors,
                });
            }
        }
        for (asked, questions) in asked.chunks(TOGETHER).zip(questions.chunks(TOGETHER)) {
            let answers = reader.read(questions, MIN_SHARE_READ);
            for (asked, answers) in asked.iter().zip(answers) {
                let said = asked.words.iter().zip(answers);
                let said = said.filter_map(|(word, answer)| {
                    let answer = answer?;
                    let types = types_of(reader, &answer.shares);
                    let is_kept = f64::from(types.iter().sum::<f32>()) >= MIN_SHARE_READ;
                    is_kept.then(|| Said {
                        word: *word,
                        types,
                        sides: sides_of(reader, &asked.actors, &answer.roles),
                    })
                });
                heard[asked.paragraph].words.extend(said);
            }
        }
        heard
    }

    /// The share of each type, if the word may well tell an act.
    pub(super) fn types(&self, word: usize) -> Option<Vec<f64>> {
        let types = self.said(word)?.types.iter();
        Some(types.map(|share| f64::from(*share)).collect())
    }

    /// The share of an actor at a word of the sentence as source, target and party of what
    /// another word tells.
    pub(super) fn side(&self, word: usize, actor: usize) -> Option<[f64; 3]> {
        let sides = &self.said(word)?.sides;
        let at = sides.binary_search_by_key(&actor, |(actor, _)| *actor as usize);
        Some(sides[at.ok()?].1.map(f64::from))
    }

    fn said(&self, word: usize) -> Option<&Said> {
        let at = self.words.binary_search_by_key(&word, |said| said.word);
        Some(&self.words[at.ok()?])
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
        // The share of sentences that tell no act, were each of their words to by itself.
        let mut nothing = 1.0;
        let tells = words.iter().any(|t| {
            nothing *= 1.0 - matcher.share_by_itself(classifier, *t, named.len());
            1.0 - nothing >= MIN_SHARE_TO_READ
        });
        if tells {
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

/// Whether a word may be the one under which an actor is known: a noun or pronoun, or an
/// adjective that names a country.
fn may_be_somebody(tree: &Tree<'_>, mentions: &Mentions<'_>, t: usize) -> bool {
    match tree.pos(t) {
        Pos::Noun | Pos::Pron => true,
        Pos::Propn => tree.dep(t) != Dep::Compound || mentions.at(t).is_some(),
        _ => mentions.at(t).is_some(),
    }
}

/// The shares of the sides, for each word that may be of an actor.
fn sides_of(
    reader: &WordReader,
    actors: &[usize],
    roles: &[Option<Vec<f64>>],
) -> Box<[(u32, [f32; 3])]> {
    let place = |name: &str| reader.roles().position(|role| role == name);
    let places: Vec<usize> = SIDES[..3].iter().filter_map(|side| place(side)).collect();
    let Ok(places) = <[usize; 3]>::try_from(places) else {
        return Box::default();
    };
    let known = actors.iter().zip(roles);
    known
        .filter_map(|(actor, roles)| {
            let roles = roles.as_ref()?;
            Some((*actor as u32, places.map(|place| roles[place] as f32)))
        })
        .collect()
}

/// The share of each type, in their order.
fn types_of(reader: &WordReader, shares: &[f64]) -> Box<[f32]> {
    let mut types = vec![0.0; EventType::ALL.len()];
    for (label, share) in reader.labels().zip(shares) {
        if let Ok(of) = label.parse::<EventType>() {
            types[number_of(of)] = *share as f32;
        }
    }
    types.into_boxed_slice()
}
