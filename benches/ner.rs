//! How time and memory of a recognition grow with the text, and what all but the model costs of it.
//!
//! `cargo bench --bench ner` reads 10 kB, 100 kB, 1 MB and 10 MB of notes, each in a process of its own, with the shipped
//! PharmaCoNER model and with a model of almost no size. The time of that one is the time of words, tokens, windows and
//! decoding, and of starting each run; it keeps no entities, so that its memory is theirs too. Then it is compared with a
//! model of base size (12 layers × 768, random weights, 500 MB, written under `.cache/bench` once). Other sizes in kB may be
//! named: `cargo bench --bench ner -- 10 50`. It asserts nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

#[path = "support/checkpoint.rs"]
mod checkpoint;
#[path = "../tests/support/memory.rs"]
mod memory;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use cajal::{Control, Document, Model, ModelOptions, Ner, NerAnswer, NerOptions};

const SIZES_KB: [usize; 4] = [10, 100, 1_000, 10_000];
const SHARE_BYTES: usize = 10_000;
const ROUNDS: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, folder, bytes, threshold] = arguments.as_slice()
        && flag == "--measure"
    {
        println!("{}", measure(Path::new(folder), bytes.parse().unwrap(), threshold.parse().unwrap()));
        return;
    }
    let named: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    println!("{} threads", std::thread::available_parallelism().unwrap());
    report_growth(if named.is_empty() { &SIZES_KB } else { &named });
    report_share();
}

/// Notes of a ward, no two alike.
fn notes(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 300);
    for number in 1usize.. {
        if text.len() >= bytes {
            break;
        }
        let (age, dose, day) = (18 + number % 80, 5 * (1 + number * 7 % 199), 1 + number * 13 % 28);
        text += &format!(
            "Paciente {number}: varón de {age} años que ingresa el día {day} por dolor torácico y disnea. \
             Se normalizan calcio, magnesio y PTH, sin fiebre.\nTratamiento: paracetamol {dose} mg cada 8 horas.\n"
        );
    }
    text.truncate(text.floor_char_boundary(bytes));
    text
}

fn ner(folder: &Path) -> Ner {
    Ner::new([Model::load(folder, &ModelOptions::default()).unwrap()]).unwrap()
}

/// Seconds of one recognition, and its answer.
fn time(ner: &Ner, document: &Document, threshold: f32) -> (f64, NerAnswer) {
    let options = NerOptions { threshold, ..NerOptions::default() };
    let start = Instant::now();
    let answer = ner.run(document, &options, &Control::new()).unwrap();
    (start.elapsed().as_secs_f64(), answer)
}

fn report_growth(sizes_kb: &[usize]) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/clinical-es-mini-pharmaconer");
    let least = checkpoint::least("ner");
    for (name, folder, threshold) in [("shipped model", &shipped, "0"), ("almost no model", &least, "1")] {
        println!("\n| {name} | windows | entities | time | per MB | memory beyond model and text |");
        println!("|---|---|---|---|---|---|");
        for size in sizes_kb {
            println!("| {size} kB {}", measure_apart(folder, 1_000 * size, threshold));
        }
    }
}

/// The rest of a row of the table.
fn measure(folder: &Path, bytes: usize, threshold: f32) -> String {
    let ner = ner(folder);
    // Ten windows: what a session allocates once is there after them.
    time(&ner, &Document::new(notes(10_000)), threshold);
    let document = Document::new(notes(bytes));
    let before = memory::bytes("VmHWM") as f64;
    let (seconds, answer) = time(&ner, &document, threshold);
    let grown = (memory::bytes("VmHWM") as f64 - before) / 1e6;
    let (windows, entities, per_megabyte) = (answer.windows, answer.entities.len(), seconds * 1e6 / bytes as f64);
    format!("| {windows} | {entities} | {seconds:.3} s | {per_megabyte:.2} s | {grown:.1} MB |")
}

fn measure_apart(folder: &Path, bytes: usize, threshold: &str) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg("--measure").arg(folder).arg(bytes.to_string()).arg(threshold).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// What all but the model takes of a base-size run: both in turns in one process.
fn report_share() {
    let base = ner(&checkpoint::base("ner"));
    let least = ner(&checkpoint::least("ner"));
    let document = Document::new(notes(SHARE_BYTES));
    // The first round is not counted.
    let rounds = (0..=ROUNDS).map(|_| (time(&base, &document, 0.0).0, time(&least, &document, 0.0).0)).skip(1);
    let (base, least): (Vec<f64>, Vec<f64>) = rounds.unzip();
    let (base, least) = (median(base), median(least));
    let kilobytes = SHARE_BYTES / 1000;
    println!("\n{kilobytes} kB, median of {ROUNDS}: base size {base:.3} s; almost no model {least:.4} s");
    println!("words, tokens, windows, decoding: at most {:.2} % of a base-size run", 100.0 * least / base);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
