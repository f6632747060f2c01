//! Models share the threads of the process. Alone in its program: other tests start threads of their own.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};

fn threads_of_this_process() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

#[test]
fn further_models_start_no_threads() {
    let text = "Se pauta paracetamol 1 g cada 8 horas. ".repeat(200);
    // All that there are, for a call and for a run.
    let threads = std::thread::available_parallelism().unwrap().get();
    let options = ModelOptions { run_threads: Some(threads), ..ModelOptions::default() };
    let run = |name: &str| {
        let ner = Ner::new([Model::embedded(name, &options).unwrap()]).unwrap();
        ner.run(&Document::new(text.as_str()), &NerOptions::default(), &Control::new()).unwrap();
        ner
    };
    let first = run("pharmaconer");
    let after_one = threads_of_this_process();
    let others = [run("cantemist"), run("meddocan")];
    assert_eq!(threads_of_this_process(), after_one);
    drop((first, others));
}
