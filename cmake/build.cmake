# The target `cajal_library`: libcajal.so and libcajal.a, made by cargo, and the licences of the crates in them.

find_program(CAJAL_CARGO cargo HINTS "$ENV{HOME}/.cargo/bin" REQUIRED)

set(cajal_built "${CAJAL_CARGO_TARGET_DIR}/release")
set(cajal_third_party "")
set(write_third_party "")
if(CAJAL_INSTALL_THIRD_PARTY)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    set(cajal_third_party "${CMAKE_CURRENT_BINARY_DIR}/THIRD_PARTY.txt")
    set(write_third_party COMMAND "${CMAKE_COMMAND}" -E env "CARGO=${CAJAL_CARGO}"
        "${Python3_EXECUTABLE}" scripts/third_party.py "${cajal_third_party}")
endif()
# Cargo knows what is out of date; so it is asked at every build.
add_custom_target(
    cajal_library ALL
    COMMAND
        "${CAJAL_CARGO}" build --release --locked --lib --no-default-features "--features=${CAJAL_FEATURES}"
        "--target-dir=${CAJAL_CARGO_TARGET_DIR}"
    ${write_third_party}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    BYPRODUCTS "${cajal_built}/libcajal.so" "${cajal_built}/libcajal.a" ${cajal_third_party}
    COMMENT "Building libcajal with cargo"
    USES_TERMINAL VERBATIM
)
