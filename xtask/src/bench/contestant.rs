//! [`Contestant`]: ours and the peers, by name, with what each does for speed; and the reading of `--peers`.

use anyhow::{Result, bail};

/// How a contestant is made and started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A package of the workspace `bench/`; `native` builds it for this processor alone.
    Cargo {
        /// The package and its program.
        package: &'static str,
        /// Whether `-C target-cpu=native` is given.
        native: bool,
    },
    /// A program of `bench/` in a virtual environment of its own.
    Python {
        /// The environment's folder, and the end of its requirements' name.
        environment: &'static str,
        /// The program.
        program: &'static str,
        /// What `--variant` says, if anything.
        variant: Option<&'static str>,
    },
}

/// One row of the tables.
#[derive(Debug, PartialEq, Eq)]
pub struct Contestant {
    /// As in `--peers`.
    pub name: &'static str,
    /// As in the report.
    pub title: &'static str,
    /// What it does for speed, for the report.
    pub how: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// Our own name.
pub const OURS: &str = "fmnist_lib";

const fn pytorch(variant: &'static str) -> Source {
    Source::Python {
        environment: "pytorch",
        program: "pytorch.py",
        variant: Some(variant),
    }
}

/// All of them, ours first.
pub const ALL: [Contestant; 7] = [
    Contestant {
        name: OURS,
        title: "fmnist_lib (kita)",
        how: "pustaka proyek ini lewat antarmuka umumnya, profil `release` proyek, tanpa `target-cpu=native`",
        source: Source::Cargo {
            package: "bench-ours",
            native: false,
        },
    },
    Contestant {
        name: "pytorch",
        title: "PyTorch",
        how: "mode *eager*, `Adam(fused=True)`, `inference_mode`, `set_flush_denormal`, data sebagai tensor di memori; paket PyPI biasa (membawa CUDA, yang tidak dipakai)",
        source: pytorch("eager"),
    },
    Contestant {
        name: "pytorch-channels-last",
        title: "PyTorch channels_last",
        how: "seperti di atas, model dan gambar dalam susunan `channels_last`",
        source: pytorch("channels-last"),
    },
    Contestant {
        name: "pytorch-compile",
        title: "PyTorch compile",
        how: "`torch.compile(dynamic=False)`, selebihnya seperti *eager*; *cache* kompilasinya sudah terisi saat diukur",
        source: pytorch("compile"),
    },
    Contestant {
        name: "keras",
        title: "Keras (TensorFlow)",
        how: KERAS,
        source: Source::Python {
            environment: "keras",
            program: "keras_peer.py",
            variant: None,
        },
    },
    Contestant {
        name: "burn",
        title: "burn",
        how: "*backend* `flex` dengan `rayon`, `simd` dan `x86-v4`; dibangun dengan `target-cpu=native`",
        source: Source::Cargo {
            package: "bench-burn",
            native: true,
        },
    },
    Contestant {
        name: "candle",
        title: "candle",
        how: "*backend* CPU bawaan (tanpa MKL), `gemm` dengan `x86-v4`; dibangun dengan `target-cpu=native`",
        source: Source::Cargo {
            package: "bench-candle",
            native: true,
        },
    },
];

const KERAS: &str = "`model.fit` pada larik di memori dengan `steps_per_execution=25`, tanpa XLA (bawaannya di CPU); menjawab lewat `tf.function` yang dikompilasi";

/// The title of the contestant of this name.
pub fn title(name: &str) -> &str {
    ALL.iter()
        .find(|contestant| contestant.name == name)
        .map_or(name, |contestant| contestant.title)
}

/// Ours, and the peers that `--peers` names: `all`, or names with commas between them.
pub fn select(peers: &str) -> Result<Vec<&'static Contestant>> {
    let names: Vec<&str> = peers.split(',').map(str::trim).collect();
    if names == ["all"] {
        return Ok(ALL.iter().collect());
    }
    let known = |name: &&str| ALL.iter().any(|contestant| contestant.name == *name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let peers: Vec<&str> = ALL[1..].iter().map(|contestant| contestant.name).collect();
        bail!(
            "--peers: peserta `{unknown}` tidak dikenal; pilih `all`, atau beberapa dari {} dengan koma di antaranya.",
            peers.join(", ")
        );
    }
    let chosen =
        |contestant: &&Contestant| contestant.name == OURS || names.contains(&contestant.name);
    Ok(ALL.iter().filter(chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(peers: &str) -> Vec<&'static str> {
        select(peers)
            .unwrap()
            .iter()
            .map(|contestant| contestant.name)
            .collect()
    }

    #[test]
    fn ours_always_takes_part_and_comes_first() {
        assert_eq!(names("all").len(), ALL.len());
        assert_eq!(names("all")[0], OURS);
        assert_eq!(names("keras, pytorch"), [OURS, "pytorch", "keras"]);
        assert_eq!(names(OURS), [OURS]);
    }

    #[test]
    fn an_unknown_peer_is_named_with_what_there_is() {
        let sentence = select("keras,jax").unwrap_err().to_string();
        assert!(
            sentence.contains("`jax`") && sentence.contains("candle"),
            "{sentence}"
        );
        assert!(select("").is_err());
    }
}
