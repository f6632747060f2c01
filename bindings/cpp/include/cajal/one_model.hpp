/// @file
/// What the tasks over one model share.
#ifndef CAJAL_ONE_MODEL_HPP
#define CAJAL_ONE_MODEL_HPP

#include <memory>
#include <utility>

#include "cancel.hpp"
#include "error.hpp"
#include "model.hpp"
#include "run.hpp"
#include "text.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// A task over one model: `Narrow` and `Wide` are its C functions for UTF-8 and UTF-16.
///
/// Any number of threads may run it at once.
template <class Answer, class Options, auto Narrow, auto Wide>
class OneModelTask {
public:
    /// The model is this object's from now on.
    explicit OneModelTask(Model model) : model_(std::make_shared<const Model>(std::move(model))) {}

    /// A model that others may use too. Not NULL.
    explicit OneModelTask(std::shared_ptr<const Model> model) noexcept : model_(std::move(model)) {}

    /// Runs the model on `text`.
    ///
    /// Fails with invalid_utf8, task_mismatch, runtime_failed, with what is wrong with the text for this task or with the
    /// options, and with deadline_exceeded or cancelled if it was stopped.
    Result<Answer> try_run(const Text &text, const Options &options = {}) const {
        return run_with(text, options, nullptr);
    }

    /// The same, until `cancel` is requested.
    Result<Answer> try_run(const Text &text, const Options &options, const Cancel &cancel) const {
        return run_with(text, options, &cancel);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_run. @throws Error
    [[nodiscard]] Answer run(const Text &text, const Options &options = {}) const {
        return try_run(text, options).value();
    }

    /// As try_run. @throws Error
    [[nodiscard]] Answer run(const Text &text, const Options &options, const Cancel &cancel) const {
        return try_run(text, options, cancel).value();
    }
#endif

    /// The model; NULL if this was moved from.
    [[nodiscard]] const std::shared_ptr<const Model> &model() const & noexcept { return model_; }
    [[nodiscard]] std::shared_ptr<const Model> model() const && noexcept { return model_; }

    /// Closes its model; see Model::close. Any thread, also while others run.
    void close() const noexcept {
        if (model_) model_->close();
    }

protected:
    /// The model as the library takes it; NULL if this was moved from.
    [[nodiscard]] const cajal_model *handle() const noexcept { return model_ ? model_->native() : nullptr; }

private:
    Result<Answer> run_with(const Text &text, const Options &options, const Cancel *cancel) const {
        return detail::run<Answer>(options, cancel, [&](auto... rest) {
            return text.is_utf16() ? Wide(handle(), text.utf16(), text.length(), rest...)
                                   : Narrow(handle(), text.utf8(), text.length(), rest...);
        });
    }

    std::shared_ptr<const Model> model_;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
