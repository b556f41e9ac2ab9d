/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-report.h"

G_BEGIN_DECLS

gpointer atlas_reports_work_read (AtlasStore   *store,
                                  gpointer      data,
                                  GCancellable *cancellable,
                                  GError      **error);

G_END_DECLS
