use super::sentence::sentence;
use crate::when::quantity::{Bound, Quantity, QuantityWords, quantities};
use crate::when::{Anchor, Tense, expressions};

fn words() -> QuantityWords {
    QuantityWords::parse(include_str!("../../../../../knowledge/rules/quantity.toml"))
        .expect("the shipped words of number")
}

fn told(quantity: &Quantity) -> String {
    let number = match (quantity.value, quantity.upper) {
        (None, _) => "?".to_owned(),
        (Some(value), None) => value.to_string(),
        (Some(value), Some(upper)) => format!("{value}..{upper}"),
    };
    match quantity.bound {
        Bound::Exact => format!("{number} {}", quantity.unit),
        bound => format!("{} {number} {}", bound.as_str(), quantity.unit),
    }
}

#[test]
fn numbers_have_units_and_bounds() {
    let (words, times) = (words(), super::words());
    let cases: &[(&str, &[&str])] = &[
        (
            "Fares may rise by up to 12.4% in winter.",
            &["at-most 12.4 percent"],
        ),
        ("They imposed a 25 percent duty.", &["25 percent"]),
        ("They imposed a 10-percent duty.", &["10 percent"]),
        ("They cut it by 10 to 15 percent.", &["10..15 percent"]),
        ("They cut it by 10-15%.", &["10..15 percent"]),
        ("They pledged $5 billion in aid.", &["5000000000 usd"]),
        (
            "They pledged nearly $3.2 billion.",
            &["about 3200000000 usd"],
        ),
        (
            "They pledged $10 to $15 million.",
            &["10000000..15000000 usd"],
        ),
        (
            "They pledged 10 to 15 million euros.",
            &["10000000..15000000 eur"],
        ),
        ("They pledged 500 million euros.", &["500000000 eur"]),
        ("They pledged two hundred thousand yuan.", &["200000 cny"]),
        ("They pledged half a million dollars.", &["500000 usd"]),
        ("They pledged a million dollars.", &["1000000 usd"]),
        ("They pledged €40,000.", &["40000 eur"]),
        (
            "They sent more than 2,000 troops.",
            &["at-least 2000 troops"],
        ),
        (
            "They sent at least twenty-five Ruritanian troops.",
            &["at-least 25 troops"],
        ),
        ("They sent about a dozen troops.", &["about 12 troops"]),
        ("They sent several troops.", &["vague ? troops"]),
        ("They sent a handful of troops.", &["vague ? troops"]),
        (
            "They sent tens of thousands of troops.",
            &["vague ? troops"],
        ),
        (
            "They burnt three villages and killed as many as 40 people.",
            &["3 villages", "at-most 40 people"],
        ),
        (
            "They sailed 300 kilometers off the coast.",
            &["300 kilometres"],
        ),
        ("They met on 12 May 2023.", &[]),
        ("They met for three days.", &[]),
        ("They cited article 5.", &[]),
        ("In 2018 protests broke out.", &[]),
        ("It was one of them.", &[]),
    ];
    for (text, expected) in cases {
        let parsed = sentence(text);
        let published = super::days("2025-01-16");
        let anchor = Anchor {
            published,
            narrated: None,
            ..Anchor::default()
        };
        let times = expressions(&times, &parsed, 0..parsed.len(), &anchor, |_| Tense::Past);
        let found: Vec<String> = quantities(&words, &parsed, 0..parsed.len(), &times)
            .iter()
            .map(told)
            .collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn odd_numbers_do_no_harm() {
    let vocabulary = "up to at least about $ € 5 2,000 9999999999999999999 1.2.3 5, several a handful of dozens half an \
        dozen twenty - five hundred million billion trillion percent % dollars troops people and to – é日本 USD m";
    let vocabulary: Vec<&str> = vocabulary.split_whitespace().collect();
    let words = words();
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..20_000 {
        let length = 1 + next(10);
        let text: Vec<&str> = (0..length)
            .map(|_| vocabulary[next(vocabulary.len())])
            .collect();
        let text = text.join(" ");
        let parsed = sentence(&text);
        let mut end = 0;
        for quantity in quantities(&words, &parsed, 0..parsed.len(), &[]) {
            assert!(
                quantity.tokens.start >= end && quantity.tokens.end <= parsed.len(),
                "{text}"
            );
            assert!(
                quantity
                    .upper
                    .is_none_or(|upper| quantity.value.is_some_and(|value| value <= upper)),
                "{text}"
            );
            end = quantity.tokens.end;
        }
    }
}
