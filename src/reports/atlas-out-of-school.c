/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-out-of-school.h"

#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-case-reader.h"
#include "store/atlas-store-background.h"
#include "store/atlas-store-calendar.h"

/* What the children are looked at with. */
typedef struct {
  AtlasStore        *store;
  AtlasOutOfSchool  *list;
  AtlasBackground   *background;
  AtlasCalendars    *calendars;
  AtlasCounty       *county;    /* (nullable) */
  GHashTable        *children;  /* (nullable) (element-type utf8): those asked about, if not all */
  AtlasClockSetting  setting;
  AtlasCheckSettings settings;
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->background, atlas_background_free);
  g_clear_pointer (&search->calendars, atlas_calendars_free);
  g_clear_object (&search->county);
  g_clear_pointer (&search->children, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
row_free (AtlasOutRow *row)
{
  g_free (row->child);
  g_free (row->reference);
  g_free (row->town);
  g_free (row->area);
  g_free (row->school);
  g_array_unref (row->reasons);
  g_free (row);
}

void
atlas_out_of_school_free (AtlasOutOfSchool *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->names);
  g_free (self);
}

static AtlasCalendar *
calendar_of (const char *establishment,
             gpointer    data)
{
  return atlas_calendars_get (data, establishment);
}

/* Names are kept: there are few schools and provisions beside the children. */
static const char *
name_of (Search          *search,
         const AtlasType *type,
         const char      *id)
{
  GHashTable *names = search->list->names;
  g_autoptr(AtlasRecord) record = NULL;
  char *name;

  if (id == NULL || *id == '\0')
    return NULL;
  if (g_hash_table_contains (names, id))
    return g_hash_table_lookup (names, id);

  record = atlas_store_get (search->store, type->name, id, NULL);
  if (record == NULL)
    name = NULL;
  else if (type == &atlas_area_type)
    name = atlas_words_area ((AtlasArea *) record);
  else
    name = g_strdup (atlas_record_get_title (record));
  g_hash_table_insert (names, g_strdup (id), name);

  return name;
}

/* The referral that people speak of: the newest. */
static const char *
reference_of (const AtlasCase *file)
{
  const AtlasReferral *best = NULL;

  for (guint i = 0; i < file->referrals->len; i++)
    {
      const AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      if (best == NULL || referral->received > best->received)
        best = referral;
    }

  return best != NULL ? best->reference : NULL;
}

/* A child counts once for a reason and once for a group, however often it has it. */
static void
count_row (AtlasOutOfSchool *self,
           AtlasOutRow      *row)
{
  guint seen = 0;

  for (guint i = 0; i < row->reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (row->reasons, AtlasNotFullTimeReason, i);

      if ((seen & 1u << one->why) == 0)
        self->by_reason[one->why]++;
      seen |= 1u << one->why;
      row->cohorts |= 1u << atlas_not_full_time_rule (one->why)->cohort;
      if (one->since != ATLAS_DATE_NONE &&
          (row->since == ATLAS_DATE_NONE || one->since < row->since))
        row->since = one->since;
    }
  for (int i = 0; i < ATLAS_N_COHORTS; i++)
    self->by_cohort[i] += (row->cohorts & 1u << i) != 0;

  row->on_register = atlas_not_full_time_register (row->reasons);
  self->n_register += row->on_register;
}

static void
look_at_case (Search          *search,
              const AtlasCase *file)
{
  g_autoptr(GArray) reasons = atlas_not_full_time_reasons (file, search->background,
                                                           &search->setting, &search->settings);
  const AtlasChild *child = file->child;
  AtlasOutRow *row;

  if (reasons->len == 0)
    return;

  row = g_new0 (AtlasOutRow, 1);
  row->child = g_strdup (atlas_record_get_id ((AtlasRecord *) child));
  row->reference = g_strdup (reference_of (file));
  row->year_group = atlas_year_group (child->born, search->list->on);
  row->town = g_strdup (child->town);
  row->area = g_strdup (name_of (search, &atlas_area_type, child->area));
  row->school = g_strdup (name_of (search, &atlas_establishment_type, child->establishment));
  row->since = ATLAS_DATE_NONE;
  for (guint i = 0; i < reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (reasons, AtlasNotFullTimeReason, i);

      if (one->place_type != NULL)
        name_of (search, one->place_type, one->place);
    }
  row->reasons = g_steal_pointer (&reasons);
  count_row (search->list, row);
  g_ptr_array_add (search->list->rows, row);
}

static gboolean
read_county (Search  *search,
             GError **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (search->store, query, error);

  if (counties == NULL)
    return FALSE;
  if (counties->len == 0)
    return TRUE;

  search->county = g_object_ref (g_ptr_array_index (counties, 0));
  search->settings.authority = search->county->authority;
  search->settings.thresholds = (const char * const *) search->county->thresholds;
  search->list->register_from = atlas_register_from (&search->settings);

  return TRUE;
}

static gboolean
is_asked_about (const Search    *search,
                const AtlasCase *file)
{
  return file->child != NULL &&
         (search->children == NULL ||
          g_hash_table_contains (search->children,
                                 atlas_record_get_id ((AtlasRecord *) file->child)));
}

static gboolean
look_at_children (Search  *search,
                  GError **error)
{
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (search->store, NULL, error);
  g_autoptr(AtlasCase)       file = atlas_case_new ();
  g_autoptr(GError)          fault = NULL;

  if (reader == NULL)
    return FALSE;

  while (atlas_case_reader_next (reader, file, &fault))
    {
      if (is_asked_about (search, file))
        look_at_case (search, file);
    }
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Those out longest come first, and those of whom no day is known last. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasOutRow *left = *(AtlasOutRow * const *) a;
  const AtlasOutRow *right = *(AtlasOutRow * const *) b;

  if (left->since != right->since)
    {
      if (left->since == ATLAS_DATE_NONE || right->since == ATLAS_DATE_NONE)
        return left->since == ATLAS_DATE_NONE ? 1 : -1;
      return left->since < right->since ? -1 : 1;
    }
  if (g_strcmp0 (left->reference, right->reference) != 0)
    return g_strcmp0 (left->reference, right->reference);

  return strcmp (left->child, right->child);
}

/**
 * atlas_out_of_school_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Lists the children who are not in full-time education, each once with every reason. Earlier days
 * can be asked about as far as the records are dated.
 *
 * Source: requirements T054 and T116.
 *
 * Returns: (transfer full): the list
 */
AtlasOutOfSchool *
atlas_out_of_school_new (AtlasStore *store,
                         const char *scope,
                         AtlasDate   on,
                         GError    **error)
{
  g_autoptr(AtlasOutOfSchool) self = g_new0 (AtlasOutOfSchool, 1);
  g_auto(Search) search = { .store = store, .list = self };

  self->on = on;
  self->register_from = ATLAS_DATE_NONE;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if ((search.background = atlas_store_read_background (store, error)) == NULL ||
      (search.calendars = atlas_calendars_new (store, error)) == NULL ||
      !read_county (&search, error) ||
      !atlas_store_list_children (store, scope, &search.children, error))
    return NULL;

  search.setting = (AtlasClockSetting) {
    .on = on, .calendar_of = calendar_of, .data = search.calendars,
  };
  if (!look_at_children (&search, error))
    return NULL;

  g_ptr_array_sort (self->rows, compare_rows);

  return g_steal_pointer (&self);
}

/**
 * atlas_out_row_has:
 * @row: a child
 * @reasons: bits of reasons, `1 << ATLAS_NOT_FULL_TIME_PLACED`; 0 for any
 *
 * Returns: whether one of them stands
 */
gboolean
atlas_out_row_has (const AtlasOutRow *row,
                   guint              reasons)
{
  for (guint i = 0; i < row->reasons->len; i++)
    if ((reasons & 1u << g_array_index (row->reasons, AtlasNotFullTimeReason, i).why) != 0)
      return TRUE;

  return reasons == 0;
}
