//! One model in many threads: the same answers, and calls that really run side by side.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use cajal::{Control, Document, FillMask, FillMaskOptions, Model, ModelOptions, Ner, NerOptions};

const THREADS: usize = 16;
const ROUNDS: usize = 3;

const NOTES: [&str; 4] = [
    "Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose \
     análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.",
    "Se pauta paracetamol 1 g cada 8 horas.\r\nSe retira ibuprofeno. 😀 Control de albúmina y ferritina.",
    "",
    "El niño recibió amoxicilina-clavulánico durante siete días, sin fiebre posterior; niveles de TSH y T4 normales.",
];

const MASKED: [&str; 3] = [
    "El único antecedente personal a reseñar era la <mask> arterial.",
    "Las radiologías óseas de cuerpo entero no detectan alteraciones <mask>, ni alteraciones vertebrales.",
    "En el <mask> toraco-abdómino-pélvico no se encontraron hallazgos <mask> de interés.",
];

/// Runs `answer` in all threads at once, each from another start, and asserts that all give what one thread gave.
fn assert_same_in_all_threads<T: PartialEq + std::fmt::Debug + Sync>(
    texts: &[&str],
    answer: impl Fn(&Document) -> T + Sync,
) {
    let documents: Vec<Document> = texts.iter().map(|text| Document::new(*text)).collect();
    let alone: Vec<T> = documents.iter().map(&answer).collect();
    thread::scope(|scope| {
        for start in 0..THREADS {
            let (documents, alone, answer) = (&documents, &alone, &answer);
            scope.spawn(move || {
                for index in (start..).take(ROUNDS * documents.len()).map(|index| index % documents.len()) {
                    assert_eq!(answer(&documents[index]), alone[index]);
                }
            });
        }
    });
}

#[test]
fn sixteen_threads_find_the_same_entities_as_one() {
    let ner = Ner::new([Model::embedded("pharmaconer", &ModelOptions::default()).unwrap()]).unwrap();
    let run = |document: &Document| ner.run(document, &NerOptions::default(), &Control::new()).unwrap();
    assert!(!run(&Document::new(NOTES[0])).entities.is_empty());
    assert_same_in_all_threads(&NOTES, run);
}

#[test]
fn sixteen_threads_fill_the_same_masks_as_one() {
    let fill_mask = FillMask::new(Model::embedded("fill-mask", &ModelOptions::default()).unwrap()).unwrap();
    let run = |document: &Document| fill_mask.run(document, &FillMaskOptions::default(), &Control::new()).unwrap();
    assert_same_in_all_threads(&MASKED, run);
}

/// A place where threads wait for one another; it gives up after a minute, so that a fault fails instead of hanging.
#[derive(Default)]
struct Meeting {
    arrived: Mutex<usize>,
    changed: Condvar,
}

impl Meeting {
    /// Whether all threads came.
    fn wait(&self) -> bool {
        let mut arrived = self.arrived.lock().unwrap();
        *arrived += 1;
        self.changed.notify_all();
        let patience = Duration::from_secs(60);
        let (arrived, _) = self.changed.wait_timeout_while(arrived, patience, |arrived| *arrived < THREADS).unwrap();
        *arrived >= THREADS
    }
}

#[test]
fn no_call_waits_for_another_to_end() {
    let ner = Ner::new([Model::embedded("pharmaconer", &ModelOptions::default()).unwrap()]).unwrap();
    let meeting = Arc::new(Meeting::default());
    let calls: Vec<_> = (0..THREADS)
        .map(|_| {
            let (ner, meeting) = (ner.clone(), Arc::clone(&meeting));
            thread::spawn(move || {
                let met = Arc::new(AtomicBool::new(false));
                // After its first window every call waits, unfinished, until all others are as far.
                let control = Control::new().with_progress({
                    let met = Arc::clone(&met);
                    move |_| met.store(meeting.wait(), Ordering::SeqCst)
                });
                ner.run(&Document::new(NOTES[0]), &NerOptions::default(), &control).unwrap();
                met.load(Ordering::SeqCst)
            })
        })
        .collect();
    assert!(calls.into_iter().all(|call| call.join().unwrap()), "a call held the model while it was not done");
}
