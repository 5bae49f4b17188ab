use std::fmt;

/// A stage of the analysis, in the order in which a batch passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Text into tokens with their features.
    Token,
    /// Features into vectors that know their neighbours, and the tags.
    Tag,
    /// Heads, relations and sentences.
    Parse,
    /// Parts of speech, morphology and base forms.
    Lemma,
    /// Named entities.
    Entity,
    /// Putting the results together.
    Collect,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Stage; 6] = [
        Stage::Token,
        Stage::Tag,
        Stage::Parse,
        Stage::Lemma,
        Stage::Entity,
        Stage::Collect,
    ];

    /// Its name, as in module names and timing lines.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Token => "token",
            Stage::Tag => "tag",
            Stage::Parse => "parse",
            Stage::Lemma => "lemma",
            Stage::Entity => "entity",
            Stage::Collect => "collect",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
