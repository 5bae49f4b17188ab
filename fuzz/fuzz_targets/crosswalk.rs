//! The loaders of crosswalks, tables of what others' codes are here, on a file of
//! arbitrary bytes: an error that names the file, or a crosswalk that can be asked,
//! never a panic.

#![no_main]

use demarche_event::{ActScheme, Crosswalk, SectorScheme};
use libfuzzer_sys::fuzz_target;

/// The tables that a crosswalk is made of; the one under test comes last and counts.
const TABLES: [(&str, &str); 6] = [
    ("cameo.tsv", include_str!("../../knowledge/ontology/cameo.tsv")),
    ("countries.tsv", include_str!("../../knowledge/crosswalk/countries.tsv")),
    ("organisations.tsv", include_str!("../../knowledge/crosswalk/organisations.tsv")),
    ("regions.tsv", include_str!("../../knowledge/crosswalk/regions.tsv")),
    ("sectors.tsv", include_str!("../../knowledge/crosswalk/sectors.tsv")),
    ("acts.tsv", include_str!("../../knowledge/crosswalk/acts.tsv")),
];

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses which table it is.
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let Some((name, _)) = TABLES.get(usize::from(*first) % (TABLES.len() + 1)) else {
        if let Err(error) = demarche_coder::Crosswalk::parse(text) {
            assert!(!error.to_string().is_empty());
        }
        return;
    };
    match Crosswalk::load(TABLES.into_iter().chain([(*name, text)])) {
        Ok(crosswalk) => {
            for word in text.split(|c: char| c.is_whitespace() || ",;".contains(c)) {
                crosswalk.code(word);
                crosswalk.cameo_country(word);
                crosswalk.named(word);
                crosswalk.told_by_name(word);
                crosswalk.sector(SectorScheme::Cameo, word);
                crosswalk.act(ActScheme::Acled, word);
                crosswalk.to_cameo(word);
                crosswalk.to_fips(word);
                crosswalk.name(word);
            }
        }
        Err(error) => assert!(error.to_string().contains(name)),
    }
});
