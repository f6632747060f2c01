//! Joint search, against all combinations.

use cajal::{FillMaskOptions, Filling};

use super::{MASK, TINY, WORDS, assert_close, id, log_softmax, run};

/// Every filling of the masks of these ids with words, from left to right, best first.
fn all_fillings(ids: &[u32]) -> Vec<(Vec<u32>, f64)> {
    let Some(place) = ids.iter().position(|token| *token == MASK) else { return vec![(Vec::new(), 0.0)] };
    let scores = log_softmax(ids, place);
    let mut found = Vec::new();
    for token in (5..).take(WORDS.len()) {
        let mut filled = ids.to_vec();
        filled[place] = token;
        let rest = all_fillings(&filled).into_iter();
        found.extend(rest.map(|(words, score)| ([&[token], &words[..]].concat(), scores[token as usize] + score)));
    }
    found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    found
}

fn token_ids(filling: &Filling) -> Vec<u32> {
    filling.predictions.iter().flat_map(|prediction| prediction.token_ids.clone()).collect()
}

fn joint(beam_width: usize, top_k: usize) -> FillMaskOptions {
    FillMaskOptions { beam_width: Some(beam_width), top_k, ..FillMaskOptions::default() }
}

fn assert_same(ours: &[Filling], expected: &[(Vec<u32>, f64)]) {
    for (filling, (tokens, log_score)) in ours.iter().zip(expected) {
        assert_eq!(&token_ids(filling), tokens);
        assert_close(filling.log_score, *log_score);
        assert_close(f64::from(filling.score), log_score.exp());
        let factors: f64 = filling.predictions.iter().map(|prediction| prediction.log_score).sum();
        assert_close(factors, *log_score);
    }
}

#[test]
fn a_wide_beam_finds_what_all_pairs_of_words_give() {
    let expected = all_fillings(&[id("el"), MASK, id("en"), MASK, id(".")]);
    let ours = run(&TINY, "el [MASK] en [MASK].", &joint(WORDS.len(), 20)).fillings;
    assert_eq!((ours.len(), expected.len()), (20, 225));
    assert_same(&ours, &expected);
}

#[test]
fn a_wide_beam_finds_what_all_triples_of_words_give() {
    let expected = all_fillings(&[MASK, id("de"), MASK, MASK]);
    let ours = run(&TINY, "[MASK] de [MASK] [MASK]", &joint(225, 20)).fillings;
    assert_eq!(expected.len(), 3375);
    assert_same(&ours, &expected);
}

#[test]
fn a_beam_of_one_takes_the_best_word_at_every_mask() {
    let first = log_softmax(&[MASK, id("de"), MASK], 0);
    let best = (5..20).max_by(|a: &u32, b| first[*a as usize].total_cmp(&first[*b as usize])).unwrap();
    let second = log_softmax(&[best, id("de"), MASK], 2);
    let next = (5..20).max_by(|a: &u32, b| second[*a as usize].total_cmp(&second[*b as usize])).unwrap();
    let ours = run(&TINY, "[MASK] de [MASK]", &joint(1, 1)).fillings;
    assert_eq!((ours.len(), token_ids(&ours[0])), (1, vec![best, next]));
}

#[test]
fn no_fewer_partial_fillings_are_kept_than_are_wanted() {
    assert_eq!(run(&TINY, "[MASK] de [MASK]", &joint(1, 9)).fillings.len(), 9);
}

#[test]
fn the_independent_lists_are_there_too_and_one_mask_gives_the_same() {
    let answer = run(&TINY, "el [MASK] leve", &joint(8, 5));
    for (filling, prediction) in answer.fillings.iter().zip(&answer.masks[0].predictions) {
        assert_eq!(filling.predictions[0].token_ids, prediction.token_ids);
        assert_close(filling.log_score, prediction.log_score);
    }
    assert_eq!((answer.fillings.len(), answer.masks[0].predictions.len()), (5, 5));
}

#[test]
fn without_a_beam_there_are_no_fillings() {
    assert!(run(&TINY, "el [MASK] leve", &FillMaskOptions::default()).fillings.is_empty());
}

#[test]
fn a_filling_stands_in_the_text_as_one() {
    let mut continued = 0;
    for (before, after) in [("El  ", ", tos"), ("", ""), ("tos, ", "pie."), ("dolor ", " de el pecho")] {
        let answer = run(&TINY, &[before, "[MASK] [MASK]", after].concat(), &joint(225, 20));
        for (index, filling) in answer.fillings.iter().enumerate() {
            let [first, second] = &filling.predictions[..] else { panic!("two masks") };
            let before = if first.starts_word { before } else { before.trim_end() };
            let space = if second.starts_word { " " } else { "" };
            let expected = [before, &first.text, space, &second.text, after].concat();
            assert_eq!(answer.filled_together(index).unwrap().text, expected);
            continued += usize::from(!second.starts_word);
        }
    }
    assert!(continued > 0);
}
