//! What of a sentence a classifier looks at to tell whether it assesses, where no turn
//! of judging is known in it.

use super::assess::{Assessment, assess};
use super::claimant::{Claimant, Standing, claimant};
use super::quoted::Quoted;
use crate::actor::ActorReader;
use crate::classify::{Bag, Classifier, Feature, direction_of, plain_word};
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::frame::FrameReader;
use crate::lexicon::Lexicon;
use crate::matcher::{Heard, Matcher};
use crate::mention::Mentions;
use crate::tree::Tree;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Parsed, Pos};
use std::ops::Range;

/// How much what words mean by themselves counts beside the words.
const MEANING: f32 = 8.0;

/// What the classifier makes of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighed {
    /// The share of all that assesses, 0 to 1.
    pub assesses: f64,
    /// Where it leans, if it assesses.
    pub direction: Option<ClaimDirection>,
}

/// The share of all that assesses, 0 to 1, in a text of one sentence, and where it leans;
/// nothing and nowhere if the lexicon has no classifier of claims.
pub fn assesses(lexicon: &Lexicon, parsed: &Parsed) -> (f64, Option<ClaimDirection>) {
    let Some(classifier) = &lexicon.claim_classifier else {
        return (0.0, None);
    };
    let weighed = read(classifier, &question(lexicon, parsed));
    (weighed.assesses, weighed.direction)
}

/// Weighs a sentence in which `here` speaks.
pub(crate) fn weigh(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    here: Option<&Claimant>,
) -> Option<Weighed> {
    let lexicon = matcher.lexicon;
    let classifier = lexicon.claim_classifier.as_ref()?;
    lexicon.pair_reader.as_ref()?;
    Some(read(classifier, &features(matcher, tokens, here)))
}

fn read(classifier: &Classifier, features: &[Feature]) -> Weighed {
    let shares = classifier.shares(features);
    // Nothing is always the last class.
    let (leans, nothing) = shares.split_at(shares.len() - 1);
    let all = leans.iter().zip(classifier.classes());
    let most = all.max_by(|a, b| a.0.total_cmp(b.0));
    Weighed {
        assesses: 1.0 - nothing[0],
        direction: most.and_then(|(_, class)| direction_of(class)),
    }
}

/// The features of a text of one sentence.
pub(crate) fn question(lexicon: &Lexicon, parsed: &Parsed) -> Vec<Feature> {
    let tree = &Tree::new(parsed, lexicon);
    let mentions = &Mentions::find(lexicon, tree);
    let actors = &ActorReader::alone(lexicon, tree, mentions, 0);
    let frames = &FrameReader { lexicon, tree };
    let matcher = Matcher {
        lexicon,
        tree,
        actors,
        frames,
        heard: &Heard::default(),
    };
    let tokens = 0..parsed.len();
    let here = claimant(&matcher, tokens.clone(), &Discourse::default());
    features(&matcher, &tokens, here.as_ref())
}

fn features(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    here: Option<&Claimant>,
) -> Vec<Feature> {
    let tree = matcher.tree;
    let mut bag = Bag::default();
    let plain: Vec<usize> = tokens
        .clone()
        .filter(|t| !matches!(tree.pos(*t), Pos::Punct | Pos::Space))
        .collect();
    let words: Vec<String> = plain.iter().map(|t| plain_word(tree, *t)).collect();
    let word = |t: usize| plain.binary_search(&t).ok().map(|n| words[n].as_str());
    for (n, own) in words.iter().enumerate() {
        bag.add(&["w", own], 0.5);
        if let Some(next) = words.get(n + 1) {
            bag.add(&["b", own, next], 0.5);
        }
    }
    for (t, own) in plain.iter().zip(&words) {
        let Some(head) = tree.head(*t) else {
            bag.add(&["root", own], 1.0);
            bag.add(&["root-form", tree.token(*t).tag().as_str()], 1.0);
            for child in tree.children(*t) {
                if let Some(below) = word(child) {
                    bag.add(&["below", tree.dep(child).as_str(), below], 1.0);
                }
            }
            continue;
        };
        let telling = matches!(
            tree.dep(*t),
            Dep::Dobj
                | Dep::Attr
                | Dep::Acomp
                | Dep::Nsubj
                | Dep::Pobj
                | Dep::Ccomp
                | Dep::Xcomp
                | Dep::Aux
                | Dep::Neg
        );
        if let Some(above) = word(head).filter(|_| telling) {
            bag.add(&["d", tree.dep(*t).as_str(), above, own], 0.5);
        }
    }
    add_judgement(&mut bag, matcher, tokens, &plain, here);
    let mut features = bag.into_features();
    if let Some(reader) = &matcher.lexicon.pair_reader {
        let tells = |t: &&usize| {
            let token = tree.token(**t);
            token.entity_kind().is_none()
                && !matches!(
                    token.pos(),
                    Pos::Det | Pos::Adp | Pos::Part | Pos::Cconj | Pos::Propn | Pos::Num
                )
        };
        let telling = plain.iter().filter(tells).map(|t| tree.lemma(*t));
        let meaning = reader.meaning(telling).into_iter().enumerate();
        // Buckets next to each other: words fall among them by chance, as among any.
        features.extend(meaning.map(|(n, x)| (n as u32, MEANING * x)));
    }
    features
}

/// What the known turns of judging make of the sentence, and who speaks in it.
fn add_judgement(
    bag: &mut Bag,
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    plain: &[usize],
    here: Option<&Claimant>,
) {
    let quoted = Quoted::of(matcher, tokens);
    let Assessment {
        direction,
        hedge,
        of_relations,
        of_two_sides,
        foresees,
        foresees_effect,
        hedges,
        weighs,
        signals,
        judges,
        unknown,
    } = assess(matcher, plain, false);
    let marks = [
        ("hedge", hedge.is_some()),
        ("of-relations", of_relations),
        ("of-two-sides", of_two_sides),
        ("foresees", foresees),
        ("foresees-effect", foresees_effect),
        ("hedges", hedges),
        ("weighs", weighs),
        ("signals", signals),
        ("judges", judges),
        ("unknown", unknown.is_some()),
        ("quoted", quoted.any),
        ("all-quoted", quoted.whole),
        ("assesses", here.is_some_and(|c| c.assesses)),
        ("believes", here.is_some_and(|c| c.believes)),
    ];
    for (name, _) in marks.iter().filter(|(_, is)| *is) {
        bag.add(&["is", name], 1.0);
    }
    if let Some(direction) = direction {
        bag.add(&["leans", direction.as_str()], 1.0);
    }
    let standing = match here.map(|c| c.standing) {
        Some(Standing::Expert) => "expert",
        Some(Standing::Stranger) => "stranger",
        Some(Standing::Official) => "official",
        Some(Standing::Press) => "press",
        None => "narrator",
    };
    bag.add(&["speaker", standing], 1.0);
    let named = countries(matcher, tokens.clone(), &[]).len().min(3);
    bag.add(&["countries", &named.to_string()], 1.0);
    let acts = plain.iter().filter_map(|t| matcher.triggers(*t));
    let rules = &matcher.lexicon.rules.rules;
    for trigger in acts.filter_map(|(_, triggers)| triggers.first()) {
        bag.add(&["act", rules[trigger.rule].event_type.as_str()], 0.5);
    }
}
