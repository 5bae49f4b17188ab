use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error};
use std::io::Read;

/// A report of a folder, as its `documents.tsv` lists it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct GoldListing {
    /// Name of its files, without an ending.
    pub name: String,
    /// Publication day.
    #[serde(default, deserialize_with = "day")]
    pub published: Option<Date>,
    /// In which way it tells what another report tells, such as `paraphrase`.
    #[serde(default)]
    pub variant: Option<String>,
    /// That other report: path without an ending, from this folder.
    #[serde(default)]
    pub original: Option<String>,
}

/// A sentence in which nothing is to be found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct NothingSentence {
    /// What it speaks of instead, such as `sport`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The sentence.
    pub text: String,
}

/// Reads a `documents.tsv`: tab-separated, a column `name`, and if they are
/// known `published`, `variant` and `original`; others are passed over.
///
/// # Errors
///
/// The line that can't be read, and why.
pub fn read_listing(input: impl Read) -> Result<Vec<GoldListing>, csv::Error> {
    rows(input)
}

/// Reads sentences without an event: tab-separated, a column `text`, and
/// perhaps `kind`.
///
/// # Errors
///
/// The line that can't be read, and why.
pub fn read_nothing(input: impl Read) -> Result<Vec<NothingSentence>, csv::Error> {
    rows(input)
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let Some(given) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let day = given.parse();
    day.map(Some)
        .map_err(|_| D::Error::custom(format!("`{given}` is no day; write YYYY-MM-DD")))
}

fn rows<T: for<'de> Deserialize<'de>>(input: impl Read) -> Result<Vec<T>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(input);
    reader.deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_listing_says_what_it_knows() {
        let listed = read_listing("name\twords\tpublished\nzenda\t12\t1994-05-02\n".as_bytes());
        let listed = listed.expect("the table is whole");
        assert_eq!(listed[0].published, Some(date(1994, 5, 2)));
        assert_eq!(listed[0].original, None);
    }

    #[test]
    fn quotation_marks_belong_to_the_sentence() {
        let rows = read_nothing("kind\ttext\nsport\t\"Attack!\" said the coach.\n".as_bytes());
        assert_eq!(
            rows.expect("the table is whole")[0].text,
            "\"Attack!\" said the coach."
        );
        let error = read_nothing("kind\nsport\n".as_bytes()).expect_err("no text");
        assert!(error.to_string().contains("text"), "{error}");
    }
}
