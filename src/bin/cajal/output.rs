//! Standard output: tables for people, JSON for programs.

use std::io::{self, BufWriter, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use serde::Serialize;

use crate::printable::printable;

/// Standard output, locked and buffered; write errors are returned, never a panic.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    colours: bool,
    sections: usize,
}

impl Output {
    /// Standard output, in colours where it is a terminal that wants them.
    pub fn new() -> Self {
        let stdout = io::stdout();
        let colours = AutoStream::choice(&stdout) != ColorChoice::Never;
        Self { out: BufWriter::new(stdout.lock()), colours, sections: 0 }
    }

    /// Writes one JSON object on a line of its own.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// Writes a text as it is, to the byte.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Starts a part of its own under a title.
    pub fn section(&mut self, title: &str) -> io::Result<()> {
        if self.sections > 0 {
            self.out.write_all(b"\n")?;
        }
        self.sections += 1;
        let title = self.painted(&printable(title), Style::new().bold());
        writeln!(self.out, "{title}")
    }

    /// Writes a line, made safe for a terminal.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", printable(line))
    }

    /// Writes rows in aligned columns, each cell made safe for a terminal.
    pub fn table<const N: usize>(&mut self, columns: &[Column; N], rows: &[[String; N]]) -> io::Result<()> {
        let rows: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(|cell| printable(cell))).collect();
        let titles = columns.each_ref().map(|column| column.title.to_owned());
        let widths = std::array::from_fn::<usize, N, _>(|index| {
            rows.iter()
                .chain([&titles])
                .filter_map(|row| row.get(index))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        });
        if titles.iter().any(|title| !title.is_empty()) {
            let head = aligned(columns, &widths, &titles);
            let head = self.painted(&head, Style::new().dimmed());
            writeln!(self.out, "{head}")?;
        }
        for row in &rows {
            writeln!(self.out, "{}", aligned(columns, &widths, row))?;
        }
        Ok(())
    }

    /// Hands on what was written so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn painted(&self, text: &str, style: Style) -> String {
        if self.colours { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// A column of a table.
pub struct Column {
    title: &'static str,
    numeric: bool,
}

impl Column {
    /// A column of words, on the left.
    pub const fn words(title: &'static str) -> Self {
        Self { title, numeric: false }
    }

    /// A column of numbers, on the right.
    pub const fn numbers(title: &'static str) -> Self {
        Self { title, numeric: true }
    }
}

fn aligned<const N: usize>(columns: &[Column; N], widths: &[usize; N], cells: &[String; N]) -> String {
    let mut line = String::new();
    for ((column, width), cell) in columns.iter().zip(widths).zip(cells) {
        let cell = if column.numeric { format!("{cell:>width$}  ") } else { format!("{cell:<width$}  ") };
        line.push_str(&cell);
    }
    line.truncate(line.trim_end_matches(' ').len());
    line
}
