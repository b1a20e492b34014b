//! Reliability: how often the network is right at each confidence, as bars beside the line where both would be equal.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, GRID, INK, MARGIN, SKY, SOFT_INK, VERMILLION},
};
use crate::{
    error::{Error, Result},
    metrics::{Bin, Calibration},
    numeral::{decimal, thousands},
};
use plotters::prelude::*;

const TITLE: &str = "Diagram keandalan";

/// Side of a panel's square, and from a panel's left edge to its square, in pixels.
const SIDE: i32 = 260;
const AXIS: i32 = 62;

/// Height of the small bars that count the images, and the gap above them, in pixels.
const COUNTS: i32 = 60;
const GAP: i32 = 26;

/// Draws one or two calibrations side by side, such as before and after temperature scaling (SVG).
///
/// A bar is the accuracy of the images of a bin; the dashed diagonal is where it equals their confidence. Below, how many images
/// there are in each bin. Twin: `sklearn.calibration.CalibrationDisplay`.
///
/// # Errors
/// [`Error::InvalidValue`] for none or more than two; [`Error::Plot`] if the picture cannot be drawn.
pub fn reliability<N: AsRef<str>>(panels: &[(N, &Calibration)]) -> Result<Figure> {
    if !(1..=2).contains(&panels.len()) {
        return Err(Error::InvalidValue {
            name: "panels",
            value: format!("{} diagram", panels.len()),
            reason: "berikan satu atau dua kalibrasi",
        });
    }
    let said: Vec<String> = panels
        .iter()
        .map(|(name, calibration)| described(name.as_ref(), calibration))
        .collect();
    let alt = format!("{TITLE}: {}.", said.join("; "));
    let height = theme::HEADING_HEIGHT + 26 + SIDE + GAP + COUNTS + 62;
    Figure::draw_svg("reliability", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, "")?;
        legend(canvas)?;
        let cell = (theme::WIDTH as i32 - 2 * MARGIN) / 2;
        for (at, (name, calibration)) in panels.iter().enumerate() {
            let left = MARGIN + at as i32 * cell + AXIS;
            panel(canvas, left, name.as_ref(), calibration)?;
        }
        Ok(())
    })
}

fn error_said(calibration: &Calibration) -> String {
    format!("ECE {} %", decimal(100.0 * calibration.expected_error(), 1))
}

fn described(name: &str, calibration: &Calibration) -> String {
    let filled = calibration.bins.iter().filter(|bin| bin.count > 0);
    let bins: Vec<String> = filled
        .map(|bin| {
            let (confidence, accuracy) = (100.0 * bin.confidence, 100.0 * bin.accuracy);
            format!("keyakinan {confidence:.0} % akurasi {accuracy:.0} %")
        })
        .collect();
    format!("{name}, {}: {}", error_said(calibration), bins.join(", "))
}

fn legend(canvas: &SvgCanvas) -> Drawn {
    let style = theme::text(theme::TEXT, INK);
    let y = theme::LINE;
    let mut x = MARGIN;
    canvas.draw(&Rectangle::new([(x, y - 7), (x + 22, y + 7)], SKY.filled()))?;
    canvas.draw(&Rectangle::new(
        [(x, y - 7), (x + 22, y - 4)],
        BLUE.filled(),
    ))?;
    canvas.draw_text("akurasi", &style, (x + 30, y))?;
    x += 112;
    canvas.draw(&Circle::new((x + 8, y), 5, VERMILLION.filled()))?;
    canvas.draw_text("keyakinan rata-rata", &style, (x + 22, y))?;
    x += 184;
    for start in (0..30).step_by(10) {
        let dash = [(x + start, y), (x + start + 6, y)];
        canvas.draw(&PathElement::new(dash, INK.stroke_width(2)))?;
    }
    canvas.draw_text("jujur: akurasi = keyakinan", &style, (x + 38, y))?;
    Ok(())
}

fn panel(canvas: &SvgCanvas, left: i32, name: &str, calibration: &Calibration) -> Drawn {
    let top = theme::HEADING_HEIGHT + 26;
    let bottom = top + SIDE;
    let named = format!("{name} · {}", error_said(calibration));
    canvas.draw_text(&named, &theme::bold(theme::TEXT, INK), (left, top - 16))?;
    let x = |share: f64| left + (share * f64::from(SIDE)).round() as i32;
    let y = |share: f64| bottom - (share * f64::from(SIDE)).round() as i32;
    let number = theme::text(theme::SMALL, SOFT_INK);
    let foot = bottom + GAP + COUNTS;
    for percent in [0, 20, 40, 60, 80, 100] {
        let share = f64::from(percent) / 100.0;
        let line = [(left, y(share)), (left + SIDE, y(share))];
        canvas.draw(&PathElement::new(line, GRID))?;
        let text = percent.to_string();
        let ticks = theme::right(number.clone());
        canvas.draw_text(&text, &ticks, (left - 8, y(share)))?;
        canvas.draw_text(
            &text,
            &theme::centered(number.clone()),
            (x(share), foot + 14),
        )?;
    }
    let most = calibration.bins.iter().map(|bin| bin.count).max();
    let most = most.unwrap_or_default().max(1);
    let filled = || calibration.bins.iter().filter(|bin| bin.count > 0);
    for bin in filled() {
        let across = (x(bin.low) + 1, x(bin.high) - 1);
        let high = y(bin.accuracy);
        let body = [(across.0, high), (across.1, bottom)];
        canvas.draw(&Rectangle::new(body, SKY.filled()))?;
        let cap = [(across.0, high), (across.1, (high + 3).min(bottom))];
        canvas.draw(&Rectangle::new(cap, BLUE.filled()))?;
        let count = (bin.count as f64 / most as f64 * f64::from(COUNTS)).ceil() as i32;
        let small = [(across.0, foot - count), (across.1, foot)];
        canvas.draw(&Rectangle::new(small, SOFT_INK.filled()))?;
    }
    dashed(canvas, (left, bottom))?;
    for Bin {
        low,
        high,
        confidence,
        ..
    } in filled()
    {
        let at = (x((low + high) / 2.0), y(*confidence));
        canvas.draw(&Circle::new(at, 4, VERMILLION.filled()))?;
    }
    let line = [(left, foot - COUNTS), (left + SIDE, foot - COUNTS)];
    canvas.draw(&PathElement::new(line, GRID))?;
    for y in [bottom, foot] {
        canvas.draw(&PathElement::new([(left, y), (left + SIDE, y)], SOFT_INK))?;
    }
    for (text, y) in [("0".into(), foot), (thousands(most), foot - COUNTS)] {
        canvas.draw_text(&text, &theme::right(number.clone()), (left - 8, y))?;
    }
    let name = theme::text(theme::TEXT, INK);
    let middle = (left + SIDE / 2, foot + 36);
    canvas.draw_text("keyakinan (%)", &theme::centered(name.clone()), middle)?;
    let middle = (left - 54, top + SIDE / 2);
    canvas.draw_text(
        "gambar yang benar (%)",
        &theme::upwards(name.clone()),
        middle,
    )?;
    let middle = (left - 54, foot - COUNTS / 2);
    canvas.draw_text("gambar", &theme::upwards(name), middle)?;
    Ok(())
}

/// The diagonal from `corner` upwards.
fn dashed(canvas: &SvgCanvas, (left, bottom): (i32, i32)) -> Drawn {
    for start in (0..SIDE).step_by(12) {
        let end = (start + 7).min(SIDE);
        let dash = [(left + start, bottom - start), (left + end, bottom - end)];
        canvas.draw(&PathElement::new(dash, INK.stroke_width(2)))?;
    }
    Ok(())
}
