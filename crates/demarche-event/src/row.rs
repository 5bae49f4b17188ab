use crate::{Days, EventType, Quad, Sector, Status};

/// An event as one row of somebody's event data, in the words of the record.
///
/// Texts are borrowed from the row and from the tables that its codes were
/// looked up in; an empty text is one that the row doesn't have.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow<'a> {
    /// The data set's own id.
    pub id: &'a str,
    /// When; the end is excluded.
    pub days: Days,
    /// Who did it; empty if the row names nobody.
    pub source: Vec<Participant<'a>>,
    /// To whom; empty if the row names nobody.
    pub target: Vec<Participant<'a>>,
    /// The code of what was done, as the row has it.
    pub code: &'a str,
    /// PLOVER type; `None` for statements, appeals and acts that are no event
    /// there.
    pub event_type: Option<EventType>,
    /// PLOVER mode of that type.
    pub mode: Option<&'a str>,
    /// CAMEO code: the row's, or the closest to its type and mode.
    pub cameo: Option<&'a str>,
    /// Goldstein (1992) value of the CAMEO code, -10 to +10.
    pub goldstein: Option<f64>,
    /// The data set's own value on such a scale.
    pub intensity: Option<f64>,
    /// Whether it happened.
    pub status: Status,
    /// Both sides act alike.
    pub reciprocal: bool,
    /// Where.
    pub place: Option<RowPlace<'a>>,
    /// PLOVER's contexts, or the data set's issues, joined by commas.
    pub contexts: &'a str,
    /// How many mentions of it the data set counted.
    pub mentions: Option<u32>,
    /// How many publishers.
    pub sources: Option<u32>,
    /// How many articles.
    pub articles: Option<u32>,
    /// Mean tone of the articles, as GDELT reckons it.
    pub tone: Option<f64>,
    /// Deaths, by the data set's best estimate.
    pub deaths: Option<u32>,
    /// Who printed it.
    pub publisher: &'a str,
    /// Address or number of the report.
    pub report: &'a str,
    /// The report's words, or a note on it.
    pub text: &'a str,
}

impl<'a> EventRow<'a> {
    /// A row of which only the days are known.
    pub fn on(days: Days) -> EventRow<'a> {
        EventRow {
            id: "",
            days,
            source: Vec::new(),
            target: Vec::new(),
            code: "",
            event_type: None,
            mode: None,
            cameo: None,
            goldstein: None,
            intensity: None,
            status: Status::Happened,
            reciprocal: false,
            place: None,
            contexts: "",
            mentions: None,
            sources: None,
            articles: None,
            tone: None,
            deaths: None,
            publisher: "",
            report: "",
            text: "",
        }
    }

    /// Quad class of the type; `None` where there is no type.
    pub fn quad(&self) -> Option<Quad> {
        self.event_type.map(EventType::quad)
    }

    /// Each ordered pair of different countries or organisations that the
    /// event counts for: every source with every target, and back if both
    /// sides act alike. A code that stands twice on a side counts once.
    ///
    /// # Examples
    ///
    /// ```
    /// use demarche_event::{Days, EventRow, Participant};
    /// let side = |codes: &[&'static str]| -> Vec<Participant<'static>> {
    ///     codes.iter().map(|code| Participant { country: Some(code), ..Participant::default() }).collect()
    /// };
    /// let row = EventRow {
    ///     source: side(&["RUR", "GRA", "RUR"]),
    ///     target: side(&["ZEN", "GRA"]),
    ///     ..EventRow::on(Days::day(jiff::civil::date(1995, 1, 9)))
    /// };
    /// let mut pairs = Vec::new();
    /// row.each_dyad(|source, target| pairs.push((source, target)));
    /// assert_eq!(pairs, [("RUR", "ZEN"), ("RUR", "GRA"), ("GRA", "ZEN")]);
    /// ```
    pub fn each_dyad(&self, mut take: impl FnMut(&'a str, &'a str)) {
        let again = |side: &[Participant<'a>], at: usize| {
            side[..at].iter().any(|p| p.country == side[at].country)
        };
        for (s, source) in self.source.iter().enumerate() {
            let Some(from) = source.country else { continue };
            if again(&self.source, s) {
                continue;
            }
            for (t, target) in self.target.iter().enumerate() {
                let Some(to) = target.country else { continue };
                if from == to || again(&self.target, t) {
                    continue;
                }
                take(from, to);
                if self.reciprocal {
                    take(to, from);
                }
            }
        }
    }
}

/// Somebody who takes part in the event of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Participant<'a> {
    /// The name, as the row has it.
    pub name: &'a str,
    /// The code, as the row has it.
    pub code: &'a str,
    /// ISO 3166 alpha-3, or the code of an organisation.
    pub country: Option<&'a str>,
    /// What part of state or society.
    pub sector: Option<Sector>,
}

/// Where the event of a row took place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RowPlace<'a> {
    /// The name, as the row has it.
    pub name: &'a str,
    /// ISO 3166 alpha-3.
    pub country: Option<&'a str>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}
