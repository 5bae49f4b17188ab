use crate::program::Program;
use serde_json::Value;

const PERSON: &str = "[[person]]\nname = \"Rudolf Rassendyll\"\ncountry = \"FRA\"\noffices = [\n  { office = \"foreign-minister\", title = \"foreign minister\", since = 1992-03-01, until = 1994-05-02 },\n]\n";

#[test]
fn lint_tells_file_line_and_what_would_be_right() {
    let program = Program::new();
    std::fs::create_dir(program.path("mine")).expect("the folder can be made");
    program.write("mine/people.toml", PERSON);
    assert_eq!(program.run(&["lint", "mine"]).ended(0).stdout, "");
    program.write("mine/people.toml", PERSON.replace("country", "contry"));
    let run = program.run(&["lint", "mine"]).ended(1);
    assert!(
        run.stdout
            .contains("people.toml:3: error [unknown-key] person Rudolf Rassendyll: `contry`"),
        "{}",
        run.stdout
    );
    let run = program.run(&["lint", "mine", "--format", "jsonl"]).ended(1);
    let finding = &run.objects()[0];
    assert_eq!(finding["line"], 3);
    assert_eq!(finding["severity"], "error");
}

#[test]
fn lint_runs_cases_and_tells_rules_without_one() {
    let program = Program::new();
    std::fs::create_dir(program.path("mine")).expect("the folder can be made");
    program.write(
        "mine/rules.toml",
        "[[rule]]\nid = \"lends-orchestra\"\ntype = \"COOPERATE\"\nverb = [\"lend\"]\nobject = [\"orchestra\"]\nsource = [\"subject\"]\ntarget = [\"to\", \"dative\"]\n",
    );
    let case = |events: &str| {
        format!(
            "# Cases\n\n## An orchestra is lent\n\n```news 1995-01-02\nAustria lent Hungary an orchestra on Sunday.\n```\n\n```events\n{events}\n```\n"
        )
    };
    let right = "1995-01-01..1995-01-02  AUT:GOV > HUN:GOV  COOPERATE  happened";
    program.write("mine/orchestra.md", case(right));
    let run = program.run(&["lint", "mine", "--cases", "mine"]).ended(0);
    assert_eq!(run.stdout, "");
    program.write("mine/orchestra.md", case("none"));
    let run = program.run(&["lint", "mine", "--cases", "mine"]).ended(1);
    assert!(
        run.stdout.contains("orchestra.md:3: error [case-fails]"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains(right), "{}", run.stdout);
    program.write(
        "mine/orchestra.md",
        case("none").replace("lent Hungary an orchestra", "slept"),
    );
    let run = program.run(&["lint", "mine", "--cases", "mine"]).ended(0);
    assert!(
        run.stdout.contains("[no-case] rule lends-orchestra"),
        "{}",
        run.stdout
    );
}

#[test]
fn gaps_lists_unknown_names_and_verbs_with_an_entry_to_start_from() {
    let program = Program::new();
    program.write(
        "a.txt",
        "Hungarian negotiator Zoltan Kerekvari met Austrian officials on Monday. Kerekvari serenaded Austria.\n\nHungary serenaded Austria on Tuesday.",
    );
    let run = program
        .run(&[
            "gaps",
            "a.txt",
            "--published",
            "2024-06-20",
            "--format",
            "json",
        ])
        .ended(0);
    let gaps: Vec<Value> = serde_json::from_str(&run.stdout).expect("it is a JSON array");
    let of = |words: &str| {
        let found = gaps.iter().find(|gap| gap["words"] == words);
        found.unwrap_or_else(|| panic!("no {words} in {}", run.stdout))
    };
    let name = of("Zoltan Kerekvari");
    assert_eq!(name["count"], 2);
    assert_eq!(name["documents"], 1);
    let entry = name["entry"].as_str().expect("an entry is text");
    assert!(
        entry.contains("Zoltan Kerekvari") && entry.contains("country = \"HUN\""),
        "{entry}"
    );
    let verb = of("serenade");
    assert_eq!(verb["count"], 2);
    let entry = verb["entry"].as_str().expect("an entry is text");
    assert!(entry.contains("verb = [\"serenade\"]"), "{entry}");
    let run = program
        .run(&["gaps", "a.txt", "--published", "2024-06-20"])
        .ended(0);
    assert!(
        run.stdout.contains("Hungary serenaded Austria on Tuesday."),
        "{}",
        run.stdout
    );
}

#[test]
fn dictionaries_are_imported_and_what_is_not_is_told_with_its_line() {
    let program = Program::new();
    program.write(
        "zenda.actors.txt",
        "ZENDA_LEAGUE_ [FRAREB]\nNOBODYS_BAND_ [QQQREB]\n",
    );
    let arguments = ["knowledge", "import", "zenda.actors.txt", "--as", "actors"];
    let run = program.run(&arguments).ended(3);
    assert!(
        run.stdout.contains("name = \"Zenda League\""),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr.contains("zenda.actors.txt:2: `QQQ` of `QQQREB`"),
        "{}",
        run.stderr
    );
    program.write("zenda.actors.txt", "ZENDA_LEAGUE_ [FRAREB]\n");
    program
        .run(&[&arguments[..], &["--out", "mine"]].concat())
        .ended(0);
    assert!(program.path("mine/zenda.actors.toml").exists());
    program.run(&["lint", "mine"]).ended(0);
    program
        .run(&[&arguments[..], &["--out", "mine"]].concat())
        .ended(2);
}
