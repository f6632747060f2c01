//! CUDA gives the answers of the processor. `scripts/check_cuda.sh` runs these tests where there is a GPU; none has run so far.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "the helpers of a test print and may stop it")]

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use cajal::{Control, Model, ModelOptions, Ner, NerOptions, Precision, Provider};
use support::golden;
use support::providers::{self, RECOGNISERS, documents, largest_difference, options, places, recogniser};

const GPU: Provider = Provider::Cuda(0);

/// The largest difference of a logit in 16-bit floats: an eighth of what is allowed for bfloat16 (tests/openvino.rs), which
/// has 3 significant bits fewer, over the same 6 layers.
const F16_TOLERANCE: f32 = 0.2 / 8.0;

fn f16_options() -> ModelOptions {
    ModelOptions { precision: Some(Precision::F16), ..options(GPU) }
}

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
fn the_whole_graph_runs_on_the_gpu_in_either_precision() {
    for (options, precision) in [(options(GPU), "f32"), (f16_options(), "f16")] {
        let model = Model::embedded("fill-mask", &options).unwrap();
        let info = model.info();
        assert_eq!((info.provider.as_str(), info.precision.as_str()), ("cuda:0", precision));
        let names: Vec<_> = info.nodes.iter().map(|on| on.provider.as_str()).collect();
        assert_eq!(names, ["CUDAExecutionProvider"]);
    }
}

#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn sixteen_bit_floats_are_near_to_32_bit_floats_and_not_the_same() {
    for name in RECOGNISERS {
        let models = [&options(Provider::Cpu), &f16_options()].map(|options| Model::embedded(name, options).unwrap());
        let difference = largest_difference(&models, &golden::logits(&format!("clinical-es-mini-{name}")));
        println!("{name}: largest difference of a logit in f16 {difference:.2e}");
        assert!(difference > 1e-5 && difference < F16_TOLERANCE, "{name}: {difference}");
    }
}

/// Of the entities that the two find, how many both do is printed: a score near another's may end on the other side.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn sixteen_bit_floats_find_the_entities_of_32_bit_floats_but_for_a_few() {
    for name in RECOGNISERS {
        let [wide, narrow] = [options(Provider::Cpu), f16_options()].map(|options| recogniser(name, &options));
        let (mut same, mut all) = (0, 0);
        for document in documents() {
            let find = |ner: &Ner| -> BTreeSet<_> {
                let answer = ner.run(&document, &NerOptions::default(), &Control::new()).unwrap();
                places(&answer.entities).into_iter().collect()
            };
            let (wide, narrow) = (find(&wide), find(&narrow));
            same += wide.intersection(&narrow).count();
            all += wide.union(&narrow).count();
        }
        println!("{name}: {same} of {all} entities are the same in f16");
        assert!(same * 100 >= all * 98, "{name}: {same} of {all}");
    }
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

/// What is computed beside a document may change how its sums are rounded, and nothing else.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn a_document_of_a_batch_has_the_entities_that_it_has_alone() {
    for (options, tolerance) in [(options(GPU), 1e-4), (f16_options(), F16_TOLERANCE)] {
        let (ner, documents) = (recogniser("pharmaconer", &options), documents());
        let batch = ner.run_batch(&documents, &NerOptions::default(), &Control::new()).unwrap();
        for (document, answer) in documents.iter().zip(batch) {
            let alone = ner.run(document, &NerOptions::default(), &Control::new()).unwrap().entities;
            let together = answer.unwrap().entities;
            assert_eq!(places(&together), places(&alone));
            let scores = together.iter().zip(&alone).map(|(together, alone)| (together.score - alone.score).abs());
            assert!(scores.fold(0.0, f32::max) < tolerance);
        }
    }
}

/// Each session has a stream of its own: what runs on one does not touch what runs on another.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn two_models_at_once_find_what_each_finds_alone() {
    let models = [options(GPU), f16_options()].map(|options| recogniser("pharmaconer", &options));
    let documents = documents();
    let find = |ner: &Ner| -> Vec<_> {
        let run = |document| ner.run(document, &NerOptions::default(), &Control::new()).unwrap();
        documents.iter().map(|document| places(&run(document).entities)).collect()
    };
    let alone = models.each_ref().map(find);
    std::thread::scope(|scope| {
        let threads = models.each_ref().map(|ner| scope.spawn(|| find(ner)));
        for (thread, alone) in threads.into_iter().zip(&alone) {
            assert_eq!(&thread.join().unwrap(), alone);
        }
    });
}

/// Prints times; says nothing of right and wrong.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn the_time_of_a_batch() {
    for (name, options) in [("cpu", options(Provider::Cpu)), ("cuda:0", options(GPU)), ("cuda:0 f16", f16_options())] {
        let (ner, documents) = (recogniser("pharmaconer", &options), documents());
        let together = median(|| drop(ner.run_batch(&documents, &NerOptions::default(), &Control::new()).unwrap()));
        let one_by_one = median(|| {
            for document in &documents {
                ner.run(document, &NerOptions::default(), &Control::new()).unwrap();
            }
        });
        let ratio = one_by_one.as_secs_f64() / together.as_secs_f64();
        println!(
            "{name}: {} documents in a batch {together:?}, one by one {one_by_one:?}, {ratio:.2} times",
            documents.len()
        );
    }
}

/// Prints times; says nothing of right and wrong.
#[test]
#[ignore = "needs a GPU: scripts/check_cuda.sh"]
fn the_time_of_a_window() {
    let models = [options(Provider::Cpu), options(GPU), f16_options()]
        .map(|options| Model::embedded("pharmaconer", &options).unwrap());
    for tokens in [32, 128, 512] {
        let ids: Vec<u32> = (0..tokens).map(|i| 10 + i % 1000).collect();
        let run = |model: &Model| median(|| drop(model.logits(&ids, &[0], &Control::new()).unwrap()));
        let [cpu, gpu, half] = models.each_ref().map(run);
        let [gpu_ratio, half_ratio] = [gpu, half].map(|time| cpu.as_secs_f64() / time.as_secs_f64());
        println!(
            "{tokens} tokens: cpu {cpu:?}, cuda:0 {gpu:?} ({gpu_ratio:.2} times), in f16 {half:?} ({half_ratio:.2} times)"
        );
    }
}

/// After a first time that does not count.
fn median(run: impl Fn()) -> Duration {
    run();
    let time = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let mut times: Vec<_> = (0..15).map(|_| time()).collect();
    times.sort();
    times[7]
}
