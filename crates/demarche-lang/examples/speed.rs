//! Times the model on one core: one JSON line with load time, tokens, seconds of
//! each pass, stages of the last pass, and memory.
//!
//!     speed [--kernel portable|avx2|avx512] [--passes N] [--batch N] < texts.json
//!
//! Each line of the input is a text as a JSON string. Seconds are processor time
//! where the system tells it (Linux), else wall time.

#![allow(clippy::disallowed_methods)] // an example has a clock

use demarche_lang::{Kernel, Model, Stage};
use serde_json::json;
use std::io::BufRead;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut kernel = Kernel::best();
    let (mut passes, mut batch) = (5, 256);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--passes" => passes = value.parse()?,
            "--batch" => batch = value.parse()?,
            "--kernel" => {
                let known = Kernel::ALL
                    .into_iter()
                    .find(|kernel| kernel.to_string() == value);
                kernel = known.ok_or(format!("`{value}` is no kernel: portable, avx2, avx512"))?;
            }
            other => return Err(format!("`{other}` is no option").into()),
        }
    }
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        texts.push(serde_json::from_str::<String>(&line?)?);
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let clock = Clock::new();
    let before = resident();
    let start = clock.seconds();
    let model = Model::with_kernel(demarche_models::EN_CORE_WEB_SM, kernel)?;
    let load = clock.seconds() - start;
    let mut session = model.session();
    let mut seconds = Vec::new();
    let mut tokens = 0;
    let mut stages = [0.0; Stage::ALL.len()];
    for _ in 0..passes {
        tokens = 0;
        stages = [0.0; Stage::ALL.len()];
        let start = clock.seconds();
        let (mut last, mut at) = (Stage::Token, start);
        let mut watch = |stage| {
            let now = clock.seconds();
            stages[last as usize] += now - at;
            (last, at) = (stage, now);
        };
        for texts in texts.chunks(batch) {
            let parsed = session.parse_batch_watched(texts, &mut watch);
            tokens += parsed.iter().map(|parsed| parsed.len()).sum::<usize>();
        }
        watch(Stage::Token);
        seconds.push(clock.seconds() - start);
    }
    let per_token = Stage::ALL.map(|stage| {
        (
            stage.as_str().to_owned(),
            json!(stages[stage as usize] * 1e6 / tokens.max(1) as f64),
        )
    });
    println!(
        "{}",
        json!({
            "kernel": kernel.to_string(),
            "load_ms": load * 1e3,
            "tokens": tokens,
            "seconds": seconds,
            "stages_us_per_token": serde_json::Value::Object(per_token.into_iter().collect()),
            "resident_mb_before": before,
            "resident_mb": resident(),
        })
    );
    Ok(())
}

/// Processor time of this thread, or wall time.
struct Clock(Instant);

impl Clock {
    fn new() -> Clock {
        Clock(Instant::now())
    }

    fn seconds(&self) -> f64 {
        let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let spent = spent.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
        spent.map_or_else(
            || self.0.elapsed().as_secs_f64(),
            |nanoseconds| nanoseconds * 1e-9,
        )
    }
}

/// Resident memory in MB, 0 where the system doesn't tell.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok())
        .map_or(0.0, |kb| kb / 1024.0)
}
