//! Models by the name given on the command line.

use std::ffi::{OsStr, OsString};

use cajal::{Error, Model, ModelOptions};

/// The embedded models that find entities: what `ner` runs when no model is named.
pub const EMBEDDED_NER: [&str; 3] = ["pharmaconer", "cantemist", "meddocan"];

/// The embedded model that finds personal data.
pub const EMBEDDED_DEIDENTIFY: [&str; 1] = ["meddocan"];

/// The embedded model that fills masks.
pub const EMBEDDED_FILL_MASK: &str = "fill-mask";

/// The models named on the command line, or the embedded ones of these names.
pub fn named_or(arguments: &[OsString], embedded: &[&str]) -> Vec<OsString> {
    match arguments {
        [] => embedded.iter().map(OsString::from).collect(),
        named => named.to_vec(),
    }
}

/// Loads a model: the embedded one of this name, else the folder.
pub fn load(name: &OsStr, options: &ModelOptions) -> Result<Model, Error> {
    match Model::embedded_names().iter().find(|embedded| name == **embedded) {
        Some(embedded) => Model::embedded(embedded, options),
        None => Model::load(name, options),
    }
}
