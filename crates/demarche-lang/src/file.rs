use crate::ModelError;
use std::borrow::Cow;

const MAGIC: &[u8; 8] = b"DEMLANG\0";
const VERSION: u32 = 1;
const HEADER: usize = 32;
const NAME: usize = 32;

/// A converted model: named sections, checked as a whole.
pub(crate) struct File {
    bytes: &'static [u8],
    sections: Vec<(&'static str, &'static [u8])>,
}

/// Strings that lie one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strings {
    ends: &'static [[u8; 4]],
    bytes: &'static str,
}

impl File {
    pub(crate) fn open(bytes: &'static [u8]) -> Result<File, ModelError> {
        let header = bytes.get(..HEADER).ok_or(ModelError::NoModel)?;
        if &header[..8] != MAGIC {
            return Err(ModelError::NoModel);
        }
        let version = u32_at(header, 8);
        if version != VERSION {
            return Err(ModelError::Version {
                found: version,
                read: VERSION,
            });
        }
        let length = u64_at(header, 16);
        if length != bytes.len() as u64 {
            return Err(ModelError::Length {
                expected: length,
                found: bytes.len() as u64,
            });
        }
        if checksum(&bytes[HEADER..]) != u64_at(header, 24) {
            return Err(ModelError::Checksum);
        }
        let n = u32_at(header, 12) as usize;
        let table = n
            .checked_mul(NAME + 16)
            .and_then(|length| bytes.get(HEADER..HEADER.checked_add(length)?))
            .ok_or(ModelError::Table)?;
        let mut sections = Vec::new();
        for entry in table.chunks_exact(NAME + 16) {
            let name = entry[..NAME]
                .split(|byte| *byte == 0)
                .next()
                .unwrap_or_default();
            let name = std::str::from_utf8(name).map_err(|_| ModelError::Table)?;
            let start = usize::try_from(u64_at(entry, NAME)).map_err(|_| ModelError::Table)?;
            let length = usize::try_from(u64_at(entry, NAME + 8)).map_err(|_| ModelError::Table)?;
            let end = start.checked_add(length).ok_or(ModelError::Table)?;
            sections.push((name, bytes.get(start..end).ok_or(ModelError::Table)?));
        }
        Ok(File { bytes, sections })
    }

    /// Size of the whole file.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn section(&self, name: &str) -> Result<&'static [u8], ModelError> {
        let found = self.sections.iter().find(|(section, _)| *section == name);
        found
            .map(|(_, bytes)| *bytes)
            .ok_or_else(|| damaged(name, "is missing"))
    }

    /// Floats, in place where the bytes are aligned.
    pub(crate) fn floats(&self, name: &str) -> Result<Cow<'static, [f32]>, ModelError> {
        let bytes = self.section(name)?;
        if cfg!(target_endian = "little")
            && let Ok(floats) = bytemuck::try_cast_slice(bytes)
        {
            return Ok(Cow::Borrowed(floats));
        }
        let (words, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(damaged(name, "isn't made of floats"));
        }
        Ok(words.iter().map(|word| f32::from_le_bytes(*word)).collect())
    }

    /// The checksum of all that comes after the header.
    pub(crate) fn checksum(&self) -> u64 {
        u64_at(self.bytes, 24)
    }

    /// As many signed bytes as said.
    pub(crate) fn bytes_of(&self, name: &str, n: usize) -> Result<&'static [i8], ModelError> {
        let bytes = self.section(name)?;
        if bytes.len() == n {
            Ok(bytemuck::cast_slice(bytes))
        } else {
            Err(damaged(name, "has the wrong length"))
        }
    }

    /// As many floats as said.
    pub(crate) fn floats_of(
        &self,
        name: &str,
        n: usize,
    ) -> Result<Cow<'static, [f32]>, ModelError> {
        let floats = self.floats(name)?;
        if floats.len() == n {
            Ok(floats)
        } else {
            Err(damaged(name, "has the wrong length"))
        }
    }

    pub(crate) fn u32(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        let (words, rest) = self.section(name)?.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(damaged(name, "isn't made of 4-byte numbers"));
        }
        Ok(words.iter().map(|word| u32::from_le_bytes(*word)).collect())
    }

    pub(crate) fn u64(&self, name: &str) -> Result<Vec<u64>, ModelError> {
        let (words, rest) = self.section(name)?.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(damaged(name, "isn't made of 8-byte numbers"));
        }
        Ok(words.iter().map(|word| u64::from_le_bytes(*word)).collect())
    }

    pub(crate) fn strings(&self, name: &str) -> Result<Strings, ModelError> {
        let (words, _) = self.section(name)?.as_chunks::<4>();
        let wrong = || damaged(name, "has strings out of range");
        let n = u32::from_le_bytes(*words.first().ok_or_else(wrong)?) as usize;
        let ends = words
            .get(1..n.checked_add(1).ok_or_else(wrong)?)
            .ok_or_else(wrong)?;
        let bytes = &self.section(name)?[4 + 4 * n..];
        let bytes = std::str::from_utf8(bytes).map_err(|_| damaged(name, "isn't UTF-8"))?;
        let mut last = 0;
        for end in ends {
            let end = u32::from_le_bytes(*end) as usize;
            if end < last || !bytes.is_char_boundary(end) {
                return Err(wrong());
            }
            last = end;
        }
        Ok(Strings { ends, bytes })
    }
}

impl Strings {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of a number below [`Strings::len`].
    pub(crate) fn get(&self, n: usize) -> &'static str {
        let end = |n: usize| u32::from_le_bytes(self.ends[n]) as usize;
        let start = n.checked_sub(1).map_or(0, end);
        &self.bytes[start..end(n)]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        let bytes = self.bytes;
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = u32::from_le_bytes(*end) as usize;
            let string = &bytes[start..end];
            start = end;
            string
        })
    }
}

/// A section that can't be used.
pub(crate) fn damaged(section: &str, reason: &'static str) -> ModelError {
    ModelError::Section {
        section: section.to_owned(),
        reason,
    }
}

/// The sum of all little-endian words, each times its odd weight.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut weight = 1u64;
    let mut sum = 0u64;
    for word in words.iter().chain([&last]) {
        sum = sum.wrapping_add(u64::from_le_bytes(*word).wrapping_mul(weight));
        weight = weight.wrapping_add(2);
    }
    sum
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}
