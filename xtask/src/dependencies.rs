//! `DEPENDENCIES.md` names every direct dependency and no other, what is installed by hash is all that is asked for, and no crate of ours may hold unsafe
//! code.

use crate::project::Project;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

type Names = BTreeSet<String>;

/// The names in the first columns of the tables below each heading.
fn listed(root: &Path) -> BTreeMap<String, Names> {
    let text = std::fs::read_to_string(root.join("DEPENDENCIES.md")).unwrap();
    let mut found: BTreeMap<String, Names> = BTreeMap::new();
    let mut heading = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            heading = name.to_owned();
        } else if let Some((name, why)) = line
            .strip_prefix("| `")
            .and_then(|row| row.split_once("` | "))
        {
            assert!(why.len() > 8, "{line}");
            assert!(
                found
                    .entry(heading.clone())
                    .or_default()
                    .insert(name.to_owned()),
                "{line}"
            );
        }
    }
    found
}

/// The packages of a workspace, as cargo reads their manifests.
fn packages(manifest: &Path) -> Vec<Value> {
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(manifest)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_dependency_is_listed_with_its_reason() {
    let root = Project::find().unwrap().root;
    let mut listed = listed(&root);
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        for package in packages(&root.join(manifest)) {
            let name = package["name"].as_str().unwrap();
            let heading = if name == "belajar-cnn-fuzz" {
                "fuzz"
            } else {
                name
            };
            let used: Names = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(listed.remove(heading).unwrap_or_default(), used, "{name}");
        }
    }
    let requirements = std::fs::read_to_string(root.join("xtask/requirements.txt")).unwrap();
    let lock = std::fs::read_to_string(root.join("xtask/requirements.lock")).unwrap();
    let wanted = requirements.lines().filter(|line| !line.starts_with('#'));
    let python: Names = wanted
        .map(|line| {
            let name = line.split("==").next().unwrap();
            let locked = line.to_lowercase().replace('_', "-");
            assert!(
                lock.lines()
                    .any(|line| line.trim_end_matches(" \\") == locked),
                "{line}"
            );
            name.to_owned()
        })
        .collect();
    assert_eq!(listed.remove("Python"), Some(python));
    assert!(listed.is_empty(), "{listed:?}");
}

#[test]
fn every_python_package_has_its_hashes() {
    let root = Project::find().unwrap().root;
    let lock = std::fs::read_to_string(root.join("xtask/requirements.lock")).unwrap();
    let mut lines = lock
        .lines()
        .filter(|line| !line.starts_with('#'))
        .peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        if !line.starts_with(' ') {
            count += 1;
            assert!(line.contains("==") && line.ends_with('\\'), "{line}");
            assert!(
                lines
                    .peek()
                    .is_some_and(|next| next.trim_start().starts_with("--hash=sha256:")),
                "{line}"
            );
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn no_crate_of_ours_may_hold_unsafe_code() {
    let root = Project::find().unwrap().root;
    let workspace = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for package in packages(&root.join("Cargo.toml")) {
        let manifest = package["manifest_path"].as_str().unwrap();
        let text = std::fs::read_to_string(manifest).unwrap();
        assert!(text.contains("[lints]\nworkspace = true"), "{manifest}");
    }
}
