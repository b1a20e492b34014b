//! Feature maps: what each filter of a layer makes of one image.

use super::{Figure, Map, maps, scale::short};
use crate::{error::Result, layers::LayerOutput};

/// Numbers side by side where a row of them is drawn.
const ROW: usize = 32;

/// Draws `count` feature maps of a layer for the first image, of more those with the strongest numbers, by their filters' numbers
/// (PNG; at most 128). Numbers of both signs are orange and blue; numbers from 0 up, as after a ReLU, are grey. Each map has a scale of its
/// own, up to the strongest number, which stands beside the filter's: filters differ much in strength, and the faint ones tell as much. The
/// output of a fully connected layer becomes one map.
///
/// # Errors
/// [`Error::InvalidValue`](crate::error::Error::InvalidValue) if `count` is 0, or the layer's output is empty.
pub fn feature_maps(output: &LayerOutput, count: usize) -> Result<Figure> {
    let has_negative = output.values.iter().any(|value| *value < 0.0);
    let map = |title: String, columns: usize, numbers: Vec<f32>| match has_negative {
        true => Map::signed(title, columns, numbers),
        false => Map::grey(title, columns, numbers),
    };
    let name = &output.layer.name;
    if output.layer.output.len() == 1 {
        let (width, numbers) = (output.width(), output.map(0));
        let columns = if width.is_multiple_of(ROW) {
            ROW
        } else {
            width
        };
        return maps(
            &format!("Luaran sesudah {name}"),
            &[map(format!("{width} angka"), columns, numbers)],
        );
    }
    let strength = |channel: &usize| -> f32 { output.map(*channel).iter().map(|x| x.abs()).sum() };
    let mut channels: Vec<usize> = (0..output.channels()).collect();
    channels.sort_by(|left, right| strength(right).total_cmp(&strength(left)));
    channels.truncate(count);
    channels.sort_unstable();
    let all: Vec<Map> = channels
        .into_iter()
        .map(|channel| {
            let numbers = output.map(channel);
            let strongest = numbers.iter().fold(0.0, |most: f32, x| most.max(x.abs()));
            let title = format!("{channel} · {}", short(strongest));
            map(title, output.width(), numbers).with_own_scale()
        })
        .collect();
    let (height, width) = (output.map(0).len() / output.width(), output.width());
    maps(
        &format!("Peta fitur {height} × {width} sesudah {name}"),
        &all,
    )
}
