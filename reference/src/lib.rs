//! Chronologies that a record can be checked against, embedded as texts. Each is
//! a folder beside this crate's sources, whose `README.md` says where its rows
//! come from.

#![deny(missing_docs)]

/// A chronology that comes with demarche.
#[derive(Debug, Clone, Copy)]
pub struct Package {
    /// What it is called.
    pub name: &'static str,
    /// Its files by name; `chronology.toml` describes the others.
    pub files: &'static [(&'static str, &'static str)],
}

/// All of them.
pub static PACKAGES: &[Package] = &[Package {
    name: "official-travel",
    files: &[
        (
            "chronology.toml",
            include_str!("../official-travel/chronology.toml"),
        ),
        ("trips.csv", include_str!("../official-travel/trips.csv")),
        ("visits.csv", include_str!("../official-travel/visits.csv")),
    ],
}];
