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
    assert_eq!(blocks.len(), 2, "one block for actors, one for rules");
    program.write("mine/people.toml", blocks[0]);
    program.write("mine/rules.toml", blocks[1]);
    program.run(&["knowledge", "--knowledge", "mine"]).ended(0);
    program.write(
        "news.txt",
        "Ruritanian foreign minister Rudolf Rassendyll visited Poland on Monday.\n",
    );
    let arguments = [
        "code",
        "--only",
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
            "--only",
            "events",
            "--knowledge",
            "mine",
            "loan.txt",
        ])
        .ended(0);
    assert!(run.stdout.contains("sends-orchestra"), "{}", run.stdout);
}
