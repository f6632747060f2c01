//! Targets: words scored whole.

use cajal::{AfterMask, FillMaskOptions, TargetStatus};

use super::{MASK, SHIPPED, TINY, assert_close, id, log_softmax, run, targets};

#[test]
fn a_target_of_one_token_has_the_score_that_the_list_gives_it() {
    let text = "el dolor [MASK] en el pie";
    let list = run(&TINY, text, &FillMaskOptions { top_k: 20, ..FillMaskOptions::default() });
    for prediction in list.masks[0].predictions.iter().filter(|prediction| prediction.starts_word) {
        let answer = run(&TINY, text, &targets(&[&prediction.text]));
        let target = &answer.masks[0].predictions[0];
        assert_eq!((&target.token_ids, &target.text), (&prediction.token_ids, &prediction.text));
        assert_close(target.log_score, prediction.log_score);
    }
}

#[test]
fn a_target_of_several_tokens_is_scored_from_left_to_right_over_as_many_masks() {
    let answer = run(&TINY, "el [MASK] en el pie", &targets(&["dolorido", "tos de pecho", "fiebre"]));
    let (el, en, pie) = (id("el"), id("en"), id("pie"));
    let words = [vec![id("dolor"), id("##ido")], vec![id("tos"), id("de"), id("pecho")], vec![id("fiebre")]];
    for (word, target) in words.iter().zip(&answer.masks[0].targets) {
        let mut sum = 0.0;
        for (place, &token) in word.iter().enumerate() {
            let masks = vec![MASK; word.len() - place];
            let ids = [&[el], &word[..place], &masks[..], &[en, el, pie]].concat();
            sum += log_softmax(&ids, 1 + place)[token as usize];
        }
        let prediction = &answer.masks[0].predictions[target.prediction.unwrap()];
        assert_eq!(&prediction.token_ids, word);
        assert_close(prediction.log_score, sum / word.len() as f64);
        assert_close(f64::from(prediction.score).ln(), prediction.log_score);
    }
    let scores: Vec<f32> = answer.masks[0].predictions.iter().map(|prediction| prediction.score).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
}

#[test]
fn what_became_of_each_target_is_told_in_the_order_given() {
    let long = "tos ".repeat(23);
    let words = ["fiebre", " fiebre ", "neumonía", "", " \n", &long, "tos"];
    let answer = run(&TINY, "el [MASK]", &targets(&words));
    let statuses: Vec<TargetStatus> = answer.masks[0].targets.iter().map(|target| target.status).collect();
    use TargetStatus::*;
    assert_eq!(statuses, [Scored, Duplicate, Unknown, Empty, Empty, TooLong, Scored]);
    let places: Vec<Option<usize>> = answer.masks[0].targets.iter().map(|target| target.prediction).collect();
    assert_eq!(places[0], places[1]);
    assert_eq!(places[2..6], [None; 4]);
    assert_ne!(places[0], places[6]);
    assert_eq!(answer.masks[0].predictions.len(), 2);
}

#[test]
fn a_target_as_long_as_a_window_is_scored() {
    let longest = "tos ".repeat(22);
    let answer = run(&TINY, "el dolor [MASK] de pie", &targets(&[&longest]));
    assert_eq!(answer.masks[0].targets[0].status, TargetStatus::Scored);
}

#[test]
fn words_that_differ_only_in_what_the_tokenizer_drops_are_duplicates() {
    let answer = run(&TINY, "el [MASK]", &targets(&["tos", "to\u{200b}s", "tos\u{ad}"]));
    let statuses: Vec<TargetStatus> = answer.masks[0].targets.iter().map(|target| target.status).collect();
    assert_eq!(statuses, [TargetStatus::Scored, TargetStatus::Duplicate, TargetStatus::Duplicate]);
}

#[test]
fn a_mask_against_letters_asks_for_the_whole_word() {
    let answer = run(&TINY, "el dolor[MASK] en el pie", &targets(&["ido", "es"]));
    let (el, en, pie) = (id("el"), id("en"), id("pie"));
    for (prediction, ending) in answer.masks[0].targets.iter().zip(["##ido", "##es"]) {
        let prediction = &answer.masks[0].predictions[prediction.prediction.unwrap()];
        let (dolor, ending) = (id("dolor"), id(ending));
        assert_eq!(prediction.token_ids, [dolor, ending]);
        assert!(!prediction.starts_word);
        let first = log_softmax(&[el, MASK, MASK, en, el, pie], 1)[dolor as usize];
        let second = log_softmax(&[el, dolor, MASK, en, el, pie], 2)[ending as usize];
        assert_close(prediction.log_score, (first + second) / 2.0);
    }
    let filled = answer.filled(0, answer.masks[0].targets[0].prediction.unwrap()).unwrap();
    assert_eq!(filled.text, "el dolorido en el pie");
    let answer = run(&TINY, "el [MASK]ido, tos", &targets(&["dolor"]));
    assert_eq!(answer.masks[0].predictions[0].token_ids, [id("dolor"), id("##ido")]);
}

#[test]
fn other_masks_of_the_text_stay_masked() {
    let answer = run(&TINY, "[MASK] en [MASK]", &targets(&["dolor", "pecho"]));
    let en = id("en");
    for (mask, row) in [(0, 0), (1, 2)] {
        let expected = log_softmax(&[MASK, en, MASK], row);
        for prediction in &answer.masks[mask].predictions {
            assert_close(prediction.log_score, expected[prediction.token_ids[0] as usize]);
        }
    }
}

#[test]
fn the_word_without_its_prefix_space_is_the_word() {
    // transformers cuts this to its first piece and scores that: "ne".
    let text = "Ingresa por una <mask> adquirida en la comunidad.";
    let answer = run(&SHIPPED, text, &targets(&["neumonía", "enfermedad", "electroencefalografía"]));
    let words: Vec<&str> = answer.masks[0].predictions.iter().map(|prediction| prediction.text.as_str()).collect();
    assert_eq!(words[0], "neumonía");
    let list = run(&SHIPPED, text, &FillMaskOptions::default());
    let listed = list.masks[0].predictions.iter().find(|prediction| prediction.text == "neumonía").unwrap();
    assert_eq!(answer.masks[0].predictions[0].token_ids, listed.token_ids);
    assert!((answer.masks[0].predictions[0].score - listed.score).abs() < 1e-5);
}

#[test]
fn a_target_after_a_bracket_has_no_space_before_it() {
    let answer = run(&SHIPPED, "Tratado con un antibiótico (<mask>) oral.", &targets(&["amoxicilina"]));
    let with_space = run(&SHIPPED, "Tratado con un antibiótico <mask> oral.", &targets(&["amoxicilina"]));
    assert_ne!(answer.masks[0].predictions[0].token_ids, with_space.masks[0].predictions[0].token_ids);
}

#[test]
fn text_after_a_mask_may_be_read_as_it_is_written() {
    let scores = |after_mask| {
        let options = FillMaskOptions { after_mask, ..FillMaskOptions::default() };
        let answer = run(&SHIPPED, "No se detectan alteraciones <mask>, ni fracturas.", &options);
        let spaced = run(&SHIPPED, "No se detectan alteraciones <mask> , ni fracturas.", &options);
        (answer.masks[0].predictions[0].log_score, spaced.masks[0].predictions[0].log_score)
    };
    // The shipped tokenizer puts a space before every text it is given, as this after the mask.
    let (glued, spaced) = scores(AfterMask::Tokenizer);
    assert_close(glued, spaced);
    let (glued, spaced) = scores(AfterMask::Text);
    assert!((glued - spaced).abs() > 1e-3, "{glued} {spaced}");
}
