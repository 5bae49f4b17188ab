//! What holds for any text and any bytes.

use demarche_lang::{Dep, Kernel, Model, ModelError, Parsed, StandIn, Tag};
use proptest::prelude::*;
use std::ops::Range;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the embedded model is whole")
});

fn check(parsed: &Parsed) {
    let text = parsed.text();
    let mut end = 0;
    for token in parsed.tokens() {
        // Only single spaces lie between tokens; slices panic off a boundary.
        assert!(matches!(&text[end..token.start()], "" | " "), "{text:?}");
        assert!(!token.text().is_empty());
        end = token.end();
        let sentence = token.sentence().tokens();
        assert!(sentence.contains(&token.number()));
    }
    assert!(matches!(&text[end..], "" | " "), "{text:?}");
    let mut next = 0;
    for sentence in parsed.sentences() {
        assert_eq!(sentence.tokens().start, next);
        next = sentence.tokens().end;
    }
    assert_eq!(next, parsed.len());
    for entity in parsed.entities() {
        assert!(entity.first < entity.end && entity.end as usize <= parsed.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_lie_on_boundaries_and_in_order(text in any::<String>()) {
        check(&MODEL.parse(&text));
    }

    #[test]
    fn so_they_do_in_text_like_text(text in "([A-Za-z]{1,9}|[ \t\n]|[.,:;'\"()/-]|[0-9]|\u{2019}s|\u{e9}|\u{4e2d}|\u{1f600}){0,60}") {
        check(&MODEL.parse(&text));
    }

    #[test]
    fn a_batch_changes_nothing(texts in prop::collection::vec("([A-Za-z]{1,9}[ ,.]){0,30}", 0..12)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let one_by_one: Vec<Parsed> = texts.iter().map(|text| MODEL.parse(text)).collect();
        prop_assert!(MODEL.parse_batch(&texts) == one_by_one);
    }
}

#[test]
fn nothing_and_spaces_are_texts_too() {
    let parsed = MODEL.parse_batch(&["", " ", "   ", "\n", "\u{a0}", "x"]);
    assert_eq!(
        parsed.iter().map(Parsed::len).collect::<Vec<_>>(),
        [0, 1, 1, 1, 1, 1]
    );
    assert!(MODEL.parse_batch(&[]).is_empty());
}

#[test]
fn a_stand_in_lends_its_reading_and_nothing_else() {
    let text = "Cook raised duties on rice.";
    let stand_ins = |bytes: Range<usize>| {
        move |_: &str| {
            vec![StandIn {
                bytes: bytes.clone(),
                word: "Clinton",
            }]
        }
    };
    let mut session = MODEL.session();
    let [parsed] = &session.parse_batch_with(&[text], stand_ins(0..4))[..] else {
        panic!("one text gives one parse");
    };
    let cook = parsed.token(0);
    assert_eq!((cook.text(), cook.lemma()), ("Cook", "Cook"));
    assert_eq!((cook.tag(), cook.dep()), (Tag::Nnp, Dep::Nsubj));
    check(parsed);
    // What was read once in its place doesn't stick to the word, nor is it where no
    // token begins.
    assert_eq!(
        session.parse_batch_with(&[text], stand_ins(1..4)),
        [MODEL.parse(text)]
    );
}

#[test]
fn a_stand_in_is_parted_from_the_stop_after_it() {
    let text = "She wrote that on X. France replied.";
    let stand_ins = |_: &str| {
        vec![StandIn {
            bytes: 18..19,
            word: "Twitter",
        }]
    };
    let parsed = &MODEL.session().parse_batch_with(&[text], stand_ins)[0];
    let sentences: Vec<&str> = parsed.sentences().map(|s| s.text()).collect();
    assert_eq!(sentences, ["She wrote that on X.", "France replied."]);
    assert_eq!((parsed.token(4).text(), parsed.token(5).text()), ("X", "."));
    check(parsed);
}

#[test]
fn a_long_text_is_like_its_beginning() {
    let sentence =
        "The delegation from the north rejected the offer, and its head left the talks early. ";
    let long = MODEL.parse(&sentence.repeat(2000));
    check(&long);
    let short = MODEL.parse(&sentence.repeat(20));
    for (long, short) in long.tokens().zip(short.tokens().take(10 * 17)) {
        assert_eq!(
            (long.tag(), long.dep(), long.head().number()),
            (short.tag(), short.dep(), short.head().number())
        );
    }
}

#[test]
fn a_long_run_of_characters_is_parsed() {
    for run in ["a", "1.", "x-", "a:", "\u{4e2d}", "www.", "'"] {
        check(&MODEL.parse(&run.repeat(3000)));
    }
}

fn load(bytes: Vec<u8>) -> Result<Model, ModelError> {
    Model::from_bytes(bytes.leak())
}

#[test]
fn damaged_files_are_told() {
    let whole = demarche_models::EN_CORE_WEB_SM;
    assert_eq!(load(Vec::new()).err(), Some(ModelError::NoModel));
    assert_eq!(
        load(b"PK\x03\x04 some other file altogether".to_vec()).err(),
        Some(ModelError::NoModel)
    );
    let cut = load(whole[..whole.len() - 64].to_vec()).err();
    assert!(matches!(cut, Some(ModelError::Length { .. })), "{cut:?}");
    let mut newer = whole.to_vec();
    newer[8] = 9;
    assert_eq!(
        load(newer).err(),
        Some(ModelError::Version { found: 9, read: 1 })
    );
    for at in [12, 40, 5000, whole.len() / 2, whole.len() - 100] {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 0x10;
        assert!(load(bytes).is_err(), "byte {at}");
    }
}

#[test]
fn bytes_needn_t_be_aligned() {
    let mut bytes = vec![0];
    bytes.extend_from_slice(demarche_models::EN_CORE_WEB_SM);
    let model = Model::from_bytes(&bytes.leak()[1..]).expect("the model is whole");
    let text = "Ministers met in the capital on Tuesday.";
    assert!(model.parse(text) == MODEL.parse(text));
}

#[test]
fn a_kernel_that_the_machine_lacks_is_an_error() {
    for kernel in Kernel::ALL {
        let loaded = Model::with_kernel(demarche_models::EN_CORE_WEB_SM, kernel);
        match loaded {
            Ok(model) => assert!(kernel.is_available() && model.kernel() == kernel),
            Err(error) => assert_eq!(error, ModelError::Kernel { kernel }),
        }
    }
}

#[test]
fn parses_of_parts_make_the_parse_of_the_whole() {
    let text = "rudolf left Flavia stayed in Strelsau";
    let parts = ["Rudolf left.", "Flavia stayed in Strelsau."].map(|part| MODEL.parse(part));
    let [first, second] = parts.clone();
    let joined = Parsed::joined(text.to_owned(), &[(0, 11, first), (12, 25, second)]);
    let joined = joined.expect("the parts are in order");
    assert_eq!(joined.text(), text);
    let sentences: Vec<&str> = joined.sentences().map(|s| s.text()).collect();
    assert_eq!(sentences, ["rudolf left", "Flavia stayed in Strelsau"]);
    for (token, n) in joined.tokens().zip([0, 1, 3, 4, 5, 6]) {
        let (part, n) = if n < 3 { (0, n) } else { (1, n - 3) };
        let there = parts[part].token(n);
        assert_eq!((token.tag(), token.dep()), (there.tag(), there.dep()));
        assert_eq!(token.lemma(), there.lemma());
        assert_eq!(token.is_root(), there.is_root());
    }
    let [first, second] = parts;
    Parsed::joined(text.to_owned(), &[(12, 25, second), (0, 11, first)])
        .expect_err("the parts are out of order");
}
