//! [`Summary`]: a network's layers, output shapes and parameters as a table.

use crate::{
    cell_output::show,
    layers::{Layer, LayerRow},
    model::ImageShape,
    numeral::thousands,
};

/// What a network's type says of itself; nothing has to be built or run. Twin: Keras `model.summary()`.
#[derive(Clone, PartialEq, Eq)]
pub struct Summary {
    /// One line a layer, in order.
    pub rows: Vec<LayerRow>,
}

impl Summary {
    /// Reads the table off the type `N`.
    pub fn of<N: Layer<ImageShape>>() -> Self {
        let mut rows = Vec::new();
        N::describe(&mut rows);
        Self { rows }
    }

    /// The sum of all layers' parameters.
    pub fn parameters(&self) -> usize {
        self.rows.iter().map(|row| row.parameters).sum()
    }

    /// Shows the table when the summary is a cell's last value.
    pub fn evcxr_display(&self) {
        show(&[("text/plain", &self.to_string())]);
    }
}

/// As [`Display`](std::fmt::Display), on which evcxr falls back.
impl std::fmt::Debug for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rule = "─".repeat(58);
        writeln!(
            formatter,
            "{:<24}{:<20}{:>14}",
            "Lapisan", "Bentuk luaran", "Parameter"
        )?;
        writeln!(formatter, "{rule}")?;
        for row in &self.rows {
            let sizes: Vec<String> = row.output.iter().map(usize::to_string).collect();
            let shape = format!("({})", sizes.join(", "));
            writeln!(
                formatter,
                "{:<24}{shape:<20}{:>14}",
                row.name,
                thousands(row.parameters)
            )?;
        }
        writeln!(formatter, "{rule}")?;
        write!(
            formatter,
            "{:<44}{:>14}",
            "Jumlah parameter",
            thousands(self.parameters())
        )
    }
}
