/* Stands in for another libcajal, of the ABI and the version it is compiled with: loaded before the real one, it answers first. */
#include <cajal.h>

uint32_t cajal_abi_version(void) { return OTHER_ABI; }

const char *cajal_version(void) { return OTHER_VERSION; }
