//! What demarche knows about the world, embedded: the files of this folder, as
//! path and text. See `README.md` beside them. `FILES` is what reports are coded
//! with, `PREPARED` the same files, each with what it
//! holds as JSON if it is TOML, as loads faster; `CROSSWALK` is how other people's event data name the same things.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What the codes of other people's dictionaries are called here, as TOML.
pub static PETRARCH: &str = include_str!("../crosswalk/petrarch.toml");
