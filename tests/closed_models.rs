//! A model that is closed gives its memory back to the system. Alone in its program, where no other test holds memory, and in
//! its first thread: of the heaps that glibc keeps for other threads, malloc_trim(3) leaves the free end, which is 64 MB at most
//! and serves the next load.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test of its own says what it found, and may stop")]

mod support;

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};
use support::memory;

fn main() {
    // Cargo asks all test programs for the names of their tests so; this one has none.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        each_model_that_is_closed_gives_back_all_that_it_took();
    } else {
        println!("skipped: only glibc has malloc_trim");
    }
}

fn each_model_that_is_closed_gives_back_all_that_it_took() {
    let document = Document::new("Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.");
    // By the third, the C library has learnt to take large blocks from its heap, and keeps what is freed there.
    let closed: Vec<u64> = (0..4)
        .map(|_| {
            let model = Model::embedded("pharmaconer", &ModelOptions::default()).unwrap();
            let weights = model.info().weights_bytes;
            let ner = Ner::new([model]).unwrap();
            ner.run(&document, &NerOptions::default(), &Control::new()).unwrap();
            let open = memory::bytes("RssAnon");
            drop(ner);
            let closed = memory::bytes("RssAnon");
            assert!(open >= closed + weights, "{open} bytes with a model of {weights}, {closed} when it was closed");
            closed
        })
        .collect();
    // What the first model brings to the process once, and nothing of those after it.
    assert!(closed[3] < closed[0] + closed[0] / 4, "{closed:?} bytes after each of four models");
    println!("{closed:?} bytes after each of four models");
}
