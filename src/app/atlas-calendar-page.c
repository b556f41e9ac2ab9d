/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-page.h"

#include <glib/gi18n.h>

#include "app/atlas-calendar-form.h"
#include "app/atlas-calendar-import.h"
#include "app/atlas-calendar-month.h"
#include "app/atlas-calendar-work.h"
#include "app/atlas-compat.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-words.h"

#define MONTHS      12
#define SEPTEMBER   9
#define SATURDAY    6
#define DAYS_A_WEEK 7
#define MOVES_SHOWN 5           /* the others are a button away */
#define YEAR_MIN    1990
#define YEAR_MAX    2190

/**
 * AtlasCalendarPage:
 *
 * A school year of the county or of a school, as twelve months. Days are chosen with a click, or
 * with the arrows and Return; with Shift the choice grows to a range; "Change…" asks what they
 * become.
 */
struct _AtlasCalendarPage
{
  AdwBin             parent_instance;

  AtlasSession      *session;     /* (nullable): until given */
  GCancellable      *reading;     /* of the page that is being read */
  GCancellable      *cancellable; /* of the page, for what a person has begun */
  char              *key;         /* (nullable): `county`, or of a school */
  char              *subtitle;    /* (nullable) */
  AtlasCalendarFile *file;        /* (nullable): until read */
  int                year;        /* in which the school year begins; 0 until known */
  AtlasDateRange     chosen;      /* none until a day is chosen */
  AtlasDate          anchor;      /* the end of the choice that stays when it grows */
  AtlasDate          cursor;      /* the day that has the keyboard */
  AtlasDate          moved_by;    /* the day whose change moved what is listed */
  AtlasClosed        moved_to;    /* what it became; the list goes when it is not so any more */
  gboolean           is_growing;  /* Shift was down when a day was pressed */
  gboolean           is_filling;  /* the switch is being set, not switched */

  /* Template */
  GtkStack          *stack;
  GtkWidget         *own_days;
  GtkSwitch         *entered;
  GtkLabel          *year_label;
  GtkBox            *legend;
  GtkWidget         *moves;
  GtkListBox        *moves_list;
  GtkWidget         *all_moves;
  GtkFlowBox        *months;
  GtkLabel          *choice;
  AdwStatusPage     *trouble;
};

G_DEFINE_FINAL_TYPE (AtlasCalendarPage, atlas_calendar_page, ADW_TYPE_BIN)

static AtlasCalendarMonth *
month_at (AtlasCalendarPage *self,
          int i)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->months, i);

  return child != NULL ? ATLAS_CALENDAR_MONTH (gtk_flow_box_child_get_child (child)) : NULL;
}

static GtkWidget *
find_day (AtlasCalendarPage *self,
          AtlasDate          date)
{
  GtkWidget *day = NULL;

  for (int i = 0; i < MONTHS && day == NULL && month_at (self, i) != NULL; i++)
    day = atlas_calendar_month_get_day (month_at (self, i), date);

  return day;
}

/* What there is to do as long as no day is chosen. */
static const char *
word_hint (AtlasCalendarPage *self)
{
  if (self->file != NULL && self->year != 0 &&
      atlas_calendar_school_days_between (self->file->calendar,
                                          atlas_date_new (self->year, SEPTEMBER, 1),
                                          atlas_date_new (self->year + 1, SEPTEMBER, 1) - 1) == 0)
    return _("No terms are entered for this school year, so deadlines in school days are "
             "provisional. Choose the days of a term to enter it");

  return _("Choose a day to change it");
}

static void
show_choice (AtlasCalendarPage *self)
{
  gboolean has_choice = self->chosen.from != ATLAS_DATE_NONE;
  g_autofree char *days = NULL;
  g_autofree char *what = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < MONTHS && month_at (self, i) != NULL; i++)
    atlas_calendar_month_select (month_at (self, i), self->chosen);

  if (has_choice && self->file != NULL)
    {
      const char *note = NULL;
      AtlasClosed why = atlas_calendar_why_closed (self->file->calendar, self->chosen.from, &note);
      int n = atlas_calendar_school_days_between (self->file->calendar, self->chosen.from,
                                                  self->chosen.to);

      days = atlas_calendar_name_days (self->chosen);
      if (self->chosen.from == self->chosen.to)
        what = atlas_words_closed (why, note);
      else
        /* Translators: how many of the chosen days are school days. */
        what = g_strdup_printf (ngettext ("%d school day", "%d school days", n), n);
      text = g_strdup_printf ("%s · %s", days, what);
    }

  gtk_label_set_label (self->choice, text != NULL ? text : word_hint (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.change", self->file != NULL);
}

/* One day of the year takes part in the order of Tab; the arrows go to the others. */
static void
set_cursor (AtlasCalendarPage *self,
            AtlasDate          date)
{
  GtkWidget *old = find_day (self, self->cursor);
  GtkWidget *day = find_day (self, date);

  if (day == NULL)
    return;

  if (old != NULL)
    gtk_widget_set_focusable (old, FALSE);
  gtk_widget_set_focusable (day, TRUE);
  self->cursor = date;
}

static void
choose (AtlasCalendarPage *self,
        AtlasDate          date,
        gboolean           is_growing)
{
  if (!is_growing || self->anchor == ATLAS_DATE_NONE)
    self->anchor = date;
  self->chosen.from = MIN (self->anchor, date);
  self->chosen.to = MAX (self->anchor, date);
  show_choice (self);
}

static void
month_pressed_cb (AtlasCalendarPage *self,
                  AtlasDate          date)
{
  set_cursor (self, date);
  gtk_widget_grab_focus (find_day (self, date));
  choose (self, date, self->is_growing);
  self->is_growing = FALSE;
}

static void
pointer_pressed_cb (GtkGestureClick   *gesture,
                    int                n_press,
                    double             x,
                    double             y,
                    AtlasCalendarPage *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (
    GTK_EVENT_CONTROLLER (gesture));

  self->is_growing = (state & GDK_SHIFT_MASK) != 0;
}

static AtlasDate
skip_weekend (AtlasDate date,
              int       step)
{
  while (atlas_date_weekday (date) >= SATURDAY)
    date += step > 0 ? 1 : -1;

  return date;
}

static AtlasDate
find_step (AtlasCalendarPage *self,
           guint              key)
{
  AtlasDate date = self->cursor;
  int day;

  atlas_date_split (date, NULL, NULL, &day);
  switch (key)
    {
    case GDK_KEY_Left:
      return skip_weekend (date - 1, -1);
    case GDK_KEY_Right:
      return skip_weekend (date + 1, 1);
    case GDK_KEY_Up:
      return date - DAYS_A_WEEK;
    case GDK_KEY_Down:
      return date + DAYS_A_WEEK;
    case GDK_KEY_Page_Up:
      return skip_weekend (atlas_date_add_months (date, -1), 1);
    case GDK_KEY_Page_Down:
      return skip_weekend (atlas_date_add_months (date, 1), 1);
    case GDK_KEY_Home:
      return skip_weekend (date - day + 1, 1);
    case GDK_KEY_End:
      return skip_weekend (atlas_date_add_months (date - day + 1, 1) - 1, -1);
    default:
      return ATLAS_DATE_NONE;
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                AtlasCalendarPage     *self)
{
  gboolean is_growing = (state & GDK_SHIFT_MASK) != 0;
  AtlasDate date;

  self->is_growing = is_growing;
  if (self->cursor == ATLAS_DATE_NONE || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  date = find_step (self, key);
  if (date == ATLAS_DATE_NONE)
    return FALSE;
  if (find_day (self, date) == NULL)
    return TRUE;

  if (is_growing && self->anchor == ATLAS_DATE_NONE)
    self->anchor = self->cursor;
  set_cursor (self, date);
  gtk_widget_grab_focus (find_day (self, date));
  if (is_growing)
    choose (self, date, TRUE);

  return TRUE;
}

static void
make_months (AtlasCalendarPage *self)
{
  AtlasDate first = atlas_date_new (self->year, SEPTEMBER, 1);
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->months, 0)) != NULL)
    gtk_flow_box_remove (self->months, GTK_WIDGET (child));

  for (int i = 0; i < MONTHS; i++)
    {
      GtkWidget *month = atlas_calendar_month_new (atlas_date_add_months (first, i));
      GtkWidget *keys = gtk_flow_box_child_new ();

      g_signal_connect_swapped (month, "pressed", G_CALLBACK (month_pressed_cb), self);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (keys), month);
      gtk_widget_set_focusable (keys, FALSE);
      gtk_flow_box_append (self->months, keys);
    }
}

static void
show_year (AtlasCalendarPage *self)
{
  AtlasDate today = atlas_session_get_as_of (self->session);
  AtlasDate first = atlas_date_new (self->year, SEPTEMBER, 1);
  g_autofree char *text = g_strdup_printf (_("School year %d–%02d"), self->year,
                                           (self->year + 1) % 100);

  if (month_at (self, 0) == NULL || atlas_calendar_month_get_first (month_at (self, 0)) != first)
    make_months (self);
  for (int i = 0; i < MONTHS; i++)
    atlas_calendar_month_show (month_at (self, i), self->file->calendar, today);

  gtk_label_set_label (self->year_label, text);
  if (find_day (self, self->cursor) == NULL)
    set_cursor (self, find_day (self, today) != NULL ? today : skip_weekend (first, 1));
  else
    set_cursor (self, self->cursor);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.earlier", self->year > YEAR_MIN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.later", self->year < YEAR_MAX);
  show_choice (self);
}

static void
show_moves (AtlasCalendarPage *self,
            GPtrArray         *moves)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->moves_list))) != NULL)
    gtk_list_box_remove (self->moves_list, row);

  for (guint i = 0; moves != NULL && i < moves->len; i++)
    {
      GtkWidget *label = gtk_label_new (g_ptr_array_index (moves, i));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "atlas-calendar-move");
      gtk_list_box_append (self->moves_list, label);
      gtk_widget_set_visible (gtk_widget_get_parent (label), i < MOVES_SHOWN);
    }
  gtk_widget_set_visible (self->all_moves, moves != NULL && moves->len > MOVES_SHOWN);
  gtk_widget_set_visible (self->moves, moves != NULL && moves->len > 0);
}

static void
show_file (AtlasCalendarPage *self)
{
  AtlasEstablishment *school = self->file->school;
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ATLAS_TYPE_VIEW);

  if (self->year == 0)
    {
      int month;

      atlas_date_split (atlas_session_get_as_of (self->session), &self->year, &month, NULL);
      self->year -= month < SEPTEMBER;
    }

  if (atlas_calendar_why_closed (self->file->calendar, self->moved_by, NULL) != self->moved_to)
    show_moves (self, NULL);
  gtk_widget_set_visible (self->own_days, school != NULL);
  self->is_filling = TRUE;
  gtk_switch_set_active (self->entered, school != NULL && school->own_days_entered);
  self->is_filling = FALSE;

  g_free (self->subtitle);
  self->subtitle = school != NULL ? g_strdup (_("School year")) : NULL;
  show_year (self);
  gtk_stack_set_visible_child_name (self->stack, "year");
  if (view != NULL)
    atlas_view_heading_changed (ATLAS_VIEW (view));
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  AtlasCalendarPage *self = user_data;
  g_autoptr(GError) error = NULL;
  AtlasCalendarFile *file;

  file = atlas_store_service_read_finish (ATLAS_STORE_SERVICE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->file, atlas_calendar_file_free);
  self->file = file;
  if (file == NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }

  show_file (self);
}

static char *
word_changed (const AtlasCalendarChanged *changed)
{
  int n = (int) changed->moves->len;

  if (changed->n_closed > 0)
    return g_strdup_printf (ngettext ("%d day stays closed: the county closes it",
                                      "%d days stay closed: the county closes them",
                                      changed->n_closed), changed->n_closed);
  if (changed->set_id == NULL)
    return g_strdup (_("It was so already"));
  if (n > 0)
    /* Translators: what was changed, and how many deadlines it moved. */
    return g_strdup_printf (ngettext ("%1$s. %2$d clock moved", "%1$s. %2$d clocks moved", n),
                            changed->label, n);

  return g_strdup (changed->label);
}

/* A change on its way to the store. */
typedef struct {
  AtlasCalendarPage *page;      /* (unowned): looked at only when not cancelled */
  AtlasForm         *form;
  AtlasDate          day;
  AtlasClosed        become;
} Change;

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Change *change = user_data;
  g_autoptr(AtlasForm) form = change->form;
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasCalendarChanged) changed = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (changed == NULL)
    {
      /* Translators: why a change was not stored. */
      text = g_strdup_printf (_("Nothing was changed: %s"), error->message);
      atlas_form_set_fault (form, text);
      return;
    }

  gtk_window_close (GTK_WINDOW (form));
  change->page->moved_by = change->day;
  change->page->moved_to = change->become;
  show_moves (change->page, changed->moves);
  text = word_changed (changed);
  if (changed->set_id != NULL)
    atlas_window_toast_undo_set (GTK_WIDGET (change->page), text, changed->set_id);
  else
    atlas_window_toast (GTK_WIDGET (change->page), text);
}

static void
save_cb (AtlasForm         *form,
         AtlasCalendarPage *self)
{
  AtlasCalendarChange *wanted = atlas_calendar_form_get (form);
  Change *change;

  if (wanted == NULL)
    return;

  wanted->on = atlas_session_get_as_of (self->session);
  change = g_new0 (Change, 1);
  change->page = self;
  change->form = g_object_ref (form);
  change->day = skip_weekend (wanted->days.from, 1);
  change->become = wanted->become;
  atlas_session_write_async (self->session, atlas_calendar_write_change, wanted,
                             (GDestroyNotify) atlas_calendar_change_free,
                             (GDestroyNotify) atlas_calendar_changed_free, self->cancellable,
                             changed_cb, change);
}

static void
change_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasCalendarPage *self = ATLAS_CALENDAR_PAGE (widget);
  AtlasDateRange days = self->chosen;
  AtlasForm *form;

  if (days.from == ATLAS_DATE_NONE)
    days.from = days.to = self->cursor;
  form = atlas_calendar_form_new (widget, self->file->school, days);
  g_signal_connect_object (form, "save", G_CALLBACK (save_cb), self, 0);
  gtk_window_present (GTK_WINDOW (form));
}

static void
file_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasCalendarPage *self = ATLAS_CALENDAR_PAGE (widget);
  AtlasDateRange year = {
    atlas_date_new (self->year, SEPTEMBER, 1), atlas_date_new (self->year + 1, SEPTEMBER, 1) - 1,
  };

  if (self->file == NULL)
    return;

  if (g_str_equal (name, "calendar.import"))
    atlas_calendar_import_choose (widget, self->session, self->file->school);
  else
    atlas_calendar_export (widget, self->session, self->file->school, year);
}

static void
show_moves_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AtlasCalendarPage *self = ATLAS_CALENDAR_PAGE (widget);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->moves_list));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    gtk_widget_set_visible (row, TRUE);
  gtk_widget_set_visible (self->all_moves, FALSE);
}

static void
go_to_year (AtlasCalendarPage *self,
            int                year)
{
  self->year = year;
  self->chosen = (AtlasDateRange) { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
  self->anchor = ATLAS_DATE_NONE;
  show_year (self);
}

static void
year_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasCalendarPage *self = ATLAS_CALENDAR_PAGE (widget);

  if (self->file != NULL)
    go_to_year (self, self->year + (g_str_equal (name, "calendar.later") ? 1 : -1));
}

static void
entered_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gpointer is_done = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (is_done == NULL)
    {
      text = g_strdup_printf (_("Nothing was changed: %s"), error->message);
      atlas_window_toast (GTK_WIDGET (user_data), text);
      return;
    }

  atlas_window_toast_undo (GTK_WIDGET (user_data), _("Noted whether its own days are entered"));
}

static void
entered_switched_cb (AtlasCalendarPage *self)
{
  g_autoptr(AtlasChangeSet) set = NULL;
  g_autofree char *label = NULL;

  if (self->is_filling || self->file == NULL || self->file->school == NULL)
    return;

  /* Translators: the name of a school, in the list of changes. */
  label = g_strdup_printf (_("INSET and occasional days of %s"), self->file->school->name);
  set = atlas_change_set_new (label);
  atlas_change_set_set (set, ATLAS_RECORD (self->file->school), "own_days_entered",
                        json_boolean (gtk_switch_get_active (self->entered)));
  atlas_session_apply_async (self->session, set, self->cancellable, entered_stored_cb, self);
}

static void
atlas_calendar_page_dispose (GObject *object)
{
  AtlasCalendarPage *self = ATLAS_CALENDAR_PAGE (object);

  g_cancellable_cancel (self->reading);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->reading);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_pointer (&self->file, atlas_calendar_file_free);

  G_OBJECT_CLASS (atlas_calendar_page_parent_class)->dispose (object);
}

static void
atlas_calendar_page_class_init (AtlasCalendarPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_calendar_page_dispose;
  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-calendar-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, own_days);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, entered);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, year_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, legend);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, moves);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, moves_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, all_moves);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, months);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, choice);
  gtk_widget_class_bind_template_child (widget_class, AtlasCalendarPage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, entered_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointer_pressed_cb);

  gtk_widget_class_install_action (widget_class, "calendar.change", NULL, change_action);
  gtk_widget_class_install_action (widget_class, "calendar.earlier", NULL, year_action);
  gtk_widget_class_install_action (widget_class, "calendar.later", NULL, year_action);
  gtk_widget_class_install_action (widget_class, "calendar.import", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "calendar.export", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "calendar.show-moves", NULL, show_moves_action);
}

static void
fill_legend (AtlasCalendarPage *self)
{
  static const AtlasClosed kinds[] = {
    ATLAS_CLOSED_HALF_TERM, ATLAS_CLOSED_INSET, ATLAS_CLOSED_CLOSURE, ATLAS_CLOSED_BANK_HOLIDAY,
    ATLAS_CLOSED_OUT_OF_TERM,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *words = atlas_words_closed (kinds[i], NULL);
      g_autofree char *text = g_strdup_printf ("%s  %s", atlas_calendar_letter (kinds[i]), words);
      GtkWidget *label = gtk_label_new (text);

      gtk_widget_add_css_class (label, "atlas-calendar-key");
      gtk_widget_add_css_class (label, atlas_calendar_style (kinds[i]));
      gtk_box_append (self->legend, label);
    }
}

static void
atlas_calendar_page_init (AtlasCalendarPage *self)
{
  self->reading = g_cancellable_new ();
  self->cancellable = g_cancellable_new ();
  self->chosen = (AtlasDateRange) { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
  self->anchor = ATLAS_DATE_NONE;
  self->cursor = ATLAS_DATE_NONE;
  self->moved_by = ATLAS_DATE_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_legend (self);
  show_choice (self);
}

void
atlas_calendar_page_set_session (AtlasCalendarPage *self,
                                 AtlasSession      *session)
{
  g_return_if_fail (ATLAS_IS_CALENDAR_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_calendar_page_show:
 * @key: `county`, or the key of a school
 *
 * Reads a calendar and shows its year; what is shown stays until then.
 */
void
atlas_calendar_page_show (AtlasCalendarPage *self,
                          const char        *key)
{
  g_return_if_fail (ATLAS_IS_CALENDAR_PAGE (self));

  if (g_strcmp0 (self->key, key) != 0)
    {
      show_moves (self, NULL);
      self->chosen = (AtlasDateRange) { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
      self->anchor = ATLAS_DATE_NONE;
      g_clear_pointer (&self->file, atlas_calendar_file_free);
    }
  g_free (self->key);
  self->key = g_strdup (key);

  atlas_renew_cancellable (&self->reading);
  atlas_store_service_read_async (atlas_session_get_service (self->session),
                                  atlas_calendar_read_file, g_strdup (key), g_free,
                                  (GDestroyNotify) atlas_calendar_file_free, self->reading,
                                  file_read_cb, self);
}

const char *
atlas_calendar_page_get_title (AtlasCalendarPage *self)
{
  return self->file != NULL && self->file->school != NULL ? self->file->school->name
                                                          : _("School Year");
}

const char *
atlas_calendar_page_get_subtitle (AtlasCalendarPage *self)
{
  return self->subtitle;
}
