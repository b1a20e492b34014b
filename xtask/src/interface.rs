//! The interface's language: JupyterLab's Indonesian language pack, completed with our own words (`python/jupyterlab_words.json`), since the pack leaves the
//! names of most menus in English and calls others what a reader would not understand.

use crate::environment;
use crate::project::Lab;
use crate::stamp::{Key, Stamp, write_whole};
use anyhow::{Context, Result, bail};

const SCRIPT: &str = include_str!("python/jupyterlab_words.py");
/// JupyterLab's English text, and ours: `words`, and `counted`, which JupyterLab asks for together with a number.
const WORDS: &str = include_str!("python/jupyterlab_words.json");

/// Completes the language pack in `.lab/venv` unless it is complete. Gives whether there was work to do.
pub fn ensure(lab: &Lab) -> Result<bool> {
    // Inside the environment: with a new one comes the pack as it was.
    let stamp = Stamp::new(lab.join("venv/bahasa.stamp"));
    let key = Key::default().text(SCRIPT).text(WORDS).finish();
    if stamp.matches(&key) {
        return Ok(false);
    }
    let [script, words] =
        ["py", "json"].map(|kind| lab.join("jalan").join(format!("jupyterlab_words.{kind}")));
    write_whole(&script, SCRIPT.as_bytes())?;
    write_whole(&words, WORDS.as_bytes())?;
    let done = environment::python(lab)
        .arg(script)
        .arg(words)
        .status()
        .context("Python di .lab/venv tidak dapat dijalankan; hapus folder .lab/venv, lalu jalankan perintah ini sekali lagi.")?;
    if !done.success() {
        bail!(
            "Bahasa Indonesia JupyterLab tidak dapat dilengkapi; hapus folder .lab/venv, lalu jalankan perintah ini sekali lagi."
        );
    }
    stamp.write(&key)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::WORDS;
    use std::collections::BTreeMap;

    #[test]
    fn translations_keep_the_places_that_jupyterlab_fills() {
        let groups: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_str(WORDS).unwrap();
        assert!(groups.keys().eq(["counted", "words"]));
        for (english, ours) in groups.values().flatten() {
            let places = |text: &str| ["%1", "%2", "\n"].map(|place| text.matches(place).count());
            assert_eq!(places(english), places(ours), "{english}: {ours}");
            assert!(!ours.trim().is_empty(), "{english}");
        }
    }
}
