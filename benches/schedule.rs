//! What callers side by side and batches gain: NER at base size and with the shipped mini model.
//!
//! `cargo bench --bench schedule [-- --precision int8] [-- --rounds N]` writes a random-weight checkpoint of 12 layers × 768
//! (500 MB) under `.cache/bench` once, then measures in turns, so that other work on the machine meets all alike, and
//! prints the median of each with processor time per window, which other work disturbs least. It asserts nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

#[path = "support/checkpoint.rs"]
mod checkpoint;

use std::path::Path;
use std::thread;
use std::time::Instant;

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions, Precision};

/// A note of one window.
const SENTENCE: &str = "Varón de 67 años con carcinoma ductal infiltrante, en tratamiento con paracetamol cada ocho horas, que ingresa \
                        por dolor torácico de dos horas de evolución sin cortejo vegetativo. ";

struct Settings {
    precision: Precision,
    rounds: usize,
}

/// One way of asking for the same documents.
#[derive(Clone, Copy)]
enum Way {
    /// Callers at once, each on models with this many threads.
    Callers { callers: usize, threads: usize },
    /// All in one batch.
    Batch { threads: usize },
}

/// What a round of a way came to.
#[derive(Clone, Copy)]
struct Round {
    windows_per_second: f64,
    processor_ms: f64,
}

fn main() {
    let settings = settings();
    let threads = thread::available_parallelism().unwrap().get();
    println!(
        "{threads} threads, {}, notes of one window, {} rounds in turns",
        settings.precision.name(),
        settings.rounds
    );
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/clinical-es-mini-pharmaconer");
    for (name, folder, windows) in [("mini", shipped, 60), ("base", checkpoint::base("ner"), 4)] {
        println!("\n{name}");
        measure(&folder, &settings, threads, windows);
    }
}

fn settings() -> Settings {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1)
    };
    Settings {
        precision: value("--precision").map_or(Precision::F32, |name| Precision::from_name(name).unwrap()),
        rounds: value("--rounds").map_or(9, |count| count.parse().unwrap()),
    }
}

fn measure(folder: &Path, settings: &Settings, threads: usize, windows: usize) {
    let load = |threads| {
        let options =
            ModelOptions { threads: Some(threads), precision: Some(settings.precision), ..ModelOptions::default() };
        Ner::new([Model::load(folder, &options).unwrap()]).unwrap()
    };
    let (one, many) = (load(1), load(threads));
    let ways = [
        ("one caller, one thread", Way::Callers { callers: 1, threads: 1 }),
        ("two callers, one thread each", Way::Callers { callers: 2, threads: 1 }),
        ("N callers, one thread each", Way::Callers { callers: threads, threads: 1 }),
        ("one caller, N threads", Way::Callers { callers: 1, threads }),
        ("two callers, N threads", Way::Callers { callers: 2, threads }),
        ("a batch, N threads", Way::Batch { threads }),
    ];
    let run = |way: Way| {
        let threads = match way {
            Way::Callers { threads, .. } | Way::Batch { threads } => threads,
        };
        round(if threads == 1 { &one } else { &many }, way, windows)
    };
    for (_, way) in &ways {
        run(*way);
    }
    let mut rounds = vec![Vec::new(); ways.len()];
    for _ in 0..settings.rounds {
        for ((_, way), rounds) in ways.iter().zip(&mut rounds) {
            rounds.push(run(*way));
        }
    }
    report(ways.map(|(name, _)| name).into_iter().zip(rounds).collect());
}

fn report(ways: Vec<(&str, Vec<Round>)>) {
    let median = |rounds: &[Round], pick: fn(&Round) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let first = median(&ways[0].1, |round| round.windows_per_second);
    for (name, rounds) in &ways {
        let (speed, processor) =
            (median(rounds, |round| round.windows_per_second), median(rounds, |round| round.processor_ms));
        println!("{name:<32}{speed:>8.1} windows/s  {:>5.2} ×  {processor:>8.2} ms of processor each", speed / first);
    }
}

/// Short documents of one window each, as many for every caller; all in one for a batch.
fn round(ner: &Ner, way: Way, windows: usize) -> Round {
    let document = Document::new(SENTENCE);
    let options = NerOptions { window_tokens: Some(126), ..NerOptions::default() };
    let (start, processor) = (Instant::now(), processor_ms());
    let run_one = || assert_eq!(ner.run(&document, &options, &Control::new()).unwrap().windows, 1);
    let count = match way {
        Way::Callers { callers, .. } => {
            thread::scope(|scope| {
                for _ in 0..callers {
                    scope.spawn(|| (0..windows).for_each(|_| run_one()));
                }
            });
            callers * windows
        }
        Way::Batch { threads } => {
            let documents = vec![document.clone(); threads * windows];
            ner.run_batch(&documents, &options, &Control::new()).unwrap();
            documents.len()
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    Round { windows_per_second: count as f64 / seconds, processor_ms: (processor_ms() - processor) / count as f64 }
}

/// Processor time of this process.
#[cfg(unix)]
#[allow(unsafe_code, reason = "the system's own clock")]
fn processor_ms() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the place is valid for the answer.
    assert_eq!(unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) }, 0);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Not measured here.
#[cfg(not(unix))]
fn processor_ms() -> f64 {
    f64::NAN
}
