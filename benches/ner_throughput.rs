//! The Rust side of the bindings' throughput benchmarks (`scripts/bench_java.sh`, `scripts/bench_csharp.sh`): documents a
//! second that threads get through with one model, each text in a call of its own. Arguments: the model's folder, a file with
//! one note a line, the number of threads.
//!
//! Without arguments it says so and ends: a benchmark of this side alone would compare nothing.

#![allow(clippy::unwrap_used, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figure is its output")]

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};

fn main() {
    // Cargo passes --bench.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let [folder, notes, threads] = &arguments[..] else {
        println!("run scripts/bench_java.sh or scripts/bench_csharp.sh");
        return;
    };
    let options = ModelOptions { threads: Some(1), ..ModelOptions::default() };
    let ner = Ner::new([Model::load(folder, &options).unwrap()]).unwrap();
    let notes = fs::read_to_string(notes).unwrap();
    let notes: Vec<&str> = notes.lines().collect();
    let threads: usize = threads.parse().unwrap();
    run(&ner, &notes[..notes.len() / 5], threads);
    let start = Instant::now();
    let entities = run(&ner, &notes, threads);
    println!("{:.2} documents/s, {entities} entities", notes.len() as f64 / start.elapsed().as_secs_f64());
}

/// The number of entities in the notes.
fn run(ner: &Ner, notes: &[&str], threads: usize) -> usize {
    let (next, entities) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(note) = notes.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = ner.run(&Document::new(*note), &NerOptions::default(), &Control::new()).unwrap();
                    entities.fetch_add(answer.entities.len(), Ordering::Relaxed);
                }
            });
        }
    });
    entities.into_inner()
}
