//! PLOVER's contexts: what the words around an event are about.

use crate::lexicon::Lexicon;
use demarche_lang::Parsed;
use std::ops::Range;

/// The contexts whose words stand in the tokens, in the order of the knowledge files.
pub(crate) fn contexts(lexicon: &Lexicon, parsed: &Parsed, tokens: Range<usize>) -> Vec<String> {
    let mut found = vec![false; lexicon.contexts.len()];
    for t in tokens.clone() {
        let token = parsed.token(t);
        let lemma = token.lemma();
        let lower;
        let lemma = if lemma.chars().any(char::is_uppercase) {
            lower = lemma.to_lowercase();
            lower.as_str()
        } else {
            lemma
        };
        let Some(phrases) = lexicon.context_words.get(lemma) else {
            continue;
        };
        for (rest, context) in phrases {
            if found[*context] {
                continue;
            }
            let fits = rest.iter().enumerate().all(|(n, word)| {
                let at = t + 1 + n;
                at < tokens.end
                    && (parsed.token(at).lemma() == word
                        || parsed.token(at).text().eq_ignore_ascii_case(word))
            });
            if fits {
                found[*context] = true;
            }
        }
    }
    lexicon
        .contexts
        .iter()
        .zip(found)
        .filter(|(_, found)| *found)
        .map(|((name, _), _)| name.clone())
        .collect()
}
