use crate::program::Program;
use serde_json::json;

fn question(id: u64, text: &str, source: Option<&str>, target: Option<&str>) -> String {
    let mark = |words: &str| {
        let start = text
            .split(words)
            .next()
            .expect("a text has a start")
            .chars()
            .count();
        json!({"start_char": start, "end_char": start + words.chars().count()})
    };
    let line =
        json!({"id": id, "text": text, "source": source.map(mark), "target": target.map(mark)});
    format!("{line}\n")
}

#[test]
fn every_question_is_answered_in_order() {
    let questions = [
        question(1, "Poland praised Latvia.", Some("Poland"), Some("Latvia")),
        question(
            2,
            "Côte d’Ivoire accused Ghana of espionage.",
            Some("Côte d’Ivoire"),
            Some("Ghana"),
        ),
        question(3, "Ghana was accused of espionage.", None, Some("Ghana")),
        question(4, "Nothing here.", None, None),
    ];
    let input = questions.concat();
    let run = Program::new()
        .run_with_input(&["relate"], [input.as_bytes()].into_iter())
        .ended(0);
    let answers = run.objects();
    let ids: Vec<u64> = answers
        .iter()
        .filter_map(|answer| answer["id"].as_u64())
        .collect();
    assert_eq!(ids, [1, 2, 3, 4]);
    assert_eq!(answers[0]["type"], "SUPPORT");
    assert_eq!(answers[1]["type"], "ACCUSE");
    assert_eq!(answers[2]["type"], "ACCUSE");
    for answer in &answers {
        let scores = answer["scores"].as_object().expect("scores are an object");
        let sum: f64 = scores.values().filter_map(|share| share.as_f64()).sum();
        assert_eq!(scores.len(), 16);
        assert!((sum - 1.0).abs() < 1e-9, "{answer}");
        assert_eq!(answer["status"], "happened");
    }
}

#[test]
fn lines_that_cant_be_understood_are_left_out() {
    let program = Program::new();
    let good = question(1, "Poland praised Latvia.", Some("Poland"), Some("Latvia"));
    let outside = question(2, "Poland praised Latvia.", Some("Poland"), None).replace(":6", ":60");
    let input = format!("no JSON\n\n{good}{outside}");
    let run = program.run_with_input(&["relate"], [input.as_bytes()].into_iter());
    let run = run
        .ended(3)
        .says("line 1: write {")
        .says("line 4: source: 0..60")
        .says("2 lines were left out");
    assert_eq!(run.objects().len(), 1);
    program.run(&["relate"]).ended(2).says("nothing to read");
}
