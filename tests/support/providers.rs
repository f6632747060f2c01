//! Comparing a provider with the processor's own.

use cajal::{Control, Document, Entity, Logits, Model, ModelOptions, Ner, NerOptions, Provider, Task};

use super::golden::{self, LogitFile};

/// Random checkpoints of the golden files: every family and head.
const RANDOM: [&str; 3] = ["roberta-seq", "xlmr-ner", "bert-mlm"];
/// The shipped models that find entities.
pub const RECOGNISERS: [&str; 3] = ["pharmaconer", "cantemist", "meddocan"];

/// The largest difference of a logit in 32-bit floats, which are summed in another order.
const TOLERANCE: f32 = 1e-4;

/// A load on a provider, with two threads.
pub fn options(provider: Provider) -> ModelOptions {
    ModelOptions { threads: Some(2), provider, ..ModelOptions::default() }
}

/// A shipped recogniser.
pub fn recogniser(name: &str, options: &ModelOptions) -> Ner {
    Ner::new([Model::embedded(name, options).unwrap()]).unwrap()
}

/// Short texts, and one of many windows.
pub fn documents() -> Vec<Document> {
    let texts = golden::texts("<mask>");
    let long = texts.iter().take(60).map(String::as_str).collect::<Vec<_>>().join(" ");
    texts.into_iter().take(40).chain([long]).map(Document::new).collect()
}

/// The largest difference of a logit on a golden file's windows: some short ones, and one as long as the model takes.
pub fn largest_difference([one, other]: &[Model; 2], file: &LogitFile) -> f32 {
    let tokens = golden::tokens(file.tokenizer());
    let windows = tokens.sentences.iter().take(12).map(|tokens| &tokens.masked).chain([&file.long.ids]);
    let difference = |ids: &Vec<u32>| {
        let last = if one.info().task == Task::SequenceClassification { 1 } else { ids.len() };
        let rows: Vec<usize> = (0..last).collect();
        let [one, other] = [one, other].map(|model| model.logits(ids, &rows, &Control::new()).unwrap());
        let numbers = |logits: &Logits| logits.rows().flatten().copied().collect::<Vec<f32>>();
        let (one, other) = (numbers(&one), numbers(&other));
        assert_eq!(one.len(), other.len());
        one.iter().zip(&other).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    };
    windows.map(difference).fold(0.0, f32::max)
}

/// The logits of every family and head are those of the processor's own provider, in 32-bit floats.
pub fn expect_the_logits_of_the_cpu(provider: &Provider) {
    for name in RANDOM {
        let file = golden::logits(name);
        let folder = tempfile::tempdir().unwrap();
        file.checkpoint.as_ref().unwrap().write(folder.path());
        let load = |provider: Provider| Model::load(folder.path(), &options(provider)).unwrap();
        let difference = largest_difference(&[load(Provider::Cpu), load(provider.clone())], &file);
        println!("{name} on {provider}: largest difference of a logit {difference:.2e}");
        assert!(difference < TOLERANCE, "{name}: {difference}");
    }
}

/// The shipped models find the same entities as on the processor's own provider.
pub fn expect_the_entities_of_the_cpu(provider: &Provider) {
    for name in RECOGNISERS {
        let [cpu, other] = [&Provider::Cpu, provider].map(|provider| recogniser(name, &options(provider.clone())));
        let mut found = 0;
        for document in documents() {
            let find =
                |ner: &Ner| places(&ner.run(&document, &NerOptions::default(), &Control::new()).unwrap().entities);
            let (cpu, other) = (find(&cpu), find(&other));
            assert_eq!(cpu, other, "{name}");
            found += cpu.len();
        }
        assert!(found > 0, "{name}");
    }
}

/// Labels and places, without scores.
pub fn places(entities: &[Entity]) -> Vec<(String, usize, usize)> {
    entities.iter().map(|e| (e.label.to_string(), e.offsets.utf8.start, e.offsets.utf8.end)).collect()
}
