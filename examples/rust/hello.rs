//! Finds the entities of a sentence.
#![allow(clippy::print_stdout)]

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};

fn main() -> Result<(), cajal::Error> {
    let ner = Ner::new([Model::load("models/clinical-es-mini-pharmaconer", &ModelOptions::default())?])?;
    let note = Document::new("Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.");
    for entity in ner.run(&note, &NerOptions::default(), &Control::new())?.entities {
        let span = entity.offsets.utf8;
        println!("{}..{} {} {}", span.start, span.end, entity.label, &note.text()[span.start..span.end]);
    }
    Ok(())
}
