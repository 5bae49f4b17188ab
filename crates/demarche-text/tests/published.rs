//! The publication day, how it was found, and when it is better left open.

use demarche_text::{Article, Document, Notice, PublishedBasis, clean};
use jiff::civil::{Date, date};

fn cleaned(text: &str) -> Document {
    clean(Article::new(text), None)
}

#[track_caller]
fn stated(text: &str, day: Date) {
    let document = cleaned(text);
    let published = &document.published;
    assert_eq!(
        published.basis,
        PublishedBasis::Stated,
        "{text}: {published:?}"
    );
    assert_eq!(
        published.days.map(|days| days.0),
        Some(day),
        "{text}: {published:?}"
    );
    assert!(
        document
            .notices
            .iter()
            .all(|n| n.kind != Notice::NO_DATE_LINE)
    );
}

#[track_caller]
fn inferred(text: &str, since: Date, until: Date) {
    let document = cleaned(text);
    let published = &document.published;
    assert_eq!(
        published.basis,
        PublishedBasis::Inferred,
        "{text}: {published:?}"
    );
    assert_eq!(
        published.days,
        Some((since, until)),
        "{text}: {published:?}"
    );
    for kind in [Notice::NO_DATE_LINE, Notice::INFERRED_DATE] {
        assert!(document.notices.iter().any(|n| n.kind == kind), "{kind}");
    }
}

#[track_caller]
fn unknown(text: &str) {
    let document = cleaned(text);
    assert_eq!(
        document.published.basis,
        PublishedBasis::Unknown,
        "{text}: {:?}",
        document.published
    );
    assert_eq!(document.published.days, None);
    assert!(
        document
            .notices
            .iter()
            .any(|n| n.kind == Notice::NO_DATE_LINE)
    );
}

const REPORT: &str = "The envoys of Ruritania and Graustark met in Strelsau.";

#[test]
fn given_over_metadata_over_text() {
    let text = format!("Published: 3 March 2024\n\n{REPORT}");
    let metadata = demarche_text::StatedDay {
        day: date(2024, 3, 2),
        reason: "metadata".into(),
    };
    let article = Article {
        published: Some(metadata),
        ..Article::new(text)
    };
    let document = clean(article.clone(), Some(date(2024, 3, 1)));
    assert_eq!(document.published.basis, PublishedBasis::Given);
    assert_eq!(
        document.published.days,
        Some((date(2024, 3, 1), date(2024, 3, 2)))
    );
    let document = clean(article, None);
    assert_eq!(
        document.published.days,
        Some((date(2024, 3, 2), date(2024, 3, 3)))
    );
    assert_eq!(document.published.reason.as_deref(), Some("metadata"));
}

#[test]
fn date_lines_in_many_layouts() {
    for line in [
        "12 March 2024",
        "March 12, 2024",
        "Mar. 12, 2024 10:30 GMT",
        "Tuesday, 12th March 2024",
        "2024-03-12",
        "2024-03-12T10:30:00Z",
        "12.03.2024",
        "13/3/2024, 3/13/2024",
        "Published: 12 March 2024",
        "Published on Tuesday, March 12, 2024 at 4:15 pm",
        "Last updated: 12 Mar 2024",
        "Updated 12-Mar-2024 08:00",
        "By Fritz von Tarlenheim | 12 March 2024",
        "Strelsau | Posted on March 12th, 2024",
    ] {
        let day = if line.starts_with("13/") {
            date(2024, 3, 13)
        } else {
            date(2024, 3, 12)
        };
        stated(&format!("Envoys meet again\n\n{line}\n\n{REPORT}"), day);
        stated(&format!("{REPORT}\n\n{line}\n"), day);
    }
}

#[test]
fn the_day_of_publication_goes_before_the_update() {
    stated(
        &format!("Updated: 14 March 2024\nPublished: 12 March 2024\n\n{REPORT}"),
        date(2024, 3, 12),
    );
}

#[test]
fn a_dateline_with_a_year() {
    stated(
        &format!("STRELSAU, March 3, 2024 (Agency) - {REPORT}"),
        date(2024, 3, 3),
    );
    stated(
        &format!("STRELSAU, 3 March 2024 — {REPORT}"),
        date(2024, 3, 3),
    );
}

#[test]
fn the_day_in_an_address() {
    let url = Some("https://gazette.example/world/2024/03/12/envoys-meet".to_owned());
    let document = clean(
        Article {
            url,
            ..Article::new(REPORT)
        },
        None,
    );
    assert_eq!(document.published.basis, PublishedBasis::Stated);
    assert_eq!(
        document.published.days.map(|days| days.0),
        Some(date(2024, 3, 12))
    );
}

#[test]
fn a_sentence_with_a_date_is_no_date_line() {
    for text in [
        "The ministry issued a statement on 12 March 2024.",
        "Graustark released five prisoners on March 12, 2024.",
        "The treaty dated 12 March 2024 was lost in the fire.",
    ] {
        assert_ne!(
            cleaned(text).published.basis,
            PublishedBasis::Stated,
            "{text}"
        );
    }
}

#[test]
fn the_latest_day_told_of_bounds_from_below() {
    inferred(
        "Envoys met in Strelsau on 3 March 2023. They met again in Hentzau on June 5, 2023.",
        date(2023, 6, 5),
        date(2024, 6, 5),
    );
    inferred(
        "The port was closed in March 2023.",
        date(2023, 3, 1),
        date(2024, 3, 1),
    );
}

#[test]
fn a_plan_bounds_from_above() {
    inferred(
        "The king was crowned on 5 January 2026. He is scheduled to visit Graustark in February 2026.",
        date(2026, 1, 5),
        date(2026, 3, 1),
    );
    inferred(
        "The king is scheduled to visit Graustark in February 2026.",
        date(2025, 3, 1),
        date(2026, 3, 1),
    );
}

#[test]
fn a_day_without_a_year_follows_the_last_that_has_one() {
    inferred(
        "Graustark threatened the port with closure on June 12, 2024. The envoys met on December 25.",
        date(2024, 12, 25),
        date(2025, 12, 25),
    );
    // A history leaves out years that the text before it gave.
    inferred(
        "They met on 2 June 2022. They met on 3 June 2022. They met on 4 June 2023. They met on 9 November 2023. They met on May 25.",
        date(2023, 11, 9),
        date(2024, 11, 9),
    );
}

#[test]
fn a_dateline_without_a_year_borrows_it() {
    inferred(
        "STRELSAU, March 3 (Agency) - Envoys met on Monday. They had met in December 2023.",
        date(2024, 3, 3),
        date(2024, 3, 4),
    );
    unknown("STRELSAU, March 3 (Agency) - Envoys met on Monday.");
}

#[test]
fn aims_and_rumours_bound_nothing() {
    unknown("The ministers agreed to meet on 14 March 2026.");
    unknown("A deadline was set for 1 June 2027.");
    unknown("Envoys met in Strelsau on Monday.");
    unknown("In May, the envoys met, and by 2030 they want peace.");
    unknown("The law of 12 March 2024.");
}

#[test]
fn odd_dates_are_no_dates() {
    unknown("Envoys met on 31 February 2024 and on 99 March 2023.");
    unknown("They were 3/4/2024 apart, on page 1234-56-78, and left.");
    unknown("It took until December 31, 9999, they said, or 12 May 0001.");
}
