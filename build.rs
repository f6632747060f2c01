//! Gives the C library its SONAME with the ABI number, and the crate that number. Writes nothing in the source tree.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=Cargo.toml");
    println!("cargo:rerun-if-changed=build.rs");
    let manifest = fs::read_to_string(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("Cargo.toml"))?;
    let abi = abi_version(&manifest).ok_or("Cargo.toml has no abi-version under [package.metadata.cajal]")?;
    println!("cargo:rustc-env=CAJAL_ABI_VERSION={abi}");
    match env::var("CARGO_CFG_TARGET_OS")?.as_str() {
        // nodelete: ONNX Runtime keeps pointers to our functions for ever, so a dlclose must not take them away.
        "linux" | "android" | "freebsd" => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcajal.so.{abi},-z,nodelete");
        }
        "macos" => println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcajal.{abi}.dylib"),
        _ => {}
    }
    Ok(())
}

fn abi_version(manifest: &str) -> Option<u32> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("abi-version"))?;
    line.trim_start_matches([' ', '=']).trim().parse().ok()
}
