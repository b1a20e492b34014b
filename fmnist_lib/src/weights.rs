//! A model's numbers as a `safetensors` file that other frameworks read.
//!
//! Names: `conv1.weight`, `conv1.bias`, … `linear1.weight`, `linear1.bias`, … in the order of the tuple. Layouts are PyTorch's:
//! convolutions (out, in, kernel height, kernel width), linear layers (out, in); all float32. The first linear layer reads the
//! image flattened as (height, width, channel), like Keras. The metadata hold the class names, the scaling and the shapes.

use crate::{
    bounded::read_at_most,
    data::{CLASS_NAMES, IMAGE_SIDE, Scaling},
    error::{Error, Result},
    layers::numbers,
    model::{Model, Network},
    whole_file::write_whole,
};
use dfdx::{
    nn::tensor_collection::{
        RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
        ViewTensorRef,
    },
    prelude::*,
};
use safetensors::{Dtype as StoredType, SafeTensors, tensor::TensorView};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

const KIND: &str = "bobot safetensors";
/// What a file may hold besides the network's own numbers, in bytes: its table, notes and tensors that we do not read.
const MOST_BESIDE: u64 = 16 << 20;

impl<N: Network> Model<N> {
    /// Writes the weights, and in the metadata how pixels must be scaled before they meet them; the file is whole or not there at
    /// all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>, scaling: Scaling) -> Result<()> {
        let path = path.as_ref();
        let mut collected = Collector::default();
        N::Built::iter_tensors(&mut RecursiveWalker {
            m: &self.layers,
            f: &mut collected,
        })?;
        let metadata = HashMap::from([
            ("format".to_owned(), "pt".to_owned()),
            ("class_names".to_owned(), CLASS_NAMES.join(",")),
            ("scaling".to_owned(), scaling.to_string()),
            (
                "input_shape".to_owned(),
                format!("{IMAGE_SIDE},{IMAGE_SIDE},1"),
            ),
            (
                "layout".to_owned(),
                "conv (out, in, kh, kw); linear (out, in); flatten (height, width, channel)"
                    .to_owned(),
            ),
            ("shapes".to_owned(), collected.shapes()),
        ]);
        let bytes = collected
            .serialize(metadata)
            .map_err(|error| wrong(path, error))?;
        write_whole(path, &bytes)
    }

    /// Reads weights written by [`Model::save`], and the scaling that they were trained with.
    ///
    /// # Errors
    /// The file cannot be read, is not a safetensors file, lacks a tensor, or has one of another shape or with NaN.
    pub fn load(path: impl AsRef<Path>) -> Result<(Self, Scaling)> {
        let path = path.as_ref();
        let mut model = Self {
            layers: N::build(&Cpu::default())?,
        };
        let limit = 4 * model.parameter_count() as u64 + MOST_BESIDE;
        let bytes = read_at_most(path, limit)?;
        let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|error| wrong(path, error))?;
        let stored = SafeTensors::deserialize(&bytes).map_err(|error| wrong(path, error))?;
        let scaling = header
            .metadata()
            .as_ref()
            .and_then(|metadata| metadata.get("scaling"))
            .ok_or_else(|| wrong(path, "keterangan `scaling` tidak ada"))?
            .parse()
            .map_err(|error| wrong(path, error))?;
        N::Built::iter_tensors(&mut RecursiveWalker {
            m: &mut model.layers,
            f: &mut Filler {
                names: Names::default(),
                stored,
                path: path.into(),
            },
        })?;
        Ok((model, scaling))
    }
}

fn wrong(path: &Path, detail: impl std::fmt::Display) -> Error {
    Error::Format {
        path: path.into(),
        kind: KIND,
        detail: detail.to_string(),
    }
}

/// Names tensors in the order in which dfdx walks through them: a layer's weight, then its bias.
#[derive(Default)]
struct Names {
    convolutions: usize,
    linears: usize,
    layer: String,
}

impl Names {
    fn next(&mut self, rank: usize) -> String {
        match rank {
            4 => {
                self.convolutions += 1;
                self.layer = format!("conv{}", self.convolutions);
            }
            2 => {
                self.linears += 1;
                self.layer = format!("linear{}", self.linears);
            }
            _ => return format!("{}.bias", self.layer),
        }
        format!("{}.weight", self.layer)
    }
}

/// The shape in the file of a tensor of shape `sizes`: convolutions go from (kh, kw, in, out) to (out, in, kh, kw), linear
/// layers from (in, out) to (out, in).
fn stored_shape(sizes: &[usize]) -> Vec<usize> {
    match *sizes {
        [inputs, outputs] => vec![outputs, inputs],
        [height, width, channels, filters] => vec![filters, channels, height, width],
        _ => sizes.to_vec(),
    }
}

/// For each number of the file, in order, where it stands in the tensor.
fn stored_order(sizes: &[usize]) -> Vec<usize> {
    match *sizes {
        [inputs, outputs] => (0..inputs * outputs)
            .map(|at| at % inputs * outputs + at / inputs)
            .collect(),
        [height, width, channels, filters] => {
            let mut order = Vec::with_capacity(height * width * channels * filters);
            for filter in 0..filters {
                for channel in 0..channels {
                    for position in 0..height * width {
                        order.push((position * channels + channel) * filters + filter);
                    }
                }
            }
            order
        }
        _ => (0..sizes.iter().product()).collect(),
    }
}

#[derive(Default)]
struct Collector {
    names: Names,
    tensors: Vec<(String, Vec<usize>, Vec<u8>)>,
}

impl Collector {
    fn shapes(&self) -> String {
        let shapes: Vec<String> = self
            .tensors
            .iter()
            .map(|(name, shape, _)| format!("{name}={shape:?}"))
            .collect();
        shapes.join(";")
    }

    fn serialize(
        &self,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<u8>, safetensors::SafeTensorError> {
        let mut views = Vec::with_capacity(self.tensors.len());
        for (name, shape, bytes) in &self.tensors {
            let view = TensorView::new(StoredType::F32, shape.clone(), bytes)?;
            views.push((name, view));
        }
        safetensors::serialize(views, Some(metadata))
    }
}

impl TensorVisitor<f32, Cpu> for Collector {
    type Viewer = ViewTensorRef;
    type Err = CpuError;
    type E2 = f32;
    type D2 = Cpu;

    fn visit<S: Shape>(
        &mut self,
        _: TensorOptions<S, f32, Cpu>,
        tensor: &Tensor<S, f32, Cpu>,
    ) -> Result<Option<Tensor<S, f32, Cpu>>, CpuError> {
        let sizes: Vec<usize> = tensor.shape().concrete().into();
        let values = numbers(tensor);
        let bytes = stored_order(&sizes)
            .into_iter()
            .flat_map(|at| values[at].to_le_bytes())
            .collect();
        let name = self.names.next(sizes.len());
        self.tensors.push((name, stored_shape(&sizes), bytes));
        Ok(None)
    }
}

struct Filler<'a> {
    names: Names,
    stored: SafeTensors<'a>,
    path: PathBuf,
}

impl TensorVisitor<f32, Cpu> for Filler<'_> {
    type Viewer = ViewTensorMut;
    type Err = Error;
    type E2 = f32;
    type D2 = Cpu;

    fn visit<S: Shape>(
        &mut self,
        _: TensorOptions<S, f32, Cpu>,
        tensor: &mut Tensor<S, f32, Cpu>,
    ) -> Result<Option<Tensor<S, f32, Cpu>>, Error> {
        let sizes: Vec<usize> = tensor.shape().concrete().into();
        let name = self.names.next(sizes.len());
        let expected = stored_shape(&sizes);
        let mismatch = |found: String| Error::WeightShape {
            path: self.path.clone(),
            name: name.clone(),
            found,
            expected: format!("{expected:?}"),
        };
        let view = self
            .stored
            .tensor(&name)
            .map_err(|_| mismatch("tidak ada".into()))?;
        if view.shape() != expected || view.dtype() != StoredType::F32 {
            return Err(mismatch(format!("{:?} {:?}", view.shape(), view.dtype())));
        }
        let (numbers, _) = view.data().as_chunks();
        let mut values = vec![0.0; sizes.iter().product()];
        for (at, bytes) in stored_order(&sizes).into_iter().zip(numbers) {
            values[at] = f32::from_le_bytes(*bytes);
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(wrong(
                &self.path,
                format!("`{name}` berisi NaN atau tak hingga"),
            ));
        }
        tensor.copy_from(&values);
        Ok(None)
    }
}
