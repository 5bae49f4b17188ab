use super::Feature;
use crate::tree::Tree;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// Adds up hashed features.
#[derive(Default)]
pub(crate) struct Bag {
    features: Vec<Feature>,
}

impl Bag {
    pub(crate) fn add(&mut self, parts: &[&str], weight: f32) {
        self.features.push((hash(parts.iter()), weight));
    }

    /// The same with one more part before the others.
    pub(crate) fn add_of(&mut self, first: &str, parts: &[&str], weight: f32) {
        let all = std::iter::once(&first).chain(parts);
        self.features.push((hash(all), weight));
    }

    /// What was added, in the order of the buckets.
    pub(crate) fn into_features(mut self) -> Vec<Feature> {
        // What was added last of the same counts.
        self.features.reverse();
        self.features.sort_by_key(|(hash, _)| *hash);
        self.features.dedup_by_key(|(hash, _)| *hash);
        self.features
    }
}

/// FNV-1a over the parts, 32 bits.
fn hash<'p>(parts: impl Iterator<Item = &'p &'p str>) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// How a word is looked at: by its lemma, a name or a number by its kind, as names say
/// who, not what.
pub(crate) fn plain_word(tree: &Tree<'_>, t: usize) -> String {
    let token = tree.token(t);
    if token.pos() == Pos::Propn
        && let Some(kind) = token.entity_kind()
        && matches!(
            kind,
            EntityKind::Person
                | EntityKind::Gpe
                | EntityKind::Norp
                | EntityKind::Org
                | EntityKind::Date
                | EntityKind::Cardinal
                | EntityKind::Money
        )
    {
        return kind.as_str().to_owned();
    }
    token.lemma().to_lowercase()
}

/// The features of a sentence with two marked actors: its words, the path
/// between the actors and what hangs on it, pairs of neighbours, and how strongly
/// the rules speak for each type (`rules`: 0 to about 6, in the order of the
/// types).
pub(crate) fn features(
    tree: &Tree<'_>,
    sentence: Range<usize>,
    source: Option<&Range<usize>>,
    target: Option<&Range<usize>>,
    rules: &[f64],
) -> Vec<Feature> {
    let mut bag = Bag::default();
    let inside = |span: Option<&Range<usize>>, t: usize| span.is_some_and(|s| s.contains(&t));
    let marked = |t: usize| inside(source, t) || inside(target, t);
    let word = |t: usize| -> String {
        if inside(source, t) {
            return "<s>".to_owned();
        }
        if inside(target, t) {
            return "<t>".to_owned();
        }
        plain_word(tree, t)
    };
    let plain = |t: usize| !matches!(tree.pos(t), Pos::Punct | Pos::Space);
    for t in sentence.clone().filter(|t| plain(*t) && !marked(*t)) {
        bag.add(&["w", &word(t)], 0.5);
    }
    for t in sentence.start + 1..sentence.end {
        if plain(t) && plain(t - 1) {
            bag.add(&["b", &word(t - 1), &word(t)], 0.5);
        }
    }
    let head = |span: Option<&Range<usize>>| -> Option<usize> {
        let span = span?;
        span.clone()
            .find(|t| tree.head(*t).is_none_or(|h| !span.contains(&h)))
            .or(Some(span.start))
    };
    let (source_head, target_head) = (head(source), head(target));
    let mut path: Vec<usize> = Vec::new();
    match (source_head, target_head) {
        (Some(s), Some(t)) => {
            let (one, other) = (tree.ancestry(s), tree.ancestry(t));
            if let Some(common) = one.iter().copied().find(|x| other.contains(x)) {
                let rise: Vec<usize> = one.iter().copied().take_while(|x| *x != common).collect();
                let fall: Vec<usize> = other.iter().copied().take_while(|x| *x != common).collect();
                let names = |steps: &[usize]| {
                    steps
                        .iter()
                        .map(|x| tree.dep(*x).as_str())
                        .collect::<Vec<_>>()
                        .join("/")
                };
                bag.add(&["path", &names(&rise), &names(&fall)], 1.0);
                path.extend(rise);
                path.push(common);
                path.extend(fall.into_iter().rev());
            }
        }
        (Some(one), None) | (None, Some(one)) => {
            path.extend(tree.ancestry(one).into_iter().take(3))
        }
        (None, None) => {}
    }
    for t in path.into_iter().filter(|t| !marked(*t)) {
        let own = word(t);
        bag.add(&["p", &own], 1.5);
        for c in tree.children(t).filter(|c| plain(*c) && !marked(*c)) {
            let dep = tree.dep(c);
            let below = word(c);
            bag.add(&["pc", dep.as_str(), &below], 1.0);
            let telling = matches!(
                dep,
                Dep::Dobj
                    | Dep::Prt
                    | Dep::Neg
                    | Dep::Aux
                    | Dep::Xcomp
                    | Dep::Ccomp
                    | Dep::Attr
                    | Dep::Acomp
                    | Dep::Prep
                    | Dep::Advmod
                    | Dep::Nsubjpass
                    | Dep::Auxpass
            );
            if !telling {
                continue;
            }
            bag.add(&["pp", &own, &below], 1.0);
            for g in tree.children(c).filter(|g| plain(*g) && !marked(*g)) {
                let telling = matches!(
                    tree.dep(g),
                    Dep::Dobj
                        | Dep::Pobj
                        | Dep::Xcomp
                        | Dep::Neg
                        | Dep::Pcomp
                        | Dep::Compound
                        | Dep::Amod
                );
                if telling {
                    bag.add(&["pg", dep.as_str(), &word(g)], 0.8);
                }
            }
        }
    }
    if let Some(t) = source_head
        && let Some(above) = tree.head(t)
    {
        bag.add(&["s", &word(above), tree.dep(t).as_str()], 1.0);
        bag.add(&["sl", &word(above)], 1.0);
    }
    if let Some(t) = target_head
        && let Some(above) = tree.head(t)
    {
        bag.add(&["t", &word(above), tree.dep(t).as_str()], 1.0);
        if matches!(tree.dep(above), Dep::Prep | Dep::Agent)
            && let Some(over) = tree.head(above)
        {
            bag.add(&["tg", &word(above), &word(over)], 1.0);
        }
    }
    let best = rules.iter().copied().fold(0.0, f64::max);
    for (class, score) in rules.iter().enumerate().filter(|(_, score)| **score > 0.0) {
        let class = class.to_string();
        bag.add(&["rule", &class], (score / 3.0) as f32);
        if *score == best {
            bag.add(&["rule-first", &class], 1.5);
        }
    }
    if best == 0.0 {
        bag.add(&["rule-none"], 1.0);
    }
    bag.into_features()
}
