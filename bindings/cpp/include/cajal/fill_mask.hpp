/// @file
/// Filling masks.
#ifndef CAJAL_FILL_MASK_HPP
#define CAJAL_FILL_MASK_HPP

#include <cajal.h>

#include "one_model.hpp"
#include "options.hpp"
#include "predictions.hpp"

namespace cajal {

/// Tells which words could stand at each mask of a text. The mask token is the model's (`<mask>` or `[MASK]`): see
/// `mask_token` of Model::info.
///
/// Its runs also fail with mask_missing and mask_foreign.
class FillMask
    : public OneModelTask<Predictions, FillMaskOptions, cajal_fill_mask_run, cajal_fill_mask_run_utf16> {
public:
    using OneModelTask::OneModelTask;
};

}  // namespace cajal

#endif
