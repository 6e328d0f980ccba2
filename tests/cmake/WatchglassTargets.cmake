# How every target of the tree is built: language level, warnings, sanitizers, and the three
# functions that the folders use: wg_library, wg_test and wg_benchmark.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(WG_CCACHE ccache)
if(WG_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers need the sloppiness; base_dir lets two checkouts share results.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${WG_CCACHE})
endif()
find_program(WG_MOLD mold)
if(WG_MOLD AND NOT WG_SANITIZE)
    add_link_options(-fuse-ld=mold)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

add_library(wg_options INTERFACE)
target_include_directories(wg_options INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(wg_options INTERFACE Threads::Threads)
# -ffp-contract=off: a fused multiply-add changes results that must equal Prometheus's to the bit.
target_compile_options(wg_options INTERFACE -Wall -Wextra -Wshadow -ffp-contract=off -pthread)
target_compile_definitions(wg_options INTERFACE WG_VERSION="${PROJECT_VERSION}" $<$<CONFIG:Debug>:WG_ASSERTIONS>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 sees overlaps and overflows in joined strings that are none (GCC bug 105651 and its kin).
    target_compile_options(wg_options INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(WG_WERROR)
    target_compile_options(wg_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(wg_options INTERFACE -Wthread-safety)
endif()
if(WG_SANITIZE)
    target_compile_options(wg_options INTERFACE -fsanitize=${WG_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(wg_options INTERFACE -fsanitize=${WG_SANITIZE})
endif()
if(WG_FUZZERS)
    target_compile_options(wg_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# wg_library(name [QT] [PCH header...] DEPS target...): a static library of all .cpp files of the
# calling folder (not of its subfolders).
function(wg_library name)
    cmake_parse_arguments(ARG "QT" "" "DEPS;PCH" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_link_libraries(${name} PUBLIC wg_options ${ARG_DEPS})
    if(ARG_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        target_compile_definitions(${name} PRIVATE QT_NO_CAST_FROM_BYTEARRAY)
    endif()
    if(ARG_PCH)
        target_precompile_headers(${name} PRIVATE ${ARG_PCH})
    endif()
endfunction()

# wg_tests([GUI] [NO_PCH] [LABEL unit] [NEEDS program...] DEPS target...): every *_test.cpp of the calling folder becomes a QtTest
# program and a ctest case, named after its path below tests/ ("engine/base/duration_test"). GUI tests get
# QtGui and QtWidgets and run on the offscreen platform. NO_PCH is for targets whose libraries define macros that
# the shared precompiled headers were made without. NEEDS are programs that the tests start. A test that cannot run here
# exits with 77.
function(wg_tests)
    cmake_parse_arguments(ARG "GUI;NO_PCH" "LABEL" "DEPS;NEEDS" ${ARGN})
    if(NOT ARG_LABEL)
        set(ARG_LABEL unit)
    endif()
    set(base wg_test_base)
    if(ARG_GUI)
        set(base wg_gui_test_base)
    endif()
    set(environment "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_SCALE_FACTOR=1")
    if(WG_SANITIZE MATCHES "thread")
        # Some tests fork a child that starts threads.
        list(APPEND environment "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp:die_after_fork=0")
    endif()
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
    foreach(source ${sources})
        get_filename_component(stem ${source} NAME_WE)
        string(REPLACE "/" "_" target "${folder}/${stem}")
        add_executable(${target} ${source})
        set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
        target_link_libraries(${target} PRIVATE ${ARG_DEPS} ${base})
        if(NOT ARG_NO_PCH)
            target_precompile_headers(${target} REUSE_FROM ${base})
        endif()
        if(ARG_NEEDS)
            add_dependencies(${target} ${ARG_NEEDS})
        endif()
        add_test(NAME ${folder}/${stem} COMMAND ${target})
        set_tests_properties(${folder}/${stem} PROPERTIES LABELS "${ARG_LABEL};${folder}" TIMEOUT 120
            SKIP_RETURN_CODE 77
            ENVIRONMENT "${environment}")
    endforeach()
endfunction()
