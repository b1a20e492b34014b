//! The form of the lessons, as `notebooks/FORM.md` says it: what a program can check of text, pictures and cells. Each file holds one part of the form.

mod code;
mod ending;
mod glossary;
mod links;
mod opening;
mod pictures;
mod prose;
mod words;

use crate::cell::Cell;
use crate::notebook::Notebook;
use crate::project::Project;
use crate::steps::note;
use anyhow::{Result, bail};
use prose::Prose;
use std::collections::HashMap;
use std::path::PathBuf;

/// The start page, which is no lesson.
pub const START: u32 = 0;
/// The page of terms, which holds no code.
pub const GLOSSARY: u32 = 8;
/// The lessons.
const LESSONS: std::ops::RangeInclusive<u32> = 1..=7;

/// The tag of a folded, executed solution.
const SOLUTION: &str = "penyelesaian";

/// A notebook taken apart: each cell with its text understood.
pub struct Page<'a> {
    number: u32,
    /// Its file's name.
    name: String,
    cells: Vec<PageCell<'a>>,
}

enum PageCell<'a> {
    Text(Prose),
    Code(Cell<'a>),
}

impl<'a> Page<'a> {
    /// Takes `notebook` apart.
    pub fn new(number: u32, name: impl Into<String>, notebook: &'a Notebook) -> Self {
        let cells = notebook.cells().into_iter();
        Self {
            number,
            name: name.into(),
            cells: cells
                .map(|cell| match cell.is_code() {
                    true => PageCell::Code(cell),
                    false => PageCell::Text(Prose::read(&cell.source())),
                })
                .collect(),
        }
    }

    /// The text cells with their places, counted from 1.
    fn texts(&self) -> impl Iterator<Item = (usize, &Prose)> {
        (1..)
            .zip(&self.cells)
            .filter_map(|(place, cell)| match cell {
                PageCell::Text(prose) => Some((place, prose)),
                PageCell::Code(_) => None,
            })
    }

    /// The code cells with their places, counted from 1.
    fn codes(&self) -> impl Iterator<Item = (usize, &Cell<'a>)> {
        (1..)
            .zip(&self.cells)
            .filter_map(|(place, cell)| match cell {
                PageCell::Code(cell) => Some((place, cell)),
                PageCell::Text(_) => None,
            })
    }

    fn is_lesson(&self) -> bool {
        LESSONS.contains(&self.number)
    }
}

/// What is wrong with the form of these notebooks, a sentence each. All of them are needed, for the links between them.
pub fn check(notebooks: &[(u32, PathBuf, Notebook)]) -> Vec<String> {
    let pages: Vec<(PathBuf, Page)> = notebooks
        .iter()
        .map(|(number, file, notebook)| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            (file.clone(), Page::new(*number, name, notebook))
        })
        .collect();
    let anchors: HashMap<&str, Vec<String>> = pages
        .iter()
        .map(|(_, page)| (page.name.as_str(), links::anchors(page)))
        .collect();
    let mut wrong = Vec::new();
    for (file, page) in &pages {
        let folder = file.parent().unwrap_or(file);
        let found = of_page(page).into_iter();
        let found = found.chain(links::check(page, folder, &anchors));
        wrong.extend(found.map(|sentence| format!("{}: {sentence}", page.name)));
    }
    wrong
}

/// What can be said of one page without the others.
fn of_page(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    if page.is_lesson() {
        wrong.extend(opening::check(page));
        wrong.extend(ending::check(page));
    }
    wrong.extend(pictures::check(page));
    wrong.extend(code::check(page));
    wrong.extend(words::check(page));
    wrong.extend(glossary::check(page));
    wrong
}

/// What is wrong with the form of the notebooks as they are saved.
pub fn check_saved(project: &Project) -> Result<Vec<String>> {
    let mut notebooks = Vec::new();
    for (number, file) in project.notebooks()? {
        let notebook = Notebook::read(&file)?;
        notebooks.push((number, file, notebook));
    }
    Ok(check(&notebooks))
}

/// The command `form`: checks all saved notebooks, or the one of this number.
pub fn run(only: Option<u32>) -> Result<()> {
    let start = only.map(|number| format!("{number:02}_"));
    let wanted = |sentence: &String| {
        start
            .as_ref()
            .is_none_or(|start| sentence.starts_with(start))
    };
    let mut wrong = check_saved(&Project::find()?)?;
    wrong.retain(wanted);
    if !wrong.is_empty() {
        bail!(
            "Bentuk buku catatan belum seperti notebooks/FORM.md:\n{}",
            wrong.join("\n")
        );
    }
    note("bentuk buku catatan baik");
    Ok(())
}

#[cfg(test)]
mod sample;
