//! Provider libraries that ONNX Runtime loads when asked to: plugins.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::device::Device;
use ort::{AsPointer, api};

use super::super::{environment, library};
use super::openvino;
use crate::error::{Error, ErrorCode, Result};

/// The providers of the plugin libraries that this process has registered, by path. None is ever unloaded.
static REGISTERED: Mutex<BTreeMap<PathBuf, Vec<String>>> = Mutex::new(BTreeMap::new());

/// A provider of a registered plugin library.
#[derive(Debug, Clone)]
pub(super) struct PluginProvider {
    library: PathBuf,
    /// ONNX Runtime's name for it.
    pub(super) name: String,
}

impl PluginProvider {
    /// Loads the library, once for the process, and takes the first provider with a device that serves.
    pub(super) fn load(path: &Path) -> Result<Self> {
        let names = register(path)?;
        let provider = |name: &String| Self { library: path.to_path_buf(), name: name.clone() };
        let mut providers = names.iter().map(provider);
        let served =
            providers.find_map(|provider| provider.device().map(|device| device.map(|_| provider)).transpose());
        served.unwrap_or_else(|| Err(no_device(path)))
    }

    /// Whether it is OpenVINO's.
    pub(super) fn is_openvino(&self) -> bool {
        self.name == openvino::EXECUTION_PROVIDER
    }

    /// The device to run on.
    pub(super) fn device(&self) -> Result<Option<Device<'static>>> {
        let serves = |device: &Device<'_>| !self.is_openvino() || metadata(device, "ov_device") == Some("CPU");
        Ok(environment()?.devices().find(|device| device.ep().is_ok_and(|name| name == self.name) && serves(device)))
    }

    /// The error of a device that was there when the library was loaded.
    pub(super) fn no_device(&self) -> Error {
        no_device(&self.library)
    }
}

/// Registers a library with ONNX Runtime; gives the names of the providers that came with it.
fn register(path: &Path) -> Result<Vec<String>> {
    let environment = environment()?;
    let mut registered = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(names) = registered.get(path) {
        return Ok(names.clone());
    }
    if !path.is_absolute() {
        return Err(unusable(path, "its path is not absolute"));
    }
    if !path.is_file() {
        return Err(unusable(path, "there is no such file"));
    }
    if let Some(why) = library::fault(path)? {
        return Err(unusable(path, why));
    }
    let before: Vec<_> = environment.devices().map(|device| device.ptr()).collect();
    environment.register_ep_library(format!("cajal:{}", path.display()), path).map_err(|error| {
        unusable(path, &format!("ONNX Runtime refuses it: {}", error.message()))
            .with_cause_code(super::super::error_code(error.code()))
    })?;
    let mut names: Vec<String> = Vec::new();
    for device in environment.devices().filter(|device| !before.contains(&device.ptr())) {
        let name = device.ep().unwrap_or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    registered.insert(path.to_path_buf(), names.clone());
    drop(registered);
    log::info!("provider plugin {} registered: {}", path.display(), names.join(", "));
    Ok(names)
}

/// A fact that the provider tells of a device.
fn metadata<'d>(device: &Device<'d>, key: &str) -> Option<&'d str> {
    let key = CString::new(key).ok()?;
    // SAFETY: the device is one of the environment's, whose facts live as long as it; the key is a C string.
    let value = unsafe { (api().GetKeyValue)((api().EpDevice_EpMetadata)(device.ptr()), key.as_ptr()) };
    if value.is_null() {
        return None;
    }
    // SAFETY: it is a NUL-terminated string of the device.
    unsafe { std::ffi::CStr::from_ptr(value) }.to_str().ok()
}

fn unusable(path: &Path, why: &str) -> Error {
    let message = format!(
        "{} cannot be used as a provider plugin: {why}; give the absolute path of a library that exports CreateEpFactories, \
         such as {} of the PyPI package {}",
        path.display(),
        openvino::PLUGIN,
        openvino::PACKAGE
    );
    Error::new(ErrorCode::ProviderUnavailable, message)
}

fn no_device(path: &Path) -> Error {
    let is_openvino = path.file_name().is_some_and(|name| name.to_string_lossy().contains("openvino"));
    let advice = if is_openvino { openvino::processor_advice() } else { "use the provider cpu".to_owned() };
    let message = format!("the provider plugin {} offers no device on this machine; {advice}", path.display());
    Error::new(ErrorCode::ProviderUnavailable, message)
}
