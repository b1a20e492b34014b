//! The catalogue: what each layer makes of a shape, what it is built as, and what it offers to its neighbours.

use super::{
    Conv2D, Dropout, Flatten, Fusion, Layer, LayerRow, Linear, Links, MaxPool2D, ParameterVisitor,
    ReLU, Rectifier, SlidingWindow, Softmax,
    layer::{Sample, row},
};
use dfdx::prelude::*;

/// What every layer with a weight and a bias does with them.
macro_rules! weight_and_bias {
    () => {
        fn fuse(built: &mut Self::Built, fusion: Fusion) {
            built.kept.fuse(fusion, &built.weight, &built.bias);
        }

        fn visit(
            built: &mut Self::Built,
            visitor: &mut impl ParameterVisitor,
        ) -> Result<(), CpuError> {
            let (weight, bias) = (&mut built.weight, &mut built.bias);
            built.kept.visit(weight, bias, visitor)
        }
    };
}

impl<
    const H: usize,
    const W: usize,
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
> Layer<Rank3<H, W, I>> for Conv2D<I, O, K, S, P>
where
    Const<H>: SlidingWindow<K, S, P>,
    Const<W>: SlidingWindow<K, S, P>,
{
    type Out = (
        <Const<H> as SlidingWindow<K, S, P>>::Positions,
        <Const<W> as SlidingWindow<K, S, P>>::Positions,
        Const<O>,
    );
    type Built = super::conv2d::Conv2D<I, O, K, S, P, f32, Cpu>;
    const LINKS: Links = Links {
        ends_with_sums: true,
        takes: true,
        hands: true,
        ..Links::NONE
    };

    fn build(device: &Cpu) -> Result<Self::Built, CpuError> {
        Self::try_build_on_device(device)
    }

    weight_and_bias!();

    fn describe(rows: &mut Vec<LayerRow>) {
        let padding = if P == 0 {
            String::new()
        } else {
            format!(", {P}")
        };
        let name = format!("Conv2D<{I}, {O}, {K}, {S}{padding}>");
        rows.push(row::<Self::Out>(name, K * K * I * O + O));
    }
}

impl<const H: usize, const W: usize, const C: usize, const K: usize, const S: usize>
    Layer<Rank3<H, W, C>> for MaxPool2D<K, S>
where
    Const<H>: SlidingWindow<K, S, 0>,
    Const<W>: SlidingWindow<K, S, 0>,
{
    type Out = (
        <Const<H> as SlidingWindow<K, S, 0>>::Positions,
        <Const<W> as SlidingWindow<K, S, 0>>::Positions,
        Const<C>,
    );
    type Built = Self;

    fn build(_: &Cpu) -> Result<Self, CpuError> {
        Ok(Self)
    }

    fn describe(rows: &mut Vec<LayerRow>) {
        rows.push(row::<Self::Out>(format!("MaxPool2D<{K}, {S}>"), 0));
    }
}

impl<const H: usize, const W: usize, const C: usize, const N: usize> Layer<Rank3<H, W, C>>
    for Flatten<N>
{
    type Out = Rank1<N>;
    type Built = Self;

    fn build(_: &Cpu) -> Result<Self, CpuError> {
        // Here and not only where it runs, so that a network of the wrong size cannot even be made.
        Self::assert_fits::<H, W, C>();
        Ok(Self)
    }

    fn describe(rows: &mut Vec<LayerRow>) {
        Self::assert_fits::<H, W, C>();
        rows.push(row::<Self::Out>(format!("Flatten<{N}>"), 0));
    }
}

impl<const I: usize, const O: usize> Layer<Rank1<I>> for Linear<I, O> {
    type Out = Rank1<O>;
    type Built = super::linear::Linear<I, O, f32, Cpu>;
    const LINKS: Links = Links {
        ends_with_sums: true,
        ..Links::NONE
    };

    fn build(device: &Cpu) -> Result<Self::Built, CpuError> {
        Self::try_build_on_device(device)
    }

    weight_and_bias!();

    fn describe(rows: &mut Vec<LayerRow>) {
        rows.push(row::<Self::Out>(format!("Linear<{I}, {O}>"), I * O + O));
    }
}

impl<In: Sample> Layer<In> for ReLU {
    type Out = In;
    type Built = Rectifier;
    const LINKS: Links = Links {
        starts_with_relu: true,
        passes_on: true,
        ..Links::NONE
    };

    fn build(_: &Cpu) -> Result<Rectifier, CpuError> {
        Ok(Rectifier::default())
    }

    fn fuse(built: &mut Rectifier, fusion: Fusion) {
        built.done = fusion.relu_done;
    }

    fn describe(rows: &mut Vec<LayerRow>) {
        rows.push(row::<In>("ReLU".into(), 0));
    }
}

impl<In: Sample, const PERCENT: usize> Layer<In> for Dropout<PERCENT> {
    type Out = In;
    type Built = Self;

    fn build(_: &Cpu) -> Result<Self, CpuError> {
        Ok(Self)
    }

    fn describe(rows: &mut Vec<LayerRow>) {
        rows.push(row::<In>(format!("Dropout<{PERCENT}>"), 0));
    }
}

impl<const N: usize> Layer<Rank1<N>> for Softmax {
    type Out = Rank1<N>;
    type Built = Self;
    const ENDS_WITH_SOFTMAX: bool = true;

    fn build(_: &Cpu) -> Result<Self, CpuError> {
        Ok(Self)
    }

    fn describe(rows: &mut Vec<LayerRow>) {
        rows.push(row::<Self::Out>("Softmax".into(), 0));
    }
}
