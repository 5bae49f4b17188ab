//! Where each sentence's account takes place: the country that "the police", "the
//! army" or "the strikers" belong to when no word says so.

use crate::lexicon::{CodeId, Lexicon};
use crate::mention::{Mention, Mentions};
use crate::tree::Tree;
use demarche_lang::Dep;
use std::collections::BTreeMap;

/// How much louder a name speaks that says where something took place.
const LOCATED: f64 = 2.0;
/// How much louder than later ones the first sentence speaks for the whole document; the
/// second has half of that, the third a third.
const LEAD: f64 = 4.0;
/// What all names of the document weigh against one that was just read.
const WHOLE: f64 = 3.0;
/// Names that a document lacks of being long enough to speak for itself.
const MISSING: f64 = 3.0;
/// What is left of a name's weight a sentence later.
const DECAY: f64 = 0.5;
/// How far the first country must be ahead of the second.
const MARGIN: f64 = 1.4;
/// Below this no country is the scene.
const LEAST: f64 = 0.6;

/// The country in which each sentence of each paragraph is set, where that is clear.
///
/// Names speak for their country: those that say where something took place louder than
/// others, those of the sentence and just before it louder than those of the whole
/// document, and those at its head louder than those further down.
pub(crate) fn scenes(
    lexicon: &Lexicon,
    trees: &[Tree<'_>],
    mentions: &[Mentions<'_>],
) -> Vec<Vec<Option<CodeId>>> {
    let whole = of_document(lexicon, trees, mentions);
    let mut near: BTreeMap<CodeId, f64> = BTreeMap::new();
    let mut all = Vec::with_capacity(trees.len());
    let mut last = None;
    for (tree, mentions) in trees.iter().zip(mentions) {
        let mut of_paragraph = Vec::new();
        for sentence in tree.parsed.sentences() {
            near.values_mut().for_each(|weight| *weight *= DECAY);
            let mut stays = last;
            for mention in mentions.within(sentence.tokens()) {
                if let Some(code) = state_of(lexicon, mention) {
                    *near.entry(code).or_default() += loudness(lexicon, tree, mention);
                    stays = stays.filter(|last| *last == code);
                }
            }
            let clear = clear(&whole, &near, stays);
            last = clear.or(last);
            of_paragraph.push(clear);
        }
        all.push(of_paragraph);
    }
    all
}

/// The share of each state in the names of the document, all countries' together less
/// than 1.
fn of_document(
    lexicon: &Lexicon,
    trees: &[Tree<'_>],
    mentions: &[Mentions<'_>],
) -> BTreeMap<CodeId, f64> {
    let mut weights: BTreeMap<CodeId, f64> = BTreeMap::new();
    let mut total = MISSING;
    let mut number = 0.0;
    for (tree, mentions) in trees.iter().zip(mentions) {
        for sentence in tree.parsed.sentences() {
            number += 1.0;
            for mention in mentions.within(sentence.tokens()) {
                let weight = loudness(lexicon, tree, mention) * (1.0 + LEAD / number);
                if lexicon.country_of_name(mention.refs).is_some() {
                    total += weight;
                }
                if let Some(code) = state_of(lexicon, mention) {
                    *weights.entry(code).or_default() += weight;
                }
            }
        }
    }
    weights.values_mut().for_each(|weight| *weight /= total);
    weights
}

/// The state that is well ahead of all others, or the last scene as long as it is the
/// first and its sentence names no other.
fn clear(
    whole: &BTreeMap<CodeId, f64>,
    near: &BTreeMap<CodeId, f64>,
    last: Option<CodeId>,
) -> Option<CodeId> {
    let weight = |code: &CodeId| WHOLE * whole[code] + near.get(code).copied().unwrap_or(0.0);
    let mut weights: Vec<(CodeId, f64)> = whole.keys().map(|code| (*code, weight(code))).collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (first, most) = *weights.first()?;
    let second = weights.get(1).map_or(0.0, |(_, weight)| *weight);
    if most > LEAST && most >= MARGIN * second {
        return Some(first);
    }
    (last == Some(first)).then_some(first)
}

fn state_of(lexicon: &Lexicon, mention: &Mention<'_>) -> Option<CodeId> {
    let code = lexicon.country_of_name(mention.refs)?;
    lexicon.is_state(code).then_some(code)
}

/// "in Ruritania" and "across Zenda" say where; "Ruritania's" may not.
fn loudness(lexicon: &Lexicon, tree: &Tree<'_>, mention: &Mention<'_>) -> f64 {
    let head = mention.tokens.end - 1;
    let is_located = tree.dep(head) == Dep::Pobj
        && tree.head(head).is_some_and(|preposition| {
            lexicon
                .rules
                .in_set("scene-prepositions", tree.lemma(preposition))
        });
    if is_located { LOCATED } else { 1.0 }
}
