use crate::ModelError;
use crate::file::{File, damaged};

/// Character classes as the model's authors had them, which differ from Rust's
/// in marks, letter numbers and separators.
pub(crate) struct Characters {
    pub(crate) alpha: Class,
    pub(crate) upper: Class,
    pub(crate) digit: Class,
    pub(crate) space: Class,
}

/// A set of characters.
pub(crate) struct Class {
    ascii: u128,
    /// First and end of each range, in order.
    ranges: Vec<[u32; 2]>,
}

impl Characters {
    pub(crate) fn load(file: &File) -> Result<Characters, ModelError> {
        Ok(Characters {
            alpha: Class::load(file, "char.alpha")?,
            upper: Class::load(file, "char.upper")?,
            digit: Class::load(file, "char.digit")?,
            space: Class::load(file, "char.space")?,
        })
    }
}

impl Class {
    fn load(file: &File, name: &str) -> Result<Class, ModelError> {
        let numbers = file.u32(name)?;
        let (ranges, rest) = numbers.as_chunks::<2>();
        if !rest.is_empty() || !numbers.is_sorted() {
            return Err(damaged(name, "isn't a list of ranges"));
        }
        let mut ascii = 0;
        for [first, end] in ranges {
            for c in *first..(*end).min(128) {
                ascii |= 1 << c;
            }
        }
        Ok(Class {
            ascii,
            ranges: ranges.to_vec(),
        })
    }

    pub(crate) fn has(&self, c: char) -> bool {
        let c = u32::from(c);
        if c < 128 {
            return self.ascii >> c & 1 == 1;
        }
        let after = self.ranges.partition_point(|[first, _]| *first <= c);
        after > 0 && c < self.ranges[after - 1][1]
    }
}
