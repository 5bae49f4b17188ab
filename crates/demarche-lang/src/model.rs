use crate::Parsed;
use crate::embed::Embedding;
use crate::encode::Encoder;
use crate::entity::Entities;
use crate::file::File;
use crate::kernel::{Found, Kernel};
use crate::lemma::Lemmatizer;
use crate::lexeme::Lexemes;
use crate::parse::Parser;
use crate::ruler::Ruler;
use crate::session::{Scratch, Session};
use crate::tag::Tagger;
use crate::token::Tokenizer;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A language model, ready to use from any number of threads.
///
/// Results depend on the text alone: not on the batch it came in, on the texts
/// before it, on the thread or on the [`Kernel`].
pub struct Model {
    pub(crate) kernel: Found,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) lexemes: Lexemes,
    pub(crate) embedding: Embedding,
    pub(crate) encoder: Encoder,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) entity_embedding: Embedding,
    pub(crate) entity_encoder: Encoder,
    pub(crate) entities: Entities,
    size: usize,
    /// Caches of sessions that have ended, for the next ones.
    idle: Mutex<Vec<Scratch>>,
}

/// Bytes that aren't a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The first bytes are not those of a model file.
    #[error("this is no model file: it doesn't begin with `DEMLANG`")]
    NoModel,
    /// A version that this program can't read.
    #[error(
        "the model file has version {found}, this program reads version {read}; convert it again"
    )]
    Version {
        /// The file's.
        found: u32,
        /// The one that can be read.
        read: u32,
    },
    /// The file was cut off, or something was added.
    #[error("the model file has {found} bytes instead of {expected}")]
    Length {
        /// As the file says.
        expected: u64,
        /// As it is.
        found: u64,
    },
    /// The contents changed after the file was written.
    #[error("the model file is damaged: its checksum differs")]
    Checksum,
    /// The table of sections points outside the file.
    #[error("the model file's table of sections is damaged")]
    Table,
    /// A section can't be used.
    #[error("section `{section}` of the model file {reason}")]
    Section {
        /// Its name.
        section: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// The machine lacks the instructions that were asked for.
    #[error("this machine has no {kernel} instructions")]
    Kernel {
        /// The kernel.
        kernel: Kernel,
    },
}

/// Sessions' caches that are kept for later.
const MAX_IDLE: usize = 64;

impl Model {
    /// Reads a model, to run with the best instructions that the machine has.
    ///
    /// Weights stay where they are if the bytes are aligned to 4; else they are
    /// copied.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the bytes aren't a model of this version, whole and
    /// unchanged.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Model, ModelError> {
        Model::with_kernel(bytes, Kernel::best())
    }

    /// Reads a model, to run with the instructions named.
    ///
    /// # Errors
    ///
    /// As [`Model::from_bytes`], and [`ModelError::Kernel`].
    pub fn with_kernel(bytes: &'static [u8], kernel: Kernel) -> Result<Model, ModelError> {
        let kernel = Found::new(kernel).ok_or(ModelError::Kernel { kernel })?;
        let file = File::open(bytes)?;
        let mut lexemes = Lexemes::load(&file)?;
        let tokenizer = Tokenizer::load(&file, &mut lexemes)?;
        let ruler = Ruler::load(&file)?;
        Ok(Model {
            kernel,
            tokenizer,
            lexemes,
            embedding: Embedding::load(&file, "shared", 6, kernel)?,
            encoder: Encoder::load(&file, "shared", kernel)?,
            tagger: Tagger::load(&file, kernel)?,
            parser: Parser::load(&file, kernel)?,
            lemmatizer: Lemmatizer::load(&file, &ruler.morphs)?,
            ruler,
            entity_embedding: Embedding::load(&file, "entity", 4, kernel)?,
            entity_encoder: Encoder::load(&file, "entity", kernel)?,
            entities: Entities::load(&file, kernel)?,
            size: file.len(),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// The instructions it runs with.
    pub fn kernel(&self) -> Kernel {
        self.kernel.kernel()
    }

    /// Parses one text.
    pub fn parse(&self, text: &str) -> Parsed {
        self.parse_batch(&[text])
            .pop()
            .expect("one text gives one parse")
    }

    /// Parses texts, in order. Many at once are faster than one by one.
    pub fn parse_batch(&self, texts: &[&str]) -> Vec<Parsed> {
        self.session().parse_batch(texts)
    }

    /// A session, which keeps what it learns of words while it lasts.
    pub fn session(&self) -> Session<'_> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        Session::new(self, idle.unwrap_or_default())
    }

    pub(crate) fn keep(&self, scratch: Scratch) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE {
            idle.push(scratch);
        }
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("kernel", &self.kernel())
            .field("bytes", &self.size)
            .finish_non_exhaustive()
    }
}
