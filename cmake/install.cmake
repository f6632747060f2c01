# What is installed. Nothing in it holds an absolute path: the prefix may be moved.

foreach(folder CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
    if(IS_ABSOLUTE "${${folder}}")
        message(FATAL_ERROR "${folder} is the absolute path ${${folder}}, and the package's files refer to each other from the prefix "
            "they are in; give it below the prefix (-D${folder}=lib/cajal, say) and the prefix with cmake --install --prefix")
    endif()
endforeach()

set(cajal_soname "libcajal.so.${abi_version}")
set(cajal_file "libcajal.so.${version}")
# What Rust's standard library needs of the system (rustc --print native-static-libs).
set(cajal_system_libraries gcc_s util rt pthread m dl c)

install(FILES include/cajal.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY bindings/cpp/include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${cajal_built}/libcajal.a" DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES "${cajal_built}/libcajal.so" DESTINATION "${CMAKE_INSTALL_LIBDIR}" RENAME "${cajal_file}")
set(links "${CMAKE_CURRENT_BINARY_DIR}/links")
file(MAKE_DIRECTORY "${links}")
file(CREATE_LINK "${cajal_file}" "${links}/${cajal_soname}" SYMBOLIC)
file(CREATE_LINK "${cajal_soname}" "${links}/libcajal.so" SYMBOLIC)
install(FILES "${links}/${cajal_soname}" "${links}/libcajal.so" DESTINATION "${CMAKE_INSTALL_LIBDIR}")

install(FILES ${runtime_library} DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES ${runtime_licences} DESTINATION "${CMAKE_INSTALL_DOCDIR}/onnxruntime")
install(FILES LICENSE ${cajal_third_party} DESTINATION "${CMAKE_INSTALL_DOCDIR}")

if(CAJAL_INSTALL_MODELS)
    install(DIRECTORY models/ DESTINATION "${CMAKE_INSTALL_DATADIR}/cajal/models" FILES_MATCHING
        PATTERN "*.json" PATTERN "*.txt" PATTERN "*.md" PATTERN "*.safetensors")
endif()

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/cajal")
configure_package_config_file(cmake/cajal-config.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/cajal-config.cmake"
    INSTALL_DESTINATION "${package_folder}" PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
# Before 1.0, a minor version may break programs.
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/cajal-config-version.cmake"
    VERSION "${version}" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/cajal-config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/cajal-config-version.cmake"
    DESTINATION "${package_folder}")

set(pkgconfig_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
# From the folder of the .pc file to the prefix, so that the files need no edit when the prefix moves.
file(RELATIVE_PATH to_prefix "/${pkgconfig_folder}" "/")
string(REGEX REPLACE "/$" "" to_prefix "${to_prefix}")
list(TRANSFORM cajal_system_libraries PREPEND "-l" OUTPUT_VARIABLE system_flags)
list(JOIN system_flags " " system_flags)
foreach(name cajal cajal-static cajal-cpp)
    configure_file("cmake/${name}.pc.in" "${CMAKE_CURRENT_BINARY_DIR}/${name}.pc" @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${name}.pc" DESTINATION "${pkgconfig_folder}")
endforeach()
