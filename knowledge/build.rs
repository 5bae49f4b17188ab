//! Lists the knowledge files, so that a new file needs no line of code.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(clippy::disallowed_methods)] // a build script reads the files that it lists
fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    for folder in ["actors", "offices", "ontology", "rules"] {
        println!("cargo::rerun-if-changed={folder}");
        walk(&root.join(folder), &mut files);
    }
    println!("cargo::rerun-if-changed=crosswalk");
    let mut crosswalk = Vec::new();
    walk(&root.join("crosswalk"), &mut crosswalk);
    let list = list("FILES", &root, files) + &list("CROSSWALK", &root, crosswalk);
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("files.rs"), list).expect("the build folder can be written");
}

fn list(name: &str, root: &Path, mut files: Vec<PathBuf>) -> String {
    files.sort();
    let mut list = format!("pub static {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file
            .strip_prefix(root)
            .expect("a file of the folder")
            .to_string_lossy()
            .replace('\\', "/");
        list.push_str(&format!(
            "    ({name:?}, include_str!({:?})),\n",
            file.to_string_lossy()
        ));
    }
    list.push_str("];\n");
    list
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            files.push(path);
        }
    }
}
