use crate::program::Program;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages of the tree, as paths from its root.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/glossary.md",
    ]
    .map(PathBuf::from)
    .into();
    for folder in ["docs/guide", "docs/reference"] {
        let entries = std::fs::read_dir(root().join(folder)).expect("the folder of pages is there");
        for entry in entries {
            pages.push(Path::new(folder).join(entry.expect("the folder can be read").file_name()));
        }
    }
    pages
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut broken = Vec::new();
    let mut n_links = 0;
    for page in pages() {
        let text = read(&root().join(&page));
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            n_links += 1;
            let folder = page.parent().expect("a page lies in a folder");
            if !root().join(folder).join(target).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(n_links > 20);
    assert!(
        broken.is_empty(),
        "links that lead nowhere:\n{}",
        broken.join("\n")
    );
}

#[test]
fn the_entries_of_the_guide_can_be_used() {
    let program = Program::new();
    std::fs::create_dir(program.path("mine")).expect("the temporary folder can be written");
    let page = read(&root().join("docs/guide/adding-an-actor-or-rule.md"));
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_eq!(blocks.len(), 3, "actors, other names, rules");
    program.write("mine/people.toml", blocks[0]);
    program.write("mine/names.toml", blocks[1]);
    program.write("mine/rules.toml", blocks[2]);
    program.run(&["knowledge", "--knowledge", "mine"]).ended(0);
    let case = page
        .split("````markdown\n")
        .nth(1)
        .and_then(|rest| rest.split("````").next())
        .expect("the guide has a case");
    program.write("mine/orchestra.md", case);
    let run = program.run(&["lint", "mine", "--cases", "mine"]).ended(0);
    assert_eq!(run.stdout, "");
    program.write(
        "news.txt",
        "Ruritanian foreign minister Rudolf Rassendyll visited Poland on Monday.\n",
    );
    let arguments = [
        "code",
        "--records",
        "events",
        "--knowledge",
        "mine",
        "--published",
        "1993-06-03",
        "news.txt",
    ];
    let run = program.run(&arguments).ended(0);
    assert_eq!(run.objects()[0]["source"][0]["name"], "Rudolf Rassendyll");
    program.write(
        "loan.txt",
        "Ruritania sent an orchestra to Poland on Monday.\n",
    );
    let run = program
        .run(&[
            "code",
            "--records",
            "events",
            "--knowledge",
            "mine",
            "loan.txt",
        ])
        .ended(0);
    assert!(run.stdout.contains("sends-orchestra"), "{}", run.stdout);
}

/// `UPDATE_REFERENCE=1` writes today's output into the page.
#[test]
fn the_first_page_shows_what_is_printed() {
    let program = Program::new();
    let store = program.path("record.db");
    let store = store.to_str().expect("the path is UTF-8");
    let at_root = |arguments: &[&str]| {
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|a| if *a == "record.db" { store } else { a })
            .collect();
        let output = program.command(&arguments).current_dir(root()).output();
        let output = output.expect("the program can be run");
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("the output is UTF-8")
    };
    let mut reports: Vec<String> = std::fs::read_dir(root().join("examples"))
        .expect("the examples are there")
        .map(|entry| entry.expect("the folder can be read").file_name())
        .map(|name| format!("examples/{}", name.to_string_lossy()))
        .filter(|path| path.starts_with("examples/2"))
        .collect();
    reports.sort();
    let mut add = vec!["add", "--store", "record.db"];
    add.extend(reports.iter().map(String::as_str));
    at_root(&add);

    let path = root().join("README.md");
    let page = read(&path);
    let mut printed = String::new();
    let mut n_blocks = 0;
    for (number, part) in page.split("```console\n$ demarche ").enumerate() {
        if number == 0 {
            printed.push_str(part);
            continue;
        }
        n_blocks += 1;
        let (command, rest) = part.split_once('\n').expect("a command ends its line");
        let (_, after) = rest.split_once("```").expect("a block ends");
        let output = at_root(&command.split_whitespace().collect::<Vec<_>>());
        let lines: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
        printed.push_str(&format!(
            "```console\n$ demarche {command}\n{}\n```{after}",
            lines.join("\n")
        ));
    }
    assert_eq!(n_blocks, 2);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, &printed).expect("the page can be written");
    }
    assert!(
        read(&path) == printed,
        "README.md shows what isn't printed any more; UPDATE_REFERENCE=1 writes it anew"
    );
}
