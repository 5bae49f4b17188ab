use sha2::{Digest, Sha256};

/// 16 hexadecimal digits made from the parts: the same parts, the same id.
pub(crate) fn of(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0x1f]);
    }
    digest
        .finalize()
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect()
}
