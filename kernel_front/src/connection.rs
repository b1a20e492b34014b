//! [`Connection`]: the five ports and the key of a connection file: read from Jupyter for our side, made anew for the child's.

use crate::signature::Key;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

/// Where the sockets of one kernel are, and its secret.
#[derive(Clone, Serialize, Deserialize)]
pub struct Connection {
    /// Requests of the notebook.
    pub shell_port: u16,
    /// Interrupt and shutdown.
    pub control_port: u16,
    /// Outputs to everybody.
    pub iopub_port: u16,
    /// Questions to the reader.
    pub stdin_port: u16,
    /// The heartbeat.
    pub hb_port: u16,
    transport: String,
    ip: String,
    key: String,
    signature_scheme: String,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// The file cannot be read or written.
    #[error("Berkas sambungan {} tidak dapat dibuka: {source}; mulai ulang kernel.", path.display())]
    File {
        /// The connection file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The file is no connection file.
    #[error("Berkas sambungan {} rusak: {source}; mulai ulang kernel.", path.display())]
    Format {
        /// The connection file.
        path: PathBuf,
        /// What is wrong in it.
        source: serde_json::Error,
    },
    /// Other machines could reach the kernel.
    #[error("Kernel ini hanya menerima sambungan TCP dari komputer ini sendiri, bukan dari {0}.")]
    NotLocal(String),
    /// Signed in a way that we do not know.
    #[error("Tanda tangan {0} tidak dikenal; kernel ini memakai hmac-sha256.")]
    Scheme(String),
    /// Without a key everybody on this machine could run code.
    #[error("Berkas sambungan {} tidak berisi kunci; mulai ulang kernel.", .0.display())]
    NoKey(PathBuf),
    /// The system has no free port.
    #[error("Tidak ada porta bebas: {0}; tutup program lain, lalu mulai ulang kernel.")]
    Ports(#[source] std::io::Error),
}

impl Connection {
    /// Reads Jupyter's file. Only signed TCP on this machine is taken.
    ///
    /// # Errors
    /// The file is unreadable, names another machine, or has no key.
    pub fn read(path: &Path) -> Result<Self, ConnectionError> {
        let text = std::fs::read(path).map_err(|source| ConnectionError::File {
            path: path.to_owned(),
            source,
        })?;
        let found: Self =
            serde_json::from_slice(&text).map_err(|source| ConnectionError::Format {
                path: path.to_owned(),
                source,
            })?;
        let address: Option<IpAddr> = match found.ip.as_str() {
            "localhost" => Some(Ipv4Addr::LOCALHOST.into()),
            other => other.parse().ok(),
        };
        if found.transport != "tcp" || !address.is_some_and(|address| address.is_loopback()) {
            return Err(ConnectionError::NotLocal(found.ip));
        }
        if found.signature_scheme != "hmac-sha256" {
            return Err(ConnectionError::Scheme(found.signature_scheme));
        }
        if found.key.is_empty() {
            return Err(ConnectionError::NoKey(path.to_owned()));
        }
        Ok(found)
    }

    /// Five free ports and a random key. The ports are free now; who takes one of them first makes the child's start fail, and it is tried again.
    ///
    /// # Errors
    /// The system has no free port.
    pub fn free() -> Result<Self, ConnectionError> {
        let listeners: Vec<TcpListener> = (0..5)
            .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .collect::<Result<_, _>>()
            .map_err(ConnectionError::Ports)?;
        let port = |index: usize| -> Result<u16, ConnectionError> {
            let address = listeners[index].local_addr();
            Ok(address.map_err(ConnectionError::Ports)?.port())
        };
        Ok(Self {
            shell_port: port(0)?,
            control_port: port(1)?,
            iopub_port: port(2)?,
            stdin_port: port(3)?,
            hb_port: port(4)?,
            transport: "tcp".to_owned(),
            ip: Ipv4Addr::LOCALHOST.to_string(),
            key: random_text(),
            signature_scheme: "hmac-sha256".to_owned(),
        })
    }

    /// Writes a file that only its owner may read.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), ConnectionError> {
        let fault = |source| ConnectionError::File {
            path: path.to_owned(),
            source,
        };
        let _ = std::fs::remove_file(path);
        let mut options = std::fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(fault)?;
        let text = serde_json::to_string(self).map_err(|source| ConnectionError::Format {
            path: path.to_owned(),
            source,
        })?;
        file.write_all(text.as_bytes()).map_err(fault)
    }

    /// The address of one of the ports.
    pub fn address(&self, port: u16) -> String {
        format!("tcp://{}:{port}", self.ip)
    }

    /// The key for signatures.
    pub fn key(&self) -> Key {
        Key::new(&self.key)
    }
}

/// Random, and long enough for a secret.
pub fn random_text() -> String {
    let one = uuid::Uuid::new_v4().simple().to_string();
    one + &uuid::Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_read_again_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sambungan.json");
        let connection = Connection::free().unwrap();
        connection.write(&path).unwrap();
        let read = Connection::read(&path).unwrap();
        assert_eq!(read.shell_port, connection.shell_port);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let other = Connection::free().unwrap();
        assert_ne!(other.key, connection.key);
    }

    #[test]
    fn other_machines_and_broken_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sambungan.json");
        let mut connection = Connection::free().unwrap();
        connection.ip = "0.0.0.0".to_owned();
        connection.write(&path).unwrap();
        assert!(matches!(
            Connection::read(&path),
            Err(ConnectionError::NotLocal(_))
        ));
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(
            Connection::read(&path),
            Err(ConnectionError::Format { .. })
        ));
    }
}
