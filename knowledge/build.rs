//! Lists the knowledge files, so that a new file needs no line of code, and writes each
//! TOML file as JSON too, which loads in a fraction of the time.

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
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let prepared = prepared(&mut files, &out);
    let list = list("FILES", &root, files) + &list("CROSSWALK", &root, crosswalk) + &prepared;
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

/// The files again, each with what it holds as JSON. One that isn't TOML has none:
/// whoever loads it says what is wrong and where.
fn prepared(files: &mut [PathBuf], out: &Path) -> String {
    files.sort();
    let mut list = "pub static PREPARED: &[(&str, &str, Option<&str>)] = &[\n".to_owned();
    for (number, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file).expect("a file that was just found");
        let is_toml = file.extension().is_some_and(|e| e == "toml");
        let table = toml::from_str::<toml::Table>(&text)
            .ok()
            .filter(|_| is_toml);
        let json = table.map_or("None".to_owned(), |table| {
            let json = json(toml::Value::Table(table)).to_string();
            let path = out.join(format!("{number}.json"));
            fs::write(&path, json).expect("the build folder can be written");
            format!("Some(include_str!({:?}))", path.to_string_lossy())
        });
        list.push_str(&format!(
            "    (FILES[{number}].0, FILES[{number}].1, {json}),\n"
        ));
    }
    list.push_str("];\n");
    list
}

/// The same in JSON, where days are strings.
fn json(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| (key, json(value)));
            serde_json::Value::Object(entries.collect())
        }
    }
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
