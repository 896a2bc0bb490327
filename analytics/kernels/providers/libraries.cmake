# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries to measure beside our own kernels. Every one is optional: what is missing says so in `profile --providers`.

# cellwright_provider(onednn CELLWRIGHT_HAS_ONEDNN DNNL::dnnl) lets one file use one library, and no other file.
function(cellwright_provider file definition library)
  add_library(cellwright_provider_${file} OBJECT providers/${file}.cpp)
  target_link_libraries(cellwright_provider_${file} PRIVATE cellwright_flags Cellwright::Scenario)
  if(TARGET ${library})
    # Headers of others are not ours to warn about.
    get_target_property(included ${library} INTERFACE_INCLUDE_DIRECTORIES)
    if(included)
      target_include_directories(cellwright_provider_${file} SYSTEM PRIVATE ${included})
    endif()
    target_compile_definitions(cellwright_provider_${file} PRIVATE ${definition})
    target_link_libraries(cellwright_analytics_kernels PRIVATE $<LINK_ONLY:${library}>)
  endif()
  target_sources(cellwright_analytics_kernels PRIVATE $<TARGET_OBJECTS:cellwright_provider_${file}>)
endfunction()

find_package(dnnl QUIET)
cellwright_provider(onednn CELLWRIGHT_HAS_ONEDNN DNNL::dnnl)

pkg_check_modules(OPENBLAS QUIET IMPORTED_TARGET openblas)
cellwright_provider(openblas CELLWRIGHT_HAS_OPENBLAS PkgConfig::OPENBLAS)
