//! Sequence classification: labels with scores for a whole text.

use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Problem, Task, softmax};
use crate::text::Document;

/// A label of a whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification {
    /// The label as `id2label` spells it.
    pub label: String,
    /// Softmax over the labels, 0 to 1; for multi-label models and those with one label, the sigmoid of its logit; for
    /// regression (`problem_type`), the model's number as it is. As transformers' text-classification does.
    pub score: f32,
}

/// A classifier over a sequence-classification model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct Classifier {
    model: Model,
}

impl Classifier {
    /// A classifier over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](ErrorCode::TaskMismatch) if the model has no sequence-classification head.
    pub fn new(model: Model) -> Result<Self> {
        model.expect_task(Task::SequenceClassification)?;
        Ok(Self { model })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// All labels, best first; equals in order of id.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorCode::InvalidArgument) if the text has more tokens than the model holds: nothing is cut
    /// in silence. Those of a stopped call and of the runtime as for [`Ner::run`](crate::Ner::run).
    pub fn run(&self, document: &Document, control: &Control) -> Result<Vec<Classification>> {
        control.check()?;
        let tokenizer = self.model.tokenizer();
        let text = tokenizer.encode_text(document.text(), control)?;
        let most = self.model.max_text_tokens();
        if text.len() > most {
            let message = format!(
                "the text has {} tokens and the model takes {most}; classify a part of it, such as a section",
                text.len()
            );
            return Err(Error::new(ErrorCode::InvalidArgument, message));
        }
        let logits = self.model.logits(&tokenizer.with_special(&text), &[0], control)?;
        Ok(self.rank(logits.rows().next().unwrap_or_default()))
    }

    fn rank(&self, logits: &[f32]) -> Vec<Classification> {
        let scores = match self.model.problem() {
            Problem::Regression => logits.to_vec(),
            Problem::SingleLabel if logits.len() > 1 => softmax(logits),
            Problem::SingleLabel | Problem::MultiLabel => logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
        };
        let labels = self.model.raw_labels().iter().zip(scores);
        let mut ranked: Vec<_> = labels.map(|(label, score)| Classification { label: label.clone(), score }).collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        ranked
    }
}
