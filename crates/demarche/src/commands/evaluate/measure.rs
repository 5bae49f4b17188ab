use super::folder::GoldDocument;
use crate::pipeline::CodedDocument;
use demarche_analysis::{ClaimScore, EventAgreement, EventScore, Field, FigureScore, Share, Tally};
use demarche_event::{Claim, Event, Figure, GoldEvent, Record};
use std::path::PathBuf;
use std::sync::Arc;

/// Marked reports that are scored together.
pub(super) struct Set {
    /// As the user named it.
    pub(super) folder: String,
    /// `as given`, or how its texts differ from it.
    pub(super) reading: String,
    pub(super) documents: Vec<Arc<GoldDocument>>,
    /// Index of the set whose reports these tell otherwise.
    pub(super) original: Option<usize>,
    /// Whether the user asked for it, or it is there to be compared with.
    pub(super) is_asked_for: bool,
}

/// What a set yields.
pub(super) struct Measure {
    pub(super) folder: String,
    pub(super) reading: String,
    pub(super) original: Option<usize>,
    pub(super) is_asked_for: bool,
    pub(super) events: EventScore,
    pub(super) claims: ClaimScore,
    pub(super) figures: FigureScore,
    pub(super) documents: Vec<MeasuredDocument>,
}

/// What a report yields.
pub(super) struct MeasuredDocument {
    pub(super) name: String,
    pub(super) events: Tally,
    pub(super) findings: Vec<Finding>,
}

/// A disagreement.
pub(super) enum Finding {
    Missed(GoldEvent),
    Spurious(Event),
    /// Found, but for these fields.
    Wrong(Box<GoldEvent>, Box<Event>, Vec<Field>),
    MissedClaim(Claim),
    SpuriousClaim(Claim),
    MissedFigure(Figure),
    SpuriousFigure(Figure),
}

/// Sentences in which nothing is to be found.
pub(super) struct MadeUp {
    pub(super) path: PathBuf,
    /// Those with an event, of all.
    pub(super) share: Share,
    pub(super) events: Vec<Event>,
}

impl Measure {
    /// Scores the documents of a set, coded in its order.
    pub(super) fn of(set: &Set, coded: Vec<CodedDocument>) -> Measure {
        let mut measure = Measure {
            folder: set.folder.clone(),
            reading: set.reading.clone(),
            original: set.original,
            is_asked_for: set.is_asked_for,
            events: EventScore::default(),
            claims: ClaimScore::default(),
            figures: FigureScore::default(),
            documents: Vec::new(),
        };
        for (document, coded) in set.documents.iter().zip(coded) {
            measure.count(document, coded.records);
        }
        measure
    }

    fn count(&mut self, document: &GoldDocument, records: Vec<Record>) {
        let gold = &document.gold;
        let (mut events, mut claims, mut figures) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Event(event) => events.push(event),
                Record::Claim(claim) => claims.push(claim),
                Record::Figure(figure) => figures.push(figure),
                Record::Matter(_) | Record::Notice(_) => {}
            }
        }
        let before = self.events.total;
        let agreement = self.events.count(&gold.events, &events);
        let mut measured = MeasuredDocument {
            name: document.name.clone(),
            events: minus(self.events.total, before),
            findings: findings(&gold.events, &events, &agreement),
        };
        if let Some(marked) = &gold.claims {
            let (missed, spurious) = self.claims.count(marked, &claims);
            let missed = missed
                .into_iter()
                .map(|n| Finding::MissedClaim(marked[n].clone()));
            let spurious = spurious
                .into_iter()
                .map(|n| Finding::SpuriousClaim(claims[n].clone()));
            measured.findings.extend(missed.chain(spurious));
        }
        if let Some(marked) = &gold.figures {
            let (missed, spurious) = self.figures.count(marked, &figures);
            let missed = missed
                .into_iter()
                .map(|n| Finding::MissedFigure(marked[n].clone()));
            let spurious = spurious
                .into_iter()
                .map(|n| Finding::SpuriousFigure(figures[n].clone()));
            measured.findings.extend(missed.chain(spurious));
        }
        self.documents.push(measured);
    }
}

impl MadeUp {
    /// Counts the sentences with an event.
    pub(super) fn of(path: PathBuf, coded: Vec<CodedDocument>) -> MadeUp {
        let (mut share, mut events) = (Share::default(), Vec::new());
        for document in coded {
            share.count(document.n_events() > 0);
            events.extend(
                document
                    .records
                    .into_iter()
                    .filter_map(|record| match record {
                        Record::Event(event) => Some(event),
                        _ => None,
                    }),
            );
        }
        MadeUp {
            path,
            share,
            events,
        }
    }
}

fn minus(total: Tally, before: Tally) -> Tally {
    let minus = |total: Share, before: Share| Share {
        right: total.right - before.right,
        of: total.of - before.of,
    };
    Tally {
        found: minus(total.found, before.found),
        right: minus(total.right, before.right),
    }
}

fn findings(gold: &[GoldEvent], coded: &[Event], agreement: &EventAgreement) -> Vec<Finding> {
    let missed = agreement
        .missed
        .iter()
        .map(|n| Finding::Missed(gold[*n].clone()));
    let spurious = agreement
        .spurious
        .iter()
        .map(|n| Finding::Spurious(coded[*n].clone()));
    let wrong = agreement
        .found
        .iter()
        .filter(|(_, fields)| !fields.is_empty());
    let wrong = wrong.map(|(pair, fields)| {
        Finding::Wrong(
            Box::new(gold[pair.gold].clone()),
            Box::new(coded[pair.coded].clone()),
            fields.clone(),
        )
    });
    missed.chain(spurious).chain(wrong).collect()
}
