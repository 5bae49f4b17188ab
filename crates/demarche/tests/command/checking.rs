//! Conflicts, measures, search and bundles, as the program shows them.

use crate::program::{Program, examples};
use std::collections::BTreeMap;

/// A program with the examples and the official travels in `demarche.db`.
fn with_examples() -> Program {
    let program = Program::new();
    program.run(&["add", &examples()]).ended(0);
    program
        .run(&["reference", "add", "--package", "official-travel"])
        .ended(0);
    program
}

#[test]
fn what_does_not_fit_is_shown_with_both_readings() {
    let program = with_examples();
    let run = program
        .run(&["conflicts", "--all", "--format", "csv"])
        .ended(0);
    // A premier who had died, beside the terms of his office.
    let anachronism = run
        .stdout
        .lines()
        .find(|line| line.contains(",wrong-office-for-date,") && line.contains("Li Keqiang"));
    let number = anachronism.and_then(|line| line.split(',').next());
    let number = number.expect("the example calls Li Keqiang premier in 2024");
    let readings = run.stdout.lines();
    let readings = readings.filter(|line| line.split(',').next() == Some(number));
    assert_eq!(readings.count(), 2);
    // Five years, as the record of the trips has it.
    assert!(
        run.stdout.contains("comparison: supported"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("\"Mike Pompeo, 2018-10-08, Beijing\",official-travel trips/3825")
    );
    // What the record doesn't cover isn't judged.
    assert!(run.stdout.contains("comparison: coverage gap"));

    let run = program.run(&["conflicts", "--field", "comparison", "--format", "csv"]);
    assert!(!run.ended(0).stdout.contains("comparison: supported"));
}

#[test]
fn a_false_first_is_contradicted_by_the_record_of_trips() {
    let program = Program::new();
    program.write(
        "false.txt",
        "U.S. Secretary of State Antony Blinken arrived in Beijing on Wednesday. He is the first U.S. secretary of \
         state to visit China in six years.\n",
    );
    program
        .run(&["add", "--published", "2024-04-26", "false.txt"])
        .ended(0);
    program
        .run(&["reference", "add", "--package", "official-travel"])
        .ended(0);
    let run = program.run(&["conflicts", "--format", "csv"]).ended(0);
    assert!(
        run.stdout.contains("comparison: contradicted")
            && run.stdout.contains("2023-06-17 to 2023-06-19"),
        "{}",
        run.stdout
    );
}

#[test]
fn measures_hold_on_their_days() {
    let program = Program::new();
    program.write(
        "bans.txt",
        "China banned the import of seafood from Japan on 24 August 2023.\n\n\
         China lifted its ban on seafood from Japan on 29 June 2025.\n",
    );
    program
        .run(&["add", "--published", "2025-07-01", "bans.txt"])
        .ended(0);
    let on = |day: &str| {
        let run = program.run(&["measures", "--on", day, "--format", "csv"]);
        run.ended(0).stdout.lines().skip(1).count()
    };
    assert_eq!(
        ["2023-08-23", "2023-08-24", "2025-06-28", "2025-06-29"].map(on),
        [0, 1, 1, 0]
    );
    let run = program.run(&[
        "measures",
        "--imposer",
        "CHN",
        "--target",
        "JPN",
        "--format",
        "csv",
    ]);
    let run = run.ended(0);
    assert!(
        run.stdout
            .contains("2023-08-24,2025-06-29,ban,CHN,JPN,seafood,"),
        "{}",
        run.stdout
    );
    // The store keeps them for others to ask.
    let query = "SELECT since, until, kind FROM measures";
    let run = program.run(&["sql", "--format", "csv", query]).ended(0);
    assert_eq!(run.stdout, "since,until,kind\n2023-08-24,2025-06-29,ban\n");
}

#[test]
fn documents_are_found_by_their_words() {
    let program = Program::new();
    program.write(
        "a.txt",
        "Élodie of France visited Warsaw on Monday to talk of salt.\n",
    );
    program.write(
        "b.txt",
        "Salt, salt and salt again: the price of salt rose.\n",
    );
    program
        .run(&["add", "--published", "2024-06-20", "a.txt", "b.txt"])
        .ended(0);
    let found = |arguments: &[&str]| {
        let all = [&["search", "--format", "csv"], arguments].concat();
        let run = program.run(&all).ended(0);
        let paths = run.stdout.lines().skip(1);
        paths
            .map(|line| if line.contains("a.txt") { "a" } else { "b" })
            .collect::<String>()
    };
    assert_eq!(
        found(&["salt"]),
        "ba",
        "the one that is all about it comes first"
    );
    assert_eq!(found(&["elodie"]), "a", "accents aside");
    assert_eq!(found(&["salt", "--since", "2024-06-21"]), "");
    assert_eq!(found(&["salt", "--until", "2024-06-21"]), "ba");
    assert_eq!(found(&["\"talk of salt\""]), "a");
    assert_eq!(found(&["pric*", "salt"]), "b");
    let run = program.run(&["search", "monday"]).ended(0);
    assert!(run.stdout.contains("»Monday«"), "{}", run.stdout);
    program
        .run(&["search", "sugar"])
        .ended(0)
        .says("no document");
    program.run(&["search", "\"unfinished AND ("]).ended(0);
}

#[test]
fn a_bundle_holds_what_it_takes_to_code_again() {
    let program = Program::new();
    program.run(&["add", &examples()]).ended(0);
    program.run(&["bundle", "out"]).ended(0);
    let read =
        |name: &str| std::fs::read_to_string(program.path("out").join(name)).expect("a file");
    let events = |text: &str| -> BTreeMap<String, serde_json::Value> {
        let objects = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let events = objects.filter(|object: &serde_json::Value| object["trigger"].is_object());
        events
            .map(|event| (event["id"].to_string(), event))
            .collect()
    };
    let bundled = events(&read("records.jsonl"));
    assert!(bundled.len() > 100);
    let listed = program.run(&["record", "--format", "jsonl"]).ended(0);
    assert_eq!(events(&listed.stdout), bundled);
    let query = "SELECT count(*) FROM documents";
    let count = program
        .run(&["sql", "--format", "csv", query])
        .ended(0)
        .stdout;
    let documents = read("documents.jsonl").lines().count();
    assert_eq!(count.lines().last(), Some(&*documents.to_string()));
    // The store is in it, and can be asked.
    let copy = ["record", "--format", "jsonl", "--store", "out/record.db"];
    assert_eq!(program.run(&copy).ended(0).stdout, listed.stdout);
    assert!(
        read("runs.csv").contains("\"\"add\"\""),
        "{}",
        read("runs.csv")
    );

    // The same store, the same bytes; and no folder is written over.
    program.run(&["bundle", "again"]).ended(0);
    let sums = |folder: &str| std::fs::read(program.path(folder).join("SHA256SUMS")).expect("sums");
    assert_eq!(sums("out"), sums("again"));
    program
        .run(&["bundle", "out"])
        .ended(2)
        .says("it isn't empty");
    program
        .run(&["export", "--bundle", "exported"])
        .ended(0)
        .says("sha256sum -c SHA256SUMS");
    assert_eq!(sums("exported"), sums("again"));
    program
        .run(&["export", "--bundle", "other", "--as", "csv"])
        .ended(2)
        .says("cannot be used with");
    program.run(&["export"]).ended(2).says("--as");

    program
        .run(&["bundle", "short", "--without-texts"])
        .ended(0);
    let documents = std::fs::read_to_string(program.path("short").join("documents.jsonl"));
    let documents = documents.expect("the documents");
    assert!(!program.path("short").join("record.db").exists());
    assert!(!documents.contains("\"text\":") && documents.contains("\"text_hash\":"));
}
