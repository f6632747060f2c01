/// @file
/// Labelling whole texts.
#ifndef CAJAL_CLASSIFIER_HPP
#define CAJAL_CLASSIFIER_HPP

#include <cajal.h>

#include "classifications.hpp"
#include "one_model.hpp"
#include "options.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// Gives every label of a sequence-classification model its score for a text.
///
/// A text with more tokens than the model holds fails with invalid_argument: nothing is cut in silence.
class Classifier
    : public OneModelTask<Classifications, ClassifierOptions, cajal_classifier_run, cajal_classifier_run_utf16> {
public:
    using OneModelTask::OneModelTask;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
