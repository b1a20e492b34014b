//! [`Summary`]: a network's layers, output shapes and parameters as a table.

use crate::{
    layers::{Layer, LayerRow},
    model::ImageShape,
    numeral::thousands,
    table::{Column, Table},
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

    /// The table: a row a layer, and the sum below.
    pub fn table(&self) -> Table {
        Table {
            columns: vec![
                Column::left("lapisan", &self.rows, |row| row.name.clone()),
                Column::left("bentuk luaran", &self.rows, LayerRow::shape),
                Column::right("parameter", &self.rows, |row| thousands(row.parameters)),
            ],
            note: format!("Jumlah parameter: {}.", thousands(self.parameters())),
        }
    }

    /// Shows the table when the summary is a cell's last value.
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl std::fmt::Debug for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.table(), formatter)
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.table().fmt(formatter)
    }
}
