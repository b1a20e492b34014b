//! [`CachingDevice`]: a dfdx device whose tensors take over each other's memory, from step to step.
//!
//! For one thread at a time: dfdx's cache looks for a buffer and takes it under two separate locks, and panics if another thread
//! has come between.

use crate::error::Result;
use dfdx::{prelude::*, tensor::Cache};

/// Lives as long as the steps do. dfdx's cache frees its memory only when it is told to, which is when this is dropped.
pub(crate) struct CachingDevice(pub(crate) Cpu);

impl CachingDevice {
    /// A device with a generator of its own.
    pub(crate) fn new(seed: u64) -> Result<Self> {
        let device = Cpu::seed_from_u64(seed);
        device.try_enable_cache()?;
        Ok(Self(device))
    }
}

impl Drop for CachingDevice {
    fn drop(&mut self) {
        // It cannot fail on this device.
        let _ = self.0.try_disable_cache();
    }
}
