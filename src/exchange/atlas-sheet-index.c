/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-index.h"

#include <string.h>

#include "exchange/atlas-sheet-words.h"

#define NEAREST_SHOWN 3

/* A name that is wrong in more than one letter of three is another name. */
#define LETTERS_A_MISTAKE 3

/* All keys are folded words; records belong to @present. */
struct _AtlasSheetIndex
{
  GPtrArray   *present;         /* (element-type AtlasRecord) */
  GHashTable  *ids;             /* id -> AtlasRecord */
  GHashTable  *upns;            /* UPN -> AtlasChild */
  GHashTable  *names;           /* name and date of birth -> AtlasChild */
  GHashTable  *references;      /* reference -> AtlasReferral */
  GHashTable  *referrals;       /* child's id -> GPtrArray of AtlasReferral */
  GHashTable  *exclusions;      /* child's id and day -> AtlasExclusion */
  GHashTable  *named;           /* "type/name" -> AtlasRecord, or @several */
  GHashTable  *nearest;         /* "type/name" -> names like it */
  AtlasRecord *several;         /* (unowned): stands for a name that several have */
};

static char *
named_key (const char *type,
           const char *name)
{
  g_autofree char *folded = atlas_sheet_words_fold (name);

  return g_strconcat (type, "/", folded, NULL);
}

static void
add_name (AtlasSheetIndex *self,
          AtlasRecord     *record,
          const char      *name)
{
  g_autofree char *key = NULL;
  AtlasRecord *other;

  if (name == NULL || *name == '\0')
    return;

  key = named_key (atlas_record_get_record_type (record)->name, name);
  other = g_hash_table_lookup (self->named, key);
  if (other == record)
    return;
  g_hash_table_replace (self->named, g_steal_pointer (&key),
                        other == NULL ? record : self->several);
}

static void
add_school (AtlasSheetIndex    *self,
            AtlasEstablishment *school)
{
  AtlasRecord *record = ATLAS_RECORD (school);

  add_name (self, record, school->name);
  add_name (self, record, school->key);
  add_name (self, record, school->urn);
  add_name (self, record, school->laestab);
  if (school->laestab != NULL)
    {
      g_auto(GStrv) parts = g_strsplit_set (school->laestab, "/- ", -1);
      g_autofree char *digits = g_strjoinv ("", parts);

      add_name (self, record, digits);
    }
}

static void
add_area (AtlasSheetIndex *self,
          AtlasArea       *area)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) area->number);

  add_name (self, ATLAS_RECORD (area), area->key);
  add_name (self, ATLAS_RECORD (area), area->code);
  add_name (self, ATLAS_RECORD (area), area->name);
  add_name (self, ATLAS_RECORD (area), area->short_name);
  if (area->number > 0)
    add_name (self, ATLAS_RECORD (area), number);
}

static char *
day_key (const char *child,
         AtlasDate   day)
{
  return g_strdup_printf ("%s/%d", child, (int) day);
}

static void
add_child (AtlasSheetIndex *self,
           AtlasChild      *child)
{
  if (child->upn != NULL)
    g_hash_table_insert (self->upns, g_strdup (child->upn), child);
  if (child->born != ATLAS_DATE_NONE)
    g_hash_table_insert (self->names,
                         atlas_sheet_index_make_name_key (child->first_name, child->last_name,
                                                          child->born),
                         child);
}

static void
add_referral (AtlasSheetIndex *self,
              AtlasReferral   *referral)
{
  GPtrArray *of_child = g_hash_table_lookup (self->referrals, referral->child);

  if (of_child == NULL)
    {
      of_child = g_ptr_array_new ();
      g_hash_table_insert (self->referrals, referral->child, of_child);
    }
  g_ptr_array_add (of_child, referral);
  g_hash_table_insert (self->references, atlas_sheet_words_fold (referral->reference), referral);
}

static void
add_record (AtlasSheetIndex *self,
            AtlasRecord     *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  g_hash_table_insert (self->ids, (gpointer) atlas_record_get_id (record), record);
  if (type == &atlas_child_type)
    add_child (self, (AtlasChild *) record);
  else if (type == &atlas_referral_type)
    add_referral (self, (AtlasReferral *) record);
  else if (type == &atlas_exclusion_type)
    g_hash_table_insert (self->exclusions, day_key (((AtlasExclusion *) record)->child,
                                                    ((AtlasExclusion *) record)->from), record);
  else if (type == &atlas_establishment_type)
    add_school (self, (AtlasEstablishment *) record);
  else if (type == &atlas_area_type)
    add_area (self, (AtlasArea *) record);
  else if (type == &atlas_town_type)
    add_name (self, record, ((AtlasTown *) record)->name);
}

/**
 * atlas_sheet_index_new:
 * @present: (element-type AtlasRecord): children, referrals, exclusions, schools, areas and towns
 *
 * Makes what rows are looked up in. It keeps @present.
 *
 * Returns: (transfer full): the index
 */
AtlasSheetIndex *
atlas_sheet_index_new (GPtrArray *present)
{
  static char mark;
  AtlasSheetIndex *self = g_new0 (AtlasSheetIndex, 1);

  self->present = g_ptr_array_ref (present);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->upns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->referrals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) g_ptr_array_unref);
  self->exclusions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->nearest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->several = (AtlasRecord *) &mark;
  for (guint i = 0; i < present->len; i++)
    add_record (self, g_ptr_array_index (present, i));

  return self;
}

void
atlas_sheet_index_free (AtlasSheetIndex *self)
{
  g_hash_table_unref (self->nearest);
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->exclusions);
  g_hash_table_unref (self->referrals);
  g_hash_table_unref (self->references);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->upns);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->present);
  g_free (self);
}

AtlasRecord *
atlas_sheet_index_get (AtlasSheetIndex *self,
                       const char      *id)
{
  return id != NULL ? g_hash_table_lookup (self->ids, id) : NULL;
}

/**
 * atlas_sheet_index_make_name_key:
 *
 * Returns: (transfer full): what two rows have in common that seem to be about one child
 */
char *
atlas_sheet_index_make_name_key (const char *first_name,
                                 const char *last_name,
                                 AtlasDate   born)
{
  g_autofree char *name = g_strconcat (first_name != NULL ? first_name : "", " ",
                                       last_name != NULL ? last_name : "", NULL);
  g_autofree char *folded = atlas_sheet_words_fold (name);

  return day_key (folded, born);
}

AtlasChild *
atlas_sheet_index_find_upn (AtlasSheetIndex *self,
                            const char      *upn)
{
  return upn != NULL ? g_hash_table_lookup (self->upns, upn) : NULL;
}

AtlasChild *
atlas_sheet_index_find_name (AtlasSheetIndex *self,
                             const char      *name_key)
{
  return name_key != NULL ? g_hash_table_lookup (self->names, name_key) : NULL;
}

AtlasReferral *
atlas_sheet_index_find_reference (AtlasSheetIndex *self,
                                  const char      *reference)
{
  g_autofree char *folded = atlas_sheet_words_fold (reference);

  return g_hash_table_lookup (self->references, folded);
}

/**
 * atlas_sheet_index_find_referral:
 * @self: an index
 * @child: id of a child
 * @kind: (nullable): the kind that a row gives
 * @received: the day that a row gives, or %ATLAS_DATE_NONE
 *
 * Finds the referral that a row without a reference is about: the child's of that kind, and of that
 * day where both say one, that has not ended.
 *
 * Returns: (transfer none) (nullable): the referral
 */
AtlasReferral *
atlas_sheet_index_find_referral (AtlasSheetIndex *self,
                                 const char      *child,
                                 const char      *kind,
                                 AtlasDate        received)
{
  GPtrArray *of_child = g_hash_table_lookup (self->referrals, child);

  for (guint i = 0; of_child != NULL && i < of_child->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (of_child, i);
      gboolean is_that_day = received == ATLAS_DATE_NONE || referral->received == received;

      if (g_strcmp0 (referral->kind, kind) == 0 && is_that_day &&
          (received != ATLAS_DATE_NONE || strcmp (referral->step, "ended") != 0))
        return referral;
    }

  return NULL;
}

AtlasExclusion *
atlas_sheet_index_find_exclusion (AtlasSheetIndex *self,
                                  const char      *child,
                                  AtlasDate        from)
{
  g_autofree char *key = day_key (child, from);

  return g_hash_table_lookup (self->exclusions, key);
}

/**
 * atlas_sheet_index_find_named:
 * @self: an index
 * @type: `establishment`, `area` or `town`
 * @name: its name, key or number
 * @is_several: (out): whether several have that name
 *
 * Returns: (transfer none) (nullable): the one with that name
 */
AtlasRecord *
atlas_sheet_index_find_named (AtlasSheetIndex *self,
                              const char      *type,
                              const char      *name,
                              gboolean        *is_several)
{
  g_autofree char *key = named_key (type, name);
  AtlasRecord *record = g_hash_table_lookup (self->named, key);

  *is_several = record == self->several;
  return *is_several ? NULL : record;
}

typedef struct {
  const char *title;
  guint       distance;
} Near;

static int
compare_near (gconstpointer a,
              gconstpointer b)
{
  const Near *first = a;
  const Near *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  return strcmp (first->title, second->title);
}

static GArray *
find_near (AtlasSheetIndex *self,
           const char      *type,
           const char      *folded)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Near));

  for (guint i = 0; i < self->present->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (self->present, i);
      Near near = { .title = atlas_record_get_title (record) };
      g_autofree char *other = NULL;

      if (strcmp (atlas_record_get_record_type (record)->name, type) != 0 || near.title == NULL)
        continue;

      other = atlas_sheet_words_fold (near.title);
      near.distance = atlas_sheet_words_distance (folded, other);
      if (g_str_has_prefix (other, folded))
        near.distance = 0;
      if (near.distance * LETTERS_A_MISTAKE <= strlen (folded))
        g_array_append_val (found, near);
    }
  g_array_sort (found, compare_near);

  return found;
}

/**
 * atlas_sheet_index_list_nearest:
 * @self: an index
 * @type: `establishment` or `area`
 * @name: a name that none has
 *
 * Returns: (transfer full): up to three names that are like it, as “A”, “B”; or the empty string
 */
char *
atlas_sheet_index_list_nearest (AtlasSheetIndex *self,
                                const char      *type,
                                const char      *name)
{
  g_autofree char *key = named_key (type, name);
  const char *folded = key + strlen (type) + 1;
  const char *known = g_hash_table_lookup (self->nearest, key);
  g_autoptr(GArray)  near = NULL;
  g_autoptr(GString) names = NULL;

  if (known != NULL || *folded == '\0')
    return g_strdup (known != NULL ? known : "");

  near = find_near (self, type, folded);
  names = g_string_new (NULL);
  for (guint i = 0; i < near->len && i < NEAREST_SHOWN; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "",
                            g_array_index (near, Near, i).title);
  g_hash_table_insert (self->nearest, g_steal_pointer (&key), g_strdup (names->str));

  return g_string_free (g_steal_pointer (&names), FALSE);
}
