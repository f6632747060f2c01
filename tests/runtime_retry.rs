//! Loading ONNX Runtime: a failed try may be repeated, and a good one stays.

use std::path::{Path, PathBuf};

use cajal::{ErrorCode, RuntimeSource, runtime};

#[test]
fn a_failed_load_may_be_repeated_with_another_path_and_a_good_one_stays() {
    let pinned = PathBuf::from(
        std::env::var_os("CAJAL_ONNXRUNTIME").expect("run scripts/setup.sh first: it fetches ONNX Runtime"),
    );
    assert_eq!(runtime::load(Some(Path::new("/nowhere"))).unwrap_err().code(), ErrorCode::RuntimeNotFound);

    let loaded = runtime::load(Some(&pinned)).unwrap();
    assert_eq!((loaded.path.as_path(), loaded.source), (pinned.as_path(), RuntimeSource::Given));
    assert_eq!(loaded.version, "1.28.0");

    assert_eq!(runtime::load(None).unwrap(), loaded);
    assert_eq!(runtime::load(Some(pinned.parent().unwrap())).unwrap(), loaded);
    let other = runtime::load(Some(Path::new("/nowhere"))).unwrap_err();
    assert_eq!(other.code(), ErrorCode::InvalidArgument);
    assert!(other.message().contains("1.28.0"), "{other}");
    assert_eq!(runtime::info(), Some(loaded));
}
