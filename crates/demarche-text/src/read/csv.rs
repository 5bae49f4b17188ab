use super::stream::{Layer, Reader};
pub(super) fn read(
    place: String,
    reader: Reader,
    _head: &[u8],
    options: &super::ReadOptions,
) -> Layer {
    super::plain::read(place, reader, options.max_bytes)
}
