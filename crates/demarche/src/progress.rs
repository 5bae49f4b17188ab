use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::Duration;

/// A line on the terminal that says how far the work has come. Nothing is
/// written where standard error is no terminal.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(crate) fn start() -> Progress {
        if !io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}")
            .expect("the template is well-formed");
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(Some(bar))
    }

    pub(crate) fn show(&self, documents: u64, events: u64) {
        if let Some(bar) = &self.0 {
            bar.set_message(format!("{documents} documents, {events} events"));
        }
    }

    pub(crate) fn show_rows(&self, rows: u64, place: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(format!("{rows} rows of {place}"));
        }
    }

    /// Runs `talk` with the line out of its way.
    pub(crate) fn aside(&self, talk: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(talk),
            None => talk(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
