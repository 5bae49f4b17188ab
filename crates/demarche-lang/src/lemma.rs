use crate::character::Characters;
use crate::file::{File, damaged};
use crate::{ModelError, Pos, hash};
use hashbrown::HashMap;

/// Finds base forms by suffix rules, exceptions and an index of known forms.
pub(crate) struct Lemmatizer {
    noun: Table,
    verb: Table,
    adjective: Table,
    adverb: Table,
    punctuation: Table,
    /// For each entry of the morphological table, whether it marks a base form.
    base: Vec<Base>,
}

/// What morphology tells of a form.
#[derive(Debug, Clone, Copy)]
struct Base {
    /// Singular.
    singular: bool,
    /// Finite present without number.
    present: bool,
    /// Infinitive, or an adjective in its first degree.
    plain: bool,
}

/// The rules of one part of speech.
struct Table {
    rules: Vec<(&'static str, &'static str)>,
    /// Hashes of all known forms, in order.
    index: Vec<u64>,
    exceptions: HashMap<&'static str, Vec<&'static str>>,
}

/// Base forms found so far, by lexeme, part of speech and morphology.
#[derive(Debug, Default)]
pub(crate) struct Lemmas {
    known: HashMap<(u32, Pos, u16), (u32, u32)>,
    texts: String,
}

impl Lemmatizer {
    pub(crate) fn load(file: &File, morphs: &[Box<str>]) -> Result<Lemmatizer, ModelError> {
        let base = |morph: &str| {
            let has = |feature| morph.split('|').any(|other| other == feature);
            Base {
                singular: has("Number=Sing"),
                present: has("VerbForm=Fin") && has("Tense=Pres") && !morph.contains("Number="),
                plain: has("VerbForm=Inf") || has("VerbForm=None") || has("Degree=Pos"),
            }
        };
        Ok(Lemmatizer {
            noun: Table::load(file, "noun")?,
            verb: Table::load(file, "verb")?,
            adjective: Table::load(file, "adj")?,
            adverb: Table::load(file, "adv")?,
            punctuation: Table::load(file, "punct")?,
            base: morphs.iter().map(|morph| base(morph)).collect(),
        })
    }

    /// The base form of a word, as a range of [`Lemmas::text`].
    pub(crate) fn lemma(
        &self,
        characters: &Characters,
        lemmas: &mut Lemmas,
        (lexeme, text): (u32, &str),
        pos: Pos,
        morph: u16,
    ) -> (u32, u32) {
        if let Some(known) = lemmas.known.get(&(lexeme, pos, morph)) {
            return *known;
        }
        let start = lemmas.texts.len() as u32;
        self.write(characters, text, pos, morph, &mut lemmas.texts);
        let range = (start, lemmas.texts.len() as u32);
        lemmas.known.insert((lexeme, pos, morph), range);
        range
    }

    fn write(&self, characters: &Characters, text: &str, pos: Pos, morph: u16, out: &mut String) {
        let base = self.base[usize::from(morph)];
        let table = match pos {
            Pos::Noun => &self.noun,
            Pos::Verb => &self.verb,
            Pos::Adj => &self.adjective,
            Pos::Adv => &self.adverb,
            Pos::Punct => &self.punctuation,
            Pos::Propn if !base.plain => return out.push_str(text),
            _ => return out.push_str(&text.to_lowercase()),
        };
        let is_base =
            base.plain || (pos == Pos::Noun && base.singular) || (pos == Pos::Verb && base.present);
        let lower = text.to_lowercase();
        if is_base {
            return out.push_str(&lower);
        }
        match table.form(characters, &lower) {
            Some(form) => {
                out.push_str(&form);
                if pos == Pos::Verb && has_lost_e(&form, &lower) {
                    out.push('e');
                }
            }
            None => out.push_str(text),
        }
    }
}

/// Whether a verb's base form lacks an "e" that the written form shows it to have: of "hop"
/// it would be "hopped", so that "hoped" is of "hope". The model's tables take the shorter
/// one where both are verbs.
fn has_lost_e(form: &str, written: &str) -> bool {
    let is_vowel = |letter: &u8| b"aeiouy".contains(letter);
    let letters = form.as_bytes();
    let [.., before, vowel, last] = letters else {
        return false;
    };
    let short = is_vowel(vowel)
        && !is_vowel(before)
        && !is_vowel(last)
        && !b"swxz".contains(last)
        && letters.iter().filter(|l| is_vowel(l)).count() == 1;
    short
        && written
            .strip_prefix(form)
            .is_some_and(|ending| matches!(ending, "ed" | "es" | "ing"))
}

impl Table {
    fn load(file: &File, name: &str) -> Result<Table, ModelError> {
        let strings = |part: &str| file.strings(&format!("lemma.{name}.{part}"));
        let (old, new) = (strings("old")?, strings("new")?);
        if old.len() != new.len() {
            return Err(damaged(
                &format!("lemma.{name}.new"),
                "doesn't match its endings",
            ));
        }
        let index = file.u64(&format!("lemma.{name}.index"))?;
        let words = strings("exception")?;
        let counts = file.u32(&format!("lemma.{name}.exception.n"))?;
        let mut forms = strings("exception.form")?.iter();
        let exceptions = words.iter().zip(counts);
        let exceptions =
            exceptions.map(|(word, n)| (word, forms.by_ref().take(n as usize).collect()));
        Ok(Table {
            rules: old.iter().zip(new.iter()).collect(),
            index,
            exceptions: exceptions.collect(),
        })
    }

    /// The first candidate for a word in lower case: the last of its exceptions,
    /// else the last known form, else one that isn't a plain word, else any.
    fn form(&self, characters: &Characters, word: &str) -> Option<String> {
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &self.rules {
            let Some(stem) = word.strip_suffix(old) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self
                .index
                .binary_search(&hash::of_bytes(form.as_bytes()))
                .is_ok()
            {
                forms.insert(0, form);
            } else if !form.chars().all(|c| characters.alpha.has(c)) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        for form in self.exceptions.get(word).into_iter().flatten() {
            if !forms.iter().any(|other| other == form) {
                forms.insert(0, (*form).to_owned());
            }
        }
        forms.into_iter().next().or(unknown)
    }
}

impl Lemmas {
    pub(crate) fn text(&self, (start, end): (u32, u32)) -> &str {
        &self.texts[start as usize..end as usize]
    }

    pub(crate) fn clear(&mut self) {
        self.known.clear();
        self.texts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::has_lost_e;

    #[test]
    fn a_single_consonant_before_the_ending_tells_of_an_e() {
        for (form, written) in [
            ("hop", "hoped"),
            ("stag", "staged"),
            ("slat", "slated"),
            ("rat", "rating"),
        ] {
            assert!(has_lost_e(form, written), "{written}");
        }
        for (form, written) in [
            ("hop", "hopped"),
            ("visit", "visited"),
            ("pass", "passes"),
            ("ban", "bans"),
            ("help", "helped"),
            ("fix", "fixes"),
        ] {
            assert!(!has_lost_e(form, written), "{written}");
        }
    }
}
