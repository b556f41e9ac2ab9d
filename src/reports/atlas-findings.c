/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-findings.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-capacity.h"
#include "reports/atlas-words.h"
#include "rules/atlas-upn.h"
#include "store/atlas-store-cases.h"

#define PAGE_RECORDS 2000       /* read at a time, so that memory does not grow with the county */

typedef struct {
  AtlasStore *store;
  const char *scope;
  AtlasDate   on;
  GPtrArray  *found;            /* (element-type AtlasFinding) */
} Search;

typedef void (*LookFunc) (Search      *search,
                          AtlasRecord *record);

void
atlas_finding_free (AtlasFinding *finding)
{
  g_free (finding->record);
  g_free (finding->route);
  g_free (finding->check);
  g_free (finding->source);
  g_free (finding->text);
  g_free (finding);
}

static void
add (Search     *search,
     const char *record,
     char       *route,
     const char *check,
     const char *source,
     char       *text)
{
  AtlasFinding *finding = g_new0 (AtlasFinding, 1);

  finding->record = g_strdup (record);
  finding->route = route;
  finding->check = g_strdup (check);
  finding->source = g_strdup (source);
  finding->text = text;
  g_ptr_array_add (search->found, finding);
}

static gboolean
find_late_day6 (Search  *search,
                GError **error)
{
  g_autoptr(GPtrArray) rows = atlas_store_list_day6 (search->store, search->scope, search->on,
                                                     error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AtlasDay6Row *row = g_ptr_array_index (rows, i);
      const AtlasClock *clock = &row->status.clock;

      if (clock->state == ATLAS_CLOCK_LATE)
        add (search, row->exclusion,
             row->reference != NULL ? g_strconcat ("referral/", row->reference, NULL) : NULL,
             "day6", clock->rule->source, atlas_words_clock (clock));
    }

  return rows != NULL;
}

static void
look_at_line (Search                  *search,
              const AtlasCapacityLine *line)
{
  AtlasRecord *place = ATLAS_RECORD (line->line->place);
  AtlasRecord *provision = ATLAS_RECORD (line->line->provision);
  const AtlasFree *count = &line->free;

  if (line->is_late)
    add (search, atlas_record_get_id (place), atlas_record_get_route (provision), "return",
         _("Set by this county: a return a week"),
         atlas_words_as_last_sent (count->return_date, search->on));
  if (count->is_known && (count->over_by > 0 || count->free < 0))
    add (search, atlas_record_get_id (place), atlas_record_get_route (provision), "places",
         _("Places commissioned"), atlas_words_free (count));
}

static gboolean
find_places (Search  *search,
             GError **error)
{
  g_autoptr(AtlasCapacity) capacity = atlas_capacity_new (search->store, search->scope, search->on,
                                                          error);

  for (guint i = 0; capacity != NULL && i < capacity->lines->len; i++)
    look_at_line (search, g_ptr_array_index (capacity->lines, i));

  return capacity != NULL;
}

static char *
route_of_provision (Search     *search,
                    const char *id)
{
  g_autoptr(AtlasRecord) provision = atlas_store_get (search->store, "provision", id, NULL);

  return provision != NULL ? atlas_record_get_route (provision) : NULL;
}

static void
look_at_check (Search      *search,
               AtlasRecord *record)
{
  AtlasCheck *check = (AtlasCheck *) record;
  g_autofree char *day = atlas_date_format_long (check->expires);

  if (check->expires == ATLAS_DATE_NONE || check->expires >= search->on)
    return;

  add (search, atlas_record_get_id (record), route_of_provision (search, check->provision),
       "provider-check", _("What this county asks of a provider"),
       /* Translators: a kind of check, as "Safeguarding check", and the day that it ran out. */
       g_strdup_printf (_("%s expired on %s"), atlas_codes_label ("check-kind", check->kind), day));
}

static void
look_at_contract (Search      *search,
                  AtlasRecord *record)
{
  AtlasContract *contract = (AtlasContract *) record;
  g_autofree char *day = atlas_date_format_long (contract->valid.to);

  if (contract->valid.to == ATLAS_DATE_NONE || contract->valid.to >= search->on)
    return;

  add (search, atlas_record_get_id (record), route_of_provision (search, contract->provision),
       "contract", _("The contract's own dates"),
       /* Translators: the reference of a contract, and its last day. */
       g_strdup_printf (_("Contract %s ended on %s"), contract->reference, day));
}

/* No number in the text: it may stand on a list that others see. */
static void
look_at_child (Search      *search,
               AtlasRecord *record)
{
  AtlasChild *child = (AtlasChild *) record;

  if (child->upn == NULL || *child->upn == '\0' || atlas_upn_is_valid (child->upn))
    return;

  add (search, atlas_record_get_id (record), atlas_record_get_route (record), "upn",
       _("DfE, Common Basic Data Set: unique pupil number"),
       g_strdup (_("The check letter of the pupil number is not right")));
}

static gboolean
look_at_all (Search          *search,
             const AtlasType *type,
             LookFunc         look,
             GError         **error)
{
  guint n_read = PAGE_RECORDS;

  for (guint offset = 0; n_read == PAGE_RECORDS; offset += n_read)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (type);
      g_autoptr(GPtrArray) records = NULL;

      if (search->scope != NULL)
        atlas_query_in_scope (query, search->scope);
      atlas_query_page (query, offset, PAGE_RECORDS);
      records = atlas_store_list (search->store, query, error);
      if (records == NULL)
        return FALSE;

      for (guint i = 0; i < records->len; i++)
        look (search, g_ptr_array_index (records, i));
      n_read = records->len;
    }

  return TRUE;
}

/**
 * atlas_findings_list:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Runs every rule over every record: education owed by Day 6 and not begun, returns that are late,
 * more children or promises than places, providers' checks and contracts that have run out, pupil
 * numbers that cannot be right.
 *
 * Returns: (transfer full) (element-type AtlasFinding): what they find, rule by rule
 */
GPtrArray *
atlas_findings_list (AtlasStore *store,
                     const char *scope,
                     AtlasDate   on,
                     GError    **error)
{
  g_autoptr(GPtrArray) found = NULL;
  Search search = { store, scope, on, NULL };

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_finding_free);
  search.found = found;
  if (!find_late_day6 (&search, error) || !find_places (&search, error) ||
      !look_at_all (&search, &atlas_check_type, look_at_check, error) ||
      !look_at_all (&search, &atlas_contract_type, look_at_contract, error) ||
      !look_at_all (&search, &atlas_child_type, look_at_child, error))
    return NULL;

  return g_steal_pointer (&found);
}
