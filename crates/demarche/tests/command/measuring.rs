use crate::program::{Program, VISIT};
use serde_json::{Value, json};

/// A mark of [`VISIT`], the fields of which can be changed.
fn visit(changes: &[(&str, Value)]) -> String {
    let mut mark = json!({
        "sentence": VISIT.trim(), "start": 0, "end": VISIT.trim().len(),
        "trigger": "visited", "trigger_start": 31, "trigger_end": 38,
        "type": "CONSULT", "mode": "visit", "status": "happened",
        "source": [{"text": "The foreign minister of Poland", "start": 0, "end": 30, "country": "POL", "sector": "GOV"}],
        "target": [{"text": "Moldova", "start": 39, "end": 46, "country": "MDA", "sector": "GOV"}],
        "reciprocal": false, "date": "2024-06-18/2024-06-18", "place": null,
    });
    for (field, value) in changes {
        mark[*field] = value.clone();
    }
    format!("{mark}\n")
}

/// A folder `gold` with one report, whose event is marked, and one of which
/// nothing is marked.
fn gold() -> Program {
    let program = Program::new();
    std::fs::create_dir(program.path("gold")).expect("the temporary folder can be written");
    program.write("gold/visit.txt", VISIT);
    program.write("gold/visit.jsonl", visit(&[]));
    program.write("gold/visit.claims.jsonl", "");
    program.write("gold/praise.txt", "Poland praised Latvia.\n");
    program.write("gold/praise.jsonl", "");
    let listing = "name\tpublished\nvisit\t2024-06-20\npraise\t2024-06-20\n";
    program.write("gold/documents.tsv", listing);
    program
}

#[test]
fn what_is_found_and_what_is_not_is_counted() {
    let program = gold();
    let arguments = [
        "evaluate",
        "gold",
        "--format",
        "json",
        "--list",
        "missed,spurious,wrong",
    ];
    let run = program.run(&arguments).ended(0);
    let measured: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let folder = &measured["folders"][0];
    assert_eq!(folder["events"]["precision"], 0.5);
    assert_eq!(folder["events"]["recall"], 1.0);
    assert_eq!(folder["fields"]["date"]["right"], 1);
    assert_eq!(folder["types"]["SUPPORT"]["coded"], 1);
    assert_eq!(folder["documents"]["visit"]["f1"], 1.0);
    assert_eq!(folder["missed"], json!([]));
    assert_eq!(folder["spurious"][0]["document"], "praise");

    let other = [("type", json!("AID")), ("mode", Value::Null)];
    program.write("gold/visit.jsonl", visit(&other));
    let run = program
        .run(&["evaluate", "gold", "--list", "missed"])
        .ended(0);
    assert!(run.stdout.contains("gold, missed: 1"), "{}", run.stdout);
    assert!(run.stdout.contains("»visited«"), "{}", run.stdout);
}

#[test]
fn a_text_without_marks_is_left_out_and_named() {
    let program = gold();
    program.write("gold/unmarked.txt", VISIT);
    let run = program.run(&["evaluate", "gold"]).ended(3);
    assert!(run.stdout.contains("50.0"), "{}", run.stdout);
    run.says("gold/unmarked.txt: left out");
}

#[test]
fn fields_that_are_wrong_are_listed_with_both_readings() {
    let program = gold();
    let changes = [
        ("status", json!("planned")),
        ("date", json!("2024-06-25/2024-06-25")),
    ];
    program.write("gold/visit.jsonl", visit(&changes));
    let arguments = [
        "evaluate",
        "gold/visit.jsonl",
        "--list",
        "wrong",
        "--show",
        "total",
    ];
    let run = program.run(&arguments).ended(0);
    assert!(
        run.stdout.contains("visit: status, status-kind, date\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("-> Moldova [MDA:GOV], 2024-06-18"),
        "{}",
        run.stdout
    );
}

#[test]
fn sentences_with_nothing_in_them_give_the_share_that_is_made_up() {
    let program = Program::new();
    let table = "kind\ttext\nsport\tThe ball went over the fence.\nnews\tPoland praised Latvia.\n";
    program.write("nothing.tsv", table);
    let run = program
        .run(&["evaluate", "--nothing", "nothing.tsv"])
        .ended(0);
    assert!(run.stdout.contains("50.0"), "{}", run.stdout);
}

#[test]
fn altered_texts_are_measured_against_the_same_marks() {
    let program = gold();
    let arguments = [
        "evaluate",
        "gold",
        "--as",
        "capitals,no-punctuation,transcript",
        "--format",
        "json",
    ];
    let run = program.run(&arguments).ended(0);
    let measured: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let variants = measured["variants"]
        .as_array()
        .expect("variants are a list");
    assert_eq!(variants.len(), 3);
    assert_eq!(variants[1]["variant"], "no-punctuation");
    assert_eq!(variants[2]["variant"], "transcript");
    assert_eq!(variants[1]["events"]["marked"], 1);
    assert_eq!(measured["folders"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_variant_is_measured_against_its_original() {
    let program = gold();
    std::fs::create_dir(program.path("variants")).expect("the temporary folder can be written");
    let text = "Poland's minister for the foreign was making visit at Moldova in the Tuesday.\n";
    program.write("variants/visit.txt", text);
    let changes = [
        ("sentence", json!(text.trim())),
        ("end", json!(text.trim().len())),
        ("trigger", Value::Null),
    ];
    program.write("variants/visit.jsonl", visit(&changes));
    let listing =
        "name\tpublished\tvariant\toriginal\nvisit\t2024-06-20\ttranslated\t../gold/visit\n";
    program.write("variants/documents.tsv", listing);
    let run = program
        .run(&["evaluate", "variants", "--format", "json"])
        .ended(0);
    let measured: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(measured["variants"][0]["variant"], "translated");
    assert_eq!(measured["variants"][0]["original"]["f1"], 1.0);
    assert_eq!(measured["folders"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_score_that_falls_fails_the_check() {
    let program = Program::new();
    let sentence = "Poland praised Latvia.\n";
    program.write("nothing.tsv", format!("text\nIt rained.\n{sentence}"));
    let write = [
        "evaluate",
        "--nothing",
        "nothing.tsv",
        "--write",
        "scores.toml",
    ];
    program.run(&write).ended(0);
    let scores = std::fs::read_to_string(program.path("scores.toml")).expect("it was written");
    assert!(scores.contains("made-up = 50.0"), "{scores}");
    let check = [
        "evaluate",
        "--nothing",
        "nothing.tsv",
        "--least",
        "scores.toml",
    ];
    program.run(&check).ended(0);
    program.write("nothing.tsv", format!("text\n{sentence}{sentence}"));
    program
        .run(&check)
        .ended(1)
        .says("made-up is 100.0 and was 50.0");
    let lenient = [&check[..], &["--fall", "60"]].concat();
    program.run(&lenient).ended(0);
    program.write("other.tsv", "text\nIt rained.\n");
    let other = [
        "evaluate",
        "--nothing",
        "other.tsv",
        "--least",
        "scores.toml",
    ];
    program
        .run(&other)
        .ended(2)
        .says("no scores of `other.tsv`");
}

#[test]
fn marks_that_cant_be_used_are_named() {
    let program = gold();
    program.write("gold/visit.jsonl", visit(&[("status", json!("maybe"))]));
    let run = program.run(&["evaluate", "gold"]).ended(2);
    run.says("gold/visit.jsonl: line 1: status: `maybe` is no status");
    program.write("gold/visit.jsonl", visit(&[("start", json!(4))]));
    let run = program.run(&["evaluate", "gold"]).ended(2);
    run.says("characters 4 to 58 of the text are `foreign minister");
    std::fs::remove_file(program.path("gold/visit.txt")).expect("it is there");
    program
        .run(&["evaluate", "gold"])
        .ended(2)
        .says("the text of gold/visit.jsonl");
    program
        .run(&["evaluate", "."])
        .ended(2)
        .says("no marked report in it");
    program.run(&["evaluate"]).ended(2);
}

#[test]
fn two_codings_are_compared_by_rule() {
    let program = Program::new();
    program.write("old.txt", VISIT);
    let code = |name: &str, text: &str, day: &str| {
        program.write("news.txt", text);
        let run = program
            .run(&["code", "--published", day, "news.txt"])
            .ended(0);
        program.write(name, run.stdout);
    };
    let text = format!("{VISIT}\nPoland praised Latvia.\n");
    code("old.jsonl", &text, "2024-06-20");
    code("new.jsonl", &text, "2024-06-27");
    let run = program
        .run(&["compare", "old.jsonl", "old.jsonl", "--check"])
        .ended(0);
    assert!(run.stdout.contains("all rules"), "{}", run.stdout);
    let run = program
        .run(&["compare", "old.jsonl", "new.jsonl", "--check"])
        .ended(1);
    assert!(
        run.stdout
            .contains("date: 2024-06-18 stated => 2024-06-25 stated"),
        "{}",
        run.stdout
    );

    let one = std::fs::read_to_string(program.path("old.jsonl")).expect("it was written");
    let first = one.lines().next().expect("there are events");
    program.write("fewer.jsonl", format!("{first}\n"));
    let arguments = ["compare", "old.jsonl", "fewer.jsonl", "--format", "json"];
    let run = program.run(&arguments).ended(0);
    let compared: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(compared["gone"].as_array().map(Vec::len), Some(1));
    assert_eq!(compared["new"], json!([]));
    assert_eq!(compared["gone"][0]["sentence"], "Poland praised Latvia.");
}

#[test]
fn a_store_can_be_compared_with_a_file() {
    let program = Program::new();
    program.write("news.txt", VISIT);
    let run = program.run(&["code", "news.txt"]).ended(0);
    program.write("record.jsonl", run.stdout);
    program
        .run(&["add", "news.txt", "--store", "record.db"])
        .ended(0);
    program
        .run(&["compare", "record.db", "record.jsonl", "--check"])
        .ended(0);
    program.write("broken.jsonl", "{}\n");
    let run = program
        .run(&["compare", "record.db", "broken.jsonl"])
        .ended(2);
    run.says("broken.jsonl: line 1");
    program
        .run(&["compare", "record.db", "nowhere"])
        .ended(2)
        .says("nowhere");
}

#[test]
fn the_mark_that_the_guide_shows_can_be_used() {
    let page =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/measuring.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let shown = page
        .split("```json\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let mark: Value = serde_json::from_str(shown.expect("it shows a mark")).expect("it is JSON");
    let program = Program::new();
    program.write(
        "zenda.txt",
        mark["sentence"].as_str().expect("a mark has a sentence"),
    );
    program.write("zenda.jsonl", format!("{mark}\n"));
    let run = program.run(&["evaluate", ".", "--format", "json"]).ended(0);
    let measured: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(measured["folders"][0]["events"]["marked"], 1);
}

#[test]
fn what_the_coder_writes_can_be_put_right_and_used() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let run = program.run(&["code", "visit.txt"]).ended(0);
    program.write("visit.jsonl", run.stdout);
    let run = program.run(&["evaluate", ".", "--format", "json"]).ended(0);
    let measured: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(measured["folders"][0]["events"]["f1"], 1.0);
    assert_eq!(measured["folders"][0]["fields"]["actors"]["share"], 1.0);
}
