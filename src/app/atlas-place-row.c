/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-place-row.h"

#include <glib/gi18n.h>

#include "records/atlas-codes.h"
#include "reports/atlas-words.h"

/**
 * AtlasPlaceRow:
 *
 * One line of the places board: texts for its cells, numbers to sort by. A figure that is not known
 * is a dash and sorts last.
 */
struct _AtlasPlaceRow
{
  GObject  parent_instance;

  char    *texts[16];           /* by AtlasPlaceRowProperty */
  char    *plain;               /* the detail without what stands in the summary too */
  int      numbers[16];
  char    *phase;
  char    *service;
  gboolean is_invented;
};

G_DEFINE_FINAL_TYPE (AtlasPlaceRow, atlas_place_row, G_TYPE_OBJECT)

typedef enum {
  PROP_NAME = 1,
  PROP_DETAIL,
  PROP_COMMISSIONED,
  PROP_ON_ROLL,
  PROP_HELD,
  PROP_LEAVING,
  PROP_FREE,
  PROP_SENT,
  PROP_MARK,
  PROP_ROUTE,
  PROP_SPOKEN,
  PROP_SUMMARY,
  PROP_N_FREE,
  PROP_N_SENT,
  PROP_N_COMMISSIONED,
} AtlasPlaceRowProperty;

static GParamSpec *props[PROP_N_COMMISSIONED + 1];

static void
atlas_place_row_finalize (GObject *object)
{
  AtlasPlaceRow *self = ATLAS_PLACE_ROW (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->plain, g_free);
  g_clear_pointer (&self->phase, g_free);
  g_clear_pointer (&self->service, g_free);

  G_OBJECT_CLASS (atlas_place_row_parent_class)->finalize (object);
}

static void
atlas_place_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AtlasPlaceRow *self = ATLAS_PLACE_ROW (object);

  if (prop_id >= PROP_N_FREE)
    g_value_set_int (value, self->numbers[prop_id]);
  else
    g_value_set_string (value, self->texts[prop_id]);
}

static void
atlas_place_row_class_init (AtlasPlaceRowClass *klass)
{
  static const char * const names[] = {
    NULL, "name", "detail", "commissioned", "on-roll", "held", "leaving", "free", "sent", "mark",
    "route", "spoken", "summary", "n-free", "n-sent", "n-commissioned",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = atlas_place_row_finalize;
  object_class->get_property = atlas_place_row_get_property;

  for (guint i = PROP_NAME; i <= PROP_N_COMMISSIONED; i++)
    props[i] = i >= PROP_N_FREE
               ? g_param_spec_int (names[i], NULL, NULL, G_MININT, G_MAXINT, 0, flags)
               : g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_place_row_init (AtlasPlaceRow *self)
{
}

static char *
count_text (gboolean is_known,
            int      count)
{
  return is_known ? g_strdup_printf ("%d", count) : g_strdup ("—");
}

static void
fill_counts (AtlasPlaceRow   *self,
             const AtlasFree *count)
{
  self->texts[PROP_COMMISSIONED] = count_text (TRUE, count->commissioned);
  self->texts[PROP_ON_ROLL] = count_text (count->is_known, count->on_roll);
  self->texts[PROP_HELD] = count_text (TRUE, count->held + count->offered);
  self->texts[PROP_LEAVING] = count_text (TRUE, count->leaving);
  self->texts[PROP_FREE] = count_text (count->is_known, MAX (count->free, 0));
  self->numbers[PROP_N_COMMISSIONED] = count->commissioned;
  self->numbers[PROP_N_FREE] = count->is_known ? count->free : G_MININT;
  self->numbers[PROP_N_SENT] = count->return_date;
}

/* A column of numbers ends at nought, so that more than there is stands in words below the name. */
static void
say_over (AtlasPlaceRow *self,
          const char    *words)
{
  self->texts[PROP_DETAIL] = *self->plain != '\0' ? g_strdup_printf ("%s · %s", self->plain, words)
                                                  : g_strdup (words);
}

/**
 * atlas_place_row_new:
 * @line: a line of the position
 * @on: the day of the position
 *
 * Returns: (transfer full): the row
 */
AtlasPlaceRow *
atlas_place_row_new (const AtlasCapacityLine *line,
                     AtlasDate                on)
{
  AtlasPlaceRow *self = g_object_new (ATLAS_TYPE_PLACE_ROW, NULL);
  AtlasPlace *place = line->line->place;
  AtlasProvision *provision = line->line->provision;
  g_autofree char *sent = atlas_words_as_last_sent (&line->free, on);
  g_autofree char *day = atlas_date_format_near (line->free.return_date, on);
  g_autofree char *free = atlas_words_free (&line->free);
  const char *phase = place->phase != NULL ? atlas_codes_label ("phase", place->phase) : NULL;
  const char *service = place->service != NULL ? atlas_codes_label ("service", place->service) : "";

  fill_counts (self, &line->free);
  self->phase = g_strdup (place->phase);
  self->is_invented = place->invented;
  self->texts[PROP_NAME] = g_strdup (provision->name);
  self->texts[PROP_DETAIL] = phase != NULL ? g_strdup_printf ("%s · %s", phase, service)
                                           : g_strdup (service);
  if (!line->free.is_known)
    self->texts[PROP_SENT] = g_strdup ("—");
  else
    self->texts[PROP_SENT] = atlas_return_is_old (&line->free.returns, line->free.return_date, on)
                             ? g_strdup_printf (_("%s (old)"), day) : g_strdup (day);
  self->texts[PROP_MARK] = g_strdup (place->invented ? _("Demonstration") : NULL);
  self->texts[PROP_ROUTE] = atlas_record_get_route (ATLAS_RECORD (provision));
  /* Translators: a line of the places board: the free places, held, leaving */
  self->texts[PROP_SUMMARY] = g_strdup_printf (_("%s, %s held, %s leaving. %s"), free,
                                               self->texts[PROP_HELD], self->texts[PROP_LEAVING],
                                               sent);
  self->texts[PROP_SPOKEN] = g_strdup_printf ("%s, %s: %s", provision->name,
                                              self->texts[PROP_DETAIL],
                                              self->texts[PROP_SUMMARY]);
  self->plain = g_steal_pointer (&self->texts[PROP_DETAIL]);
  if (line->free.is_known && line->free.free < 0)
    say_over (self, free);
  else
    self->texts[PROP_DETAIL] = g_strdup (self->plain);

  return self;
}

const char *
atlas_place_row_get_route (AtlasPlaceRow *self)
{
  return self->texts[PROP_ROUTE];
}

const char *
atlas_place_row_get_name (AtlasPlaceRow *self)
{
  return self->texts[PROP_NAME];
}

const char *
atlas_place_row_get_detail (AtlasPlaceRow *self)
{
  return self->plain;
}

const char *
atlas_place_row_get_summary (AtlasPlaceRow *self)
{
  return self->texts[PROP_SUMMARY];
}

const char *
atlas_place_row_get_phase (AtlasPlaceRow *self)
{
  return self->phase;
}

gboolean
atlas_place_row_is_invented (AtlasPlaceRow *self)
{
  return self->is_invented;
}

/**
 * atlas_place_row_append_heading:
 * @text: a table in the making
 *
 * Writes the heading of the table that atlas_place_row_append_table() continues.
 */
void
atlas_place_row_append_heading (GString *text)
{
  const char * const columns[] = {
    _("Provision"), _("Places for"), _("Commissioned"), _("On roll"), _("Held"), _("Leaving soon"),
    _("Free now"), _("As last sent"), _("Mark"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", columns[i]);
  g_string_append_c (text, '\n');
}

/**
 * atlas_place_row_append_table:
 * @text: a table in the making, its cells parted by tabs
 *
 * Writes the row as a spreadsheet or an e-mail takes it. An invented figure carries its mark.
 */
void
atlas_place_row_append_table (AtlasPlaceRow *self,
                              GString       *text)
{
  for (guint i = PROP_NAME; i <= PROP_MARK; i++)
    g_string_append_printf (text, "%s%s", i > PROP_NAME ? "\t" : "",
                            self->texts[i] != NULL ? self->texts[i] : "");
  g_string_append_c (text, '\n');
}
