//! Execution providers: what a caller may ask for, and what was found for it.

mod assignment;
mod openvino;
mod placement;
mod plugin;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::error::{Error, ErrorCode};

pub use assignment::NodeCount;
pub(super) use assignment::{count_nodes, expect_nodes_on};
pub(crate) use placement::{Arithmetic, Placement};

/// What runs the graphs of a model. Asked for and not there is an error, never another provider in silence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Provider {
    /// ONNX Runtime's own processor code.
    #[default]
    Cpu,
    /// The CUDA device of that number, from 0; needs the GPU build of ONNX Runtime. One run at a time for each model, on a
    /// stream of its own; calls take turns, first come, first served.
    ///
    /// CUDA chooses by the size of a run how it sums, so the last digits of a score follow from which windows share its run,
    /// which the text alone decides, and may differ from those of another device.
    Cuda(u32),
    /// OpenVINO's processor code: what is built into the ONNX Runtime in use, else the plugin library that lies in the
    /// folder `openvino` beside that ONNX Runtime, in its own folder, or at `CAJAL_OPENVINO`.
    OpenVino,
    /// The first of these that can compute in the precision asked for, is installed, and works on this machine:
    /// `cuda:0`; `openvino`, if the precision is `bf16`; `cpu`. Which it is, and why not the earlier ones, is logged.
    Auto,
    /// The plugin library at that absolute path, on the first device that it offers (of OpenVINO's: the processor).
    Plugin(PathBuf),
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(device) => write!(f, "cuda:{device}"),
            Self::OpenVino => f.write_str("openvino"),
            Self::Auto => f.write_str("auto"),
            Self::Plugin(path) => path.display().fmt(f),
        }
    }
}

impl FromStr for Provider {
    type Err = Error;

    /// From its name: `cpu`, `cuda:0`, `openvino`, `auto`, or the absolute path of a plugin library.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption).
    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "cpu" => return Ok(Self::Cpu),
            "openvino" => return Ok(Self::OpenVino),
            "auto" => return Ok(Self::Auto),
            _ => {}
        }
        // Not `+0` or `-0`, which parse as numbers.
        let device = name.strip_prefix("cuda:").filter(|device| device.bytes().all(|byte| byte.is_ascii_digit()));
        let device = device.and_then(|device| device.parse().ok()).filter(|&device| device <= MOST_DEVICES);
        let plugin = || Some(PathBuf::from(name)).filter(|path| path.is_absolute()).map(Self::Plugin);
        device.map(Self::Cuda).or_else(plugin).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, format!("the provider is not one of these: {VALID_PROVIDERS}"))
        })
    }
}

/// What a provider's name may be.
pub(crate) const VALID_PROVIDERS: &str =
    "cpu, cuda:N (N the number of a device, from 0), openvino, auto, or the absolute path of a provider plugin library";

/// CUDA's device numbers are 32-bit integers with a sign.
const MOST_DEVICES: u32 = i32::MAX as u32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_is_found_by_the_name_it_shows() {
        let plugin = Provider::Plugin(PathBuf::from("/opt/openvino/plugin.so"));
        for provider in
            [Provider::Cpu, Provider::Cuda(0), Provider::Cuda(7), Provider::OpenVino, Provider::Auto, plugin]
        {
            assert_eq!(provider.to_string().parse::<Provider>().unwrap(), provider);
        }
    }

    #[test]
    fn other_names_and_relative_paths_are_refused_with_the_valid_ones() {
        let names = [
            "",
            "CPU",
            "gpu",
            "cuda",
            "cuda:",
            "cuda:x",
            "cuda:-1",
            "cuda:+1",
            "cuda:4294967296",
            "plugin.so",
            "./p.so",
        ];
        for name in names {
            let error = name.parse::<Provider>().unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidOption, "{name}");
            assert!(error.message().contains(VALID_PROVIDERS), "{error}");
        }
    }
}
