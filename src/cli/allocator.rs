//! How the allocator of the C library treats large blocks.

/// Memory below which large blocks are given back at once, in bytes. Above it is not worth the time that it takes (3 %).
const SCARCE: u64 = 1 << 30;

/// Bytes from which on a block is given back to the system as soon as it is free.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: i32 = 1_000_000;

/// Makes a run with little memory keep to it. The GNU allocator raises by itself the size from which on it maps blocks one
/// by one, up to 32 MB, and keeps what it holds below that: a third of the memory of a run was blocks that nobody used.
#[cfg_attr(all(target_os = "linux", target_env = "gnu"), allow(unsafe_code))]
pub fn keep_to(memory: u64) {
    if memory >= SCARCE {
        return;
    }
    // SAFETY: `mallopt` sets a number of the allocator and touches no memory of ours.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
