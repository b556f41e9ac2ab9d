/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-meetings.h"

#include <string.h>

#define DAYS_A_WEEK 7
#define HALF        2

/* How many meetings a page lists of each panel to come, and altogether of those past. */
#define NEXT_OF_EACH  2
#define NEXT_OF_ONE   6
#define PAST_SHOWN    20

/* The longest a panel may wait between meetings, in days: panel.fields allows 52 weeks. */
#define LONGEST_PERIOD (52 * DAYS_A_WEEK)
#define RECORDED_MAX   200

static void
panel_meeting_free (gpointer data)
{
  AtlasPanelMeeting *self = data;

  g_object_unref (self->panel);
  g_clear_object (&self->meeting);
  g_free (self->closed_note);
  atlas_receipt_clear (&self->receipt);
  g_free (self);
}

void
atlas_meetings_free (AtlasMeetings *self)
{
  g_clear_pointer (&self->panels, g_ptr_array_unref);
  g_clear_pointer (&self->next, g_ptr_array_unref);
  g_clear_pointer (&self->past, g_ptr_array_unref);
  g_free (self);
}

/* The day that a panel's turns are counted from: its first meeting, else its last one recorded. */
static AtlasDate
find_anchor (AtlasPanel      *panel,
             const AtlasDate *taken,
             gsize            n_taken,
             AtlasDate        on)
{
  AtlasDate anchor = panel->first_meeting;

  for (gsize i = 0; panel->first_meeting == ATLAS_DATE_NONE && i < n_taken; i++)
    if (anchor == ATLAS_DATE_NONE || (taken[i] <= on && taken[i] > anchor))
      anchor = taken[i];

  return anchor;
}

/* A meeting on another day than its turn, as after a bank holiday, takes the nearest turn. */
static gboolean
is_taken (const AtlasDate *taken,
          gsize            n_taken,
          AtlasDate        turn,
          int              period)
{
  for (gsize i = 0; i < n_taken; i++)
    if (HALF * ABS (taken[i] - turn) < period)
      return TRUE;

  return FALSE;
}

/**
 * atlas_meetings_work_out:
 * @panel: a panel
 * @taken: (array length=n_taken): days of its meetings on record, cancelled ones too
 * @n_taken: how many
 * @on: the first day wanted
 * @n_wanted: how many days
 *
 * Works out when a panel meets next: every so many weeks from its first meeting, as long as the
 * panel lasts. A turn with a meeting on record is left out, also when that is on another day.
 * Nothing is worked out for a panel that does not say how often it meets, or since when.
 *
 * Source: requirements T112.
 *
 * Returns: (transfer full) (element-type AtlasDate): the days, in order
 */
GArray *
atlas_meetings_work_out (AtlasPanel      *panel,
                         const AtlasDate *taken,
                         gsize            n_taken,
                         AtlasDate        on,
                         guint            n_wanted)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (AtlasDate));
  AtlasDate anchor = find_anchor (panel, taken, n_taken, on);
  int period = (int) panel->every_weeks * DAYS_A_WEEK;
  AtlasDate turn;

  if (anchor == ATLAS_DATE_NONE || period <= 0)
    return days;

  turn = anchor;
  if (on > anchor)
    turn += (on - anchor + period - 1) / period * period;

  for (gsize i = 0; days->len < n_wanted && i < n_wanted + n_taken; i++, turn += period)
    {
      if (panel->valid.to != ATLAS_DATE_NONE && turn > panel->valid.to)
        break;
      if (!is_taken (taken, n_taken, turn, period))
        g_array_append_val (days, turn);
    }

  return days;
}

static AtlasPanelMeeting *
panel_meeting_new (AtlasPanel   *panel,
                   AtlasMeeting *meeting,
                   AtlasDate     on)
{
  AtlasPanelMeeting *self = g_new0 (AtlasPanelMeeting, 1);

  self->panel = g_object_ref (panel);
  self->meeting = meeting != NULL ? g_object_ref (meeting) : NULL;
  self->on = on;

  return self;
}

static GPtrArray *
list_recorded (AtlasStore *store,
               AtlasPanel *panel,
               AtlasDate   from,
               GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_meeting_type);

  atlas_query_where_text (query, "panel", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (panel)));
  atlas_query_where_number (query, "on", ATLAS_COMPARE_AT_LEAST, from);
  atlas_query_order_by (query, "on", FALSE);
  atlas_query_page (query, 0, RECORDED_MAX);

  return atlas_store_list (store, query, error);
}

static void
add_worked_out (AtlasMeetings  *self,
                AtlasPanel     *panel,
                GPtrArray      *recorded,
                AtlasCalendars *calendars,
                guint           n_wanted)
{
  g_autoptr(GArray) taken = g_array_new (FALSE, FALSE, sizeof (AtlasDate));
  g_autoptr(GArray) days = NULL;
  AtlasCalendar *calendar = atlas_calendars_get (calendars, NULL);

  for (guint i = 0; i < recorded->len; i++)
    {
      AtlasDate on = ((AtlasMeeting *) g_ptr_array_index (recorded, i))->on;

      g_array_append_val (taken, on);
    }

  days = atlas_meetings_work_out (panel, (const AtlasDate *) taken->data, taken->len, self->on,
                                  n_wanted);
  for (guint i = 0; i < days->len; i++)
    {
      AtlasPanelMeeting *meeting = panel_meeting_new (panel, NULL,
                                                      g_array_index (days, AtlasDate, i));
      const char *note = NULL;

      meeting->closed = atlas_calendar_why_closed (calendar, meeting->on, &note);
      meeting->closed_note = g_strdup (note);
      g_ptr_array_add (self->next, meeting);
    }
}

/* Meetings to come of one panel: those on record, filled up with those worked out. */
static gboolean
read_next (AtlasStore     *store,
           AtlasMeetings  *self,
           AtlasPanel     *panel,
           AtlasCalendars *calendars,
           guint           n_wanted,
           GError        **error)
{
  g_autoptr(GPtrArray) recorded = list_recorded (store, panel, self->on - LONGEST_PERIOD, error);
  guint n_children = 0;
  guint n_found = 0;

  if (recorded == NULL || !atlas_store_count_agenda (store, panel, &n_children, error))
    return FALSE;

  for (guint i = 0; i < recorded->len && n_found < n_wanted; i++)
    {
      AtlasMeeting *meeting = g_ptr_array_index (recorded, i);
      AtlasPanelMeeting *added;

      if (meeting->on < self->on || atlas_meeting_is_over (meeting))
        continue;

      added = panel_meeting_new (panel, meeting, meeting->on);
      added->n_children = n_found == 0 ? n_children : 0;
      g_ptr_array_add (self->next, added);
      n_found++;
    }
  if (n_found < n_wanted)
    add_worked_out (self, panel, recorded, calendars, n_wanted - n_found);

  return TRUE;
}

static gboolean
read_past_meeting (AtlasStore    *store,
                   AtlasMeetings *self,
                   AtlasPanel    *panel,
                   AtlasMeeting  *meeting,
                   GError       **error)
{
  AtlasPanelMeeting *added = panel_meeting_new (panel, meeting, meeting->on);
  g_autoptr(GPtrArray) decisions = NULL;

  g_ptr_array_add (self->past, added);
  decisions = atlas_meeting_list_decisions (store, meeting, error);
  if (decisions == NULL)
    return FALSE;
  added->n_decisions = decisions->len;

  return atlas_meeting_read_receipt (store, decisions, &added->receipt, error);
}

static AtlasPanel *
find_panel (AtlasMeetings *self,
            const char    *id)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      AtlasRecord *panel = g_ptr_array_index (self->panels, i);

      if (g_str_equal (atlas_record_get_id (panel), id))
        return (AtlasPanel *) panel;
    }

  return NULL;
}

static gboolean
is_past (AtlasMeetings *self,
         AtlasMeeting  *meeting)
{
  return meeting->on < self->on || atlas_meeting_is_over (meeting);
}

static gboolean
read_past (AtlasStore    *store,
           AtlasMeetings *self,
           GError       **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_meeting_type);
  g_autoptr(GPtrArray) meetings = NULL;
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->panels->len; i++)
    g_ptr_array_add (ids, (char *) atlas_record_get_id (g_ptr_array_index (self->panels, i)));
  g_ptr_array_add (ids, NULL);
  atlas_query_where_any (query, "panel", (const char * const *) ids->pdata);
  atlas_query_where_number (query, "on", ATLAS_COMPARE_AT_MOST, self->on + LONGEST_PERIOD);
  atlas_query_order_by (query, "on", TRUE);
  atlas_query_page (query, 0, RECORDED_MAX);
  meetings = self->panels->len > 0 ? atlas_store_list (store, query, error) : g_ptr_array_new ();

  for (guint i = 0; meetings != NULL && i < meetings->len && self->past->len < PAST_SHOWN; i++)
    {
      AtlasMeeting *meeting = g_ptr_array_index (meetings, i);
      AtlasPanel *panel = find_panel (self, meeting->panel);

      if (panel != NULL && is_past (self, meeting) &&
          !read_past_meeting (store, self, panel, meeting, error))
        return FALSE;
    }

  return meetings != NULL;
}

static char *
find_area_of_scope (AtlasStore *store,
                    const char *scope)
{
  g_autoptr(AtlasRecord) partnership = NULL;
  g_autoptr(AtlasRecord) area = NULL;

  if (g_str_has_prefix (scope, "area/"))
    return g_strdup (scope + strlen ("area/"));
  if (!g_str_has_prefix (scope, "partnership/"))
    return NULL;

  partnership = atlas_store_get_by_key (store, "partnership", scope + strlen ("partnership/"),
                                        NULL);
  if (partnership != NULL && ((AtlasPartnership *) partnership)->area != NULL)
    area = atlas_store_get (store, "area", ((AtlasPartnership *) partnership)->area, NULL);

  return area != NULL ? g_strdup (atlas_record_get_key (area)) : NULL;
}

/* A panel without areas is the whole county's, and of every part of it. */
static gboolean
serves (AtlasPanel *panel,
        const char *area)
{
  return area == NULL || panel->areas == NULL || *panel->areas == NULL ||
         g_strv_contains ((const char * const *) panel->areas, area);
}

static gboolean
read_panels (AtlasStore    *store,
             AtlasMeetings *self,
             const char    *scope,
             const char    *key,
             GError       **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_panel_type);
  g_autofree char *area = scope != NULL ? find_area_of_scope (store, scope) : NULL;
  g_autoptr(GPtrArray) panels = NULL;

  if (key != NULL)
    {
      AtlasRecord *panel = atlas_store_get_by_key (store, "panel", key, error);

      if (panel != NULL)
        g_ptr_array_add (self->panels, panel);
      return panel != NULL;
    }

  atlas_query_as_of (query, self->on);
  atlas_query_order_by (query, "name", FALSE);
  panels = atlas_store_list (store, query, error);
  for (guint i = 0; panels != NULL && i < panels->len; i++)
    if (serves (g_ptr_array_index (panels, i), area))
      g_ptr_array_add (self->panels, g_object_ref (g_ptr_array_index (panels, i)));

  return panels != NULL;
}

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  const AtlasPanelMeeting *first = *(AtlasPanelMeeting * const *) a;
  const AtlasPanelMeeting *second = *(AtlasPanelMeeting * const *) b;

  if (first->on != second->on)
    return first->on < second->on ? -1 : 1;

  return g_strcmp0 (first->panel->name, second->panel->name);
}

/**
 * atlas_meetings_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`: panels of that part and of the whole county
 * @panel: (nullable): key of a panel, for its meetings alone
 * @on: the day that they are seen from
 * @error: return location for an error
 *
 * Reads panels with their meetings to come, on record or worked out, and those past.
 *
 * Returns: (transfer full): the meetings
 */
AtlasMeetings *
atlas_meetings_new (AtlasStore *store,
                    const char *scope,
                    const char *panel,
                    AtlasDate   on,
                    GError    **error)
{
  g_autoptr(AtlasMeetings)  self = g_new0 (AtlasMeetings, 1);
  g_autoptr(AtlasCalendars) calendars = atlas_calendars_new (store, error);

  if (calendars == NULL)
    return NULL;

  self->on = on;
  self->panels = g_ptr_array_new_with_free_func (g_object_unref);
  self->next = g_ptr_array_new_with_free_func (panel_meeting_free);
  self->past = g_ptr_array_new_with_free_func (panel_meeting_free);
  if (!read_panels (store, self, scope, panel, error) || !read_past (store, self, error))
    return NULL;

  for (guint i = 0; i < self->panels->len; i++)
    if (!read_next (store, self, g_ptr_array_index (self->panels, i), calendars,
                    panel != NULL ? NEXT_OF_ONE : NEXT_OF_EACH, error))
      return NULL;
  g_ptr_array_sort (self->next, compare_meetings);

  return g_steal_pointer (&self);
}
