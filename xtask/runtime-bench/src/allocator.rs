//! The system's allocator, counting what the current thread asks it for.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What a thread has asked for so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// How often.
    pub(crate) allocations: u64,
    /// How much in all, given back or not.
    pub(crate) bytes: u64,
}

thread_local! {
    // Neither is made when it is first used, nor dropped: an allocator may do neither.
    static COUNT: Cell<Count> = const { Cell::new(Count { allocations: 0, bytes: 0 }) };
}

/// What the current thread has asked for so far.
pub(crate) fn count() -> Count {
    COUNT.get()
}

impl Count {
    /// What came after an earlier count.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            allocations: self.allocations - earlier.allocations,
            bytes: self.bytes - earlier.bytes,
        }
    }
}

/// The allocator of this program.
pub(crate) struct Counting;

fn note(bytes: usize) {
    // A thread that is ending has no counter any more.
    let _ = COUNT.try_with(|count| {
        let Count { allocations, bytes: before } = count.get();
        count.set(Count { allocations: allocations + 1, bytes: before + bytes as u64 });
    });
}

#[allow(unsafe_code, reason = "an allocator is unsafe by its nature; all is left to the system's")]
// SAFETY: every call is handed on as it comes.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
