#![no_main]

use std::io::Write;

// The format is found from the bytes: zip, gzip, or anything else. The same
// bytes go through gzip once more, to reach what stands behind it.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    demarche_fuzz::read_all("input", bytes, None);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory takes all");
    let mut packed = packed.finish().expect("memory takes all");
    demarche_fuzz::read_all("input.gz", &packed, None);
    packed.truncate(packed.len() * 3 / 4);
    demarche_fuzz::read_all("input.gz", &packed, None);
});
