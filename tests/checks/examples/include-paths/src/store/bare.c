/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atlas-db.h"
#include "store/atlas-db.h"
