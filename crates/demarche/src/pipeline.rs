//! Documents through the language model and the coder, on several threads.
//!
//! A reader puts documents into jobs and cuts a job's paragraphs into chunks;
//! workers parse chunks, and whoever parses a job's last one codes the job. So
//! a thousand short items and one long document keep all workers busy alike.
//! Jobs leave in the order of the input, and only so many are on their way:
//! memory doesn't grow with the input. What comes out depends neither on the
//! number of workers nor on how documents share jobs, because a parse depends
//! on nothing but its paragraph.

use demarche_coder::{Lexicon, Reading, code, parse};
use demarche_event::{DocumentMeta, Record};
use demarche_lang::{Model, Parsed, Session};
use demarche_text::{Document, ReadError};
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

/// What documents are coded with.
pub(crate) struct Coder {
    pub(crate) model: Model,
    pub(crate) lexicon: Lexicon,
}

/// What became of a piece of input.
pub(crate) enum Outcome {
    Coded(CodedDocument),
    LeftOut(ReadError),
}

/// A document and what it yields.
pub(crate) struct CodedDocument {
    pub(crate) meta: Arc<DocumentMeta>,
    pub(crate) text: String,
    pub(crate) records: Vec<Record>,
}

impl CodedDocument {
    pub(crate) fn n_events(&self) -> u64 {
        self.records
            .iter()
            .filter(|record| matches!(record, Record::Event(_)))
            .count() as u64
    }
}

/// Text in a job before it is sent off, in bytes.
const JOB_BYTES: usize = 64 << 10;
/// Documents in a job, likewise.
const JOB_DOCUMENTS: usize = 64;
/// Text that a worker parses in one go.
const CHUNK_BYTES: usize = 16 << 10;
/// Jobs on their way, for each worker.
const JOBS_A_WORKER: usize = 3;

/// Documents that are coded together.
struct Job {
    items: Vec<Result<Document, ReadError>>,
    /// How each document is read, once a worker comes to it.
    readings: Vec<OnceLock<Reading>>,
    chunks: Vec<Chunk>,
    done: SyncSender<Vec<Outcome>>,
}

/// Paragraphs that are parsed together.
struct Chunk {
    /// Number of the document in its job, and the paragraph.
    paragraphs: Vec<(usize, Range<usize>)>,
    parses: OnceLock<Vec<Parsed>>,
}

/// A chunk of a job. Whoever holds the last task of a job has all its parses.
struct Task {
    job: Arc<Job>,
    chunk: usize,
}

/// Codes documents with so many workers. Groups of outcomes come in the order
/// of the input.
pub(crate) fn coded(
    coder: Coder,
    documents: impl Iterator<Item = Result<Document, ReadError>> + Send + 'static,
    workers: NonZeroUsize,
) -> impl Iterator<Item = Vec<Outcome>> {
    let coder = Arc::new(coder);
    let (tasks, to_do) = channel::<Task>();
    let to_do = Arc::new(Mutex::new(to_do));
    let (order, results) = sync_channel(workers.get() * JOBS_A_WORKER);
    // None of the threads is joined: when nobody wants our output any more, the
    // reader may still be waiting for input that never comes.
    for _ in 0..workers.get() {
        let (coder, to_do) = (Arc::clone(&coder), Arc::clone(&to_do));
        thread::spawn(move || work(&coder, &to_do));
    }
    thread::spawn(move || read(documents, &tasks, &order));
    results.into_iter().map(|result: Receiver<Vec<Outcome>>| {
        result
            .recv()
            .expect("a worker finishes every job that it begins")
    })
}

fn read(
    documents: impl Iterator<Item = Result<Document, ReadError>>,
    tasks: &Sender<Task>,
    order: &SyncSender<Receiver<Vec<Outcome>>>,
) {
    let mut items = Vec::new();
    let mut bytes = 0;
    for item in documents {
        bytes += item.as_ref().map_or(0, |document| document.text.len());
        items.push(item);
        if bytes >= JOB_BYTES || items.len() >= JOB_DOCUMENTS {
            bytes = 0;
            if send(std::mem::take(&mut items), tasks, order).is_none() {
                return;
            }
        }
    }
    send(items, tasks, order);
}

/// Sends a job to the workers; `None` when nobody waits for results any more.
fn send(
    items: Vec<Result<Document, ReadError>>,
    tasks: &Sender<Task>,
    order: &SyncSender<Receiver<Vec<Outcome>>>,
) -> Option<()> {
    let (done, result) = sync_channel(1);
    order.send(result).ok()?;
    let job = Arc::new(Job {
        chunks: chunks(&items),
        readings: items.iter().map(|_| OnceLock::new()).collect(),
        items,
        done,
    });
    for chunk in 1..job.chunks.len() {
        tasks
            .send(Task {
                job: Arc::clone(&job),
                chunk,
            })
            .ok()?;
    }
    tasks.send(Task { job, chunk: 0 }).ok()
}

/// Cuts the paragraphs of a job into chunks, of which there is at least one.
fn chunks(items: &[Result<Document, ReadError>]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut paragraphs = Vec::new();
    let mut bytes = 0;
    let documents = items
        .iter()
        .enumerate()
        .filter_map(|(n, item)| Some((n, item.as_ref().ok()?)));
    for (n, document) in documents {
        for paragraph in document.coded_paragraphs() {
            bytes += paragraph.len();
            paragraphs.push((n, paragraph));
            if bytes >= CHUNK_BYTES {
                bytes = 0;
                chunks.push(Chunk::new(std::mem::take(&mut paragraphs)));
            }
        }
    }
    if !paragraphs.is_empty() || chunks.is_empty() {
        chunks.push(Chunk::new(paragraphs));
    }
    chunks
}

impl Chunk {
    fn new(paragraphs: Vec<(usize, Range<usize>)>) -> Chunk {
        Chunk {
            paragraphs,
            parses: OnceLock::new(),
        }
    }
}

fn work(coder: &Coder, to_do: &Mutex<Receiver<Task>>) {
    let mut session = coder.model.session();
    loop {
        let task = to_do
            .lock()
            .expect("no worker panics while it takes a task")
            .recv();
        let Ok(Task { job, chunk }) = task else {
            return;
        };
        let chunk = &job.chunks[chunk];
        let texts: Vec<Cow<'_, str>> = chunk
            .paragraphs
            .iter()
            .map(|(n, bytes)| {
                let (lexicon, document) = (&coder.lexicon, document(&job, *n));
                let reading = job.readings[*n].get_or_init(|| Reading::of(lexicon, document));
                reading.paragraph(lexicon, document, bytes.clone())
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        chunk
            .parses
            .get_or_init(|| parse(&coder.lexicon, &mut session, &texts));
        if let Some(job) = Arc::into_inner(job) {
            let (outcomes, done) = finish(job, &coder.lexicon, &mut session);
            // Nobody may be waiting any more.
            let _ = done.send(outcomes);
        }
    }
}

fn document(job: &Job, n: usize) -> &Document {
    job.items[n]
        .as_ref()
        .expect("only documents have paragraphs")
}

fn finish(
    job: Job,
    lexicon: &Lexicon,
    session: &mut Session<'_>,
) -> (Vec<Outcome>, SyncSender<Vec<Outcome>>) {
    let mut parses = job
        .chunks
        .into_iter()
        .flat_map(|chunk| {
            let parses = chunk
                .parses
                .into_inner()
                .expect("the last task finds all chunks parsed");
            chunk.paragraphs.into_iter().map(|(n, _)| n).zip(parses)
        })
        .peekable();
    let mut outcomes = Vec::with_capacity(job.items.len());
    for (n, item) in job.items.into_iter().enumerate() {
        let document = match item {
            Ok(document) => document,
            Err(error) => {
                outcomes.push(Outcome::LeftOut(error));
                continue;
            }
        };
        let mut parsed = Vec::new();
        while let Some((_, parse)) = parses.next_if(|(of, _)| *of == n) {
            parsed.push(parse);
        }
        let mut parsed = Some(parsed);
        let coded = code(lexicon, &document, |paragraphs| match parsed.take() {
            Some(parsed) if parsed.len() == paragraphs.len() => parsed,
            _ => parse(lexicon, session, paragraphs),
        });
        outcomes.push(Outcome::Coded(CodedDocument {
            meta: coded.document,
            text: document.text,
            records: coded.records,
        }));
    }
    (outcomes, job.done)
}
