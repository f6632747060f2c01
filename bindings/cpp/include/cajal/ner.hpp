/// @file
/// Finding entities.
#ifndef CAJAL_NER_HPP
#define CAJAL_NER_HPP

#include <cajal.h>

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "batch.hpp"
#include "cancel.hpp"
#include "entities.hpp"
#include "error.hpp"
#include "model.hpp"
#include "options.hpp"
#include "run.hpp"
#include "text.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// The entities of many texts, text by text.
using NerBatch = Batch<Entities, cajal_batch_entities>;

/// Finds the entities of texts of any length with one or more token-classification models.
///
/// Any number of threads may run it at once.
class Ner {
public:
    /// One model or several, which are this object's from now on: `Ner(Model(a), Model(b))`.
    template <class... More, class = std::enable_if_t<(std::is_same_v<More, Model> && ...)>>
    explicit Ner(Model first, More... more) {
        add(std::make_shared<const Model>(std::move(first)));
        (add(std::make_shared<const Model>(std::move(more))), ...);
    }

    /// Models that others may use too. None may be NULL.
    explicit Ner(std::vector<std::shared_ptr<const Model>> models) {
        for (auto &model : models) add(std::move(model));
    }

    /// Finds the entities of `text`, wherever it is cut: nothing is left out in silence.
    ///
    /// Fails with invalid_utf8, task_mismatch, runtime_failed, with what is wrong with the options, and with
    /// deadline_exceeded or cancelled if it was stopped.
    Result<Entities> try_run(const Text &text, const NerOptions &options = {}) const {
        return run_with(text, options, nullptr);
    }

    /// The same, until `cancel` is requested.
    Result<Entities> try_run(const Text &text, const NerOptions &options, const Cancel &cancel) const {
        return run_with(text, options, &cancel);
    }

    /// Finds the entities of many texts. Each gets the answer that it gets alone, or a failure of its own (invalid_utf8, say); a
    /// timeout counts for the whole call, and leaves the texts done before it their entities.
    ///
    /// Fails as a whole with task_mismatch and with what is wrong with the options.
    Result<NerBatch> try_run_batch(const Texts &texts, const NerOptions &options = {}) const {
        return run_batch_with(texts, options, nullptr);
    }

    /// The same, until `cancel` is requested: the texts done before it keep their entities.
    Result<NerBatch> try_run_batch(const Texts &texts, const NerOptions &options, const Cancel &cancel) const {
        return run_batch_with(texts, options, &cancel);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_run. @throws Error
    [[nodiscard]] Entities run(const Text &text, const NerOptions &options = {}) const {
        return try_run(text, options).value();
    }

    /// As try_run. @throws Error
    [[nodiscard]] Entities run(const Text &text, const NerOptions &options, const Cancel &cancel) const {
        return try_run(text, options, cancel).value();
    }

    /// As try_run_batch. @throws Error
    [[nodiscard]] NerBatch run_batch(const Texts &texts, const NerOptions &options = {}) const {
        return try_run_batch(texts, options).value();
    }

    /// As try_run_batch. @throws Error
    [[nodiscard]] NerBatch run_batch(const Texts &texts, const NerOptions &options, const Cancel &cancel) const {
        return try_run_batch(texts, options, cancel).value();
    }
#endif

    /// The models, in the order that Entity::model counts.
    [[nodiscard]] const std::vector<std::shared_ptr<const Model>> &models() const & noexcept { return models_; }
    [[nodiscard]] std::vector<std::shared_ptr<const Model>> models() const && { return models_; }

    /// Closes its models; see Model::close. Any thread, also while others run.
    void close() const noexcept {
        for (const auto &model : models_) model->close();
    }

private:
    void add(std::shared_ptr<const Model> model) {
        handles_.push_back(model->native());
        models_.push_back(std::move(model));
    }

    Result<Entities> run_with(const Text &text, const NerOptions &options, const Cancel *cancel) const {
        return detail::run<Entities>(options, cancel, [&](auto... rest) {
            return text.is_utf16()
                       ? cajal_ner_run_utf16(handles_.data(), handles_.size(), text.utf16(), text.length(), rest...)
                       : cajal_ner_run(handles_.data(), handles_.size(), text.utf8(), text.length(), rest...);
        });
    }

    Result<NerBatch> run_batch_with(const Texts &texts, const NerOptions &options, const Cancel *cancel) const {
        return detail::run_batch<NerBatch>(
            texts, options, cancel,
            [this](auto... rest) { return cajal_ner_run_batch(handles_.data(), handles_.size(), rest...); },
            [this](auto... rest) { return cajal_ner_run_batch_utf16(handles_.data(), handles_.size(), rest...); });
    }

    std::vector<std::shared_ptr<const Model>> models_;
    /// What the library takes: the same models as one array.
    std::vector<const cajal_model *> handles_;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
