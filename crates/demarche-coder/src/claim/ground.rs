//! Why, by what means and over which years something is judged: what a claim says beside
//! where a relation goes.

use super::assess::is;
use crate::circumstance::{named_phrase, opener, top_of_phrase, words};
use crate::discourse::Discourse;
use crate::force;
use crate::lexicon::Person;
use crate::matcher::Matcher;
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Claim, DateBasis, Days, When};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Clauses longer than this tell a story of their own.
const MAX_WORDS: usize = 25;

/// Adds to the first claim of a sentence the motive, means, effect and years that it
/// names.
pub(crate) fn add(
    claims: &mut [Claim],
    sentence: Range<usize>,
    times: &[Expression],
    discourse: &Discourse,
    matcher: &Matcher<'_, '_>,
) {
    let Some(claim) = claims.first_mut() else {
        return;
    };
    let reader = Ground {
        matcher,
        sentence,
        times,
        discourse,
    };
    claim.motive = reader.motive().map(|tokens| words(tokens, matcher));
    if let Some((means, effect)) = reader.mechanism() {
        claim.means = Some(words(means, matcher));
        claim.effect = Some(words(effect, matcher));
    }
    claim.period = reader.period();
}

struct Ground<'r, 'a, 'l> {
    matcher: &'r Matcher<'a, 'l>,
    sentence: Range<usize>,
    times: &'r [Expression],
    discourse: &'r Discourse,
}

impl Ground<'_, '_, '_> {
    fn is(&self, set: &str, t: usize) -> bool {
        is(self.matcher, set, t)
    }

    /// "With its economy shrinking", "out of fear", of somebody who wants something.
    fn motive(&self) -> Option<Range<usize>> {
        let tree = self.matcher.tree;
        self.sentence.clone().find_map(|first| {
            let words = first..self.sentence.end;
            let opened = opener("motive-openers", words.clone(), self.matcher).or_else(|| {
                // "Out of fear", not "out of Zenda"
                let opened = opener("motive-openers-of-feeling", words, self.matcher)?;
                let feels = |t: usize| t < self.sentence.end && self.is("motive-feelings", t);
                feels(opened.end).then_some(opened)
            });
            let top = top_of_phrase(first, self.matcher);
            let verb = tree.verb_above(tree.head(top)?)?;
            let wants = [Some(verb), tree.head(verb)];
            let wants = wants
                .into_iter()
                .flatten()
                .any(|v| self.is("motive-verbs", v));
            let own = opened.or_else(|| self.is_absolute(first).then_some(first..first + 1))?;
            let motive = own.end..tree.end(top);
            let fits = wants && !motive.is_empty() && motive.len() <= MAX_WORDS;
            (fits && !motive.contains(&verb)).then_some(motive)
        })
    }

    /// "With its economy shrinking": a phrase with a verb of its own.
    fn is_absolute(&self, with: usize) -> bool {
        let tree = self.matcher.tree;
        let acts = |t: usize| matches!(tree.tag(t), Tag::Vbg | Tag::Vbn);
        self.is("with-absolute", with)
            && matches!(tree.dep(with), Dep::Prep | Dep::Mark)
            && (with + 1..tree.end(top_of_phrase(with, self.matcher))).any(acts)
    }

    /// By what means something may be brought about: "use its friendship to block the
    /// sanctions", "by cutting the flow it could split the union".
    fn mechanism(&self) -> Option<(Range<usize>, Range<usize>)> {
        let tree = self.matcher.tree;
        self.sentence.clone().find_map(|t| {
            if tree.is_verb(t) && self.is("uses-means", t) && !tree.is_passive(t) {
                let means = named_phrase(tree.object(t)?, self.times, self.matcher)?;
                let aim = tree
                    .children(t)
                    .chain(tree.children(tree.object(t)?))
                    .find(|c| {
                        let infinitive = tree.children(*c).any(|a| tree.tag(a) == Tag::To);
                        let under = matches!(
                            tree.dep(*c),
                            Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Relcl
                        );
                        *c > t && under && infinitive && tree.tag(*c) == Tag::Vb
                    })?;
                let means = means.start..means.end.min(self.first_of(aim));
                let marks = |t: &usize| tree.dep(*t) == Dep::Punct;
                let end = (aim..tree.end(aim)).find(marks).unwrap_or(tree.end(aim));
                return self.fitting(means, aim..end);
            }
            self.by_doing(t)
        })
    }

    /// The first word of an infinitive.
    fn first_of(&self, verb: usize) -> usize {
        let tree = self.matcher.tree;
        let to = tree.children(verb).find(|c| tree.tag(*c) == Tag::To);
        to.unwrap_or(verb)
    }

    fn by_doing(&self, by: usize) -> Option<(Range<usize>, Range<usize>)> {
        let tree = self.matcher.tree;
        if !tree.is(by, "by") || tree.dep(by) != Dep::Prep {
            return None;
        }
        let doing = tree
            .child(by, Dep::Pcomp)
            .filter(|v| tree.tag(*v) == Tag::Vbg)?;
        let verb = tree.head(by).filter(|v| tree.is_verb(*v))?;
        let hedged = tree.children(verb).any(|c| tree.tag(c) == Tag::Md);
        let aims = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
        // What it brings about begins with its verb, and ends before the means.
        let end = if by > verb { by } else { tree.end(verb) };
        let marks = |t: &usize| *t > verb && tree.dep(*t) == Dep::Punct;
        let end = tree
            .children(verb)
            .find(marks)
            .map_or(end, |mark| mark.min(end));
        (hedged || aims).then(|| self.fitting(doing..tree.end(doing), verb..end))?
    }

    fn fitting(
        &self,
        means: Range<usize>,
        effect: Range<usize>,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let fits = |part: &Range<usize>| !part.is_empty() && part.len() <= MAX_WORDS;
        (fits(&means) && fits(&effect)).then_some((means, effect))
    }

    /// "In the 1990s", "since 2015", "during Rassendyll's presidency".
    fn period(&self) -> Option<When> {
        let years = |time: &&Expression| {
            let long = matches!(time.grain, Grain::Year | Grain::Decade | Grain::Century);
            time.is_date() && (long || time.kind == Kind::Since) && self.is_of_judgement(time)
        };
        let told = self.times.iter().find(years);
        let told = told.map(|time| force::when(time, time.days, self.matcher));
        told.or_else(|| self.tenure())
    }

    /// Whether an expression belongs to a clause that judges, not to a noun or to what is
    /// told in passing: "their pact of 2022", "the premier, who came last year".
    fn is_of_judgement(&self, time: &Expression) -> bool {
        let tree = self.matcher.tree;
        let mut up = force::hanging(time, self.matcher);
        for _ in 0..40 {
            let in_passing = matches!(tree.dep(up), Dep::Relcl | Dep::Acl | Dep::Appos);
            let Some(head) = tree.head(up) else {
                return !in_passing;
            };
            // "The 1990s relations" may be read as one phrase.
            let before = head >= time.tokens.end && self.is("relation-nouns", head);
            let of_noun = tree.is_nominal(head) && !before;
            if in_passing || of_noun && !time.tokens.contains(&head) {
                return false;
            }
            up = head;
        }
        false
    }

    /// The time in office of somebody whom the phrase names; its days where they are known.
    fn tenure(&self) -> Option<When> {
        let tree = self.matcher.tree;
        let noun = self.sentence.clone().find(|t| {
            let led = tree
                .head(*t)
                .filter(|p| tree.dep(*t) == Dep::Pobj && self.is("in-tenure", *p));
            tree.is_nominal(*t) && self.is("tenures", *t) && led.is_some()
        })?;
        let phrase = tree.left(noun)..tree.end(noun);
        let marks = |t: &usize| matches!(tree.text(*t), "," | ";");
        let end = phrase
            .clone()
            .find(|t| *t > noun && marks(t))
            .unwrap_or(phrase.end);
        let start = tree.head(noun)?;
        let text = tree.written(start..end).to_owned();
        Some(match self.in_office(phrase.start..end) {
            Some(days) => When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: Some(text),
            },
            None => When::unplaced(Some(text)),
        })
    }

    /// When a person named in some words led a state: the time that the words number, or
    /// the only one.
    fn in_office(&self, words: Range<usize>) -> Option<Days> {
        let lexicon = self.matcher.lexicon;
        let leads = |office: &str| self.matcher.actors.set("offices-of-state", office);
        let led = |person: &&Person| person.offices.iter().any(|held| leads(&held.office));
        let tree = self.matcher.tree;
        let named = words.clone().find_map(|t| {
            let actors = self.matcher.actors.phrase(t, self.discourse);
            let name = actors.into_iter().find_map(|actor| actor.name)?;
            lexicon.persons.iter().find(|p| p.name == name && led(p))
        });
        // Of several of one family, the one who led.
        let of_family = || {
            let families = &lexicon.families;
            let known = words.clone().find_map(|t| families.get(tree.text(t)))?;
            let mut known = known
                .iter()
                .map(|n| &lexicon.persons[*n as usize])
                .filter(led);
            known.next().filter(|_| known.next().is_none())
        };
        let person = named.or_else(of_family)?;
        let mut terms: Vec<Option<Days>> = Vec::new();
        for held in person.offices.iter().filter(|held| leads(&held.office)) {
            let days = held
                .since
                .zip(held.until)
                .and_then(|(s, u)| Days::new(s, u));
            match (terms.last_mut(), days) {
                // One office after the other, without a break.
                (Some(Some(last)), Some(days)) if last.until >= days.since => {
                    last.until = days.until
                }
                _ => terms.push(days),
            }
        }
        match terms[..] {
            [only] => only,
            _ => self.numbered(words, &terms),
        }
    }

    fn numbered(&self, mut words: Range<usize>, terms: &[Option<Days>]) -> Option<Days> {
        let tree = self.matcher.tree;
        let quantity = &self.matcher.lexicon.quantity_words;
        let number = words.find_map(|t| {
            let first = self.matcher.actors.set("first", &tree.lower_text(t));
            let one = first.then_some(1);
            one.or_else(|| quantity.ordinal(tree.text(t)))
        })?;
        terms
            .get((number as usize).checked_sub(1)?)
            .copied()
            .flatten()
    }
}
