#![no_main]

use demarche_fuzz::read_all;
use demarche_text::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read_all("input", bytes, Some(Format::Feed)));
