use super::read::stored_document;
use super::{Store, StoreError};
use crate::formats::record::write_record;
use crate::formats::table::Table;
use crate::store::SqlLimits;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What goes into a bundle: see [`Store::write_bundle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleOptions {
    /// The documents' texts, and the store itself, which holds them: without them
    /// nobody can code them again.
    pub texts: bool,
}

/// The store's copy in a bundle.
const COPY: &str = "record.db";

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFile {
    /// Its name.
    pub name: String,
    /// Lines, rows or records.
    pub rows: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

#[derive(Serialize)]
struct Published<'a> {
    since: Option<String>,
    until: Option<String>,
    basis: &'a str,
    reason: &'a Option<String>,
}

/// A document, as `documents.jsonl` has it.
#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    path: &'a Option<String>,
    title: &'a Option<String>,
    publisher: &'a Option<String>,
    url: &'a Option<String>,
    published: Published<'a>,
    coder_version: String,
    knowledge_version: String,
    text_hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: &'a Option<String>,
}

/// Tables that go along whole, with the name of their file.
const TABLES: &[(&str, &str)] = &[
    (
        "runs.csv",
        "SELECT command, program_version, knowledge_version, began, ended, documents FROM run ORDER BY key",
    ),
    (
        "versions.csv",
        "SELECT coder_version, knowledge_version, count(*) AS documents FROM document GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    (
        "schema_steps.csv",
        "SELECT version, name, taken FROM schema_step ORDER BY version",
    ),
    (
        "reference_trips.csv",
        "SELECT * FROM reference_trips ORDER BY reference, since, id",
    ),
];

impl Store {
    /// Writes what somebody needs to check the record or make it anew into a
    /// folder that is empty or isn't there: the documents, all their records,
    /// the runs that wrote them, the versions of coder and knowledge, and
    /// `SHA256SUMS` over all of it. The same store gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`StoreError::File`] if the folder holds something or can't be written;
    /// [`StoreError`] when the store can't be read.
    pub fn write_bundle(
        &self,
        folder: &Path,
        options: BundleOptions,
    ) -> Result<Vec<BundleFile>, StoreError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::File { path, source }
        };
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        let mut entries = std::fs::read_dir(folder).map_err(failed(folder))?;
        if entries.next().is_some() {
            let source = io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it isn't empty; a bundle needs a folder of its own",
            );
            return Err(failed(folder)(source));
        }
        if !options.texts {
            // One look at the store: what is written meanwhile isn't half in it.
            self.connection
                .execute_batch("BEGIN")
                .map_err(StoreError::of(&self.path))?;
            let written = self.write_files(folder, Vec::new(), options);
            self.connection
                .execute_batch("COMMIT")
                .map_err(StoreError::of(&self.path))?;
            return written;
        }
        // The copy is made at one moment, and all else is taken from it.
        let copy = folder.join(COPY);
        let name = super::open::full(&copy)?;
        self.connection
            .execute("VACUUM INTO ?1", [name.to_string_lossy()])
            .map_err(StoreError::of(&copy))?;
        let bytes = std::fs::read(&copy).map_err(failed(&copy))?;
        let file = BundleFile {
            name: COPY.to_owned(),
            rows: u64::try_from(self.counts()?.documents).unwrap_or_default(),
            hash: hexadecimal(&Sha256::digest(&bytes)),
        };
        Store::open_read_only(&copy)?.write_files(folder, vec![file], options)
    }

    fn write_files(
        &self,
        folder: &Path,
        mut written: Vec<BundleFile>,
        options: BundleOptions,
    ) -> Result<Vec<BundleFile>, StoreError> {
        let mut documents = Hashed::create(folder, "documents.jsonl")?;
        let mut records = Hashed::create(folder, "records.jsonl")?;
        let failed = StoreError::of(&self.path);
        let mut keys = self
            .connection
            .prepare(
                "SELECT key, coder_version, knowledge_version, text_hash FROM document ORDER BY id",
            )
            .map_err(&failed)?;
        let mut rows = keys.query([]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let key: i64 = row.get(0).map_err(&failed)?;
            let stored = stored_document(&self.connection, key).map_err(&failed)?;
            let meta = &stored.meta;
            let days = meta.published.days;
            let line = Document {
                id: &meta.id,
                path: &meta.path,
                title: &meta.title,
                publisher: &meta.publisher,
                url: &meta.url,
                published: Published {
                    since: days.map(|days| days.since.to_string()),
                    until: days.map(|days| days.until.to_string()),
                    basis: meta.published.basis.as_str(),
                    reason: &meta.published.reason,
                },
                coder_version: row.get(1).map_err(&failed)?,
                knowledge_version: row.get(2).map_err(&failed)?,
                text_hash: row.get(3).map_err(&failed)?,
                text: if options.texts { &stored.text } else { &None },
            };
            documents.line(|out| serde_json::to_writer(out, &line).map_err(io::Error::from))?;
            documents.line_end()?;
            for record in self.records_of(key).map_err(&failed)? {
                records.line(|out| write_record(out, &record))?;
            }
        }
        drop(rows);
        written.extend([documents.finish()?, records.finish()?]);
        let limits = SqlLimits {
            time: Duration::from_secs(600),
            rows: usize::MAX,
            bytes: usize::MAX,
        };
        for (name, query) in TABLES {
            let table: Table = self.sql(query, &limits)?.table;
            let mut file = Hashed::create(folder, name)?;
            file.rows = table.rows.len() as u64;
            file.write(|out| table.write_csv(out))?;
            written.push(file.finish()?);
        }
        let mut readme = Hashed::create(folder, "README.md")?;
        let text = readme_text(&written, options);
        readme.rows = text.lines().count() as u64;
        readme.write(|out| out.write_all(text.as_bytes()))?;
        written.push(readme.finish()?);

        let mut sums = String::new();
        for file in &written {
            let _ = writeln!(sums, "{}  {}", file.hash, file.name);
        }
        let path = folder.join("SHA256SUMS");
        std::fs::write(&path, sums).map_err(|source| StoreError::File { path, source })?;
        Ok(written)
    }
}

fn readme_text(files: &[BundleFile], options: BundleOptions) -> String {
    let mut text = String::from(
        "# A record of demarche, with what it takes to check it\n\n\
         | file | rows |\n| --- | --- |\n",
    );
    for file in files {
        let _ = writeln!(text, "| `{}` | {} |", file.name, file.rows);
    }
    text.push_str(
        "\n- `record.db`: the store itself, an SQLite file; its rows are documents.\n\
         - `documents.jsonl`: the documents, with the SHA-256 of their texts.\n\
         - `records.jsonl`: events, claims, figures, matters and notices, each with its sentence and reasons.\n\
         - `runs.csv`: the commands that wrote the store, with the versions of program and knowledge.\n\
         - `versions.csv`: which versions coded how many documents.\n\
         - `schema_steps.csv`: versions of the store's schema.\n\
         - `reference_trips.csv`: trips of the reference records.\n\n\
         `sha256sum -c SHA256SUMS` checks the files.",
    );
    text.push_str(if options.texts {
        " `demarche recode --store record.db` codes the texts again with\n\
         another version of program or knowledge, and `demarche compare` tells what changes.\n"
    } else {
        " The texts and the store aren't in it: whoever has the texts\n\
         can compare them by `text_hash`.\n"
    });
    text
}

/// A file whose bytes are hashed as they are written.
struct Hashed {
    name: String,
    path: PathBuf,
    out: BufWriter<File>,
    digest: Sha256,
    rows: u64,
}

impl Hashed {
    fn create(folder: &Path, name: &str) -> Result<Hashed, StoreError> {
        let path = folder.join(name);
        let file = File::create_new(&path).map_err(|source| StoreError::File {
            path: path.clone(),
            source,
        })?;
        Ok(Hashed {
            name: name.to_owned(),
            path,
            out: BufWriter::new(file),
            digest: Sha256::new(),
            rows: 0,
        })
    }

    /// Writes a row.
    fn line(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        self.rows += 1;
        self.write(write)
    }

    fn line_end(&mut self) -> Result<(), StoreError> {
        self.write(|out| out.write_all(b"\n"))
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        write(&mut bytes)
            .and_then(|()| {
                self.digest.update(&bytes);
                self.out.write_all(&bytes)
            })
            .map_err(|source| StoreError::File {
                path: self.path.clone(),
                source,
            })
    }

    fn finish(mut self) -> Result<BundleFile, StoreError> {
        self.out.flush().map_err(|source| StoreError::File {
            path: self.path.clone(),
            source,
        })?;
        Ok(BundleFile {
            name: self.name,
            rows: self.rows,
            hash: hexadecimal(&self.digest.finalize()),
        })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
