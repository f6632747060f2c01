//! `cajal info`: versions, the runtime, models.

use std::ffi::OsString;
use std::io;

use cajal::{Model, ModelInfo, RuntimeInfo, RuntimeSource, runtime};
use clap::Args;
use serde::Serialize;

use crate::arguments::{CommonArguments, Format};
use crate::exit::{Outcome, Stop};
use crate::models;
use crate::output::{Column, Output};

/// Shows versions, the ONNX Runtime in use, and facts about models.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct InfoArguments {
    /// A model folder, or an embedded model's name; may be repeated [default: all embedded models]
    #[arg(short, long = "model", value_name = "DIR|NAME")]
    models: Vec<OsString>,

    #[command(flatten)]
    common: CommonArguments,
}

const MORE: &str = "\
Examples:
  cajal info
  cajal info --model ./bsc-bio-es --format json

JSON output, one object on one line:
  {\"version\": \"0.1.0\",
   \"runtime\": {\"version\": \"1.28.0\", \"path\": \"/…/libonnxruntime.so\", \"source\": \"environment\"},
   \"models\": [{\"name\", \"source\", \"family\", \"task\", \"format\", \"weights_type\", \"parameters\", \"weights_bytes\",
               \"layers\", \"hidden_size\", \"vocabulary\", \"max_tokens\", \"mask_token\", \"labels\", \"provider\",
               \"provider_asked\", \"nodes\": [{\"provider\", \"count\"}], \"threads\", \"run_threads\", \"precision\"}]}
  source is given, beside (beside the library) or environment (CAJAL_ONNXRUNTIME); mask_token is null
  where a model has none; nodes counts those of the graph by the provider that runs them. Fields may be added; these stay.

Exit codes: 0 done, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &InfoArguments) -> Result<Outcome, Stop> {
    let options = arguments.common.load.model_options();
    let runtime = runtime::load(options.runtime_path.as_deref())?;
    let mut loaded = Vec::new();
    for name in models::named_or(&arguments.models, Model::embedded_names()) {
        loaded.push((name.to_string_lossy().into_owned(), models::load(&name, &options)?));
    }
    let mut output = Output::new();
    match arguments.common.format {
        Format::Json => output.json(&JsonInfo::new(&runtime, &loaded))?,
        Format::Text => write_text(&mut output, &runtime, &loaded)?,
    }
    output.flush()?;
    Ok(Outcome::Complete)
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

const FACTS: [Column; 2] = [Column::words(""), Column::words("")];

fn write_text(output: &mut Output, runtime: &RuntimeInfo, models: &[(String, Model)]) -> io::Result<()> {
    output.section(&format!("cajal {VERSION}"))?;
    output.table(
        &FACTS,
        &[
            fact("ONNX Runtime", &runtime.version),
            fact("from", runtime.path.display()),
            fact("found", found(runtime.source)),
        ],
    )?;
    for (name, model) in models {
        output.section(&format!("model {name}"))?;
        output.table(&FACTS, &facts(model.info()))?;
    }
    Ok(())
}

fn facts(info: &ModelInfo) -> Vec<[String; 2]> {
    let mut facts = vec![
        fact("source", &info.source),
        fact("task", info.task.name()),
        fact("family", &info.family),
        fact("size", format!("{} layers of {}, {} parameters", info.layers, info.hidden_size, info.parameters)),
        fact("weights", format!("{}, {}, {} bytes in memory", info.format, info.weights_type, info.weights_bytes)),
        fact("vocabulary", info.vocabulary),
        fact("longest window", format!("{} tokens", info.max_tokens)),
        fact("provider", provider(info)),
        fact("runs on", nodes(info)),
        fact("threads", info.threads),
        fact("threads of a run", info.run_threads),
        fact("precision", &info.precision),
    ];
    facts.extend(info.mask_token.as_ref().map(|token| fact("mask", token)));
    if !info.labels.is_empty() {
        facts.push(fact("labels", info.labels.join(" ")));
    }
    facts
}

fn fact(name: &str, value: impl ToString) -> [String; 2] {
    [name.to_owned(), value.to_string()]
}

/// What runs the model, and what was asked for where that is something else.
fn provider(info: &ModelInfo) -> String {
    match &info.provider_asked {
        asked if *asked == info.provider => info.provider.clone(),
        asked => format!("{} (asked for: {asked})", info.provider),
    }
}

/// How many nodes of the graph run where.
fn nodes(info: &ModelInfo) -> String {
    let counts: Vec<_> = info.nodes.iter().map(|count| format!("{}, {} nodes", count.provider, count.nodes)).collect();
    counts.join("; ")
}

fn found(source: RuntimeSource) -> &'static str {
    match source {
        RuntimeSource::Given => "by --runtime",
        RuntimeSource::Beside => "beside cajal",
        RuntimeSource::Environment => "by CAJAL_ONNXRUNTIME",
    }
}

#[derive(Serialize)]
struct JsonInfo<'a> {
    version: &'static str,
    runtime: JsonRuntime<'a>,
    models: Vec<JsonModel<'a>>,
}

#[derive(Serialize)]
struct JsonRuntime<'a> {
    version: &'a str,
    path: String,
    source: &'static str,
}

#[derive(Serialize)]
struct JsonModel<'a> {
    name: &'a str,
    source: &'a str,
    family: &'a str,
    task: &'static str,
    format: &'a str,
    weights_type: &'a str,
    parameters: u64,
    weights_bytes: u64,
    layers: usize,
    hidden_size: usize,
    vocabulary: usize,
    max_tokens: usize,
    mask_token: Option<&'a str>,
    labels: &'a [String],
    provider: &'a str,
    provider_asked: &'a str,
    nodes: Vec<JsonNodes<'a>>,
    threads: usize,
    run_threads: usize,
    precision: &'a str,
}

#[derive(Serialize)]
struct JsonNodes<'a> {
    provider: &'a str,
    count: usize,
}

impl<'a> JsonInfo<'a> {
    fn new(runtime: &'a RuntimeInfo, models: &'a [(String, Model)]) -> Self {
        let source = match runtime.source {
            RuntimeSource::Given => "given",
            RuntimeSource::Beside => "beside",
            RuntimeSource::Environment => "environment",
        };
        let path = runtime.path.to_string_lossy().into_owned();
        Self {
            version: VERSION,
            runtime: JsonRuntime { version: &runtime.version, path, source },
            models: models.iter().map(|(name, model)| JsonModel::new(name, model.info())).collect(),
        }
    }
}

impl<'a> JsonModel<'a> {
    fn new(name: &'a str, info: &'a ModelInfo) -> Self {
        Self {
            name,
            source: &info.source,
            family: &info.family,
            task: info.task.name(),
            format: &info.format,
            weights_type: &info.weights_type,
            parameters: info.parameters,
            weights_bytes: info.weights_bytes,
            layers: info.layers,
            hidden_size: info.hidden_size,
            vocabulary: info.vocabulary,
            max_tokens: info.max_tokens,
            mask_token: info.mask_token.as_deref(),
            labels: &info.labels,
            provider: &info.provider,
            provider_asked: &info.provider_asked,
            nodes: info.nodes.iter().map(|on| JsonNodes { provider: &on.provider, count: on.nodes }).collect(),
            threads: info.threads,
            run_threads: info.run_threads,
            precision: &info.precision,
        }
    }
}
