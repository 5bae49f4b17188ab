use super::calendar::Unit;
use super::date::join;
use super::piece::Piece;
use super::term::Term;
use super::words::{Item, Role, TimeWords};
use super::{Count, Draft, Grain, Kind, Tense};
use demarche_lang::{Dep, Parsed, Pos, Tag};
use std::cell::Cell;
use std::ops::Range;

/// Reads the pieces of a sentence, left to right. A method that reads takes the
/// number of a piece, and answers with the end of what it read.
pub(super) struct Reader<'a> {
    pub(super) words: &'a TimeWords,
    pub(super) parsed: &'a Parsed,
    pub(super) pieces: &'a [Piece],
    pub(super) sentence: Range<usize>,
    pub(super) tense: &'a dyn Fn(usize) -> Tense,
    /// How many dates the one being read lies in.
    pub(super) depth: Cell<u8>,
}

/// The end of what was read, and what it says.
pub(super) type Read<T> = Option<(usize, T)>;

impl Reader<'_> {
    /// All expressions of the sentence.
    pub(super) fn read(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut i = 0;
        while i < self.pieces.len() {
            match self.expression(i) {
                Some((end, mut draft)) if end > i && self.is_apart(end, &draft, drafts.last()) => {
                    draft.tokens.end = self.pieces[end - 1].end as usize;
                    drafts.push(draft);
                    i = end;
                }
                _ => i += 1,
            }
        }
        drafts
    }

    /// Whether an expression ends with a token, and begins after the one before;
    /// a token may be several pieces.
    pub(super) fn is_apart(&self, end: usize, draft: &Draft, before: Option<&Draft>) -> bool {
        let last = self.pieces[end - 1].end;
        self.pieces.get(end).is_none_or(|next| next.first >= last)
            && before.is_none_or(|before| before.tokens.end <= draft.tokens.start)
    }

    pub(super) fn expression(&self, i: usize) -> Read<Draft> {
        let draft = |kind| self.draft(i, kind);
        match self.item(i) {
            Item::Other | Item::Clock | Item::Name => None,
            Item::Vague => Some((i + 1, draft(Kind::Vague))),
            Item::SinceEvent => Some(self.since_event(i)),
            Item::SinceTold => Some((i + 1, self.since_told(i))),
            Item::Told { days, event } => {
                let count = days.map(|(least, most)| Count {
                    least,
                    most,
                    unit: Unit::Day,
                });
                let named = event
                    && !matches!(
                        self.pos(i + 1),
                        None | Some(Pos::Punct | Pos::Cconj | Pos::Space)
                    );
                let term = count.filter(|_| !named).map(|count| Term::Told {
                    least: count.least,
                    most: count.most,
                    unit: count.unit,
                });
                Some((
                    i + 1,
                    Draft {
                        term,
                        count,
                        ..draft(Kind::Relative)
                    },
                ))
            }
            Item::Often(unit) => Some((
                i + 1,
                Draft {
                    grain: Grain::of(unit),
                    ..draft(Kind::Frequency)
                },
            )),
            Item::Weekdays => Some((
                i + 1,
                Draft {
                    grain: Grain::Week,
                    ..draft(Kind::Frequency)
                },
            )),
            Item::Numeric(None) => Some((
                i + 1,
                Draft {
                    note: Some("day and month can't be told apart"),
                    ..draft(Kind::Vague)
                },
            )),
            Item::Role(role) => self.led(i, role).or_else(|| self.bare(i)),
            _ => self.bare(i),
        }
    }

    /// An expression without a preposition.
    pub(super) fn bare(&self, i: usize) -> Read<Draft> {
        let date = self
            .date(i, false)
            .map(|(end, term)| (end, self.dated(i, term)));
        let counted = self.counted(i, None);
        let often = self.often(i);
        [date, counted, often]
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.0 > a.0 { b } else { a })
    }

    /// "since then".
    fn since_told(&self, i: usize) -> Draft {
        let term = Term::Told {
            least: 0,
            most: 0,
            unit: Unit::Day,
        };
        Draft {
            term: Some(term),
            ..self.draft(i, Kind::Since)
        }
    }

    /// "since taking office", which a date may follow: "in May 2022".
    pub(super) fn since_event(&self, i: usize) -> (usize, Draft) {
        if matches!(self.item(i + 1), Item::Role(Role::In | Role::On))
            && let Some((end, term)) = self
                .date(i + 2, true)
                .filter(|(end, _)| !self.is_attached(*end))
        {
            return (
                end,
                Draft {
                    kind: Kind::Since,
                    ..self.dated(i, term)
                },
            );
        }
        (i + 1, self.draft(i, Kind::Vague))
    }

    /// An expression that begins with a small word.
    pub(super) fn led(&self, i: usize, role: Role) -> Read<Draft> {
        let j = i + 1;
        let j = if matches!(self.item(j), Item::Role(Role::Only | Role::About))
            && self.date(j + 1, true).is_some()
        {
            j + 1
        } else {
            j
        };
        let j = if matches!(role, Role::Post | Role::Pre) && self.is(j, Role::Dash) {
            j + 1
        } else {
            j
        };
        let joint = j > i + 1 && self.is(j - 1, Role::Dash);
        let kind = match role {
            Role::Every | Role::Times => return self.often(i),
            Role::Between => {
                let (middle, from) = self.single(j, true)?;
                // "between July 6 and 9"
                if is_stretch(&from) {
                    return Some((middle, self.dated(i, from)));
                }
                if !self.is(middle, Role::And) {
                    return None;
                }
                let (end, to) = self.single(middle + 1, true)?;
                return Some((end, self.dated(i, join(from, to)?)));
            }
            Role::In
            | Role::On
            | Role::At
            | Role::During
            | Role::Over
            | Role::Within
            | Role::For => Kind::Date,
            Role::Post | Role::Pre if !joint => return None,
            Role::Post => Kind::Since,
            Role::Pre => Kind::Until,
            Role::Since | Role::From | Role::After => Kind::Since,
            Role::By | Role::Until | Role::Before => Kind::Until,
            _ => return None,
        };
        if role == Role::On && self.item(j) == Item::Weekdays {
            return Some((
                j + 1,
                Draft {
                    grain: Grain::Week,
                    ..self.draft(i, Kind::Frequency)
                },
            ));
        }
        if matches!(self.item(j), Item::Vague) && kind == Kind::Date {
            return Some((j + 1, self.draft(i, Kind::Vague)));
        }
        if matches!(self.item(j), Item::Told { .. }) {
            return self.expression(j).map(|(end, mut draft)| {
                draft.tokens.start = self.pieces[i].first as usize;
                (end, draft)
            });
        }
        let date = self.date(j, true).or_else(|| self.day_of_month(j));
        let counted = match role {
            Role::In | Role::For | Role::Within | Role::Over | Role::During | Role::After => {
                self.counted(i, Some(role))
            }
            _ => None,
        };
        let date = date.filter(|(end, _)| counted.as_ref().is_none_or(|(other, _)| end >= other));
        let Some((end, term)) = date else {
            return counted;
        };
        // In "after Monday's talks" and "by the 2018 summit" the preposition
        // leads the noun; the date belongs to that.
        if self.is_attached(end) {
            return Some((end, self.dated(j, term)));
        }
        let kind = match kind {
            Kind::Since if role == Role::From && is_stretch(&term) => Kind::Date,
            Kind::Since if role == Role::Since && self.compares(i) => Kind::Period,
            // "the third visit in the past eight months"
            Kind::Date
                if matches!(term, Term::Span { count, .. } if count < 0) && self.compares(i) =>
            {
                Kind::Period
            }
            kind => kind,
        };
        let mut draft = self.dated(i, term);
        if kind != Kind::Date {
            draft.kind = kind;
        }
        draft.after = matches!(role, Role::After | Role::Post);
        Some((end, draft))
    }

    pub(super) fn draft(&self, i: usize, kind: Kind) -> Draft {
        let first = self.pieces[i].first as usize;
        Draft {
            tokens: first..first + 1,
            kind,
            term: None,
            after: false,
            grain: Grain::Day,
            count: None,
            note: None,
        }
    }

    pub(super) fn dated(&self, i: usize, term: Term) -> Draft {
        let kind = if term.is_told() {
            Kind::Relative
        } else {
            Kind::Date
        };
        let count = match term {
            Term::Told { least, most, unit } => Some(Count { least, most, unit }),
            _ => None,
        };
        Draft {
            term: Some(term),
            count,
            ..self.draft(i, kind)
        }
    }

    pub(super) fn item(&self, i: usize) -> Item {
        self.pieces.get(i).map_or(Item::Other, |piece| piece.item)
    }

    pub(super) fn skip(&self, i: usize, role: Role) -> usize {
        if self.is(i, role) { i + 1 } else { i }
    }

    pub(super) fn is(&self, i: usize, role: Role) -> bool {
        self.item(i) == Item::Role(role)
    }

    pub(super) fn before(&self, i: usize) -> Item {
        i.checked_sub(1).map_or(Item::Other, |i| self.item(i))
    }

    /// Part of speech of the token where a piece begins.
    pub(super) fn pos(&self, i: usize) -> Option<Pos> {
        self.pieces
            .get(i)
            .map(|piece| self.parsed.token(piece.first as usize).pos())
    }

    /// Whether no noun follows that the words before may belong to.
    pub(super) fn is_free(&self, i: usize) -> bool {
        !matches!(
            self.pos(i),
            Some(Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Sym)
        )
    }

    /// Whether what ends here is an attribute of what follows.
    pub(super) fn is_attached(&self, end: usize) -> bool {
        if self.is(end, Role::Possessive) {
            return true;
        }
        let last = self.parsed.token(self.pieces[end - 1].end as usize - 1);
        last.head().number() > last.number()
            && matches!(
                last.dep(),
                Dep::Compound | Dep::Nummod | Dep::Poss | Dep::Amod | Dep::Nmod
            )
    }

    /// Whether a piece follows the one before without a space.
    pub(super) fn is_tight(&self, i: usize) -> bool {
        let (Some(before), Some(piece)) = (
            i.checked_sub(1).and_then(|i| self.pieces.get(i)),
            self.pieces.get(i),
        ) else {
            return false;
        };
        let token = |number: u32| self.parsed.token(number as usize);
        piece.first < before.end || token(piece.first).start() == token(before.end - 1).end()
    }

    /// Whether a word a little before makes this a comparison.
    pub(super) fn compares(&self, i: usize) -> bool {
        let token = self.pieces[i].first as usize;
        let from = token.saturating_sub(12).max(self.sentence.start);
        (from..token).any(|token| {
            self.words
                .compares(&self.parsed.token(token).text().to_ascii_lowercase())
        })
    }

    /// Whether a piece is the article of what follows it: "that June".
    pub(super) fn is_determiner(&self, i: usize) -> bool {
        self.pieces
            .get(i)
            .is_some_and(|piece| self.parsed.token(piece.first as usize).tag() == Tag::Dt)
    }

    /// Whether "that" before a month points to it, whatever it was taken for: after a noun,
    /// and no clause follows. "Met in Strelsau that June, ending years of silence".
    pub(super) fn is_that_month(&self, that: usize) -> bool {
        let after_noun = that
            .checked_sub(1)
            .and_then(|before| self.pos(before))
            .is_some_and(|pos| matches!(pos, Pos::Noun | Pos::Propn));
        let closes = self.pos(that + 2).is_none_or(|pos| {
            matches!(
                pos,
                Pos::Punct | Pos::Cconj | Pos::Adp | Pos::Space | Pos::Sconj
            )
        });
        after_noun && closes
    }

    /// Whether "that" is no determiner of what follows: "two days after that, she left".
    pub(super) fn stands_alone(&self, that: usize) -> bool {
        self.pos(that + 1).is_none_or(|pos| {
            matches!(
                pos,
                Pos::Punct | Pos::Propn | Pos::Det | Pos::Pron | Pos::Space
            )
        })
    }

    /// Whether nothing of a sentence is left but its stop.
    pub(super) fn ends(&self, i: usize) -> bool {
        let Some(piece) = self.pieces.get(i) else {
            return true;
        };
        let text = self.parsed.token(piece.first as usize).text();
        text.chars().all(|c| matches!(c, '.' | ';' | '!' | '?'))
    }

    /// Whether a piece is written in digits.
    pub(super) fn is_figure(&self, i: usize) -> bool {
        self.pieces.get(i).is_some_and(|piece| {
            self.parsed
                .token(piece.first as usize)
                .text()
                .starts_with(|c: char| c.is_ascii_digit())
        })
    }
}

/// Whether a term names a beginning and an end.
fn is_stretch(term: &Term) -> bool {
    match term {
        Term::Between(..) => true,
        Term::Days { first, last, .. } | Term::OfMonth { first, last, .. } => first < last,
        _ => false,
    }
}
