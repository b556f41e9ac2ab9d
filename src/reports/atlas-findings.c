/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-findings.h"

#include <glib/gi18n-lib.h>

#include "reports/atlas-capacity.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-words.h"
#include "store/atlas-case-reader.h"
#include "store/atlas-store-background.h"
#include "store/atlas-store-cases.h"

#define PAGE_RECORDS 2000       /* read at a time, so that memory does not grow with the county */

typedef struct {
  AtlasStore        *store;
  AtlasDate          on;
  AtlasBackground   *background;
  AtlasCalendars    *calendars;
  AtlasCounty       *county;    /* (nullable) */
  AtlasCheckSettings settings;
  GHashTable        *passed;    /* (element-type utf8 AtlasPassed): by record and check */
  GHashTable        *children;  /* (nullable) (element-type utf8): those asked about, if not all */
  GPtrArray         *found;     /* (element-type AtlasFinding) */
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->background, atlas_background_free);
  g_clear_pointer (&search->calendars, atlas_calendars_free);
  g_clear_object (&search->county);
  g_clear_pointer (&search->passed, g_hash_table_unref);
  g_clear_pointer (&search->children, g_hash_table_unref);
  g_clear_pointer (&search->found, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

void
atlas_finding_free (AtlasFinding *finding)
{
  if (finding == NULL)
    return;

  g_free (finding->record);
  g_free (finding->route);
  g_free (finding->source);
  g_free (finding->text);
  g_clear_object (&finding->passed);
  g_free (finding);
}

/* Takes @route and @text. */
static void
add (Search               *search,
     const AtlasType      *type,
     const char           *record,
     char                 *route,
     const AtlasCheckRule *rule,
     const char           *source,
     char                 *text)
{
  AtlasFinding *finding = g_new0 (AtlasFinding, 1);
  g_autofree char *key = g_strconcat (record, " ", rule->id, NULL);
  AtlasPassed *passed = g_hash_table_lookup (search->passed, key);

  finding->type = type;
  finding->record = g_strdup (record);
  finding->route = route;
  finding->rule = rule;
  finding->source = g_strdup (source);
  finding->text = text;
  if (passed != NULL)
    finding->passed = g_object_ref (passed);
  g_ptr_array_add (search->found, finding);
}

static void
add_all (Search     *search,
         GPtrArray  *found,
         const char *route)
{
  for (guint i = 0; i < found->len; i++)
    {
      const AtlasCheckFound *one = g_ptr_array_index (found, i);

      add (search, atlas_record_get_record_type (one->record), atlas_record_get_id (one->record),
           g_strdup (route), one->rule, one->rule->source, atlas_words_found (one));
    }
}

static void
take_passed (Search      *search,
             AtlasRecord *record)
{
  const AtlasPassed *passed = (AtlasPassed *) record;

  g_hash_table_insert (search->passed,
                       g_strconcat (passed->subject.id, " ", passed->check, NULL),
                       g_object_ref (record));
}

/* Calls @take for each record of a type, a page at a time. */
static gboolean
for_each_record (Search          *search,
                 const AtlasType *type,
                 const char      *scope,
                 void (          *take ) (Search      *search,
                                          AtlasRecord *record),
                 GError         **error)
{
  guint n_read = PAGE_RECORDS;

  for (guint offset = 0; n_read == PAGE_RECORDS; offset += n_read)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (type);
      g_autoptr(GPtrArray) records = NULL;

      if (scope != NULL)
        atlas_query_in_scope (query, scope);
      atlas_query_page (query, offset, PAGE_RECORDS);
      records = atlas_store_list (search->store, query, error);
      if (records == NULL)
        return FALSE;

      for (guint i = 0; i < records->len; i++)
        take (search, g_ptr_array_index (records, i));
      n_read = records->len;
    }

  return TRUE;
}

static void
take_county (Search      *search,
             AtlasRecord *record)
{
  g_set_object (&search->county, (AtlasCounty *) record);
  search->settings.authority = search->county->authority;
  search->settings.thresholds = (const char * const *) search->county->thresholds;
}

static gboolean
search_init (Search     *search,
             AtlasStore *store,
             AtlasDate   on,
             GError    **error)
{
  search->store = store;
  search->on = on;
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_finding_free);
  search->passed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return (search->background = atlas_store_read_background (store, error)) != NULL &&
         (search->calendars = atlas_calendars_new (store, error)) != NULL &&
         for_each_record (search, &atlas_county_type, NULL, take_county, error) &&
         for_each_record (search, &atlas_passed_type, NULL, take_passed, error);
}

static gboolean
find_late_day6 (Search     *search,
                const char *scope,
                GError    **error)
{
  const AtlasCheckRule *rule = atlas_check_rule_find ("day6", search->on);
  g_autoptr(GPtrArray) rows = atlas_store_list_day6 (search->store, scope, search->on, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AtlasDay6Row *row = g_ptr_array_index (rows, i);
      const AtlasClock *clock = &row->status.clock;

      if (clock->state == ATLAS_CLOCK_LATE)
        add (search, &atlas_exclusion_type, row->exclusion,
             row->reference != NULL ? g_strconcat ("referral/", row->reference, NULL) : NULL,
             rule, clock->rule->source, atlas_words_clock (clock));
    }

  return rows != NULL;
}

static char *
word_late (const AtlasCapacityLine *line,
           AtlasDate                on)
{
  const AtlasFree *count = &line->free;
  g_autofree char *sent = atlas_words_as_last_sent (count, on);
  g_autofree char *due = NULL;

  if (count->return_date == ATLAS_DATE_NONE)
    return g_steal_pointer (&sent);

  due = atlas_date_format_near (atlas_return_due (&count->returns, count->return_date), on);
  /* Translators: "As last sent, 8 November (old)", and the day by which a newer return was due. */
  return g_strdup_printf (_("%1$s. A newer one was due by %2$s"), sent, due);
}

static void
look_at_line (Search                  *search,
              const AtlasCapacityLine *line)
{
  AtlasRecord *place = ATLAS_RECORD (line->line->place);
  AtlasRecord *provision = ATLAS_RECORD (line->line->provision);
  const AtlasFree *count = &line->free;
  const AtlasCheckRule *late = atlas_check_rule_find ("return", search->on);
  const AtlasCheckRule *over = atlas_check_rule_find ("places", search->on);

  if (line->is_late)
    add (search, &atlas_place_type, atlas_record_get_id (place),
         atlas_record_get_route (provision), late, late->source,
         word_late (line, search->on));
  if (count->is_known && (count->over_by > 0 || count->free < 0))
    add (search, &atlas_place_type, atlas_record_get_id (place),
         atlas_record_get_route (provision), over, over->source, atlas_words_free (count));
}

static gboolean
find_places (Search     *search,
             const char *scope,
             GError    **error)
{
  g_autoptr(AtlasCapacity) capacity = atlas_capacity_new (search->store, scope, search->on, error);

  for (guint i = 0; capacity != NULL && i < capacity->lines->len; i++)
    look_at_line (search, g_ptr_array_index (capacity->lines, i));

  return capacity != NULL;
}

static void
look_at_provision (Search      *search,
                   AtlasRecord *provision)
{
  const AtlasProvisionCase *file;
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *route = atlas_record_get_route (provision);

  file = atlas_background_provision (search->background, atlas_record_get_id (provision));
  if (file == NULL)
    return;

  found = atlas_checks_run_provision (file, search->background, search->on, &search->settings);
  add_all (search, found, route);
}

/* The referral's page shows what is found about its child: the open one, else the newest. */
static char *
route_of (const AtlasCase *file)
{
  AtlasReferral *best = NULL;

  for (guint i = 0; i < file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      if (best == NULL || referral->received > best->received)
        best = referral;
    }

  if (best != NULL)
    return atlas_record_get_route (ATLAS_RECORD (best));

  return file->child != NULL ? atlas_record_get_route (ATLAS_RECORD (file->child)) : NULL;
}

static void
look_at_case (Search          *search,
              const AtlasCase *file)
{
  const char *school = file->child != NULL ? file->child->establishment : NULL;
  g_autofree char *route = route_of (file);
  g_autoptr(GPtrArray) found = NULL;

  found = atlas_checks_run (file, search->background,
                            atlas_calendars_get (search->calendars, school), search->on,
                            &search->settings);
  add_all (search, found, route);
}

static gboolean
is_asked_about (Search          *search,
                const AtlasCase *file)
{
  return search->children == NULL ||
         (file->child != NULL &&
          g_hash_table_contains (search->children,
                                 atlas_record_get_id (ATLAS_RECORD (file->child))));
}

static gboolean
look_at_children (Search     *search,
                  const char *scope,
                  GError    **error)
{
  g_autoptr(AtlasCaseReader) reader = NULL;
  g_autoptr(AtlasCase)       file = atlas_case_new ();
  g_autoptr(GError)          fault = NULL;

  if (!atlas_store_list_children (search->store, scope, &search->children, error) ||
      (reader = atlas_case_reader_new (search->store, NULL, error)) == NULL)
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

/**
 * atlas_findings_list:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Runs every rule over every record: the checks of the table, education owed by Day 6 and not
 * begun, returns that are late, more children or promises than places.
 *
 * Returns: (transfer full) (element-type AtlasFinding): what they find; those that somebody passed
 *   with a reason are among them
 */
GPtrArray *
atlas_findings_list (AtlasStore *store,
                     const char *scope,
                     AtlasDate   on,
                     GError    **error)
{
  g_auto(Search) search = { NULL };

  if (!search_init (&search, store, on, error) ||
      !find_late_day6 (&search, scope, error) || !find_places (&search, scope, error) ||
      !atlas_store_read_pupils (store, search.background, NULL, error) ||
      !for_each_record (&search, &atlas_provision_type, scope, look_at_provision, error) ||
      !atlas_store_read_twins (store, search.background, NULL, error) ||
      !look_at_children (&search, scope, error))
    return NULL;

  return g_steal_pointer (&search.found);
}

/* Who else is at the providers that the child is offered a place at. */
static gboolean
read_others (Search          *search,
             const AtlasCase *file,
             GError         **error)
{
  g_autoptr(GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < file->offers->len; i++)
    {
      const AtlasOffer *offer = g_ptr_array_index (file->offers, i);

      if (offer->provision != NULL && g_hash_table_add (read, offer->provision) &&
          !atlas_store_read_pupils (search->store, search->background, offer->provision, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_findings_of_child:
 * @store: a store
 * @child: id of a child
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Asks the checks of the table about one child. Clocks are shown beside them, and are not in it.
 *
 * Returns: (transfer full) (element-type AtlasFinding): what they find
 */
GPtrArray *
atlas_findings_of_child (AtlasStore *store,
                         const char *child,
                         AtlasDate   on,
                         GError    **error)
{
  g_auto(Search) search = { NULL };
  g_autoptr(AtlasCase) file = NULL;

  if (!search_init (&search, store, on, error) ||
      !atlas_store_read_twins (store, search.background, child, error) ||
      (file = atlas_store_read_case (store, child, error)) == NULL ||
      !read_others (&search, file, error))
    return NULL;

  look_at_case (&search, file);

  return g_steal_pointer (&search.found);
}

/**
 * atlas_findings_of_provision:
 * @store: a store
 * @provision: id of a provision
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Asks every rule about one provision and its lines of places.
 *
 * Returns: (transfer full) (element-type AtlasFinding): what they find
 */
GPtrArray *
atlas_findings_of_provision (AtlasStore *store,
                             const char *provision,
                             AtlasDate   on,
                             GError    **error)
{
  g_auto(Search) search = { NULL };
  g_autoptr(AtlasRecord) record = atlas_store_get (store, "provision", provision, error);
  g_autofree char *route = NULL;

  if (record == NULL)
    return NULL;

  route = atlas_record_get_route (record);
  if (!search_init (&search, store, on, error) || !find_places (&search, route, error) ||
      !atlas_store_read_pupils (store, search.background, provision, error))
    return NULL;

  look_at_provision (&search, record);

  return g_steal_pointer (&search.found);
}

/**
 * atlas_findings_count_passed:
 * @findings: (element-type AtlasFinding): findings
 *
 * Returns: how many of them somebody passed with a reason
 */
guint
atlas_findings_count_passed (GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((AtlasFinding *) g_ptr_array_index (findings, i))->passed != NULL;

  return n;
}
