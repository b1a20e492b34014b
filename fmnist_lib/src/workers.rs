//! [`Workers`]: the threads of a training, which stay awake until it ends, if each has a core.
//!
//! A training step is some twenty short parallel pieces with serial ones between. rayon's threads fall asleep in each gap, and waking
//! one takes longer than the piece itself: measured with two threads, an epoch took twice as long as its kernels.

use crate::error::{Error, Result};
use rayon::{ThreadPool, ThreadPoolBuilder, Yield};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) struct Workers(ThreadPool);

impl Workers {
    /// `threads` threads, 0 for as many as the processor has cores. Many more than cores only search each other for work (a
    /// thousand brought a training to a standstill), so that no more than eight are started, or one a core.
    pub(crate) fn new(threads: usize) -> Result<Self> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads.min(cores().max(8)))
            .start_handler(|_| dfdx::flush_denormals_to_zero())
            .build()
            .map_err(|error| Error::Tensor(error.to_string()))?;
        Ok(Self(pool))
    }

    /// Does `work` on one of the threads, and what it does in parallel on all of them.
    pub(crate) fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        let ended = AtomicBool::new(false);
        self.0.install(|| {
            let this = rayon::current_thread_index();
            rayon::scope(|scope| {
                let _end = End(&ended);
                if rayon::current_num_threads() > cores() {
                    // Who asks for more threads than there are cores would have them keep each other from working.
                    return work();
                }
                // To each thread its own: a task that anybody may take could be taken up by this thread, and wait in it for itself.
                scope.spawn_broadcast(|_, context| {
                    if Some(context.index()) != this {
                        stay_awake(&ended);
                    }
                });
                work()
            })
        })
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Takes part in the others' work, or lets other programs have the processor, until the end.
fn stay_awake(ended: &AtomicBool) {
    while !ended.load(Ordering::Acquire) {
        if rayon::yield_now() != Some(Yield::Executed) {
            std::thread::yield_now();
        }
    }
}

/// Says that it has ended, even by a panic.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
