//! The models compiled into this library: those of the repository's `models` folder.

use super::files::ModelFiles;
use crate::error::{Error, ErrorCode, Result};

type Files = &'static [(&'static str, &'static [u8])];

/// What callers name them by.
pub(super) const NAMES: [&str; 4] = ["fill-mask", "pharmaconer", "cantemist", "meddocan"];

/// The models' tokenizer is one and the same.
const TOKENIZER: &[u8] = include_bytes!("../../models/clinical-es-mini/tokenizer.json");
const TOKENIZER_CONFIG: &[u8] = include_bytes!("../../models/clinical-es-mini/tokenizer_config.json");

macro_rules! model_files {
    ($folder:literal) => {
        &[
            ("config.json", include_bytes!(concat!("../../models/", $folder, "/config.json"))),
            ("model.safetensors", include_bytes!(concat!("../../models/", $folder, "/model.safetensors"))),
            ("tokenizer.json", TOKENIZER),
            ("tokenizer_config.json", TOKENIZER_CONFIG),
        ]
    };
}

const FILES: [Files; 4] = [
    model_files!("clinical-es-mini"),
    model_files!("clinical-es-mini-pharmaconer"),
    model_files!("clinical-es-mini-cantemist"),
    model_files!("clinical-es-mini-meddocan"),
];

/// The files of the model of that name.
pub(super) fn files(name: &str) -> Result<ModelFiles> {
    let found = NAMES.iter().zip(FILES).find(|(known, _)| **known == name);
    let (name, files) = found.ok_or_else(|| {
        let message = format!("there is no built-in model {name:?}; there are {}", NAMES.join(", "));
        Error::new(ErrorCode::ModelNotFound, message)
    })?;
    Ok(ModelFiles::Embedded(files, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_models_share_one_tokenizer() {
        let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        for folder in ["", "-pharmaconer", "-cantemist", "-meddocan"] {
            let folder = models.join(format!("clinical-es-mini{folder}"));
            assert!(std::fs::read(folder.join("tokenizer.json")).unwrap() == TOKENIZER, "{}", folder.display());
            let config = std::fs::read(folder.join("tokenizer_config.json")).unwrap();
            assert!(config == TOKENIZER_CONFIG, "{}", folder.display());
        }
    }

    #[test]
    fn an_unknown_name_is_an_error_that_lists_the_known_ones() {
        let error = files("radgraph").unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelNotFound);
        assert!(error.message().contains("pharmaconer"), "{error}");
    }
}
