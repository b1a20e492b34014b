//! Words inside HTML and SVG.

/// `text` as it stands between tags and inside quoted attributes: nothing in it is read as markup. Twin: Python's `html.escape`.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_left_that_could_open_a_tag_or_end_an_attribute() {
        assert_eq!(
            super::escaped("<a b=\"&lt;\">"),
            "&lt;a b=&quot;&amp;lt;&quot;&gt;"
        );
    }
}
