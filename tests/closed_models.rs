//! A model that is closed gives its memory back to the system. Alone in its program: other tests hold memory of their own.

#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod support;

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};
use support::memory;

#[test]
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
}
