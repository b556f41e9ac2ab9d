/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/well.h"

#include <glib.h>
#include <string.h>

#include "base/atlas-id.h"
#include "store/atlas-db.h"
