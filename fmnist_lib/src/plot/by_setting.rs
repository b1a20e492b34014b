//! Experiments by a setting: what one hyperparameter does to the best accuracy on validation data, a point an experiment.

use super::{
    axis::Axis,
    figure::{Drawn, Figure, SvgCanvas},
    line_style::LineStyle,
    theme::{self, GRID, INK, MARGIN, SOFT_INK},
};
use crate::{
    error::{Error, Result},
    experiments::{Comparison, Experiment, Setting},
    numeral::{self, decimal},
};
use plotters::{coord::ranged1d::ValueFormatter, prelude::*};

const HEIGHT: i32 = 400;

/// More values than this have no room for their numbers.
const MOST: usize = 10;

/// Where the plot begins and ends, in pixels.
const LEFT: i32 = 96;
const RIGHT: i32 = theme::WIDTH as i32 - MARGIN;
const TOP: i32 = theme::HEADING_HEIGHT + 12;
const BOTTOM: i32 = HEIGHT - 62;

/// Draws the accuracy on validation data at the best epoch of each experiment over the values of one setting (SVG). Values stand in
/// ascending order, evenly spaced, so that 0.0001 and 0.1 fit into one picture; a line joins the best of each.
///
/// Twin: the scatter plot of a sweep in Weights & Biases, or of `sklearn.model_selection.validation_curve`.
///
/// # Errors
/// [`Error::InvalidValue`] if no experiment has completed an epoch; [`Error::Plot`] if the picture cannot be drawn.
pub fn by_setting(comparison: &Comparison, setting: Setting) -> Result<Figure> {
    let columns = columns(&comparison.experiments, setting);
    if columns.iter().all(|column| column.best().is_none()) {
        return Err(Error::InvalidValue {
            name: "comparison",
            value: format!("{} percobaan", comparison.experiments.len()),
            reason: "belum ada epoch yang selesai, jadi belum ada yang dapat digambar; jalankan percobaannya dahulu",
        });
    }
    let title = format!("Akurasi validasi menurut {}", setting.name());
    let said: Vec<String> = columns.iter().map(Column::described).collect();
    let alt = format!("{title}: {}.", said.join("; "));
    Figure::draw_svg("by_setting", HEIGHT as u32, &title, alt, |canvas| {
        let quiet =
            "tiap titik satu percobaan, pada epoch terbaiknya; garis menghubungkan yang terbaik";
        theme::heading(canvas, &title, quiet)?;
        draw(canvas, &columns, setting)
    })
}

/// One value of the setting and the experiments that have it.
struct Column {
    value: String,
    /// In percent.
    accuracies: Vec<f64>,
    /// Experiments without a complete epoch.
    without: usize,
}

impl Column {
    fn best(&self) -> Option<f64> {
        self.accuracies.iter().copied().reduce(f64::max)
    }

    fn described(&self) -> String {
        match self.best() {
            Some(best) => format!("{} mencapai {} %", self.value, decimal(best, 1)),
            None => format!("{} tanpa epoch yang selesai", self.value),
        }
    }
}

/// The columns in ascending order of numbers, then of words.
fn columns(experiments: &[Experiment], setting: Setting) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (value, one) in setting.values(experiments).into_iter().zip(experiments) {
        let at = columns.iter().position(|column| column.value == value);
        let at = at.unwrap_or(columns.len());
        if at == columns.len() {
            columns.push(Column {
                value,
                accuracies: Vec::new(),
                without: 0,
            });
        }
        match one.best().map(|best| best.val_accuracy * 100.0) {
            Some(percent) if (0.0..=100.0).contains(&percent) => {
                columns[at].accuracies.push(percent)
            }
            _ => columns[at].without += 1,
        }
    }
    let number = |column: &Column| numeral::read(&column.value).unwrap_or(f64::INFINITY);
    columns.sort_by(|left, right| {
        let numbers = number(left).total_cmp(&number(right));
        numbers.then_with(|| left.value.cmp(&right.value))
    });
    columns.truncate(MOST);
    columns
}

fn draw(canvas: &SvgCanvas, columns: &[Column], setting: Setting) -> Drawn {
    let up = Axis::around(
        columns
            .iter()
            .flat_map(|one| one.accuracies.iter().copied()),
        6,
    );
    let (low, high) = (up.range.start, up.range.end);
    let y = |percent: f64| {
        let share = (percent - low) / (high - low);
        BOTTOM - (share * f64::from(BOTTOM - TOP)).round() as i32
    };
    let step = (RIGHT - LEFT) / columns.len() as i32;
    let x = |at: usize| LEFT + step / 2 + at as i32 * step;
    let number = theme::text(theme::SMALL, SOFT_INK);
    for tick in &up.ticks {
        let line = [(LEFT, y(*tick)), (RIGHT, y(*tick))];
        canvas.draw(&PathElement::new(line, GRID))?;
        let style = theme::right(number.clone());
        canvas.draw_text(&up.format_ext(tick), &style, (LEFT - 8, y(*tick)))?;
    }
    canvas.draw(&PathElement::new(
        [(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)],
        SOFT_INK,
    ))?;
    let axis = theme::text(theme::TEXT, INK);
    let middle = (TOP + BOTTOM) / 2;
    let name = theme::upwards(axis.clone());
    canvas.draw_text("akurasi validasi (%)", &name, (MARGIN + 12, middle))?;
    let below = theme::centered(axis);
    canvas.draw_text(setting.name(), &below, ((LEFT + RIGHT) / 2, HEIGHT - 18))?;
    let style = LineStyle::plain(1);
    let joined: Vec<(i32, i32)> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((x(at), y(column.best()?))))
        .collect();
    style.line(canvas, &joined)?;
    for (at, column) in columns.iter().enumerate() {
        // A list of layers may be longer than its place.
        let fits = (step / 8).max(4) as usize;
        let value: String = column.value.chars().take(fits).collect();
        canvas.draw_text(
            &value,
            &theme::centered(number.clone()),
            (x(at), BOTTOM + 16),
        )?;
        for accuracy in &column.accuracies {
            style.mark(canvas, (x(at), y(*accuracy)))?;
        }
        if let Some(best) = column.best() {
            // Where the line rises to the next point, the number stands below it.
            let next = columns.get(at + 1).and_then(Column::best);
            let aside = if next > Some(best) { 11 } else { -9 };
            let said = theme::text(theme::SMALL, INK);
            canvas.draw_text(&decimal(best, 1), &said, (x(at) + 11, y(best) + aside))?;
        }
        if column.without > 0 {
            let cross = theme::centered(theme::text(theme::SMALL, SOFT_INK));
            canvas.draw_text("× tanpa epoch", &cross, (x(at), BOTTOM - 10))?;
        }
    }
    Ok(())
}
