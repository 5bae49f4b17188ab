//! What demarche knows about the world, embedded: the files of this folder, as
//! path and text. See `README.md` beside them.

include!(concat!(env!("OUT_DIR"), "/files.rs"));
