/// The names of an actor, in small letters, sorted: "Fumio Kishida" and
/// "Kishida Fumio" are the same.
pub(super) type Name = Vec<String>;

/// What two names tell of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One is the other, or a part of it.
    Same,
    /// Much alike, as two spellings are.
    Near,
    /// Two names.
    Different,
}

pub(super) fn name(text: &str) -> Name {
    let mut tokens: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
        .collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

pub(super) fn compare(one: &Name, other: &Name) -> Likeness {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let strange: Vec<&String> = short.iter().filter(|token| !long.contains(token)).collect();
    if strange.is_empty() {
        return Likeness::Same;
    }
    let left: Vec<&String> = long.iter().filter(|token| !short.contains(token)).collect();
    let spelt = strange.len() < short.len()
        && strange
            .iter()
            .all(|token| left.iter().any(|other| spelt_alike(token, other)));
    if spelt {
        Likeness::Near
    } else {
        Likeness::Different
    }
}

/// One ends like the other, as "Keqiang" and "Qiang", or "Chin" and "Qin".
fn spelt_alike(one: &str, other: &str) -> bool {
    let shared = one
        .chars()
        .rev()
        .zip(other.chars().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let shorter = one.chars().count().min(other.chars().count());
    shared >= 2 && 3 * shared >= 2 * shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> Likeness {
        compare(&name(one), &name(other))
    }

    #[test]
    fn the_order_of_names_does_not_matter() {
        assert_eq!(
            likeness("Rudolf Elphberg", "Elphberg Rudolf"),
            Likeness::Same
        );
        assert_eq!(likeness("Elphberg", "Rudolf Elphberg"), Likeness::Same);
    }

    #[test]
    fn a_shared_family_name_is_not_enough() {
        assert_eq!(
            likeness("Rudolf Elphberg", "Michael Elphberg"),
            Likeness::Different
        );
        assert_eq!(
            likeness("Rudolf Elphberg", "Rudolv Tarlenheim"),
            Likeness::Different
        );
    }

    #[test]
    fn spellings_of_a_name_are_near() {
        assert_eq!(likeness("Chin Garlan", "Qin Garlan"), Likeness::Near);
    }
}
