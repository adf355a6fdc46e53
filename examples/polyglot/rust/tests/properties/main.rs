//! The laws of versions, ranges and locks.

mod locks;
mod ranges;
mod strategies;
mod versions;
