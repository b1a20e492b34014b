//! Which instructions a kernel runs with: the widest that this processor has, found while the program runs.
//!
//! Each kernel is written once, for vectors of any width, and compiled for AVX-512, AVX2 with FMA, NEON and plain numbers.

use pulp::{Arch, Simd, WithSimd};
use std::sync::OnceLock;

/// Names the widest instructions that kernels may use: `avx512`, `avx2` or `biasa` (plain). Read once, for tests and
/// measurements; what the processor lacks is never used.
pub const VARIABLE: &str = "BELAJAR_CNN_INSTRUKSI";

/// Runs a kernel.
#[inline]
pub(super) fn dispatch<Op: WithSimd>(op: Op) -> Op::Output {
    chosen().dispatch(op)
}

/// The instructions in use, as [`VARIABLE`] names them (`neon` on ARM).
pub fn name() -> &'static str {
    match chosen() {
        #[cfg(target_arch = "x86_64")]
        Arch::V4(_) => "avx512",
        #[cfg(target_arch = "x86_64")]
        Arch::V3(_) => "avx2",
        #[cfg(target_arch = "aarch64")]
        Arch::Neon(_) => "neon",
        _ => "biasa",
    }
}

/// How many numbers a vector holds.
pub(super) fn lanes() -> usize {
    struct Lanes;
    impl WithSimd for Lanes {
        type Output = usize;

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES
        }
    }
    dispatch(Lanes)
}

fn chosen() -> Arch {
    static CHOSEN: OnceLock<Arch> = OnceLock::new();
    *CHOSEN.get_or_init(|| choose(std::env::var(VARIABLE).unwrap_or_default().as_str()))
}

fn choose(limit: &str) -> Arch {
    match limit {
        "biasa" => Arch::Scalar,
        #[cfg(target_arch = "x86_64")]
        "avx2" => pulp::x86::V3::try_new().map_or(Arch::Scalar, Arch::V3),
        _ => Arch::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_kept() {
        assert!(matches!(choose("biasa"), Arch::Scalar));
        #[cfg(target_arch = "x86_64")]
        assert!(!matches!(choose("avx2"), Arch::V4(_)));
        assert!(["avx512", "avx2", "neon", "biasa"].contains(&name()));
        assert!(lanes().is_power_of_two());
    }
}
