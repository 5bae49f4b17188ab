use super::stream::{Layer, Reader};
pub(super) fn read(place: String, reader: Reader, max_bytes: u64) -> Layer {
    super::plain::read(place, reader, max_bytes)
}
