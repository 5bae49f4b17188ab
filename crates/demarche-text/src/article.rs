use crate::Notice;
use jiff::civil::Date;

/// A text as a reader found it, before cleaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Where it was read, as the user named it; a member of a container is
    /// `archive.zip!member`, `feed.xml#3` (the entry), `rows.csv#12` (the row)
    /// or `stories.jsonl#12` (the line).
    pub path: Option<String>,
    /// Headline, from metadata.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The day that the metadata state.
    pub published: Option<StatedDay>,
    /// The text as given, or the main text of a page with its paragraphs
    /// separated by blank lines.
    pub text: String,
    /// What was wrong with the bytes; offsets are bytes of `text`.
    pub notices: Vec<Notice>,
}

/// A publication day with the words or the metadata field that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedDay {
    /// The day.
    pub day: Date,
    /// Where it stands, such as `meta article:published_time`.
    pub reason: String,
}

impl Article {
    /// A bare text, of which nothing else is known.
    pub fn new(text: impl Into<String>) -> Article {
        Article {
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: None,
            text: text.into(),
            notices: Vec::new(),
        }
    }
}
