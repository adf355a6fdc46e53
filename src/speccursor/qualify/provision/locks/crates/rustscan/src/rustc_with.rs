//! Starts rustc with options beside its own, and with its unstable options.
//!
//! Usage: `rustc-with PROGRAM ARGUMENT...`, as cargo starts a `RUSTC_WORKSPACE_WRAPPER`; the options stand in
//! `SPECCURSOR_RUSTC_OPTIONS`, parted by blanks. The environment reaches rustc as it is, which it does not through every
//! shell.

use std::error::Error;
use std::os::unix::process::CommandExt;
use std::process::Command;

const OPTIONS: &str = "SPECCURSOR_RUSTC_OPTIONS";

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let program = words.next().ok_or("rustc-with PROGRAM ARGUMENT...")?;
    let options = std::env::var(OPTIONS).map_err(|error| format!("{OPTIONS}: {error}"))?;
    let failed = Command::new(program)
        .args(words)
        .args(options.split_whitespace())
        .env("RUSTC_BOOTSTRAP", "1")
        .exec();
    Err(failed.into())
}
