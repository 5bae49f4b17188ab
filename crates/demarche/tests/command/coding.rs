use crate::program::{Program, VISIT, examples};
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;

#[test]
fn a_report_becomes_an_event() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let run = program
        .run(&[
            "code",
            "--published",
            "2024-06-20",
            "--records",
            "events",
            "visit.txt",
        ])
        .ended(0);
    let [event] = &run.objects()[..] else {
        panic!("one event, not: {}", run.stdout)
    };
    assert_eq!(event["type"], "CONSULT");
    assert_eq!(event["mode"], "visit");
    assert_eq!(event["source"][0]["country"], "POL");
    assert_eq!(event["target"][0]["country"], "MDA");
    assert_eq!(event["date"]["since"], "2024-06-18");
    assert_eq!(event["document"]["path"], "visit.txt");
    assert_eq!(run.stderr, "");
}

#[test]
fn standard_input_is_read_without_paths() {
    let program = Program::new();
    let arguments = ["code", "--published", "2024-06-20", "--records", "events"];
    let run = program
        .run_with_input(&arguments, [VISIT.as_bytes()].into_iter())
        .ended(0);
    assert_eq!(run.objects().len(), 1);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let program = Program::new();
    let examples = examples();
    let run = |threads| {
        program
            .run(&["code", "--threads", threads, &examples])
            .ended(0)
            .stdout
    };
    let one = run("1");
    assert!(
        one.lines().count() > 100,
        "only {} records",
        one.lines().count()
    );
    assert!(one == run("8"), "8 threads give other bytes than 1");
}

#[test]
fn long_and_short_documents_give_the_same_alone_and_together() {
    let program = Program::new();
    let long = "The president of Kenya met the president of Uganda on Monday.\n\n".repeat(3000);
    program.write("a.txt", &long);
    program.write("b.txt", VISIT);
    let together = program
        .run(&["code", "--threads", "3", "a.txt", "b.txt", "a.txt"])
        .ended(0);
    let alone = |name| {
        program
            .run(&["code", "--threads", "1", name])
            .ended(0)
            .stdout
    };
    assert!(together.stdout == alone("a.txt") + &alone("b.txt") + &alone("a.txt"));
}

#[test]
fn offsets_give_the_words_in_code_points() {
    let program = Program::new();
    let run = program.run(&["code", &examples()]).ended(0);
    let mut n_checked = 0;
    for record in run.objects() {
        let path = record["document"]["path"]
            .as_str()
            .expect("examples have paths");
        if Path::new(path).extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let text: Vec<char> = std::fs::read_to_string(path)
            .expect("an example can be read")
            .chars()
            .collect();
        let quotes = [
            &record["sentence"],
            &record["trigger"],
            &record["attribution"],
        ]
        .into_iter();
        let actors = ["source", "target", "companions", "denied_by"]
            .into_iter()
            .filter_map(|side| record[side].as_array())
            .flatten();
        for quote in quotes.chain(actors).filter(|quote| quote.is_object()) {
            let at = |key: &str| quote[key].as_u64().expect("an offset is a number") as usize;
            let words: String = text[at("start_char")..at("end_char")].iter().collect();
            assert_eq!(quote["text"], Value::String(words), "{path}");
            n_checked += 1;
        }
    }
    assert!(n_checked > 100);
}

#[test]
fn tables_have_a_row_for_each_event() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let run = |format| {
        program
            .run(&[
                "code",
                "--published",
                "2024-06-20",
                "--format",
                format,
                "visit.txt",
                "visit.txt",
            ])
            .ended(0)
            .stdout
    };
    let csv = run("csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.starts_with("id,since,until,"), "{csv}");
    assert_eq!(run("table").lines().count(), 3);
    assert_eq!(run("markdown").lines().count(), 4);
    assert!(run("table").contains("CONSULT/visit"));
}

#[test]
fn no_event_still_has_a_header() {
    let program = Program::new();
    program.write("weather.txt", "It rained.\n");
    let run = program
        .run(&["code", "--format", "csv", "weather.txt"])
        .ended(0);
    assert!(run.stdout.starts_with("id,since,until,"));
    assert_eq!(run.stdout.lines().count(), 1);
}

#[test]
fn explain_tells_an_event_in_words() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let run = program
        .run(&[
            "code",
            "--published",
            "2024-06-20",
            "--explain",
            "visit.txt",
        ])
        .ended(0);
    for words in [
        "CONSULT/visit happened",
        "»visited«",
        "[POL",
        "2024-06-18 (stated: on Tuesday)",
        "rule ",
    ] {
        assert!(
            run.stdout.contains(words),
            "`{words}` isn't in:\n{}",
            run.stdout
        );
    }
}

#[test]
fn fields_of_a_table_can_be_named() {
    let program = Program::new();
    let row = VISIT.trim_end();
    program.write(
        "stories.csv",
        format!("nr,wording,printed\n1,{row},2024-06-20\n"),
    );
    let arguments = [
        "code",
        "--records",
        "events",
        "--field",
        "text=wording",
        "--field",
        "published=printed",
        "stories.csv",
    ];
    let run = program.run(&arguments).ended(0);
    assert_eq!(run.objects()[0]["date"]["since"], "2024-06-18");
    program
        .run(&["code", "--field", "wording", "stories.csv"])
        .ended(2)
        .says("isn't a field mapping");
}

#[test]
fn knowledge_can_be_added() {
    let program = Program::new();
    let arguments = [
        "code",
        "--published",
        "2024-06-20",
        "--records",
        "events",
        "news.txt",
    ];
    program.write(
        "news.txt",
        "The foreign minister of Ruritania visited Graustark on Tuesday.\n",
    );
    let unknown = program.run(&arguments).ended(0);
    assert!(!unknown.stdout.contains("RUR"));
    std::fs::create_dir(program.path("mine")).expect("the temporary folder can be written");
    let states = "[[state]]\ncode = \"RUR\"\nname = \"Ruritania\"\n\n[[state]]\ncode = \"GRK\"\nname = \"Graustark\"\n";
    program.write("mine/states.toml", states);
    let known = program
        .run(&[&arguments[..], &["--knowledge", "mine"]].concat())
        .ended(0);
    let event = &known.objects()[0];
    assert_eq!(event["source"][0]["country"], "RUR");
    assert_eq!(event["target"][0]["country"], "GRK");
}

#[test]
fn knowledge_is_counted_and_checked() {
    let program = Program::new();
    let built_in = program.run(&["knowledge"]).ended(0);
    assert!(
        built_in.stdout.contains("version") && built_in.stdout.contains("persons"),
        "{}",
        built_in.stdout
    );
    std::fs::create_dir(program.path("mine")).expect("the temporary folder can be written");
    program.write(
        "mine/states.toml",
        "[[state]]\ncode = \"RUR\"\nname = \"Ruritania\"\n",
    );
    let added = program.run(&["knowledge", "--knowledge", "mine"]).ended(0);
    assert_ne!(
        added.stdout.lines().next(),
        built_in.stdout.lines().next(),
        "the version is a hash of the content"
    );
    program.write(
        "mine/rules.toml",
        "[[rule]]\nid = \"no-such-type\"\ntype = \"GREET\"\nverb = [\"greet\"]\n",
    );
    program
        .run(&["knowledge", "--knowledge", "mine"])
        .ended(1)
        .says("rules.toml")
        .says("GREET");
    program
        .run(&["code", "--knowledge", "mine"])
        .ended(2)
        .says("rules.toml");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let program = Program::new();
    let mut child = program
        .command(&["code", &examples()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
