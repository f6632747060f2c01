# The target `cajal_library`: libcajal.so and libcajal.a, made by cargo.

find_program(CAJAL_CARGO cargo HINTS "$ENV{HOME}/.cargo/bin" REQUIRED)

set(cajal_built "${CAJAL_CARGO_TARGET_DIR}/release")
# Cargo knows what is out of date; so it is asked at every build.
add_custom_target(
    cajal_library ALL
    COMMAND
        "${CAJAL_CARGO}" build --release --locked --lib --no-default-features "--features=${CAJAL_FEATURES}"
        "--target-dir=${CAJAL_CARGO_TARGET_DIR}"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    BYPRODUCTS "${cajal_built}/libcajal.so" "${cajal_built}/libcajal.a"
    COMMENT "Building libcajal with cargo"
    USES_TERMINAL VERBATIM
)
