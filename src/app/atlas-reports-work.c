/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Reports view reads, on the store's reading thread. */
#include "config.h"

#include "app/atlas-reports-work.h"

#include "app/atlas-out-item.h"

/**
 * atlas_reports_work_read:
 *
 * An #AtlasStoreWork that answers an #AtlasReportRequest with an #AtlasReport, and with what a list
 * widget shows of it.
 */
gpointer
atlas_reports_work_read (AtlasStore   *store,
                         gpointer      data,
                         GCancellable *cancellable,
                         GError      **error)
{
  AtlasReport *report = atlas_report_read (store, data, error);

  if (report != NULL && report->out != NULL)
    report->children = atlas_out_items_new (report->out);

  return report;
}
