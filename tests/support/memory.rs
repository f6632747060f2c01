//! What Linux says of this process's memory.

use std::fs;

/// A size of `/proc/self/status`, in bytes: `VmRSS` is what is resident, `RssAnon` what of it no file backs, `VmHWM` the most that
/// was resident so far.
pub fn bytes(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':')).unwrap();
    value.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() * 1024
}
