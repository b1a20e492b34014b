//! Journey: where a reader stands in the seven steps, for the head of each notebook.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, INK, PAPER, SOFT_INK},
};
use crate::error::{Error, Result};
use plotters::prelude::*;

/// The seven steps, each name in the two lines that stand below its station.
const STEPS: [[&str; 2]; 7] = [
    ["pustaka", "dan data"],
    ["dimensi", ""],
    ["jumlah", "kelas"],
    ["CNN dan", "pelatihan"],
    ["kurva", "pembelajaran"],
    ["matriks", "konfusi"],
    ["salah", "klasifikasi"],
];

/// Height of the picture, distance of the stations, and where the first one and their line lie, in pixels.
const HEIGHT: u32 = 108;
const DISTANCE: i32 = 102;
const FIRST: i32 = theme::WIDTH as i32 / 2 - 3 * DISTANCE;
const LINE: i32 = 36;

/// Draws the seven steps with a tick on those before `step`, and `step` (1 to 7) large and framed (SVG). Step 0 is the start: nothing is done yet.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no such step; [`Error::Plot`] if the picture cannot be drawn.
pub fn journey(step: usize) -> Result<Figure> {
    if step > STEPS.len() {
        return Err(Error::InvalidValue {
            name: "step",
            value: step.to_string(),
            reason: "pilih langkah 1 sampai 7, atau 0 untuk awal perjalanan",
        });
    }
    let title = match step {
        0 => "Peta perjalanan: tujuh langkah".to_owned(),
        _ => format!("Peta perjalanan: langkah {step} dari 7, {}", name(step)),
    };
    let names: Vec<String> = (1..=STEPS.len())
        .map(|at| format!("{at} {}", name(at)))
        .collect();
    let alt = format!("{title}. Urutannya: {}.", names.join(", "));
    Figure::draw_svg("journey", HEIGHT, &title, alt, |canvas| {
        let last = FIRST + (STEPS.len() as i32 - 1) * DISTANCE;
        let here = FIRST + (step.max(1) as i32 - 1) * DISTANCE;
        road(canvas, (here, last), SOFT_INK.mix(0.35).stroke_width(2))?;
        road(canvas, (FIRST, here), BLUE.stroke_width(4))?;
        (1..=STEPS.len()).try_for_each(|at| station(canvas, at, step))
    })
}

fn name(step: usize) -> String {
    STEPS[step - 1].join(" ").trim_end().to_owned()
}

fn road(canvas: &SvgCanvas, (from, to): (i32, i32), style: ShapeStyle) -> Drawn {
    canvas.draw(&PathElement::new([(from, LINE), (to, LINE)], style))?;
    Ok(())
}

fn station(canvas: &SvgCanvas, at: usize, step: usize) -> Drawn {
    let middle = (FIRST + (at as i32 - 1) * DISTANCE, LINE);
    let here = at == step;
    let radius = if here { 21 } else { 14 };
    if here {
        canvas.draw(&Circle::new(middle, radius + 5, BLUE.stroke_width(2)))?;
    }
    let (fill, edge, ink) = if at <= step {
        (BLUE, BLUE, PAPER)
    } else {
        (PAPER, SOFT_INK, SOFT_INK)
    };
    canvas.draw(&Circle::new(middle, radius, fill.filled()))?;
    canvas.draw(&Circle::new(middle, radius, edge.stroke_width(2)))?;
    if at < step {
        tick(canvas, middle)?;
    } else {
        let size = if here { 21.0 } else { theme::TEXT };
        let number = theme::centered(theme::bold(size, ink));
        canvas.draw_text(&at.to_string(), &number, middle)?;
    }
    let style = theme::centered(if here {
        theme::bold(theme::TEXT, INK)
    } else {
        theme::text(theme::SMALL, SOFT_INK)
    });
    for (line, text) in STEPS[at - 1].iter().enumerate() {
        canvas.draw_text(text, &style, (middle.0, LINE + 40 + 16 * line as i32))?;
    }
    Ok(())
}

/// Done.
fn tick(canvas: &SvgCanvas, (x, y): (i32, i32)) -> Drawn {
    let stroke = PAPER.stroke_width(3);
    canvas.draw(&PathElement::new(
        [(x - 6, y), (x - 2, y + 5), (x + 7, y - 5)],
        stroke,
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    /// The notebooks show files: a picture at the head of a page must be there before the first cell has run.
    /// `WRITE_JOURNEY=1 cargo test -p fmnist_lib journey` writes them anew.
    #[test]
    fn the_notebooks_show_what_is_drawn() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("notebooks/gambar");
        for step in 0..=STEPS.len() {
            let figure = journey(step).unwrap();
            let file = folder.join(format!("langkah-{step}.svg"));
            if std::env::var_os("WRITE_JOURNEY").is_some() {
                fs::create_dir_all(&folder).unwrap();
                figure.save(&file).unwrap();
            }
            let committed = fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            assert!(
                figure.svg() == Some(&committed),
                "{} is not what is drawn",
                file.display()
            );
        }
    }

    #[test]
    fn a_step_that_does_not_exist_is_refused() {
        let sentence = journey(8).unwrap_err().to_string();
        assert!(sentence.contains("`step` = 8"), "{sentence}");
    }
}
