use crate::program::{Program, VISIT, examples};
use serde_json::Value;
use std::fs;

/// A program with the visit in `demarche.db`.
fn with_visit() -> Program {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    program
        .run(&["add", "--published", "2024-06-20", "visit.txt"])
        .ended(0)
        .says("1 documents added");
    program
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort();
    lines
}

#[test]
fn the_store_gives_back_what_the_coder_wrote() {
    let program = Program::new();
    let examples = examples();
    program.run(&["add", &examples, "--store", "r.db"]).ended(0);
    let coded = program
        .run(&["code", "--records", "events", &examples])
        .ended(0)
        .stdout;
    let stored = program
        .run(&["record", "--format", "jsonl", "--store", "r.db"])
        .ended(0)
        .stdout;
    assert!(coded.lines().count() > 100);
    assert!(
        lines(&coded) == lines(&stored),
        "events change on their way through the store"
    );

    program
        .run(&["add", &examples, "--store", "r.db"])
        .ended(0)
        .says(" 0 documents added, 0 coded anew");
    let again = program
        .run(&["record", "--format", "jsonl", "--store", "r.db"])
        .ended(0)
        .stdout;
    assert!(stored == again, "adding what is there changes nothing");
}

#[test]
fn filters_narrow_the_list() {
    let program = with_visit();
    program.write(
        "quarrel.txt",
        "France accused Belarus of espionage in the port on Wednesday.\n",
    );
    program
        .run(&["add", "--published", "2024-06-20", "quarrel.txt"])
        .ended(0);
    let count = |filter: &[&str]| {
        let run = program
            .run(&[&["record", "--format", "jsonl"], filter].concat())
            .ended(0);
        run.stdout.lines().count()
    };
    assert_eq!(count(&[]), 2);
    for (filter, expected) in [
        (&["--actor", "POL"][..], 1),
        (&["--actor", "pol", "--actor", "BLR"], 2),
        (&["--source", "POL"], 1),
        (&["--source", "MDA"], 0),
        (&["--target", "MDA"], 1),
        (&["--dyad", "MDA-POL"], 1),
        (&["--dyad", "MDA>POL"], 0),
        (&["--dyad", "POL>MDA"], 1),
        (&["--type", "consult,ACCUSE"], 2),
        (&["--type", "ASSAULT"], 0),
        (&["--mode", "visit"], 1),
        (&["--status", "happened"], 2),
        (&["--status", "planned"], 0),
        (&["--quad", "verbal-cooperation"], 1),
        (&["--since", "2024-06-19"], 1),
        (&["--until", "2024-06-19"], 1),
        (&["--text", "espionage port"], 1),
        (&["--text", "espion*"], 1),
        (&["--limit", "1"], 1),
    ] {
        assert_eq!(count(filter), expected, "{filter:?}");
    }
    program
        .run(&["record", "--actor", "NZL"])
        .ended(0)
        .says("no event fits, of 2");
}

#[test]
fn an_event_is_shown_in_its_paragraph_with_the_reason() {
    let program = with_visit();
    let listed = program.run(&["record", "--format", "jsonl"]).ended(0);
    let id = listed.objects()[0]["id"]
        .as_str()
        .expect("an id is text")
        .to_owned();
    let shown = program.run(&["show", &id[..8]]).ended(0);
    for words in [
        "The foreign minister of Poland »visited« Moldova",
        "because",
        "rule ",
    ] {
        assert!(
            shown.stdout.contains(words),
            "`{words}` isn't in:\n{}",
            shown.stdout
        );
    }
    let json: Value = serde_json::from_str(&program.run(&["show", "--json", &id]).ended(0).stdout)
        .expect("it is JSON");
    assert_eq!(json, listed.objects()[0]);
    program
        .run(&["show", "zzzz"])
        .ended(2)
        .says("begins with `zzzz`");
}

#[test]
fn sql_answers_and_never_writes() {
    let program = with_visit();
    let run = program
        .run(&[
            "sql",
            "--format",
            "csv",
            "SELECT type, count(*) AS n FROM events GROUP BY type",
        ])
        .ended(0);
    assert_eq!(run.stdout, "type,n\nCONSULT,1\n");
    program
        .run(&["sql", "DELETE FROM event"])
        .ended(2)
        .says("can't be answered");
    program
        .run(&["sql", "SELECT nothing FROM nowhere"])
        .ended(2)
        .says("nowhere");
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n";
    program
        .run(&["sql", "--timeout", "1", endless])
        .ended(2)
        .says("longer than 1 seconds");
    let run = program
        .run(&["sql", "--format", "csv", "SELECT count(*) AS n FROM event"])
        .ended(0);
    assert_eq!(run.stdout, "n\n1\n");
}

#[test]
fn the_store_can_be_named_in_the_environment() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let output = program
        .command(&["add", "visit.txt"])
        .env("DEMARCHE_STORE", "mine.db")
        .output();
    assert!(output.expect("the program can be run").status.success());
    assert!(program.path("mine.db").exists() && !program.path("demarche.db").exists());
}

#[test]
fn first_look_shows_events_and_what_to_try_next() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    let run = program
        .run(&["add", "--published", "2024-06-20", "visit.txt", "--show"])
        .ended(0);
    assert!(run.stdout.contains("CONSULT/visit"), "{}", run.stdout);
    let run = run.says("try next");
    let next = run
        .stderr
        .lines()
        .find(|line| line.contains(" show "))
        .expect("it says how to see an event");
    let arguments: Vec<&str> = next.split_whitespace().skip(1).collect();
    assert!(
        program
            .run(&arguments)
            .ended(0)
            .stdout
            .contains("»visited«")
    );
}

#[test]
fn stored_texts_are_coded_anew_with_other_knowledge() {
    let program = Program::new();
    program.write("story.txt", "France besprinkled Belarus on Wednesday.\n");
    program
        .run(&[
            "add",
            "--published",
            "2024-06-20",
            "story.txt",
            "--store",
            "r.db",
        ])
        .ended(0);
    fs::remove_file(program.path("story.txt")).expect("it was written");
    fs::create_dir(program.path("own")).expect("a new folder");
    program.write(
        "own/rules.toml",
        "[[rule]]\nid = \"besprinkles\"\ntype = \"SUPPORT\"\nverb = [\"besprinkle\"]\nsource = [\"subject\"]\n\
         target = [\"object\"]\n",
    );
    program
        .run(&["recode", "--store", "r.db", "--knowledge", "own"])
        .ended(0)
        .says("1 documents coded anew");
    let events = program
        .run(&["record", "--format", "jsonl", "--store", "r.db"])
        .ended(0)
        .stdout;
    assert!(events.contains("besprinkles"), "{events}");
    assert!(
        events.contains("\"basis\":\"given\""),
        "the day is kept: {events}"
    );
    program
        .run(&["recode", "--store", "r.db", "--knowledge", "own"])
        .ended(0)
        .says("0 documents coded anew");
}
