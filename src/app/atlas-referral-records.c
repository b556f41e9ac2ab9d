/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding and changing what is recorded about the child of a referral. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-records.h"

#include <string.h>

#include "app/atlas-attendance-form.h"
#include "app/atlas-record-form.h"

static gpointer
dup_case (AtlasReferralCase *referral_case)
{
  return atlas_referral_case_ref (referral_case);
}

/* An exclusion that was not recorded before is the one behind the referral. */
static void
link_exclusion (AtlasChangeSet           *set,
                const char               *id,
                const AtlasRecordChoices *choices,
                gpointer                  user_data)
{
  AtlasReferralCase *referral_case = user_data;

  if (choices->record == NULL && referral_case->referral->exclusion == NULL)
    atlas_change_set_set_text (set, ATLAS_RECORD (referral_case->referral), "exclusion", id);
}

static gboolean
sets_field (AtlasChangeSet *set,
            const char     *field)
{
  json_t *ops = atlas_change_set_get_ops (set);

  for (gsize i = 0; i < json_array_size (ops); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (ops, i), "field"), field) == 0)
      return TRUE;

  return FALSE;
}

/* A partnership lies in one area, so another area leaves it behind. */
static void
leave_partnership (AtlasChangeSet           *set,
                   const char               *id,
                   const AtlasRecordChoices *choices,
                   gpointer                  user_data)
{
  if (choices->record != NULL && sets_field (set, "area") && !sets_field (set, "partnership"))
    atlas_change_set_set_text (set, choices->record, "partnership", NULL);
}

static void
put_known (json_t          *given,
           const AtlasType *type,
           const char      *field,
           const char      *value)
{
  if (value != NULL && atlas_type_field (type, field) != NULL)
    json_object_set_new (given, field, json_string (value));
}

/* What is recorded is most often of today, at the child’s own school. */
static json_t *
begin_with (const AtlasType         *type,
            const AtlasReferralCase *referral_case)
{
  g_autofree char *today = atlas_date_format (referral_case->on);
  const char *school = referral_case->child != NULL ? referral_case->child->establishment : NULL;
  json_t *begin = json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];

      if (field->kind == ATLAS_KIND_DATE && field->required)
        json_object_set_new (begin, field->name, json_string (today));
    }
  put_known (begin, type, "establishment", school);
  put_known (begin, type, "from_school", school);

  return begin;
}

static void
open_form (GtkWidget          *from,
           AtlasSession       *session,
           AtlasReferralCase  *referral_case,
           AtlasRecordFormAsk *ask)
{
  ask->about = referral_case->referral->reference;
  if (ask->type == &atlas_exclusion_type)
    ask->extend = link_exclusion;
  else if (ask->type == &atlas_child_type)
    ask->extend = leave_partnership;
  ask->extend_data = dup_case (referral_case);
  ask->extend_free = (GDestroyNotify) atlas_referral_case_unref;
  atlas_record_form_open (from, session, ask);
}

/**
 * atlas_referral_add_record:
 * @from: where it is asked for
 * @session: the store
 * @referral_case: the referral whose page it is
 * @target: a record type, or `timetable_part/` and the id of a timetable; `attendance` asks for a
 *   week of it
 *
 * Asks for a new record about the child.
 */
void
atlas_referral_add_record (GtkWidget         *from,
                           AtlasSession      *session,
                           AtlasReferralCase *referral_case,
                           const char        *target)
{
  g_auto(GStrv) parts = g_strsplit (target, "/", 2);
  AtlasRecordFormAsk ask = { .type = atlas_type_find (parts[0]) };

  g_return_if_fail (ask.type != NULL);

  if (ask.type == &atlas_attendance_type)
    {
      atlas_attendance_form_open (from, session, referral_case, referral_case->on);
      return;
    }

  ask.given = json_object ();
  put_known (ask.given, ask.type, "child", referral_case->referral->child);
  put_known (ask.given, ask.type, "referral",
             atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  put_known (ask.given, ask.type, "timetable", parts[1]);
  if (referral_case->referral->invented)
    json_object_set_new (ask.given, "invented", json_true ());
  ask.begin = begin_with (ask.type, referral_case);
  open_form (from, session, referral_case, &ask);
}

/**
 * atlas_referral_edit_record:
 * @from: where it is asked for
 * @session: the store
 * @referral_case: the referral whose page it is
 * @target: `type/id` of a record about the child, or `attendance/` and a day of the week
 *
 * Opens the form of a record.
 */
void
atlas_referral_edit_record (GtkWidget         *from,
                            AtlasSession      *session,
                            AtlasReferralCase *referral_case,
                            const char        *target)
{
  g_auto(GStrv) parts = g_strsplit (target, "/", 2);
  AtlasRecordFormAsk ask = { .type = atlas_type_find (parts[0]), .id = parts[1] };

  g_return_if_fail (ask.type != NULL && ask.id != NULL);

  if (ask.type == &atlas_attendance_type)
    {
      atlas_attendance_form_open (from, session, referral_case, atlas_date_parse (ask.id));
      return;
    }

  open_form (from, session, referral_case, &ask);
}
