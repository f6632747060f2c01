//! Counts of right and wrong annotations, and what they come to.

use std::iter::Sum;
use std::ops::AddAssign;

/// How many annotations were right, found without being right, and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Found and right.
    pub right: usize,
    /// Found and not right: false positives.
    pub spurious: usize,
    /// In the gold and not found: false negatives.
    pub missed: usize,
}

impl Counts {
    /// Annotations found.
    pub fn found(self) -> usize {
        self.right + self.spurious
    }

    /// Gold annotations.
    pub fn support(self) -> usize {
        self.right + self.missed
    }

    /// The share of those found that is right.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.found())
    }

    /// The share of the gold that was found.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.support())
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.found() + self.support())
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.spurious += other.spurious;
        self.missed += other.missed;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }
}

/// Means of scores.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Average {
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Mean F1, which is not the F1 of the two means.
    pub f1: f64,
}

impl Average {
    /// The mean over `counts`; 0 over none.
    pub(super) fn over<'a>(counts: impl ExactSizeIterator<Item = &'a Counts> + Clone) -> Self {
        let mean = |score: fn(Counts) -> f64| match counts.len() {
            0 => 0.0,
            many => counts.clone().copied().map(score).sum::<f64>() / many as f64,
        };
        Self { precision: mean(Counts::precision), recall: mean(Counts::recall), f1: mean(Counts::f1) }
    }
}
