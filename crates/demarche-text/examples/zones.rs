//! Shows how the files named as arguments are read: zones, day and notices.

use demarche_text::{ReadOptions, read_paths};

fn main() {
    let paths: Vec<_> = std::env::args_os().skip(1).map(Into::into).collect();
    for read in read_paths(&paths, &ReadOptions::default(), std::io::stdin()) {
        let document = match read {
            Ok(document) => document,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        };
        println!(
            "{} {}",
            document.id,
            document.path.as_deref().unwrap_or("-")
        );
        println!(
            "  title {:?}, publisher {:?}",
            document.title, document.publisher
        );
        println!("  published {:?}", document.published);
        for zone in &document.zones {
            let words = document.text_of(zone.bytes.clone()).trim();
            let shown: String = words.chars().take(90).collect();
            println!("  {:15} {:?}", zone.kind.as_str(), shown);
        }
        for notice in &document.notices {
            println!("  ! {} {:?} {}", notice.kind, notice.bytes, notice.message);
        }
    }
}
