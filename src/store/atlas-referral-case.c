/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-case.h"

#include <string.h>

#include "base/atlas-error.h"
#include "calendar/atlas-days.h"
#include "rules/atlas-clocks.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-store-roles.h"

#define HISTORY_MAX 200         /* entries; the rest is in the History of the whole store */

static void
case_clear (gpointer data)
{
  AtlasReferralCase *self = data;

  g_clear_object (&self->referral);
  g_clear_object (&self->child);
  g_clear_object (&self->exclusion);
  g_clear_object (&self->offer);
  g_clear_object (&self->placement);
  g_clear_object (&self->area);
  g_clear_object (&self->partnership);
  g_clear_object (&self->school);
  g_clear_object (&self->excluding_school);
  g_clear_object (&self->asked);
  g_clear_object (&self->panel);
  atlas_place_state_clear (&self->place);
  g_clear_pointer (&self->day6, atlas_day6_free);
  g_clear_pointer (&self->records, atlas_child_records_free);
  g_clear_pointer (&self->story, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->passed, g_ptr_array_unref);
  g_clear_pointer (&self->roles, g_strfreev);
  g_clear_pointer (&self->wording, atlas_wording_unref);
}

AtlasReferralCase *
atlas_referral_case_ref (AtlasReferralCase *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_referral_case_unref (AtlasReferralCase *self)
{
  g_atomic_rc_box_release_full (self, case_clear);
}

/**
 * atlas_referral_case_is_day6:
 *
 * Returns: whether the child is owed education by Day 6 and does not have it yet; places kept for
 *   Day 6 are for this child
 */
gboolean
atlas_referral_case_is_day6 (const AtlasReferralCase *self)
{
  AtlasClockState state = self->status.clock.state;

  return state != ATLAS_CLOCK_NOT_RUNNING && state != ATLAS_CLOCK_MET;
}

/* A record outside the scope is not on this laptop, which is no error. */
static gboolean
read_one (AtlasStore *store,
          const char *type,
          const char *id,
          gpointer    record,
          GError    **error)
{
  g_autoptr(GError) fault = NULL;
  AtlasRecord **place = record;

  if (id == NULL)
    return TRUE;

  *place = atlas_store_get (store, type, id, &fault);
  if (*place != NULL || g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
read_people (AtlasStore        *store,
             AtlasReferralCase *self,
             GError           **error)
{
  AtlasReferral *referral = self->referral;
  AtlasChild *child;
  AtlasExclusion *exclusion;

  if (!read_one (store, "child", referral->child, &self->child, error) ||
      !read_one (store, "exclusion", referral->exclusion, &self->exclusion, error) ||
      !read_one (store, "provision", referral->asked, &self->asked, error) ||
      !read_one (store, "panel", referral->panel, &self->panel, error))
    return FALSE;

  child = self->child;
  exclusion = self->exclusion;
  self->year_group = atlas_year_group (child != NULL ? child->born : ATLAS_DATE_NONE, self->on);
  if (child != NULL &&
      (!read_one (store, "area", child->area, &self->area, error) ||
       !read_one (store, "partnership", child->partnership, &self->partnership, error) ||
       !read_one (store, "establishment", child->establishment, &self->school, error)))
    return FALSE;

  return exclusion == NULL ||
         read_one (store, "establishment", exclusion->establishment, &self->excluding_school,
                   error);
}

static AtlasCalendar *
calendar_of (const char *establishment,
             gpointer    data)
{
  return atlas_calendars_get (data, establishment);
}

/* All suspensions of the child, whichever school they were from. */
static void
count_suspensions (AtlasReferralCase *self,
                   AtlasCalendars    *calendars)
{
  g_autoptr(AtlasCase) file = atlas_case_new ();
  GPtrArray *exclusions = atlas_child_records_get (self->records, &atlas_exclusion_type);
  AtlasClockSetting setting = { .on = self->on, .calendar_of = calendar_of, .data = calendars };
  AtlasDateRange year = {
    atlas_date_new (atlas_school_year (self->on), 9, 1),
    atlas_date_new (atlas_school_year (self->on) + 1, 8, 31),
  };

  for (guint i = 0; i < exclusions->len; i++)
    atlas_case_add (file, g_ptr_array_index (exclusions, i));

  self->term = atlas_reference_term (self->on);
  self->suspended_in_term = atlas_suspended_sessions (file, &setting, NULL, self->term,
                                                      self->term.to);
  self->suspended_in_year = atlas_suspended_sessions (file, &setting, NULL, year, year.to);
}

static gboolean
read_clock (AtlasStore        *store,
            AtlasReferralCase *self,
            GError           **error)
{
  g_autoptr(AtlasCalendars) calendars = NULL;
  g_autoptr(GError)         fault = NULL;
  AtlasExclusion *exclusion = self->exclusion;
  AtlasDate born = self->child != NULL ? self->child->born : ATLAS_DATE_NONE;

  if (exclusion != NULL ||
      atlas_child_records_get (self->records, &atlas_exclusion_type)->len > 0)
    {
      calendars = atlas_calendars_new (store, error);
      if (calendars == NULL)
        return FALSE;
      count_suspensions (self, calendars);
    }
  if (exclusion != NULL)
    self->day6 = atlas_store_read_day6 (store, calendars, exclusion->child,
                                        exclusion->establishment, born, self->on, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  self->status = atlas_day6_status (self->day6, self->on);
  return TRUE;
}

/* The offer that stands and the placement that goes on, of this referral. */
static void
find_place (AtlasReferralCase *self)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (self->referral));

  for (guint i = 0; i < self->story->len; i++)
    {
      const AtlasStoryEvent *event = g_ptr_array_index (self->story, i);
      AtlasOffer *offer = (AtlasOffer *) event->record;
      AtlasPlacement *placement = (AtlasPlacement *) event->record;

      if (event->kind == ATLAS_STORY_OFFERED && g_strcmp0 (offer->referral, id) == 0 &&
          (g_strcmp0 (offer->step, "offered") == 0 || g_strcmp0 (offer->step, "accepted") == 0))
        g_set_object (&self->offer, offer);
      if (event->kind == ATLAS_STORY_STARTED && g_strcmp0 (placement->referral, id) == 0 &&
          placement->ended == ATLAS_DATE_NONE)
        g_set_object (&self->placement, placement);
    }
}

static gboolean
read_story (AtlasStore        *store,
            AtlasReferralCase *self,
            GError           **error)
{
  self->records = atlas_store_read_child_records (store, self->referral->child, error);
  if (self->records == NULL)
    return FALSE;

  self->story = atlas_store_read_story (store, self->referral, self->records, error);
  if (self->story == NULL)
    return FALSE;

  find_place (self);
  return TRUE;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const AtlasHistoryEntry *entry_a = *(AtlasHistoryEntry * const *) a;
  const AtlasHistoryEntry *entry_b = *(AtlasHistoryEntry * const *) b;

  return entry_a->k == entry_b->k ? 0 : entry_a->k > entry_b->k ? -1 : 1;
}

/* One change set may touch several records of the case; it is shown once. */
static gboolean
take_history (AtlasStore        *store,
              AtlasReferralCase *self,
              GHashTable        *seen,
              AtlasRecord       *record,
              GError           **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  if (record == NULL)
    return TRUE;

  entries = atlas_store_list_history (store, atlas_record_get_record_type (record)->name,
                                      atlas_record_get_id (record), 0, HISTORY_MAX, error);
  if (entries == NULL)
    return FALSE;

  while (entries->len > 0)
    {
      g_autoptr(AtlasHistoryEntry) entry = g_ptr_array_steal_index_fast (entries, 0);

      if (g_hash_table_add (seen, g_strdup (entry->set_id)))
        g_ptr_array_add (self->history, g_steal_pointer (&entry));
    }

  return TRUE;
}

static gboolean
read_history (AtlasStore        *store,
              AtlasReferralCase *self,
              GError           **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_history_entry_free);
  if (!take_history (store, self, seen, ATLAS_RECORD (self->referral), error) ||
      !take_history (store, self, seen, (AtlasRecord *) self->child, error))
    return FALSE;
  for (guint i = 0; i < self->story->len; i++)
    {
      AtlasStoryEvent *event = g_ptr_array_index (self->story, i);

      if (!take_history (store, self, seen, event->record, error))
        return FALSE;
    }
  g_ptr_array_sort (self->history, compare_entries);

  return TRUE;
}

/* Whether the server still has to hear of it, or people have to settle something. */
static gboolean
read_state (AtlasStore        *store,
            AtlasReferralCase *self,
            GError           **error)
{
  static const char *sql =
    "SELECT (SELECT count (DISTINCT n) FROM pending WHERE id IN (?1, ?2)),"
    " EXISTS (SELECT 1 FROM conflict WHERE state = 'open' AND subject_id IN (?1, ?2))";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, atlas_record_get_id (ATLAS_RECORD (self->referral)));
  atlas_stmt_bind_id (stmt, 2, self->referral->child);
  if (atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  self->n_pending = (guint) atlas_stmt_get_integer (stmt, 0);
  self->has_two_versions = atlas_stmt_get_integer (stmt, 1) != 0;
  return TRUE;
}

static gboolean
read_passed (AtlasStore        *store,
             AtlasReferralCase *self,
             GError           **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_passed_type);

  atlas_query_where_text (query, "subject", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (self->referral)));
  self->passed = atlas_store_list (store, query, error);
  self->roles = atlas_store_read_own_roles (store);

  return self->passed != NULL;
}

/**
 * atlas_store_read_referral_case:
 * @store: a store
 * @reference: reference or id of a referral
 * @on: the day that its clock and year group stand on
 * @error: return location for an error
 *
 * Reads everything that the page of a referral shows, at one moment of the store.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the referral is not on this laptop
 *
 * Returns: (transfer full): it
 */
AtlasReferralCase *
atlas_store_read_referral_case (AtlasStore *store,
                                const char *reference,
                                AtlasDate   on,
                                GError    **error)
{
  g_autoptr(AtlasReferralCase) self = g_atomic_rc_box_new0 (AtlasReferralCase);
  g_autoptr(AtlasTransaction)  tx = NULL;

  tx = atlas_transaction_begin_read (atlas_store_get_db (store), error);
  self->on = on;
  self->place.on = ATLAS_DATE_NONE;
  if (tx == NULL)
    return NULL;

  self->referral = (AtlasReferral *) atlas_store_get_by_key (store, "referral", reference, error);
  if (self->referral == NULL || !read_people (store, self, error) ||
      !read_story (store, self, error) || !read_clock (store, self, error) ||
      !read_history (store, self, error) || !read_state (store, self, error) ||
      !read_passed (store, self, error) ||
      (self->wording = atlas_store_read_wording (store, error)) == NULL ||
      !atlas_store_read_place (store, atlas_record_get_id (ATLAS_RECORD (self->referral)), on,
                               &self->place, error))
    return NULL;

  return g_steal_pointer (&self);
}
