//! A notebook cell's rich output: pictures and tables in the lines that evcxr, the notebook's kernel, takes out of what a cell prints.

/// Set by evcxr for the process that runs the cells.
const IN_A_CELL: &str = "EVCXR_IS_RUNTIME";

/// Shows one thing in several formats, of which the page chooses one: MIME types with their contents.
pub(crate) fn show(formats: &[(&str, &str)]) {
    let block = |(mime, content): &(&str, &str)| {
        format!(
            "EVCXR_BEGIN_CONTENT {mime}\n{}\nEVCXR_END_CONTENT\n",
            content.trim_end()
        )
    };
    // One call, so that no other thread's line gets between.
    print!("{}", formats.iter().map(block).collect::<String>());
}

/// For `Debug`, on which evcxr falls back where its first try to compile a cell fails: where the last expression takes a variable away, or when the
/// cell holds the session's first `?`. evcxr shows what `Debug` writes as plain text; what this shows stands beside it.
pub(crate) fn show_beside_debug(mime: &str, content: &str) {
    if std::env::var_os(IN_A_CELL).is_some() {
        show(&[(mime, content)]);
    }
}
