//! OpenVINO gives the answers of the processor's own provider, whatever else runs beside. `scripts/test.sh openvino` fetches
//! OpenVINO and runs these tests; it says so where it cannot.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "the helpers of a test print and may stop it")]

mod support;

use std::fs;

use cajal::{Control, Document, Entity, ErrorCode, Model, ModelOptions, NerOptions, Precision, Provider};
use support::golden;
use support::providers::{self, RECOGNISERS, documents, largest_difference, options, recogniser};

/// The same in bfloat16, whose numbers have 8 significant bits, over 6 layers.
const BF16_TOLERANCE: f32 = 0.2;

/// OpenVINO in bfloat16, where the processor has it; where not, that it says so.
fn bf16_options() -> Option<ModelOptions> {
    let options = ModelOptions { precision: Some(Precision::Bf16), ..options(Provider::OpenVino) };
    let Err(error) = Model::embedded("pharmaconer", &options) else { return Some(options) };
    assert_eq!(error.code(), ErrorCode::ProviderUnavailable, "{error}");
    assert!(error.message().contains("AVX-512 BF16"), "{error}");
    println!("no bfloat16 on this processor: {}", error.message());
    None
}

/// All that an answer says of entities, scores to the bit.
fn bits(entities: &[Entity]) -> Vec<(String, u32, usize, usize)> {
    let all = entities.iter();
    all.map(|e| (e.label.to_string(), e.score.to_bits(), e.offsets.utf8.start, e.offsets.utf8.end)).collect()
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn every_family_and_head_gives_the_logits_of_the_processors_own_provider() {
    providers::expect_the_logits_of_the_cpu(&Provider::OpenVino);
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn the_whole_graph_runs_on_openvino_and_info_says_so() {
    let model = Model::embedded("fill-mask", &options(Provider::OpenVino)).unwrap();
    let info = model.info();
    assert_eq!((info.provider.as_str(), info.provider_asked.as_str()), ("openvino", "openvino"));
    let names: Vec<_> = info.nodes.iter().map(|on| on.provider.as_str()).collect();
    assert_eq!(names, ["OpenVINOExecutionProvider"]);
    assert!(info.nodes[0].nodes > 6 * 20, "{:?}", info.nodes);
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn the_shipped_models_find_the_same_entities() {
    providers::expect_the_entities_of_the_cpu(&Provider::OpenVino);
}

/// Alone, in a batch, and from eight threads at once.
fn expect_the_same_bits_everywhere(options: &ModelOptions) {
    let ner = recogniser("pharmaconer", options);
    let (documents, ner_options) = (documents(), NerOptions::default());
    let run = |document: &Document| bits(&ner.run(document, &ner_options, &Control::new()).unwrap().entities);
    let alone: Vec<_> = documents.iter().map(run).collect();
    assert!(alone.iter().any(|entities| !entities.is_empty()));
    let batch = ner.run_batch(&documents, &ner_options, &Control::new()).unwrap();
    let batch: Vec<_> = batch.into_iter().map(|answer| bits(&answer.unwrap().entities)).collect();
    assert_eq!(batch, alone);
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..8).map(|_| scope.spawn(|| documents.iter().rev().map(run).collect::<Vec<_>>())).collect();
        for thread in threads {
            let mut answers = thread.join().unwrap();
            answers.reverse();
            assert_eq!(answers, alone);
        }
    });
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn a_note_gets_the_same_bits_alone_in_a_batch_and_from_eight_threads() {
    expect_the_same_bits_everywhere(&options(Provider::OpenVino));
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn a_note_gets_the_same_bits_everywhere_in_bfloat16_too() {
    bf16_options().iter().for_each(expect_the_same_bits_everywhere);
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn bfloat16_is_near_to_32_bit_floats_and_not_the_same() {
    let Some(options) = bf16_options() else { return };
    for name in RECOGNISERS {
        let models =
            [&providers::options(Provider::Cpu), &options].map(|options| Model::embedded(name, options).unwrap());
        assert_eq!(models[1].info().precision, "bf16");
        let difference = largest_difference(&models, &golden::logits(&format!("clinical-es-mini-{name}")));
        println!("{name}: largest difference of a logit in bf16 {difference:.2e}");
        assert!(difference > 1e-3 && difference < BF16_TOLERANCE, "{name}: {difference}");
    }
}

#[test]
#[ignore = "needs OpenVINO: scripts/test.sh openvino"]
fn its_threads_are_as_many_as_were_asked_for() {
    let options = ModelOptions { threads: Some(1), ..options(Provider::OpenVino) };
    let ner = recogniser("pharmaconer", &options);
    let document = Document::new("Se normalizan calcio, magnesio y PTH. ".repeat(40));
    ner.run(&document, &NerOptions::default(), &Control::new()).unwrap();
    let names = || {
        let tasks = fs::read_dir("/proc/self/task").unwrap();
        tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok()).collect::<Vec<_>>()
    };
    let before = names().len();
    for _ in 0..3 {
        ner.run(&document, &NerOptions::default(), &Control::new()).unwrap();
    }
    assert!(names().len() <= before, "{:?}", names());
}
