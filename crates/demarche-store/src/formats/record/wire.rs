mod matter; // matters

pub(super) use matter::MatterObject;

use super::RecordErrorKind;
use crate::word;
use demarche_event::{
    Actor, Attribution, Circumstances, Claim, Comparison, Days, DocumentMeta, Event, EventLink,
    Explanation, Figure, InForce, Magnitude, Notice, Place, Published, PublishedBasis, Quote,
    Readout, Sector, UnknownCode, When,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

type Text<'a> = Cow<'a, str>;

/// What a line says of its kind.
#[derive(Deserialize)]
pub(super) struct Kind<'a> {
    #[serde(borrow)]
    pub(super) record: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct DocumentObject<'a> {
    id: Text<'a>,
    path: Option<Text<'a>>,
    title: Option<Text<'a>>,
    publisher: Option<Text<'a>>,
    url: Option<Text<'a>>,
    published: Option<PublishedObject<'a>>,
}

#[derive(Serialize, Deserialize)]
struct PublishedObject<'a> {
    since: Option<Text<'a>>,
    until: Option<Text<'a>>,
    basis: Text<'a>,
    reason: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct QuoteObject<'a> {
    start_char: usize,
    end_char: usize,
    text: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct ActorObject<'a> {
    text: Text<'a>,
    start_char: usize,
    end_char: usize,
    name: Option<Text<'a>>,
    country: Option<Text<'a>>,
    sector: Option<Text<'a>>,
    role: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct DateObject<'a> {
    since: Option<Text<'a>>,
    until: Option<Text<'a>>,
    basis: Text<'a>,
    text: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct InForceObject<'a> {
    from: Option<DateObject<'a>>,
    to: Option<DateObject<'a>>,
}

#[derive(Serialize, Deserialize)]
struct EventLinkObject<'a> {
    kind: Text<'a>,
    text: Text<'a>,
    event: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct ReadoutObject<'a> {
    speaker: ActorObject<'a>,
    about: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct AttributionObject<'a> {
    start_char: usize,
    end_char: usize,
    text: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medium: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    via: Vec<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
struct PlaceObject<'a> {
    text: Text<'a>,
    country: Option<Text<'a>>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct MagnitudeObject<'a> {
    value: f64,
    unit: Text<'a>,
    of: Option<Text<'a>>,
    bound: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct ComparisonObject<'a> {
    kind: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    years: Option<f64>,
    since: Option<i16>,
    text: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct ExplanationObject<'a> {
    rule: Text<'a>,
    #[serde(default)]
    steps: Vec<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct EventObject<'a> {
    id: Text<'a>,
    document: DocumentObject<'a>,
    sentence: QuoteObject<'a>,
    trigger: QuoteObject<'a>,
    #[serde(rename = "type")]
    event_type: Text<'a>,
    mode: Option<Text<'a>>,
    cameo: Option<Text<'a>>,
    #[serde(skip_deserializing)]
    quad: &'static str,
    goldstein: Option<f64>,
    status: Text<'a>,
    #[serde(default)]
    reciprocal: bool,
    source: Vec<ActorObject<'a>>,
    target: Vec<ActorObject<'a>>,
    date: DateObject<'a>,
    place: Option<PlaceObject<'a>>,
    #[serde(default)]
    contexts: Vec<Text<'a>>,
    about: Option<Text<'a>>,
    magnitude: Option<MagnitudeObject<'a>>,
    attribution: Option<AttributionObject<'a>>,
    comparison: Option<ComparisonObject<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hedge: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    put_off: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    announced_by: Vec<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    companions: Vec<ActorObject<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    occasion: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agenda: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_force: Option<InForceObject<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    denied_by: Vec<ActorObject<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<EventLinkObject<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    readouts: Vec<ReadoutObject<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    legal_basis: Option<Text<'a>>,
    confidence: f64,
    explanation: ExplanationObject<'a>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ClaimObject<'a> {
    record: Text<'a>,
    id: Text<'a>,
    document: DocumentObject<'a>,
    sentence: QuoteObject<'a>,
    speaker: Option<Text<'a>>,
    affiliation: Option<Text<'a>>,
    #[serde(default)]
    about: Vec<(Text<'a>, Option<Text<'a>>)>,
    direction: Option<Text<'a>>,
    #[serde(default)]
    quoted: bool,
    hedge: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    motive: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    means: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effect: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<DateObject<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct FigureObject<'a> {
    record: Text<'a>,
    id: Text<'a>,
    document: DocumentObject<'a>,
    sentence: QuoteObject<'a>,
    quantity: Text<'a>,
    value: Option<f64>,
    unit: Option<Text<'a>>,
    bound: Text<'a>,
    period: Option<Text<'a>>,
    #[serde(default)]
    countries: Vec<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comparison: Option<ComparisonObject<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct NoticeObject<'a> {
    record: Text<'a>,
    document: DocumentObject<'a>,
    kind: Text<'a>,
    start_char: usize,
    end_char: usize,
    message: Text<'a>,
    severity: Text<'a>,
}

fn text(text: &str) -> Text<'_> {
    Cow::Borrowed(text)
}

fn optional(text: &Option<String>) -> Option<Text<'_>> {
    text.as_deref().map(Cow::Borrowed)
}

fn owned(text: Option<Text>) -> Option<String> {
    text.map(Cow::into_owned)
}

fn bounds(days: Option<Days>) -> (Option<Text<'static>>, Option<Text<'static>>) {
    (
        days.map(|d| d.since.to_string().into()),
        days.map(|d| d.until.to_string().into()),
    )
}

fn unknown(field: &'static str) -> impl Fn(UnknownCode) -> RecordErrorKind {
    move |code| RecordErrorKind::Field {
        field,
        reason: code.to_string(),
    }
}

/// The interval of two fields that are both there or both null.
fn days(
    since: Option<Text>,
    until: Option<Text>,
    fields: [&'static str; 2],
) -> Result<Option<Days>, RecordErrorKind> {
    let day = |field, text: Text| {
        text.parse::<Date>().map_err(|_| RecordErrorKind::Field {
            field,
            reason: format!("`{text}` is no day; a day is written YYYY-MM-DD"),
        })
    };
    match (since, until) {
        (None, None) => Ok(None),
        (Some(since), Some(until)) => {
            let (first, end) = (day(fields[0], since)?, day(fields[1], until)?);
            let days = Days::new(first, end).ok_or_else(|| RecordErrorKind::Field {
                field: fields[1],
                reason: format!("{end} isn't after `since`, {first}: the interval holds no day"),
            })?;
            Ok(Some(days))
        }
        (Some(_), None) => Err(RecordErrorKind::Field {
            field: fields[1],
            reason: "null, although `since` is given".into(),
        }),
        (None, Some(_)) => Err(RecordErrorKind::Field {
            field: fields[0],
            reason: "null, although `until` is given".into(),
        }),
    }
}

impl<'a> From<&'a DocumentMeta> for DocumentObject<'a> {
    fn from(meta: &'a DocumentMeta) -> DocumentObject<'a> {
        let (since, until) = bounds(meta.published.days);
        DocumentObject {
            id: text(&meta.id),
            path: optional(&meta.path),
            title: optional(&meta.title),
            publisher: optional(&meta.publisher),
            url: optional(&meta.url),
            published: Some(PublishedObject {
                since,
                until,
                basis: text(meta.published.basis.as_str()),
                reason: optional(&meta.published.reason),
            }),
        }
    }
}

impl DocumentObject<'_> {
    /// What is known of the document, shared with the record before if it is the same.
    fn into_meta(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Arc<DocumentMeta>, RecordErrorKind> {
        let published = match self.published {
            None => Published {
                days: None,
                basis: PublishedBasis::Unknown,
                reason: None,
            },
            Some(published) => Published {
                days: days(
                    published.since,
                    published.until,
                    ["document.published.since", "document.published.until"],
                )?,
                basis: word::published_basis(&published.basis)
                    .map_err(unknown("document.published.basis"))?,
                reason: owned(published.reason),
            },
        };
        let meta = DocumentMeta {
            id: self.id.into_owned(),
            path: owned(self.path),
            title: owned(self.title),
            publisher: owned(self.publisher),
            url: owned(self.url),
            published,
        };
        match last {
            Some(last) if **last == meta => Ok(Arc::clone(last)),
            _ => Ok(Arc::clone(last.insert(Arc::new(meta)))),
        }
    }
}

impl<'a> From<&'a Quote> for QuoteObject<'a> {
    fn from(quote: &'a Quote) -> QuoteObject<'a> {
        QuoteObject {
            start_char: quote.start_char,
            end_char: quote.end_char,
            text: text(&quote.text),
        }
    }
}

impl QuoteObject<'_> {
    fn into_quote(self, field: &'static str) -> Result<Quote, RecordErrorKind> {
        in_order(self.start_char, self.end_char, field)?;
        Ok(Quote {
            text: self.text.into_owned(),
            start_char: self.start_char,
            end_char: self.end_char,
        })
    }
}

impl<'a> From<&'a Attribution> for AttributionObject<'a> {
    fn from(attribution: &'a Attribution) -> AttributionObject<'a> {
        AttributionObject {
            start_char: attribution.start_char,
            end_char: attribution.end_char,
            text: text(&attribution.text),
            medium: optional(&attribution.medium),
            via: attribution.via.iter().map(|words| text(words)).collect(),
        }
    }
}

impl AttributionObject<'_> {
    fn into_attribution(self) -> Result<Attribution, RecordErrorKind> {
        in_order(self.start_char, self.end_char, "attribution")?;
        Ok(Attribution {
            text: self.text.into_owned(),
            start_char: self.start_char,
            end_char: self.end_char,
            medium: owned(self.medium),
            via: self.via.into_iter().map(Cow::into_owned).collect(),
        })
    }
}

impl<'a> From<&'a When> for DateObject<'a> {
    fn from(when: &'a When) -> DateObject<'a> {
        let (since, until) = bounds(when.days);
        DateObject {
            since,
            until,
            basis: text(when.basis.as_str()),
            text: optional(&when.text),
        }
    }
}

impl DateObject<'_> {
    /// The day; `fields` are its first and last day and its basis, for errors.
    fn into_when(self, fields: [&'static str; 3]) -> Result<When, RecordErrorKind> {
        Ok(When {
            days: days(self.since, self.until, [fields[0], fields[1]])?,
            basis: word::date_basis(&self.basis).map_err(unknown(fields[2]))?,
            text: owned(self.text),
        })
    }
}

impl<'a> From<&'a Comparison> for ComparisonObject<'a> {
    fn from(comparison: &'a Comparison) -> ComparisonObject<'a> {
        ComparisonObject {
            kind: text(&comparison.kind),
            number: comparison.number,
            years: comparison.years,
            since: comparison.since,
            text: text(&comparison.text),
        }
    }
}

impl ComparisonObject<'_> {
    fn into_comparison(self) -> Comparison {
        Comparison {
            kind: self.kind.into_owned(),
            number: self.number,
            years: self.years,
            since: self.since,
            text: self.text.into_owned(),
        }
    }
}

impl<'a> From<&'a InForce> for InForceObject<'a> {
    fn from(days: &'a InForce) -> InForceObject<'a> {
        InForceObject {
            from: days.from.as_ref().map(Into::into),
            to: days.to.as_ref().map(Into::into),
        }
    }
}

impl InForceObject<'_> {
    fn into_in_force(self) -> Result<InForce, RecordErrorKind> {
        let from = [
            "in_force.from.since",
            "in_force.from.until",
            "in_force.from.basis",
        ];
        let to = [
            "in_force.to.since",
            "in_force.to.until",
            "in_force.to.basis",
        ];
        Ok(InForce {
            from: self.from.map(|when| when.into_when(from)).transpose()?,
            to: self.to.map(|when| when.into_when(to)).transpose()?,
        })
    }
}

fn in_order(
    start_char: usize,
    end_char: usize,
    field: &'static str,
) -> Result<(), RecordErrorKind> {
    if start_char <= end_char {
        return Ok(());
    }
    let reason = format!("start_char {start_char} is after end_char {end_char}");
    Err(RecordErrorKind::Field { field, reason })
}

impl<'a> From<&'a Actor> for ActorObject<'a> {
    fn from(actor: &'a Actor) -> ActorObject<'a> {
        ActorObject {
            text: text(&actor.text),
            start_char: actor.start_char,
            end_char: actor.end_char,
            name: optional(&actor.name),
            country: optional(&actor.country),
            sector: actor.sector.map(|sector| text(sector.as_str())),
            role: optional(&actor.role),
        }
    }
}

impl ActorObject<'_> {
    fn into_actor(self, field: &'static str) -> Result<Actor, RecordErrorKind> {
        in_order(self.start_char, self.end_char, field)?;
        let sector: Option<Sector> = self
            .sector
            .map(|code| code.parse())
            .transpose()
            .map_err(unknown(field))?;
        Ok(Actor {
            text: self.text.into_owned(),
            start_char: self.start_char,
            end_char: self.end_char,
            name: owned(self.name),
            country: owned(self.country),
            sector,
            role: owned(self.role),
        })
    }
}

impl<'a> From<&'a EventLink> for EventLinkObject<'a> {
    fn from(link: &'a EventLink) -> EventLinkObject<'a> {
        EventLinkObject {
            kind: text(link.kind.as_str()),
            text: text(&link.text),
            event: optional(&link.event),
        }
    }
}

impl EventLinkObject<'_> {
    fn into_link(self) -> Result<EventLink, RecordErrorKind> {
        Ok(EventLink {
            kind: word::event_link_kind(&self.kind).map_err(unknown("links"))?,
            text: self.text.into_owned(),
            event: owned(self.event),
        })
    }
}

impl<'a> From<&'a Readout> for ReadoutObject<'a> {
    fn from(readout: &'a Readout) -> ReadoutObject<'a> {
        ReadoutObject {
            speaker: (&readout.speaker).into(),
            about: text(&readout.about),
        }
    }
}

impl ReadoutObject<'_> {
    fn into_readout(self) -> Result<Readout, RecordErrorKind> {
        Ok(Readout {
            speaker: self.speaker.into_actor("readouts")?,
            about: self.about.into_owned(),
        })
    }
}

impl<'a> From<&'a Event> for EventObject<'a> {
    fn from(event: &'a Event) -> EventObject<'a> {
        EventObject {
            id: text(&event.id),
            document: (&*event.document).into(),
            sentence: (&event.sentence).into(),
            trigger: (&event.trigger).into(),
            event_type: text(event.event_type.as_str()),
            mode: optional(&event.mode),
            cameo: optional(&event.cameo),
            quad: event.quad().as_str(),
            goldstein: event.goldstein,
            status: text(event.status.as_str()),
            reciprocal: event.reciprocal,
            source: event.source.iter().map(Into::into).collect(),
            target: event.target.iter().map(Into::into).collect(),
            date: (&event.date).into(),
            place: event.place.as_ref().map(|place| PlaceObject {
                text: text(&place.text),
                country: optional(&place.country),
                lat: place.lat,
                lon: place.lon,
            }),
            contexts: event.contexts.iter().map(|context| text(context)).collect(),
            about: optional(&event.about),
            magnitude: event.magnitude.as_ref().map(|magnitude| MagnitudeObject {
                value: magnitude.value,
                unit: text(&magnitude.unit),
                of: optional(&magnitude.of),
                bound: text(&magnitude.bound),
            }),
            attribution: event.attribution.as_ref().map(Into::into),
            comparison: event.comparison.as_ref().map(Into::into),
            condition: optional(&event.circumstances.condition),
            hedge: optional(&event.circumstances.hedge),
            purpose: optional(&event.circumstances.purpose),
            put_off: event.circumstances.put_off,
            announced_by: (event.circumstances.announced_by.iter())
                .map(|country| text(country))
                .collect(),
            companions: (event.circumstances.companions.iter())
                .map(Into::into)
                .collect(),
            occasion: optional(&event.circumstances.occasion),
            cause: optional(&event.circumstances.cause),
            agenda: optional(&event.circumstances.agenda),
            in_force: event.circumstances.in_force.as_ref().map(Into::into),
            denied_by: (event.circumstances.denied_by.iter())
                .map(Into::into)
                .collect(),
            links: event.circumstances.links.iter().map(Into::into).collect(),
            readouts: (event.circumstances.readouts.iter())
                .map(Into::into)
                .collect(),
            legal_basis: optional(&event.circumstances.legal_basis),
            confidence: event.confidence,
            explanation: ExplanationObject {
                rule: text(&event.explanation.rule),
                steps: event
                    .explanation
                    .steps
                    .iter()
                    .map(|step| text(step))
                    .collect(),
            },
        }
    }
}

impl EventObject<'_> {
    pub(super) fn into_event(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Event, RecordErrorKind> {
        let side = |actors: Vec<ActorObject>, field| {
            actors
                .into_iter()
                .map(|a| a.into_actor(field))
                .collect::<Result<_, _>>()
        };
        Ok(Event {
            id: self.id.into_owned(),
            document: self.document.into_meta(last)?,
            sentence: self.sentence.into_quote("sentence")?,
            trigger: self.trigger.into_quote("trigger")?,
            event_type: self.event_type.parse().map_err(unknown("type"))?,
            mode: owned(self.mode),
            cameo: owned(self.cameo),
            goldstein: self.goldstein,
            status: self.status.parse().map_err(unknown("status"))?,
            reciprocal: self.reciprocal,
            source: side(self.source, "source")?,
            target: side(self.target, "target")?,
            date: (self.date).into_when(["date.since", "date.until", "date.basis"])?,
            place: self.place.map(|place| Place {
                text: place.text.into_owned(),
                country: owned(place.country),
                lat: place.lat,
                lon: place.lon,
            }),
            contexts: self.contexts.into_iter().map(Cow::into_owned).collect(),
            about: owned(self.about),
            magnitude: self.magnitude.map(|magnitude| Magnitude {
                value: magnitude.value,
                unit: magnitude.unit.into_owned(),
                of: owned(magnitude.of),
                bound: magnitude.bound.into_owned(),
            }),
            attribution: self
                .attribution
                .map(AttributionObject::into_attribution)
                .transpose()?,
            comparison: self.comparison.map(ComparisonObject::into_comparison),
            circumstances: Circumstances {
                condition: owned(self.condition),
                hedge: owned(self.hedge),
                purpose: owned(self.purpose),
                put_off: self.put_off,
                announced_by: self.announced_by.into_iter().map(Cow::into_owned).collect(),
                companions: side(self.companions, "companions")?,
                occasion: owned(self.occasion),
                cause: owned(self.cause),
                agenda: owned(self.agenda),
                in_force: (self.in_force.map(InForceObject::into_in_force)).transpose()?,
                denied_by: side(self.denied_by, "denied_by")?,
                links: (self.links.into_iter())
                    .map(EventLinkObject::into_link)
                    .collect::<Result<_, _>>()?,
                readouts: (self.readouts.into_iter())
                    .map(ReadoutObject::into_readout)
                    .collect::<Result<_, _>>()?,
                legal_basis: owned(self.legal_basis),
            },
            confidence: self.confidence,
            explanation: Explanation {
                rule: self.explanation.rule.into_owned(),
                steps: self
                    .explanation
                    .steps
                    .into_iter()
                    .map(Cow::into_owned)
                    .collect(),
            },
        })
    }
}

impl<'a> From<&'a Claim> for ClaimObject<'a> {
    fn from(claim: &'a Claim) -> ClaimObject<'a> {
        ClaimObject {
            record: text("claim"),
            id: text(&claim.id),
            document: (&*claim.document).into(),
            sentence: (&claim.sentence).into(),
            speaker: optional(&claim.speaker),
            affiliation: optional(&claim.affiliation),
            about: claim
                .about
                .iter()
                .map(|(of, towards)| (text(of), optional(towards)))
                .collect(),
            direction: claim.direction.map(|direction| text(direction.as_str())),
            quoted: claim.quoted,
            hedge: optional(&claim.hedge),
            confidence: claim.confidence,
            cause: optional(&claim.cause),
            motive: optional(&claim.motive),
            means: optional(&claim.means),
            effect: optional(&claim.effect),
            period: claim.period.as_ref().map(DateObject::from),
        }
    }
}

impl ClaimObject<'_> {
    pub(super) fn into_claim(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Claim, RecordErrorKind> {
        Ok(Claim {
            id: self.id.into_owned(),
            document: self.document.into_meta(last)?,
            sentence: self.sentence.into_quote("sentence")?,
            speaker: owned(self.speaker),
            affiliation: owned(self.affiliation),
            about: self
                .about
                .into_iter()
                .map(|(of, towards)| (of.into_owned(), owned(towards)))
                .collect(),
            direction: self
                .direction
                .map(|direction| word::claim_direction(&direction))
                .transpose()
                .map_err(unknown("direction"))?,
            quoted: self.quoted,
            hedge: owned(self.hedge),
            confidence: self.confidence,
            cause: owned(self.cause),
            motive: owned(self.motive),
            means: owned(self.means),
            effect: owned(self.effect),
            period: (self.period)
                .map(|when| when.into_when(["period.since", "period.until", "period.basis"]))
                .transpose()?,
        })
    }
}

impl<'a> From<&'a Figure> for FigureObject<'a> {
    fn from(figure: &'a Figure) -> FigureObject<'a> {
        FigureObject {
            record: text("figure"),
            id: text(&figure.id),
            document: (&*figure.document).into(),
            sentence: (&figure.sentence).into(),
            quantity: text(&figure.quantity),
            value: figure.value,
            unit: optional(&figure.unit),
            bound: text(&figure.bound),
            period: optional(&figure.period),
            countries: figure
                .countries
                .iter()
                .map(|country| text(country))
                .collect(),
            comparison: figure.comparison.as_ref().map(Into::into),
        }
    }
}

impl FigureObject<'_> {
    pub(super) fn into_figure(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Figure, RecordErrorKind> {
        Ok(Figure {
            id: self.id.into_owned(),
            document: self.document.into_meta(last)?,
            sentence: self.sentence.into_quote("sentence")?,
            quantity: self.quantity.into_owned(),
            value: self.value,
            unit: owned(self.unit),
            bound: self.bound.into_owned(),
            period: owned(self.period),
            countries: self.countries.into_iter().map(Cow::into_owned).collect(),
            comparison: self.comparison.map(ComparisonObject::into_comparison),
        })
    }
}

impl<'a> From<&'a Notice> for NoticeObject<'a> {
    fn from(notice: &'a Notice) -> NoticeObject<'a> {
        NoticeObject {
            record: text("notice"),
            document: (&*notice.document).into(),
            kind: text(&notice.kind),
            start_char: notice.start_char,
            end_char: notice.end_char,
            message: text(&notice.message),
            severity: text(notice.severity.as_str()),
        }
    }
}

impl NoticeObject<'_> {
    pub(super) fn into_notice(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Notice, RecordErrorKind> {
        in_order(self.start_char, self.end_char, "end_char")?;
        Ok(Notice {
            document: self.document.into_meta(last)?,
            kind: self.kind.into_owned(),
            start_char: self.start_char,
            end_char: self.end_char,
            message: self.message.into_owned(),
            severity: word::severity(&self.severity).map_err(unknown("severity"))?,
        })
    }
}
