//! One side of `scripts/bench_fill_mask.sh`: answers every line of standard input, a text with a mask, with the milliseconds
//! that its whole answer took. The argument is the model's folder.
//!
//! Without an argument it says so and ends: a benchmark of this side alone would compare nothing.

#![allow(clippy::unwrap_used, reason = "a benchmark stops where it cannot measure")]
#![allow(clippy::print_stdout, reason = "its figures are its output")]

use std::io::{self, Write};
use std::time::Instant;

use cajal::{Control, Document, FillMask, FillMaskOptions, Model, ModelOptions};

fn main() {
    // Cargo passes --bench.
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("run scripts/bench_fill_mask.sh");
        return;
    };
    let runner = FillMask::new(Model::load(folder, &ModelOptions::default()).unwrap()).unwrap();
    for text in io::stdin().lines() {
        let text = text.unwrap();
        let start = Instant::now();
        let answer = runner.run(&Document::new(text), &FillMaskOptions::default(), &Control::new()).unwrap();
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        println!("{milliseconds} {}", answer.masks[0].predictions[0].token_ids[0]);
        io::stdout().flush().unwrap();
    }
}
