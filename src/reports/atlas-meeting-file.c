/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A meeting with its agenda, what it decided, and what the server has of that. */
#include "config.h"

#include "reports/atlas-meeting-file.h"

#include "rules/atlas-school-year.h"
#include "store/atlas-history.h"

#define DEFERRED     "deferred"
#define AT_PANEL     "panel"
#define HISTORY_READ 20         /* entries about one decision: its making is the first of them */

static void
meeting_decision_free (gpointer data)
{
  AtlasMeetingDecision *self = data;

  g_object_unref (self->decision);
  g_free (self->reference);
  g_free (self->set_id);
  g_free (self->place_name);
  g_free (self);
}

static void
agenda_item_free (gpointer data)
{
  AtlasAgendaItem *self = data;

  atlas_referral_line_free (self->line);
  g_free (self);
}

void
atlas_meeting_file_free (AtlasMeetingFile *self)
{
  g_clear_object (&self->panel);
  g_clear_object (&self->meeting);
  g_clear_pointer (&self->agenda, g_ptr_array_unref);
  g_clear_pointer (&self->decisions, g_ptr_array_unref);
  atlas_receipt_clear (&self->receipt);
  g_free (self);
}

/**
 * atlas_meeting_is_open:
 * @meeting: a meeting
 *
 * Returns: whether it is being held now
 */
gboolean
atlas_meeting_is_open (AtlasMeeting *meeting)
{
  return g_strcmp0 (meeting->step, "open") == 0;
}

/**
 * atlas_meeting_is_over:
 * @meeting: a meeting
 *
 * Returns: whether it was held or cancelled, so that nothing waits for it any more
 */
gboolean
atlas_meeting_is_over (AtlasMeeting *meeting)
{
  return g_strcmp0 (meeting->step, "held") == 0 || g_strcmp0 (meeting->step, "cancelled") == 0;
}

/**
 * atlas_meeting_list_decisions:
 * @store: a store
 * @meeting: a meeting
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasDecision): its decisions, in the order of recording
 */
GPtrArray *
atlas_meeting_list_decisions (AtlasStore   *store,
                              AtlasMeeting *meeting,
                              GError      **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_decision_type);

  atlas_query_where_text (query, "meeting", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (meeting)));

  return atlas_store_list (store, query, error);
}

/**
 * atlas_meeting_read_receipt:
 * @store: a store
 * @decisions: (element-type AtlasDecision): decisions of a meeting
 * @receipt: (out caller-allocates): what the server has acknowledged of them
 * @error: return location for an error
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_meeting_read_receipt (AtlasStore   *store,
                            GPtrArray    *decisions,
                            AtlasReceipt *receipt,
                            GError      **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < decisions->len; i++)
    g_ptr_array_add (ids, (char *) atlas_record_get_id (g_ptr_array_index (decisions, i)));
  g_ptr_array_add (ids, NULL);

  return atlas_store_sync_receipt_for (store, "decision", (const char * const *) ids->pdata,
                                       receipt, error);
}

/* The set that made a decision is the oldest of its history. */
static char *
find_set (AtlasStore    *store,
          AtlasDecision *decision)
{
  g_autoptr(GPtrArray) entries = NULL;

  entries = atlas_store_list_history (store, "decision",
                                      atlas_record_get_id (ATLAS_RECORD (decision)), 0,
                                      HISTORY_READ, NULL);
  if (entries == NULL || entries->len == 0)
    return NULL;

  return g_strdup (((AtlasHistoryEntry *) g_ptr_array_index (entries, entries->len - 1))->set_id);
}

static AtlasPromise
read_promise (AtlasStore    *store,
              AtlasDecision *decision)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_offer_type);
  g_autofree char *device = atlas_store_get_meta (store, "device");
  g_autoptr(GPtrArray) offers = NULL;
  const AtlasOffer *offer;

  atlas_query_where_text (query, "referral", ATLAS_COMPARE_EQUAL, decision->referral);
  atlas_query_where_text (query, "place", ATLAS_COMPARE_EQUAL, decision->place);
  offers = atlas_store_list (store, query, NULL);
  offer = offers != NULL && offers->len > 0 ? g_ptr_array_index (offers, offers->len - 1) : NULL;

  if (offer != NULL && g_strcmp0 (offer->allocation, "over") == 0)
    return ATLAS_PROMISE_OVER;
  if (offer != NULL && g_strcmp0 (offer->allocation, "confirmed") == 0)
    return ATLAS_PROMISE_CONFIRMED;

  return device != NULL ? ATLAS_PROMISE_PROVISIONAL : ATLAS_PROMISE_MADE;
}

static void
read_place (AtlasStore           *store,
            AtlasMeetingDecision *self)
{
  g_autoptr(AtlasRecord) place = NULL;
  g_autoptr(AtlasRecord) provision = NULL;

  if (self->decision->place == NULL)
    return;

  place = atlas_store_get (store, "place", self->decision->place, NULL);
  if (place != NULL)
    provision = atlas_store_get (store, "provision", ((AtlasPlace *) place)->provision, NULL);
  if (provision == NULL)
    return;

  self->place_name = g_strdup (atlas_record_get_title (provision));
  self->promise = read_promise (store, self->decision);
}

static gboolean
read_decisions (AtlasStore       *store,
                AtlasMeetingFile *self,
                GError          **error)
{
  g_autoptr(GPtrArray) decisions = atlas_meeting_list_decisions (store, self->meeting, error);

  self->decisions = g_ptr_array_new_with_free_func (meeting_decision_free);
  for (guint i = 0; decisions != NULL && i < decisions->len; i++)
    {
      AtlasMeetingDecision *added = g_new0 (AtlasMeetingDecision, 1);
      g_autoptr(AtlasRecord) referral = NULL;

      added->decision = g_object_ref (g_ptr_array_index (decisions, i));
      referral = atlas_store_get (store, "referral", added->decision->referral, NULL);
      added->reference = referral != NULL ? g_strdup (((AtlasReferral *) referral)->reference)
                                          : NULL;
      added->set_id = find_set (store, added->decision);
      read_place (store, added);
      g_ptr_array_add (self->decisions, added);
    }

  return decisions != NULL && atlas_meeting_read_receipt (store, decisions, &self->receipt, error);
}

/* The last that was decided on a referral: a child may be come back to. */
static const AtlasMeetingDecision *
find_decision (const AtlasMeetingFile *self,
               const char             *referral)
{
  for (guint i = self->decisions->len; i > 0; i--)
    {
      const AtlasMeetingDecision *one = g_ptr_array_index (self->decisions, i - 1);

      if (g_str_equal (one->decision->referral, referral))
        return one;
    }

  return NULL;
}

/* Takes the lines of @lines that are not on the agenda yet. */
static void
add_lines (AtlasMeetingFile *self,
           GPtrArray        *lines,
           GHashTable       *known,
           gboolean          is_added)
{
  while (lines->len > 0)
    {
      AtlasReferralLine *line = g_ptr_array_steal_index (lines, 0);
      AtlasAgendaItem *item;

      if (g_hash_table_contains (known, line->id))
        {
          atlas_referral_line_free (line);
          continue;
        }

      item = g_new0 (AtlasAgendaItem, 1);
      item->line = line;
      item->decision = find_decision (self, line->id);
      item->is_added = is_added;
      g_hash_table_add (known, line->id);
      g_ptr_array_add (self->agenda, item);
    }
}

static gboolean
add_lines_of (AtlasStore       *store,
              AtlasMeetingFile *self,
              GPtrArray        *ids,
              GHashTable       *known,
              GError          **error)
{
  g_autoptr(GPtrArray) lines = NULL;

  g_ptr_array_add (ids, NULL);
  lines = atlas_store_list_agenda_of (store, (const char * const *) ids->pdata, self->on, error);
  if (lines == NULL)
    return FALSE;

  add_lines (self, lines, known, FALSE);

  return TRUE;
}

/* First the order that was fixed when the meeting began, then who waits now, then whoever else was
 * decided on. */
static gboolean
read_agenda (AtlasStore       *store,
             AtlasMeetingFile *self,
             GError          **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray)  fixed = g_ptr_array_new ();
  g_autoptr(GPtrArray)  decided = g_ptr_array_new ();
  g_autoptr(GPtrArray)  waiting = NULL;
  json_t *id;
  size_t i;

  self->agenda = g_ptr_array_new_with_free_func (agenda_item_free);
  json_array_foreach (self->meeting->agenda, i, id)
  if (json_is_string (id))
    g_ptr_array_add (fixed, (char *) json_string_value (id));
  if (!add_lines_of (store, self, fixed, known, error))
    return FALSE;

  if (!atlas_meeting_is_over (self->meeting))
    {
      waiting = atlas_store_list_agenda (store, self->panel, self->on, error);
      if (waiting == NULL)
        return FALSE;
      add_lines (self, waiting, known, json_array_size (self->meeting->agenda) > 0);
    }

  for (guint one = 0; one < self->decisions->len; one++)
    g_ptr_array_add (decided, ((AtlasMeetingDecision *)
                               g_ptr_array_index (self->decisions, one))->decision->referral);

  return add_lines_of (store, self, decided, known, error);
}

/**
 * atlas_meeting_file_new:
 * @store: a store
 * @meeting: its id
 * @on: the day that it is seen from
 * @error: return location for an error
 *
 * Reads everything that the page of a meeting shows.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when it or its panel is not on this laptop
 *
 * Returns: (transfer full): it
 */
AtlasMeetingFile *
atlas_meeting_file_new (AtlasStore *store,
                        const char *meeting,
                        AtlasDate   on,
                        GError    **error)
{
  g_autoptr(AtlasMeetingFile) self = g_new0 (AtlasMeetingFile, 1);

  self->on = on;
  self->meeting = (AtlasMeeting *) atlas_store_get (store, "meeting", meeting, error);
  if (self->meeting == NULL)
    return NULL;
  self->panel = (AtlasPanel *) atlas_store_get (store, "panel", self->meeting->panel, error);
  if (self->panel == NULL || !read_decisions (store, self, error) ||
      !read_agenda (store, self, error))
    return NULL;

  self->n_members = atlas_panel_count_members (self->panel,
                                               (const char * const *) self->meeting->present);

  return g_steal_pointer (&self);
}

/**
 * atlas_agenda_item_waits:
 * @self: a child of an agenda
 *
 * Returns: whether the panel still has to decide: it has not, or said that it comes back to it
 */
gboolean
atlas_agenda_item_waits (const AtlasAgendaItem *self)
{
  if (self->decision != NULL && !g_str_equal (self->decision->decision->kind, DEFERRED))
    return FALSE;

  return g_strcmp0 (self->line->step, AT_PANEL) == 0;
}

/**
 * atlas_meeting_file_n_decided:
 * @self: a meeting
 *
 * Returns: on how many children it has decided, without those that it comes back to
 */
guint
atlas_meeting_file_n_decided (const AtlasMeetingFile *self)
{
  guint n = 0;

  for (guint i = 0; i < self->agenda->len; i++)
    {
      const AtlasAgendaItem *item = g_ptr_array_index (self->agenda, i);

      n += item->decision != NULL && !g_str_equal (item->decision->decision->kind, DEFERRED);
    }

  return n;
}

/**
 * atlas_meeting_file_n_waiting:
 * @self: a meeting
 *
 * Returns: on how many children it still has to decide, those that it comes back to among them
 */
guint
atlas_meeting_file_n_waiting (const AtlasMeetingFile *self)
{
  guint n = 0;

  for (guint i = 0; i < self->agenda->len; i++)
    n += atlas_agenda_item_waits (g_ptr_array_index (self->agenda, i));

  return n;
}

/**
 * atlas_meeting_file_is_short:
 * @self: a meeting
 *
 * Whether fewer are there than the panel needs to decide. It is a finding, never a wall: the
 * meeting's `short_reason` says why it decided all the same.
 *
 * Source: the number is set by this county; who has to be there, Promoting Positive Behaviour
 * (December 2015), Panels, issue 1; requirements T112 and T113.
 *
 * Returns: whether the quorum is not met
 */
gboolean
atlas_meeting_file_is_short (const AtlasMeetingFile *self)
{
  return self->n_members < self->panel->quorum;
}

static json_t *
date_to_json (AtlasDate date)
{
  g_autofree char *text = date != ATLAS_DATE_NONE ? atlas_date_format (date) : NULL;

  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
texts_to_json (char **texts)
{
  json_t *array = json_array ();

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_append_new (array, json_string (texts[i]));

  return array;
}

static json_t *
item_to_json (const AtlasAgendaItem *item,
              guint                  number)
{
  AtlasDecision *decision = item->decision != NULL ? item->decision->decision : NULL;

  json_t *year = item->line->year_group != ATLAS_YEAR_GROUP_NONE
                 ? json_integer (item->line->year_group) : json_null ();

  return json_pack ("{s:i, s:s, s:o, s:b, s:s?, s:s?, s:s?, s:s?, s:o, s:b}",
                    "number", (int) number, "reference", item->line->reference,
                    "year_group", year,
                    "waits", atlas_agenda_item_waits (item),
                    "decision", decision != NULL ? decision->kind : NULL,
                    "place", item->decision != NULL ? item->decision->place_name : NULL,
                    "reason", decision != NULL ? decision->reason : NULL,
                    "owner", decision != NULL ? decision->owner : NULL,
                    "due", date_to_json (decision != NULL ? decision->due : ATLAS_DATE_NONE),
                    "invented", decision != NULL && decision->invented);
}

/**
 * atlas_meeting_file_to_json:
 * @self: a meeting
 *
 * Returns: (transfer full): its minutes: who was there, whether that was enough, each child by
 *   reference with what was decided, and what the server has of it
 */
json_t *
atlas_meeting_file_to_json (const AtlasMeetingFile *self)
{
  AtlasMeeting *meeting = self->meeting;
  json_t *children = json_array ();
  json_t *receipt = json_pack ("{s:i, s:i, s:s?}", "made", (int) self->receipt.n_sets,
                               "received", (int) self->receipt.n_received,
                               "received_at", self->receipt.received_at);

  for (guint i = 0; i < self->agenda->len; i++)
    json_array_append_new (children, item_to_json (g_ptr_array_index (self->agenda, i), i + 1));

  return json_pack ("{s:s, s:s, s:o, s:s, s:o, s:o, s:i, s:i, s:b, s:s?, s:i, s:o, s:o}",
                    "meeting", atlas_record_get_id (ATLAS_RECORD (meeting)),
                    "panel", self->panel->name, "on", date_to_json (meeting->on),
                    "step", meeting->step, "present", texts_to_json (meeting->present),
                    "may_decide", texts_to_json (meeting->may_decide),
                    "members", (int) self->n_members, "quorum", (int) self->panel->quorum,
                    "short", atlas_meeting_file_is_short (self),
                    "short_reason", meeting->short_reason,
                    "decided", (int) atlas_meeting_file_n_decided (self),
                    "children", children, "receipt", receipt);
}
