use crate::{Label, Notice};
use jiff::civil::Date;
use std::ops::Range;

/// A text with its zones, its publication day and its defects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// 16 hexadecimal digits of a hash over address, publisher, title and
    /// text: the same document has the same id wherever it is read from.
    pub id: String,
    /// Where it was read, as the user named it; a member of a container is
    /// `archive.zip!member`, `feed.xml#3` (the entry), `rows.csv#12` (the row)
    /// or `stories.jsonl#12` (the line).
    pub path: Option<String>,
    /// Headline, from metadata or from the text's first lines.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When, and how that is known.
    pub published: Published,
    /// The text as given, or the main text of a page with its paragraphs
    /// separated by blank lines. All offsets point into it.
    pub text: String,
    /// What each part of the text is. Zones tile the text, in order; each is a
    /// paragraph with the white space around it, or a part of a paragraph.
    pub zones: Vec<Zone>,
    /// The days, months and years that stand over its parts or before them, in order.
    pub labels: Vec<Label>,
    /// What is wrong with it, by place.
    pub notices: Vec<Notice>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where it is: bytes of the text, on character boundaries.
    pub bytes: Range<usize>,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    /// The headline. Not coded: it repeats the text in shorthand.
    Title,
    /// Place, day and agency before the first sentence, or the day before an entry's.
    Dateline,
    /// The first paragraph, or the standfirst. Coded.
    Lead,
    /// The report. Coded.
    Body,
    /// A heading inside the report. Not coded.
    Heading,
    /// Bullets or a box that give the text in short. Coded: a mention of what it tells.
    Summary,
    /// The title or the lead once more.
    DuplicatedLead,
    /// Who the author is.
    Biography,
    /// Under a picture, or who took it.
    Caption,
    /// Who wrote it, when it was put online.
    Byline,
    /// Share buttons, advertisements, navigation, comments.
    Furniture,
}

impl ZoneKind {
    /// The word in records and listings.
    pub fn as_str(self) -> &'static str {
        match self {
            ZoneKind::Title => "title",
            ZoneKind::Dateline => "dateline",
            ZoneKind::Lead => "lead",
            ZoneKind::Body => "body",
            ZoneKind::Heading => "heading",
            ZoneKind::Summary => "summary",
            ZoneKind::DuplicatedLead => "duplicated-lead",
            ZoneKind::Biography => "biography",
            ZoneKind::Caption => "caption",
            ZoneKind::Byline => "byline",
            ZoneKind::Furniture => "furniture",
        }
    }

    /// Whether events are read from it.
    pub fn is_coded(self) -> bool {
        matches!(self, ZoneKind::Lead | ZoneKind::Body | ZoneKind::Summary)
    }
}

/// When a document was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// First day and the day after the last; `None` if unknown.
    pub days: Option<(Date, Date)>,
    /// How it was found.
    pub basis: PublishedBasis,
    /// The words or the reasoning behind it.
    pub reason: Option<String>,
}

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

impl Document {
    /// The words at `bytes`.
    ///
    /// # Panics
    ///
    /// If the range isn't inside the text and on character boundaries; the
    /// ranges of zones, paragraphs and notices always are.
    pub fn text_of(&self, bytes: Range<usize>) -> &str {
        &self.text[bytes]
    }

    /// The paragraphs that events are read from, in order: summary, lead and body,
    /// without the white space around them. A paragraph ends at a line break,
    /// or at a blank line where the text has hard line breaks.
    pub fn coded_paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.zones
            .iter()
            .filter(|zone| zone.kind.is_coded())
            .map(|zone| trimmed(&self.text, zone.bytes.clone()))
            .filter(|bytes| !bytes.is_empty())
    }
}

/// `bytes` without the white space at both ends.
pub(crate) fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let inside = &text[bytes.clone()];
    let start = bytes.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}
