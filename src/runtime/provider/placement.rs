//! From what was asked for to a provider that is there.

use ort::ep::{self, ArbitrarilyConfigurableExecutionProvider, ExecutionProvider};
use ort::session::builder::SessionBuilder;

use super::plugin::PluginProvider;
use super::{Provider, openvino};
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::session::{SessionOptions, builder};
use crate::runtime::{environment, failed, graph, info};

/// What a provider computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    /// 32-bit floats.
    F32,
    /// 16-bit floats, whose products are summed in 32-bit ones.
    F16,
    /// Products of bfloat16, summed in 32-bit floats.
    Bf16,
    /// Products of 8-bit integers.
    Int8,
}

/// A provider that is there, and how its sessions are made.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    provider: Provider,
    arithmetic: Arithmetic,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Cpu,
    Cuda(i32),
    /// OpenVINO, part of the ONNX Runtime in use.
    OpenVino,
    Plugin(PluginProvider),
}

/// More made documents no faster, at base size and with the small model: see the profile in BENCHMARKS.md.
const CPU_TOKENS: usize = 256;
/// Some megabytes of a base-size model's numbers a run. Not measured: this has not run on a GPU yet.
const CUDA_TOKENS: usize = 8192;

impl How {
    /// An error unless it computes in that.
    fn check_arithmetic(&self, arithmetic: Arithmetic, provider: &Provider) -> Result<()> {
        let (precision, served_by, is_served) = match arithmetic {
            Arithmetic::F32 => return Ok(()),
            Arithmetic::F16 => ("f16", "cuda:N", matches!(self, Self::Cuda(_))),
            Arithmetic::Bf16 => ("bf16", "openvino", self.is_openvino()),
            Arithmetic::Int8 => ("int8", "cpu", matches!(self, Self::Cpu)),
        };
        if !is_served {
            let message = format!("the precision {precision} goes with the provider {served_by}, not with {provider}");
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        openvino::check_arithmetic(arithmetic)
    }

    fn is_openvino(&self) -> bool {
        match self {
            Self::OpenVino => true,
            Self::Plugin(plugin) => plugin.is_openvino(),
            Self::Cpu | Self::Cuda(_) => false,
        }
    }
}

impl Placement {
    /// The provider asked for, or the best for [`Provider::Auto`].
    ///
    /// # Errors
    /// [`ProviderUnavailable`](ErrorCode::ProviderUnavailable): what is missing, and what to install.
    pub(crate) fn find(provider: &Provider, arithmetic: Arithmetic) -> Result<Self> {
        match provider {
            Provider::Auto => Self::find_best(arithmetic),
            fixed => Self::find_fixed(fixed, arithmetic),
        }
    }

    /// Its name: that of a [`Provider`], never `auto`.
    pub(crate) fn name(&self) -> String {
        self.provider.to_string()
    }

    /// Whether it is ONNX Runtime's own processor code.
    pub(crate) fn is_cpu(&self) -> bool {
        matches!(self.how, How::Cpu)
    }

    /// Whether it runs graphs of ONNX's own operators only, or best.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.how, How::OpenVino | How::Plugin(_))
    }

    /// Whether runs of one session must not overlap.
    pub(crate) fn is_exclusive(&self) -> bool {
        matches!(self.how, How::Cuda(_))
    }

    /// How many tokens a run should have: with more, each takes no less time.
    pub(crate) fn tokens_of_a_run(&self) -> usize {
        match self.how {
            How::Cuda(_) => CUDA_TOKENS,
            _ => CPU_TOKENS,
        }
    }

    /// ONNX Runtime's name for what must take the graph; `None` for the CPU provider, which takes everything.
    pub(super) fn execution_provider(&self) -> Option<&str> {
        match &self.how {
            How::Cpu => None,
            How::Cuda(_) => Some("CUDAExecutionProvider"),
            How::OpenVino => Some(openvino::EXECUTION_PROVIDER),
            How::Plugin(plugin) => Some(&plugin.name),
        }
    }

    /// Threads of ONNX Runtime's own that a session needs.
    pub(in crate::runtime) fn own_threads(&self, threads: usize) -> usize {
        if matches!(self.how, How::Cpu) { threads } else { 1 }
    }

    /// Puts the sessions of a builder on this provider.
    pub(in crate::runtime) fn attach(&self, builder: SessionBuilder, run_threads: usize) -> Result<SessionBuilder> {
        let attached = match &self.how {
            How::Cpu => builder.with_devices(cpu_devices()?, None),
            How::Cuda(device) => {
                let cuda = ep::CUDA::default().with_device_id(*device);
                // Products of 19 bits would not give the answers of the processor, and norms summed in 16 bits would lose
                // the smallest epsilon.
                let cuda = cuda.with_tf32(false).with_skip_layer_norm_strict_mode(true);
                builder.with_execution_providers([cuda.build().error_on_failure()])
            }
            How::OpenVino => {
                let configuration = openvino::configuration(self.arithmetic, run_threads);
                let openvino = ep::OpenVINO::default().with_device_type("CPU");
                let openvino = openvino.with_arbitrary_config("load_config", configuration);
                builder.with_execution_providers([openvino.build().error_on_failure()])
            }
            How::Plugin(plugin) => {
                let device = plugin.device()?.ok_or_else(|| plugin.no_device())?;
                let option = |value| (format!("{}.load_config", plugin.name), value);
                let entry =
                    plugin.is_openvino().then(|| openvino::configuration(self.arithmetic, run_threads)).map(option);
                builder.with_devices([device], entry.as_ref().map(std::slice::from_ref))
            }
        };
        attached.map_err(|error| self.unavailable(error.message()))
    }

    /// The error of a session that could not be made for this provider; `what` was being done.
    pub(in crate::runtime) fn failed<R>(&self, what: &str, error: ort::Error<R>) -> Error {
        match self.how {
            How::Cpu => failed(what, error),
            _ => self.unavailable(error.message()),
        }
    }

    fn unavailable(&self, reason: &str) -> Error {
        let advice = match self.how {
            How::Cuda(_) => {
                "; it needs an NVIDIA driver, a device of that number, and the CUDA 13 and cuDNN 9 libraries that the \
                 loader can find (LD_LIBRARY_PATH)"
            }
            _ => "",
        };
        // Providers write theirs on many lines.
        let reason: Vec<_> = reason.split_whitespace().collect();
        let (name, reason) = (self.name(), reason.join(" "));
        let message = format!("the provider {name} cannot run this model here{advice}. ONNX Runtime says: {reason}");
        Error::new(ErrorCode::ProviderUnavailable, message)
    }

    fn find_fixed(provider: &Provider, arithmetic: Arithmetic) -> Result<Self> {
        let how = match provider {
            Provider::Cpu | Provider::Auto => How::Cpu,
            Provider::Cuda(device) => find_cuda(*device)?,
            Provider::OpenVino => find_openvino()?,
            Provider::Plugin(path) => How::Plugin(PluginProvider::load(path)?),
        };
        how.check_arithmetic(arithmetic, provider)?;
        Ok(Self { provider: provider.clone(), arithmetic, how })
    }

    /// In the order that [`Provider::Auto`] tells.
    fn find_best(arithmetic: Arithmetic) -> Result<Self> {
        let candidates: &[Provider] = match arithmetic {
            Arithmetic::F32 => &[Provider::Cuda(0), Provider::Cpu],
            Arithmetic::F16 => &[Provider::Cuda(0)],
            Arithmetic::Bf16 => &[Provider::OpenVino],
            Arithmetic::Int8 => &[Provider::Cpu],
        };
        let mut last = None;
        for candidate in candidates {
            match Self::find_fixed(candidate, arithmetic).and_then(|found| found.try_out().map(|()| found)) {
                Ok(found) => {
                    log::info!("provider auto: {candidate}");
                    return Ok(found);
                }
                Err(error) => {
                    log::info!("provider auto: not {candidate}: {}", error.message());
                    last = Some(error);
                }
            }
        }
        Err(last.unwrap_or_else(|| Error::new(ErrorCode::ProviderUnavailable, "no provider was tried")))
    }

    /// Makes a session of next to nothing, which is where a missing driver or device shows.
    fn try_out(&self) -> Result<()> {
        match self.how {
            How::Cpu => Ok(()),
            _ => {
                let options = SessionOptions { threads: 1, run_threads: 1, placement: self.clone() };
                graph::try_out(builder(&options)?, self)
            }
        }
    }
}

fn cpu_devices() -> Result<Vec<ort::device::Device<'static>>> {
    // From API 22 on, a session left to itself runs on whatever provider was registered by anyone in the process.
    let is_cpu = |device: &ort::device::Device<'_>| device.ep().is_ok_and(|name| name == "CPUExecutionProvider");
    Ok(environment()?.devices().filter(is_cpu).collect())
}

fn find_cuda(device: u32) -> Result<How> {
    let built_in = ep::CUDA::is_available().map_err(|error| failed("list its providers", error))?;
    if built_in {
        return Ok(How::Cuda(i32::try_from(device).unwrap_or(i32::MAX)));
    }
    let message = format!(
        "the ONNX Runtime in use{} has no CUDA: give the library of its GPU build as the runtime's path (runtime_path, \
         --runtime), for example libonnxruntime.so.1.28.0 of the PyPI package onnxruntime-gpu 1.28.0",
        runtime_in_use()
    );
    Err(Error::new(ErrorCode::ProviderUnavailable, message))
}

fn find_openvino() -> Result<How> {
    let built_in = ep::OpenVINO::is_available().map_err(|error| failed("list its providers", error))?;
    if built_in {
        return Ok(How::OpenVino);
    }
    let runtime = info().map(|info| info.path).unwrap_or_default();
    Ok(How::Plugin(PluginProvider::load(&openvino::find_plugin(&runtime)?)?))
}

fn runtime_in_use() -> String {
    info().map(|info| format!(" ({} at {})", info.version, info.path.display())).unwrap_or_default()
}
