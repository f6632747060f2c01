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

    /// Writes the answer about the document called `name`.
    fn write(&self, output: &mut Output, name: &str, document: &Document, answer: &Self::Answer) -> io::Result<()>;
}

/// Does `job` on every source, in order; each answer is written as soon as it is there.
pub fn run(sources: Vec<Source>, job: &impl Job, output: &mut Output, time: &TimeArguments) -> Result<Outcome, Stop> {
    let bar = Bar::new(sources.len());
    let mut outcome = Outcome::Complete;
    for source in sources {
        let (name, title) = (source.name(), source.title());
        match answer(source, &title, job, time, &bar) {
            Ok((document, answer)) => bar.aside(|| {
                job.write(output, &name, &document, &answer)?;
                output.flush()
            })?,
            Err(error) if exit::is_usage(error.code()) => return Err(Stop::Usage(error.to_string())),
            Err(error) => {
                bar.aside(|| exit::report(&format!("{title}: {error}")));
                outcome = Outcome::SomeFailed;
            }
        }
        bar.advance();
    }
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
