/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-error.h"

G_DEFINE_QUARK (atlas-error-quark, atlas_error)
