use std::collections::BTreeMap;

/// Beginnings of the longer words of a sentence with their weights. The longer a
/// word, the more it says; that needs no list of the words that say little.
pub(super) type Words = BTreeMap<String, f64>;

/// Letters of a word that count: "tariff" and "tariffs", "seized" and "seizure".
const STEM: usize = 5;
/// Shorter words mostly belong to the grammar.
const SHORTEST: usize = 4;

/// The words of a sentence, except those that name its actors.
pub(super) fn words(sentence: &str, names: &[&str]) -> Words {
    let names: Vec<String> = names.iter().flat_map(|name| tokens(name)).collect();
    let mut words = Words::new();
    for token in tokens(sentence) {
        let length = token.chars().count();
        let numeric = token.chars().any(|c| c.is_ascii_digit());
        if names.contains(&token) || (length < SHORTEST && !(numeric && length > 1)) {
            continue;
        }
        let weight = if numeric {
            3.0
        } else {
            length.min(9) as f64 - 3.0
        };
        words.insert(stem(&token), weight);
    }
    words
}

/// The share of the wording that two sentences have in common, 0 to 1: the
/// cosine of their weights.
pub(super) fn shared(one: &Words, other: &Words) -> f64 {
    let square = |words: &Words| words.values().map(|w| w * w).sum::<f64>();
    let both: f64 = one
        .iter()
        .filter_map(|(word, weight)| other.get(word).map(|other| weight * other))
        .sum();
    let length = (square(one) * square(other)).sqrt();
    if length > 0.0 { both / length } else { 0.0 }
}

/// The words that say most, for looking up.
pub(super) fn weightiest(words: &Words, n: usize) -> Vec<&str> {
    let mut ranked: Vec<(&String, &f64)> = words.iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
    ranked
        .into_iter()
        .take(n)
        .map(|(word, _)| word.as_str())
        .collect()
}

pub(super) fn stem(token: &str) -> String {
    token.chars().take(STEM).collect()
}

pub(super) fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
}
