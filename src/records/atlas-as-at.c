/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-as-at.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_same_text (const char *text,
              const char *wanted)
{
  return wanted == NULL || g_strcmp0 (text, wanted) == 0;
}

/**
 * atlas_labels_find:
 * @labels: (element-type AtlasLabel): labels
 * @subject: (nullable): id of what the label is about; %NULL for any
 * @kind: (nullable): its kind, as `tier`; %NULL for any
 * @scheme: (nullable): its scheme, as `early-years`; %NULL for any
 * @item: (nullable): what it words, as `3`; %NULL for any
 * @on: a day, or %ATLAS_DATE_NONE for any
 *
 * Finds the words of a day: the name of a tier, of a service, of a panel.
 *
 * Returns: (transfer none) (nullable): the first label that suits
 */
AtlasLabel *
atlas_labels_find (GPtrArray  *labels,
                   const char *subject,
                   const char *kind,
                   const char *scheme,
                   const char *item,
                   AtlasDate   on)
{
  for (guint i = 0; i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);

      if (is_same_text (label->subject.id, subject) && is_same_text (label->kind, kind) &&
          is_same_text (label->scheme, scheme) && is_same_text (label->item, item) &&
          atlas_record_is_valid_on (ATLAS_RECORD (label), on))
        return label;
    }

  return NULL;
}

/**
 * atlas_labels_text:
 * @labels: (element-type AtlasLabel): labels
 * @subject: (nullable): as for atlas_labels_find()
 * @kind: (nullable): likewise
 * @scheme: (nullable): likewise
 * @item: (nullable): likewise
 * @on: likewise
 *
 * Returns: (transfer none) (nullable): the words of the label that atlas_labels_find() finds
 */
const char *
atlas_labels_text (GPtrArray  *labels,
                   const char *subject,
                   const char *kind,
                   const char *scheme,
                   const char *item,
                   AtlasDate   on)
{
  AtlasLabel *label = atlas_labels_find (labels, subject, kind, scheme, item, on);

  return label != NULL ? label->text : NULL;
}

/**
 * atlas_tier_help:
 * @labels: (element-type AtlasLabel): labels
 * @tier: 1 to 5
 * @on: a day
 *
 * Finds what a tier of support is, in the words of the strategy that is in force on a day. They say
 * more than its name does: in 2016 they are the second wording of the tiers.
 *
 * Source: Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.2.5; strategy of January 2020,
 * 5.2; requirements T034.
 *
 * Returns: (transfer none) (nullable): the label, which names its source
 */
AtlasLabel *
atlas_tier_help (GPtrArray *labels,
                 int        tier,
                 AtlasDate  on)
{
  g_autofree char *item = g_strdup_printf ("%d", tier);

  return atlas_labels_find (labels, NULL, "tier", "tiers-help", item, on);
}

static const AtlasField *
field_of_label (const AtlasType *type,
                AtlasLabel      *label)
{
  if (g_strcmp0 (label->kind, "name") == 0)
    return atlas_type_field (type, "name");
  if (g_strcmp0 (label->kind, "attribute") == 0)
    return atlas_type_field (type, label->item);
  return NULL;
}

static void
apply (json_t           *fields,
       const AtlasType  *type,
       const AtlasField *field,
       const char       *text)
{
  g_autoptr(json_t) value = NULL;

  if (strcmp (text, ATLAS_LABEL_NOT_STATED) == 0)
    json_object_del (fields, field->name);
  else if (atlas_value_from_csv (field, text, &value, NULL) && value != NULL &&
           atlas_value_check (type, field, value, NULL))
    json_object_set (fields, field->name, value);
}

/**
 * atlas_record_as_at:
 * @record: a record of the directory
 * @labels: (element-type AtlasLabel): the labels of the directory, or of @record alone
 * @on: a day, or %ATLAS_DATE_NONE for the record as it is
 *
 * Makes the record as it was on a day. Its fields hold what the newest source says; a label of kind
 * `name` or `attribute` says what a name or a field was on the label's dates, as a CSV cell gives
 * it, or %ATLAS_LABEL_NOT_STATED. A label that its field cannot hold is passed over.
 *
 * Returns: (transfer full): the record of that day, or @record itself if nothing was different
 */
AtlasRecord *
atlas_record_as_at (AtlasRecord *record,
                    GPtrArray   *labels,
                    AtlasDate    on)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(json_t) fields = NULL;
  AtlasRecord *then;

  for (guint i = 0; on != ATLAS_DATE_NONE && i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);
      const AtlasField *field = field_of_label (type, label);

      if (field == NULL || g_strcmp0 (label->subject.id, atlas_record_get_id (record)) != 0 ||
          !atlas_record_is_valid_on (ATLAS_RECORD (label), on))
        continue;
      if (fields == NULL)
        fields = atlas_record_to_fields (record);
      apply (fields, type, field, label->text);
    }

  if (fields == NULL)
    return g_object_ref (record);

  then = atlas_record_new (type, atlas_record_get_id (record), atlas_record_get_rev (record),
                           fields, NULL);
  return then != NULL ? then : g_object_ref (record);
}

static AtlasDate
date_of (AtlasRecord *record,
         const char  *name)
{
  const AtlasField *field = atlas_type_field (atlas_record_get_record_type (record), name);
  g_autoptr(json_t) value = field != NULL ? atlas_record_get_value (record, field) : NULL;

  return atlas_date_parse (json_string_value (value));
}

/* The sources give months; a pack gives the first day of the month for one. */
static char *
format_published (AtlasDate published)
{
  int day;

  atlas_date_split (published, NULL, NULL, &day);
  return day == 1 ? atlas_date_format_month (published) : atlas_date_format_long (published);
}

/**
 * atlas_record_describe_age:
 * @record: a record with `published` and `checked`
 *
 * Says how old a fact is: "published January 2020, not checked since".
 *
 * Returns: (transfer full): the words in the user's language, empty if no date is known
 */
char *
atlas_record_describe_age (AtlasRecord *record)
{
  AtlasDate published = date_of (record, "published");
  AtlasDate checked = date_of (record, "checked");
  g_autofree char *checked_on = atlas_date_format_long (checked);
  g_autofree char *when = NULL;

  if (published == ATLAS_DATE_NONE && checked == ATLAS_DATE_NONE)
    return g_strdup ("");
  /* Translators: %s is a date, as 22 November 2026; said of a fact in the directory. */
  if (published == ATLAS_DATE_NONE)
    return g_strdup_printf (_("checked %s"), checked_on);

  when = format_published (published);
  /* Translators: %s is a month or a date, as January 2020; said of a fact in the directory. */
  if (checked == ATLAS_DATE_NONE || checked <= published)
    return g_strdup_printf (_("published %s, not checked since"), when);
  /* Translators: the first %s is a month or a date, the second a date. */
  return g_strdup_printf (_("published %s, checked %s"), when, checked_on);
}
