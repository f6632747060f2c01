//! The numbers of a graph's initialisers: owned, lent, or given away until ONNX Runtime has no more use for them; and the way
//! back to the system for what was freed.

use std::collections::HashMap;
use std::ffi::c_void;
use std::ops::{Deref, DerefMut};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use memmap2::MmapMut;
use ort::AsPointer;
use ort::memory::{AllocationDevice, AllocatorType, MemoryInfo, MemoryType};
use zerocopy::FromBytes as _;

use crate::error::{Error, Result};

/// Numbers in memory.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Numbers<'a> {
    /// 32-bit floats.
    Floats(&'a [f32]),
    /// 8-bit integers.
    Bytes(&'a [i8]),
}

impl Numbers<'_> {
    /// The size in bytes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Floats(floats) => size_of_val(*floats),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// Memory that a graph may point into instead of copying it.
///
/// An implementation returns the same memory on every call and never changes it: a session reads it for as long as
/// both live.
pub(crate) trait Lend: Send + Sync {
    /// The numbers.
    fn numbers(&self) -> Numbers<'_>;
}

/// Numbers that a graph holds.
pub(crate) enum Weight {
    /// In memory of their own.
    Owned(Vec<f32>),
    /// Lent, without a copy.
    Lent(Box<dyn Lend>),
    /// Given to ONNX Runtime, which frees them when it reads them no more.
    Given(Block),
}

impl Weight {
    /// The numbers.
    pub(crate) fn numbers(&self) -> Numbers<'_> {
        match self {
            Self::Owned(floats) => Numbers::Floats(floats),
            Self::Lent(lender) => lender.numbers(),
            Self::Given(block) => Numbers::Bytes(block),
        }
    }
}

/// Bytes of numbers, at first all 0, in pages of their own: what is freed goes back to the system at once, however large
/// the process's heap is by then.
pub(crate) struct Block(MmapMut);

impl Block {
    /// Room for `length` bytes, at least one.
    pub(crate) fn new(length: usize) -> Result<Self> {
        MmapMut::map_anon(length).map(Self).map_err(|source| Error::io("cannot reserve memory for weights", source))
    }
}

impl Deref for Block {
    type Target = [i8];

    fn deref(&self) -> &[i8] {
        // Bytes of any address and number are as many 8-bit numbers.
        <[i8]>::ref_from_bytes(&self.0).unwrap_or_default()
    }
}

impl DerefMut for Block {
    fn deref_mut(&mut self) -> &mut [i8] {
        <[i8]>::mut_from_bytes(&mut self.0).unwrap_or_default()
    }
}

/// Blocks that ONNX Runtime holds, by address.
static GIVEN: LazyLock<Mutex<HashMap<usize, Block>>> = LazyLock::new(Mutex::default);

/// Keeps a block until ONNX Runtime frees it; returns where it lies.
pub(super) fn give(mut block: Block) -> *mut c_void {
    let place = block.as_mut_ptr().cast::<c_void>();
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(place as usize, block);
    place
}

/// Takes back a block that ONNX Runtime did not accept.
pub(super) fn take_back(place: *mut c_void) {
    // Dropped outside the lock: unmapping takes its time.
    let block = GIVEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&(place as usize));
    drop(block);
}

/// The allocator that ONNX Runtime asks to free blocks.
pub(super) fn freeing_allocator() -> *mut ort::sys::OrtAllocator {
    static ALLOCATOR: LazyLock<ort::sys::OrtAllocator> = LazyLock::new(|| ort::sys::OrtAllocator {
        version: ort::sys::ORT_API_VERSION,
        Alloc: Some(no_alloc),
        Free: Some(free),
        Info: Some(info),
        // SAFETY: the rest are optional functions, and none is a valid value of them.
        ..unsafe { ort::sys::OrtAllocator::default() }
    });
    // ONNX Runtime never writes to an allocator that is not its own; it only calls its functions.
    std::ptr::from_ref(&*ALLOCATOR).cast_mut()
}

/// ONNX Runtime frees through this allocator and asks nothing of it.
unsafe extern "system" fn no_alloc(_: *mut ort::sys::OrtAllocator, _: usize) -> *mut c_void {
    std::ptr::null_mut()
}

unsafe extern "system" fn free(_: *mut ort::sys::OrtAllocator, place: *mut c_void) {
    take_back(place);
}

unsafe extern "system" fn info(_: *const ort::sys::OrtAllocator) -> *const ort::sys::OrtMemoryInfo {
    static INFO: OnceLock<Option<MemoryInfo<'static>>> = OnceLock::new();
    let info =
        INFO.get_or_init(|| MemoryInfo::new(AllocationDevice::CPU, 0, AllocatorType::Device, MemoryType::Default).ok());
    info.as_ref().map_or(std::ptr::null(), AsPointer::ptr)
}

/// Gives, when it is dropped, the pages of the C library's heap on which nothing lies any more back to the system.
///
/// glibc would keep them: once blocks of some megabytes were freed, it takes the next of that size from its heap (mallopt(3),
/// `M_MMAP_THRESHOLD`). So 0.4 GB stayed of a closed model of 0.5 GB, and 0.7 GB of what OpenVINO had used to load it. What
/// still stays is the free end of the heaps of threads other than the first, which glibc cuts from 64 MB on (`HEAP_MAX_SIZE`).
/// It takes milliseconds, more where more is free, during which threads that allocate may wait.
pub(crate) struct FreePagesReturn;

impl Drop for FreePagesReturn {
    fn drop(&mut self) {
        // SAFETY: any thread may call it at any time (malloc_trim(3): MT-Safe).
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        unsafe {
            libc::malloc_trim(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_was_given_stays_until_it_is_freed() {
        let mut block = Block::new(5).unwrap();
        block.copy_from_slice(&[1, -2, 3, -4, 127]);
        let place = give(block);
        let held = |place| GIVEN.lock().unwrap().get(&(place as usize)).map(|block| block.to_vec());
        assert_eq!(held(place), Some(vec![1, -2, 3, -4, 127]));
        // SAFETY: `free` takes any allocator, and a place that was given.
        unsafe { free(std::ptr::null_mut(), place) };
        assert_eq!(held(place), None);
    }
}
