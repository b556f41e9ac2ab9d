/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any record in a line or two, by its description. */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-record-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "records/atlas-codes.h"

#define FACTS_MAX 6

/* "Risk reduction plan" says already that it is a plan. */
static gboolean
says (const char *words,
      const char *what)
{
  g_autofree char *folded_words = g_utf8_casefold (words, -1);
  g_autofree char *folded_what = g_utf8_casefold (what, -1);

  return strstr (folded_words, folded_what) != NULL;
}

/**
 * atlas_words_record:
 * @record: a record
 *
 * Returns: (transfer full): what it is: "Risk reduction plan", "Review · Off-site direction"
 */
char *
atlas_words_record (AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const AtlasField *title = type->title != NULL ? atlas_type_field (type, type->title) : NULL;
  const char *value = title != NULL ? atlas_record_get_text (record, title->name) : NULL;
  const char *label = _(type->label);

  if (value != NULL && title->kind == ATLAS_KIND_CODE)
    value = _(atlas_codes_label (title->codes, value));
  if (value == NULL || title->kind == ATLAS_KIND_DATE)
    return g_strdup (label);
  if (title->kind == ATLAS_KIND_TEXT || says (value, label))
    return g_strdup (value);

  /* Translators: a type of record, and which of them: "Review · Off-site direction". */
  return g_strdup_printf (_("%1$s · %2$s"), label, value);
}

/* Whose record it is and what it belongs to stand above it, and sentences are for its form. */
static gboolean
is_fact (const AtlasType  *type,
         const AtlasField *field)
{
  const AtlasType *ref = field->ref != NULL ? atlas_type_find (field->ref) : NULL;

  return g_strcmp0 (field->name, type->title) != 0 && !field->paragraph &&
         (ref == NULL || (ref != &atlas_child_type && !atlas_type_is_of_child (ref))) &&
         g_strcmp0 (field->name, "invented") != 0 && field->merge != ATLAS_MERGE_COMPUTED &&
         field->kind != ATLAS_KIND_JSON && field->kind != ATLAS_KIND_TIME &&
         field->kind != ATLAS_KIND_SUBJECT;
}

static char *
word_fact (AtlasRecord             *record,
           const AtlasField        *field,
           const AtlasChildRecords *names)
{
  const char *text = atlas_record_get_text (record, field->name);
  g_autofree char *value = NULL;
  const char *name;

  if (!atlas_record_has (record, field))
    return NULL;
  if (field->kind == ATLAS_KIND_REF)
    {
      name = text != NULL ? atlas_child_records_get_name (names, text) : NULL;
      return g_strdup (name);
    }

  value = atlas_record_format (record, field);
  if (*value == '\0')
    return NULL;
  if (field->kind == ATLAS_KIND_CODE || field->kind == ATLAS_KIND_SET ||
      field->kind == ATLAS_KIND_RANGE || field->kind == ATLAS_KIND_TEXT)
    return g_steal_pointer (&value);

  /* Translators: what it is, and the value: "Hours a week: 18". */
  return g_strdup_printf (_("%1$s: %2$s"), _(field->label), value);
}

/**
 * atlas_words_record_facts:
 * @record: a record about a child
 * @names: the records of the child, which know what it refers to
 *
 * Returns: (transfer full): the first things that it says: "Made: 3 November 2026 · Child"
 */
char *
atlas_words_record_facts (AtlasRecord             *record,
                          const AtlasChildRecords *names)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(GString) facts = g_string_new (NULL);
  int n_facts = 0;

  for (guint i = 0; i < type->n_fields && n_facts < FACTS_MAX; i++)
    {
      g_autofree char *fact = is_fact (type, &type->fields[i])
                              ? word_fact (record, &type->fields[i], names) : NULL;

      if (fact == NULL)
        continue;
      if (n_facts++ > 0)
        g_string_append (facts, " · ");
      g_string_append (facts, fact);
    }

  return g_string_free (g_steal_pointer (&facts), FALSE);
}

/* What the record says came of it, where the date itself says no more than the day. */
static const char *
find_answer (AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *code = field->kind == ATLAS_KIND_CODE &&
                         g_strcmp0 (field->name, type->title) != 0
                         ? atlas_record_get_text (record, field->name) : NULL;

      if (code != NULL)
        return _(atlas_codes_label (field->codes, code));
    }

  return NULL;
}

/**
 * atlas_words_record_event:
 * @record: a record about a child
 * @field: one of its dates, or its range
 * @is_end: whether the end of a range is meant
 * @body: (nullable): name of the school or provision in it
 *
 * Returns: (transfer full): what happened then: "Risk reduction plan · Made"
 */
char *
atlas_words_record_event (AtlasRecord      *record,
                          const AtlasField *field,
                          gboolean          is_end,
                          const char       *body)
{
  g_autofree char *what = atlas_words_record (record);
  const char *happened = _(field->label);

  if (field->kind == ATLAS_KIND_RANGE)
    happened = is_end ? C_("range", "Last day") : C_("range", "First day");
  else if (g_str_equal (field->name, "on"))
    happened = find_answer (record);

  if (body == NULL && happened == NULL)
    return g_steal_pointer (&what);
  if (body == NULL || happened == NULL)
    /* Translators: a record, and what happened: "Risk reduction plan · Made". */
    return g_strdup_printf (_("%1$s · %2$s"), what, body != NULL ? body : happened);

  /* Translators: a record, a school, and what happened: "Direction · Elm School · Ended". */
  return g_strdup_printf (_("%1$s · %2$s · %3$s"), what, body, happened);
}
