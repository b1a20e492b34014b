//! [`Cell`]: one cell of a notebook: its source, its outputs, and what Jupyter and our kernel note of it.

use serde_json::Value;

/// One cell, borrowed from its notebook.
pub struct Cell<'a>(pub &'a Value);

impl<'a> Cell<'a> {
    /// nbformat's word for what it is: `code`, `markdown` or `raw`.
    pub fn kind(&self) -> &'a str {
        self.0["cell_type"].as_str().unwrap_or_default()
    }

    /// Whether the kernel executes it.
    pub fn is_code(&self) -> bool {
        self.kind() == "code"
    }

    /// Whether Jupyter's metadata give it this tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        let tags = self.0["metadata"]["tags"].as_array();
        tags.is_some_and(|tags| tags.iter().any(|found| found == tag))
    }

    /// Whether JupyterLab folds this part away: `source_hidden` or `outputs_hidden`.
    pub fn is_folded(&self, part: &str) -> bool {
        self.0["metadata"]["jupyter"][part] == true
    }

    /// What the author wrote.
    pub fn source(&self) -> String {
        joined(&self.0["source"])
    }

    /// The number in the brackets beside the cell.
    pub fn count(&self) -> Option<u64> {
        self.0["execution_count"].as_u64()
    }

    /// The outputs as Jupyter stores them.
    pub fn outputs(&self) -> &'a [Value] {
        self.0["outputs"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Whether there is a place for outputs, even an empty one.
    pub fn has_outputs(&self) -> bool {
        self.0.get("outputs").is_some()
    }

    /// How long it ran, which the kernel notes as its last output.
    pub fn seconds(&self) -> Option<f64> {
        self.outputs().iter().find_map(run_time)
    }

    /// All that the outputs say as text, streams and results alike, without the kernel's note of the run time.
    pub fn text(&self) -> String {
        let outputs = self.outputs().iter();
        outputs
            .filter(|output| run_time(output).is_none())
            .map(|output| joined(&output["text"]) + &joined(&output["data"]["text/plain"]))
            .collect()
    }
}

/// nbformat stores a text as one string or as its lines.
pub fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// The seconds in the kernel's note of a cell's run time; other outputs have none.
fn run_time(output: &Value) -> Option<f64> {
    output["metadata"]["belajar_cnn"]["seconds"].as_f64()
}

/// A picture, or HTML with one in it (as plotters' own evcxr figures are).
pub fn is_picture(output: &Value) -> bool {
    let Some(data) = output["data"].as_object() else {
        return false;
    };
    let html = joined(&output["data"]["text/html"]);
    data.keys().any(|kind| kind.starts_with("image/"))
        || html.contains("<svg")
        || html.contains("<img")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_run_time_is_told_apart_from_what_the_cell_says() {
        let cell = json!({"outputs": [
            {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}},
            {"output_type": "display_data", "data": {"text/html": "<div>0,8 detik</div>", "text/plain": "0,8 detik"},
             "metadata": {"belajar_cnn": {"seconds": 0.83}}},
        ]});
        let cell = Cell(&cell);
        assert_eq!((cell.text(), cell.seconds()), ("2".to_owned(), Some(0.83)));
    }
}
