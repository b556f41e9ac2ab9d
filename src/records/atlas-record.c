/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-record.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "records/atlas-record-build.h"

/**
 * AtlasRecord:
 *
 * One record, as it was when it was read. Records never change: an edit is a change set. Each type
 * of record has a subclass whose members and read-only properties are the fields of its
 * description.
 */
typedef struct {
  char   *id;
  /* (nullable): fields that this program does not know, kept as they came */
  json_t *extra;
  gint64  rev;
  guint64 present;              /* a bit for each field of the description */
} AtlasRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AtlasRecord, atlas_record, G_TYPE_OBJECT)

enum { PROP_ID = 1, PROP_REV, PROP_TITLE, PROP_ROUTE, PROP_FIRST_FIELD };

#define MEMBER ATLAS_RECORD_MEMBER

static gboolean
is_text (AtlasKind kind)
{
  return kind == ATLAS_KIND_TEXT || kind == ATLAS_KIND_TIME || kind == ATLAS_KIND_DECIMAL ||
         kind == ATLAS_KIND_CODE || kind == ATLAS_KIND_REF;
}

static gboolean
is_json (AtlasKind kind)
{
  return kind == ATLAS_KIND_JSON || kind == ATLAS_KIND_BLOB;
}

static void
clear_member (AtlasRecord      *self,
              const AtlasField *field)
{
  if (is_text (field->kind))
    g_clear_pointer (&MEMBER (self, field, char *), g_free);
  else if (field->kind == ATLAS_KIND_SET)
    g_clear_pointer (&MEMBER (self, field, GStrv), g_strfreev);
  else if (is_json (field->kind))
    g_clear_pointer (&MEMBER (self, field, json_t *), json_decref);
  else if (field->kind == ATLAS_KIND_SUBJECT)
    {
      g_clear_pointer (&MEMBER (self, field, AtlasSubject).type, g_free);
      g_clear_pointer (&MEMBER (self, field, AtlasSubject).id, g_free);
    }
}

static void
atlas_record_finalize (GObject *object)
{
  AtlasRecord *self = ATLAS_RECORD (object);
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;

  for (guint i = 0; i < type->n_fields; i++)
    clear_member (self, &type->fields[i]);

  g_clear_pointer (&priv->id, g_free);
  g_clear_pointer (&priv->extra, json_decref);

  G_OBJECT_CLASS (atlas_record_parent_class)->finalize (object);
}

static void
get_field_property (AtlasRecord      *self,
                    const AtlasField *field,
                    GValue           *value)
{
  if (field->kind == ATLAS_KIND_INTEGER)
    g_value_set_int64 (value, MEMBER (self, field, gint64));
  else if (field->kind == ATLAS_KIND_DATE)
    g_value_set_int (value, MEMBER (self, field, AtlasDate));
  else if (field->kind == ATLAS_KIND_BOOLEAN)
    g_value_set_boolean (value, MEMBER (self, field, gboolean));
  else if (is_text (field->kind))
    g_value_set_string (value, MEMBER (self, field, char *));
  else
    g_value_take_string (value, atlas_record_format (self, field));
}

static void
atlas_record_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AtlasRecord *self = ATLAS_RECORD (object);
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_REV:
      g_value_set_int64 (value, priv->rev);
      break;
    case PROP_TITLE:
      g_value_set_string (value, atlas_record_get_title (self));
      break;
    case PROP_ROUTE:
      g_value_take_string (value, atlas_record_get_route (self));
      break;
    default:
      get_field_property (self, &type->fields[prop_id - PROP_FIRST_FIELD], value);
      break;
    }
}

static GParamSpec *
make_property (const AtlasField *field)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_NICK | G_PARAM_STATIC_BLURB;
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');

  if (field->kind == ATLAS_KIND_INTEGER)
    return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  if (field->kind == ATLAS_KIND_DATE)
    return g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT, ATLAS_DATE_NONE, flags);
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
  return g_param_spec_string (name, NULL, NULL, NULL, flags);
}

static void
type_class_init (gpointer klass,
                 gpointer data)
{
  const AtlasType *type = data;

  ((AtlasRecordClass *) klass)->type = type;
  G_OBJECT_CLASS (klass)->get_property = atlas_record_get_property;
  for (guint i = 0; i < type->n_fields; i++)
    g_object_class_install_property (klass, PROP_FIRST_FIELD + i, make_property (&type->fields[i]));
}

/**
 * atlas_record_register_type:
 * @type: a description
 * @name: the name of its struct, as `AtlasReferral`
 * @size: of its struct
 *
 * Registers the GType of a description.
 *
 * Returns: the new type
 */
GType
atlas_record_register_type (const AtlasType *type,
                            const char      *name,
                            gsize            size)
{
  const GTypeInfo info = {
    .class_size = sizeof (AtlasRecordClass),
    .class_init = type_class_init,
    .class_data = type,
    .instance_size = (guint16) size,
  };

  return g_type_register_static (ATLAS_TYPE_RECORD, name, &info, G_TYPE_FLAG_FINAL);
}

static void
atlas_record_class_init (AtlasRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = atlas_record_finalize;
  object_class->get_property = atlas_record_get_property;

  g_object_class_install_property (object_class, PROP_ID,
                                   g_param_spec_string ("id", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, PROP_REV,
                                   g_param_spec_int64 ("rev", NULL, NULL, 0, G_MAXINT64, 0, flags));
  g_object_class_install_property (object_class, PROP_TITLE,
                                   g_param_spec_string ("title", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, PROP_ROUTE,
                                   g_param_spec_string ("route", NULL, NULL, NULL, flags));
}

static void
atlas_record_init (AtlasRecord *self)
{
}

/**
 * atlas_record_begin:
 * @type: a description
 * @id: the record's id
 * @rev: its revision, 0 for one that no server has seen
 *
 * Begins a record whose fields are all absent.
 *
 * Returns: (transfer full): the record
 */
AtlasRecord *
atlas_record_begin (const AtlasType *type,
                    const char      *id,
                    gint64           rev)
{
  const AtlasDateRange no_range = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
  AtlasRecord *self = g_object_new (type->get_type (), NULL);
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);

  priv->id = g_strdup (id);
  priv->rev = rev;
  for (guint i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].kind == ATLAS_KIND_DATE)
        MEMBER (self, &type->fields[i], AtlasDate) = ATLAS_DATE_NONE;
      else if (type->fields[i].kind == ATLAS_KIND_RANGE)
        MEMBER (self, &type->fields[i], AtlasDateRange) = no_range;
    }

  return self;
}

static const AtlasField *
mark_present (AtlasRecord *self,
              guint        field)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;

  priv->present |= G_GUINT64_CONSTANT (1) << field;
  return &type->fields[field];
}

/**
 * atlas_record_build_text:
 * @self: a record that nobody else has seen yet
 * @field: index of a text, time, decimal, code or ref
 * @text: its value
 *
 * Gives a field its value.
 */
void
atlas_record_build_text (AtlasRecord *self,
                         guint        field,
                         const char  *text)
{
  MEMBER (self, mark_present (self, field), char *) = g_strdup (text);
}

/**
 * atlas_record_build_integer:
 * @self: a record that nobody else has seen yet
 * @field: index of an integer, boolean or date
 * @value: its value; for a date, an #AtlasDate
 *
 * Gives a field its value.
 */
void
atlas_record_build_integer (AtlasRecord *self,
                            guint        field,
                            gint64       value)
{
  const AtlasField *description = mark_present (self, field);

  if (description->kind == ATLAS_KIND_DATE)
    MEMBER (self, description, AtlasDate) = (AtlasDate) value;
  else if (description->kind == ATLAS_KIND_BOOLEAN)
    MEMBER (self, description, gboolean) = value != 0;
  else
    MEMBER (self, description, gint64) = value;
}

/**
 * atlas_record_build_range:
 * @self: a record that nobody else has seen yet
 * @field: index of a range
 * @range: its value
 *
 * Gives a field its value.
 */
void
atlas_record_build_range (AtlasRecord   *self,
                          guint          field,
                          AtlasDateRange range)
{
  MEMBER (self, mark_present (self, field), AtlasDateRange) = range;
}

/**
 * atlas_record_build_subject:
 * @self: a record that nobody else has seen yet
 * @field: index of a subject
 * @type: name of the subject's type
 * @id: its id
 *
 * Gives a field its value.
 */
void
atlas_record_build_subject (AtlasRecord *self,
                            guint        field,
                            const char  *type,
                            const char  *id)
{
  MEMBER (self, mark_present (self, field), AtlasSubject) =
    (AtlasSubject) { g_strdup (type), g_strdup (id) };
}

static GStrv
strings_from_json (json_t *array)
{
  GStrv strings = g_new0 (char *, json_array_size (array) + 1);

  for (gsize i = 0; i < json_array_size (array); i++)
    strings[i] = g_strdup (json_string_value (json_array_get (array, i)));

  return strings;
}

static void
build_from_value (AtlasRecord *self,
                  guint        index,
                  json_t      *value)
{
  const AtlasField *field = &ATLAS_RECORD_GET_CLASS (self)->type->fields[index];

  if (field->kind == ATLAS_KIND_DATE)
    atlas_record_build_integer (self, index, atlas_date_parse (json_string_value (value)));
  else if (field->kind == ATLAS_KIND_INTEGER)
    atlas_record_build_integer (self, index, (gint64) json_integer_value (value));
  else if (field->kind == ATLAS_KIND_BOOLEAN)
    atlas_record_build_integer (self, index, json_is_true (value));
  else if (is_text (field->kind))
    atlas_record_build_text (self, index, json_string_value (value));
  else if (field->kind == ATLAS_KIND_RANGE)
    atlas_record_build_range (self, index, (AtlasDateRange) {
      atlas_date_parse (atlas_json_string (value, "from")),
      atlas_date_parse (atlas_json_string (value, "to")),
    });
  else if (field->kind == ATLAS_KIND_SUBJECT)
    atlas_record_build_subject (self, index, json_string_value (json_array_get (value, 0)),
                                json_string_value (json_array_get (value, 1)));
  else if (field->kind == ATLAS_KIND_SET)
    MEMBER (self, mark_present (self, index), GStrv) = strings_from_json (value);
  else
    MEMBER (self, mark_present (self, index), json_t *) = json_incref (value);
}

/**
 * atlas_record_build_json:
 * @self: a record that nobody else has seen yet
 * @field: index of a set or json field
 * @text: its value as JSON text
 * @error: return location for an error
 *
 * Gives a field its value.
 *
 * Returns: whether @text was JSON
 */
gboolean
atlas_record_build_json (AtlasRecord *self,
                         guint        field,
                         const char  *text,
                         GError     **error)
{
  g_autoptr(json_t) value = atlas_json_parse (text, -1, error);

  if (value == NULL)
    return FALSE;

  build_from_value (self, field, value);
  return TRUE;
}

/**
 * atlas_record_build_extra:
 * @self: a record that nobody else has seen yet
 * @extra: (nullable): fields that the description does not have
 *
 * Keeps fields of a newer schema, so that they survive being stored here.
 */
void
atlas_record_build_extra (AtlasRecord *self,
                          json_t      *extra)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);

  g_clear_pointer (&priv->extra, json_decref);
  priv->extra = json_object_size (extra) > 0 ? json_incref (extra) : NULL;
}

/**
 * atlas_record_get_extra:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the fields that the description does not have
 */
json_t *
atlas_record_get_extra (AtlasRecord *self)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);

  return priv->extra;
}

/**
 * atlas_record_new:
 * @type: a description
 * @id: the record's id
 * @rev: its revision, 0 for one that no server has seen
 * @fields: an object of values by field name; fields that @type does not know are kept
 * @error: return location for an error
 *
 * Makes a record from its JSON form. Values are checked for their kind and limits; required fields
 * may be missing, since a role may see a record masked.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message names the field.
 *
 * Returns: (transfer full): the record
 */
AtlasRecord *
atlas_record_new (const AtlasType *type,
                  const char      *id,
                  gint64           rev,
                  json_t          *fields,
                  GError         **error)
{
  g_autoptr(AtlasRecord) self = NULL;
  g_autoptr(json_t)      extra = json_object ();
  const char *name;
  json_t *value;

  if (!atlas_id_is_valid (id))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "Reading a %s: “%s” is no id",
                   type->name, id);
      return NULL;
    }

  self = atlas_record_begin (type, id, rev);
  json_object_foreach (fields, name, value)
  {
    const AtlasField *field = atlas_type_field (type, name);

    if (json_is_null (value))
      continue;
    if (field == NULL)
      {
        json_object_set (extra, name, value);
        continue;
      }
    if (!atlas_value_check (type, field, value, error))
      return NULL;
    build_from_value (self, (guint) (field - type->fields), value);
  }
  atlas_record_build_extra (self, extra);

  return g_steal_pointer (&self);
}

/**
 * atlas_record_get_record_type:
 * @self: a record
 *
 * Returns: (transfer none): its description
 */
const AtlasType *
atlas_record_get_record_type (AtlasRecord *self)
{
  return ATLAS_RECORD_GET_CLASS (self)->type;
}

const char *
atlas_record_get_id (AtlasRecord *self)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);

  return priv->id;
}

gint64
atlas_record_get_rev (AtlasRecord *self)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);

  return priv->rev;
}

/**
 * atlas_record_get_text:
 * @self: a record
 * @field: (nullable): name of a text, time, decimal, code or ref field
 *
 * Returns: (transfer none) (nullable): the field's text, or %NULL when it is absent or another kind
 */
const char *
atlas_record_get_text (AtlasRecord *self,
                       const char  *field)
{
  const AtlasField *description = atlas_type_field (ATLAS_RECORD_GET_CLASS (self)->type, field);

  return description != NULL &&
         is_text (description->kind) ? MEMBER (self, description, char *) : NULL;
}

/**
 * atlas_record_get_key:
 * @self: a record
 *
 * Returns: (transfer none): what routes call the record: its key, or its id if it has none
 */
const char *
atlas_record_get_key (AtlasRecord *self)
{
  const char *key = atlas_record_get_text (self, ATLAS_RECORD_GET_CLASS (self)->type->key);

  return key != NULL ? key : atlas_record_get_id (self);
}

/**
 * atlas_record_get_title:
 * @self: a record
 *
 * Returns: (transfer none): what a list shows first: the title field, or the key
 */
const char *
atlas_record_get_title (AtlasRecord *self)
{
  const char *title = atlas_record_get_text (self, ATLAS_RECORD_GET_CLASS (self)->type->title);

  return title != NULL ? title : atlas_record_get_key (self);
}

/**
 * atlas_record_get_route:
 * @self: a record
 *
 * Returns: (transfer full): the record's route, as `area/dspl2` or `referral/K7-204`
 */
char *
atlas_record_get_route (AtlasRecord *self)
{
  return g_strconcat (ATLAS_RECORD_GET_CLASS (self)->type->name, "/", atlas_record_get_key (self),
                      NULL);
}

/**
 * atlas_record_has:
 * @self: a record
 * @field: one of its fields
 *
 * Returns: whether the field has a value
 */
gboolean
atlas_record_has (AtlasRecord      *self,
                  const AtlasField *field)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;

  return (priv->present >> (field - type->fields) & 1) != 0;
}

/**
 * atlas_record_is_valid_on:
 * @self: a record
 * @on: a day, or %ATLAS_DATE_NONE for any
 *
 * Returns: whether its `valid` range holds @on; records without that field always hold
 */
gboolean
atlas_record_is_valid_on (AtlasRecord *self,
                          AtlasDate    on)
{
  const AtlasField *field = atlas_type_field (ATLAS_RECORD_GET_CLASS (self)->type, "valid");

  return field == NULL || atlas_date_range_contains (MEMBER (self, field, AtlasDateRange), on);
}

static json_t *
date_to_json (AtlasDate date)
{
  g_autofree char *text = atlas_date_format (date);

  return json_string (text);
}

static json_t *
range_to_json (AtlasDateRange range)
{
  json_t *object = json_object ();

  if (range.from != ATLAS_DATE_NONE)
    json_object_set_new (object, "from", date_to_json (range.from));
  if (range.to != ATLAS_DATE_NONE)
    json_object_set_new (object, "to", date_to_json (range.to));

  return object;
}

static json_t *
strings_to_json (GStrv strings)
{
  json_t *array = json_array ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_append_new (array, json_string (strings[i]));

  return array;
}

static gboolean
is_same_range (AtlasDateRange a,
               AtlasDateRange b)
{
  return a.from == b.from && a.to == b.to;
}

static gboolean
is_same_set (GStrv a,
             GStrv b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal ((const char * const *) a, (const char * const *) b);
}

static gboolean
is_same_member (AtlasRecord      *self,
                AtlasRecord      *other,
                const AtlasField *field)
{
  if (is_text (field->kind))
    return strcmp (MEMBER (self, field, char *), MEMBER (other, field, char *)) == 0;
  if (field->kind == ATLAS_KIND_INTEGER)
    return MEMBER (self, field, gint64) == MEMBER (other, field, gint64);
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return MEMBER (self, field, gboolean) == MEMBER (other, field, gboolean);
  if (field->kind == ATLAS_KIND_DATE)
    return MEMBER (self, field, AtlasDate) == MEMBER (other, field, AtlasDate);
  if (field->kind == ATLAS_KIND_RANGE)
    return is_same_range (MEMBER (self, field, AtlasDateRange),
                          MEMBER (other, field, AtlasDateRange));
  if (field->kind == ATLAS_KIND_SET)
    return is_same_set (MEMBER (self, field, GStrv), MEMBER (other, field, GStrv));
  if (is_json (field->kind))
    return json_equal (MEMBER (self, field, json_t *), MEMBER (other, field, json_t *));

  return g_strcmp0 (MEMBER (self, field, AtlasSubject).type,
                    MEMBER (other, field, AtlasSubject).type) == 0 &&
         g_strcmp0 (MEMBER (self, field, AtlasSubject).id,
                    MEMBER (other, field, AtlasSubject).id) == 0;
}

/**
 * atlas_record_compare:
 * @self: a record
 * @other: a record of the same type
 *
 * Returns: a bit for each field of the description, by its index, that is not the same in both
 */
guint64
atlas_record_compare (AtlasRecord *self,
                      AtlasRecord *other)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  AtlasRecordPrivate *others = atlas_record_get_instance_private (other);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;
  guint64 differ = priv->present ^ others->present;

  for (guint i = 0; i < type->n_fields; i++)
    if ((priv->present & others->present) >> i & 1 &&
        !is_same_member (self, other, &type->fields[i]))
      differ |= G_GUINT64_CONSTANT (1) << i;

  return differ;
}

/**
 * atlas_record_get_value:
 * @self: a record
 * @field: one of its fields
 *
 * Returns: (transfer full) (nullable): the field's JSON form, or %NULL when it is absent
 */
json_t *
atlas_record_get_value (AtlasRecord      *self,
                        const AtlasField *field)
{
  AtlasSubject subject;

  if (!atlas_record_has (self, field))
    return NULL;
  if (is_text (field->kind))
    return json_string (MEMBER (self, field, char *));
  if (field->kind == ATLAS_KIND_INTEGER)
    return json_integer (MEMBER (self, field, gint64));
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return json_boolean (MEMBER (self, field, gboolean));
  if (field->kind == ATLAS_KIND_DATE)
    return date_to_json (MEMBER (self, field, AtlasDate));
  if (field->kind == ATLAS_KIND_RANGE)
    return range_to_json (MEMBER (self, field, AtlasDateRange));
  if (field->kind == ATLAS_KIND_SET)
    return strings_to_json (MEMBER (self, field, GStrv));
  if (is_json (field->kind))
    return json_incref (MEMBER (self, field, json_t *));

  subject = MEMBER (self, field, AtlasSubject);
  return json_pack ("[s, s]", subject.type, subject.id);
}

/**
 * atlas_record_to_fields:
 * @self: a record
 *
 * Returns: (transfer full): its values by field name, with those that the description does not know
 */
json_t *
atlas_record_to_fields (AtlasRecord *self)
{
  AtlasRecordPrivate *priv = atlas_record_get_instance_private (self);
  const AtlasType *type = ATLAS_RECORD_GET_CLASS (self)->type;
  json_t *fields = priv->extra != NULL ? json_copy (priv->extra) : json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    if (atlas_record_has (self, &type->fields[i]))
      json_object_set_new (fields, type->fields[i].name,
                           atlas_record_get_value (self, &type->fields[i]));

  return fields;
}

/**
 * atlas_record_format:
 * @self: a record
 * @field: one of its fields
 *
 * Writes a field for people: a date as "20 November 2026", a code by its label, a set as a list.
 * A ref is written as its id; who shows it looks up the name.
 *
 * Returns: (transfer full): the text, empty when the field is absent
 */
char *
atlas_record_format (AtlasRecord      *self,
                     const AtlasField *field)
{
  g_autoptr(json_t) value = atlas_record_get_value (self, field);

  return atlas_value_format (field, value);
}
