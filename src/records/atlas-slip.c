/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person typed in a form and cannot have meant, by the descriptions of the fields. */
#define G_LOG_DOMAIN "atlas-records"

#include "config.h"

#include "records/atlas-slip.h"

#include "base/atlas-upn.h"

/* One look at the values of one record. */
typedef struct {
  const AtlasType *type;
  json_t          *fields;
  AtlasDate        on;
  AtlasSlipLookUp  look_up;
  gpointer         user_data;
  GArray          *slips;
} Look;

static void
add (Look             *look,
     const AtlasField *field,
     AtlasSlipKind     kind,
     const char       *other,
     gboolean          is_unusual)
{
  AtlasSlip slip = { .field = field, .kind = kind, .is_unusual = is_unusual };

  if (other != NULL)
    slip.other = atlas_type_field (look->type, other);
  g_array_append_val (look->slips, slip);
}

static AtlasDate
date_of (Look       *look,
         const char *name)
{
  return name != NULL ? atlas_date_parse (atlas_json_string (look->fields, name))
                      : ATLAS_DATE_NONE;
}

static void
look_at_date (Look             *look,
              const AtlasField *field,
              AtlasDate         date)
{
  AtlasDate first = date_of (look, field->after);

  if (field->past && date > look->on)
    add (look, field, ATLAS_SLIP_AHEAD, NULL, FALSE);
  else if (first != ATLAS_DATE_NONE && date < first)
    add (look, field, ATLAS_SLIP_BEFORE, field->after, FALSE);
}

static void
look_at_range (Look             *look,
               const AtlasField *field,
               json_t           *value)
{
  AtlasDate from = atlas_date_parse (atlas_json_string (value, "from"));
  AtlasDate to = atlas_date_parse (atlas_json_string (value, "to"));

  if (field->required && from == ATLAS_DATE_NONE)
    add (look, field, ATLAS_SLIP_MISSING, NULL, FALSE);
  else if (from != ATLAS_DATE_NONE && to != ATLAS_DATE_NONE && to < from)
    add (look, field, ATLAS_SLIP_ENDS_FIRST, NULL, FALSE);
}

static void
look_at_integer (Look             *look,
                 const AtlasField *field,
                 json_t           *value)
{
  gint64 number = json_integer_value (value);

  if (!json_is_integer (value))
    add (look, field, ATLAS_SLIP_NUMBER, NULL, FALSE);
  else if ((field->min != 0 || field->max != 0) && (number < field->min || number > field->max))
    add (look, field, ATLAS_SLIP_LIMITS, NULL, FALSE);
}

/* Nothing that a decimal counts here is less than nought; more than is usual may be so. */
static void
look_at_decimal (Look             *look,
                 const AtlasField *field,
                 json_t           *value)
{
  double number;

  if (!atlas_value_check (look->type, field, value, NULL))
    {
      add (look, field, ATLAS_SLIP_NUMBER, NULL, FALSE);
      return;
    }

  number = g_ascii_strtod (json_string_value (value), NULL);
  if (number < (double) field->min)
    add (look, field, ATLAS_SLIP_LIMITS, NULL, FALSE);
  else if (field->max != 0 && number > (double) field->max)
    add (look, field, ATLAS_SLIP_LIMITS, NULL, TRUE);
}

static void
look_at_ref (Look             *look,
             const AtlasField *field,
             const char       *id)
{
  AtlasDate day = date_of (look, field->open_on);
  const char *other = field->differs != NULL ? atlas_json_string (look->fields, field->differs)
                                             : NULL;
  AtlasRecord *record = NULL;

  if (g_strcmp0 (other, id) == 0)
    {
      add (look, field, ATLAS_SLIP_SAME, field->differs, FALSE);
      return;
    }
  if (day == ATLAS_DATE_NONE || look->look_up == NULL)
    return;

  record = look->look_up (field->ref, id, look->user_data);
  if (record != NULL && !atlas_record_is_valid_on (record, day))
    add (look, field, ATLAS_SLIP_CLOSED, field->open_on, TRUE);
}

static void
look_at_set (Look             *look,
             const AtlasField *field,
             json_t           *value)
{
  if (field->max != 0 && json_array_size (value) > (gsize) field->max)
    add (look, field, ATLAS_SLIP_LIMITS, NULL, FALSE);
}

static gboolean
is_given (json_t *value)
{
  if (json_is_string (value))
    return *json_string_value (value) != '\0';

  return value != NULL && !json_is_null (value);
}

static void
look_at_field (Look             *look,
               const AtlasField *field)
{
  json_t *value = json_object_get (look->fields, field->name);

  if (!is_given (value))
    {
      if (field->required)
        add (look, field, ATLAS_SLIP_MISSING, NULL, FALSE);
      return;
    }

  if (field->kind == ATLAS_KIND_DATE)
    look_at_date (look, field, atlas_date_parse (json_string_value (value)));
  else if (field->kind == ATLAS_KIND_RANGE)
    look_at_range (look, field, value);
  else if (field->kind == ATLAS_KIND_INTEGER)
    look_at_integer (look, field, value);
  else if (field->kind == ATLAS_KIND_DECIMAL)
    look_at_decimal (look, field, value);
  else if (field->kind == ATLAS_KIND_SET)
    look_at_set (look, field, value);
  else if (field->kind == ATLAS_KIND_REF)
    look_at_ref (look, field, json_string_value (value));
  else if (field->pupil_number && !atlas_upn_is_valid (json_string_value (value)))
    add (look, field, ATLAS_SLIP_LETTER, NULL, TRUE);
}

/**
 * atlas_slips_find:
 * @type: a record type
 * @fields: every value of the record, by field name, as a form has it
 * @on: the day on which the form is filled in
 * @look_up: (nullable) (scope call): finds records that values name
 * @user_data: for @look_up
 *
 * Looks for what a person is likely not to have meant: a day that lies ahead, an end before its
 * start, a move to the same school, a provision that is closed on that day, more hours than a week
 * has. What comes from a file or a server is not looked at: there it is a finding.
 *
 * Returns: (transfer full) (element-type AtlasSlip): at most one a field, in the fields' order
 */
GArray *
atlas_slips_find (const AtlasType *type,
                  json_t          *fields,
                  AtlasDate        on,
                  AtlasSlipLookUp  look_up,
                  gpointer         user_data)
{
  Look look = {
    .type = type, .fields = fields, .on = on, .look_up = look_up, .user_data = user_data,
    .slips = g_array_new (FALSE, FALSE, sizeof (AtlasSlip)),
  };

  for (guint i = 0; i < type->n_fields; i++)
    look_at_field (&look, &type->fields[i]);

  return look.slips;
}
