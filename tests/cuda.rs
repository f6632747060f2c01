//! CUDA gives the answers of the processor. `scripts/check_cuda.sh` runs these tests where there is a GPU; none has run so far.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "the helpers of a test print and may stop it")]

mod support;

use std::time::{Duration, Instant};

use cajal::{Control, Model, NerOptions, Provider};
use support::providers::{self, documents, options, recogniser};

const GPU: Provider = Provider::Cuda(0);

#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn every_family_and_head_gives_the_logits_of_the_processor() {
    providers::expect_the_logits_of_the_cpu(&GPU);
}

#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn the_shipped_models_find_the_entities_that_they_find_on_the_processor() {
    providers::expect_the_entities_of_the_cpu(&GPU);
}

#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn the_whole_graph_runs_on_the_gpu() {
    let model = Model::embedded("fill-mask", &options(GPU)).unwrap();
    assert_eq!(model.info().provider, "cuda:0");
    let names: Vec<_> = model.info().nodes.iter().map(|on| on.provider.as_str()).collect();
    assert_eq!(names, ["CUDAExecutionProvider"]);
}

#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn a_device_that_is_not_there_is_an_error() {
    let error = Model::embedded("fill-mask", &options(Provider::Cuda(999))).map(drop).unwrap_err();
    assert_eq!(error.code(), cajal::ErrorCode::ProviderUnavailable, "{error}");
}

/// Calls at once take turns on the device, and each gets the answer that it gets alone.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn eight_threads_on_one_model_get_the_entities_of_one() {
    let ner = recogniser("pharmaconer", &options(GPU));
    let documents = documents();
    let run = || -> Vec<usize> {
        let find = |document| ner.run(document, &NerOptions::default(), &Control::new()).unwrap().entities.len();
        documents.iter().map(find).collect()
    };
    let alone = run();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
        threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), alone));
    });
}

/// Prints times; says nothing of right and wrong.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn the_time_of_a_window() {
    let models = [Provider::Cpu, GPU].map(|provider| Model::embedded("pharmaconer", &options(provider)).unwrap());
    for tokens in [32, 128, 512] {
        let ids: Vec<u32> = (0..tokens).map(|i| 10 + i % 1000).collect();
        let [cpu, gpu] = [&models[0], &models[1]].map(|model| median_time(model, &ids));
        println!("{tokens} tokens: cpu {cpu:?}, cuda:0 {gpu:?}");
    }
}

fn median_time(model: &Model, ids: &[u32]) -> Duration {
    let run = || {
        let start = Instant::now();
        model.logits(ids, &[0], &Control::new()).unwrap();
        start.elapsed()
    };
    run();
    let mut times: Vec<_> = (0..15).map(|_| run()).collect();
    times.sort();
    times[7]
}
