//! Lines: named curves of (x, y) points, such as a function's, in one chart.

use super::{
    axis::{Axis, drawable},
    figure::Figure,
    line_chart::{Line, LineChart, Points},
    line_style::LineStyle,
};
use crate::{
    error::{Error, Result},
    numeral::decimal,
};

/// Draws named curves through their points, in one chart (SVG): colours and markers tell them apart.
///
/// `axes` says what x and y are, with units. Points that are not finite are left out. Twin: `matplotlib.pyplot.plot` once a curve.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let points: Vec<(f64, f64)> = (-20..=20).map(|x| f64::from(x) / 10.0).map(|x| (x, x.max(0.0))).collect();
/// let figure = plot::lines("ReLU", ["masukan", "luaran"], &[("ReLU", points)])?;
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::InvalidValue`] for no curve, for more than seven, or without a single point that can be drawn; [`Error::Plot`] if the
/// picture cannot be drawn.
pub fn lines<N: AsRef<str>, P: AsRef<[(X, X)]>, X: Into<f64> + Copy>(
    title: &str,
    axes: [&str; 2],
    curves: &[(N, P)],
) -> Result<Figure> {
    let lines: Vec<Line> = curves
        .iter()
        .map(|(name, points)| Line {
            name: name.as_ref().into(),
            points: points
                .as_ref()
                .iter()
                .map(|(x, y)| point((*x).into(), (*y).into()))
                .collect(),
        })
        .collect();
    let every = || lines.iter().flat_map(|line| line.points.iter().flatten());
    let reason = if lines.is_empty() || lines.len() > LineStyle::PLAIN {
        "berikan 1 sampai 7 kurva; lebih dari itu tidak terbedakan lagi"
    } else if every().next().is_none() {
        "tidak ada titik dengan bilangan berhingga; berikan paling sedikit satu titik (x, y)"
    } else {
        return LineChart {
            figure: "lines",
            title,
            axes,
            across: Axis::within(every().map(|point| point.0), 10),
            up: Axis::around(every().map(|point| point.1), 6),
            lines: &lines,
            ringed: None,
        }
        .draw(described(title, axes, &lines));
    };
    Err(Error::InvalidValue {
        name: "curves",
        value: format!("{} kurva", curves.len()),
        reason,
    })
}

fn point(x: f64, y: f64) -> Option<(f64, f64)> {
    (drawable(x) && drawable(y)).then_some((x, y))
}

/// From where to where each line goes.
fn described(title: &str, [x_name, y_name]: [&str; 2], lines: &[Line]) -> String {
    let said: Vec<String> = lines
        .iter()
        .map(|line| said(&line.name, &line.points))
        .collect();
    format!("{title}, {y_name} terhadap {x_name}: {}.", said.join("; "))
}

fn said(name: &str, points: &Points) -> String {
    let place = |(x, y): &(f64, f64)| format!("({}; {})", decimal(*x, 3), decimal(*y, 3));
    let mut drawn = points.iter().flatten();
    match (drawn.next(), drawn.next_back()) {
        (None, _) => format!("{name} tanpa titik"),
        (Some(point), None) => format!("{name} di {}", place(point)),
        (Some(from), Some(to)) => format!("{name} dari {} ke {}", place(from), place(to)),
    }
}
