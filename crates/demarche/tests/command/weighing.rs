use crate::program::records_of;
use serde_json::Value;

#[test]
fn an_act_is_found_whose_doer_stands_where_no_rule_looks() {
    let report = "Ghana owes its new harbour to Norwegian engineers and Norwegian credit.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "AID");
    assert_eq!(event["source"][0]["country"], "NOR");
    assert_eq!(event["target"][0]["country"], "GHA");
    assert_eq!(event["explanation"]["rule"], "classifier");
    let sure = event["confidence"].as_f64().expect("a share");
    assert!((0.4..0.84).contains(&sure), "{event}");
}

#[test]
fn a_participle_that_no_rule_knows_tells_what_passes_between_two() {
    let report = "Laos lives on electricity bought from Thailand, whose ministry cut the price.";
    let [event] = &records_of("events", report)[..] else {
        panic!("one event");
    };
    assert_eq!(event["type"], "COOPERATE");
    assert_eq!(event["trigger"]["text"], "bought");
    assert_eq!(event["explanation"]["rule"], "classifier");
}

#[test]
fn two_who_are_only_compared_do_nothing_to_each_other() {
    let report = "Kenya resembles Ghana in its taste for tea. Peru is larger than Norway.";
    assert_eq!(records_of("events", report), Vec::<Value>::new());
}
