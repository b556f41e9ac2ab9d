/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of the window's as a file. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl-document.h"

#include <string.h>

#include "drawing/atlas-paper.h"

static gboolean
has_ending (const char *path,
            const char *ending)
{
  return path != NULL && g_str_has_suffix (path, ending);
}

/**
 * atlas_ctl_write_document:
 * @ctl: what all commands share
 * @path: (nullable): the file; standard output without it
 * @paper: what is printed
 * @tables: the same with a table for every chart
 * @object: (nullable): the same as JSON, where there is that
 *
 * Writes a document: its pages, its last table as CSV or as text, or JSON. The ending of the file's
 * name says which, else `--format`.
 *
 * Returns: how the command ends
 */
AtlasCtlExit
atlas_ctl_write_document (AtlasCtl      *ctl,
                          const char    *path,
                          AtlasDocument *paper,
                          AtlasDocument *tables,
                          json_t        *object)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  if (has_ending (path, ".pdf"))
    {
      bytes = atlas_paper_to_pdf (paper, &error);

      return bytes != NULL ? atlas_ctl_write_file (path, bytes)
                           : atlas_ctl_fail (g_steal_pointer (&error));
    }

  if (ctl->format == ATLAS_CTL_CSV || has_ending (path, ".csv"))
    text = atlas_paper_to_csv (tables);
  else if (ctl->format == ATLAS_CTL_JSON && object != NULL)
    text = atlas_json_to_pretty (object);
  else
    text = atlas_paper_to_text (tables);
  bytes = g_bytes_new_take (text, strlen (text));

  return atlas_ctl_write_file (path, bytes);
}
