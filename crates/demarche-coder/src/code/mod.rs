//! A document and knowledge to records: the one way in.

mod account; // the day, month or year that an account has come to
mod claimed; // drafts that are claims and figures, not events
mod dated; // a day, and how it was found
mod enumerated; // encounters that one verb tells of several times
mod event; // a draft and its day to the event that is written down
mod later; // what a later sentence adds to an event
mod left_out; // drafts that the sentence takes back: what is no act, or no act of its own
mod linked; // which event the words mean that tie an act to another
mod matters; // what is named, and what later sentences add to it
mod memory; // what a sentence leaves behind for the next
mod own_day; // the day that the words of a sentence give an event
mod scope; // the time that a heading or an entry's label gives what stands below it
mod sentence; // what one sentence tells, read into records
mod spoken_of; // talks that are only spoken of, and took place on some other day
mod stamp; // lines that divide the stories of a page
mod told_day; // the day that an event has from what was told before
mod twice; // one record for an act that a sentence tells twice

use crate::actor::ActorReader;
use crate::claim::reader::ClaimReader;
use crate::clause;
use crate::discourse::Discourse;
use crate::frame::FrameReader;
use crate::lexicon::{CodeId, Lexicon};
use crate::matcher::{ActClassifier, Heard, Mark, Matcher, Teacher};
use crate::mention::Mentions;
use crate::notice;
use crate::reading::{Positions, Reading};
use crate::scene::scenes;
use crate::tree::Tree;
use crate::when::Anchor;
use demarche_event::{Days, DocumentMeta, Notice, Published, PublishedBasis, Record, Severity};
use demarche_lang::Parsed;
use demarche_text::{Document, ZoneKind};
use linked::ToldAct;
use scope::Scope;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a document yields.
#[derive(Debug, Clone)]
pub struct Coded {
    /// What is known of the document beside its text.
    pub document: Arc<DocumentMeta>,
    /// Events, claims and notices, in the order of the text.
    pub records: Vec<Record>,
}

/// The reading of one document, sentence after sentence.
struct Narrative<'d, 'm> {
    lexicon: &'d Lexicon,
    meta: Arc<DocumentMeta>,
    positions: &'d Positions<'d>,
    discourse: Discourse,
    /// The one or two countries that it names most.
    leading: Vec<CodeId>,
    claims: ClaimReader,
    /// The time that stands over the paragraph.
    scope: Option<Scope>,
    /// The day or week of what the text tells first, if it is recent.
    news: Option<Days>,
    /// Events that the text told without a day before it told its news: their numbers among
    /// the records.
    before_news: Vec<usize>,
    /// Whether the page was written as things happened, so that it has no one news.
    is_running: bool,
    /// The last event that foresees talks: its number among the records, and its sentence.
    foreseen: Option<(usize, usize)>,
    /// Accusations of this sentence and the last: their numbers among the records, and
    /// their sentences.
    accused: Vec<(usize, usize)>,
    /// The acts told so far, to which later words may point back.
    told_acts: Vec<ToldAct>,
    /// The last law that was passed and the last project: their numbers among the records,
    /// and their sentences.
    passed: Option<(usize, usize)>,
    projected: Option<(usize, usize)>,
    records: Vec<Record>,
    /// Who learns from the document, if somebody does.
    teacher: Option<Teacher<'m>>,
}

impl Narrative<'_, '_> {
    fn paragraph(
        &mut self,
        offset: usize,
        tree: &Tree<'_>,
        mentions: &Mentions<'_>,
        heard: &Heard,
        scenes: &[Option<CodeId>],
        scope: Option<Scope>,
    ) {
        self.enter(scope);
        let actors = ActorReader {
            lexicon: self.lexicon,
            tree,
            mentions,
            offset,
            published: self.now(),
            dated: Cell::new(None),
            scenes,
            depth: Cell::new(0),
            budget: Cell::new(0),
        };
        let frames = FrameReader {
            lexicon: self.lexicon,
            tree,
        };
        let matcher = Matcher {
            lexicon: self.lexicon,
            tree,
            actors: &actors,
            frames: &frames,
            heard,
        };
        self.discourse.paragraph += 1;
        // An account of long ago ends with its paragraph: what follows is of the reader's
        // time, unless it says otherwise.
        let anchor = Anchor {
            published: self.now(),
            ..Anchor::default()
        };
        let over = self.scope.as_ref().map(|scope| scope.days);
        let narrated = self.discourse.narrated.filter(|days| !anchor.is_far(*days));
        self.discourse.narrated = narrated.or(over);
        for sentence in tree.parsed.sentences() {
            self.sentence(sentence.tokens(), &matcher);
        }
        if is_headline(tree.parsed.text()) {
            self.discourse.section = self.discourse.sentence + 1;
        }
        self.discourse.speaker = None;
    }

    /// Begins a paragraph under some time. A new entry is an account of its own.
    fn enter(&mut self, scope: Option<Scope>) {
        let number = |scope: &Option<Scope>| scope.as_ref().map(|scope| scope.number);
        if number(&scope) != number(&self.scope) {
            self.discourse.told = None;
            self.discourse.spoken = None;
            self.discourse.narrated = scope.as_ref().map(|scope| scope.days);
            self.discourse.entry = self.discourse.sentence + 1;
        }
        self.scope = scope;
    }

    /// The day of the reader: that of publication, or the day that a heading or an entry
    /// says, if it is over by then.
    fn now(&self) -> Option<Days> {
        let published = self.meta.published.days;
        let over = |days: &Days| published.is_none_or(|p| days.since < p.until);
        let scope = self.scope.as_ref().filter(|scope| scope.is_day);
        scope.map(|scope| scope.days).filter(over).or(published)
    }
}

/// Lines between two paragraphs in which the stamp of a new story is looked for.
const STAMP_WITHIN: usize = 20;

/// Reads a document: never fails, and gives the same records for the same
/// document and lexicon.
///
/// `parse` turns paragraphs as they are read, which a [`Reading`] gives, into parses, one
/// each, in order; it is [`crate::parse`], or anything else that keeps its promises.
pub fn code(
    lexicon: &Lexicon,
    document: &Document,
    parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> Coded {
    read(lexicon, document, None, parse).0
}

/// What the classifiers of acts learn from a document whose acts are marked.
pub(crate) fn learn<'m>(
    lexicon: &Lexicon,
    document: &Document,
    marks: &'m [Mark],
    known: Option<&'m ActClassifier>,
    parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> Teacher<'m> {
    let teacher = Teacher {
        marks,
        words: Vec::new(),
        sides: Vec::new(),
        sided: Vec::new(),
        statuses: Vec::new(),
        modes: Vec::new(),
        known,
        likely: Vec::new(),
    };
    let (_, teacher) = read(lexicon, document, Some(teacher), parse);
    teacher.expect("it is given back")
}

fn read<'m>(
    lexicon: &Lexicon,
    document: &Document,
    teacher: Option<Teacher<'m>>,
    mut parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> (Coded, Option<Teacher<'m>>) {
    let meta = Arc::new(meta_of(document));
    let reading = Reading::of(lexicon, document);
    let positions = Positions::new(&document.text, reading.swaps());
    let ranges: Vec<Range<usize>> = document.coded_paragraphs().collect();
    let paragraphs: Vec<Cow<'_, str>> = ranges
        .iter()
        .map(|r| reading.paragraph(lexicon, document, r.clone()))
        .collect();
    let paragraphs: Vec<&str> = paragraphs.iter().map(AsRef::as_ref).collect();
    let mut parses = parse(&paragraphs);
    let spoken: Vec<bool> = ranges.iter().map(|r| reading.lacks_capitals(r)).collect();
    let divided = clause::divide(lexicon, &mut parses, &spoken, &mut parse);
    let mut narrative = Narrative {
        lexicon,
        meta: Arc::clone(&meta),
        positions: &positions,
        discourse: Discourse::default(),
        leading: Vec::new(),
        claims: ClaimReader::default(),
        scope: None,
        news: None,
        before_news: Vec::new(),
        is_running: false,
        foreseen: None,
        accused: Vec::new(),
        told_acts: Vec::new(),
        passed: None,
        projected: None,
        records: Vec::new(),
        teacher,
    };
    let trees: Vec<Tree<'_>> = parses
        .iter()
        .zip(&ranges)
        .map(|(parsed, range)| Tree::mended(parsed, lexicon).written_at(range.start, &positions))
        .collect();
    let mentions: Vec<Mentions<'_>> = trees.iter().map(|t| Mentions::find(lexicon, t)).collect();
    let heard = Heard::of(lexicon, &trees, &mentions);
    narrative.leading = leading(lexicon, &mentions);
    narrative.discourse.leading = narrative.leading.clone();
    let scenes = scenes(lexicon, &trees, &mentions);
    let scopes = scope::scopes(document, &ranges, meta.published.days);
    narrative.is_running = scopes.iter().flatten().next().is_some();
    let read = trees.iter().zip(&mentions).zip(&heard);
    let paragraphs = ranges.iter().zip(read).zip(scenes.iter().zip(scopes));
    let mut last = 0;
    for ((range, ((tree, mentions), heard)), (scenes, scope)) in paragraphs {
        // The stamp itself is often furniture of the page.
        let between = &document.text[last.min(range.start)..range.start];
        if between.lines().any(is_headline) {
            narrative.discourse.section = narrative.discourse.sentence + 1;
        }
        let since_last = &document.text[last.min(range.start)..range.end];
        let mut lines = since_last.lines().take(STAMP_WITHIN);
        if lines.any(stamp::is_time_of_day) {
            narrative.discourse.close();
            (narrative.is_running, narrative.news) = (true, None);
        }
        last = range.end;
        let start = positions.read(range.start);
        narrative.paragraph(start, tree, mentions, heard, scenes, scope);
    }
    let summary: Vec<Range<usize>> = document
        .zones
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Summary)
        .map(|zone| positions.char_at(zone.bytes.start)..positions.char_at(zone.bytes.end))
        .collect();
    narrative.share_news();
    narrative.share_dates(&summary);
    narrative.link_same();
    let mut records: Vec<Record> = document
        .notices
        .iter()
        .map(|n| {
            Record::Notice(Notice {
                document: Arc::clone(&meta),
                kind: n.kind.to_owned(),
                start_char: positions.char_at(n.bytes.start),
                end_char: positions.char_at(n.bytes.end),
                message: n.message.clone(),
                severity: match n.severity {
                    demarche_text::Severity::Info => Severity::Info,
                    demarche_text::Severity::Warning => Severity::Warning,
                },
            })
        })
        .collect();
    let altered = notice::altered::expressions(&reading, &positions, &meta);
    records.extend(altered.into_iter().map(Record::Notice));
    let lost = notice::lost::of(&ranges, &spoken, &divided, &positions, &meta);
    records.extend(lost.into_iter().map(Record::Notice));
    records.append(&mut narrative.records);
    let coded = Coded {
        document: meta,
        records,
    };
    (coded, narrative.teacher)
}

/// Words that a heading inside a text has at most.
const HEADING: usize = 8;

/// Whether a line is a heading: a few words that no full stop ends.
fn is_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let ends = line.trim_end().ends_with(char::is_alphanumeric);
    ends && words <= HEADING
}

/// The one or two countries that a document names most, each at least twice.
fn leading(lexicon: &Lexicon, mentions: &[Mentions<'_>]) -> Vec<CodeId> {
    let mut counts: BTreeMap<CodeId, usize> = BTreeMap::new();
    for mention in mentions.iter().flat_map(Mentions::iter) {
        if let Some(code) = lexicon.country_of_name(mention.refs) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, CodeId)> = counts.into_iter().map(|(code, n)| (n, code)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked
        .into_iter()
        .filter(|(n, _)| *n >= 2)
        .map(|(_, code)| code)
        .take(2)
        .collect()
}

fn meta_of(document: &Document) -> DocumentMeta {
    let basis = match document.published.basis {
        demarche_text::PublishedBasis::Given => PublishedBasis::Given,
        demarche_text::PublishedBasis::Stated => PublishedBasis::Stated,
        demarche_text::PublishedBasis::Inferred => PublishedBasis::Inferred,
        demarche_text::PublishedBasis::Unknown => PublishedBasis::Unknown,
    };
    DocumentMeta {
        id: document.id.clone(),
        path: document.path.clone(),
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        url: document.url.clone(),
        published: Published {
            days: document
                .published
                .days
                .and_then(|(since, until)| Days::new(since, until)),
            basis,
            reason: document.published.reason.clone(),
        },
    }
}
