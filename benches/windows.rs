//! Speed by precision and by length of window: one window of a base-size RoBERTa with a token classifier, 32 to 512 tokens.
//!
//! `cargo bench --bench windows` writes a random-weight checkpoint of 12 layers × 768 and 50,262 pieces (500 MB) under `.cache/bench`
//! once, runs f32 and int8 in turns, and prints milliseconds, tokens per second and their ratio. It asserts nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

#[path = "support/checkpoint.rs"]
mod checkpoint;

use std::time::Instant;

use cajal::{Control, Model, ModelOptions, Precision};

const LENGTHS: [usize; 8] = [32, 64, 96, 128, 200, 256, 384, 512];
const ROUNDS: usize = 15;

fn main() {
    let folder = checkpoint::base("ner");
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "RoBERTa base (12 × 768, 50,262 pieces), random weights, token classifier; medians of {ROUNDS}, in turns\n"
    );
    println!(
        "| threads | tokens | f32 ms | int8 ms | f32 tokens/s | int8 tokens/s | f32 / int8 |\n|---|---|---|---|---|---|---|"
    );
    for threads in if processors > 1 { vec![1, processors] } else { vec![1] } {
        let models = [Precision::F32, Precision::Int8].map(|precision| {
            let options =
                ModelOptions { threads: Some(threads), precision: Some(precision), ..ModelOptions::default() };
            Model::load(&folder, &options).unwrap()
        });
        for length in LENGTHS {
            row(&models, threads, length);
        }
    }
}

fn row(models: &[Model; 2], threads: usize, length: usize) {
    let ids: Vec<u32> = (0..length as u32).map(|at| 1_000 + at * 37 % 40_000).collect();
    let rows: Vec<usize> = (0..length).collect();
    let mut times = [Vec::new(), Vec::new()];
    // The first round fills caches; it is not counted.
    for round in 0..=ROUNDS {
        for (model, times) in models.iter().zip(&mut times) {
            let start = Instant::now();
            model.logits(&ids, &rows, &Control::new()).unwrap();
            times.extend((round > 0).then(|| start.elapsed().as_secs_f64()));
        }
    }
    let [f32_time, int8_time] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    let speed = |time: f64| length as f64 / time;
    println!(
        "| {threads} | {length} | {:.1} | {:.1} | {:.0} | {:.0} | {:.2} |",
        f32_time * 1e3,
        int8_time * 1e3,
        speed(f32_time),
        speed(int8_time),
        f32_time / int8_time
    );
}
