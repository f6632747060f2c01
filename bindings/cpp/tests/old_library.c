/* Stands in for a libcajal of another ABI: loaded before the real one, it answers first. */
#include <stdint.h>

uint32_t cajal_abi_version(void);

uint32_t cajal_abi_version(void) { return 999; }
