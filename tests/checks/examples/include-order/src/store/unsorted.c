/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/unsorted.h"

#include <string.h>
#include <glib.h>

#include "base/atlas-id.h"
