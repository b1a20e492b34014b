//! [`Layer`]: what a layer makes of a shape, worked out by the compiler before anything runs.

use super::{Fusion, LayerOutput, Links, ParameterVisitor};
use dfdx::prelude::*;

/// One line of a network's summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerRow {
    /// The layer's type, as a reader writes it.
    pub name: String,
    /// The shape of one sample after it: (height, width, channels) or (numbers).
    pub output: Vec<usize>,
    /// How many numbers it learns.
    pub parameters: usize,
}

impl LayerRow {
    /// The shape as a reader writes it: `(13, 13, 32)`.
    pub(crate) fn shape(&self) -> String {
        let sizes: Vec<String> = self.output.iter().map(usize::to_string).collect();
        format!("({})", sizes.join(", "))
    }
}

/// A layer, or a tuple of layers, that takes samples of shape `In`: `Rank3<28, 28, 1>` (height, width, channels) or `Rank1<512>`.
///
/// dfdx's `Module` says the same of batches of tensors; this trait says it of shapes alone, so that a mismatch is told in a
/// sentence and a summary needs no numbers.
#[diagnostic::on_unimplemented(
    message = "lapisan `{Self}` tidak dapat menerima masukan berbentuk `{In}`",
    label = "bentuk masukan tidak cocok",
    note = "cocokkan angka lapisan ini dengan bentuk luaran lapisan sebelumnya: Conv2D<kanal masuk, kanal keluar, ..>, Flatten<tinggi x lebar x kanal>, Linear<masuk, keluar>"
)]
pub trait Layer<In: Sample> {
    /// The shape of one sample after the layer.
    type Out: Sample;

    /// The layer with its numbers: what dfdx builds, and what it runs on batches.
    type Built: TensorCollection<f32, Cpu>
        + Module<Batch<In>, Output = Batch<Self::Out>, Error = CpuError>
        + Module<Batch<In, Taped>, Output = Batch<Self::Out, Taped>, Error = CpuError>
        + ModuleMut<Batch<In, Taped>, Output = Batch<Self::Out, Taped>, Error = CpuError>
        + Clone
        + Send;

    /// Whether what comes out are probabilities already.
    const ENDS_WITH_SOFTMAX: bool = false;

    /// Builds the layer; weights are drawn from the device's generator.
    ///
    /// # Errors
    /// Out of memory.
    fn build(device: &Cpu) -> Result<Self::Built, CpuError>;

    /// What it offers to its neighbours.
    const LINKS: Links = Links::NONE;

    /// Says what stands around the layer. Only a layer that can save work by it listens.
    fn fuse(_built: &mut Self::Built, _fusion: Fusion) {}

    /// Shows the layer's parameters, if it has any.
    ///
    /// # Errors
    /// What the visitor says.
    fn visit(
        _built: &mut Self::Built,
        _visitor: &mut impl ParameterVisitor,
    ) -> Result<(), CpuError> {
        Ok(())
    }

    /// Adds the layer's lines to a summary.
    fn describe(rows: &mut Vec<LayerRow>);

    /// Passes a batch through, without dropout, and notes what comes out of each single layer on the way.
    ///
    /// # Errors
    /// Out of memory.
    fn observe(
        built: &Self::Built,
        input: Batch<In>,
        seen: &mut Vec<LayerOutput>,
    ) -> Result<Batch<Self::Out>, CpuError> {
        let output = built.try_forward(input)?;
        let mut rows = Vec::new();
        Self::describe(&mut rows);
        let values = output.as_vec();
        seen.extend(rows.pop().map(|layer| LayerOutput { layer, values }));
        Ok(output)
    }
}

/// The shape of one sample, known to the compiler: an image (height, width, channels) or a row of numbers.
pub trait Sample: ConstShape {
    /// The same with the number of samples in front.
    type Batched: Shape;
}

impl<H: ConstDim, W: ConstDim, C: ConstDim> Sample for (H, W, C) {
    type Batched = (usize, H, W, C);
}

impl<N: ConstDim> Sample for (N,) {
    type Batched = (usize, N);
}

/// Some samples of shape `S`, behind each other.
pub type Batch<S, T = NoneTape> = Tensor<<S as Sample>::Batched, f32, Cpu, T>;

/// The tape that a training step is recorded on.
pub type Taped = OwnedTape<f32, Cpu>;

pub(super) fn row<Out: Sample>(name: String, parameters: usize) -> LayerRow {
    LayerRow {
        name,
        output: Out::default().concrete().into(),
        parameters,
    }
}

// A tuple passes the shape on from layer to layer; dfdx's tuples hold up to six, and may be nested.
macro_rules! tuple {
    ($first:ident $(, $next:ident: $previous:ident)*; $last:ident) => {
        impl<In: Sample, $first: Layer<In> $(, $next: Layer<$previous::Out>)*> Layer<In> for ($first, $($next,)*) {
            type Out = $last::Out;
            type Built = ($first::Built, $($next::Built,)*);
            const ENDS_WITH_SOFTMAX: bool = $last::ENDS_WITH_SOFTMAX;
            const LINKS: Links = Links::of_tuple(&[$first::LINKS $(, $next::LINKS)*]);

            fn build(device: &Cpu) -> Result<Self::Built, CpuError> {
                Ok(($first::build(device)?, $($next::build(device)?,)*))
            }

            #[allow(non_snake_case, reason = "a layer's variable is named as its type")]
            fn fuse(built: &mut Self::Built, fusion: Fusion) {
                let ($first, $($next,)*) = built;
                let layers = [$first::LINKS $(, $next::LINKS)*];
                let mut around = (0..).map(|at| fusion.within(at, &layers));
                $first::fuse($first, around.next().unwrap_or_default());
                $($next::fuse($next, around.next().unwrap_or_default());)*
            }

            #[allow(non_snake_case, reason = "a layer's variable is named as its type")]
            fn visit(
                built: &mut Self::Built,
                visitor: &mut impl ParameterVisitor,
            ) -> Result<(), CpuError> {
                let ($first, $($next,)*) = built;
                $first::visit($first, visitor)?;
                $($next::visit($next, visitor)?;)*
                Ok(())
            }

            fn describe(rows: &mut Vec<LayerRow>) {
                $first::describe(rows);
                $($next::describe(rows);)*
            }

            #[allow(non_snake_case, reason = "a layer's variable is named as its type")]
            fn observe(
                built: &Self::Built,
                input: Batch<In>,
                seen: &mut Vec<LayerOutput>,
            ) -> Result<Batch<Self::Out>, CpuError> {
                let ($first, $($next,)*) = built;
                let output = $first::observe($first, input, seen)?;
                $(let output = $next::observe($next, output, seen)?;)*
                Ok(output)
            }
        }
    };
}

tuple!(A; A);
tuple!(A, B: A; B);
tuple!(A, B: A, C: B; C);
tuple!(A, B: A, C: B, D: C; D);
tuple!(A, B: A, C: B, D: C, E: D; E);
tuple!(A, B: A, C: B, D: C, E: D, F: E; F);
