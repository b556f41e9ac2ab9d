/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a child, on one line of time: all referrals, and every record of the child. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-story.h"

#include <string.h>

typedef struct {
  AtlasStore              *store;
  const AtlasChildRecords *records;
  GPtrArray               *story;
} Telling;

static void
story_event_free (gpointer data)
{
  AtlasStoryEvent *event = data;

  g_object_unref (event->record);
  g_free (event->name);
  g_free (event);
}

static AtlasStoryEvent *
add_event (Telling       *telling,
           AtlasStoryKind kind,
           AtlasDate      on,
           gpointer       record,
           const char    *name)
{
  AtlasStoryEvent *event = g_new0 (AtlasStoryEvent, 1);

  event->kind = kind;
  event->on = on;
  event->record = g_object_ref (ATLAS_RECORD (record));
  event->name = g_strdup (name);
  g_ptr_array_add (telling->story, event);

  return event;
}

static char *
name_of (Telling    *telling,
         const char *type,
         const char *id)
{
  g_autoptr(AtlasRecord) record = id != NULL ? atlas_store_get (telling->store, type, id, NULL)
                                             : NULL;

  return record != NULL ? g_strdup (atlas_record_get_title (record)) : NULL;
}

static void
tell_offer (Telling    *telling,
            AtlasOffer *offer)
{
  g_autofree char *name = name_of (telling, "provision", offer->provision);

  add_event (telling, ATLAS_STORY_OFFERED, offer->step_on, offer, name);
}

static void
tell_placement (Telling        *telling,
                AtlasPlacement *placement)
{
  const char *name = atlas_child_records_get_name (telling->records, placement->provision);

  add_event (telling, ATLAS_STORY_STARTED, placement->starts, placement, name);
  if (placement->ended != ATLAS_DATE_NONE)
    add_event (telling, ATLAS_STORY_ENDED, placement->ended, placement, name);
}

static void
tell_hold (Telling   *telling,
           AtlasHold *hold)
{
  g_autofree char *name = name_of (telling, "provision", hold->provision);

  add_event (telling, ATLAS_STORY_HELD, hold->starts, hold, name);
}

static void
tell_decision (Telling       *telling,
               AtlasDecision *decision)
{
  g_autoptr(AtlasRecord) meeting = NULL;
  g_autofree char *name = NULL;

  if (decision->meeting != NULL)
    meeting = atlas_store_get (telling->store, "meeting", decision->meeting, NULL);
  if (meeting != NULL)
    name = name_of (telling, "panel", ((AtlasMeeting *) meeting)->panel);
  add_event (telling, ATLAS_STORY_DECIDED, decision->on, decision, name);
}

static void
tell_note (Telling   *telling,
           AtlasNote *note)
{
  add_event (telling, ATLAS_STORY_NOTE, note->on, note, note->by_name);
}

static void
tell_exclusion (Telling        *telling,
                AtlasExclusion *exclusion)
{
  const char *school = exclusion->establishment != NULL
                       ? atlas_child_records_get_name (telling->records, exclusion->establishment)
                       : NULL;

  add_event (telling, ATLAS_STORY_EXCLUDED, exclusion->from, exclusion, school);
  if (exclusion->education_started != ATLAS_DATE_NONE)
    add_event (telling, ATLAS_STORY_EDUCATION, exclusion->education_started, exclusion, school);
}

typedef void (*Tell) (Telling *telling,
                      gpointer record);

/* What belongs to a referral and does not say itself which child it is about. */
static gboolean
tell_referral (Telling       *telling,
               AtlasReferral *referral,
               GError       **error)
{
  static const struct { const AtlasType *type; Tell tell; } sources[] = {
    { &atlas_offer_type, (Tell) tell_offer }, { &atlas_hold_type, (Tell) tell_hold },
    { &atlas_decision_type, (Tell) tell_decision }, { &atlas_note_type, (Tell) tell_note },
  };

  add_event (telling, ATLAS_STORY_RECEIVED, referral->received, referral, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (sources[i].type);
      g_autoptr(GPtrArray)  found = NULL;

      atlas_query_where_text (query, "referral", ATLAS_COMPARE_EQUAL,
                              atlas_record_get_id (ATLAS_RECORD (referral)));
      found = atlas_store_list (telling->store, query, error);
      if (found == NULL)
        return FALSE;
      for (guint j = 0; j < found->len; j++)
        sources[i].tell (telling, g_ptr_array_index (found, j));
    }

  return TRUE;
}

/* The first school or provision that a record names. */
static const char *
find_body (Telling     *telling,
           AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      gboolean is_body = g_strcmp0 (field->ref, "establishment") == 0 ||
                         g_strcmp0 (field->ref, "provision") == 0;
      const char *id = is_body ? atlas_record_get_text (record, field->name) : NULL;

      if (id != NULL)
        return atlas_child_records_get_name (telling->records, id);
    }

  return NULL;
}

static void
tell_field (Telling          *telling,
            AtlasRecord      *record,
            const AtlasField *field)
{
  g_autoptr(json_t) value = atlas_record_get_value (record, field);
  AtlasDate days[2] = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };

  if (json_is_string (value))
    days[0] = atlas_date_parse (json_string_value (value));
  else if (json_is_object (value))
    {
      days[0] = atlas_date_parse (atlas_json_string (value, "from"));
      days[1] = atlas_date_parse (atlas_json_string (value, "to"));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    if (days[i] != ATLAS_DATE_NONE)
      {
        AtlasStoryEvent *event = add_event (telling, ATLAS_STORY_FIELD, days[i], record,
                                            find_body (telling, record));

        event->field = field;
        event->is_end = i == 1;
      }
}

/* Every date that a description calls an event. */
static void
tell_fields (Telling *telling)
{
  const AtlasType * const *types;
  guint n_types;

  types = atlas_types (&n_types);
  for (guint i = 0; i < n_types; i++)
    {
      GPtrArray *records = atlas_child_records_get (telling->records, types[i]);

      for (guint j = 0; records != NULL && j < records->len; j++)
        for (guint k = 0; k < types[i]->n_fields; k++)
          if (types[i]->fields[k].event)
            tell_field (telling, g_ptr_array_index (records, j), &types[i]->fields[k]);
    }
}

/* The oldest comes first; on one day, in the order in which such things happen. */
static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const AtlasStoryEvent *event_a = *(AtlasStoryEvent * const *) a;
  const AtlasStoryEvent *event_b = *(AtlasStoryEvent * const *) b;
  int order;

  if (event_a->on != event_b->on)
    return event_a->on < event_b->on ? -1 : 1;
  if (event_a->kind != event_b->kind)
    return event_a->kind < event_b->kind ? -1 : 1;
  order = strcmp (atlas_record_get_id (event_a->record), atlas_record_get_id (event_b->record));
  if (order != 0 || event_a->field == event_b->field)
    return order;

  return event_a->field < event_b->field ? -1 : 1;
}

static gboolean
tell_referrals (Telling       *telling,
                AtlasReferral *referral,
                GError       **error)
{
  GPtrArray *referrals = atlas_child_records_get (telling->records, &atlas_referral_type);
  const char *id = atlas_record_get_id (ATLAS_RECORD (referral));

  for (guint i = 0; i < referrals->len; i++)
    {
      AtlasRecord *other = g_ptr_array_index (referrals, i);

      if (!g_str_equal (atlas_record_get_id (other), id) &&
          !tell_referral (telling, (AtlasReferral *) other, error))
        return FALSE;
    }

  return tell_referral (telling, referral, error);
}

/**
 * atlas_store_read_story:
 * @store: a store
 * @referral: a referral
 * @records: the records of its child
 * @error: return location for an error
 *
 * Tells what happened to the child of a referral: this referral and the others, exclusions, plans,
 * reviews, timetables, registrations, moves and events.
 *
 * Returns: (transfer full) (element-type AtlasStoryEvent): the oldest first
 */
GPtrArray *
atlas_store_read_story (AtlasStore              *store,
                        AtlasReferral           *referral,
                        const AtlasChildRecords *records,
                        GError                 **error)
{
  g_autoptr(GPtrArray) story = g_ptr_array_new_with_free_func (story_event_free);
  Telling telling = { .store = store, .records = records, .story = story };
  GPtrArray *exclusions = atlas_child_records_get (records, &atlas_exclusion_type);
  GPtrArray *placements = atlas_child_records_get (records, &atlas_placement_type);

  if (!tell_referrals (&telling, referral, error))
    return NULL;
  for (guint i = 0; i < exclusions->len; i++)
    tell_exclusion (&telling, g_ptr_array_index (exclusions, i));
  for (guint i = 0; i < placements->len; i++)
    tell_placement (&telling, g_ptr_array_index (placements, i));
  tell_fields (&telling);
  g_ptr_array_sort (story, compare_events);

  return g_steal_pointer (&story);
}
