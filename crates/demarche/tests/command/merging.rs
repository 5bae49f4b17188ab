use crate::program::{Program, examples};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Three reports of one visit, one of its return, and one of a plan.
fn reports(program: &Program) {
    for (name, text) in [
        (
            "a.txt",
            "The foreign minister of Poland visited Moldova on Tuesday to talk about the customs post.\n",
        ),
        (
            "b.txt",
            "Poland's foreign minister visited Moldova on Tuesday and spoke of the customs post there.\n",
        ),
        (
            "c.txt",
            "The foreign minister of Moldova visited Poland on Wednesday.\n",
        ),
        (
            "d.txt",
            "The foreign minister of Poland will visit Moldova in September.\n",
        ),
    ] {
        program.write(name, text);
    }
}

fn add(program: &Program, store: &str, files: &[&str]) {
    let arguments = ["add", "--published", "2024-06-20", "--store", store];
    program.run(&[&arguments[..], files].concat()).ended(0);
}

fn listed(program: &Program, store: &str) -> Vec<Value> {
    program
        .run(&["happenings", "--format", "jsonl", "--store", store])
        .ended(0)
        .objects()
}

/// Ids of the happenings with how many events tell of each.
fn sizes(program: &Program, store: &str) -> Vec<(String, usize)> {
    let size = |happening: &Value| {
        let id = happening["id"].as_str().expect("an id").to_owned();
        (id, happening["events"].as_array().expect("events").len())
    };
    listed(program, store).iter().map(size).collect()
}

#[test]
fn one_visit_in_two_reports_is_one_happening() {
    let program = Program::new();
    reports(&program);
    add(&program, "r.db", &["a.txt", "b.txt", "c.txt", "d.txt"]);
    let mut counts: Vec<usize> = sizes(&program, "r.db")
        .into_iter()
        .map(|(_, n)| n)
        .collect();
    counts.sort();
    assert_eq!(
        counts,
        [1, 1, 2],
        "the visit, its return, and what is planned"
    );
    let shown = program
        .run(&["record", "--format", "jsonl", "--store", "r.db"])
        .ended(0);
    let event = shown.objects()[0]["id"].as_str().expect("an id").to_owned();
    let happening = program
        .run(&["happenings", &event, "--store", "r.db"])
        .ended(0)
        .stdout;
    assert!(happening.contains("2 events in 2 documents"), "{happening}");
    let event = program
        .run(&["show", &event, "--store", "r.db"])
        .ended(0)
        .stdout;
    assert!(event.contains("happening  h"), "{event}");
}

#[test]
fn the_order_of_adding_does_not_matter_nor_how_many_at_a_time() {
    let folder = examples();
    let mut files: Vec<String> = std::fs::read_dir(Path::new(&folder))
        .expect("the examples")
        .map(|entry| {
            entry
                .expect("a file")
                .path()
                .to_str()
                .expect("UTF-8")
                .to_owned()
        })
        .filter(|path| !path.ends_with(".md"))
        .collect();
    files.sort();
    let program = Program::new();
    let mut expected: Option<Vec<String>> = None;
    for round in 0..10usize {
        let store = format!("r{round}.db");
        // Ten orders, in which neighbours don't stay neighbours.
        let step = [1, 3, 5, 7, 9, 11, 13, 15, 17, 19][round];
        let once: BTreeSet<usize> = (0..files.len())
            .map(|n| (n * step + round) % files.len())
            .collect();
        assert_eq!(once.len(), files.len(), "each file once");
        let order: Vec<&str> = (0..files.len())
            .map(|n| files[(n * step + round) % files.len()].as_str())
            .collect();
        // All at once, or in three runs.
        let parts = if round % 2 == 0 {
            order.len()
        } else {
            order.len().div_ceil(3)
        };
        for part in order.chunks(parts) {
            program
                .run(&[&["add", "--store", &store], part].concat())
                .ended(0);
        }
        let run = program
            .run(&["happenings", "--format", "jsonl", "--store", &store])
            .ended(0);
        let mut lines: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
        lines.sort();
        let links = "SELECT * FROM happening_links ORDER BY kind, from_id, to_id";
        lines.push(
            program
                .run(&["sql", links, "--store", &store])
                .ended(0)
                .stdout,
        );
        let measures = "SELECT * FROM measures ORDER BY id";
        lines.push(
            program
                .run(&["sql", measures, "--store", &store])
                .ended(0)
                .stdout,
        );
        match &expected {
            None => expected = Some(lines),
            Some(expected) => assert!(*expected == lines, "order {round} gives other happenings"),
        }
    }
}

#[test]
fn a_user_decides_and_the_decision_lasts() {
    let program = Program::new();
    reports(&program);
    add(&program, "r.db", &["a.txt", "b.txt", "c.txt"]);
    let before = sizes(&program, "r.db");
    let ids: Vec<&str> = before.iter().map(|(id, _)| id.as_str()).collect();
    program
        .run(&[
            "merge",
            ids[0],
            ids[1],
            "--because",
            "one exchange",
            "--store",
            "r.db",
        ])
        .ended(0)
        .says("3 events of 3 documents");
    assert_eq!(sizes(&program, "r.db").len(), 1);
    let logged = program
        .run(&[
            "sql",
            "SELECT kind, because FROM decision",
            "--store",
            "r.db",
            "--format",
            "csv",
        ])
        .ended(0)
        .stdout;
    assert!(logged.contains("merge,one exchange"), "{logged}");

    let one = sizes(&program, "r.db").remove(0).0;
    let events: Vec<String> = listed(&program, "r.db")[0]["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|id| id.as_str().expect("an id").to_owned())
        .collect();
    program
        .run(&["split", &one, &events[0], "--store", "r.db"])
        .ended(0);
    let after: BTreeSet<usize> = sizes(&program, "r.db")
        .into_iter()
        .map(|(_, n)| n)
        .collect();
    assert_eq!(after, [1, 2].into());
    program
        .run(&["split", &one, "nonsense", "--store", "r.db"])
        .ended(2)
        .says("no event of that happening begins with `nonsense`");
    program
        .run(&["merge", "nonsense", "x", "--store", "r.db"])
        .ended(2)
        .says("no happening's or event's id");
}

#[test]
fn a_decision_lasts_though_other_knowledge_gives_the_events_other_ids() {
    let program = Program::new();
    let knowledge = |event_type: &str| {
        std::fs::create_dir_all(program.path("mine")).expect("the folder can be made");
        program.write(
            "mine/rules.toml",
            format!(
                "[[rule]]\nid = \"lends-orchestra\"\ntype = \"{event_type}\"\nverb = [\"lend\"]\n\
                 object = [\"orchestra\"]\nsource = [\"subject\"]\ntarget = [\"to\", \"dative\"]\n"
            ),
        );
    };
    program.write("a.txt", "Austria lent Hungary an orchestra on Sunday.\n");
    program.write(
        "b.txt",
        "Austria lent Poland an orchestra three weeks ago.\n",
    );
    let add = || {
        let arguments = ["add", "a.txt", "b.txt", "--knowledge", "mine"];
        let day = ["--published", "1995-01-02", "--store", "r.db"];
        program.run(&[&arguments[..], &day].concat()).ended(0);
    };
    let events = || -> BTreeSet<String> {
        let ids = listed(&program, "r.db")
            .into_iter()
            .flat_map(|happening| happening["events"].as_array().expect("events").clone());
        ids.map(|id| id.as_str().expect("an id").to_owned())
            .collect()
    };
    knowledge("COOPERATE");
    add();
    let before = events();
    assert_eq!(before.len(), 2);
    let ids = sizes(&program, "r.db");
    assert_eq!(ids.len(), 2, "two loans");
    program
        .run(&["merge", &ids[0].0, &ids[1].0, "--store", "r.db"])
        .ended(0);
    assert_eq!(sizes(&program, "r.db").len(), 1);

    // Another type, and so other ids.
    knowledge("AID");
    add();
    assert!(before.is_disjoint(&events()), "the ids are new");
    let after = sizes(&program, "r.db");
    assert_eq!(after.len(), 1, "the merge holds: {after:?}");
    // Likewise a split, made now and kept by the next knowledge.
    let one = events().into_iter().next().expect("an event");
    program
        .run(&["split", &after[0].0, &one, "--store", "r.db"])
        .ended(0);
    assert_eq!(sizes(&program, "r.db").len(), 2);
    knowledge("COOPERATE");
    add();
    assert_eq!(sizes(&program, "r.db").len(), 2, "the split holds");
}

#[test]
fn a_decision_whose_events_are_gone_is_told() {
    let program = Program::new();
    std::fs::create_dir_all(program.path("mine")).expect("the folder can be made");
    program.write(
        "mine/rules.toml",
        "[[rule]]\nid = \"lends\"\ntype = \"COOPERATE\"\nverb = [\"lend\"]\nobject = [\"orchestra\"]\n\
         source = [\"subject\"]\ntarget = [\"to\", \"dative\"]\n",
    );
    program.write("a.txt", "Austria lent Hungary an orchestra on Sunday.\n");
    program.write(
        "b.txt",
        "Austria lent Poland an orchestra three weeks ago.\n",
    );
    let add = || {
        let arguments = ["add", "a.txt", "b.txt", "--knowledge", "mine"];
        let day = ["--published", "1995-01-02", "--store", "r.db"];
        program.run(&[&arguments[..], &day].concat()).ended(0)
    };
    let run = add();
    assert!(!run.stderr.contains("no longer finds"), "{}", run.stderr);
    let ids = sizes(&program, "r.db");
    assert_eq!(ids.len(), 2, "two loans: {ids:?}");
    program
        .run(&["merge", &ids[0].0, &ids[1].0, "--store", "r.db"])
        .ended(0);
    // Where no country is known, nobody lends.
    let nobody = ["AUT", "HUN", "POL"].map(|code| format!("[[remove]]\nstate = \"{code}\"\n"));
    program.write("mine/rules.toml", nobody.concat());
    add().says("no longer finds its event");
}

#[test]
fn a_plan_is_on_the_agenda_until_it_is_fulfilled() {
    let program = Program::new();
    reports(&program);
    add(&program, "r.db", &["d.txt"]);
    let state = |on: &str| {
        let run = program
            .run(&[
                "agenda",
                "--on",
                on,
                "--country",
                "POL",
                "--format",
                "jsonl",
                "--store",
                "r.db",
            ])
            .ended(0);
        run.objects()
            .first()
            .map(|row| row["state"].as_str().expect("a state").to_owned())
    };
    assert_eq!(state("2024-06-01"), None, "not announced yet");
    assert_eq!(state("2024-07-01").as_deref(), Some("announced"));
    assert_eq!(state("2024-11-15").as_deref(), Some("lapsed"));
    program.write(
        "e.txt",
        "The foreign minister of Poland visited Moldova on 7 October.\n",
    );
    program
        .run(&[
            "add",
            "--published",
            "2024-10-09",
            "e.txt",
            "--store",
            "r.db",
        ])
        .ended(0);
    assert_eq!(
        state("2024-09-20").as_deref(),
        Some("announced"),
        "as it stood then"
    );
    assert_eq!(state("2024-11-15").as_deref(), Some("fulfilled"));
    let run = program
        .run(&[
            "agenda",
            "--on",
            "2024-11-15",
            "--format",
            "jsonl",
            "--store",
            "r.db",
        ])
        .ended(0);
    assert_eq!(run.objects()[0]["delay_days"], 7);
}

#[test]
fn a_plan_that_is_put_off_is_postponed_and_then_lapses() {
    let program = Program::new();
    program.write(
        "plan.txt",
        "Ethiopia's prime minister will visit Egypt in May.\n",
    );
    program.write(
        "delay.txt",
        "Ethiopia's prime minister postponed a trip to Egypt planned for May after a dispute over the dam.\n",
    );
    for (file, day) in [("plan.txt", "2024-03-05"), ("delay.txt", "2024-04-02")] {
        program
            .run(&["add", "--published", day, file, "--store", "r.db"])
            .ended(0);
    }
    let state = |on: &str| {
        let arguments = [
            "agenda",
            "--on",
            on,
            "--country",
            "ETH",
            "--format",
            "jsonl",
        ];
        let rows = program
            .run(&[&arguments[..], &["--store", "r.db"]].concat())
            .ended(0)
            .objects();
        rows.iter()
            .find(|row| row["announced"] == "2024-03-05")
            .map(|row| row["state"].as_str().expect("a state").to_owned())
    };
    assert_eq!(state("2024-03-20").as_deref(), Some("announced"));
    assert_eq!(state("2024-04-20").as_deref(), Some("postponed"));
    assert_eq!(state("2024-07-15").as_deref(), Some("lapsed"));
}
