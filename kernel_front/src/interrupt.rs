//! [`Presses`]: what each press of Stop means. The first asks a training to stop gently; one more within five seconds, or one while nothing is being trained,
//! kills; with no cell running it means nothing.

use std::time::{Duration, Instant};

const SECOND_PRESS: Duration = Duration::from_secs(5);

/// What is running when Stop is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// No cell.
    Nothing,
    /// A cell that nobody can ask to stop.
    Cell,
    /// A cell that trains, and looks at the stop file.
    Training,
}

/// What a press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing to stop.
    Nothing,
    /// The training shall stop after its present step.
    AskToStop,
    /// The process that runs the cell is killed.
    Kill,
}

/// The presses so far.
#[derive(Default)]
pub struct Presses {
    asked: Option<Instant>,
}

impl Presses {
    /// Stop was pressed.
    pub fn press(&mut self, running: Running, now: Instant) -> Meaning {
        let again = self
            .asked
            .is_some_and(|asked| now.duration_since(asked) <= SECOND_PRESS);
        match running {
            Running::Nothing => Meaning::Nothing,
            Running::Training if !again => {
                self.asked = Some(now);
                Meaning::AskToStop
            }
            Running::Training | Running::Cell => Meaning::Kill,
        }
    }

    /// The cell has ended: the next press is a first one.
    pub fn forget(&mut self) {
        self.asked = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_press_asks_and_the_second_kills() {
        let mut presses = Presses::default();
        let now = Instant::now();
        assert_eq!(presses.press(Running::Training, now), Meaning::AskToStop);
        let soon = now + Duration::from_secs(4);
        assert_eq!(presses.press(Running::Training, soon), Meaning::Kill);
    }

    #[test]
    fn a_late_second_press_asks_again() {
        let mut presses = Presses::default();
        let now = Instant::now();
        presses.press(Running::Training, now);
        let late = now + Duration::from_secs(6);
        assert_eq!(presses.press(Running::Training, late), Meaning::AskToStop);
    }

    #[test]
    fn the_second_press_kills_though_the_training_has_just_ended() {
        let mut presses = Presses::default();
        let now = Instant::now();
        presses.press(Running::Training, now);
        assert_eq!(presses.press(Running::Cell, now), Meaning::Kill);
        presses.forget();
        assert_eq!(presses.press(Running::Training, now), Meaning::AskToStop);
    }

    #[test]
    fn without_training_one_press_kills_and_without_a_cell_none_does() {
        let mut presses = Presses::default();
        let now = Instant::now();
        assert_eq!(presses.press(Running::Cell, now), Meaning::Kill);
        assert_eq!(presses.press(Running::Nothing, now), Meaning::Nothing);
    }
}
