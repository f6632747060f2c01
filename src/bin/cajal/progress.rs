//! The progress bar: on stderr, when it is a terminal and there are several documents.

use cajal::Control;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::printable::printable;

/// Shows how many documents are done. Does nothing where nobody would see it.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar over `documents`.
    pub fn new(documents: usize) -> Self {
        // The target for stderr hides the bar by itself where stderr is no terminal.
        let target = if documents > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(u64::try_from(documents).ok(), target);
        if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {bar:30} {eta} left  {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Names the document in work, and lets `control` tell how far it has come.
    pub fn begin(&self, name: &str, control: Control) -> Control {
        let name = printable(name);
        self.bar.set_message(name.clone());
        if self.bar.is_hidden() {
            return control;
        }
        let bar = self.bar.clone();
        control.with_progress(move |progress| {
            bar.set_message(format!("{name}, {} %", 100 * progress.bytes_done / progress.bytes_total.max(1)));
        })
    }

    /// One document more is done.
    pub fn advance(&self) {
        self.bar.inc(1);
    }

    /// Takes the bar away while `write` uses the terminal.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
