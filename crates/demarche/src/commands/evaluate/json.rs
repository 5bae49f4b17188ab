use super::List;
use super::measure::{Finding, MadeUp, Measure};
use demarche_analysis::{Field, Reliability, Share, Tally};
use demarche_event::{Claim, Event, Figure, Quote};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Everything measured, as one object. Shares lie between 0 and 1.
pub(super) fn object(measures: &[Measure], made_up: &[MadeUp], lists: &[List]) -> Value {
    let folders = measures.iter().filter(|measure| measure.is_asked_for);
    let variants = measures.iter().filter_map(|measure| {
        let original = &measures[measure.original?];
        let total = measure.events.total;
        Some(json!({
            "folder": measure.folder,
            "variant": measure.reading,
            "documents": measure.documents.len(),
            "events": TallyObject::from(total),
            "original": TallyObject::from(original.events.total),
            "lost": original.events.total.f1() - total.f1(),
        }))
    });
    json!({
        "folders": folders.map(|measure| folder(measure, lists)).collect::<Vec<_>>(),
        "variants": variants.collect::<Vec<_>>(),
        "nothing": made_up.iter().map(|file| nothing(file, lists)).collect::<Vec<_>>(),
    })
}

#[derive(Serialize)]
struct TallyObject {
    marked: u32,
    coded: u32,
    found: u32,
    right: u32,
    precision: f64,
    recall: f64,
    f1: f64,
}

impl From<Tally> for TallyObject {
    fn from(tally: Tally) -> TallyObject {
        TallyObject {
            marked: tally.found.of,
            coded: tally.right.of,
            found: tally.found.right,
            right: tally.right.right,
            precision: tally.precision(),
            recall: tally.recall(),
            f1: tally.f1(),
        }
    }
}

fn share(share: Share) -> Value {
    json!({"right": share.right, "of": share.of, "share": share.value()})
}

/// Tenths of confidence in order, those without an event left out.
fn reliability(reliability: &Reliability) -> Value {
    let tenths = reliability.tenths().iter().enumerate();
    let tenths = tenths.filter(|(_, tenth)| tenth.right.of > 0);
    let tenths = tenths.map(|(n, tenth)| {
        json!({
            "from": n as f64 / 10.0,
            "to": (n + 1) as f64 / 10.0,
            "mean": tenth.mean(),
            "right": share(tenth.right),
        })
    });
    json!({
        "tenths": tenths.collect::<Vec<_>>(),
        "expected_error": reliability.expected_error(),
    })
}

fn folder(measure: &Measure, lists: &[List]) -> Value {
    let fields = Field::ALL
        .iter()
        .map(|field| (field.as_str(), measure.events.fields.of(*field)));
    let fields: Map<String, Value> = fields
        .map(|(name, of)| (name.to_owned(), share(of)))
        .collect();
    let types = measure.events.by_type.iter();
    let types: Map<String, Value> = types
        .map(|(of, tally)| (of.as_str().to_owned(), json!(TallyObject::from(*tally))))
        .collect();
    let documents = measure.documents.iter();
    let documents: Map<String, Value> = documents
        .map(|d| (d.name.clone(), json!(TallyObject::from(d.events))))
        .collect();
    let mut object = json!({
        "folder": measure.folder,
        "events": TallyObject::from(measure.events.total),
        "fields": fields,
        "confidence": reliability(&measure.events.reliability),
        "types": types,
        "documents": documents,
        "claims": {
            "one_to_one": TallyObject::from(measure.claims.total),
            "by_sentence": TallyObject::from(measure.claims.by_sentence),
            "direction": share(measure.claims.direction),
            "speaker": share(measure.claims.speaker),
        },
        "figures": {
            "one_to_one": TallyObject::from(measure.figures.total),
            "by_sentence": TallyObject::from(measure.figures.by_sentence),
            "value": share(measure.figures.value),
            "unit": share(measure.figures.unit),
        },
    });
    for list in lists {
        let findings = measure.documents.iter().flat_map(|document| {
            let of_list = document
                .findings
                .iter()
                .filter(|finding| List::of(finding) == *list);
            of_list.map(|finding| with_document(&document.name, value(finding)))
        });
        object[list.as_str().replace(' ', "_")] = findings.collect();
    }
    object
}

fn nothing(file: &MadeUp, lists: &[List]) -> Value {
    let mut object = json!({
        "file": file.path.display().to_string(),
        "sentences": file.share.of,
        "with_event": file.share.right,
        "share": file.share.value(),
    });
    if lists.contains(&List::Spurious) {
        object["spurious"] = file.events.iter().map(event).collect();
    }
    object
}

fn with_document(name: &str, mut object: Value) -> Value {
    object["document"] = name.into();
    object
}

fn value(finding: &Finding) -> Value {
    match finding {
        Finding::Missed(mark) => event(&mark.event),
        Finding::Spurious(coded) => event(coded),
        Finding::Wrong(mark, coded, fields) => json!({
            "fields": fields.iter().map(|field| field.as_str()).collect::<Vec<_>>(),
            "marked": event(&mark.event),
            "coded": event(coded),
        }),
        Finding::MissedClaim(of) | Finding::SpuriousClaim(of) => claim(of),
        Finding::MissedFigure(of) | Finding::SpuriousFigure(of) => figure(of),
    }
}

fn quote(quote: &Quote) -> Value {
    json!({"start_char": quote.start_char, "end_char": quote.end_char, "text": quote.text})
}

fn event(event: &Event) -> Value {
    let side = |actors: &[demarche_event::Actor]| -> Value {
        let actor = |a: &demarche_event::Actor| json!({"text": a.text, "country": a.country, "sector": a.sector.map(|s| s.as_str())});
        actors.iter().map(actor).collect()
    };
    json!({
        "id": event.id,
        "type": event.event_type.as_str(),
        "mode": event.mode,
        "status": event.status.as_str(),
        "source": side(&event.source),
        "target": side(&event.target),
        "reciprocal": event.reciprocal,
        "since": event.date.days.map(|days| days.since.to_string()),
        "until": event.date.days.map(|days| days.until.to_string()),
        "place": event.place.as_ref().map(|place| place.text.as_str()),
        "rule": event.explanation.rule,
        "trigger": quote(&event.trigger),
        "sentence": quote(&event.sentence),
    })
}

fn claim(claim: &Claim) -> Value {
    json!({
        "speaker": claim.speaker,
        "direction": claim.direction.map(|direction| direction.as_str()),
        "sentence": quote(&claim.sentence),
    })
}

fn figure(figure: &Figure) -> Value {
    json!({
        "quantity": figure.quantity,
        "value": figure.value,
        "unit": figure.unit,
        "sentence": quote(&figure.sentence),
    })
}
