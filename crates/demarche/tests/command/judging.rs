use crate::program::records_of;

#[test]
fn claims_are_found_in_whose_words_no_turn_of_judging_is_known() {
    let report = "Oman received the president of Tanzania on Sunday. Oman wants the port for \
                  itself, and the friendly words for Tanzania serve that end.";
    let [claim] = &records_of("claims", report)[..] else {
        panic!("one claim, of the second sentence");
    };
    let sure = claim["confidence"]
        .as_f64()
        .expect("the classifier found it");
    assert!(sure > 0.5, "{claim}");
    assert_eq!(claim["direction"], "tactical");
    assert_eq!(claim["about"], serde_json::json!([["OMN", "TZA"]]));
    assert!(claim["speaker"].is_null(), "{claim}");
}

#[test]
fn what_a_turn_of_judging_tells_needs_no_classifier() {
    let report = "Chile should not take sides in the quarrel between Peru and Bolivia.";
    let [claim] = &records_of("claims", report)[..] else {
        panic!("one claim");
    };
    assert!(claim["confidence"].is_null(), "{claim}");
}

#[test]
fn acts_and_what_is_of_no_state_are_no_claims() {
    let report = "Poland demanded on Monday that Belarus free the two journalists. Poland's \
                  foreign minister met his Czech colleague in Brno. The bakery across the \
                  street opened early for the drivers, who wanted the port for themselves.";
    assert_eq!(
        records_of("claims", report),
        Vec::<serde_json::Value>::new()
    );
}
