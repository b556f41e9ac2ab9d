/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "reports/atlas-last-place.h"
#include "store/atlas-store-sync.h"
#include "sync/atlas-settle.h"

static const char * const matter_types[] = { "conflict", "parked", "question" };

/* What stands against what, in one line: "tier: 5, or 4". */
static char *
describe_versions (json_t *fields)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *name;
  json_t *versions;

  json_object_foreach (fields, name, versions)
  {
    json_t *stands = json_object_get (versions, "current");
    json_t *other = json_object_get (versions, "proposed");
    g_autofree char *current = atlas_json_to_text (stands);
    g_autofree char *proposed = atlas_json_to_text (other);

    /* Of a deleted record all of it is here. */
    if (atlas_json_equal (stands, other))
      continue;
    if (text->len > 0)
      g_string_append (text, "; ");
    /* Translators: the name of a field, its present value, and the other version of it. */
    g_string_append_printf (text, _("%s: %s, or %s"), name, current, proposed);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe (AtlasRecord *matter)
{
  if (atlas_record_get_record_type (matter) == &atlas_conflict_type)
    return describe_versions (((AtlasConflict *) matter)->fields);
  if (atlas_record_get_record_type (matter) == &atlas_parked_type)
    return g_strdup (((AtlasParked *) matter)->detail);

  return g_strdup (((AtlasQuestion *) matter)->outcome);
}

/* The page of the record that it is about, or at least its type and id. */
static char *
route_of_subject (AtlasCtl           *ctl,
                  const AtlasSubject *subject)
{
  g_autoptr(AtlasRecord) record = NULL;

  if (subject->type == NULL)
    return NULL;

  record = atlas_store_get (ctl->store, subject->type, subject->id, NULL);

  return record != NULL ? atlas_record_get_route (record)
                        : g_strconcat (subject->type, "/", subject->id, NULL);
}

static const AtlasSubject *
subject_of (AtlasRecord *matter)
{
  if (atlas_record_get_record_type (matter) == &atlas_conflict_type)
    return &((AtlasConflict *) matter)->subject;
  if (atlas_record_get_record_type (matter) == &atlas_parked_type)
    return &((AtlasParked *) matter)->subject;

  return &((AtlasQuestion *) matter)->subject;
}

static json_t *
matter_to_row (AtlasCtl    *ctl,
               AtlasRecord *matter)
{
  const AtlasType *type = atlas_record_get_record_type (matter);
  g_autofree char *route = route_of_subject (ctl, subject_of (matter));
  g_autofree char *text = describe (matter);
  const char *kind = type == &atlas_parked_type ? "reason" : "kind";
  gboolean has_author = type != &atlas_question_type;
  g_autofree char *by = NULL;

  if (has_author)
    by = atlas_store_name_user (ctl->store, atlas_record_get_text (matter, "by"));

  return json_pack ("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?}",
                    "id", atlas_record_get_id (matter), "type", type->name,
                    "kind", atlas_record_get_text (matter, kind), "route", route, "text", text,
                    "by", by,
                    "made_at", has_author ? atlas_record_get_text (matter, "made_at") : NULL);
}

/* "Stevenage ESC has 12 places and 13 children: K7-204, H9-310". */
static char *
describe_promised (const AtlasOverPromised *over)
{
  g_autoptr(GString) text = g_string_new (over->title);

  for (guint i = 0; i < over->promises->len; i++)
    {
      const AtlasPromise *promise = g_ptr_array_index (over->promises, i);

      g_string_append_printf (text, "%s%s", i == 0 ? ": " : ", ",
                              promise->label != NULL ? promise->label : _("not on this laptop"));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What was promised here over the number, without a word why; no server has asked about it yet. */
static gboolean
add_over_promised (AtlasCtl *ctl,
                   json_t   *rows,
                   GError  **error)
{
  g_autoptr(GPtrArray) lines = atlas_over_promised_list (ctl->store, ctl->as_of, error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AtlasOverPromised *over = g_ptr_array_index (lines, i);
      g_autofree char *text = describe_promised (over);

      json_array_append_new (rows, json_pack ("{s:s, s:s, s:s, s:s?, s:s, s:n, s:n}",
                                              "id", over->place, "type", "place",
                                              "kind", "over_allocation", "route", over->route,
                                              "text", text, "by", "made_at"));
    }

  return lines != NULL;
}

AtlasCtlExit
atlas_ctl_questions (AtlasCtl *ctl,
                     int       argc,
                     char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = {
    "id", "type", "kind", "route", "text", "by", "made_at", NULL,
  };
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();
  GError *error = NULL;

  object = json_pack ("{s:o}", "questions", rows);
  if (!atlas_ctl_parse (ctl, "", _("Lists what people must settle: two versions, changes not "
                                   "accepted, places given twice."), entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    return atlas_ctl_fail (error);

  for (gsize i = 0; i < G_N_ELEMENTS (matter_types); i++)
    {
      g_autoptr(GPtrArray) matters = NULL;

      matters = atlas_store_sync_list_open (ctl->store, matter_types[i], &error);
      if (matters == NULL)
        return atlas_ctl_fail (error);
      for (guint m = 0; m < matters->len; m++)
        json_array_append_new (rows, matter_to_row (ctl, g_ptr_array_index (matters, m)));
    }
  if (!add_over_promised (ctl, rows, &error))
    return atlas_ctl_fail (error);
  if (atlas_ctl_print (ctl, object, "questions", columns) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return json_array_size (rows) > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}

AtlasCtlExit
atlas_ctl_settle (AtlasCtl *ctl,
                  int       argc,
                  char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = { "set", NULL };
  g_autofree char *set = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "ID kept|taken|VALUE", _("Settles what only people can settle."),
                        entries, 2, 2, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, &error) ||
      (set = atlas_settle_by_word (ctl->store, argv[1], argv[2], &error)) == NULL)
    return atlas_ctl_fail (error);

  if (ctl->format == ATLAS_CTL_JSON)
    object = json_pack ("{s:s}", "set", set);
  else
    object = json_pack ("{s:[{s:s}]}", "sets", "set", set);

  return atlas_ctl_print (ctl, object, "sets", columns);
}
