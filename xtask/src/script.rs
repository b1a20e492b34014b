//! [`Active`]: what in a notebook could run or fetch something when a page shows it. Nothing here tries to understand HTML as browsers do; it looks for
//! what every trick needs, wherever it stands, and would rather refuse a harmless text than let one pass.

use crate::cell::joined;
use crate::notebook::Notebook;
use serde_json::Value;
use std::fmt;

/// Kinds of output that show and do no more. Any other may belong to an extension that runs it.
const SHOWN: [&str; 5] = [
    "text/plain",
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
];
/// Elements that run, load, or change what the rest of the page means.
const ELEMENTS: [&str; 18] = [
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "link",
    "meta",
    "base",
    "form",
    "foreignobject",
    "animate",
    "set",
    "handler",
    "portal",
    "audio",
    "video",
    "template",
];
/// Addresses that are programs or pages of their own.
const SCHEMES: [&str; 5] = [
    "javascript:",
    "vbscript:",
    "data:text",
    "data:application",
    "data:image/svg",
];
/// Attributes whose address is loaded, but for a link's, which waits for a click.
const LOADING: [&str; 8] = [
    "src=",
    "srcset=",
    "href=",
    "poster=",
    "data=",
    "background=",
    "action=",
    "url(",
];

/// Something that a page would run or fetch.
#[derive(Debug, PartialEq, Eq)]
pub struct Active(String);

impl fmt::Display for Active {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is active in a notebook's outputs and texts, with the cell's place, counted from 1.
pub fn all_active(notebook: &Notebook) -> Vec<(usize, Active)> {
    let mut found = Vec::new();
    for (place, cell) in (1..).zip(notebook.cells()) {
        found.extend(
            cell.outputs()
                .iter()
                .filter_map(in_output)
                .map(|active| (place, active)),
        );
        if !cell.is_code() {
            found.extend(in_markup(&cell.source()).map(|active| (place, active)));
        }
    }
    found
}

/// What is active in one output.
fn in_output(output: &Value) -> Option<Active> {
    let data = output["data"].as_object()?;
    data.iter().find_map(|(kind, content)| {
        if !SHOWN.contains(&kind.as_str()) {
            return Some(Active(format!("jenis luaran `{kind}`")));
        }
        let is_markup = kind == "text/html" || kind == "image/svg+xml";
        is_markup.then(|| in_markup(&joined(content))).flatten()
    })
}

/// What is active in HTML, SVG or Markdown.
fn in_markup(text: &str) -> Option<Active> {
    let text = decoded(&text.to_lowercase());
    // Browsers ignore these inside an address.
    let dense: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    let element = || {
        ELEMENTS
            .iter()
            .find(|name| has_element(&text, name))
            .map(|name| format!("unsur <{name}>"))
    };
    let scheme = || {
        SCHEMES
            .iter()
            .find(|scheme| dense.contains(*scheme))
            .map(|scheme| format!("alamat {scheme}"))
    };
    let import = || dense.contains("@import").then(|| "@import".to_owned());
    let found = element()
        .or_else(scheme)
        .or_else(import)
        .or_else(|| handler(&text))
        .or_else(|| loaded(&text));
    found.map(Active)
}

fn has_element(text: &str, name: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = &text[at + 1..];
        // A prefix, as in <svg:script>, names the same element.
        let rest = match rest.split_once(':') {
            Some((prefix, rest)) if prefix.bytes().all(|byte| byte.is_ascii_alphanumeric()) => rest,
            _ => rest,
        };
        rest.strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// An attribute such as `onload=`.
fn handler(text: &str) -> Option<String> {
    text.match_indices("on").find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let name: String = text[at..]
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let value = text[at + name.len()..].trim_start();
        let separated =
            before.is_none_or(|c| c.is_whitespace() || c.is_control() || "/\"'<".contains(c));
        (separated && name.len() > 3 && value.starts_with('=') && !value.starts_with("=="))
            .then(|| format!("penangan peristiwa {name}"))
    })
}

/// An address that would be fetched.
fn loaded(text: &str) -> Option<String> {
    // `src = "…"` is `src="…"`.
    let text = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" =", "=")
        .replace("= ", "=")
        .replace("url( ", "url(");
    LOADING.iter().find_map(|attribute| {
        text.match_indices(attribute).find_map(|(at, _)| {
            let address = text[at + attribute.len()..].trim_start_matches(['"', '\'', ' ', '\\']);
            let local = address.starts_with('#') || address.starts_with("data:image/");
            (!local && !is_link(&text[..at])).then(|| {
                let start: String = address.chars().take(40).collect();
                format!("{attribute}{start}")
            })
        })
    })
}

/// Whether the element that is open at the end of `text` is a link.
fn is_link(text: &str) -> bool {
    text.rsplit_once('<')
        .is_some_and(|(_, element)| element.starts_with("a "))
}

/// With numeric and the few named references that stand for letters and marks of an address.
fn decoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        result += before;
        let name: String = after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '#')
            .collect();
        let number = name
            .strip_prefix('#')
            .and_then(|digits| match digits.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => digits.parse().ok(),
            });
        let letter = match name.as_str() {
            "colon" => Some(':'),
            "tab" | "newline" => Some('\n'),
            "lpar" => Some('('),
            "equals" => Some('='),
            // `&lt;` and `&quot;` stay: decoded they would only look like markup.
            _ => number
                .and_then(char::from_u32)
                .filter(|c| !"<>\"'&".contains(*c)),
        };
        match letter {
            Some(letter) => {
                result.extend(letter.to_lowercase());
                rest = &after[name.len()..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                result.push('&');
                rest = after;
            }
        }
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_known_trick_is_found() {
        for trick in [
            "<script>alert(1)</script>",
            "<SCRIPT/x>",
            "<svg:script>",
            "<svg onload=alert(1)>",
            "<svg/onload=alert(1)>",
            "<img src=\"data:image/png;base64,AA\"onerror=alert(1)>",
            "<img src='#'\n\tOnError \n= 'alert(1)'>",
            "<iframe srcdoc='x'>",
            "<object data=x>",
            "<embed src=x>",
            "<svg><a xlink:href=\"javascript:alert(1)\">",
            "<a href=\"java&#115;cript:alert(1)\">",
            "<a href=\"java&#x73;cript&colon;alert(1)\">",
            "<a href=\"java\tscript:alert(1)\">",
            "<a href=' &#14; JaVaScRiPt:alert(1)'>",
            "[klik](javascript:alert(1))",
            "<a href=\"data:text/html,<b>\">",
            "<svg><foreignObject>",
            "<svg><animate attributeName=href to=x>",
            "<svg><set attributeName=onload>",
            "<svg><use href='https://example.org/a.svg#b'/></svg>",
            "<img src=https://example.org/pixel.png>",
            "<img src = \"//example.org/pixel.png\">",
            "<div style=\"background:url('http://example.org/a')\">",
            "<style>@import 'http://example.org/a.css';</style>",
            "<meta http-equiv=refresh content=0>",
            "<form action=x>",
            "<base href=x>",
        ] {
            assert!(in_markup(trick).is_some(), "{trick}");
        }
    }

    #[test]
    fn pictures_links_and_text_are_left_alone() {
        for text in [
            "# Judul\n\nBaca [dokumen](https://example.org) atau <https://example.org>.",
            "`Vec<f32>` dan `Conv2D<1, 32, 3, 2>`; a == b, one = 1, epoch&nbsp;1",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><use href=\"#a\"/><rect fill=\"url(#b)\"/><text>on x=3</text></svg>",
            "<img src=\"data:image/png;base64,AAAA\"/>",
            "<a href=\"https://example.org\">x</a>",
            "<details><summary>Jawaban</summary>`let x = 1;` &lt;script&gt;</details>",
        ] {
            assert_eq!(in_markup(text), None, "{text}");
        }
    }

    #[test]
    fn the_committed_notebooks_are_left_alone() {
        let project = crate::project::Project::find().unwrap();
        for (number, file) in project.notebooks().unwrap() {
            assert_eq!(all_active(&Notebook::read(&file).unwrap()), [], "{number}");
        }
    }

    #[test]
    fn only_outputs_that_merely_show_are_taken() {
        let of = |kind: &str| in_output(&json!({"data": {kind: "x"}}));
        assert!(of("application/javascript").is_some());
        assert!(of("application/vnd.jupyter.widget-view+json").is_some());
        assert!(of("text/markdown").is_some());
        assert_eq!(of("text/plain"), None);
        assert_eq!(of("image/png"), None);
    }
}
