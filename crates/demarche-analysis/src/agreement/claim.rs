use super::pairing::overlap;
use super::tally::{Share, Tally};
use demarche_event::{Claim, Figure, Quote};

/// How well coded claims answer marked ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClaimScore {
    /// One to one, by sentences that share a character.
    pub total: Tally,
    /// A claim is found, or right, if any of the others stands in its sentence.
    pub by_sentence: Tally,
    /// Of the pairs with a marked direction, those with the same.
    pub direction: Share,
    /// Of the pairs with a marked speaker, those whose names contain each other.
    pub speaker: Share,
}

/// How well coded figures answer marked ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FigureScore {
    /// One to one, by sentences that share a character; those with the same
    /// number, then those with the same unit go first.
    pub total: Tally,
    /// A figure is found, or right, if any of the others stands in its sentence.
    pub by_sentence: Tally,
    /// Of the pairs, those with the same number.
    pub value: Share,
    /// Of the pairs with a marked unit, those with the same.
    pub unit: Share,
}

/// Records that answer each other, by index: pairs, the missed, the spurious.
type Answers = (Vec<(usize, usize)>, Vec<usize>, Vec<usize>);

impl ClaimScore {
    /// Counts the claims of one document, and gives the indices of those that
    /// are missed and of those that are spurious.
    pub fn count(&mut self, gold: &[Claim], coded: &[Claim]) -> (Vec<usize>, Vec<usize>) {
        let speakers = |g: usize, c: usize| is_same_name(&gold[g].speaker, &coded[c].speaker);
        let points = |g: usize, c: usize| {
            u32::from(speakers(g, c) == Some(true)) * 2
                + u32::from(gold[g].direction == coded[c].direction)
        };
        let (pairs, missed, spurious) = answers(
            &mut self.total,
            &mut self.by_sentence,
            &sentences(gold, |claim| &claim.sentence),
            &sentences(coded, |claim| &claim.sentence),
            points,
        );
        for (g, c) in pairs {
            if gold[g].direction.is_some() {
                self.direction
                    .count(gold[g].direction == coded[c].direction);
            }
            if let Some(right) = speakers(g, c) {
                self.speaker.count(right);
            }
        }
        (missed, spurious)
    }
}

impl FigureScore {
    /// Counts the figures of one document, and gives the indices of those that
    /// are missed and of those that are spurious.
    pub fn count(&mut self, gold: &[Figure], coded: &[Figure]) -> (Vec<usize>, Vec<usize>) {
        let values = |g: usize, c: usize| gold[g].value == coded[c].value;
        let units = |g: usize, c: usize| is_same_name(&gold[g].unit, &coded[c].unit);
        let (pairs, missed, spurious) = answers(
            &mut self.total,
            &mut self.by_sentence,
            &sentences(gold, |figure| &figure.sentence),
            &sentences(coded, |figure| &figure.sentence),
            |g, c| u32::from(values(g, c)) * 2 + u32::from(units(g, c) == Some(true)),
        );
        for (g, c) in pairs {
            self.value.count(values(g, c));
            if let Some(right) = units(g, c) {
                self.unit.count(right);
            }
        }
        (missed, spurious)
    }
}

fn sentences<T>(records: &[T], of: fn(&T) -> &Quote) -> Vec<&Quote> {
    records.iter().map(of).collect()
}

/// Whether one name holds the other; `None` if none is marked.
fn is_same_name(gold: &Option<String>, coded: &Option<String>) -> Option<bool> {
    let gold = gold.as_ref()?.to_lowercase();
    let coded = coded.as_ref().map(|name| name.to_lowercase());
    Some(coded.is_some_and(|coded| gold.contains(&coded) || coded.contains(&gold)))
}

/// Pairs records one to one by sentences that share a character, those with
/// more points first, and counts.
fn answers(
    total: &mut Tally,
    by_sentence: &mut Tally,
    gold: &[&Quote],
    coded: &[&Quote],
    points: impl Fn(usize, usize) -> u32,
) -> Answers {
    let mut candidates = Vec::new();
    for (g, mark) in gold.iter().enumerate() {
        let others = coded.iter().enumerate();
        let near = others.filter(|(_, other)| overlap(mark, other));
        candidates.extend(near.map(|(c, _)| (points(g, c), g, c)));
    }
    candidates.sort_by_key(|(points, g, c)| (std::cmp::Reverse(*points), *g, *c));
    let (mut near_gold, mut near_coded) = (vec![false; gold.len()], vec![false; coded.len()]);
    let (mut found, mut answered) = (near_gold.clone(), near_coded.clone());
    let mut pairs = Vec::new();
    for (_, g, c) in candidates {
        near_gold[g] = true;
        near_coded[c] = true;
        if !found[g] && !answered[c] {
            found[g] = true;
            answered[c] = true;
            pairs.push((g, c));
        }
    }
    let count =
        |share: &mut Share, flags: &[bool]| flags.iter().for_each(|flag| share.count(*flag));
    count(&mut total.found, &found);
    count(&mut total.right, &answered);
    count(&mut by_sentence.found, &near_gold);
    count(&mut by_sentence.right, &near_coded);
    let unset = |flags: Vec<bool>| (0..flags.len()).filter(|n| !flags[*n]).collect();
    (pairs, unset(found), unset(answered))
}

#[cfg(test)]
mod tests {
    use super::super::event::tests::coded;
    use super::*;

    fn figure(value: f64, unit: &str, start: usize, end: usize) -> Figure {
        let event = coded(&format!("- > - AID {start}..{end}"));
        Figure {
            id: String::new(),
            document: event.document,
            sentence: event.sentence,
            quantity: String::new(),
            value: Some(value),
            unit: Some(unit.to_owned()),
            bound: "exact".to_owned(),
            period: None,
            countries: Vec::new(),
            comparison: None,
        }
    }

    #[test]
    fn figures_of_a_sentence_are_paired_by_their_numbers() {
        let gold = [figure(3.0, "tanks", 0, 40), figure(12.0, "percent", 0, 40)];
        let coded = [figure(12.0, "percent", 0, 40), figure(5.0, "days", 50, 60)];
        let mut score = FigureScore::default();
        assert_eq!(score.count(&gold, &coded), (vec![0], vec![1]));
        assert_eq!(score.total.f1(), 0.5);
        assert_eq!(score.value, Share { right: 1, of: 1 });
        assert_eq!(score.by_sentence.recall(), 1.0);
        assert_eq!(score.by_sentence.precision(), 0.5);
    }

    #[test]
    fn a_speaker_may_be_named_in_part() {
        let event = coded("- > - AID 0..40");
        let claim = |speaker: &str| Claim {
            id: String::new(),
            document: event.document.clone(),
            sentence: event.sentence.clone(),
            speaker: Some(speaker.to_owned()),
            affiliation: None,
            about: Vec::new(),
            direction: None,
            quoted: false,
            hedge: None,
            cause: None,
            confidence: None,
            motive: None,
            means: None,
            effect: None,
            period: None,
        };
        let mut score = ClaimScore::default();
        score.count(&[claim("Rupert Rassendyll")], &[claim("Rassendyll")]);
        score.count(&[claim("Rupert Rassendyll")], &[claim("Flavia")]);
        assert_eq!(score.speaker, Share { right: 1, of: 2 });
        assert_eq!(score.direction, Share::default());
        assert_eq!(score.total.f1(), 1.0);
    }
}
