#ifndef SITREP_CFYAML_H
#define SITREP_CFYAML_H
#include <libfyaml.h>
#endif
