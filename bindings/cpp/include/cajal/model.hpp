/// @file
/// Loaded models, and folders compiled for faster loads.
#ifndef CAJAL_MODEL_HPP
#define CAJAL_MODEL_HPP

#include <cajal.h>

#include <string_view>
#include <utility>

#include "error.hpp"
#include "handle.hpp"
#include "info.hpp"
#include "options.hpp"
#include "version.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// A loaded model, immutable; give it to a Ner, FillMask or Classifier. Freed by the destructor: its memory goes back to the
/// system.
///
/// Any number of threads may use it at once. Loading takes from tens of milliseconds to seconds, so keep it.
class Model {
public:
    /// Loads the folder of a hub checkpoint as downloaded, or of an ONNX export. `path` is UTF-8 on every system;
    /// `embedded:NAME` is a model inside the library, if it has_feature("embedded-models").
    ///
    /// Fails with what is wrong with the folder, with ONNX Runtime or with the options, and with abi_mismatch.
    static Result<Model> try_load(std::string_view path, const ModelOptions &options = {}) {
        if (auto fit = try_check_version(); !fit) return fit.failure();
        if (options.failure()) return *options.failure();
        cajal_model *model = nullptr;
        cajal_error *error = nullptr;
        const auto status = cajal_model_load(path.data(), path.size(), options.native(), &model, &error);
        if (status != CAJAL_OK) return Failure(status, error);
        return Model(model);
    }

    /// Facts: source, family, task, format, weights_type, parameters, weights_bytes, layers, hidden_size, vocabulary, max_tokens,
    /// mask_token, labels, provider, provider_asked, precision, nodes, threads, run_threads. They may
    /// outlive the model.
    Result<Info> try_info() const {
        cajal_info *info = nullptr;
        cajal_error *error = nullptr;
        const auto status = cajal_model_info(native(), &info, &error);
        return detail::made<Info>(status, info, error);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_load. @throws Error
    explicit Model(std::string_view path, const ModelOptions &options = {})
        : Model(try_load(path, options).value()) {}

    /// As try_info. @throws Error
    [[nodiscard]] Info info() const { return try_info().value(); }
#endif

    /// Frees the model now. Calls that run on it finish undisturbed, and its memory goes with the last of them; later calls
    /// fail with invalid_handle. Closing twice is legal. Any thread, also while others use the model.
    // The library never gives the same handle twice, so the pointer may stay, and no call races with this one.
    void close() const noexcept { cajal_model_free(model_.get()); }

    /// The C handle. Owned by this; NULL if moved from.
    [[nodiscard]] const cajal_model *native() const & noexcept { return model_.get(); }
    const cajal_model *native() const && = delete;

private:
    explicit Model(cajal_model *model) noexcept : model_(model) {}

    detail::Owned<cajal_model, cajal_model_free> model_;
};

/// Writes the folder `source` of a hub checkpoint to the folder `out`, which loads faster and into less memory, and answers to
/// the bit as `source` does in the same precision. Both paths are UTF-8 on every system.
///
/// `out` must not exist, or be empty; it appears whole, after it was loaded once to see that it works, or not at all. It holds the
/// hashes that Verify::strict compares. Any thread.
///
/// Fails as Model::try_load does; with invalid_option for another precision, and for a source that is compiled already or an ONNX
/// export; with io if `out` is not empty or cannot be written.
inline Done try_compile(std::string_view source, std::string_view out, const CompileOptions &options = {}) {
    if (auto fit = try_check_version(); !fit) return fit;
    if (options.failure()) return *options.failure();
    cajal_error *error = nullptr;
    const auto status =
        cajal_model_compile(source.data(), source.size(), out.data(), out.size(), options.native(), &error);
    return detail::done(status, error);
}

#ifdef CAJAL_HAS_EXCEPTIONS
/// As try_compile. @throws Error
inline void compile(std::string_view source, std::string_view out, const CompileOptions &options = {}) {
    try_compile(source, out, options).value();
}
#endif

CAJAL_END_CALLS
}  // namespace cajal

#endif
