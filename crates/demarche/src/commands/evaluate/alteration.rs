use clap::ValueEnum;

/// A change of a text that leaves every character where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Alteration {
    /// All letters are capitals
    Capitals,
    /// All letters are small
    LowerCase,
    /// Blanks for all punctuation that isn't inside a word, a number or an abbreviation
    NoPunctuation,
    /// Both: words without capitals and without punctuation, as speech is written down
    Transcript,
}

impl Alteration {
    /// Its name in tables.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Alteration::Capitals => "capitals",
            Alteration::LowerCase => "lower-case",
            Alteration::NoPunctuation => "no-punctuation",
            Alteration::Transcript => "transcript",
        }
    }

    /// The altered text, of as many code points.
    pub(super) fn of(self, text: &str) -> String {
        match self {
            Alteration::Capitals => text.chars().map(capital).collect(),
            Alteration::LowerCase => text.chars().map(small).collect(),
            Alteration::NoPunctuation => without_punctuation(text),
            Alteration::Transcript => without_punctuation(text).chars().map(small).collect(),
        }
    }
}

/// The capital, where it is one character: `ß` stays.
fn capital(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

/// The small letter, where it is one character: `İ` stays.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

fn without_punctuation(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let altered = chars.iter().enumerate().map(|(at, c)| {
        let is_inside = is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        if !is_punctuation(*c) || is_inside || (*c == '.' && ends_abbreviation(&chars, at)) {
            *c
        } else {
            ' '
        }
    });
    altered.collect()
}

/// Signs of money and numbers stay: they are said aloud.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '\''
            | '"'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '-'
            | '/'
            | '*'
    ) || matches!(
        c,
        '¡' | '¿' | '«' | '»' | '‐'..='‧' | '‹' | '›' | '、' | '。' | '「' | '」'
    )
}

/// Whether the full stop closes single letters between stops: `U.S.`, `a.m.`
fn ends_abbreviation(chars: &[char], stop: usize) -> bool {
    let letter = |back: usize| {
        stop.checked_sub(back)
            .and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphabetic())
    };
    letter(1) && stop.checked_sub(2).is_some_and(|at| chars[at] == '.') && letter(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_keep_their_places() {
        let text = "Straße nach Streſſau: ﬁnis, İzmir, ŉ";
        let capitals = Alteration::Capitals.of(text);
        assert_eq!(capitals.chars().count(), text.chars().count());
        assert!(capitals.starts_with("STRAßE NACH"));
    }

    #[test]
    fn small_letters_keep_their_places() {
        let text = "Die STRASSE: İzmir, ŉ, the U.S.";
        let lower = Alteration::LowerCase.of(text);
        assert_eq!(lower.chars().count(), text.chars().count());
        assert!(lower.starts_with("die strasse: İzmir"));
        let transcript = Alteration::Transcript.of("Rudolf, the King, left.");
        assert_eq!(transcript, "rudolf  the king  left ");
    }

    #[test]
    fn punctuation_goes_and_words_stay() {
        for (text, expected) in [
            ("Rudolf, the king, left.", "Rudolf  the king  left "),
            (
                "a U.S. envoy's 3.5-hour talks",
                "a U.S. envoy's 3.5-hour talks",
            ),
            (
                "\"No,\" he said – twice (10,000 times)",
                " No   he said   twice  10,000 times ",
            ),
            ("at 5 p.m. in St. Zenda's", "at 5 p.m. in St  Zenda's"),
            ("$12 million, 4% …", "$12 million  4%  "),
        ] {
            assert_eq!(Alteration::NoPunctuation.of(text), expected);
        }
    }
}
