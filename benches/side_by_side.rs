//! One contender of `scripts/bench.sh`: this library from Rust.
//!
//! Arguments: the model's folder, then load options as `key=value`. `benches/side_by_side/bench.py` says what goes over
//! standard input and output. Without a folder it says so and ends: a benchmark of this side alone would compare nothing.

#![allow(clippy::unwrap_used, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use cajal::{Control, Document, FillMask, FillMaskOptions, Model, ModelOptions, Ner, NerOptions, Precision, Task};

/// What the model's head does, over documents.
enum Runner {
    Ner(Ner),
    FillMask(FillMask),
}

impl Runner {
    fn new(model: Model) -> Self {
        match model.info().task {
            Task::FillMask => Self::FillMask(FillMask::new(model).unwrap()),
            _ => Self::Ner(Ner::new([model]).unwrap()),
        }
    }

    /// Answers in one call; returns how many there are.
    fn batch(&self, documents: &[Document]) -> usize {
        let control = Control::new();
        match self {
            Self::Ner(ner) => {
                let answers = ner.run_batch(documents, &NerOptions::default(), &control).unwrap();
                answers.into_iter().map(|answer| answer.unwrap().entities.len()).sum()
            }
            Self::FillMask(fill_mask) => {
                let answers = fill_mask.run_batch(documents, &FillMaskOptions::default(), &control).unwrap();
                answers.into_iter().map(|answer| answer.unwrap().masks.len()).sum()
            }
        }
    }

    /// Answers from that many threads, each of which takes the next document when it is done with one.
    fn share(&self, documents: &[Document], callers: usize) -> usize {
        let next = AtomicUsize::new(0);
        let call = || {
            let mut found = 0;
            while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                found += self.batch(std::slice::from_ref(document));
            }
            found
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..callers).map(|_| scope.spawn(call)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        })
    }
}

fn options(pairs: impl Iterator<Item = String>) -> ModelOptions {
    let mut options = ModelOptions::default();
    for pair in pairs {
        match pair.split_once('=').unwrap() {
            ("threads", value) => options.threads = Some(value.parse().unwrap()),
            ("run_threads", value) => options.run_threads = Some(value.parse().unwrap()),
            ("precision", value) => options.precision = Some(Precision::from_name(value).unwrap()),
            ("provider", value) => options.provider = value.parse().unwrap(),
            (key, _) => unreachable!("no option {key}"),
        }
    }
    options
}

fn documents(input: &mut impl BufRead, count: usize) -> Vec<Document> {
    let mut line = String::new();
    (0..count)
        .map(|_| {
            line.clear();
            input.read_line(&mut line).unwrap();
            let mut bytes = vec![0; line.trim().parse().unwrap()];
            input.read_exact(&mut bytes).unwrap();
            Document::new(String::from_utf8(bytes).unwrap())
        })
        .collect()
}

fn main() {
    // Cargo passes --bench.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(folder) = arguments.next() else {
        println!("run scripts/bench.sh");
        return;
    };
    let options = options(arguments);
    let start = Instant::now();
    let runner = Runner::new(Model::load(folder, &options).unwrap());
    println!("{}", start.elapsed().as_secs_f64() * 1e3);
    let mut input = io::stdin().lock();
    let mut line = String::new();
    while input.read_line(&mut line).unwrap() > 0 {
        let numbers: Vec<usize> = line.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let documents = documents(&mut input, numbers[1]);
        let start = Instant::now();
        let found = if numbers[0] == 1 { runner.batch(&documents) } else { runner.share(&documents, numbers[0]) };
        println!("{} {found}", start.elapsed().as_secs_f64() * 1e3);
        io::stdout().flush().unwrap();
        line.clear();
    }
}
