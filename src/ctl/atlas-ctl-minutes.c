/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The minutes of a meeting, as the window writes them. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "ctl/atlas-ctl-document.h"
#include "drawing/atlas-meeting-document.h"
#include "reports/atlas-meeting-file.h"

/* Finds the meeting of a panel on a day: PANEL/DATE. */
static char *
find_of_panel (AtlasCtl   *ctl,
               const char *name,
               GError    **error)
{
  const char *slash = strrchr (name, '/');
  g_autofree char *key = slash != NULL ? g_strndup (name, slash - name) : NULL;
  AtlasDate on = slash != NULL ? atlas_date_parse (slash + 1) : ATLAS_DATE_NONE;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_meeting_type);
  g_autoptr(AtlasRecord) panel = NULL;
  g_autoptr(GPtrArray) meetings = NULL;

  if (on == ATLAS_DATE_NONE)
    return g_strdup (name);

  panel = atlas_store_get_by_key (ctl->store, "panel", key, error);
  if (panel == NULL)
    return NULL;

  atlas_query_where_text (query, "panel", ATLAS_COMPARE_EQUAL, atlas_record_get_id (panel));
  atlas_query_where_number (query, "on", ATLAS_COMPARE_EQUAL, on);
  meetings = atlas_store_list (ctl->store, query, error);
  if (meetings == NULL)
    return NULL;
  if (meetings->len == 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("%s has no meeting on %s"),
                   atlas_record_get_title (panel), slash + 1);
      return NULL;
    }

  return g_strdup (atlas_record_get_id (g_ptr_array_index (meetings, 0)));
}

AtlasCtlExit
atlas_ctl_export_minutes (AtlasCtl   *ctl,
                          const char *path,
                          const char *meeting)
{
  g_autoptr(AtlasMeetingFile) file = NULL;
  g_autoptr(AtlasDocument) document = NULL;
  g_autoptr(json_t) object = NULL;
  g_autofree char *id = NULL;
  GError *error = NULL;

  if (meeting == NULL)
    return atlas_ctl_usage (_("Which meeting? Say --meeting PANEL/DATE, or its id from "
                              "“atlasctl list meeting”."));
  if (g_str_has_prefix (meeting, "meeting/"))
    meeting += strlen ("meeting/");

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (id = find_of_panel (ctl, meeting, &error)) == NULL ||
      (file = atlas_meeting_file_new (ctl->store, id, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  document = atlas_meeting_file_to_document (file, atlas_store_is_demonstration (ctl->store));
  object = atlas_meeting_file_to_json (file);

  return atlas_ctl_write_document (ctl, path, document, document, object);
}
