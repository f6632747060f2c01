//! Entities in every format of `cajal ner`.

use std::io;
use std::path::PathBuf;

use cajal::export::{Failed, Found, brat, conll, html, json};
use cajal::{Entity, Error, NerAnswer};
use clap::{Args, ValueEnum};

use crate::arguments::Format;
use crate::batch::Done;
use crate::exit::{self, Stop};
use crate::input::Source;
use crate::output::{Column, Output};
use crate::target::{self, Existing, Inputs, Targets};

/// How entities are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NerFormat {
    /// Tables for people
    Text,
    /// One JSON object per document, each on its own line
    Json,
    /// brat standoff, a file NAME.ann per document
    Brat,
    /// CoNLL with IOB2 tags
    Conll,
    /// One page for a browser
    Html,
}

/// How and where entities are written.
#[derive(Debug, Args)]
pub struct ResultArguments {
    /// How entities are written
    #[arg(long, value_enum, default_value_t = NerFormat::Text)]
    format: NerFormat,

    /// The folder for brat and CoNLL files, or the file for the HTML page [default: standard output]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long, requires = "out")]
    force: bool,
}

impl ResultArguments {
    /// The format of an answer that has no other than these two; `wanted_by` is the argument that asks for it.
    pub fn text_or_json(&self, wanted_by: &str) -> Result<Format, Stop> {
        match self.format {
            NerFormat::Text if self.out.is_none() => Ok(Format::Text),
            NerFormat::Json if self.out.is_none() => Ok(Format::Json),
            _ => Err(Stop::Usage(format!("{wanted_by} writes text or json, to standard output"))),
        }
    }
}

/// Writes answers as they come, or keeps them for one page.
pub enum Writer {
    Text { headings: bool },
    Json,
    Brat(Option<Targets>),
    Conll(Option<Targets>),
    Html { file: Option<(PathBuf, Existing)>, kept: Vec<Done<NerAnswer>>, failed: Vec<(String, Error)> },
}

impl Writer {
    /// # Errors
    /// When the results have no place, or one that may not be written.
    pub fn new(arguments: &ResultArguments, sources: &[Source]) -> Result<Self, Stop> {
        let existing = Existing::from_force(arguments.force);
        let targets = |extension| {
            let folder = arguments.out.as_ref();
            folder.map(|folder| Targets::new(folder, extension, sources, existing)).transpose()
        };
        match arguments.format {
            NerFormat::Text | NerFormat::Json if arguments.out.is_some() => {
                Err(Stop::Usage("--out is for brat, conll and html; text and json go to standard output".to_owned()))
            }
            NerFormat::Brat if arguments.out.is_none() && sources.len() > 1 => {
                Err(Stop::Usage("brat has a file for each document; give a folder with --out".to_owned()))
            }
            NerFormat::Text => Ok(Self::Text { headings: sources.len() > 1 }),
            NerFormat::Json => Ok(Self::Json),
            NerFormat::Brat => Ok(Self::Brat(targets("ann")?)),
            NerFormat::Conll => Ok(Self::Conll(targets("conll")?)),
            NerFormat::Html => {
                let file = arguments.out.clone();
                if let Some(file) = &file {
                    Inputs::of(sources).check(file, existing)?;
                    target::probe(file)?;
                }
                Ok(Self::Html { file: file.map(|file| (file, existing)), kept: Vec::new(), failed: Vec::new() })
            }
        }
    }

    /// Writes or keeps an answer.
    pub fn write(&mut self, output: &mut Output, models: &[String], done: Done<NerAnswer>) -> io::Result<()> {
        let found = found(&done, models);
        if !matches!(self, Self::Text { .. } | Self::Json) {
            exit::report_shortened(found.name, found.answer.shortened_words);
        }
        match self {
            Self::Text { headings } => write_text(output, &found, *headings),
            Self::Json => output.raw(&(json::write(&found) + "\n")),
            Self::Brat(targets) => {
                place(output, targets.as_ref(), done.index, &brat::write(found.document, &found.answer.entities))
            }
            Self::Conll(targets) => {
                let written = conll::write(&found);
                if written.left_out > 0 {
                    exit::report(&format!(
                        "{}: {} entities share a word; CoNLL has no place for them",
                        found.name, written.left_out
                    ));
                }
                place(output, targets.as_ref(), done.index, &written.text)
            }
            Self::Html { kept, .. } => {
                kept.push(done);
                Ok(())
            }
        }
    }

    /// Keeps why there is no answer, for a page that shows all documents.
    pub fn failed(&mut self, name: String, error: Error) {
        if let Self::Html { failed, .. } = self {
            failed.push((name, error));
        }
    }

    /// Writes what was kept.
    pub fn finish(&mut self, output: &mut Output, models: &[String]) -> io::Result<()> {
        let Self::Html { file, kept, failed } = self else { return Ok(()) };
        let documents: Vec<Found<'_>> = kept.iter().map(|done| found(done, models)).collect();
        let failed: Vec<Failed<'_>> = failed.iter().map(|(name, error)| Failed { name, error }).collect();
        let page = html::page(&format!("Entities of {}", models.join(", ")), &documents, &failed);
        match file {
            Some((file, existing)) => target::write(file, &page, *existing),
            None => output.raw(&page),
        }
    }
}

fn found<'a>(done: &'a Done<NerAnswer>, models: &'a [String]) -> Found<'a> {
    Found { name: &done.name, models, document: &done.document, answer: &done.answer }
}

fn place(output: &mut Output, targets: Option<&Targets>, index: usize, text: &str) -> io::Result<()> {
    match targets {
        Some(targets) => targets.write(index, text),
        None => output.raw(text),
    }
}

fn write_text(output: &mut Output, found: &Found<'_>, headings: bool) -> io::Result<()> {
    if headings {
        output.section(found.name)?;
    }
    let answer = found.answer;
    if answer.entities.is_empty() {
        output.line("no entities")?;
    } else {
        let rows: Vec<_> = answer.entities.iter().map(|entity| row(found, entity)).collect();
        output.table(&COLUMNS, &rows)?;
    }
    match answer.shortened_words {
        0 => Ok(()),
        words => output.line(&format!("{}: {words}", exit::SHORTENED)),
    }
}

const COLUMNS: [Column; 6] = [
    Column::numbers("start"),
    Column::numbers("end"),
    Column::numbers("score"),
    Column::words("label"),
    Column::words("model"),
    Column::words("text"),
];

fn row(found: &Found<'_>, entity: &Entity) -> [String; 6] {
    [
        entity.offsets.codepoint.start.to_string(),
        entity.offsets.codepoint.end.to_string(),
        format!("{:.4}", entity.score),
        entity.label.to_string(),
        found.model_of(entity).to_owned(),
        found.text_of(entity).to_owned(),
    ]
}
