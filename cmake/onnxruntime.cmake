# Which ONNX Runtime is installed beside libcajal: `runtime_library` and `runtime_licences`, empty if none is.

set(runtime_library "")
set(runtime_licences "")
if(NOT CAJAL_INSTALL_ONNXRUNTIME)
    return()
endif()

set(runtime "${CAJAL_ONNXRUNTIME_LIBRARY}")
if(runtime STREQUAL "")
    # Looked for at every build, for scripts/setup.sh may run after the first; of several the newest.
    file(GLOB fetched CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/.cache/onnxruntime/[0-9]*/libonnxruntime.so.*")
    list(SORT fetched COMPARE NATURAL ORDER DESCENDING)
    foreach(library IN LISTS fetched)
        set(runtime "${library}")
        break()
    endforeach()
endif()
if(runtime STREQUAL "")
    message(WARNING "There is no ONNX Runtime to install: programs will find none beside libcajal, and need CAJAL_ONNXRUNTIME in their "
        "environment. Run scripts/setup.sh, or give -DCAJAL_ONNXRUNTIME_LIBRARY=/path/to/libonnxruntime.so.1.28.0; "
        "-DCAJAL_INSTALL_ONNXRUNTIME=OFF if that is meant.")
    return()
endif()
if(NOT EXISTS "${runtime}" OR IS_DIRECTORY "${runtime}")
    message(FATAL_ERROR "CAJAL_ONNXRUNTIME_LIBRARY is ${runtime}, which is no file; give the path of the library itself")
endif()
file(REAL_PATH "${runtime}" runtime)
message(STATUS "ONNX Runtime to install: ${runtime}")
set(runtime_library "${runtime}")

# Its licences travel with it. They lie beside it, or above it as in the project's own archives.
get_filename_component(licences "${runtime}" DIRECTORY)
if(NOT EXISTS "${licences}/LICENSE" AND EXISTS "${licences}/../LICENSE" AND EXISTS "${licences}/../ThirdPartyNotices.txt")
    get_filename_component(licences "${licences}" DIRECTORY)
endif()
foreach(name LICENSE ThirdPartyNotices.txt)
    if(EXISTS "${licences}/${name}")
        list(APPEND runtime_licences "${licences}/${name}")
    else()
        message(WARNING "ONNX Runtime is installed without its ${name}, which must travel with it; put that file beside ${runtime}")
    endif()
endforeach()
