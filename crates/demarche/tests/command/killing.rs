//! Killed at any moment of `add`, a store opens, holds whole documents alone, and
//! goes on where it was.

use crate::program::Program;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 120;

/// Reports of a few sentences each, no two alike.
fn reports(program: &Program) {
    let places = [
        "Poland", "Moldova", "Kenya", "Chile", "Norway", "Japan", "Ghana",
    ];
    let mut lines = String::new();
    for n in 0..DOCUMENTS {
        let (one, other) = (places[n % 7], places[(n / 7 + n + 1) % 7]);
        let day = n % 28 + 1;
        lines.push_str(&format!(
            "{{\"text\":\"The foreign minister of {one} visited {other} on Tuesday. He accused {other} of espionage and \
             promised {n} tonnes of food aid to {other}.\",\"published\":\"2024-05-{day:02}\"}}\n"
        ));
    }
    program.write("reports.jsonl", lines);
}

/// How many events each document of a store has, by its id.
fn documents(program: &Program, store: &str) -> BTreeMap<String, String> {
    let query = "SELECT id, events || '/' || notices || '/' || characters FROM documents";
    let run = program.run(&["sql", "--format", "csv", "--store", store, query]);
    // Killed while it was made, it is undone: nothing was in it.
    if run.status == 2 && run.stderr.contains("it is empty") {
        return BTreeMap::new();
    }
    let lines = run.ended(0).stdout;
    let pairs = lines
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','));
    pairs.map(|(id, n)| (id.to_owned(), n.to_owned())).collect()
}

fn listed(program: &Program, store: &str) -> Vec<String> {
    let run = program.run(&["record", "--format", "jsonl", "--store", store]);
    let mut lines: Vec<String> = run.ended(0).stdout.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn kill_at(moments: u32) {
    let program = Program::new();
    reports(&program);
    let begun = Instant::now();
    program
        .run(&["add", "reports.jsonl", "--store", "whole.db"])
        .ended(0);
    let time = begun.elapsed();
    let (whole, events) = (
        documents(&program, "whole.db"),
        listed(&program, "whole.db"),
    );
    assert_eq!(whole.len(), DOCUMENTS);
    let (mut cut, mut state) = (0, 0x2545_f491_4f6c_dd1d_u64);
    for n in 0..moments {
        // Moments spread over the whole run, in no even steps (xorshift).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let share = (f64::from(n) + (state % 1000) as f64 / 1000.0) / f64::from(moments);
        let store = format!("killed-{n}.db");
        let mut child = program
            .command(&["add", "reports.jsonl", "--store", &store])
            .spawn()
            .expect("the program can be run");
        std::thread::sleep(Duration::from_secs_f64(time.as_secs_f64() * share));
        child.kill().expect("it can be killed");
        child.wait().expect("it is gone");
        let made = std::fs::metadata(program.path(&store)).is_ok_and(|file| file.len() > 0);
        let kept = if made {
            documents(&program, &store)
        } else {
            BTreeMap::new()
        };
        for (id, counts) in &kept {
            assert_eq!(whole.get(id), Some(counts), "document {id} is half there");
        }
        cut += u32::from(kept.len() < DOCUMENTS);
        let known = format!(" {} known already", kept.len());
        program
            .run(&["add", "reports.jsonl", "--store", &store])
            .ended(0)
            .says(&known);
        assert_eq!(
            listed(&program, &store),
            events,
            "killed after {share:.3} of its time"
        );
    }
    assert!(
        cut > moments / 4,
        "{cut} of {moments} were killed before their end"
    );
    println!("{moments} kills, {cut} of them before all documents were in");
}

#[test]
fn killed_in_the_midst_of_adding_a_store_holds_whole_documents() {
    kill_at(5);
}

/// `cargo test -p demarche --test command -- --ignored --nocapture fifty`
#[test]
#[ignore = "takes a minute"]
fn killed_at_fifty_moments_a_store_holds_whole_documents() {
    kill_at(50);
}
