//! [`OwnImages`]: all pictures of a folder, and a sentence for each file that is none.

use super::{OwnAnswer, OwnImage, Typical};
use crate::{
    data::Scaling,
    error::{Error, Result},
    model::{Model, Network},
    run::{project, short},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The most files that are read of one folder.
const MOST_FILES: usize = 100;

/// The learner's pictures, in the order of their names.
#[derive(Debug)]
pub struct OwnImages {
    /// The folder that was read.
    pub folder: PathBuf,
    /// The pictures, ready for the network.
    pub images: Vec<OwnImage>,
    /// Why the other files could not be used.
    pub refused: Vec<Error>,
}

impl OwnImages {
    /// Reads every PNG and JPEG of `folder`; a relative path starts at the project's folder, wherever the notebook lies.
    ///
    /// A file that cannot be used stops no other one: it is in [`OwnImages::refused`]. Hidden files, texts (`.md`, `.txt`) and
    /// folders inside are passed over. Twin: `torchvision.datasets.ImageFolder`, without labels.
    ///
    /// # Errors
    /// [`Error::OwnImage`] if there is no such folder, it holds no file to try, or more than 100.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = project().join(folder);
        let refused = |reason: String| Error::OwnImage {
            path: short(&folder).to_string().into(),
            reason,
        };
        if !folder.exists() {
            return Err(refused("folder ini tidak ada; buat foldernya di dalam folder proyek dan taruh gambar PNG atau JPEG di dalamnya".into()));
        }
        if !folder.is_dir() {
            return Err(refused(
                "ini bukan folder; tulis nama folder yang berisi gambar PNG atau JPEG".into(),
            ));
        }
        let mut paths = Vec::new();
        for entry in fs::read_dir(&folder).map_err(Error::io(&folder, "dibaca"))? {
            let path = entry.map_err(Error::io(&folder, "dibaca"))?.path();
            if is_candidate(&path) {
                paths.push(path);
            }
            if paths.len() > MOST_FILES {
                return Err(refused(format!(
                    "isinya lebih dari {MOST_FILES} berkas; sisakan gambar yang ingin Anda coba"
                )));
            }
        }
        if paths.is_empty() {
            return Err(refused(
                "folder ini tidak berisi gambar; taruh paling sedikit satu gambar PNG atau JPEG di dalamnya".into(),
            ));
        }
        paths.sort();
        let (mut images, mut failed) = (Vec::new(), Vec::new());
        for path in &paths {
            match OwnImage::open(path) {
                Ok(image) => images.push(image),
                Err(error) => failed.push(error),
            }
        }
        Ok(Self {
            folder,
            images,
            refused: failed,
        })
    }

    /// Classifies every picture and compares it with the training data.
    ///
    /// # Errors
    /// Out of memory.
    pub fn classify<N: Network>(
        &self,
        model: &Model<N>,
        scaling: Scaling,
        typical: &Typical,
    ) -> Result<Vec<OwnAnswer>> {
        self.images
            .iter()
            .map(|image| OwnAnswer::new(image, model, scaling, typical))
            .collect()
    }
}

/// Whether a reader may have meant the file as a picture.
fn is_candidate(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    let is_text = [".md", ".txt"].iter().any(|end| name.ends_with(end));
    !(path.is_dir() || is_text || name.starts_with('.'))
}

impl std::fmt::Display for OwnImages {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let folder = short(&self.folder);
        write!(
            formatter,
            "{} gambar dibaca dari `{folder}`",
            self.images.len()
        )?;
        for error in &self.refused {
            write!(formatter, "\n{error}")?;
        }
        Ok(())
    }
}
