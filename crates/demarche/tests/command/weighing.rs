use crate::program::records_of;
use serde_json::Value;

#[test]
fn an_act_is_found_whose_doer_stands_where_no_rule_looks() {
    let report =
        "Chile, whose miners had been barred at the Peruvian frontier, opened its own gates.";
    let events = records_of("events", report);
    let event = events.first().expect("an event");
    assert_eq!(event["type"], "COERCE");
    assert_eq!(event["trigger"]["text"], "barred");
    assert_eq!(event["source"][0]["country"], "PER");
    assert_eq!(event["target"][0]["country"], "CHL");
    assert_eq!(event["explanation"]["rule"], "classifier");
    let sure = event["confidence"].as_f64().expect("a share");
    assert!((0.4..0.84).contains(&sure), "{event}");
}

#[test]
fn what_no_rule_knows_is_read_with_the_words_around_it() {
    let report =
        "With Japanese money and Japanese cranes the port of Lomé in Togo was dredged last year.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "COOPERATE");
    assert_eq!(event["source"][0]["country"], "JPN");
    assert_eq!(event["target"][0]["country"], "TGO");
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
