//! Bytes to clean documents.
//!
//! In: files, folders, archives or a stream, in any of the usual formats and
//! encodings. Out: [`Document`]s, one at a time, each with its text as given,
//! zones that tile it (lead, body, furniture ...), the day it was published
//! with the way that day was found, and [`Notice`]s about what is wrong with it.
//!
//! Nothing here knows politics or runs a language model: a zone says "this is
//! the author's biography", never what the author thinks.
//!
//! ```
//! use demarche_text::{Article, ZoneKind, clean};
//!
//! let article = Article::new("Envoys met in Strelsau on Monday.\n\nShare this post");
//! let document = clean(article, None);
//! assert_eq!(document.zones[1].kind, ZoneKind::Furniture);
//! let paragraphs: Vec<&str> =
//!     document.coded_paragraphs().map(|bytes| document.text_of(bytes)).collect();
//! assert_eq!(paragraphs, ["Envoys met in Strelsau on Monday."]);
//! ```

#![deny(missing_docs)]

mod article; // a text as a reader found it
mod clean; // zones and notices: an Article becomes a Document
mod decode; // bytes to characters
mod document; // what leaves this crate
mod error; // what could not be read, and where
mod format; // which format some bytes are in
mod label; // days, months and years over or before what is told
mod mapping; // which column or key is the text
mod notice; // what is wrong with a document
mod published; // the day, and how it was found
mod read; // files, folders, archives, streams

pub use article::{Article, StatedDay};
pub use clean::clean;
pub use document::{Document, Published, PublishedBasis, Zone, ZoneKind};
pub use error::{ReadError, ReadErrorKind};
pub use format::{Format, UnknownFormat};
pub use label::{Label, WrittenDate};
pub use mapping::{Field, FieldMapping, FieldMappingError};
pub use notice::{Notice, Severity};
pub use read::{Documents, ReadOptions, read_paths, read_stream};
