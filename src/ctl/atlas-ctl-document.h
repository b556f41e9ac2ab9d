/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/atlas-ctl.h"
#include "drawing/atlas-document.h"

G_BEGIN_DECLS

AtlasCtlExit atlas_ctl_write_document (AtlasCtl      *ctl,
                                       const char    *path,
                                       AtlasDocument *paper,
                                       AtlasDocument *tables,
                                       json_t        *object);

G_END_DECLS
