use crate::program::{Program, VISIT, examples};
use std::fs::OpenOptions;
use std::io::Write;

const CODE: [&str; 5] = ["code", "--published", "2024-06-20", "--records", "events"];

/// Codes a file that can't be read beside one that can.
#[track_caller]
fn left_out(content: impl AsRef<[u8]>, name: &str, reason: &str) {
    let program = Program::new();
    program.write(name, content);
    program.write("visit.txt", VISIT);
    let both = program
        .run(&[&CODE[..], &[name, "visit.txt"]].concat())
        .ended(3)
        .says(name)
        .says(reason);
    assert_eq!(both.objects().len(), 1, "the other file is read");
    both.says("1 input was left out");
    program
        .run(&[&CODE[..], &[name]].concat())
        .ended(2)
        .says(reason)
        .says("nothing to read");
}

#[test]
fn an_empty_file_has_no_text() {
    left_out("", "empty.txt", "no text");
    left_out(" \n\t\n", "blank.txt", "no text");
}

#[test]
fn empty_standard_input_is_nothing_to_read() {
    Program::new()
        .run(&["code"])
        .ended(2)
        .says("nothing to read");
}

#[test]
fn binary_data_are_no_text() {
    let bytes: Vec<u8> = (0..=255u8).cycle().take(5000).collect();
    left_out(bytes, "picture.bin", "binary data rather than text");
    left_out(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "report.pdf",
        "a PDF file rather than text",
    );
}

#[test]
fn a_page_without_text_is_left_out() {
    left_out(
        "<!doctype html><html><head><title>x</title></head><body><script>1</script></body></html>",
        "p.html",
        "text",
    );
}

#[test]
fn a_table_without_the_column_names_those_there_are() {
    let program = Program::new();
    program.write("rows.csv", "nr,wording\n1,France visited Spain.\n");
    program
        .run(&["code", "--field", "text=body", "rows.csv"])
        .ended(2)
        .says("rows.csv")
        .says("body")
        .says("wording");
}

#[test]
fn a_damaged_archive_gives_what_came_before() {
    let program = Program::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder
        .write_all(VISIT.repeat(2000).as_bytes())
        .expect("memory can be written");
    let whole = encoder.finish().expect("memory can be written");
    program.write("cut.txt.gz", &whole[..whole.len() / 2]);
    let run = program
        .run(&[&CODE[..], &["cut.txt.gz"]].concat())
        .ended(3)
        .says("cut.txt.gz")
        .says("cut short");
    assert!(!run.objects().is_empty());
}

#[test]
fn broken_utf8_is_read_with_a_notice() {
    let program = Program::new();
    program.write(
        "broken.txt",
        [
            VISIT.as_bytes(),
            b"\xff\xfe\xc3 and \xf0\x9f said so.\n",
            VISIT.as_bytes(),
        ]
        .concat(),
    );
    let run = program
        .run(&[
            "code",
            "--records",
            "all",
            "--published",
            "2024-06-20",
            "broken.txt",
        ])
        .ended(0);
    let records = run.objects();
    assert!(
        records.iter().any(|record| record["type"] == "CONSULT"),
        "{}",
        run.stdout
    );
    assert!(
        records.iter().any(|record| record["record"] == "notice"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_line_of_200_megabytes_is_left_out_and_the_next_is_read() {
    let program = Program::new();
    let a_megabyte = vec![b'a'; 1 << 20];
    let story = format!("\"}}\n{{\"text\":\"{}\"}}\n", VISIT.trim_end());
    let chunks = std::iter::once(&b"{\"text\":\""[..])
        .chain(std::iter::repeat_n(&a_megabyte[..], 200))
        .chain(std::iter::once(story.as_bytes()));
    let run = program
        .run_with_input(&CODE, chunks)
        .ended(3)
        .says("longer than 16777216 bytes");
    assert_eq!(run.objects().len(), 1);
    let endless = std::iter::repeat_n(&a_megabyte[..], 200);
    program
        .run_with_input(&CODE, endless)
        .ended(2)
        .says("longer than 16777216 bytes");
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    program
        .run(&["code", "visit.txt", "missing.txt"])
        .ended(3)
        .says("missing.txt");
    std::fs::create_dir(program.path("empty")).expect("the temporary folder can be written");
    program
        .run(&["code", "empty"])
        .ended(2)
        .says("a folder without files");
}

#[test]
fn a_store_that_is_none_is_left_alone() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    program.write("notes.db", "not a store");
    for arguments in [
        &["add", "visit.txt", "--store", "notes.db"][..],
        &["record", "--store", "notes.db"],
        &["show", "ab", "--store", "notes.db"],
        &["sql", "SELECT 1", "--store", "notes.db"],
    ] {
        program
            .run(arguments)
            .ended(2)
            .says("notes.db is not a demarche store");
    }
    assert_eq!(
        std::fs::read(program.path("notes.db")).expect("it is still there"),
        b"not a store"
    );
    program
        .run(&["record"])
        .ended(2)
        .says("there is no store demarche.db");
}

#[test]
fn a_place_that_cant_be_written_is_named() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    // Not a read-only folder: whoever may write everywhere could write there too.
    program
        .run(&["add", "visit.txt", "--store", "visit.txt/record.db"])
        .ended(2)
        .says("record.db");
    program
        .run(&["add", "visit.txt", "--store", "no/such/folder/record.db"])
        .ended(2)
        .says("no folder");
    if cfg!(target_os = "linux") {
        program
            .run(&["add", "visit.txt", "--store", "/proc/record.db"])
            .ended(2)
            .says("/proc/record.db");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told() {
    let program = Program::new();
    program.write("visit.txt", VISIT);
    program
        .run(&["add", "--published", "2024-06-20", "visit.txt"])
        .ended(0);
    for arguments in [
        &["code", "visit.txt"][..],
        &["code", "--format", "csv", "visit.txt"],
        &[
            "code",
            "--explain",
            "--published",
            "2024-06-20",
            "visit.txt",
        ],
        &["record"],
        &["sql", "SELECT 1"],
        &["knowledge"],
        &["completions", "bash"],
    ] {
        let full = OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has /dev/full");
        let output = program
            .command(arguments)
            .stdout(full)
            .output()
            .expect("the program can be run");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("standard output: No space left on device"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn what_cant_be_understood_is_refused() {
    let program = Program::new();
    for (arguments, words) in [
        (&["code", "--published", "20 June"][..], "YYYY-MM-DD"),
        (
            &["code", "--input-format", "doc"],
            "plain, html, feed, jsonl and csv",
        ),
        (&["code", "--threads", "0"], "--threads"),
        (&["record", "--type", "GREET"], "CONSULT"),
        (&["record", "--dyad", "USA"], "USA-CHN"),
        (&["record", "--status", "done"], "happened"),
        (&["code", "--knowledge", "nowhere"], "nowhere"),
        (&["greet"], "greet"),
        (&[], "Usage"),
    ] {
        program.run(arguments).ended(2).says(words);
    }
}

/// Pieces of the examples with characters put in, words shuffled, and parts cut.
#[test]
fn no_text_stops_the_program() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut texts: Vec<Vec<char>> = std::fs::read_dir(examples())
        .expect("the examples are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| {
            std::fs::read_to_string(path)
                .expect("an example can be read")
                .chars()
                .collect()
        })
        .collect();
    texts.sort();
    const ODD: [char; 12] = [
        '\n', '.', '"', '“', '-', '—', ' ', 'é', '𝕏', '\u{200f}', '9', '(',
    ];
    let mut lines = String::new();
    for n in 0..600 {
        let text = &texts[random(texts.len())];
        let start = random(text.len() / 2);
        let mut piece: Vec<char> = text[start..(start + 1 + random(1200)).min(text.len())].to_vec();
        if n % 2 == 0 {
            for _ in 0..piece.len() / 25 {
                let at = random(piece.len());
                piece[at] = ODD[random(ODD.len())];
            }
        }
        let mut piece: String = piece.into_iter().collect();
        if n % 3 == 0 {
            let mut words: Vec<&str> = piece.split_whitespace().collect();
            for at in 1..words.len() {
                words.swap(at, random(at + 1));
            }
            piece = words.join(" ");
        }
        lines.push_str(&serde_json::json!({"text": format!("Minister {piece}")}).to_string());
        lines.push('\n');
    }
    let run = Program::new()
        .run_with_input(&CODE, [lines.as_bytes()].into_iter())
        .ended(0);
    assert!(run.objects().len() > 300, "{} events", run.objects().len());
}
