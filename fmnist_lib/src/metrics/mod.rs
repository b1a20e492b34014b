//! How good the answers are: one measure a file.

mod calibration;
mod class_report;
mod confusion_matrix;
#[cfg(test)]
mod reference;
mod temperature;

pub use calibration::{Bin, Calibration};
pub use class_report::{ClassReport, ReportRow};
pub use confusion_matrix::ConfusionMatrix;
pub use temperature::Temperature;
