//! Providers asked for and not there are errors that say why and what to install; nothing else runs in their place.
//!
//! The process's ONNX Runtime is the pinned one in a folder of this test, so that nothing is installed beside it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of a test may stop it")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cajal::{ErrorCode, Model, ModelOptions, NodeCount, Precision, Provider};

/// A folder that holds ONNX Runtime and nothing else.
static RUNTIME: LazyLock<PathBuf> = LazyLock::new(|| {
    let pinned = std::env::var_os("CAJAL_ONNXRUNTIME").expect("run scripts/setup.sh first: it fetches ONNX Runtime");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("runtime-alone-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let library = folder.join("libonnxruntime.so.1.28.0");
    symlink(fs::canonicalize(pinned).unwrap(), &library).unwrap();
    library
});

fn load(provider: Provider) -> Result<Model, cajal::Error> {
    let options = ModelOptions { provider, runtime_path: Some(RUNTIME.clone()), ..ModelOptions::default() };
    Model::embedded("pharmaconer", &options)
}

fn refusal(provider: Provider) -> String {
    let error = load(provider).map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderUnavailable, "{error}");
    error.message().to_owned()
}

fn refused_plugin(path: &Path) -> String {
    let message = refusal(Provider::Plugin(path.to_path_buf()));
    assert!(message.contains(&path.display().to_string()), "{message}");
    assert!(message.contains("onnxruntime-ep-openvino"), "{message}");
    message
}

fn file(name: &str, content: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn the_processor_runs_every_node_by_default() {
    let model = load(Provider::default()).unwrap();
    let info = model.info();
    assert_eq!((info.provider.as_str(), info.provider_asked.as_str()), ("cpu", "cpu"));
    // Six layers of 18 nodes, 5 of the embeddings, 1 for the lengths of windows, and 2 of the head.
    assert_eq!(info.nodes, [NodeCount { provider: "CPUExecutionProvider".to_owned(), nodes: 116 }]);
}

#[test]
fn auto_is_the_processor_where_nothing_else_is_installed_and_says_so() {
    let model = load(Provider::Auto).unwrap();
    assert_eq!((model.info().provider.as_str(), model.info().provider_asked.as_str()), ("cpu", "auto"));
}

#[test]
fn cuda_needs_another_onnx_runtime() {
    let message = refusal(Provider::Cuda(0));
    for part in ["has no CUDA", "onnxruntime-gpu", "runtime_path", "1.28.0"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn openvino_that_is_not_installed_says_where_it_was_looked_for() {
    let message = refusal(Provider::OpenVino);
    let folder = RUNTIME.parent().unwrap().join("openvino");
    for part in [&folder.display().to_string(), "onnxruntime-ep-openvino 1.8.1", "CAJAL_OPENVINO"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn bf16_on_the_processors_own_provider_names_the_provider_that_has_it() {
    let precision = Some(Precision::Bf16);
    let options = ModelOptions { precision, runtime_path: Some(RUNTIME.clone()), ..ModelOptions::default() };
    let error = Model::embedded("pharmaconer", &options).map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    assert!(error.message().contains("openvino"), "{error}");
    // The best provider for it is not installed: no other computes in its place.
    let error =
        Model::embedded("pharmaconer", &ModelOptions { provider: Provider::Auto, ..options }).map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderUnavailable);
    assert!(error.message().contains("onnxruntime-ep-openvino"), "{error}");
}

#[test]
fn f16_goes_with_cuda_alone_and_no_other_provider_computes_in_its_place() {
    let load = |provider: Provider| {
        let runtime_path = Some(RUNTIME.clone());
        let options =
            ModelOptions { precision: Some(Precision::F16), provider, runtime_path, ..ModelOptions::default() };
        Model::embedded("pharmaconer", &options).map(drop).unwrap_err()
    };
    let error = load(Provider::Cpu);
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    assert!(error.message().contains("f16 goes with the provider cuda:N, not with cpu"), "{error}");
    for provider in [Provider::Cuda(0), Provider::Auto] {
        let error = load(provider);
        assert_eq!(error.code(), ErrorCode::ProviderUnavailable);
        assert!(error.message().contains("onnxruntime-gpu"), "{error}");
    }
}

#[test]
fn a_plugin_that_is_missing_or_no_library_is_refused() {
    assert!(refused_plugin(Path::new("/nowhere/plugin.so")).contains("no such file"));
    assert!(refused_plugin(&file("text.so", "no library")).contains("ELF"));
    assert!(refused_plugin(Path::new(env!("CARGO_TARGET_TMPDIR"))).contains("no such file"));
}

#[test]
fn a_plugin_whose_path_is_relative_is_refused_because_the_system_would_search_for_it() {
    assert!(refused_plugin(Path::new("plugin.so")).contains("absolute"));
    assert_eq!("plugin.so".parse::<Provider>().unwrap_err().code(), ErrorCode::InvalidOption);
}

#[test]
fn a_library_that_is_no_provider_is_refused_and_another_provider_can_be_tried() {
    let source = file("no_provider.c", "int answer(void) { return 42; }");
    let library = source.with_extension("so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
    assert!(built.success());
    assert!(refused_plugin(&library).contains("CreateEpFactories"));
    // Refused each time, not only the first.
    assert!(refused_plugin(&library).contains("CreateEpFactories"));
    assert!(load(Provider::Cpu).is_ok());
}
