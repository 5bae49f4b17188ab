use std::ops::{Deref, DerefMut};

/// Floats that begin at a cache line, so that no register's load crosses two.
#[derive(Debug, Default)]
pub(crate) struct Aligned {
    floats: Box<[f32]>,
    start: usize,
    n: usize,
}

/// Bytes of a cache line.
const LINE: usize = 64;

impl Aligned {
    /// `n` floats, all the same.
    pub(crate) fn new(value: f32, n: usize) -> Aligned {
        let floats = vec![value; n + LINE / size_of::<f32>()].into_boxed_slice();
        // If the address can't be told, any start will do.
        let start = floats
            .as_ptr()
            .align_offset(LINE)
            .min(LINE / size_of::<f32>());
        Aligned { floats, start, n }
    }
}

impl Deref for Aligned {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        &self.floats[self.start..self.start + self.n]
    }
}

impl DerefMut for Aligned {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.floats[self.start..self.start + self.n]
    }
}
