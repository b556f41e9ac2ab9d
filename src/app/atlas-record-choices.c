/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the form of a record lets people choose from, read on the store's thread. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-record-choices.h"

#include <glib/gi18n.h>

#include "reports/atlas-record-words.h"
#include "reports/atlas-words.h"

void
atlas_record_choices_free (AtlasRecordChoices *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->record);
  g_clear_pointer (&self->child, atlas_child_records_free);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->subjects, g_ptr_array_unref);
  g_free (self);
}

void
atlas_record_choices_asked_free (AtlasRecordChoicesAsked *asked)
{
  g_free (asked->id);
  json_decref (asked->given);
  g_free (asked);
}

/**
 * atlas_field_is_asked:
 * @type: a record type
 * @field: one of its fields
 * @given: (nullable): values that are known
 *
 * Returns: whether a form asks people for it. What is given, what the program gives by itself, and
 *   steps, which are taken and not filled in, are not asked for.
 */
gboolean
atlas_field_is_asked (const AtlasType  *type,
                      const AtlasField *field,
                      json_t           *given)
{
  return field->merge != ATLAS_MERGE_COMPUTED && field->merge != ATLAS_MERGE_GUARDED &&
         field->kind != ATLAS_KIND_JSON && field->kind != ATLAS_KIND_TIME &&
         field->kind != ATLAS_KIND_BLOB &&
         g_strcmp0 (field->group, "step") != 0 && g_strcmp0 (field->name, type->key) != 0 &&
         !g_str_equal (field->name, "invented") && g_strcmp0 (field->ref, "child") != 0 &&
         g_strcmp0 (field->ref, "referral") != 0 && json_object_get (given, field->name) == NULL;
}

/* Those that are there on the day come first. */
static void
sort_closed_last (GPtrArray *records,
                  AtlasDate  on)
{
  g_autoptr(GPtrArray) closed = g_ptr_array_new_with_free_func (g_object_unref);
  guint i = 0;

  while (i < records->len)
    if (atlas_record_is_valid_on (g_ptr_array_index (records, i), on))
      i++;
    else
      g_ptr_array_add (closed, g_ptr_array_steal_index (records, i));
  g_ptr_array_extend_and_steal (records, g_steal_pointer (&closed));
}

static const char *
provision_of (const AtlasRecordChoices *self,
              json_t                   *given)
{
  const char *provision = atlas_json_string (given, "provision");

  if (provision != NULL || self->record == NULL ||
      atlas_type_field (atlas_record_get_record_type (self->record), "provision") == NULL)
    return provision;

  return atlas_record_get_text (self->record, "provision");
}

static gboolean
read_list (AtlasRecordChoices *self,
           AtlasStore         *store,
           const char         *ref,
           json_t             *given,
           GError            **error)
{
  const AtlasType *type = atlas_type_find (ref);
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  const char *provision = provision_of (self, given);
  GPtrArray *records;

  if (g_hash_table_contains (self->lists, ref))
    return TRUE;

  if (atlas_type_is_of_child (type) && self->child != NULL)
    {
      records = g_ptr_array_ref (atlas_child_records_get (self->child, type));
    }
  else
    {
      if (provision != NULL && atlas_type_field (type, "provision") != NULL)
        atlas_query_where_text (query, "provision", ATLAS_COMPARE_EQUAL, provision);
      atlas_query_order_by (query, type->title, FALSE);
      records = atlas_store_list (store, query, error);
      if (records == NULL)
        return FALSE;
      sort_closed_last (records, self->on);
    }
  g_hash_table_insert (self->lists, g_strdup (ref), records);

  return TRUE;
}

/* Something that goes on or happened, and that can be agreed to or reviewed. */
static void
find_subjects (AtlasRecordChoices *self,
               const AtlasType    *of)
{
  const AtlasType * const *types;
  guint n_types;

  types = atlas_types (&n_types);
  for (guint i = 0; self->child != NULL && i < n_types; i++)
    {
      GPtrArray *records = atlas_child_records_get (self->child, types[i]);

      if (records == NULL || types[i] == of || types[i] == &atlas_attendance_type ||
          types[i] == &atlas_timetable_part_type || types[i] == &atlas_review_type ||
          types[i] == &atlas_consent_type)
        continue;
      for (guint j = 0; j < records->len; j++)
        g_ptr_array_add (self->subjects, g_object_ref (g_ptr_array_index (records, j)));
    }
}

static gboolean
read_child (AtlasRecordChoices *self,
            AtlasStore         *store,
            const AtlasType    *type,
            json_t             *given,
            GError            **error)
{
  const char *child = atlas_json_string (given, "child");

  if (child == NULL && self->record != NULL && atlas_type_is_of_child (type))
    child = atlas_record_get_text (self->record, "child");
  if (child == NULL)
    return TRUE;

  self->child = atlas_store_read_child_records (store, child, error);
  return self->child != NULL;
}

/**
 * atlas_record_choices_read:
 * @data: an #AtlasRecordChoicesAsked
 *
 * Work for atlas_session_read_async().
 *
 * Returns: (transfer full): #AtlasRecordChoices
 */
gpointer
atlas_record_choices_read (AtlasStore   *store,
                           gpointer      data,
                           GCancellable *cancellable,
                           GError      **error)
{
  AtlasRecordChoicesAsked *asked = data;
  const AtlasType *type = asked->type;
  g_autoptr(AtlasRecordChoices) self = g_new0 (AtlasRecordChoices, 1);

  self->on = asked->on;
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  self->subjects = g_ptr_array_new_with_free_func (g_object_unref);
  if (asked->id != NULL)
    {
      self->record = atlas_store_get (store, type->name, asked->id, error);
      if (self->record == NULL)
        return NULL;
    }
  if (!read_child (self, store, type, asked->given, error))
    return NULL;

  find_subjects (self, type);
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == ATLAS_KIND_REF &&
        atlas_field_is_asked (type, &type->fields[i], asked->given) &&
        !read_list (self, store, type->fields[i].ref, asked->given, error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_record_choices_get:
 * @type: name of a record type that the form's record refers to
 *
 * Returns: (transfer none) (nullable) (element-type AtlasRecord): what can be chosen
 */
GPtrArray *
atlas_record_choices_get (const AtlasRecordChoices *self,
                          const char               *type)
{
  return g_hash_table_lookup (self->lists, type);
}

/**
 * atlas_record_choices_find:
 * @choices: (type AtlasRecordChoices): what can be chosen
 *
 * An #AtlasSlipLookUp.
 */
AtlasRecord *
atlas_record_choices_find (const char *type,
                           const char *id,
                           gpointer    choices)
{
  GPtrArray *records = atlas_record_choices_get (choices, type);

  for (guint i = 0; records != NULL && i < records->len; i++)
    if (g_str_equal (atlas_record_get_id (g_ptr_array_index (records, i)), id))
      return g_ptr_array_index (records, i);

  return NULL;
}

/**
 * atlas_record_choices_label:
 * @record: one of the choices
 *
 * Returns: (transfer full): what people call it, and the day that tells it from another
 */
char *
atlas_record_choices_label (const AtlasRecordChoices *self,
                            AtlasRecord              *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  gboolean is_open = atlas_record_is_valid_on (record, self->on);
  g_autofree char *name = type == &atlas_area_type ? atlas_words_area ((AtlasArea *) record)
                                                   : atlas_words_record (record);
  g_autofree char *day = NULL;

  if (!atlas_type_is_of_child (type))
    /* Translators: a school or a provision that has closed. */
    return is_open ? g_steal_pointer (&name) : g_strdup_printf (_("%s (closed)"), name);

  day = atlas_date_format_long (atlas_record_get_day (record));

  /* Translators: a record, and its day: "Risk reduction plan, 3 November 2026". */
  return *day != '\0' ? g_strdup_printf (_("%1$s, %2$s"), name, day) : g_steal_pointer (&name);
}
