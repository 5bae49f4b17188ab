//! Times the transformer of marked pairs on sentences of several lengths:
//!
//!     cargo run --release -p demarche-lang --example pairs_speed [KERNEL]

use demarche_lang::{Kernel, PairReader, Question};
use std::time::Instant;

#[allow(clippy::disallowed_methods)] // an example looks at the clock; the library doesn't
fn main() {
    let words = "On Monday the Maltese envoy, a former judge, was expelled by Tuvalu after he had met the rebels of the outer islands and promised them boats";
    for kernel in Kernel::ALL.into_iter().filter(|k| k.is_available()) {
        let reader = PairReader::with_kernel(demarche_models::PAIRS, kernel)
            .expect("the embedded model is whole");
        if std::env::args()
            .nth(1)
            .is_some_and(|k| k != kernel.to_string())
        {
            continue;
        }
        for length in [40, 80, words.len()] {
            let text = &words[..length];
            let question = Question {
                text,
                first: Some(14..27),
                second: None,
            };
            let questions = vec![question; 4];
            let runs = 200;
            let start = Instant::now();
            for _ in 0..runs {
                std::hint::black_box(reader.shares(text, Some(&(14..27)), None));
            }
            let one = start.elapsed().as_secs_f64() / f64::from(runs);
            let start = Instant::now();
            for _ in 0..runs {
                std::hint::black_box(reader.quick_shares(&questions[..1]));
            }
            let quick = start.elapsed().as_secs_f64() / f64::from(runs);
            let start = Instant::now();
            for _ in 0..runs {
                std::hint::black_box(reader.quick_shares(&questions));
            }
            let together = start.elapsed().as_secs_f64() / f64::from(runs) / 4.0;
            println!(
                "{kernel}: {length} bytes, {:.2} ms, quick {:.2} ms, each of four {:.2} ms",
                one * 1e3,
                quick * 1e3,
                together * 1e3
            );
        }
    }
}
