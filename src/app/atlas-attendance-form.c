/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of one week of a child's attendance: a code for each morning and afternoon. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-attendance-form.h"

#include <glib/gi18n.h>

#include "app/atlas-calendar-work.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-form-apply.h"
#include "app/atlas-record-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "reports/atlas-attendance-words.h"
#include "reports/atlas-words.h"

#define CODES      "attendance-code"
#define WEEK_DAYS  5
#define CODE_CHARS 3

static const char * const half_days[] = { "am", "pm" };

typedef struct {
  GtkWidget *row;
  GtkWidget *codes[G_N_ELEMENTS (half_days)];
} DayRow;

/* One form, alive as long as its window. */
typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  AtlasCalendarFile *calendar;  /* (nullable): NULL until read */
  AtlasDate          monday;

  AtlasForm         *form;      /* (unowned) */
  GtkWidget         *week;      /* (unowned) */
  GtkWidget         *where;     /* (unowned) */
  DayRow             days[WEEK_DAYS];
} Week;

static void
week_free (gpointer data)
{
  Week *self = data;

  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  atlas_referral_case_unref (self->referral_case);
  g_clear_pointer (&self->calendar, atlas_calendar_file_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Week, week_free)

static GPtrArray *
sessions_of (Week *self)
{
  return atlas_child_records_get (self->referral_case->records, &atlas_attendance_type);
}

static AtlasAttendance *
find_session (Week       *self,
              AtlasDate   on,
              const char *half_day)
{
  GPtrArray *sessions = sessions_of (self);

  for (guint i = 0; i < sessions->len; i++)
    {
      AtlasAttendance *session = g_ptr_array_index (sessions, i);

      if (session->on == on && g_strcmp0 (session->session, half_day) == 0)
        return session;
    }

  return NULL;
}

/* What is known of the week stands in it; a day on which the school does not meet says why. */
static void
show_day (Week *self,
          int   n)
{
  DayRow *day = &self->days[n];
  AtlasDate on = self->monday + n;
  g_autofree char *date = atlas_words_weekday (on);
  const char *note = NULL;
  AtlasClosed why = atlas_calendar_why_closed (self->calendar->calendar, on, &note);
  g_autofree char *closed = why != ATLAS_CLOSED_NOT ? atlas_words_closed (why, note) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (day->row), date);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (day->row), closed != NULL ? closed : "");
  for (gsize i = 0; i < G_N_ELEMENTS (half_days); i++)
    {
      AtlasAttendance *session = find_session (self, on, half_days[i]);
      /* Translators: a date. */
      g_autofree char *name = g_strdup_printf (i == 0 ? _("%s, morning") : _("%s, afternoon"),
                                               date);

      gtk_editable_set_text (GTK_EDITABLE (day->codes[i]), session != NULL ? session->code : "");
      gtk_accessible_update_property (GTK_ACCESSIBLE (day->codes[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
show_week (Week *self)
{
  for (int i = 0; i < WEEK_DAYS; i++)
    show_day (self, i);
}

static void
week_changed_cb (Week *self)
{
  AtlasDate day = atlas_date_row_get_date (ATLAS_DATE_ROW (self->week));

  if (day == ATLAS_DATE_NONE || atlas_attendance_monday (day) == self->monday)
    return;

  atlas_form_set_fault (self->form, NULL);
  self->monday = atlas_attendance_monday (day);
  show_week (self);
}

/* A stroke is written in the morning as it leans then, in the afternoon as it leans then. */
static char *
read_code (GtkWidget *entry,
           int        half_day)
{
  g_autofree char *text = atlas_entry_dup (GTK_EDITABLE (entry));

  if (text == NULL)
    return NULL;
  if (g_str_equal (text, "/") || g_str_equal (text, "\\"))
    return g_strdup (half_day == 0 ? "/" : "\\");

  return g_utf8_strup (text, -1);
}

static gboolean
is_code (const char *code,
         AtlasDate   on)
{
  const AtlasCode *found = atlas_codes_find (CODES, code);

  return found != NULL && atlas_date_range_contains (found->valid, on);
}

/* Whose register it is: a school, or the provision that the child goes to. */
static void
put_where (Week   *self,
           json_t *fields)
{
  const char *where = atlas_record_row_get_id (ATLAS_RECORD_ROW (self->where));
  g_auto(GStrv) parts = where != NULL ? g_strsplit (where, "/", 2) : NULL;

  if (parts != NULL)
    json_object_set_new (fields, parts[0], json_string (parts[1]));
}

static void
create_session (Week           *self,
                AtlasChangeSet *set,
                AtlasDate       on,
                const char     *half_day,
                const char     *code)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *day = atlas_date_format (on);
  json_t *fields = json_pack ("{s:s, s:s, s:s, s:s}", "child",
                              self->referral_case->referral->child, "on", day, "session", half_day,
                              "code", code);

  put_where (self, fields);
  if (self->referral_case->referral->invented)
    json_object_set_new (fields, "invented", json_true ());
  atlas_change_set_create (set, atlas_attendance_type.name, id, fields);
}

static gboolean
add_session (Week           *self,
             AtlasChangeSet *set,
             int             n,
             int             half_day)
{
  AtlasDate on = self->monday + n;
  GtkWidget *entry = self->days[n].codes[half_day];
  g_autofree char *code = read_code (entry, half_day);
  AtlasAttendance *session = find_session (self, on, half_days[half_day]);

  if (code != NULL && !is_code (code, on))
    {
      /* Translators: what was typed. */
      g_autofree char *fault = g_strdup_printf (_("“%s” is no attendance code on that day. A code "
                                                  "is as / for present, O for absent without "
                                                  "agreement, B for educated off site. Nothing was "
                                                  "saved."), code);

      atlas_form_set_fault_at (self->form, entry, fault);
      return FALSE;
    }

  if (session == NULL && code != NULL)
    create_session (self, set, on, half_days[half_day], code);
  else if (session != NULL && code == NULL)
    atlas_change_set_delete (set, ATLAS_RECORD (session));
  else if (session != NULL)
    atlas_change_set_set_text (set, ATLAS_RECORD (session), "code", code);

  return TRUE;
}

static gboolean
reads_week (Week *self)
{
  AtlasDate day = atlas_date_row_get_date (ATLAS_DATE_ROW (self->week));

  if (day == ATLAS_DATE_NONE)
    atlas_form_set_fault_at (self->form, self->week,
                             _("Give a day of the week, as 20 November 2026. Nothing was saved."));
  else if (self->monday > self->referral_case->on)
    atlas_form_set_fault_at (self->form, self->week,
                             _("That week lies ahead. Nothing was saved."));
  else
    return TRUE;

  return FALSE;
}

static void
save_cb (Week *self)
{
  g_autofree char *label = NULL;
  g_autoptr(AtlasChangeSet) set = NULL;

  if (!reads_week (self))
    return;

  /* Translators: a reference. */
  label = g_strdup_printf (_("%s: Attendance of a week entered"),
                           self->referral_case->referral->reference);
  set = atlas_change_set_new (label);
  for (int i = 0; i < WEEK_DAYS; i++)
    for (int j = 0; j < (int) G_N_ELEMENTS (half_days); j++)
      if (!add_session (self, set, i, j))
        return;

  if (atlas_change_set_n_ops (set) > 0)
    atlas_form_apply (self->form, self->from, self->session, g_steal_pointer (&set));
  else
    gtk_window_destroy (GTK_WINDOW (self->form));
}

static void
add_day (Week *self,
         int   n)
{
  DayRow *day = &self->days[n];

  day->row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (half_days); i++)
    {
      day->codes[i] = g_object_new (GTK_TYPE_ENTRY, "max-width-chars", CODE_CHARS, "width-chars",
                                    CODE_CHARS, "max-length", CODE_CHARS, "valign",
                                    GTK_ALIGN_CENTER, "activates-default", TRUE, NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (day->row), day->codes[i]);
    }
  atlas_form_add (self->form, day->row);
}

static void
add_where (Week        *self,
           const char  *type,
           AtlasRecord *record,
           GHashTable  *seen)
{
  g_autofree char *id = NULL;

  if (record == NULL)
    return;

  id = g_strdup_printf ("%s/%s", type, atlas_record_get_id (record));
  if (!g_hash_table_add (seen, g_strdup (id)))
    return;
  atlas_record_row_add (ATLAS_RECORD_ROW (self->where), id, atlas_record_get_title (record));
}

/* The provision that the child goes to now stands first, then the school. */
static void
fill_where (Week *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AtlasReferralCase *shown = self->referral_case;
  const char *provision = shown->placement != NULL ? shown->placement->provision : NULL;
  const char *name = provision != NULL ? atlas_child_records_get_name (shown->records, provision)
                                       : NULL;
  g_autofree char *first = NULL;

  atlas_record_row_begin (ATLAS_RECORD_ROW (self->where), _("Not recorded"));
  if (name != NULL)
    {
      first = g_strconcat ("provision/", provision, NULL);
      atlas_record_row_add (ATLAS_RECORD_ROW (self->where), first, name);
    }
  add_where (self, "establishment", (AtlasRecord *) shown->school, seen);
  add_where (self, "establishment", (AtlasRecord *) shown->excluding_school, seen);
  if (first == NULL && shown->school != NULL)
    first = g_strconcat ("establishment/", atlas_record_get_id (ATLAS_RECORD (shown->school)),
                         NULL);
  atlas_record_row_set_id (ATLAS_RECORD_ROW (self->where), first);
}

/* Takes @self. */
static void
open_form (Week *self)
{
  self->form = atlas_form_new (self->from, _("Week of Attendance"), _("_Save"));
  g_object_set_data_full (G_OBJECT (self->form), "atlas-week", self, week_free);
  atlas_form_set_intro (self->form, _("A code for each morning and afternoon, as the register has "
                                      "it. An empty one is not recorded."));
  self->week = atlas_date_row_new (_("_Week of"), self->monday);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->week), TRUE);
  atlas_form_add (self->form, self->week);
  self->where = atlas_record_row_new (_("_Register of"));
  atlas_form_add (self->form, self->where);
  fill_where (self);
  for (int i = 0; i < WEEK_DAYS; i++)
    add_day (self, i);
  show_week (self);
  g_signal_connect_swapped (self->week, "changed", G_CALLBACK (week_changed_cb), self);
  g_signal_connect_swapped (self->form, "save", G_CALLBACK (save_cb), self);
  gtk_window_present (GTK_WINDOW (self->form));
}

static void
calendar_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Week)   self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  self->calendar = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->from == NULL || gtk_widget_get_root (self->from) == NULL)
    return;

  if (self->calendar != NULL)
    {
      open_form (g_steal_pointer (&self));
      return;
    }

  text = g_strdup_printf (_("The form could not be made ready: %s"), error->message);
  atlas_window_toast (self->from, text);
}

/**
 * atlas_attendance_form_open:
 * @from: where it is opened
 * @session: the store
 * @referral_case: the referral whose page it is
 * @day: any day of the week to begin with
 *
 * Asks for a week of attendance. All its sessions are one change.
 */
void
atlas_attendance_form_open (GtkWidget         *from,
                            AtlasSession      *session,
                            AtlasReferralCase *referral_case,
                            AtlasDate          day)
{
  Week *self = g_new0 (Week, 1);
  const char *school = referral_case->child != NULL ? referral_case->child->establishment : NULL;

  g_set_weak_pointer (&self->from, from);
  self->session = g_object_ref (session);
  self->referral_case = atlas_referral_case_ref (referral_case);
  self->monday = atlas_attendance_monday (day);
  atlas_session_read_async (session, atlas_calendar_read_file,
                            g_strdup (school != NULL ? school : ATLAS_CALENDAR_COUNTY), g_free,
                            (GDestroyNotify) atlas_calendar_file_free, NULL, calendar_read_cb,
                            self);
}
