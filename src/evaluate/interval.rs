//! Confidence intervals by resampling whole documents.

use super::{Counts, EvaluateOptions};

/// The share of resamples that lies within an interval.
const LEVEL: f64 = 0.95;

/// A percentile bootstrap interval of the micro scores.
///
/// The documents are drawn with replacement, as many as there are, and scored anew; the interval leaves out 2.5 % of the
/// resamples at each end (nearest rank). Documents are drawn and not annotations, because those of one document are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The share of resamples inside.
    pub level: f64,
    /// How many resamples there were.
    pub resamples: usize,
    /// Where the random numbers started.
    pub seed: u64,
    /// Lowest and highest precision.
    pub precision: (f64, f64),
    /// Lowest and highest recall.
    pub recall: (f64, f64),
    /// Lowest and highest F1.
    pub f1: (f64, f64),
}

impl Interval {
    pub(super) fn new(documents: &[Counts], options: &EvaluateOptions) -> Option<Self> {
        if options.resamples == 0 || documents.len() < 2 {
            return None;
        }
        let mut random = SplitMix64(options.seed);
        let samples: Vec<Counts> = (0..options.resamples).map(|_| resample(documents, &mut random)).collect();
        Some(Self {
            level: LEVEL,
            resamples: options.resamples.into(),
            seed: options.seed,
            precision: middle(&samples, Counts::precision),
            recall: middle(&samples, Counts::recall),
            f1: middle(&samples, Counts::f1),
        })
    }
}

fn resample(documents: &[Counts], random: &mut SplitMix64) -> Counts {
    documents.iter().filter_map(|_| documents.get(random.below(documents.len()))).copied().sum()
}

fn middle(samples: &[Counts], score: fn(Counts) -> f64) -> (f64, f64) {
    let mut scores: Vec<f64> = samples.iter().copied().map(score).collect();
    scores.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * scores.len() as f64).ceil() as usize;
        scores.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    };
    (at((1.0 - LEVEL) / 2.0), at((1.0 + LEVEL) / 2.0))
}

/// Steele, Lea and Flood's generator: six lines that give the same numbers in every version of every library.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`: the high half of a product, whose bias is below `bound` / 2^64.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(resamples: u16, seed: u64) -> EvaluateOptions {
        EvaluateOptions { resamples, seed, ..EvaluateOptions::default() }
    }

    #[test]
    fn the_generator_gives_its_authors_numbers() {
        let mut random = SplitMix64(1234567);
        let expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        assert_eq!([random.next(), random.next(), random.next(), random.next()], expected);
    }

    #[test]
    fn equal_documents_leave_no_doubt() {
        let documents = [Counts { right: 3, spurious: 1, missed: 2 }; 7];
        let interval = Interval::new(&documents, &options(50, 9)).unwrap();
        assert_eq!((interval.precision, interval.recall), ((0.75, 0.75), (0.6, 0.6)));
    }

    #[test]
    fn two_opposite_documents_give_all_or_nothing() {
        let documents = [Counts { right: 1, ..Counts::default() }, Counts { missed: 1, ..Counts::default() }];
        assert_eq!(Interval::new(&documents, &options(200, 1)).unwrap().recall, (0.0, 1.0));
    }

    #[test]
    fn the_width_is_that_of_the_binomial() {
        // 400 documents with one annotation each, half of them right: the mean is 0.5, its standard deviation 0.025.
        let right = Counts { right: 1, ..Counts::default() };
        let missed = Counts { missed: 1, ..Counts::default() };
        let documents: Vec<Counts> = (0..400).map(|index| if index % 2 == 0 { right } else { missed }).collect();
        let (low, high) = Interval::new(&documents, &options(4000, 5)).unwrap().recall;
        assert!((low - 0.451).abs() < 0.005 && (high - 0.549).abs() < 0.005, "{low} {high}");
    }

    #[test]
    fn a_seed_gives_the_same_interval_again() {
        let documents: Vec<Counts> =
            (0..30).map(|index| Counts { right: index % 5, spurious: index % 3, missed: index % 7 }).collect();
        let interval = |seed| Interval::new(&documents, &options(300, seed)).unwrap();
        assert_eq!(interval(4), interval(4));
        assert_ne!(interval(4).f1, interval(5).f1);
    }

    #[test]
    fn one_document_or_no_resamples_have_no_interval() {
        assert_eq!(Interval::new(&[Counts::default()], &options(100, 1)), None);
        assert_eq!(Interval::new(&[Counts::default(); 3], &options(0, 1)), None);
    }
}
