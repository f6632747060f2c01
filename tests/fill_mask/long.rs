//! Texts of any length, and calls that are stopped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cajal::{Cancel, Control, Document, ErrorCode, FillMask, FillMaskAnswer, FillMaskOptions, Progress};

use super::{SHIPPED, TINY, run, targets};

const SENTENCE: &str = "El único antecedente personal a reseñar era la <mask> arterial, en tratamiento con <mask>. ";
const FILLER: &str = "Refería dolor lumbar mecánico de años de evolución, sin irradiación ni pérdida de fuerza. ";

/// What each mask got, without its place.
fn scores(answer: &FillMaskAnswer) -> Vec<Vec<(Vec<u32>, f32)>> {
    let list = |predictions: &[cajal::Prediction]| {
        predictions.iter().map(|prediction| (prediction.token_ids.clone(), prediction.score)).collect()
    };
    answer.masks.iter().map(|mask| list(&mask.predictions)).collect()
}

#[test]
fn text_beyond_the_window_changes_no_answer() {
    // Each filler has more than fifteen tokens: forty of them fill a window of 510 on either side.
    let near = [&FILLER.repeat(40), SENTENCE, &FILLER.repeat(40)].concat();
    let far = [&FILLER.repeat(500), SENTENCE, &FILLER.repeat(900)].concat();
    let other = ["\n", &near.to_uppercase().replace("<MASK>", "otra"), &near, &"x".repeat(5000)].concat();
    let joint = FillMaskOptions { beam_width: Some(3), ..FillMaskOptions::default() };
    for options in [FillMaskOptions::default(), targets(&["diabetes", "hipertensión arterial crónica"]), joint] {
        let [near, far, other] = [&near, &far, &other].map(|text| run(&SHIPPED, text, &options));
        assert_eq!(scores(&near), scores(&far), "{options:?}");
        assert_eq!(scores(&near), scores(&other), "{options:?}");
        let fillings = |answer: &FillMaskAnswer| answer.fillings.iter().map(|f| f.log_score).collect::<Vec<_>>();
        assert_eq!(fillings(&near), fillings(&far));
    }
}

#[test]
fn far_masks_each_have_the_text_around_them() {
    let text = [SENTENCE, &FILLER.repeat(100), SENTENCE].concat();
    let alone = [&FILLER.repeat(100), SENTENCE].concat();
    let (both, alone) =
        (run(&SHIPPED, &text, &FillMaskOptions::default()), run(&SHIPPED, &alone, &FillMaskOptions::default()));
    assert_eq!(both.masks.len(), 4);
    assert_eq!(scores(&both)[2..], scores(&alone)[..]);
    assert_eq!(both.masks[0].predictions[0].text, "hipertensión");
    assert_eq!(both.masks[2].offsets.utf8.start, text.rfind("la <mask>").unwrap() + 3);
}

#[test]
fn a_text_of_ten_megabytes_is_answered_where_its_masks_are() {
    let text = [&FILLER.repeat(100_000), SENTENCE, &"y".repeat(1_000_000)].concat();
    assert!(text.len() > 10_000_000);
    let answer = run(&SHIPPED, &text, &FillMaskOptions::default());
    assert_eq!(answer.masks[0].predictions[0].text, "hipertensión");
}

#[test]
fn a_text_of_masks_alone_is_answered() {
    let answer = run(&TINY, &"[MASK]".repeat(60), &FillMaskOptions::default());
    assert_eq!(answer.masks.len(), 60);
    assert!(answer.masks.iter().all(|mask| mask.predictions.len() == 5));
}

#[test]
fn a_cancelled_call_stops_before_and_during_its_work() {
    let stopped = |control: &Control| {
        let document = Document::new([SENTENCE, &FILLER.repeat(40)].concat().repeat(5));
        SHIPPED.run(&document, &FillMaskOptions::default(), control).unwrap_err().code()
    };
    let cancel = Cancel::new();
    let during = {
        let cancel = cancel.clone();
        Control::new().with_cancel(cancel.clone()).with_progress(move |_| cancel.cancel())
    };
    assert_eq!(stopped(&during), ErrorCode::Cancelled);
    assert_eq!(stopped(&Control::new().with_cancel(cancel)), ErrorCode::Cancelled);
    assert_eq!(stopped(&Control::new().with_timeout(Duration::ZERO)), ErrorCode::DeadlineExceeded);
}

/// All that a call tells of its progress.
fn progress(runner: &FillMask, text: &str, options: &FillMaskOptions) -> Vec<Progress> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let control = {
        let told = told.clone();
        Control::new().with_progress(move |progress| told.lock().unwrap().push(progress))
    };
    runner.run(&Document::new(text), options, &control).unwrap();
    let told = told.lock().unwrap();
    told.clone()
}

#[test]
fn progress_goes_up_to_the_last_mask_in_every_mode() {
    let text = "[MASK] de pie en el pecho [MASK]";
    let joint = FillMaskOptions { beam_width: Some(4), ..FillMaskOptions::default() };
    for options in [FillMaskOptions::default(), targets(&["dolor"]), joint] {
        let told = progress(&TINY, text, &options);
        assert!(told.windows(2).all(|pair| pair[0].bytes_done <= pair[1].bytes_done), "{told:?}");
        let last = told.last().unwrap();
        assert_eq!(last.bytes_done, last.bytes_total);
    }
}

#[test]
fn documents_of_a_batch_are_answered_in_their_order_and_a_bad_one_fails_alone() {
    let texts = ["el [MASK] leve", "sin hueco", "[MASK] de [MASK]", "el <mask>", ""];
    let documents: Vec<Document> = texts.iter().map(|text| Document::new(*text)).collect();
    let options = FillMaskOptions { beam_width: Some(4), ..FillMaskOptions::default() };
    let answers = TINY.run_batch(&documents, &options, &Control::new()).unwrap();
    let codes: Vec<Option<ErrorCode>> = answers.iter().map(|answer| answer.as_ref().err().map(|e| e.code())).collect();
    let (missing, foreign) = (Some(ErrorCode::MaskMissing), Some(ErrorCode::MaskForeign));
    assert_eq!(codes, [None, missing, None, foreign, missing]);
    for (answer, text) in answers.iter().zip(texts).filter(|(answer, _)| answer.is_ok()) {
        assert_eq!(answer.as_ref().unwrap(), &run(&TINY, text, &options));
    }
}

#[test]
fn a_cancelled_batch_keeps_what_was_done() {
    let documents = vec![Document::new("el [MASK] leve"); 200];
    let cancel = Cancel::new();
    let control = Control::new().with_cancel(cancel.clone()).with_progress(move |progress| {
        if progress.bytes_done * 2 >= progress.bytes_total {
            cancel.cancel();
        }
    });
    let answers = TINY.run_batch(&documents, &FillMaskOptions::default(), &control).unwrap();
    let failed: Vec<ErrorCode> = answers.iter().filter_map(|answer| Some(answer.as_ref().err()?.code())).collect();
    assert!((1..=100).contains(&failed.len()), "{}", failed.len());
    assert!(failed.iter().all(|code| *code == ErrorCode::Cancelled));
    let bad = FillMaskOptions { top_k: 0, ..FillMaskOptions::default() };
    assert_eq!(TINY.run_batch(&documents, &bad, &Control::new()).unwrap_err().code(), ErrorCode::InvalidOption);
}
