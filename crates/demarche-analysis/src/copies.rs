/// Hashes of a fingerprint.
const HASHES: usize = 64;
/// Words that make a shingle.
const WORDS: usize = 4;
/// Share of the shorter text that another must have in common with it to be a
/// copy. Agencies' texts are shortened at the end and edited here and there;
/// two accounts of one press conference share far less.
const COPIED: f64 = 0.4;

/// What remains of a text to tell copies by.
///
/// # Source
///
/// MinHash over shingles of words, after Broder (1997), "On the Resemblance and
/// Containment of Documents", SEQUENCES.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    least: Vec<u32>,
    shingles: u32,
}

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Fingerprint {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let mut shingles: Vec<u64> = words
            .windows(WORDS)
            .map(|shingle| {
                let bytes = shingle.iter().flat_map(|word| word.bytes().chain([0xff]));
                bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
                })
            })
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        let least = (0..HASHES as u64)
            .map(|n| {
                let hashes = shingles
                    .iter()
                    .map(|shingle| (mix(shingle ^ mix(n + 1)) >> 32) as u32);
                hashes.min().unwrap_or(u32::MAX)
            })
            .collect();
        Fingerprint {
            least,
            shingles: u32::try_from(shingles.len()).unwrap_or(u32::MAX),
        }
    }

    /// Its bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(&self.shingles).chain(&self.least);
        numbers.flat_map(|number| number.to_le_bytes()).collect()
    }

    /// What [`to_bytes`](Fingerprint::to_bytes) made; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Fingerprint> {
        if bytes.len() != 4 * (HASHES + 1) {
            return None;
        }
        let mut numbers = bytes
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        Some(Fingerprint {
            shingles: numbers.next()?,
            least: numbers.collect(),
        })
    }

    /// The share of the shorter text's shingles that both have, 0 to 1, as far
    /// as the fingerprints tell.
    pub fn contained(&self, other: &Fingerprint) -> f64 {
        let (a, b) = (f64::from(self.shingles), f64::from(other.shingles));
        if a == 0.0 || b == 0.0 {
            return 0.0;
        }
        let same = self
            .least
            .iter()
            .zip(&other.least)
            .filter(|(a, b)| a == b)
            .count();
        let resemblance = same as f64 / HASHES as f64;
        let both = resemblance * (a + b) / (1.0 + resemblance);
        (both / a.min(b)).min(1.0)
    }
}

/// A document, as far as it matters for how independent it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Who printed it.
    pub publisher: Option<String>,
    /// Its text's fingerprint; `None` if the text isn't known.
    pub fingerprint: Option<Fingerprint>,
}

/// How many independent voices these documents are: those of one publisher
/// count once, and so do those of which one is a copy of the other.
pub fn independent(documents: &[Printed]) -> usize {
    let mut voice: Vec<usize> = (0..documents.len()).collect();
    for one in 0..documents.len() {
        for other in 0..one {
            if voice[one] != voice[other] && same_voice(&documents[one], &documents[other]) {
                let (from, to) = (voice[one], voice[other]);
                for voice in &mut voice {
                    if *voice == from {
                        *voice = to;
                    }
                }
            }
        }
    }
    voice.sort_unstable();
    voice.dedup();
    voice.len()
}

fn same_voice(one: &Printed, other: &Printed) -> bool {
    let publisher = one.publisher.is_some() && one.publisher == other.publisher;
    let copied = one
        .fingerprint
        .as_ref()
        .zip(other.fingerprint.as_ref())
        .is_some_and(|(a, b)| a.contained(b) >= COPIED);
    publisher || copied
}

/// The finaliser of splitmix64.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The foreign minister of Graustark came to Strelsau on Monday and spoke for \
        three hours with his colleague about the bridge over the border river, which has been closed \
        to lorries since the flood of last year. Both said afterwards that the repair would begin in \
        spring, and that engineers of the two armies would do the work together.";

    fn printed(publisher: Option<&str>, text: &str) -> Printed {
        Printed {
            publisher: publisher.map(str::to_owned),
            fingerprint: Some(Fingerprint::of(text)),
        }
    }

    #[test]
    fn a_shortened_copy_is_no_second_voice() {
        let shortened = STORY.split(", and that").next().expect("the beginning");
        let documents = [
            printed(Some("Strelsau Courier"), STORY),
            printed(Some("Zenda Gazette"), shortened),
        ];
        assert_eq!(independent(&documents), 1);
    }

    #[test]
    fn another_account_is_another_voice() {
        let other = "Strelsau saw the foreign minister of Graustark for half a day. The lorries will \
            roll over the bridge again, if the engineers keep their word, before the summer is out, \
            and nobody in the coffee houses of the capital believes it.";
        let documents = [
            printed(Some("Strelsau Courier"), STORY),
            printed(None, other),
        ];
        assert_eq!(independent(&documents), 2);
    }

    #[test]
    fn documents_of_one_publisher_are_one_voice() {
        let documents = [
            printed(Some("Strelsau Courier"), STORY),
            printed(
                Some("Strelsau Courier"),
                "Quite another text about quite another thing altogether.",
            ),
        ];
        assert_eq!(independent(&documents), 1);
        assert_eq!(independent(&[]), 0);
    }

    #[test]
    fn bytes_give_the_fingerprint_back() {
        let fingerprint = Fingerprint::of(STORY);
        assert_eq!(
            Fingerprint::from_bytes(&fingerprint.to_bytes()),
            Some(fingerprint)
        );
        assert_eq!(Fingerprint::from_bytes(b"short"), None);
    }
}
