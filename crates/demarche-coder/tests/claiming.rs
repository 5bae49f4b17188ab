#![allow(clippy::disallowed_methods)] // the parser may look at the clock
//! Claims and figures of fictional countries, with near misses.

use demarche_coder::{Lexicon, code};
use demarche_event::{Claim, ClaimDirection, Figure, Record};
use demarche_lang::Model;
use demarche_text::{Article, clean};
use jiff::civil::date;
use std::sync::LazyLock;

const STATES: &str = r#"
[[state]]
code = "RUR"
name = "Ruritania"
adjectives = ["Ruritanian"]
people = ["Ruritanian"]
capital = { name = "Strelsau", lat = 50.1, lon = 14.4 }

[[state]]
code = "GRA"
name = "Graustark"
adjectives = ["Graustarkian"]
people = ["Graustarkian"]
capital = { name = "Edelweiss", lat = 47.0, lon = 10.0 }
"#;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole")
});

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    macro_rules! knowledge {
        ($($path:literal),*) => {
            [$(($path, include_str!(concat!("../../../knowledge/", $path))),)* ("actors/states.toml", STATES)]
        };
    }
    Lexicon::load(knowledge!(
        "ontology/cameo.tsv",
        "ontology/offices.toml",
        "ontology/contexts.toml",
        "rules/sets.toml",
        "rules/time.toml",
        "rules/quantity.toml",
        "rules/consult.toml",
        "rules/cooperation.toml",
        "rules/conflict.toml"
    ))
    .unwrap_or_else(|error| panic!("{error}"))
});

fn records(text: &str) -> Vec<Record> {
    let document = clean(Article::new(text), Some(date(1995, 1, 2)));
    let mut session = MODEL.session();
    code(&LEXICON, &document, |paragraphs| {
        session.parse_batch(paragraphs)
    })
    .records
}

fn claims(text: &str) -> Vec<Claim> {
    let claim = |record| match record {
        Record::Claim(claim) => Some(claim),
        _ => None,
    };
    records(text).into_iter().filter_map(claim).collect()
}

fn figures(text: &str) -> Vec<Figure> {
    let figure = |record| match record {
        Record::Figure(figure) => Some(figure),
        _ => None,
    };
    records(text).into_iter().filter_map(figure).collect()
}

#[test]
fn an_expert_claims_and_is_described() {
    let claims = claims(
        "Relations between Graustark and Ruritania may improve, said Anna Holm, a professor of politics at the University of Zenda.",
    );
    let [claim] = &claims[..] else {
        panic!("{claims:#?}")
    };
    assert_eq!(claim.speaker.as_deref(), Some("Anna Holm"));
    let affiliation = claim.affiliation.as_deref().unwrap_or_default();
    assert!(affiliation.contains("University of Zenda"), "{affiliation}");
    assert_eq!(claim.direction, Some(ClaimDirection::Cooperative));
    assert_eq!(claim.hedge.as_deref(), Some("may"));
    let pair = ("GRA".to_owned(), Some("RUR".to_owned()));
    assert_eq!(claim.about, [pair]);
}

#[test]
fn a_quote_goes_on_in_the_same_mouth() {
    let claims = claims(
        "\"Graustark is only buying time with Ruritania,\" said Anna Holm, an analyst. \"Relations between Graustark and Ruritania may worsen.\"",
    );
    assert_eq!(claims.len(), 2, "{claims:#?}");
    assert_eq!(claims[1].speaker.as_deref(), Some("Anna Holm"));
    assert!(claims[1].quoted);
}

#[test]
fn what_is_merely_reported_is_no_claim() {
    let told = claims("Graustark said on Monday that a train from Ruritania had arrived.");
    assert!(told.is_empty(), "{told:#?}");
    let narrated = claims("The train from Ruritania arrived in Graustark on Monday.");
    assert!(narrated.is_empty(), "{narrated:#?}");
}

#[test]
fn a_figure_may_stand_without_its_noun() {
    let figures =
        figures("Graustark's parliament passed the treaty with Ruritania by 94 votes to 49.");
    let values: Vec<Option<f64>> = figures.iter().map(|figure| figure.value).collect();
    assert_eq!(values, [Some(94.0), Some(49.0)], "{figures:#?}");
}

#[test]
fn sides_and_clocks_give_no_figure() {
    let figures =
        figures("The two sides met at seven o'clock in Strelsau, where Graustark has one embassy.");
    assert!(figures.is_empty(), "{figures:#?}");
}

#[test]
fn the_length_of_a_visit_is_a_figure() {
    let figures = figures("Graustark's president began a three-day visit to Ruritania.");
    let [figure] = &figures[..] else {
        panic!("{figures:#?}")
    };
    assert_eq!(figure.value, Some(3.0));
    assert_eq!(figure.unit.as_deref(), Some("days"));
}
