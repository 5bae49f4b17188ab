use std::collections::BTreeSet;

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
