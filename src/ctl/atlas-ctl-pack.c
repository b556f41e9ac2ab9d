/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "exchange/atlas-pack-check.h"

#define MANIFEST "manifest.json"

static json_t *
finding_to_json (const AtlasPackFinding *finding)
{
  return json_pack ("{s:s, s:s, s:s?, s:i, s:b, s:s}", "check", finding->check, "file",
                    finding->file, "key", finding->key, "line", (int) finding->line, "note",
                    finding->is_note, "text", finding->text);
}

/* A manifest that cannot be read is what is to be mended first. */
static json_t *
list_fault (const GError *error)
{
  AtlasPackFinding finding = {
    .check = "manifest", .file = (char *) MANIFEST, .text = error->message,
  };

  return json_pack ("[o]", finding_to_json (&finding));
}

static json_t *
list_findings (GPtrArray *findings,
               gboolean  *is_clean)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasPackFinding *finding = g_ptr_array_index (findings, i);

      json_array_append_new (rows, finding_to_json (finding));
      *is_clean &= finding->is_note;
    }

  return rows;
}

/* What is only worth knowing is told from what is to be mended in a table too. */
static AtlasCtlExit
print_findings (AtlasCtl   *ctl,
                const char *name,
                json_t     *rows,
                gboolean    is_clean)
{
  static const char * const columns[] = { "check", "file", "line", "key", "note", "text", NULL };
  g_autoptr(json_t) object = json_pack ("{s:s, s:o}", "pack", name, "findings", rows);
  AtlasCtlExit code;

  if (ctl->format == ATLAS_CTL_TABLE && json_array_size (rows) == 0)
    return atlas_ctl_write (_("Nothing was found.\n")) ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;

  code = atlas_ctl_print (ctl, object, "findings", columns);
  if (code != ATLAS_CTL_DONE)
    return code;

  return is_clean ? ATLAS_CTL_DONE : ATLAS_CTL_FINDINGS;
}

/**
 * atlas_ctl_pack:
 *
 * `atlasctl pack check DIR`: looks at a county pack. No store is made or opened.
 */
AtlasCtlExit
atlas_ctl_pack (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr(AtlasPack) pack = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;
  gboolean is_clean = TRUE;
  json_t *rows;

  if (!atlas_ctl_parse (ctl, "check NAME|DIR",
                        _("Looks at a county pack: what a county could not be made from, and what "
                          "people should mend before they give it to anybody."),
                        entries, 2, 2, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (!g_str_equal (argv[1], "check"))
    return atlas_ctl_usage (_("A pack can be checked, and not “%s”"), argv[1]);

  name = g_filename_display_name (argv[2]);
  pack = atlas_pack_open (argv[2], &error);
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_INVALID) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA))
    {
      g_autoptr(GError) fault = error;

      return print_findings (ctl, name, list_fault (fault), FALSE);
    }
  if (pack == NULL)
    return atlas_ctl_fail (error);

  findings = atlas_pack_check (pack);
  rows = list_findings (findings, &is_clean);

  return print_findings (ctl, name, rows, is_clean);
}
