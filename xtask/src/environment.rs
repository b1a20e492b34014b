//! The environment that Jupyter runs in: all its files inside `.lab/jupyter`, so that nothing of the user's own Jupyter is read or changed, and the
//! defaults of a learner's JupyterLab.

use crate::kernelspec;
use crate::project::Lab;
use crate::stamp::write_whole;
use anyhow::{Context, Result};
use serde_json::json;
use std::process::Command;

/// JupyterLab breaks lines of output in the middle of a word, and a question of a quiz stands as near to the answer before it as to its own; sentences
/// are to be read. Pictures have a light ground, which is softened where the page is dark. (`body` makes these rules weigh more than JupyterLab's, which
/// come later.)
const STYLE: &str = "\
body .jp-OutputArea-output pre,
body .jp-RenderedText pre {
  word-break: normal;
  overflow-wrap: anywhere;
}
body .jp-RenderedMarkdown details {
  margin-bottom: 1.2em;
}
body[data-jp-theme-light=\"false\"] .jp-RenderedImage img,
body[data-jp-theme-light=\"false\"] .jp-RenderedSVG img,
body[data-jp-theme-light=\"false\"] .jp-RenderedMarkdown img {
  border-radius: 8px;
  filter: brightness(0.88);
}
";

/// `fmnist_lib` keeps trainings and experiments in the folder that this names.
const RUNS_VARIABLE: &str = "BELAJAR_CNN_RUNS";

#[cfg(windows)]
const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;

/// The virtual environment's Python, with every folder of Jupyter's inside `.lab`.
pub fn python(lab: &Lab) -> Command {
    let jupyter = lab.join("jupyter");
    let mut command = Command::new(lab.python());
    command
        .env("JUPYTER_CONFIG_DIR", jupyter.join("config"))
        .env("JUPYTER_DATA_DIR", jupyter.join("data"))
        .env("JUPYTER_RUNTIME_DIR", jupyter.join("runtime"))
        .env("JUPYTERLAB_SETTINGS_DIR", jupyter.join("settings"))
        .env("JUPYTERLAB_WORKSPACES_DIR", jupyter.join("workspaces"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("JUPYTER_PATH")
        .env_remove("JUPYTER_CONFIG_PATH")
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH");
    // Ctrl-C in the terminal is for us alone: hearing it twice, Jupyter would leave its kernels behind. We pass it on by closing a pipe.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, CREATE_NEW_PROCESS_GROUP);
    command
}

/// [`python`] for what this project runs to check itself: what is trained there is kept in a `runs` of its own, empty at the start, so that a reader's
/// stays as it is. `name` is the run's.
pub fn apart(lab: &Lab, name: &str) -> Result<Command> {
    let runs = lab.join("jalan").join(name).join("runs");
    if runs.exists() {
        std::fs::remove_dir_all(&runs).with_context(|| {
            format!(
                "Folder {} tidak dapat dikosongkan; periksa izinnya.",
                runs.display()
            )
        })?;
    }
    let mut command = python(lab);
    command.env(RUNS_VARIABLE, runs);
    Ok(command)
}

/// Writes the defaults: Indonesian menus, our kernel alone, no news and no update check. What a learner changes is stored elsewhere and stays.
pub fn write_defaults(lab: &Lab) -> Result<()> {
    let config = lab.join("jupyter/config");
    let settings = json!({
        "@jupyterlab/translation-extension:plugin": {"locale": "id_ID"},
        // A page that is lost, loses little.
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 20},
        "@jupyterlab/apputils-extension:notification": {"checkForUpdates": false, "fetchNews": "false"},
    });
    let server = json!({
        "ServerApp": {
            "ip": "127.0.0.1",
            "answer_yes": true,
            // In containers one is root; the server listens on this machine only and asks for its token.
            "allow_root": true,
            "root_dir": lab.project_root(),
        },
        "LabApp": {"custom_css": true},
        "MultiKernelManager": {"default_kernel_name": kernelspec::NAME},
        "KernelSpecManager": {
            "ensure_native_kernel": false,
            "allowed_kernelspecs": [kernelspec::NAME],
        },
    });
    write_whole(
        &config.join("labconfig/default_setting_overrides.json"),
        settings.to_string().as_bytes(),
    )?;
    write_whole(&config.join("custom/custom.css"), STYLE.as_bytes())?;
    write_whole(
        &config.join("jupyter_server_config.json"),
        server.to_string().as_bytes(),
    )
}
