use hashbrown::HashMap;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A fixed expression in words that nobody who writes English puts there:
/// "exchange war" for "trade war".
#[derive(Debug, Clone)]
pub(crate) struct Alteration {
    /// The expression as it is.
    pub of: String,
    /// The altered words after the first.
    rest: Vec<String>,
    /// It comes of translation, and says something of quotations alone.
    pub by_translation: bool,
}

/// Altered expressions by their first word.
#[derive(Debug, Default)]
pub(crate) struct Alterations {
    by_first: HashMap<String, Vec<Alteration>>,
}

impl Alterations {
    pub(super) fn add(&mut self, of: &str, words: &str, by_translation: bool) {
        let mut words = words.split([' ', '-']).map(str::to_lowercase);
        let Some(first) = words.next() else {
            return;
        };
        let known = self.by_first.entry(first).or_default();
        known.push(Alteration {
            of: of.to_owned(),
            rest: words.collect(),
            by_translation,
        });
        known.sort_by_key(|a| std::cmp::Reverse(a.rest.len()));
    }

    /// The longest that begins with the first of the words, and its length in
    /// words. `words` gives the forms that the nth word may be taken for.
    pub(crate) fn at<'w>(
        &self,
        words: impl Fn(usize) -> Option<[Cow<'w, str>; 2]>,
    ) -> Option<(&Alteration, usize)> {
        let mut forms = words(0)?.into_iter();
        let known = forms.find_map(|form| self.by_first.get(&*form))?;
        let fits = |a: &&Alteration| {
            a.rest
                .iter()
                .enumerate()
                .all(|(n, word)| words(n + 1).is_some_and(|forms| forms.iter().any(|f| f == word)))
        };
        known.iter().find(fits).map(|a| (a, a.rest.len() + 1))
    }
}

/// A meeting that has a name of its own, with the words that make it up.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    /// The name as it is mostly written.
    pub name: String,
    /// The words of each of its spellings, in lower case.
    pub spellings: Vec<BTreeSet<String>>,
}

impl Meeting {
    /// The words of a name that count: no figures, no small words.
    pub(crate) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> BTreeSet<String> {
        let split = |word: &'w str| word.split(['-', ' ', '’', '\'']);
        words
            .into_iter()
            .flat_map(split)
            .filter(|word| word.chars().count() > 1)
            .filter(|word| word.starts_with(char::is_uppercase))
            .map(str::to_lowercase)
            .collect()
    }
}
