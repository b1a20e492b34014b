//! [`Error`]: everything that can go wrong, each as one Indonesian sentence that says what, where and what to do next.
//!
//! `Debug` prints the same sentence as `Display`, so that a learner who writes `.unwrap()` reads it too.

use std::path::PathBuf;

/// The crate's result type.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The system's refusal in a learner's language; the rare ones in the system's own words.
fn said(source: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    let text = match source.kind() {
        NotFound => "tidak ada",
        PermissionDenied => "izinnya tidak ada",
        StorageFull | QuotaExceeded => "disk penuh",
        ReadOnlyFilesystem => "disk itu hanya dapat dibaca",
        NotADirectory => "ada berkas di tempat folder",
        IsADirectory => "itu sebuah folder",
        FileTooLarge => "terlalu besar",
        InvalidFilename => "namanya terlalu panjang atau tidak sah",
        OutOfMemory => "memori habis",
        _ => return source.to_string(),
    };
    text.to_owned()
}

/// What went wrong, told to a learner in Indonesian.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A data file does not exist.
    #[error(
        "Berkas data `{}` tidak ditemukan; kembalikan dengan `git checkout -- data` atau salin berkas aslinya ke folder itu.",
        path.display()
    )]
    DataMissing {
        /// The file that was looked for.
        path: PathBuf,
    },

    /// A data file has the wrong number of bytes: it was cut, or it is another file.
    #[error(
        "Berkas data `{}` berukuran {actual} bita, padahal seharusnya {expected} bita (terpotong atau tertukar); kembalikan dengan `git checkout -- data`.",
        path.display()
    )]
    DataSize {
        /// The file at fault.
        path: PathBuf,
        /// Its published size in bytes.
        expected: u64,
        /// The size found, in bytes.
        actual: u64,
    },

    /// A data file has the right size but another SHA-256: it was altered or swapped.
    #[error(
        "Isi berkas data `{}` berbeda dari aslinya (SHA-256 tidak cocok); kembalikan dengan `git checkout -- data`.",
        path.display()
    )]
    DataAltered {
        /// The file at fault.
        path: PathBuf,
    },

    /// The operating system refused to read, write or make a file.
    #[error("Berkas `{}` tidak dapat {action}: {}; periksa izin folder dan sisa ruang disk.", path.display(), said(source))]
    Io {
        /// The file or folder at fault.
        path: PathBuf,
        /// What was tried, as an Indonesian passive verb (`dibaca`, `ditulis`).
        action: &'static str,
        /// What the operating system said.
        source: std::io::Error,
    },

    /// A number given by the reader is outside what makes sense.
    #[error("Nilai `{name}` = {value} tidak dapat dipakai: {reason}.")]
    InvalidValue {
        /// The field or argument.
        name: &'static str,
        /// What was given.
        value: String,
        /// Why it cannot be, and what to give instead (Indonesian).
        reason: &'static str,
    },

    /// The loss or an activation became NaN or infinite.
    #[error(
        "Loss menjadi {value} pada epoch {epoch}, langkah {step}: pelatihan tidak stabil; coba `learning_rate` yang lebih kecil, misalnya sepersepuluhnya, atau penskalaan piksel 0..1."
    )]
    NotFinite {
        /// The loss found.
        value: f32,
        /// The epoch, from 1.
        epoch: usize,
        /// The step inside the epoch, from 1.
        step: usize,
    },

    /// A JSON or safetensors file does not hold what its name promises.
    #[error("Berkas `{}` tidak dapat dipahami sebagai {kind}: {detail}; latih ulang dan simpan lagi.", path.display())]
    Format {
        /// The file at fault.
        path: PathBuf,
        /// What it should be (`bobot safetensors`, `riwayat JSON`).
        kind: &'static str,
        /// What is wrong in it.
        detail: String,
    },

    /// Weights of another network.
    #[error(
        "Bobot `{name}` di berkas `{}` berbentuk {found}, sedangkan jaringan ini meminta {expected}; pakai tipe jaringan yang sama dengan saat bobot disimpan.",
        path.display()
    )]
    WeightShape {
        /// The weights file.
        path: PathBuf,
        /// The tensor's documented name.
        name: String,
        /// The shape in the file, or `tidak ada`.
        found: String,
        /// The shape that the network's type asks for.
        expected: String,
    },

    /// No training has kept its state here yet.
    #[error(
        "Belum ada pelatihan yang dapat dilanjutkan di `{}`; latih dahulu dengan `train`: setiap epoch yang selesai disimpan di sana.",
        path.display()
    )]
    NothingToResume {
        /// The folder that was looked into.
        path: PathBuf,
    },

    /// The training that was kept is not the one that is asked for.
    #[error(
        "Pelatihan di `{}` lain daripada yang diminta: {what} di sana {kept}, sedangkan sekarang {given}; samakan, atau mulai pelatihan baru dengan `train`.",
        path.display()
    )]
    OtherTraining {
        /// The folder of the training.
        path: PathBuf,
        /// What differs (Indonesian, with the possessive where it wants one).
        what: String,
        /// As it was kept.
        kept: String,
        /// As it is asked for.
        given: String,
    },

    /// Another training is writing into this folder.
    #[error(
        "Folder `{}` sedang dipakai pelatihan lain; tunggu sampai pelatihan itu selesai, atau pakai folder lain.",
        path.display()
    )]
    Busy {
        /// The folder.
        path: PathBuf,
    },

    /// A learner's own image, or the folder of them, cannot be used.
    #[error("`{}` tidak dapat dipakai: {reason}.", path.display())]
    OwnImage {
        /// The file or folder at fault.
        path: PathBuf,
        /// Why it cannot be, and what to do instead (Indonesian).
        reason: String,
    },

    /// A picture could not be drawn or encoded.
    #[error(
        "Gambar `{figure}` tidak dapat dibuat: {detail}; kirim sel ini kepada pengembang lewat laporan masalah."
    )]
    Plot {
        /// Which picture.
        figure: &'static str,
        /// The library's own words.
        detail: String,
    },

    /// dfdx ran out of memory or was given data of the wrong length.
    #[error("Tensor tidak dapat dibuat: {0}; kecilkan `batch_size` atau tutup program lain.")]
    Tensor(String),
}

impl std::fmt::Debug for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

impl From<dfdx::tensor::CpuError> for Error {
    fn from(error: dfdx::tensor::CpuError) -> Self {
        Error::Tensor(match error {
            dfdx::tensor::CpuError::OutOfMemory => "memori habis".into(),
            dfdx::tensor::CpuError::WrongNumElements => {
                "jumlah angka tidak sesuai dengan bentuknya".into()
            }
        })
    }
}

impl Error {
    /// Wraps an I/O error with the file and what was tried.
    pub(crate) fn io(
        path: impl Into<PathBuf>,
        action: &'static str,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Error::Io {
            path,
            action,
            source,
        }
    }
}
