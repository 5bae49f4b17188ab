//! What is said of knowledge files that load badly, or load and can't be meant.

use demarche_coder::{Finding, Gravity, Lexicon, LintFile, lint};
use std::collections::{BTreeMap, BTreeSet};

/// The findings about a file that stands behind the built-in ones.
fn findings(text: &str) -> Vec<Finding> {
    let built_in = demarche_knowledge::FILES
        .iter()
        .map(|(path, text)| LintFile {
            path,
            text,
            wanted: false,
        });
    let own = LintFile {
        path: "own.toml",
        text,
        wanted: true,
    };
    lint(&built_in.chain([own]).collect::<Vec<_>>(), None)
}

/// Checks that a file has one finding of the check, on the line, with the words.
#[track_caller]
fn finds(text: &str, check: &str, line: usize, words: &str) {
    let all = findings(text);
    let of_check: Vec<&Finding> = all.iter().filter(|f| f.check == check).collect();
    let [finding] = of_check[..] else {
        panic!("one {check}, not: {all:#?}")
    };
    assert_eq!(finding.line, Some(line), "{finding:#?}");
    assert!(finding.message.contains(words), "{finding:#?}");
}

const MINISTER: &str = r#"[[person]]
name = "Rudolf Rassendyll"
country = "FRA"
offices = [
  { office = "foreign-minister", title = "envoy to Zenda", since = 1992-03-01, until = 1994-05-02 },
]
"#;

#[test]
fn a_right_file_has_no_finding() {
    assert_eq!(findings(MINISTER), []);
}

#[test]
fn a_mistyped_key_is_told_with_the_nearest() {
    finds(
        &MINISTER.replace("country", "contry"),
        "unknown-key",
        3,
        "`country`",
    );
    finds(
        &MINISTER.replace("since", "from"),
        "unknown-key",
        5,
        "`from`",
    );
    finds("[[persn]]\nname = \"A B\"\n", "unknown-key", 1, "`person`");
}

#[test]
fn unknown_codes_are_told_with_the_nearest() {
    finds(&MINISTER.replace("FRA", "FRN"), "unknown-code", 3, "`FR");
    finds(
        &MINISTER.replace("\"foreign-minister\"", "\"foreign-ministr\""),
        "unknown-code",
        5,
        "`foreign-minister`",
    );
    let rule = "[[rule]]\nid = \"a-b\"\ntype = \"CONSULTS\"\nverb = [\"zendate\"]\n";
    finds(rule, "unknown-code", 3, "`CONSULT`");
    let rule =
        "[[rule]]\nid = \"a-b\"\ntype = \"CONSULT\"\nmode = \"vist\"\nverb = [\"zendate\"]\n";
    finds(rule, "unknown-code", 4, "`visit`");
    let rule =
        "[[rule]]\nid = \"a-b\"\ntype = \"CONSULT\"\ncameo = \"999\"\nverb = [\"zendate\"]\n";
    finds(rule, "unknown-code", 4, "`999`");
}

#[test]
fn terms_that_end_early_or_overlap_are_told() {
    finds(
        &MINISTER.replace("1994-05-02", "1991-05-02"),
        "term-ends-early",
        5,
        "1992-03-01",
    );
    let other = MINISTER
        .replace("Rudolf Rassendyll", "Black Michael")
        .replace("1992-03-01", "1993-03-01")
        .replace("1994-05-02", "1996-01-01");
    finds(
        &format!("{MINISTER}\n{other}"),
        "terms-overlap",
        12,
        "Rudolf Rassendyll",
    );
    let after = other.replace("1993-03-01", "1994-05-02");
    assert_eq!(findings(&format!("{MINISTER}\n{after}")), []);
}

#[test]
fn a_name_that_two_claim_is_told_unless_marked() {
    let pact = "[[organisation]]\nname = \"Zenda Pact\"\naliases = [\"NATO\"]\nsector = \"IGO\"\n";
    finds(pact, "claimed-twice", 3, "NATO");
    assert_eq!(findings(&format!("{pact}ambiguous = true\n")), []);
}

#[test]
fn rules_that_cannot_match_are_told() {
    let rule = "[[rule]]\nid = \"a-b\"\ntype = \"CONSULT\"\nverb = [\"Zendate\"]\n";
    finds(rule, "never-matches", 4, "lower case");
    let rule = "[[rule]]\nid = \"a-b\"\ntype = \"CONSULT\"\n";
    finds(rule, "missing-key", 1, "no trigger");
    let rule = "[[rule]]\nid = \"a-b\"\ntype = \"CONSULT\"\nverb = [\"@zendates\"]\n";
    finds(rule, "unknown-set", 4, "zendates");
}

#[test]
fn rules_in_each_others_way_are_told() {
    let one = "[[rule]]\nid = \"one\"\ntype = \"CONSULT\"\nverb = [\"zendate\"]\nsource = [\"subject\"]\ntarget = [\"object\"]\n";
    let other = one
        .replace("\"one\"", "\"other\"")
        .replace("CONSULT", "ACCUSE");
    let both = format!("{one}\n{other}");
    finds(&both, "overlapping-rules", 8, "rule one");
    finds(&both, "unreachable", 8, "rule one");
    let apart = format!("{one}object = [\"duke\"]\n\n{other}object = [\"king\"]\n");
    assert_eq!(findings(&apart), []);
}

#[test]
fn a_rule_without_a_case_is_told_where_cases_are_known() {
    let rule = LintFile {
        path: "own.toml",
        text: "[[rule]]\nid = \"one\"\ntype = \"CONSULT\"\nverb = [\"zendate\"]\n",
        wanted: true,
    };
    let built_in = demarche_knowledge::FILES
        .iter()
        .map(|(path, text)| LintFile {
            path,
            text,
            wanted: false,
        });
    let files: Vec<LintFile<'_>> = built_in.chain([rule]).collect();
    let checks = |exercised: &[&str]| -> Vec<&'static str> {
        let exercised: BTreeSet<String> = exercised.iter().map(|id| (*id).to_owned()).collect();
        lint(&files, Some(&exercised))
            .iter()
            .map(|f| f.check)
            .collect()
    };
    assert_eq!(checks(&[]), ["no-case"]);
    assert_eq!(checks(&["one"]), [""; 0]);
}

#[test]
fn later_entries_take_the_place_of_earlier_ones() {
    let finding = &findings(
        "[[organisation]]\nname = \"European Union\"\ncode = \"EUE\"\nsector = \"IGO\"\n",
    )[0];
    assert_eq!(
        (finding.check, finding.gravity),
        ("takes-place-of", Gravity::Info)
    );
    let load = |text: &'static str| {
        Lexicon::load(
            demarche_knowledge::FILES
                .iter()
                .copied()
                .chain([("own.toml", text)]),
        )
    };
    let count = |lexicon: &Lexicon, what: &str| {
        let counts = lexicon.counts();
        counts
            .iter()
            .find(|(name, _)| *name == what)
            .map(|(_, n)| *n)
    };
    let built_in = load("").expect("the built-in knowledge loads");
    let replaced = load("[[rule]]\nid = \"met-with\"\ntype = \"CONSULT\"\nverb = [\"meet\"]\n")
        .expect("a rule may take another's place");
    assert_eq!(count(&built_in, "rules"), count(&replaced, "rules"));
    let removed = load("[[remove]]\nrule = \"met-with\"\n\n[[remove]]\norganisation = \"Eurogroup\"\n\n[[remove]]\nstate = \"FRA\"\n")
        .expect("what is known can be removed");
    for what in ["rules", "organisations", "states"] {
        let before = count(&built_in, what).map(|n| n - 1);
        assert_eq!(before, count(&removed, what), "{what}");
    }
}

#[test]
fn removing_or_naming_what_is_unknown_is_an_error_with_the_nearest() {
    finds(
        "[[remove]]\nrule = \"met-wth\"\n",
        "unknown-entry",
        2,
        "`met-with`",
    );
    finds(
        "[[alias]]\nof = \"Frnce\"\nnames = [\"Gaul\"]\n",
        "unknown-entry",
        2,
        "`France`",
    );
    let error = Lexicon::load(
        demarche_knowledge::FILES
            .iter()
            .copied()
            .chain([("own.toml", "[[remove]]\nrule = \"met-wth\"\n")]),
    )
    .expect_err("nothing is called so");
    assert_eq!(
        error.to_string(),
        "own.toml:2: no rule is called `met-wth`; the nearest is `met-with`"
    );
}

#[test]
fn the_built_in_knowledge_has_no_errors() {
    let files: Vec<LintFile<'_>> = demarche_knowledge::FILES
        .iter()
        .map(|(path, text)| LintFile {
            path,
            text,
            wanted: true,
        })
        .collect();
    let errors: Vec<Finding> = lint(&files, None)
        .into_iter()
        .filter(|finding| finding.gravity == Gravity::Error)
        .collect();
    assert_eq!(errors, []);
}

/// A set grows with one of the same name, so that users can add words; two of ours that mean
/// different things would grow together unseen.
#[test]
fn a_set_of_the_built_in_knowledge_stands_in_one_file() {
    let mut homes: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in demarche_knowledge::FILES {
        if !path.ends_with(".toml") {
            continue;
        }
        let table: toml::Table = text.parse().expect("the file is TOML");
        let sets = table.get("set").and_then(toml::Value::as_table);
        for name in sets.into_iter().flat_map(toml::Table::keys) {
            if let Some(other) = homes.insert(name.clone(), path) {
                panic!("the set {name} stands in {other} and in {path}");
            }
        }
    }
    assert!(!homes.is_empty(), "no sets were found");
}
