//! `cajal fill-mask --interactive`: a text a line, answered as soon as it is typed.

use std::io::{self, BufRead, IsTerminal, StdinLock};

use cajal::{Document, Error, ErrorCode, FillMaskAnswer};

use super::table::{digits, not_scored, word};
use super::{FillMaskJob, Format};
use crate::arguments::TimeArguments;
use crate::batch::Job;
use crate::exit::{self, Outcome, Stop};
use crate::output::{Column, Output};

/// Cells of the bar of the best score.
const BAR_CELLS: usize = 24;

const COLUMNS: [Column; 3] = [Column::words(""), Column::words(""), Column::numbers("")];

/// Answers every line of standard input until it ends. Prompts only where a person reads and types.
pub fn run(job: &FillMaskJob, time: &TimeArguments) -> Result<Outcome, Stop> {
    let mut output = Output::new();
    let prompts = io::stdin().is_terminal() && io::stdout().is_terminal() && job.show.format == Format::Text;
    if prompts {
        output.line(&format!("Type a text with {}; Ctrl-D ends.", job.fill_mask.mask_token()))?;
    }
    let mut lines = Lines { input: io::stdin().lock(), number: 0 };
    let mut outcome = Outcome::Complete;
    loop {
        if prompts {
            output.raw("> ")?;
        }
        output.flush()?;
        let Some(line) = lines.next().map_err(|error| Error::io("standard input", error))? else { break };
        let name = format!("line {}", lines.number);
        match answer(job, line, time) {
            Ok(None) => (),
            Ok(Some(answer)) => show(job, &mut output, &name, &answer)?,
            Err(error) if exit::is_usage(error.code()) => return Err(Stop::Usage(error.to_string())),
            Err(error) => {
                output.flush()?;
                exit::report(&format!("{name}: {error}"));
                outcome = if prompts { Outcome::Complete } else { Outcome::SomeFailed };
            }
        }
    }
    if prompts {
        output.raw("\n")?;
    }
    output.flush()?;
    Ok(outcome)
}

/// What the model says about a line; `None` for an empty one.
fn answer(job: &FillMaskJob, line: Vec<u8>, time: &TimeArguments) -> Result<Option<FillMaskAnswer>, Error> {
    let text = String::from_utf8(line).map_err(|error| {
        let position = error.utf8_error().valid_up_to();
        Error::new(ErrorCode::InvalidUtf8, format!("not UTF-8 at byte {position} of the line"))
    })?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    job.run(&Document::new(text), &time.control()).map(Some)
}

fn show(job: &FillMaskJob, output: &mut Output, name: &str, answer: &FillMaskAnswer) -> io::Result<()> {
    if job.show.format == Format::Json {
        return job.show(output, name, answer);
    }
    if !answer.fillings.is_empty() {
        let rows = answer
            .fillings
            .iter()
            .enumerate()
            .filter_map(|(index, filling)| Some((answer.filled_together(index)?.text, filling.score)));
        return bars(output, &rows.collect::<Vec<_>>());
    }
    let targets = job.options.targets.as_deref().unwrap_or_default();
    for (index, mask) in answer.masks.iter().enumerate() {
        if answer.masks.len() > 1 {
            output.line(&format!("mask {} of {}", index + 1, answer.masks.len()))?;
        }
        let rows = mask.predictions.iter().enumerate().map(|(place, prediction)| {
            let filled = answer.filled(index, place).filter(|_| job.show.filled);
            (filled.map_or_else(|| word(prediction), |filled| filled.text), prediction.score)
        });
        bars(output, &rows.collect::<Vec<_>>())?;
        not_scored(output, mask, targets)?;
    }
    Ok(())
}

/// Words with bars of their scores, the best of which is full.
fn bars(output: &mut Output, rows: &[(String, f32)]) -> io::Result<()> {
    let best = rows.iter().map(|(_, score)| *score).fold(f32::MIN_POSITIVE, f32::max);
    let row = |(word, score): &(String, f32)| [format!("  {word}"), bar(score / best), digits(*score)];
    output.table(&COLUMNS, &rows.iter().map(row).collect::<Vec<_>>())
}

/// A bar of this share of all cells, to the eighth of one.
fn bar(share: f32) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (8 * BAR_CELLS) as f32).round() as usize;
    let part = PARTS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{part}", "█".repeat(eighths / 8))
}

/// Lines of standard input, without their ends.
struct Lines {
    input: StdinLock<'static>,
    number: usize,
}

impl Lines {
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        if self.input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line.ends_with(b"\r") {
            line.pop();
        }
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_drawn_to_the_eighth_of_a_cell() {
        assert_eq!(bar(1.0), "█".repeat(24));
        assert_eq!(bar(0.5), "█".repeat(12));
        assert_eq!(bar(3.5 / 24.0), "███▌");
        assert_eq!(bar(0.0), "");
    }
}
