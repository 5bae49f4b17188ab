use crate::Days;

/// How a publication day was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublishedBasis {
    /// The user said so.
    Given,
    /// The document says so: metadata, date line, "last updated".
    Stated,
    /// Concluded from what the text mentions.
    Inferred,
    /// Nothing tells.
    Unknown,
}

impl PublishedBasis {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            PublishedBasis::Given => "given",
            PublishedBasis::Stated => "stated",
            PublishedBasis::Inferred => "inferred",
            PublishedBasis::Unknown => "unknown",
        }
    }
}

/// When a document was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The interval; a single day if known exactly; `None` if unknown.
    pub days: Option<Days>,
    /// How it was found.
    pub basis: PublishedBasis,
    /// The words or the reasoning behind it.
    pub reason: Option<String>,
}

impl Published {
    /// Nothing tells when.
    pub fn unknown() -> Published {
        Published {
            days: None,
            basis: PublishedBasis::Unknown,
            reason: None,
        }
    }
}

/// What is known of a document beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMeta {
    /// Made from the content: the same document has the same id.
    pub id: String,
    /// Where it was read, as the user named it; a member of a container is
    /// `archive.zip!member` or `feed.xml#3`.
    pub path: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When.
    pub published: Published,
}
