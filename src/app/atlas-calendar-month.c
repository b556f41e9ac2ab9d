/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-month.h"

#include <glib/gi18n.h>

#include "reports/atlas-words.h"

#define DAYS_MAX    31
#define DAYS_A_WEEK 7
#define SATURDAY    6

/* A day in its grid; a weekend is a label that nobody can press. */
typedef struct {
  GtkWidget *widget;
  GtkWidget *letter;    /* (nullable): of a weekday */
} Day;

/**
 * AtlasCalendarMonth:
 *
 * A month of a school year: a grid of days, each with a letter for why the school is closed. The
 * days can be pressed; who owns the month moves the focus among them.
 */
struct _AtlasCalendarMonth
{
  GtkBox    parent_instance;

  AtlasDate first;
  int       n_days;
  Day       days[DAYS_MAX];
};

G_DEFINE_FINAL_TYPE (AtlasCalendarMonth, atlas_calendar_month, GTK_TYPE_BOX)

enum { SIGNAL_PRESSED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Columns: why closed, the letter in the grid, the style class. */
static const struct {
  AtlasClosed why;
  const char *letter;
  const char *style;
} looks[] = {
  { ATLAS_CLOSED_NOT, "", "school-day" },
  /* Translators: one letter for half-term, in a small calendar. */
  { ATLAS_CLOSED_HALF_TERM, NC_ ("calendar", "H"), "half-term" },
  /* Translators: one letter for an INSET day, in a small calendar. */
  { ATLAS_CLOSED_INSET, NC_ ("calendar", "I"), "inset" },
  /* Translators: one letter for a closure, in a small calendar. */
  { ATLAS_CLOSED_CLOSURE, NC_ ("calendar", "C"), "closure" },
  /* Translators: one letter for a bank holiday, in a small calendar. */
  { ATLAS_CLOSED_BANK_HOLIDAY, NC_ ("calendar", "B"), "bank-holiday" },
  /* Translators: one sign for a day out of term, in a small calendar. */
  { ATLAS_CLOSED_OUT_OF_TERM, NC_ ("calendar", "–"), "out-of-term" },
};

static gsize
find_look (AtlasClosed why)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].why == why)
      return i;

  return 0;
}

/**
 * atlas_calendar_letter:
 * @why: why a day is closed
 *
 * Returns: the letter that stands for it, "" for a school day
 */
const char *
atlas_calendar_letter (AtlasClosed why)
{
  const char *letter = looks[find_look (why)].letter;

  return *letter != '\0' ? g_dpgettext2 (NULL, "calendar", letter) : "";
}

/**
 * atlas_calendar_style:
 * @why: why a day is closed
 *
 * Returns: the style class of such a day
 */
const char *
atlas_calendar_style (AtlasClosed why)
{
  return looks[find_look (why)].style;
}

static int
index_of (AtlasCalendarMonth *self,
          AtlasDate           date)
{
  /* Compared before they are subtracted: no date is too far away for that. */
  return date >= self->first && date < self->first + self->n_days ? date - self->first : -1;
}

static void
pressed_cb (GtkWidget          *button,
            AtlasCalendarMonth *self)
{
  for (int i = 0; i < self->n_days; i++)
    if (self->days[i].widget == button)
      g_signal_emit (self, signals[SIGNAL_PRESSED], 0, self->first + i);
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_weekend (const char *number)
{
  GtkWidget *label = make_label (number, "dim-label");

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "atlas-calendar-weekend");
  return label;
}

static GtkWidget *
make_weekday (AtlasCalendarMonth *self,
              Day                *day,
              const char         *number)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  day->letter = make_label ("", "letter");
  gtk_box_append (GTK_BOX (box), gtk_label_new (number));
  gtk_box_append (GTK_BOX (box), day->letter);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "atlas-calendar-day");
  g_signal_connect (button, "clicked", G_CALLBACK (pressed_cb), self);

  return button;
}

static void
add_headings (GtkGrid *grid)
{
  /* 5 January 1970 was a Monday. */
  for (int column = 0; column < DAYS_A_WEEK; column++)
    {
      g_autoptr(GDateTime) time = g_date_time_new_utc (1970, 1, 5 + column, 12, 0, 0);
      g_autofree char *name = g_date_time_format (time, "%a");
      g_autofree char *letter = g_utf8_substring (name, 0, 1);

      gtk_grid_attach (grid, make_label (letter, "dim-label"), column, 0, 1, 1);
    }
}

static void
atlas_calendar_month_class_init (AtlasCalendarMonthClass *klass)
{
  /**
   * AtlasCalendarMonth::pressed:
   * @date: an #AtlasDate
   *
   * A day was pressed.
   */
  signals[SIGNAL_PRESSED] = g_signal_new ("pressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
atlas_calendar_month_init (AtlasCalendarMonth *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * atlas_calendar_month_new:
 * @first: the first day of a month
 *
 * Makes an empty month; atlas_calendar_month_show() fills it.
 */
GtkWidget *
atlas_calendar_month_new (AtlasDate first)
{
  AtlasCalendarMonth *self = g_object_new (ATLAS_TYPE_CALENDAR_MONTH,
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  int column = atlas_date_weekday (first) - 1;
  g_autofree char *name = atlas_date_format_month (first);
  GtkWidget *heading = make_label (name, "heading");

  self->first = first;
  self->n_days = atlas_date_add_months (first, 1) - first;
  gtk_widget_set_halign (heading, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_grid_set_column_homogeneous (grid, TRUE);
  add_headings (grid);

  for (int i = 0; i < self->n_days; i++)
    {
      Day *day = &self->days[i];
      g_autofree char *number = g_strdup_printf ("%d", i + 1);
      int place = column + i;

      day->widget = place % DAYS_A_WEEK + 1 >= SATURDAY ? make_weekend (number)
                                                        : make_weekday (self, day, number);
      gtk_grid_attach (grid, day->widget, place % DAYS_A_WEEK, 1 + place / DAYS_A_WEEK, 1, 1);
    }
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (grid));

  return GTK_WIDGET (self);
}

AtlasDate
atlas_calendar_month_get_first (AtlasCalendarMonth *self)
{
  return self->first;
}

/**
 * atlas_calendar_month_get_day:
 * @self: a month
 * @date: a date
 *
 * Returns: (transfer none) (nullable): the button of that day; %NULL at a weekend and in other
 *   months
 */
GtkWidget *
atlas_calendar_month_get_day (AtlasCalendarMonth *self,
                              AtlasDate           date)
{
  int i = index_of (self, date);

  return i >= 0 && self->days[i].letter != NULL ? self->days[i].widget : NULL;
}

static void
show_day (Day           *day,
          AtlasCalendar *calendar,
          AtlasDate      date,
          gboolean       is_today)
{
  const char *note = NULL;
  AtlasClosed why = atlas_calendar_why_closed (calendar, date, &note);
  g_autofree char *words = atlas_words_closed (why, note);
  g_autofree char *when = atlas_date_format_long (date);
  g_autofree char *name = NULL;

  if (is_today)
    /* Translators: a date, and what kind of day it is. */
    name = g_strdup_printf (_("Today, %1$s, %2$s"), when, words);
  else
    /* Translators: a date, and what kind of day it is. */
    name = g_strdup_printf (_("%1$s, %2$s"), when, words);

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (day->widget, looks[i].style);
  gtk_widget_add_css_class (day->widget, atlas_calendar_style (why));
  if (is_today)
    gtk_widget_add_css_class (day->widget, "today");
  else
    gtk_widget_remove_css_class (day->widget, "today");
  gtk_label_set_label (GTK_LABEL (day->letter), atlas_calendar_letter (why));
  gtk_widget_set_tooltip_text (day->widget, why != ATLAS_CLOSED_NOT ? words : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (day->widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/**
 * atlas_calendar_month_show:
 * @self: a month
 * @calendar: whose days
 * @today: the day that the page is of
 *
 * Shows what every day is.
 */
void
atlas_calendar_month_show (AtlasCalendarMonth *self,
                           AtlasCalendar      *calendar,
                           AtlasDate           today)
{
  for (int i = 0; i < self->n_days; i++)
    if (self->days[i].letter != NULL)
      show_day (&self->days[i], calendar, self->first + i, self->first + i == today);
}

/**
 * atlas_calendar_month_select:
 * @self: a month
 * @days: the days that are chosen
 *
 * Shows which days are chosen.
 */
void
atlas_calendar_month_select (AtlasCalendarMonth *self,
                             AtlasDateRange      days)
{
  for (int i = 0; i < self->n_days; i++)
    {
      AtlasDate date = self->first + i;

      if (self->days[i].letter != NULL)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->days[i].widget),
                                      days.from <= date && date <= days.to);
    }
}
