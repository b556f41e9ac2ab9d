/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-case.h"

#include <string.h>

#include "base/atlas-error.h"
#include "rules/atlas-school-year.h"

#define HISTORY_MAX 200         /* entries; the rest is in the History of the whole store */

static void
story_event_free (AtlasStoryEvent *event)
{
  g_object_unref (event->record);
  g_free (event->name);
  g_free (event);
}

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
  g_clear_pointer (&self->story, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
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

static gboolean
read_clock (AtlasStore        *store,
            AtlasReferralCase *self,
            GError           **error)
{
  g_autoptr(AtlasCalendars) calendars = NULL;
  g_autoptr(GError)         fault = NULL;
  AtlasExclusion *exclusion = self->exclusion;
  AtlasDate born = self->child != NULL ? self->child->born : ATLAS_DATE_NONE;

  if (exclusion != NULL)
    {
      calendars = atlas_calendars_new (store, error);
      if (calendars == NULL)
        return FALSE;
      self->day6 = atlas_store_read_day6 (store, calendars, exclusion->child,
                                          exclusion->establishment, born, self->on, &fault);
    }
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  self->status = atlas_day6_status (self->day6, self->on);
  return TRUE;
}

static void
add_event (AtlasReferralCase *self,
           AtlasStoryKind     kind,
           AtlasDate          on,
           gpointer           record,
           const char        *name)
{
  AtlasStoryEvent *event = g_new0 (AtlasStoryEvent, 1);

  event->kind = kind;
  event->on = on;
  event->record = g_object_ref (ATLAS_RECORD (record));
  event->name = g_strdup (name);
  g_ptr_array_add (self->story, event);
}

static GPtrArray *
list_of_referral (AtlasStore        *store,
                  AtlasReferralCase *self,
                  const char        *type,
                  GError           **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (type));

  atlas_query_where_text (query, "referral", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (self->referral)));

  return atlas_store_list (store, query, error);
}

static char *
name_of (AtlasStore *store,
         const char *type,
         const char *id)
{
  g_autoptr(AtlasRecord) record = id != NULL ? atlas_store_get (store, type, id, NULL) : NULL;

  return record != NULL ? g_strdup (atlas_record_get_title (record)) : NULL;
}

static void
tell_offer (AtlasStore        *store,
            AtlasReferralCase *self,
            AtlasOffer        *offer)
{
  g_autofree char *name = name_of (store, "provision", offer->provision);
  gboolean stands = g_strcmp0 (offer->step, "offered") == 0 ||
                    g_strcmp0 (offer->step, "accepted") == 0;

  add_event (self, ATLAS_STORY_OFFERED, offer->step_on, offer, name);
  if (stands && (self->offer == NULL || self->offer->step_on <= offer->step_on))
    g_set_object (&self->offer, offer);
}

static void
tell_placement (AtlasStore        *store,
                AtlasReferralCase *self,
                AtlasPlacement    *placement)
{
  g_autofree char *name = name_of (store, "provision", placement->provision);

  add_event (self, ATLAS_STORY_STARTED, placement->starts, placement, name);
  if (placement->ended != ATLAS_DATE_NONE)
    add_event (self, ATLAS_STORY_ENDED, placement->ended, placement, name);
  else if (self->placement == NULL || self->placement->starts <= placement->starts)
    g_set_object (&self->placement, placement);
}

static void
tell_hold (AtlasStore        *store,
           AtlasReferralCase *self,
           AtlasHold         *hold)
{
  g_autofree char *name = name_of (store, "provision", hold->provision);

  add_event (self, ATLAS_STORY_HELD, hold->starts, hold, name);
}

static void
tell_decision (AtlasStore        *store,
               AtlasReferralCase *self,
               AtlasDecision     *decision)
{
  g_autoptr(AtlasRecord) meeting = NULL;
  g_autofree char *name = NULL;

  if (decision->meeting != NULL)
    meeting = atlas_store_get (store, "meeting", decision->meeting, NULL);
  if (meeting != NULL)
    name = name_of (store, "panel", ((AtlasMeeting *) meeting)->panel);
  add_event (self, ATLAS_STORY_DECIDED, decision->on, decision, name);
}

static void
tell_note (AtlasStore        *store,
           AtlasReferralCase *self,
           AtlasNote         *note)
{
  add_event (self, ATLAS_STORY_NOTE, note->on, note, note->by_name);
}

typedef void (*Tell) (AtlasStore        *store,
                      AtlasReferralCase *self,
                      gpointer           record);

static void
tell_exclusion (AtlasReferralCase *self)
{
  AtlasExclusion *exclusion = self->exclusion;
  const char *school = NULL;

  if (exclusion == NULL)
    return;

  if (self->excluding_school != NULL)
    school = self->excluding_school->name;
  add_event (self, ATLAS_STORY_EXCLUDED, exclusion->from, exclusion, school);
  if (exclusion->education_started != ATLAS_DATE_NONE)
    add_event (self, ATLAS_STORY_EDUCATION, exclusion->education_started, exclusion, school);
}

/* The oldest comes first; on one day, in the order in which such things happen. */
static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const AtlasStoryEvent *event_a = *(AtlasStoryEvent * const *) a;
  const AtlasStoryEvent *event_b = *(AtlasStoryEvent * const *) b;

  if (event_a->on != event_b->on)
    return event_a->on < event_b->on ? -1 : 1;
  if (event_a->kind != event_b->kind)
    return event_a->kind < event_b->kind ? -1 : 1;

  return strcmp (atlas_record_get_id (event_a->record), atlas_record_get_id (event_b->record));
}

static gboolean
read_story (AtlasStore        *store,
            AtlasReferralCase *self,
            GError           **error)
{
  static const struct { const char *type; Tell tell; } sources[] = {
    { "offer", (Tell) tell_offer }, { "placement", (Tell) tell_placement },
    { "hold", (Tell) tell_hold }, { "decision", (Tell) tell_decision },
    { "note", (Tell) tell_note },
  };

  self->story = g_ptr_array_new_with_free_func ((GDestroyNotify) story_event_free);
  tell_exclusion (self);
  add_event (self, ATLAS_STORY_RECEIVED, self->referral->received, self->referral, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr(GPtrArray) records = list_of_referral (store, self, sources[i].type, error);

      if (records == NULL)
        return FALSE;
      for (guint j = 0; j < records->len; j++)
        sources[i].tell (store, self, g_ptr_array_index (records, j));
    }
  g_ptr_array_sort (self->story, compare_events);

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
      !read_clock (store, self, error) || !read_story (store, self, error) ||
      !read_history (store, self, error) || !read_state (store, self, error) ||
      !atlas_store_read_place (store, atlas_record_get_id (ATLAS_RECORD (self->referral)), on,
                               &self->place, error))
    return NULL;

  return g_steal_pointer (&self);
}
