/* Prints the sizes and offsets of the header's structs, for LibraryTests. */
#include <cajal.h>
#include <stdio.h>

#define SIZE(type) printf(#type " %zu\n", sizeof(type))
#define FIELD(type, field) printf(#type "." #field " %zu\n", offsetof(type, field))

int main(void) {
    SIZE(cajal_offsets);
    FIELD(cajal_offsets, utf8_start);
    FIELD(cajal_offsets, utf8_end);
    FIELD(cajal_offsets, utf16_start);
    FIELD(cajal_offsets, utf16_end);
    FIELD(cajal_offsets, codepoint_start);
    FIELD(cajal_offsets, codepoint_end);
    SIZE(cajal_entity);
    FIELD(cajal_entity, offsets);
    FIELD(cajal_entity, label);
    FIELD(cajal_entity, score);
    FIELD(cajal_entity, model);
    FIELD(cajal_entity, reserved);
    SIZE(cajal_mask);
    FIELD(cajal_mask, offsets);
    FIELD(cajal_mask, first_prediction);
    FIELD(cajal_mask, prediction_count);
    SIZE(cajal_prediction);
    FIELD(cajal_prediction, text_start);
    FIELD(cajal_prediction, first_token);
    FIELD(cajal_prediction, log_score);
    FIELD(cajal_prediction, text_length);
    FIELD(cajal_prediction, token_count);
    FIELD(cajal_prediction, mask);
    FIELD(cajal_prediction, token_id);
    FIELD(cajal_prediction, flags);
    FIELD(cajal_prediction, score);
    SIZE(cajal_classification);
    FIELD(cajal_classification, label);
    FIELD(cajal_classification, score);
    SIZE(cajal_parity_entity);
    FIELD(cajal_parity_entity, offsets);
    FIELD(cajal_parity_entity, label);
    FIELD(cajal_parity_entity, score);
    FIELD(cajal_parity_entity, token);
    FIELD(cajal_parity_entity, reserved);
    SIZE(cajal_segment);
    FIELD(cajal_segment, from);
    FIELD(cajal_segment, to);
    FIELD(cajal_segment, label);
    FIELD(cajal_segment, reserved);
    SIZE(cajal_target);
    FIELD(cajal_target, prediction);
    FIELD(cajal_target, mask);
    FIELD(cajal_target, status);
    SIZE(cajal_filling);
    FIELD(cajal_filling, first_prediction);
    FIELD(cajal_filling, prediction_count);
    FIELD(cajal_filling, log_score);
    FIELD(cajal_filling, score);
    FIELD(cajal_filling, reserved);
    SIZE(cajal_parity_prediction);
    FIELD(cajal_parity_prediction, text_start);
    FIELD(cajal_parity_prediction, sequence_start);
    FIELD(cajal_parity_prediction, sequence_length);
    FIELD(cajal_parity_prediction, text_length);
    FIELD(cajal_parity_prediction, mask);
    FIELD(cajal_parity_prediction, token_id);
    FIELD(cajal_parity_prediction, score);
    SIZE(cajal_perplexity);
    FIELD(cajal_perplexity, tokens);
    FIELD(cajal_perplexity, log_likelihood);
    FIELD(cajal_perplexity, value);
    return 0;
}
