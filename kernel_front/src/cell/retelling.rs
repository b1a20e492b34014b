//! [`Retelling`]: the trainings of a cell for a page that did not see them: one that was loaded again while they ran. JupyterLab drops what belongs to
//! cells that the page itself did not start; but a display may stand below several cells, and is then updated below each.

use crate::message::Message;
use serde_json::{Value, json};

/// The displays of a cell's trainings, and whose they are.
pub struct Retelling {
    session: String,
    count: u64,
    displays: Vec<Value>,
}

impl Retelling {
    /// Of the cell of this request with this number.
    pub fn new(request: &Message, count: u64, displays: Vec<Value>) -> Self {
        Self {
            session: request.session().to_owned(),
            count,
            displays,
        }
    }

    /// Whether there is a training to tell of.
    pub fn is_empty(&self) -> bool {
        self.displays.is_empty()
    }

    /// The page that started the cell, and has seen all.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The outputs below the cell of `request`: why they stand there, and the displays. `running` when the training goes on and that cell waits.
    pub fn outputs(&self, request: &Message, running: bool) -> Vec<Message> {
        let count = self.count;
        let why = if running {
            format!(
                "Pelatihan di sel [{count}] berjalan terus; sel ini dijalankan sesudahnya. Kemajuannya:\n"
            )
        } else {
            format!(
                "Pelatihan di sel [{count}] berakhir ketika halaman ini tidak melihatnya. Hasilnya:\n"
            )
        };
        let note = request.child("stream", &json!({"name": "stdout", "text": why}));
        let displays = self.displays.iter();
        std::iter::once(note)
            .chain(displays.map(|content| request.child("display_data", content)))
            .collect()
    }
}
