//! [`ClassReport`]: precision, recall and F1 of every class, and their means over the classes.

use super::ConfusionMatrix;
use crate::{
    data::{CLASS_COUNT, CLASS_NAMES},
    numeral::{decimal, thousands},
    table::{Column, Table},
};

/// The measures of one class, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportRow {
    /// The class's own name, or what the row is over.
    pub name: String,
    /// Of the images taken for the class, the share that is of it; 0 to 1.
    pub precision: f64,
    /// Of the images of the class, the share that was found; 0 to 1.
    pub recall: f64,
    /// The harmonic mean of both; 0 to 1.
    pub f1: f64,
    /// How many images truly are of the class.
    pub support: usize,
}

/// One row a class, then the macro average. Twin: `sklearn.metrics.classification_report`.
#[derive(Clone, PartialEq)]
pub struct ClassReport {
    /// The classes in the order of their labels.
    pub classes: Vec<ReportRow>,
    /// The plain mean over the ten classes: each counts alike, however many images it has.
    pub macro_average: ReportRow,
    /// The share of all images that were classified correctly, 0 to 1.
    pub accuracy: f64,
}

impl ClassReport {
    /// Reads the measures off `matrix`.
    pub fn new(matrix: &ConfusionMatrix) -> Self {
        let classes: Vec<ReportRow> = CLASS_NAMES
            .iter()
            .enumerate()
            .map(|(class, name)| ReportRow {
                name: (*name).into(),
                precision: matrix.precision(class),
                recall: matrix.recall(class),
                f1: matrix.f1(class),
                support: matrix.support(class),
            })
            .collect();
        let mean = |measure: fn(&ReportRow) -> f64| {
            classes.iter().map(measure).sum::<f64>() / CLASS_COUNT as f64
        };
        Self {
            macro_average: ReportRow {
                name: "rata-rata kelas".into(),
                precision: mean(|row| row.precision),
                recall: mean(|row| row.recall),
                f1: mean(|row| row.f1),
                support: matrix.total(),
            },
            accuracy: matrix.accuracy(),
            classes,
        }
    }

    /// The table: a row a class, one for their means, and the accuracy below.
    pub fn table(&self) -> Table {
        let rows: Vec<&ReportRow> = self.classes.iter().chain([&self.macro_average]).collect();
        let share = |name: &str, of: fn(&ReportRow) -> f64| {
            Column::right(name, &rows, |row| decimal(of(row), 3))
        };
        Table {
            columns: vec![
                Column::left("kelas", &rows, |row| row.name.clone()),
                share("presisi", |row| row.precision),
                share("recall", |row| row.recall),
                share("F1", |row| row.f1),
                Column::right("gambar", &rows, |row| thousands(row.support)),
            ],
            note: format!("Akurasi: {}.", decimal(self.accuracy, 3)),
        }
    }

    /// Shows the table when the report is a cell's last value.
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl std::fmt::Debug for ClassReport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.table(), formatter)
    }
}

impl std::fmt::Display for ClassReport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.table().fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::reference;

    /// Against scikit-learn 1.9.1: `precision_recall_fscore_support(y, p.argmax(1), labels=range(10))`, and `average="macro"`.
    #[test]
    fn equals_scikit_learn() {
        let report = ClassReport::new(&ConfusionMatrix::new(&reference::predictions()));
        let expected: [(f64, f64, f64, usize); CLASS_COUNT] = [
            (0.833_333_333, 0.714_285_714, 0.769_230_769, 7),
            (0.666_666_667, 0.571_428_571, 0.615_384_615, 7),
            (0.875, 0.777_777_778, 0.823_529_412, 9),
            (0.625, 0.833_333_333, 0.714_285_714, 6),
            (0.75, 0.5, 0.6, 6),
            (0.75, 0.857_142_857, 0.8, 7),
            (1.0, 1.0, 1.0, 5),
            (0.666_666_667, 0.5, 0.571_428_571, 4),
            (0.625, 0.833_333_333, 0.714_285_714, 6),
            (0.75, 1.0, 0.857_142_857, 3),
        ];
        let near = |found: f64, expected: f64| (found - expected).abs() < 1e-8;
        for (row, expected) in report.classes.iter().zip(expected) {
            let (precision, recall, f1, support) = expected;
            assert!(near(row.precision, precision), "{row:?}");
            assert!(near(row.recall, recall) && near(row.f1, f1), "{row:?}");
            assert_eq!(row.support, support);
        }
        let all = &report.macro_average;
        assert!(near(all.precision, 0.754_166_666_7) && near(all.recall, 0.758_730_158_7));
        assert!(near(all.f1, 0.746_528_765_2) && near(report.accuracy, 0.75));
    }
}
