/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-facts-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "records/atlas-as-at.h"

static void
fact_free (AtlasFact *fact)
{
  g_free (fact->key);
  g_free (fact->label);
  g_free (fact->value);
  g_free (fact->source);
  g_free (fact->route);
  g_free (fact->mark);
  g_free (fact);
}

static void
section_free (AtlasFactSection *section)
{
  g_free (section->title);
  g_ptr_array_unref (section->facts);
  g_free (section);
}

void
atlas_facts_free (AtlasFacts *self)
{
  g_free (self->route);
  g_free (self->title);
  g_free (self->subtitle);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

/**
 * atlas_facts_section:
 * @maker: facts in the making
 * @title: translated
 *
 * Begins a section. A section that gets no facts is left out in the end.
 */
void
atlas_facts_section (AtlasFactsMaker *maker,
                     const char      *title)
{
  maker->section = g_new0 (AtlasFactSection, 1);
  maker->section->title = g_strdup (title);
  maker->section->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  g_ptr_array_add (maker->facts->sections, maker->section);
}

/**
 * atlas_facts_add:
 * @maker: facts in the making
 * @key: its name in JSON
 * @label: translated
 * @value: (nullable): its value; without one nothing is added
 *
 * Returns: (transfer none) (nullable): the fact, for more to be said of it
 */
AtlasFact *
atlas_facts_add (AtlasFactsMaker *maker,
                 const char      *key,
                 const char      *label,
                 const char      *value)
{
  AtlasFact *fact;

  if (value == NULL || *value == '\0')
    return NULL;

  fact = g_new0 (AtlasFact, 1);
  fact->key = g_strdup (key);
  fact->label = g_strdup (label);
  fact->value = g_strdup (value);
  g_ptr_array_add (maker->section->facts, fact);

  return fact;
}

/**
 * atlas_facts_add_field:
 * @maker: facts in the making
 * @record: a record
 * @field: name of one of its fields, which gives key, label and value
 *
 * Adds what a field says, if it says something.
 */
void
atlas_facts_add_field (AtlasFactsMaker *maker,
                       AtlasRecord     *record,
                       const char      *field)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const AtlasField *description = atlas_type_field (type, field);
  g_autofree char *value = atlas_record_format (record, description);

  atlas_facts_add (maker, field, _(description->label), value);
}

/**
 * atlas_facts_add_link:
 * @maker: facts in the making
 * @key: its name in JSON
 * @label: translated
 * @to: (nullable): the record that it names; without one nothing is added
 *
 * Adds a fact that opens another page. The record is named as of the day asked about.
 *
 * Returns: (transfer none) (nullable): the fact
 */
AtlasFact *
atlas_facts_add_link (AtlasFactsMaker *maker,
                      const char      *key,
                      const char      *label,
                      AtlasRecord     *to)
{
  g_autoptr(AtlasRecord) then = NULL;
  AtlasFact *fact;

  if (to == NULL)
    return NULL;

  then = atlas_record_as_at (to, maker->labels, maker->on);
  fact = atlas_facts_add (maker, key, label, atlas_record_get_title (then));
  if (fact != NULL)
    fact->route = atlas_record_get_route (to);

  return fact;
}

/**
 * atlas_facts_set_source:
 * @fact: (nullable): a fact
 * @from: the record that says it
 *
 * Says where a fact comes from and how old it is.
 */
void
atlas_facts_set_source (AtlasFact   *fact,
                        AtlasRecord *from)
{
  g_autofree char *age = NULL;
  const char *source = atlas_record_get_text (from, "source");

  if (fact == NULL)
    return;

  age = atlas_record_describe_age (from);
  g_free (fact->source);
  if (age != NULL && *age == '\0')
    g_clear_pointer (&age, g_free);
  fact->source = age != NULL && source != NULL ? g_strdup_printf ("%s. %s", age, source)
                                               : g_strdup (age != NULL ? age : source);
}

void
atlas_facts_set_mark (AtlasFact  *fact,
                      const char *mark)
{
  if (fact == NULL)
    return;

  g_free (fact->mark);
  fact->mark = g_strdup (mark);
}

/**
 * atlas_facts_find:
 * @maker: facts in the making
 * @type: name of a record type
 * @id: (nullable): a record's id
 *
 * Returns: (transfer full) (nullable): the record, or %NULL when it is not in this store
 */
AtlasRecord *
atlas_facts_find (AtlasFactsMaker *maker,
                  const char      *type,
                  const char      *id)
{
  return id != NULL ? atlas_store_get (maker->store, type, id, NULL) : NULL;
}

/**
 * atlas_facts_list:
 * @maker: facts in the making
 * @type: name of a record type
 * @field: (nullable): name of a reference; %NULL for every record
 * @id: (nullable): what it must name
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasRecord): the records of the day, by title
 */
GPtrArray *
atlas_facts_list (AtlasFactsMaker *maker,
                  const char      *type,
                  const char      *field,
                  const char      *id,
                  GError         **error)
{
  const AtlasType *description = atlas_type_find (type);
  g_autoptr(AtlasQuery) query = atlas_query_new (description);

  if (field != NULL)
    atlas_query_where_text (query, field, ATLAS_COMPARE_EQUAL, id);
  atlas_query_as_of (query, maker->on);
  if (description->title != NULL)
    atlas_query_order_by (query, description->title, FALSE);

  return atlas_store_list (maker->store, query, error);
}

static gboolean
fill (AtlasFactsMaker *maker,
      AtlasRecord     *record,
      GError         **error)
{
  static const struct {
    const char *type;
    gboolean    (*fill) (AtlasFactsMaker *maker,
                         AtlasRecord     *record,
                         GError         **error);
  } pages[] = {
    { "county", atlas_facts_county },
    { "area", atlas_facts_area },
    { "partnership", atlas_facts_partnership },
    { "establishment", atlas_facts_establishment },
    { "provision", atlas_facts_provision },
    { "referral", atlas_facts_referral },
  };
  const AtlasType *type = atlas_record_get_record_type (record);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (pages[i].type, type->name) == 0)
      return pages[i].fill (maker, record, error);

  /* A type without a page of its own says what its fields say. */
  atlas_facts_section (maker, _(type->label));
  for (guint i = 0; i < type->n_fields; i++)
    atlas_facts_add_field (maker, record, type->fields[i].name);

  return TRUE;
}

static AtlasRecord *
find_record (AtlasStore *store,
             const char *route,
             GError    **error)
{
  const char *slash = strchr (route, '/');
  g_autofree char *type = slash != NULL ? g_strndup (route, (gsize) (slash - route)) : NULL;

  if (slash != NULL)
    return atlas_store_get_by_key (store, type, slash + 1, error);

  if (strcmp (route, "county") == 0)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
      g_autoptr(GPtrArray) counties = atlas_store_list (store, query, error);

      if (counties != NULL && counties->len > 0)
        return g_object_ref (g_ptr_array_index (counties, 0));
      if (counties == NULL)
        return NULL;
    }

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is no page “%s”."), route);
  return NULL;
}

static void
drop_empty_sections (AtlasFacts *self)
{
  for (guint i = self->sections->len; i > 0; i--)
    {
      AtlasFactSection *section = g_ptr_array_index (self->sections, i - 1);

      if (section->facts->len == 0)
        g_ptr_array_remove_index (self->sections, i - 1);
    }
}

/**
 * atlas_facts_new:
 * @store: a store
 * @route: `county`, or a record's, as `area/dspl2`
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Gathers what one page says on one day: names, places and people as they were then, each with its
 * source and age.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the store has no such record.
 *
 * Returns: (transfer full): the facts
 */
AtlasFacts *
atlas_facts_new (AtlasStore *store,
                 const char *route,
                 AtlasDate   on,
                 GError    **error)
{
  g_autoptr(AtlasRecord) record = find_record (store, route, error);
  g_autoptr(AtlasRecord) then = NULL;
  g_autoptr(AtlasFacts) self = NULL;
  g_autoptr(AtlasQuery) query = NULL;
  g_autoptr(GPtrArray) labels = NULL;
  AtlasFactsMaker maker = { .store = store, .on = on };

  if (record == NULL)
    return NULL;

  query = atlas_query_new (&atlas_label_type);
  atlas_query_order_by (query, "key", FALSE);
  labels = atlas_store_list (store, query, error);
  if (labels == NULL)
    return NULL;

  then = atlas_record_as_at (record, labels, on);
  self = g_new0 (AtlasFacts, 1);
  self->route = g_strdup (route);
  self->title = g_strdup (atlas_record_get_title (then));
  self->on = on;
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  maker.facts = self;
  maker.labels = labels;
  if (!fill (&maker, then, error))
    return NULL;

  drop_empty_sections (self);
  return g_steal_pointer (&self);
}

/**
 * atlas_facts_to_json:
 * @self: facts
 *
 * Writes facts as `atlasctl show --format json` prints them. A key that several facts share has an
 * array.
 *
 * Returns: (transfer full): `{"route","as_of","facts":{…}}`
 */
json_t *
atlas_facts_to_json (AtlasFacts *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *facts = json_object ();

  json_object_set_new (facts, "name", json_string (self->title));
  for (guint i = 0; i < self->sections->len; i++)
    {
      AtlasFactSection *section = g_ptr_array_index (self->sections, i);

      for (guint j = 0; j < section->facts->len; j++)
        {
          AtlasFact *fact = g_ptr_array_index (section->facts, j);
          json_t *present = json_object_get (facts, fact->key);

          if (present == NULL)
            json_object_set_new (facts, fact->key, json_string (fact->value));
          else if (json_is_array (present))
            json_array_append_new (present, json_string (fact->value));
          else
            json_object_set_new (facts, fact->key, json_pack ("[O, s]", present, fact->value));
        }
    }

  return json_pack ("{s:s, s:s, s:o}", "route", self->route, "as_of", on, "facts", facts);
}
