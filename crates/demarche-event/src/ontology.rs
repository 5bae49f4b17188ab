use std::fmt;
use std::str::FromStr;

/// A code that the ontology doesn't have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is no {what}; it is one of {}", .known.join(", "))]
pub struct UnknownCode {
    /// The code as given.
    pub code: String,
    /// What was expected: `event type`, `status`, ...
    pub what: &'static str,
    /// The codes there are.
    pub known: Vec<&'static str>,
}

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $what:literal, { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code in the record.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;
            fn from_str(code: &str) -> Result<$name, UnknownCode> {
                match code {
                    $($code => Ok($name::$variant),)+
                    _ => Err(UnknownCode { code: code.to_owned(), what: $what, known: vec![$($code),+] }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
    };
}

codes! {
    /// PLOVER's 16 event types (manual, draft 1.3, 2022).
    EventType, "event type", {
        /// Says it will cooperate.
        Agree = "AGREE",
        /// Talks: meeting, visit, call, negotiation.
        Consult = "CONSULT",
        /// Backs without material means.
        Support = "SUPPORT",
        /// Concedes in words.
        Concede = "CONCEDE",
        /// Mutual material exchange.
        Cooperate = "COOPERATE",
        /// Material help.
        Aid = "AID",
        /// Concession carried out.
        Retreat = "RETREAT",
        /// Request, demand or order.
        Request = "REQUEST",
        /// Disapproves, alleges, investigates.
        Accuse = "ACCUSE",
        /// Refuses.
        Reject = "REJECT",
        /// Warns of consequences.
        Threaten = "THREATEN",
        /// Collective protest.
        Protest = "PROTEST",
        /// Cuts a relation, stops exchange.
        Sanction = "SANCTION",
        /// Moves forces short of violence.
        Mobilize = "MOBILIZE",
        /// Restricts short of violence.
        Coerce = "COERCE",
        /// Physical harm.
        Assault = "ASSAULT",
    }
}

codes! {
    /// Verbal or material, cooperation or conflict.
    Quad, "quad class", {
        /// Verbal cooperation.
        VerbalCooperation = "verbal-cooperation",
        /// Material cooperation.
        MaterialCooperation = "material-cooperation",
        /// Verbal conflict.
        VerbalConflict = "verbal-conflict",
        /// Material conflict.
        MaterialConflict = "material-conflict",
    }
}

codes! {
    /// Whether an event is said to have taken place.
    Status, "status", {
        /// It did.
        Happened = "happened",
        /// It does, at the time of writing.
        Ongoing = "ongoing",
        /// It is announced.
        Planned = "planned",
        /// Somebody suggests it.
        Proposed = "proposed",
        /// Somebody demands it.
        Demanded = "demanded",
        /// It might.
        Hypothetical = "hypothetical",
        /// It did not, or will not.
        Negated = "negated",
    }
}

codes! {
    /// What part of state or society an actor is (PLOVER; `IGO` for
    /// intergovernmental organisations and `MED` for media are ours).
    Sector, "sector", {
        /// Executive.
        Gov = "GOV",
        /// Armed forces.
        Mil = "MIL",
        /// Legislature.
        Leg = "LEG",
        /// Courts.
        Jud = "JUD",
        /// Police.
        Cop = "COP",
        /// Intelligence services.
        Spy = "SPY",
        /// Opposition.
        Opp = "OPP",
        /// Political party.
        Pty = "PTY",
        /// Armed rebels.
        Reb = "REB",
        /// Pro-government paramilitary.
        Prm = "PRM",
        /// Unidentified armed.
        Uaf = "UAF",
        /// Business.
        Bus = "BUS",
        /// Civilians.
        Cvl = "CVL",
        /// Civil society.
        Soc = "SOC",
        /// Media.
        Med = "MED",
        /// Education and research.
        Edu = "EDU",
        /// Former officials and other elites.
        Eli = "ELI",
        /// Intergovernmental organisation.
        Igo = "IGO",
        /// Non-governmental organisation.
        Ngo = "NGO",
        /// Labour.
        Lab = "LAB",
        /// Agriculture.
        Agr = "AGR",
        /// Criminals.
        Crm = "CRM",
        /// Refugees.
        Ref = "REF",
        /// Religious actors.
        Rel = "REL",
        /// Health.
        Hea = "HEA",
        /// Unidentified.
        Unk = "UNK",
    }
}

impl EventType {
    /// Quad class by the manual's tables 7.3 and section 3.13.4.
    pub fn quad(self) -> Quad {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => Quad::VerbalCooperation,
            Cooperate | Aid | Retreat => Quad::MaterialCooperation,
            Request | Accuse | Reject | Threaten => Quad::VerbalConflict,
            Protest | Sanction | Mobilize | Coerce | Assault => Quad::MaterialConflict,
        }
    }

    /// The modes that PLOVER gives this type; empty if it has none.
    pub fn modes(self) -> &'static [&'static str] {
        use EventType::*;
        match self {
            Agree | Support | Concede | Cooperate | Aid => &[],
            Consult => &["visit", "third-party", "multilateral", "phone"],
            Retreat => &[
                "withdraw",
                "release",
                "return",
                "disarm",
                "ceasefire",
                "access",
                "resign",
            ],
            Request | Reject => &["assist", "change", "yield", "meet"],
            Accuse => &["disapprove", "investigate", "allege"],
            Threaten => &[
                "restrict",
                "ban",
                "arrest",
                "relations",
                "expel",
                "territory",
                "violence",
            ],
            Protest => &["demo", "riot", "strike", "hunger", "boycott", "obstruct"],
            Sanction => &["convict", "expel", "withdraw", "discontinue"],
            Mobilize => &["troops", "weapons", "police", "militia"],
            Coerce => &[
                "seize",
                "restrict",
                "ban",
                "censor",
                "curfew",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            Assault => &[
                "abduct",
                "beat",
                "torture",
                "execute",
                "sexual",
                "assassinate",
                "destroy",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "aerial",
                "drone",
                "heavy-weapons",
                "crowd-control",
                "cleansing",
                "massacre",
                "unconventional",
                "sideAB",
            ],
        }
    }

    /// Checks a mode of this type.
    ///
    /// # Errors
    ///
    /// [`UnknownCode`] names the modes there are.
    pub fn check_mode(self, mode: &str) -> Result<&'static str, UnknownCode> {
        self.modes()
            .iter()
            .copied()
            .find(|known| *known == mode)
            .ok_or_else(|| UnknownCode {
                code: mode.to_owned(),
                what: "mode of this event type",
                known: self.modes().to_vec(),
            })
    }
}
