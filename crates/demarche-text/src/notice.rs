use std::ops::Range;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something may have been read wrongly.
    Warning,
}

/// Something wrong with a document, at a place in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Name of the defect, such as `no-date-line`. See the constants.
    pub kind: &'static str,
    /// Where it is: bytes of the document's text; empty if it concerns the whole.
    pub bytes: Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How much it matters.
    pub severity: Severity,
}

impl Notice {
    /// Neither metadata nor text state a publication day.
    pub const NO_DATE_LINE: &'static str = "no-date-line";
    /// The publication day was concluded from what the text mentions.
    pub const INFERRED_DATE: &'static str = "inferred-date";
    /// The title or the lead stands in the text more than once.
    pub const DUPLICATED_LEAD: &'static str = "duplicated-lead";
    /// Words of the page rather than of the report.
    pub const PAGE_FURNITURE: &'static str = "page-furniture";
    /// A full stop inside a sentence, before a lower-case word.
    pub const SPURIOUS_FULL_STOP: &'static str = "spurious-full-stop";
    /// Mojibake, a missing space after a full stop, quotation marks without a partner.
    pub const DAMAGED_PUNCTUATION: &'static str = "damaged-punctuation";
    /// Two encodings in one file.
    pub const MIXED_ENCODING: &'static str = "mixed-encoding";
    /// Bytes that stand for no character; U+FFFD in the text.
    pub const UNDECODABLE_BYTES: &'static str = "undecodable-bytes";
    /// A summary before the text that says the same.
    pub const SUMMARY_REPEATS_TEXT: &'static str = "summary-repeats-text";
    /// A paragraph about the author.
    pub const BIOGRAPHY: &'static str = "biography";
    /// The text ends inside a sentence, or the file inside its data.
    pub const TRUNCATED: &'static str = "truncated";

    pub(crate) fn info(
        kind: &'static str,
        bytes: Range<usize>,
        message: impl Into<String>,
    ) -> Notice {
        Notice {
            kind,
            bytes,
            message: message.into(),
            severity: Severity::Info,
        }
    }

    pub(crate) fn warning(
        kind: &'static str,
        bytes: Range<usize>,
        message: impl Into<String>,
    ) -> Notice {
        Notice {
            kind,
            bytes,
            message: message.into(),
            severity: Severity::Warning,
        }
    }
}
