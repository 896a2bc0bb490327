# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries to measure beside our own kernels. Every one is optional: what is missing says so in the list of providers.

# cellwright_provider(ggml CELLWRIGHT_HAS_GGML "ggml::ggml" ggml.cpp SUPPORT more.cpp) lets these files use a library, and
# no other file; those after SUPPORT are only built where it is there.
function(cellwright_provider name definition libraries file)
  cmake_parse_arguments(PROVIDER "" "" "SUPPORT" ${ARGN})
  set(target cellwright_provider_${name})
  add_library(${target} OBJECT providers/${file})
  target_link_libraries(${target} PRIVATE cellwright_flags Cellwright::Scenario)
  foreach(library IN LISTS libraries)
    # Headers of others are not ours to warn about, and their options (OpenMP) not for the rest.
    target_include_directories(${target} SYSTEM PRIVATE $<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>)
    target_link_libraries(cellwright_analytics_kernels PRIVATE $<LINK_ONLY:${library}>)
  endforeach()
  if(libraries)
    target_compile_definitions(${target} PRIVATE ${definition})
    list(TRANSFORM PROVIDER_SUPPORT PREPEND providers/)
    target_sources(${target} PRIVATE ${PROVIDER_SUPPORT})
    message(STATUS "Provider ${name}: ${libraries}")
  else()
    message(STATUS "Provider ${name}: not found")
  endif()
  target_sources(cellwright_analytics_kernels PRIVATE $<TARGET_OBJECTS:${target}>)
endfunction()

# cellwright_present(result targets...) keeps those targets that there are.
function(cellwright_present result)
  set(present "")
  foreach(library IN LISTS ARGN)
    if(TARGET ${library})
      list(APPEND present ${library})
    endif()
  endforeach()
  set(${result} ${present} PARENT_SCOPE)
endfunction()

find_package(dnnl QUIET)
cellwright_present(onednn DNNL::dnnl)
cellwright_provider(onednn CELLWRIGHT_HAS_ONEDNN "${onednn}" onednn.cpp)

pkg_check_modules(OPENBLAS QUIET IMPORTED_TARGET openblas)
cellwright_present(openblas PkgConfig::OPENBLAS)
cellwright_provider(openblas CELLWRIGHT_HAS_OPENBLAS "${openblas}" openblas.cpp)

# Packages of ggml from before the summer of 2025 stop the configuration where their prefix has no folder bin, as one
# without programs has not: such a one is taken without its package.
find_file(CELLWRIGHT_GGML_CONFIG ggml-config.cmake PATH_SUFFIXES lib/cmake/ggml lib64/cmake/ggml cmake/ggml
          PATHS ${ggml_DIR} ${ggml_ROOT})
mark_as_advanced(CELLWRIGHT_GGML_CONFIG)
if(CELLWRIGHT_GGML_CONFIG)
  get_filename_component(prefix ${CELLWRIGHT_GGML_CONFIG}/../../../.. ABSOLUTE)
  file(STRINGS ${CELLWRIGHT_GGML_CONFIG} demanded REGEX "^set_and_check\\(GGML_BIN_DIR")
  if(demanded AND NOT IS_DIRECTORY ${prefix}/bin)
    find_library(CELLWRIGHT_GGML_LIBRARY ggml HINTS ${prefix}/lib NO_DEFAULT_PATH)
    find_library(CELLWRIGHT_GGML_BASE ggml-base HINTS ${prefix}/lib NO_DEFAULT_PATH)
    find_library(CELLWRIGHT_GGML_CPU ggml-cpu HINTS ${prefix}/lib NO_DEFAULT_PATH)
    mark_as_advanced(CELLWRIGHT_GGML_LIBRARY CELLWRIGHT_GGML_BASE CELLWRIGHT_GGML_CPU)
    if(CELLWRIGHT_GGML_LIBRARY AND CELLWRIGHT_GGML_BASE AND CELLWRIGHT_GGML_CPU)
      add_library(ggml::ggml INTERFACE IMPORTED)
      set_target_properties(ggml::ggml PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${prefix}/include
        INTERFACE_LINK_LIBRARIES "${CELLWRIGHT_GGML_LIBRARY};${CELLWRIGHT_GGML_CPU};${CELLWRIGHT_GGML_BASE}")
    endif()
  else()
    find_package(ggml QUIET HINTS ${prefix}/lib/cmake)
  endif()
endif()
# Its package gives include folders to its backends only.
cellwright_present(ggml ggml::ggml-cpu ggml::ggml ggml::ggml-base)
cellwright_provider(ggml CELLWRIGHT_HAS_GGML "${ggml}" ggml.cpp SUPPORT ggml_support.cpp ggml_layer.cpp)
if(ggml)
  # Where the processor's backend is a library and no module, it is named, so that the program finds it beside libggml.
  if(TARGET ggml::ggml-cpu OR CELLWRIGHT_GGML_CPU)
    target_compile_definitions(cellwright_provider_ggml PRIVATE CELLWRIGHT_GGML_LINKS_PROCESSOR)
  endif()
  find_file(CELLWRIGHT_GGML_HEADER ggml.h HINTS ${prefix}/include NO_DEFAULT_PATH)
  mark_as_advanced(CELLWRIGHT_GGML_HEADER)
  target_include_directories(cellwright_provider_ggml SYSTEM PRIVATE ${prefix}/include)
  if(CELLWRIGHT_GGML_HEADER)
    file(STRINGS ${CELLWRIGHT_GGML_HEADER} tells REGEX "ggml_commit\\(void\\)")
    if(tells)
      target_compile_definitions(cellwright_provider_ggml PRIVATE CELLWRIGHT_GGML_TELLS_VERSION)
    endif()
  endif()
endif()

find_package(OpenCL QUIET)
cellwright_present(opencl OpenCL::OpenCL)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS providers/opencl_kernels.cl)
file(READ providers/opencl_kernels.cl CELLWRIGHT_OPENCL_SOURCE)
set(openclSource ${CMAKE_BINARY_DIR}/generated/cellwright/opencl_source.cpp)
configure_file(providers/opencl_source.cpp.in ${openclSource} @ONLY)
cellwright_provider(opencl CELLWRIGHT_HAS_OPENCL "${opencl}" opencl.cpp)
if(opencl)
  target_sources(cellwright_provider_opencl PRIVATE ${openclSource})
endif()
