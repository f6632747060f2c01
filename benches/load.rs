//! How long a base-size RoBERTa takes to load, warm, how much memory it then holds, and how much stays when it is closed: from f32
//! safetensors and from compiled folders, for f32 and for int8.
//!
//! `cargo bench --bench load` writes a random-weight checkpoint of 12 layers × 768 and 50,262 pieces at f32 (500 MB), and compiles
//! it twice, under `.cache/bench`, once; then it measures each load in a process of its own, the forms in turns, and prints the
//! figures. It asserts nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

#[path = "support/checkpoint.rs"]
mod checkpoint;
#[path = "../tests/support/memory.rs"]
mod memory;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use cajal::model::{CompileOptions, compile};
use cajal::{Control, Document, FillMask, FillMaskOptions, Model, ModelOptions, Precision};

const ROUNDS: usize = 7;
/// Loads in a process before what the closed model left is looked at. What the C library's allocator keeps grows with them.
const LOADS: usize = 3;
const TEXT: &str = "El único antecedente personal a reseñar era la <mask> arterial.";

/// What one process measured.
struct Figures {
    load_ms: f64,
    first_answer_ms: f64,
    next_answer_ms: f64,
    /// Resident memory, in bytes.
    after_load: f64,
    /// The part of it that no file backs.
    anonymous: f64,
    /// Resident memory.
    after_answers: f64,
    /// The same once the last of [`LOADS`] models was closed.
    after_close: f64,
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--measure").skip(1);
    if let (Some(folder), Some(precision)) = (arguments.next(), arguments.next()) {
        println!("{}", measure(Path::new(&folder), Precision::from_name(&precision).unwrap()).line());
        return;
    }
    let source = checkpoint::base("mlm");
    let forms = [Precision::F32, Precision::Int8].map(|precision| {
        let compiled = source.with_extension(precision.name());
        if !compiled.exists() {
            let options = CompileOptions { precision, threads: None, runtime_path: None };
            compile(&source, &compiled, &options).unwrap();
        }
        [(source.clone(), precision), (compiled, precision)]
    });
    let forms = forms.concat();
    let mut figures: Vec<Vec<Figures>> = forms.iter().map(|_| Vec::new()).collect();
    // The first round brings the files into the page cache; it is not counted.
    for round in 0..=ROUNDS {
        for ((folder, precision), figures) in forms.iter().zip(&mut figures) {
            let measured = measure_apart(folder, *precision);
            figures.extend((round > 0).then_some(measured));
        }
    }
    let weights = fs::metadata(source.join("model.safetensors")).unwrap().len() as f64;
    report(weights, &forms, &figures);
}

fn measure_apart(folder: &Path, precision: Precision) -> Figures {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg("--measure").arg(folder).arg(precision.name()).output().unwrap();
    let line = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Figures::parse(&line)
}

fn measure(folder: &Path, precision: Precision) -> Figures {
    let options = ModelOptions { precision: Some(precision), ..ModelOptions::default() };
    // ONNX Runtime is loaded once for a process, whatever its models.
    cajal::runtime::load(None).unwrap();
    let start = Instant::now();
    let model = Model::load(folder, &options).unwrap();
    let load_ms = milliseconds(start);
    let (after_load, anonymous) = (resident(), memory::bytes("RssAnon") as f64);
    let runner = FillMask::new(model).unwrap();
    let document = Document::new(TEXT);
    let mut answers = (0..2).map(|_| {
        let start = Instant::now();
        runner.run(&document, &FillMaskOptions::default(), &Control::new()).unwrap();
        milliseconds(start)
    });
    let (first_answer_ms, next_answer_ms) = (answers.next().unwrap(), answers.next().unwrap());
    let after_answers = resident();
    drop(runner);
    for _ in 1..LOADS {
        drop(Model::load(folder, &options).unwrap());
    }
    Figures { load_ms, first_answer_ms, next_answer_ms, after_load, anonymous, after_answers, after_close: resident() }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn resident() -> f64 {
    memory::bytes("VmRSS") as f64
}

impl Figures {
    fn line(&self) -> String {
        [
            self.load_ms,
            self.first_answer_ms,
            self.next_answer_ms,
            self.after_load,
            self.anonymous,
            self.after_answers,
            self.after_close,
        ]
        .map(|figure| figure.to_string())
        .join(" ")
    }

    fn parse(line: &str) -> Self {
        let figures: Vec<f64> = line.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
        Self {
            load_ms: figures[0],
            first_answer_ms: figures[1],
            next_answer_ms: figures[2],
            after_load: figures[3],
            anonymous: figures[4],
            after_answers: figures[5],
            after_close: figures[6],
        }
    }
}

fn report(weights: f64, forms: &[(PathBuf, Precision)], figures: &[Vec<Figures>]) {
    let threads = std::thread::available_parallelism().unwrap();
    println!("RoBERTa base (12 × 768, 50,262 pieces), random weights, f32 safetensors: {:.0} MB", weights / 1e6);
    println!("{threads} threads; medians of {ROUNDS} processes (least to most), files in the page cache\n");
    println!(
        "| folder | precision | load s | first answer s | next s | resident MB | of it in no file | × f32 | closed, MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let base = median(&figures[0], |figures| figures.after_load).0;
    for ((folder, precision), figures) in forms.iter().zip(figures) {
        let time = |pick: fn(&Figures) -> f64| {
            let (median, least, most) = median(figures, pick);
            format!("{:.3} ({:.3} to {:.3})", median / 1e3, least / 1e3, most / 1e3)
        };
        let memory = |pick: fn(&Figures) -> f64| median(figures, pick).0;
        let resident = memory(|figures| figures.after_load);
        println!(
            "| {} | {} | {} | {} | {} | {:.0}, {:.0} after two answers | {:.0} | {:.2} | {:.0} |",
            if folder.join("cajal.json").exists() { "compiled" } else { "safetensors" },
            precision.name(),
            time(|figures| figures.load_ms),
            time(|figures| figures.first_answer_ms),
            time(|figures| figures.next_answer_ms),
            resident / 1e6,
            memory(|figures| figures.after_answers) / 1e6,
            memory(|figures| figures.anonymous) / 1e6,
            resident / base,
            memory(|figures| figures.after_close) / 1e6,
        );
    }
}

/// The median, the least and the most of one figure.
fn median(figures: &[Figures], pick: fn(&Figures) -> f64) -> (f64, f64, f64) {
    let mut values: Vec<f64> = figures.iter().map(pick).collect();
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}
