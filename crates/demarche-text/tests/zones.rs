//! What the parts of a text are, and what is wrong with it. All texts are ours.

use demarche_text::{Article, Document, Notice, ZoneKind, clean};

fn cleaned(text: &str) -> Document {
    clean(Article::new(text), None)
}

/// The zones as `kind: first words`, furniture and all.
fn zones(document: &Document) -> Vec<String> {
    document
        .zones
        .iter()
        .map(|zone| {
            let words = document.text_of(zone.bytes.clone());
            let words: Vec<&str> = words.split_whitespace().take(3).collect();
            format!("{}: {}", zone.kind.as_str(), words.join(" "))
        })
        .collect()
}

fn coded(document: &Document) -> Vec<&str> {
    document
        .coded_paragraphs()
        .map(|bytes| document.text_of(bytes))
        .collect()
}

#[track_caller]
fn noticed<'a>(document: &'a Document, kind: &str) -> &'a Notice {
    let found: Vec<_> = document
        .notices
        .iter()
        .filter(|notice| notice.kind == kind)
        .collect();
    assert_eq!(found.len(), 1, "{kind} in {:#?}", document.notices);
    found[0]
}

#[track_caller]
fn not_noticed(document: &Document, kind: &str) {
    assert!(
        document.notices.iter().all(|n| n.kind != kind),
        "{:#?}",
        document.notices
    );
}

const LONG: &str = "The envoys of Ruritania and Graustark met for six hours in the old town hall of \
    Strelsau, and parted without a word to the people who had waited for them in the rain.";
const MORE: &str = "A second round will begin once both capitals have read the minutes, which the \
    hosts promised to send by courier before the week is out.";

#[test]
fn a_report_with_everything_around_it() {
    let text = format!(
        "Envoys leave without a word\n\nEnvoys leave without a word\n\n• Post category: World\n\
         Share this post\n\nBy Fritz von Tarlenheim\n12 March 2024, 10:30\n\n{LONG}\n\n\
         ADVERTISEMENT\n\nWhat comes next\n\n{MORE}\n\n\
         The envoys of Ruritania and Graustark met for six hours in the old town hall of Strelsau.\
         \n\nSource link\n\nLeave a Reply\n"
    );
    let document = cleaned(&text);
    assert_eq!(
        zones(&document),
        [
            "title: Envoys leave without",
            "duplicated-lead: Envoys leave without",
            "furniture: • Post category:",
            "furniture: Share this post",
            "byline: By Fritz von",
            "byline: 12 March 2024,",
            "lead: The envoys of",
            "furniture: ADVERTISEMENT",
            "heading: What comes next",
            "body: A second round",
            "duplicated-lead: The envoys of",
            "furniture: Source link",
            "furniture: Leave a Reply",
        ]
    );
    assert_eq!(coded(&document), [LONG, MORE]);
    assert_eq!(
        document.title.as_deref(),
        Some("Envoys leave without a word")
    );
    let duplicated = document
        .notices
        .iter()
        .filter(|n| n.kind == Notice::DUPLICATED_LEAD)
        .count();
    assert_eq!(duplicated, 2);
    not_noticed(&document, Notice::NO_DATE_LINE);
}

#[test]
fn a_text_of_one_line_is_a_report() {
    for text in [
        "Envoys meet in Strelsau",
        "Ruritania recalls its ambassador",
        "Talks failed.",
    ] {
        assert_eq!(coded(&cleaned(text)), [text]);
        let titled = Article {
            title: Some(text.to_owned()),
            ..Article::new(text)
        };
        assert_eq!(
            coded(&clean(titled, None)),
            [text],
            "a title that is the whole report"
        );
    }
}

#[test]
fn lines_without_full_stops_are_reports() {
    let text = "Ruritania recalls its ambassador\nGraustark closes the port of Hentzau\n\
                Envoys meet in Strelsau\nTarlenheim denies the report";
    assert_eq!(coded(&cleaned(text)).len(), 4);
}

#[test]
fn sentences_that_begin_like_furniture_are_body() {
    for text in [
        "Follow us, the envoy told the crowd, and walked out of the hall of the old palace into the rain.",
        "Subscribe to the treaty or leave, the queen of Graustark told the five princes on Monday evening.",
        "Cookies were served at the talks, which lasted from nine until the guards put out the lamps.",
        "Photographs of the border post showed that the flag of Ruritania was taken down on Monday.",
    ] {
        let text = format!("{LONG}\n\n{text}\n\n{MORE}");
        assert_eq!(
            coded(&cleaned(&text)).len(),
            3,
            "{:?}",
            zones(&cleaned(&text))
        );
    }
}

#[test]
fn furniture_inside_a_paragraph_is_cut_out() {
    let text = format!("{LONG} STORY CONTINUES BELOW THIS AD {MORE}\n\n{MORE} Next.");
    let document = cleaned(&text);
    assert_eq!(
        &zones(&document)[..3],
        [
            "lead: The envoys of",
            "furniture: STORY CONTINUES BELOW",
            "lead: A second round"
        ]
    );
    assert_eq!(coded(&document)[..2], [LONG, MORE]);
}

#[test]
fn a_tail_that_is_glued_on_is_cut_off() {
    let text = format!(
        "{LONG}\n\n\"We shall see,\" the envoy told the Gazette. (Graustark Televizion)Stay informed about our latest news,"
    );
    let document = cleaned(&text);
    assert_eq!(
        zones(&document),
        [
            "lead: The envoys of",
            "body: \"We shall see,\"",
            "furniture: (Graustark Televizion)",
            "furniture: Stay informed about",
        ]
    );
    let text = format!("{LONG}\n\nThe minister resigned (Graustark says).");
    assert_eq!(
        coded(&cleaned(&text))[1],
        "The minister resigned (Graustark says)."
    );
}

#[test]
fn a_dateline_is_no_part_of_the_sentence() {
    for dateline in [
        "STRELSAU (Agency) - ",
        "STRELSAU, March 3 (Agency) — ",
        "STRELSAU, Ruritania, March 3, 2024 (RNA) -- ",
        "Strelsau (Agency) – ",
        "PORT HENTZAU — ",
    ] {
        let document = cleaned(&format!("{dateline}{LONG}\n\n{MORE}"));
        assert_eq!(document.zones[0].kind, ZoneKind::Dateline, "{dateline}");
        assert_eq!(coded(&document), [LONG, MORE], "{dateline}");
    }
    for text in [
        "The envoys - five of them - met in Strelsau.",
        "Ruritania — as so often — gave way.",
    ] {
        assert_eq!(coded(&cleaned(text)), [text]);
    }
}

#[test]
fn bullets_before_the_text_are_a_summary_if_it_says_the_same() {
    let text = format!(
        "► The envoys of Ruritania and Graustark met for six hours in Strelsau.\n\
         ► A second round will begin once both capitals have read the minutes.\n\n\
         {LONG}\n\n{MORE}\n\nThe hall was cold and the tea was colder, one of the interpreters said, \
         and nobody had thought of the bread that the two delegations were to break."
    );
    let document = cleaned(&text);
    assert_eq!(document.zones[0].kind, ZoneKind::Summary);
    assert_eq!(document.zones[1].kind, ZoneKind::DuplicatedLead);
    assert_eq!(
        coded(&document)[..2],
        [
            "► The envoys of Ruritania and Graustark met for six hours in Strelsau.",
            LONG
        ],
        "what stands in the text word for word is read there"
    );
    noticed(&document, Notice::SUMMARY_REPEATS_TEXT);

    let brief = "• Ruritania recalled its ambassador from Graustark.\n• The port of Hentzau opened again.\n• Talks resume in May.";
    assert_eq!(
        coded(&cleaned(brief)).len(),
        3,
        "a text of bullets is a report"
    );
}

#[test]
fn the_author_at_the_end() {
    let biography = "Dr. Flavia ELPHBERG is an associate professor of river law at the University of \
        Strelsau. She received her Ph.D. from the Hentzau Institute, and is the author of two books.";
    let document = cleaned(&format!("{LONG}\n\n{MORE}\n\n{biography}"));
    assert_eq!(document.zones[2].kind, ZoneKind::Biography);
    let notice = noticed(&document, Notice::BIOGRAPHY);
    assert_eq!(document.text_of(notice.bytes.clone()), biography);

    let headed = cleaned(&format!(
        "{LONG}\n\n{MORE}\n\nAbout the author\n\nShe keeps bees."
    ));
    assert_eq!(headed.zones[3].kind, ZoneKind::Biography);

    for report in [
        "Flavia Elphberg, who is a professor at the University of Strelsau, told the Gazette that the talks had failed.",
        "The minister is a former professor of law and served as ambassador to Graustark before the war.",
    ] {
        let document = cleaned(&format!("{LONG}\n\n{MORE}\n\n{report}"));
        assert_eq!(coded(&document).last(), Some(&report));
    }
}

#[test]
fn captions_and_credits() {
    let text = format!(
        "{LONG}\n\nFile photo: the town hall of Strelsau in winter\n\nThe envoys arrive. (Photo by R. Hentzau)\n\n{MORE}"
    );
    let document = cleaned(&text);
    assert_eq!(document.zones[1].kind, ZoneKind::Caption);
    assert_eq!(document.zones[2].kind, ZoneKind::Caption);
}

#[test]
fn lines_that_keep_coming_back_are_furniture() {
    let text = format!(
        "{LONG}\n\nGazette Plus\n\n{MORE}\n\nGazette Plus\n\n{MORE} Again.\n\nGazette Plus\n"
    );
    let document = cleaned(&text);
    assert_eq!(
        document
            .zones
            .iter()
            .filter(|z| z.kind == ZoneKind::Furniture)
            .count(),
        3
    );
}

#[test]
fn hard_line_breaks_are_joined() {
    let text = "The envoys of Ruritania and Graustark met for six hours in the\n\
                old town hall of Strelsau, and parted without a word to the\n\
                people who had waited for them in the rain.\n\n\
                A second round will begin once both capitals have read the\n\
                minutes, which the hosts promised to send by courier before\n\
                the week is out.\n";
    let document = cleaned(text);
    assert_eq!(coded(&document).len(), 2, "{:?}", zones(&document));
    assert!(coded(&document)[0].ends_with("in the rain."));
}

#[test]
fn damaged_punctuation() {
    let document = cleaned("The envoys left.Nobody saw them. The hosts slept.");
    let notice = noticed(&document, Notice::DAMAGED_PUNCTUATION);
    assert_eq!(notice.bytes, 15..16);
    let document = cleaned("The envoys left . The hosts slept.");
    assert_eq!(
        noticed(&document, Notice::DAMAGED_PUNCTUATION).bytes,
        15..17
    );
    let document = cleaned("Ruritaniaâ€™s envoys left.");
    assert_eq!(
        document.text_of(
            noticed(&document, Notice::DAMAGED_PUNCTUATION)
                .bytes
                .clone()
        ),
        "â€™"
    );
    let document = cleaned("The envoy said \"we leave, and left.");
    assert!(
        noticed(&document, Notice::DAMAGED_PUNCTUATION)
            .message
            .contains("without a partner")
    );
    let document = cleaned("The envoy said “we leave\", and left.");
    assert!(
        noticed(&document, Notice::DAMAGED_PUNCTUATION)
            .message
            .contains("another kind")
    );
    for text in [
        "See www.Gazette.Com for more of it.",
        "The envoy of the U.S.-like republic left at 10 a.m. on Monday.",
        "“We leave.\n“We return,” the envoy said.",
        "He paid 3.5 million, i.e. nothing, to Mr. von Tarlenheim et al. in May.",
    ] {
        not_noticed(&cleaned(text), Notice::DAMAGED_PUNCTUATION);
        not_noticed(&cleaned(text), Notice::SPURIOUS_FULL_STOP);
    }
}

#[test]
fn a_full_stop_inside_a_sentence() {
    let document = cleaned("The envoys met in the old. town hall of Strelsau.");
    assert_eq!(noticed(&document, Notice::SPURIOUS_FULL_STOP).bytes, 25..26);
}

#[test]
fn a_text_that_breaks_off() {
    for text in [
        "The envoys met in the old town hall of Strelsau and then",
        "The envoys met in the hall… [+1234 chars]",
        "The envoys met in the hall [...]",
    ] {
        noticed(&cleaned(text), Notice::TRUNCATED);
    }
    for text in [
        "The envoys met in the old town hall of Strelsau.",
        "Envoys meet in Strelsau",
        LONG,
    ] {
        not_noticed(&cleaned(text), Notice::TRUNCATED);
    }
}

#[test]
fn a_text_of_nothing_but_furniture_is_furniture() {
    let document = cleaned("Share this post\nSubscribe");
    assert!(coded(&document).is_empty());
}
