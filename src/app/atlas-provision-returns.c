/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Returns that need no form: nothing has changed, and asking again for one that is late. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-provision-returns.h"

#include <glib/gi18n.h>

#include "base/atlas-id.h"

/**
 * atlas_provision_unchanged_set:
 * @file: a provision with places
 * @is_demonstration: whether the county is made up, and so the return
 *
 * A return of the day for each line that ever sent one, with the children on roll by then.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_provision_unchanged_set (AtlasProvisionFile *file,
                               gboolean            is_demonstration)
{
  g_autofree char *label = g_strdup_printf (_("Nothing changed at %s"),
                                            atlas_record_get_title (file->record));
  g_autofree char *as_at = atlas_date_format (file->capacity->on);
  g_autofree char *now = atlas_time_now ();
  AtlasChangeSet *set = atlas_change_set_new (label);

  for (guint i = 0; i < file->capacity->lines->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (file->capacity->lines, i);
      AtlasPlace *place = line->line->place;
      g_autofree char *id = atlas_id_new ();
      json_t *fields;

      if (!line->free.is_known)
        continue;
      fields = json_pack ("{s:s, s:s, s:s, s:i, s:b, s:s, s:s}", "provision", place->provision,
                          "place", atlas_record_get_id (ATLAS_RECORD (place)), "as_at", as_at,
                          "on_roll", line->free.on_roll, "unchanged", TRUE, "received", now,
                          "how", "provider");
      if (is_demonstration)
        json_object_set_new (fields, "invented", json_true ());
      atlas_change_set_create (set, "return", id, fields);
    }

  return set;
}

/**
 * atlas_provision_asked_set:
 * @file: a provision, not a school
 *
 * Records that a return was asked for again on the day of the page.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_provision_asked_set (AtlasProvisionFile *file)
{
  g_autofree char *label = g_strdup_printf (_("Return asked for again at %s"),
                                            atlas_record_get_title (file->record));
  AtlasChangeSet *set = atlas_change_set_new (label);

  atlas_change_set_set_date (set, file->record, "return_asked", file->capacity->on);

  return set;
}

/**
 * atlas_provision_asked_on:
 * @file: a provision or a school
 *
 * Returns: the day that a return was asked for again, or %ATLAS_DATE_NONE when it was not, or when
 *   one has come since
 */
AtlasDate
atlas_provision_asked_on (AtlasProvisionFile *file)
{
  AtlasReturn *last = file->returns->len > 0 ? g_ptr_array_index (file->returns, 0) : NULL;
  AtlasDate asked = ATLAS_DATE_NONE;

  if (atlas_record_get_record_type (file->record) == &atlas_provision_type)
    asked = ((AtlasProvision *) file->record)->return_asked;

  return last != NULL && last->as_at >= asked ? ATLAS_DATE_NONE : asked;
}
