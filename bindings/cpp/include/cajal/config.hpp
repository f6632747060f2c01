/// @file
/// What these headers make of the compiler and its flags.
#ifndef CAJAL_CONFIG_HPP
#define CAJAL_CONFIG_HPP

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Defined if this translation unit has exceptions: only then are there the forms that throw.
#define CAJAL_HAS_EXCEPTIONS 1
#define CAJAL_BEGIN_CALLS
#define CAJAL_END_CALLS
#else
// Around all that differs with exceptions. So the linker does not take one form for the other in a program that has both, in
// which an exception of the program would then pass through the library.
#define CAJAL_BEGIN_CALLS inline namespace no_exceptions {
#define CAJAL_END_CALLS }
#endif

// After a parameter, or a member function, that the value made or returned looks into: compilers that know it warn if that goes
// first.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define CAJAL_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define CAJAL_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif
#ifndef CAJAL_LIFETIMEBOUND
#define CAJAL_LIFETIMEBOUND
#endif

#endif
