use crate::program::records_of;
use serde_json::Value;

#[test]
fn an_act_is_found_whose_doer_stands_where_no_rule_looks() {
    let report = "The hospital in Valletta was built with Qatari money.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "AID");
    assert_eq!(event["source"][0]["country"], "QAT");
    assert_eq!(event["target"][0]["country"], "MLT");
    assert_eq!(event["explanation"]["rule"], "classifier");
    let sure = event["confidence"].as_f64().expect("a share");
    assert!((0.55..=0.7).contains(&sure), "{event}");
}

#[test]
fn what_no_rule_knows_is_read_with_the_words_around_it() {
    let report = "Kenya will host Uganda at a meeting planned for March 30.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["trigger"]["text"], "host");
    assert_eq!(event["source"][0]["country"], "KEN");
    assert_eq!(event["target"][0]["country"], "UGA");
    assert_eq!(event["explanation"]["rule"], "classifier");
}

#[test]
fn two_whom_one_phrase_names_do_nothing_to_each_other() {
    let report = "A team from Norway and Iran has named a star after a perpetrator of myth.";
    assert_eq!(records_of("events", report), Vec::<Value>::new());
}

#[test]
fn two_who_are_only_compared_do_nothing_to_each_other() {
    let report = "Kenya resembles Ghana in its taste for tea. Peru is larger than Norway.";
    assert_eq!(records_of("events", report), Vec::<Value>::new());
}

#[test]
fn dealings_told_in_the_present_tense_go_on() {
    let status = |report: &str| {
        let records = records_of("events", report);
        let [event] = &records[..] else {
            panic!("one event in {report:?}");
        };
        event["status"].as_str().expect("a status").to_owned()
    };
    assert_eq!(status("Russia supplies Armenia with gas."), "ongoing");
    let over = status("Russia supplied Armenia with gas in May.");
    assert_eq!(over, "happened");
}

#[test]
fn a_mode_that_no_rule_gives_is_weighed() {
    let report = "Germany refused Greece's request for aid.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "REJECT");
    assert_eq!(event["mode"], "assist");
}

#[test]
fn a_side_that_nobody_can_be_sure_of_stays_unknown() {
    let report = "Norwegian engineers mended the dam of Malawi with public money.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "COOPERATE");
    assert_eq!(event["source"][0]["country"], "NOR");
    assert_eq!(event["target"], Value::Array(Vec::new()));
    let explanation = event["explanation"]["steps"][0].as_str().expect("a step");
    assert!(explanation.contains("by one side"), "{explanation}");
}
