//! [`Tools`]: what the tour of the browser needs from the machine: Node.js and a Chromium; its one package goes into `.lab/browser`.

use crate::project::Lab;
use crate::stamp::{Key, Stamp, write_whole};
use crate::steps::note;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PACKAGE: &str = include_str!("browser/package.json");
const LOCK: &str = include_str!("browser/package-lock.json");
/// Points to another browser.
const VARIABLE: &str = "BELAJAR_CNN_PERAMBAN";
/// playwright-core asks for it.
const OLDEST_NODE: u32 = 20;

/// Node.js and a browser that are there.
pub struct Tools {
    /// The browser's program.
    pub browser: PathBuf,
}

impl Tools {
    /// Looks for them; says in a sentence what is missing.
    pub fn find() -> Result<Self> {
        let version = version_of("node").context(format!(
            "Node.js tidak ditemukan; pasang versi {OLDEST_NODE} atau yang lebih baru (Debian/Ubuntu: `sudo apt install nodejs npm`)."
        ))?;
        let major = version.trim_start_matches('v').split('.').next();
        let major: u32 = major.and_then(|text| text.parse().ok()).unwrap_or(0);
        if major < OLDEST_NODE {
            bail!(
                "Node.js {version} terlalu lama; pasang versi {OLDEST_NODE} atau yang lebih baru."
            );
        }
        version_of(npm()).context(
            "npm tidak ditemukan; pasang dahulu (Debian/Ubuntu: `sudo apt install npm`).",
        )?;
        Ok(Self {
            browser: browser()?,
        })
    }

    /// Installs the pinned package unless it is there.
    pub fn ensure_package(&self, lab: &Lab) -> Result<()> {
        let stamp = Stamp::new(lab.join("stamps/browser"));
        let key = Key::default().text(PACKAGE).text(LOCK).finish();
        let folder = lab.join("browser");
        if stamp.matches(&key) && folder.join("node_modules/playwright-core").is_dir() {
            return Ok(());
        }
        stamp.remove();
        note("mengunduh playwright-core (kira-kira 3 MB); ini hanya sekali");
        write_whole(&folder.join("package.json"), PACKAGE.as_bytes())?;
        write_whole(&folder.join("package-lock.json"), LOCK.as_bytes())?;
        let installed = Command::new(npm())
            .args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
            ])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status();
        if !installed.is_ok_and(|status| status.success()) {
            bail!(
                "playwright-core gagal dipasang; periksa sambungan internet ke npm, lalu jalankan perintah ini sekali lagi."
            );
        }
        stamp.write(&key)
    }
}

/// The browser that a variable names, or the first Chromium or Chrome of this machine.
fn browser() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!(
                "{VARIABLE} menunjuk ke {}, yang tidak ada.",
                named.display()
            );
        }
        return Ok(named);
    }
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    folders.push("/Applications/Google Chrome.app/Contents/MacOS".into());
    folders.push("/Applications/Chromium.app/Contents/MacOS".into());
    folders.push("C:/Program Files/Google/Chrome/Application".into());
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "Google Chrome",
        "Chromium",
        "chrome.exe",
    ];
    let mut programs = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    programs.find(|program| program.is_file()).with_context(|| {
        format!("Chromium atau Chrome tidak ditemukan; pasang (Debian: `sudo apt install chromium`) atau tunjukkan programnya dengan {VARIABLE}.")
    })
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn version_of(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
