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
    summary::Summary,
    weights_file::{Opened, WeightsFile, wrong},
};
use dfdx::{
    nn::tensor_collection::{
        RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
        ViewTensorRef,
    },
    prelude::*,
};
use safetensors::Dtype as StoredType;
use std::path::Path;

/// What a file may hold besides the network's own numbers, in bytes: its table, notes and tensors that we do not read.
const MOST_BESIDE: u64 = 16 << 20;

impl<N: Network> Model<N> {
    /// Writes the weights, and in the metadata how pixels must be scaled before they meet them; the file is whole or not there at
    /// all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>, scaling: Scaling) -> Result<()> {
        self.to_file(scaling)?.write(path.as_ref())
    }

    /// The file that [`Model::save`] writes, for those who have more to put in it.
    pub(crate) fn to_file(&self, scaling: Scaling) -> Result<WeightsFile> {
        let mut collected = Collector::default();
        N::Built::iter_tensors(&mut RecursiveWalker {
            m: &self.layers,
            f: &mut collected,
        })?;
        let shapes = collected.shapes();
        let notes = [
            ("format", "pt".to_owned()),
            ("class_names", CLASS_NAMES.join(",")),
            ("scaling", scaling.to_string()),
            ("input_shape", format!("{IMAGE_SIDE},{IMAGE_SIDE},1")),
            (
                "layout",
                "conv (out, in, kh, kw); linear (out, in); flatten (height, width, channel)"
                    .to_owned(),
            ),
            ("shapes", shapes),
        ];
        let notes = notes.map(|(name, note)| (name.to_owned(), note));
        collected.file.notes.extend(notes);
        Ok(collected.file)
    }

    /// Reads weights written by [`Model::save`], and the scaling that they were trained with.
    ///
    /// # Errors
    /// The file cannot be read, is not a safetensors file, lacks a tensor, or has one of another shape or with NaN.
    pub fn load(path: impl AsRef<Path>) -> Result<(Self, Scaling)> {
        let path = path.as_ref();
        let bytes = read_at_most(path, Self::most_bytes(1))?;
        Self::from_file(&Opened::new(path, &bytes)?)
    }

    /// What a file with `copies` numbers for each parameter may measure, in bytes.
    pub(crate) fn most_bytes(copies: usize) -> u64 {
        (4 * copies * Summary::of::<N>().parameters()) as u64 + MOST_BESIDE
    }

    /// As [`Model::load`], of a file that has been read.
    pub(crate) fn from_file(opened: &Opened<'_>) -> Result<(Self, Scaling)> {
        let scaling = opened.note("scaling")?.parse();
        let scaling = scaling.map_err(|error| wrong(opened.path, error))?;
        let mut layers = N::build(&Cpu::default())?;
        N::Built::iter_tensors(&mut RecursiveWalker {
            m: &mut layers,
            f: &mut Filler {
                names: Names::default(),
                opened,
            },
        })?;
        Ok((Self { layers }, scaling))
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
    file: WeightsFile,
}

impl Collector {
    fn shapes(&self) -> String {
        let tensors = self.file.tensors.iter();
        let shapes: Vec<String> = tensors
            .map(|(name, shape, _)| format!("{name}={shape:?}"))
            .collect();
        shapes.join(";")
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
        let name = self.names.next(sizes.len());
        let order = stored_order(&sizes).into_iter();
        self.file
            .add(name, stored_shape(&sizes), order.map(|at| values[at]));
        Ok(None)
    }
}

struct Filler<'a> {
    names: Names,
    opened: &'a Opened<'a>,
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
            path: self.opened.path.into(),
            name: name.clone(),
            found,
            expected: format!("{expected:?}"),
        };
        let view = self
            .opened
            .tensors
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
                self.opened.path,
                format!("`{name}` berisi NaN atau tak hingga"),
            ));
        }
        tensor.copy_from(&values);
        Ok(None)
    }
}
