//! Documents one after the other: read, run, write. A document that fails does not stop the others.

use std::io;

use cajal::{Control, Document, Error};

use crate::arguments::TimeArguments;
use crate::exit::{self, Outcome, Stop};
use crate::input::Source;
use crate::output::Output;
use crate::progress::Bar;

/// What is done with each document.
pub trait Job {
    /// What the model says about a document.
    type Answer;

    /// Asks the model.
    fn run(&self, document: &Document, control: &Control) -> Result<Self::Answer, Error>;

    /// Writes or keeps the answer about a document.
    fn write(&mut self, output: &mut Output, done: Done<Self::Answer>) -> io::Result<()>;

    /// Keeps why a document has no answer; it was reported already.
    fn failed(&mut self, _name: String, _error: Error) {}

    /// Writes what was kept, after the last document.
    fn finish(&mut self, _output: &mut Output) -> io::Result<()> {
        Ok(())
    }
}

/// A document that was done.
pub struct Done<Answer> {
    /// Its place among the sources.
    pub index: usize,
    /// What results call it.
    pub name: String,
    /// The document.
    pub document: Document,
    /// What the model says about it.
    pub answer: Answer,
}

/// Does `job` on every source, in order; each answer is written as soon as it is there.
pub fn run(
    sources: Vec<Source>,
    job: &mut impl Job,
    output: &mut Output,
    time: &TimeArguments,
) -> Result<Outcome, Stop> {
    let bar = Bar::new(sources.len());
    let mut outcome = Outcome::Complete;
    for (index, source) in sources.into_iter().enumerate() {
        let (name, title) = (source.name(), source.title());
        match answer(source, &title, job, time, &bar) {
            Ok((document, answer)) => bar.aside(|| {
                job.write(output, Done { index, name, document, answer })?;
                output.flush()
            })?,
            Err(error) if exit::is_usage(error.code()) => return Err(Stop::Usage(error.to_string())),
            Err(error) => {
                bar.aside(|| exit::report(&format!("{title}: {error}")));
                job.failed(name, error);
                outcome = Outcome::SomeFailed;
            }
        }
        bar.advance();
    }
    job.finish(output)?;
    output.flush()?;
    Ok(outcome)
}

fn answer<J: Job>(
    source: Source,
    title: &str,
    job: &J,
    time: &TimeArguments,
    bar: &Bar,
) -> Result<(Document, J::Answer), Error> {
    let document = source.read()?;
    let control = bar.begin(title, time.control());
    let answer = job.run(&document, &control)?;
    Ok((document, answer))
}
