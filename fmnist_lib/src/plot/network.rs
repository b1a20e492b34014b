//! Network: a network's layers as blocks, from the image to the ten classes by name, with their shapes and numbers of parameters.

use super::{
    arrow::arrow,
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, INK, MARGIN, ORANGE, SKY, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_NAMES, IMAGE_SIDE},
    error::Result,
    numeral::thousands,
    summary::Summary,
};
use plotters::{prelude::*, style::RGBColor};

const TITLE: &str = "Jaringan dari gambar sampai sepuluh kelas";

/// Height of the largest block, of the place for blocks, and of a line of text below, in pixels.
const TALLEST: f64 = 168.0;
const STAGE: i32 = 236;
const LINE: i32 = 19;

/// Half the width of a bar, and the height of one neuron where the last layer's ten are drawn one by one, in pixels.
const HALF_BAR: i32 = 8;
const NEURON: i32 = 16;

/// A block: what is left of an image after some layers.
struct Block {
    shape: Vec<usize>,
    /// The layers that made it, in order; none for the image itself.
    layers: Vec<String>,
    parameters: usize,
}

/// Draws the network of `summary` as blocks (SVG): a block's height is that of the feature maps, its width tells the number of
/// channels; flat layers are bars, and the last ten neurons have the names of their classes. Layers that change no shape (ReLU, dropout) stand with
/// the block that they work on.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn network(summary: &Summary) -> Result<Figure> {
    let blocks = blocks(summary);
    let subtitle = format!(
        "{} parameter · tinggi × lebar × kanal di bawah setiap blok",
        thousands(summary.parameters())
    );
    let said: Vec<String> = blocks
        .iter()
        .map(|block| match block.layers.as_slice() {
            [] => format!("gambar {}", shape(block)),
            layers => format!("{} memberi {}", layers.join(", "), shape(block)),
        })
        .collect();
    let alt = format!("{TITLE}, {subtitle}: {}.", said.join("; "));
    let lines = blocks
        .iter()
        .map(|block| block.layers.len())
        .max()
        .unwrap_or(0) as i32;
    let rows = rows(blocks.len());
    let row_height = STAGE + (lines + 2) * LINE + 16;
    let per_row = blocks.len().div_ceil(rows).max(1);
    let height = theme::HEADING_HEIGHT + row_height * rows as i32;
    Figure::draw_svg("network", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        let cell = (theme::WIDTH as i32 - 2 * MARGIN) / per_row as i32;
        for (at, block) in blocks.iter().enumerate() {
            let left = MARGIN + (at % per_row) as i32 * cell;
            let top = theme::HEADING_HEIGHT + (at / per_row) as i32 * row_height;
            let is_answer = at + 1 == blocks.len() && block.shape == [CLASS_COUNT];
            drawn(canvas, block, (left, top), cell, is_answer)?;
            if at % per_row > 0 {
                // From one block to the next, across the border of their rooms.
                let y = top + STAGE / 2;
                arrow(canvas, (left - 15, y), (left + 8, y), SOFT_INK)?;
            }
        }
        Ok(())
    })
}

/// Rows of at most seven blocks.
fn rows(blocks: usize) -> usize {
    blocks.div_ceil(7).max(1)
}

fn blocks(summary: &Summary) -> Vec<Block> {
    let mut blocks = vec![Block {
        shape: vec![IMAGE_SIDE, IMAGE_SIDE, 1],
        layers: Vec::new(),
        parameters: 0,
    }];
    for row in &summary.rows {
        match blocks.last_mut() {
            // A layer with parameters is a block of its own, even if the shape stays.
            Some(last) if row.parameters == 0 && last.shape == row.output => {
                last.layers.push(row.name.clone());
            }
            _ => blocks.push(Block {
                shape: row.output.clone(),
                layers: vec![row.name.clone()],
                parameters: row.parameters,
            }),
        }
    }
    blocks
}

fn shape(block: &Block) -> String {
    let sizes: Vec<String> = block.shape.iter().map(usize::to_string).collect();
    sizes.join(" × ")
}

fn drawn(
    canvas: &SvgCanvas,
    block: &Block,
    (left, top): (i32, i32),
    cell: i32,
    is_answer: bool,
) -> Drawn {
    let middle = (left + cell / 2, top + STAGE / 2);
    match *block.shape.as_slice() {
        _ if is_answer => answer(canvas, (left + 21, middle.1))?,
        [height, width, channels] => cuboid(canvas, middle, [height, width, channels], cell)?,
        _ => bar(canvas, middle, block.shape.iter().product())?,
    }
    let mut y = top + STAGE + 4;
    let mut line = |said: &str, style: TextStyle<'static>| -> Drawn {
        let said = theme::fitted(said, &style, cell - 4);
        canvas.draw_text(&said, &theme::centered(style), (middle.0, y))?;
        y += LINE;
        Ok(())
    };
    line(&shape(block), theme::bold(theme::SMALL, INK))?;
    if block.layers.is_empty() {
        line("gambar", theme::text(theme::SMALL, INK))?;
    }
    for layer in &block.layers {
        // Sizes are on the blocks already; the layer's name without them fits.
        let name = layer.split('<').next().unwrap_or(layer);
        line(name, theme::text(theme::SMALL, INK))?;
    }
    if block.parameters > 0 {
        line(
            &thousands(block.parameters),
            theme::text(theme::SMALL, SOFT_INK),
        )?;
    }
    Ok(())
}

/// A stack of feature maps, seen a little from the side.
fn cuboid(
    canvas: &SvgCanvas,
    (x, y): (i32, i32),
    [height, width, channels]: [usize; 3],
    cell: i32,
) -> Drawn {
    let scale = TALLEST / IMAGE_SIDE as f64;
    let room = f64::from(cell) * 0.8;
    // The face is drawn narrow, as seen from the side; the depth grows with the logarithm of the channels.
    let face = (width as f64 * scale * 0.28).clamp(5.0, room / 2.0);
    let depth = ((channels as f64).log2() * 5.0 + 4.0).min(room - face);
    let tall = (height as f64 * scale).clamp(8.0, TALLEST * 1.15);
    let slant = face * 0.55;
    let [face, depth, tall, slant] = [face, depth, tall, slant].map(|length| length.round() as i32);
    let (left, top) = (x - (depth + face) / 2, y - tall / 2 + slant / 2);
    let front = vec![
        (left, top),
        (left + depth, top),
        (left + depth, top + tall),
        (left, top + tall),
    ];
    let lid = vec![
        (left, top),
        (left + face, top - slant),
        (left + face + depth, top - slant),
        (left + depth, top),
    ];
    let side = vec![
        (left + depth, top),
        (left + depth + face, top - slant),
        (left + depth + face, top + tall - slant),
        (left + depth, top + tall),
    ];
    for (mut corners, color) in [(front, SKY), (lid, lighter(SKY)), (side, BLUE)] {
        canvas.draw(&Polygon::new(corners.clone(), color.filled()))?;
        corners.push(corners[0]);
        canvas.draw(&PathElement::new(corners, INK))?;
    }
    Ok(())
}

/// A row of numbers, standing.
fn bar(canvas: &SvgCanvas, (x, y): (i32, i32), numbers: usize) -> Drawn {
    let tall = (16.0 + 20.0 * (numbers.max(1) as f64).log2()).min(f64::from(STAGE) - 28.0) as i32;
    let bar = [(x - HALF_BAR, y - tall / 2), (x + HALF_BAR, y + tall / 2)];
    canvas.draw(&Rectangle::new(bar, ORANGE.filled()))?;
    canvas.draw(&Rectangle::new(bar, INK))?;
    Ok(())
}

/// The last ten neurons, one below the other, each beside its class.
fn answer(canvas: &SvgCanvas, (x, y): (i32, i32)) -> Drawn {
    let top = y - CLASS_COUNT as i32 * NEURON / 2;
    for (class, name) in CLASS_NAMES.iter().enumerate() {
        let top = top + class as i32 * NEURON;
        let neuron = [(x - HALF_BAR, top), (x + HALF_BAR, top + NEURON)];
        canvas.draw(&Rectangle::new(neuron, ORANGE.filled()))?;
        canvas.draw(&Rectangle::new(neuron, INK))?;
        let style = theme::text(theme::SMALL, INK);
        canvas.draw_text(name, &style, (x + HALF_BAR + 5, top + NEURON / 2))?;
    }
    Ok(())
}

fn lighter(RGBColor(red, green, blue): RGBColor) -> RGBColor {
    let half = |part: u8| 255 - (255 - part) / 2;
    RGBColor(half(red), half(green), half(blue))
}
