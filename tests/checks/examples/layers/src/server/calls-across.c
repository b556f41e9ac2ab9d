/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/atlas-command.h"
#include "store/atlas-db.h"
