//! Loss surface: a loss of two weights as a map with contour lines, and the paths of optimizers on it.

use super::{
    axis::{Axis, drawable},
    figure::{Drawn, Figure, PngCanvas},
    land::{Land, SIZE, share},
    legend::Legend,
    line_style::LineStyle,
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::{
    error::{Error, Result},
    loss_surface::LossSurface,
    numeral::decimal,
};
use plotters::{coord::ranged1d::ValueFormatter, prelude::*};

const TITLE: &str = "Jalan di atas permukaan loss";

/// The map's upper left corner, in pixels.
const CORNER: (i32, i32) = (78, theme::HEADING_HEIGHT + 4);

/// No weight further from 0 is drawn.
const FARTHEST: f32 = 12.0;

/// A path of optimizers with its name.
type Path<'a> = (&'a str, &'a [[f32; 2]]);

/// Draws the loss over both weights as bands with contour lines, and each path on it from its start (PNG).
///
/// A cross marks the lowest place. A path that leaves the map is drawn up to there, and the picture says so. Twin:
/// `matplotlib.pyplot.contourf`.
///
/// # Errors
/// [`Error::InvalidValue`] for no path, for more than seven, or a path without a place; [`Error::Plot`] if the picture cannot be
/// encoded.
pub fn loss_surface<N: AsRef<str>, P: AsRef<[[f32; 2]]>>(
    surface: &LossSurface,
    paths: &[(N, P)],
) -> Result<Figure> {
    let paths: Vec<Path> = paths
        .iter()
        .map(|(name, path)| (name.as_ref(), path.as_ref()))
        .collect();
    if paths.is_empty()
        || paths.len() > LineStyle::PLAIN
        || paths.iter().any(|(_, path)| path.is_empty())
    {
        return Err(Error::InvalidValue {
            name: "paths",
            value: format!("{} jalan", paths.len()),
            reason: "berikan 1 sampai 7 jalan dengan paling sedikit satu tempat, dari `path(...)`",
        });
    }
    let lowest = surface.minimum();
    let axes = [0, 1].map(|weight| axis(&paths, lowest, weight));
    let land = Land::new(surface, &axes);
    let legend = legend(&paths, &axes);
    let down = legend.further();
    let size = (theme::WIDTH, (CORNER.1 + down + SIZE.1 + 62) as u32);
    let alt = described(surface, &paths, lowest);
    Figure::draw_png("loss_surface", size, alt, |canvas| {
        theme::heading(canvas, TITLE, "")?;
        let corner = (CORNER.0, CORNER.1 + down);
        land.draw(canvas, corner)?;
        land.scale(canvas, corner)?;
        frame(canvas, corner, &axes)?;
        let pixel = |[x, y]: [f32; 2]| {
            let [x, y] = [share(&axes[0], x), share(&axes[1], y)];
            (
                corner.0 + (x * f64::from(SIZE.0)).round() as i32,
                corner.1 + ((1.0 - y) * f64::from(SIZE.1)).round() as i32,
            )
        };
        for (number, (_, path)) in paths.iter().enumerate() {
            let style = LineStyle::plain(number);
            let seen: Vec<(i32, i32)> = inside(path, &axes)
                .iter()
                .map(|place| pixel(*place))
                .collect();
            // One piece a step: where a path turns back, plotters' joint would be a spike.
            for step in seen.windows(2) {
                style.line(canvas, step)?;
            }
            for at in seen {
                style.mark(canvas, at)?;
            }
        }
        if let Some((x, y)) = lowest.map(pixel) {
            for (dx, dy) in [(8, 8), (8, -8)] {
                let line = [(x - dx, y - dy), (x + dx, y + dy)];
                canvas.draw(&PathElement::new(line, INK.stroke_width(3)))?;
            }
        }
        legend.draw(canvas)
    })
}

/// An axis around all places that can be drawn.
fn axis(paths: &[Path], lowest: Option<[f32; 2]>, weight: usize) -> Axis {
    let places = paths
        .iter()
        .flat_map(|(_, path)| path.iter())
        .chain(&lowest);
    let values: Vec<f64> = places
        .map(|place| place[weight])
        .filter(|value| value.abs() <= FARTHEST)
        .map(f64::from)
        .collect();
    let (low, high) = values
        .iter()
        .fold((0.0, 0.0), |(low, high): (f64, f64), value| {
            (low.min(*value), high.max(*value))
        });
    // A path of no length still needs a land around it.
    let room = ((high - low) * 0.12).max(0.5);
    Axis::within([low - room, high + room].into_iter(), 8)
}

/// The places up to the first outside the map.
fn inside<'a>(path: &'a [[f32; 2]], axes: &[Axis; 2]) -> &'a [[f32; 2]] {
    let is_inside = |place: &[f32; 2]| {
        (0..2).all(|weight| {
            let value = f64::from(place[weight]);
            drawable(value) && axes[weight].range.contains(&value)
        })
    };
    let end = path.iter().position(|place| !is_inside(place));
    &path[..end.unwrap_or(path.len())]
}

/// The frame with both axes.
fn frame(canvas: &PngCanvas, (left, top): (i32, i32), axes: &[Axis; 2]) -> Drawn {
    let (right, bottom) = (left + SIZE.0, top + SIZE.1);
    canvas.draw(&Rectangle::new(
        [(left - 1, top - 1), (right, bottom)],
        SOFT_INK,
    ))?;
    let number = theme::text(theme::SMALL, SOFT_INK);
    let name = theme::centered(theme::text(theme::TEXT, INK));
    for tick in &axes[0].ticks {
        let x = left + (share(&axes[0], *tick as f32) * f64::from(SIZE.0)).round() as i32;
        canvas.draw(&PathElement::new([(x, bottom), (x, bottom + 5)], SOFT_INK))?;
        let text = axes[0].format_ext(tick);
        canvas.draw_text(&text, &theme::centered(number.clone()), (x, bottom + 15))?;
    }
    for tick in &axes[1].ticks {
        let y = bottom - (share(&axes[1], *tick as f32) * f64::from(SIZE.1)).round() as i32;
        canvas.draw(&PathElement::new([(left - 6, y), (left - 1, y)], SOFT_INK))?;
        canvas.draw_text(
            &axes[1].format_ext(tick),
            &theme::right(number.clone()),
            (left - 10, y),
        )?;
    }
    let middle = (left + SIZE.0 / 2, bottom + 40);
    canvas.draw_text("bobot w₁", &name, middle)?;
    let middle = (MARGIN + 6, top + SIZE.1 / 2);
    canvas.draw_text(
        "bobot w₂",
        &theme::upwards(theme::text(theme::TEXT, INK)),
        middle,
    )?;
    Ok(())
}

/// The names of the paths; what left the map is said.
fn legend(paths: &[Path], axes: &[Axis; 2]) -> Legend {
    let lines = paths.iter().enumerate().map(|(number, (name, path))| {
        let said = if inside(path, axes).len() < path.len() {
            format!("{name} (keluar dari peta)")
        } else {
            (*name).to_owned()
        };
        (LineStyle::plain(number), said)
    });
    Legend::new(lines, None)
}

fn described(surface: &LossSurface, paths: &[Path], lowest: Option<[f32; 2]>) -> String {
    let place = |[x, y]: [f32; 2]| format!("({}; {})", decimal(x, 2), decimal(y, 2));
    let said: Vec<String> = paths
        .iter()
        .filter_map(|(name, path)| Some((name, path, path.first()?, path.last()?)))
        .map(|(name, path, from, to)| {
            format!(
                "{name} dari {} ke {} dalam {} langkah, loss {}",
                place(*from),
                place(*to),
                path.len() - 1,
                decimal(surface.loss(*to), 3)
            )
        })
        .collect();
    let lowest = lowest.map_or(String::new(), |lowest| {
        format!(
            " Tempat terendah {}, loss {}.",
            place(lowest),
            decimal(surface.loss(lowest), 3)
        )
    });
    format!("{TITLE}: {}.{lowest}", said.join("; "))
}
