use crate::program::Program;

#[test]
fn the_official_travels_come_in_whole_and_their_faults_are_told() {
    let program = Program::new();
    let add = ["reference", "add", "--package", "official-travel"];
    let run = program.run(&[&add[..], &["--format", "csv"]].concat());
    let run = run.ended(0).says("trips: 4271").says("visits: 3264");
    let report = &run.stdout;
    let kind = |kind: &str| {
        let lines = report.lines().filter(|line| line.starts_with(kind));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(kind("duplicate,").len(), 4, "{report}");
    for [later, earlier] in [
        ["2123", "2121"],
        ["4019", "3992"],
        ["4020", "3993"],
        ["4119", "4118"],
    ] {
        assert!(
            kind(&format!("duplicate,trips/{later},"))[0].contains(&format!(",trips/{earlier},")),
            "{report}"
        );
    }
    for spelt in [
        "Li Liqiang,Li Keqiang",
        "Wang Li,Wang Yi",
        "Jang Jiechi,Yang Jiechi",
        "Xi Jingping,Xi Jinping",
    ] {
        assert!(report.contains(spelt), "{spelt}: {report}");
    }
    // Known names are known, however the record writes them.
    let query =
        "SELECT count(*) FROM reference_trips WHERE name = 'Antony Blinken' AND to_country = 'CHN'";
    let run = program.run(&["sql", "--format", "csv", query]);
    assert_eq!(run.ended(0).stdout.lines().last(), Some("2"));

    // Again is no more than once.
    program.run(&add).ended(0);
    let query = "SELECT count(*) AS n FROM reference_trips";
    let run = program.run(&["sql", "--format", "csv", query]);
    assert_eq!(run.ended(0).stdout.lines().last(), Some("7535"));
}

#[test]
fn a_chronology_of_ones_own_comes_from_a_table() {
    let program = Program::new();
    program.write(
        "ours.csv",
        "person,office,from,to,since,last,place,purpose\n\
         Anthony Albanese,,Australia,\"China, People’s Republic of\",2023-11-04,2023-11-07,Beijing,\n\
         Anthony Albanes,,Australia,Japan,2023-05-19,2023-05-21,Hiroshima,\n\
         Rudolf Elphberg,,Ruritania,Japan,2023-05-19,,,\n\
         Anthony Albanese,,Australia,Japan,19 May 2023,,,\n",
    );
    let run = program.run(&[
        "reference",
        "add",
        "ours.csv",
        "--unknown",
        "--format",
        "csv",
    ]);
    let run = run
        .ended(3)
        .says("left out: ours.csv:5: `19 May 2023` is no day; write 1995-01-31")
        .says("3 trips of `ours`");
    let told: Vec<&str> = run.stdout.lines().skip(1).collect();
    assert_eq!(
        told,
        [
            "name-spelt-otherwise,2,2023-05-19,Anthony Albanes,Anthony Albanese,Anthony Albanes,Japan",
            "country-unknown,3,2023-05-19,Ruritania,,Rudolf Elphberg,Japan",
            "traveller-unknown,3,2023-05-19,Rudolf Elphberg,,Rudolf Elphberg,Japan",
        ]
    );
    let query =
        "SELECT office, from_country, to_country, until FROM reference_trips WHERE id = '1'";
    let run = program.run(&["sql", "--format", "csv", query]);
    assert_eq!(
        run.ended(0).stdout.lines().last(),
        Some("head-of-government,AUS,CHN,2023-11-08")
    );
    let listed = program.run(&["reference", "list", "--format", "csv"]);
    assert_eq!(listed.ended(0).stdout.lines().last(), Some("ours,3,,,"));
}

#[test]
fn what_is_no_chronology_is_refused_with_its_reason() {
    let program = Program::new();
    program
        .run(&["reference", "add", "--package", "unofficial-travel"])
        .ended(2)
        .says("there is no package `unofficial-travel`; there is official-travel");
    program.write("bad.csv", "person,from,since\n");
    program
        .run(&["reference", "add", "bad.csv"])
        .ended(2)
        .says("bad.csv:1: it lacks the column `to`");
    assert!(!program.path("demarche.db").exists(), "no store is made");
}
