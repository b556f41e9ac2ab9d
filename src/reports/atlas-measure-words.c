/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values, findings and captions of measures in words. */
#include "config.h"

#include "reports/atlas-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "records/atlas-codes.h"
#include "reports/atlas-capacity-areas.h"
#include "reports/atlas-words.h"
#include "rules/atlas-waiting.h"

/* A number at the head of a sentence is a word. */
static char *
word_number (guint number)
{
  static const char * const words[] = {
    N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"), N_("Seven"),
    N_("Eight"), N_("Nine"),
  };

  return number < G_N_ELEMENTS (words) ? g_strdup (_(words[number]))
                                       : g_strdup_printf ("%u", number);
}

static int
class_of (AtlasMeasureKind kind,
          double           value)
{
  const AtlasMeasureScale *scale = atlas_measure_get_scale (kind);
  int index = 0;

  while (index < ATLAS_MEASURE_N_CLASSES - 1 && value >= scale->breaks[index])
    index++;

  return index;
}

/* A sum is over when its children are more than its places, whatever its lines are. */
static int
count_over (const AtlasMeasured *self)
{
  return self->places.on_roll + self->places.offered - self->places.commissioned;
}

static char *
word_places (const AtlasMeasured *self)
{
  AtlasFree sum = self->places;
  g_autofree char *free_words = NULL;
  g_autofree char *lines = NULL;

  sum.over_by = MAX (0, count_over (self));
  sum.free = MAX (0, sum.free);
  free_words = atlas_words_free (&sum);
  if (self->n_unknown == 0)
    return g_steal_pointer (&free_words);

  lines = g_strdup_printf (ngettext ("%u line without a return", "%u lines without a return",
                                     self->n_unknown),
                           self->n_unknown);
  /* Translators: "2 of 24 places free", "1 line without a return" */
  return g_strdup_printf (_("%1$s, %2$s"), free_words, lines);
}

static char *
word_days (int days)
{
  return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
}

static char *
word_children (const AtlasMeasured *self)
{
  if (self->waiting == 0)
    return g_strdup (_("Nobody waits for a place"));

  return g_strdup_printf (ngettext ("%d child waits for a place", "%d children wait for a place",
                                    self->waiting),
                          self->waiting);
}

static char *
word_longest (const AtlasMeasured *self,
              AtlasDate            on)
{
  g_autofree char *days = NULL;

  if (self->waiting == 0)
    return g_strdup (_("Nobody waits for a place"));
  if (self->since == ATLAS_DATE_NONE)
    return g_strdup (_("The day of receipt is not known"));

  days = word_days (atlas_days_since (self->since, on));
  /* Translators: "41 days" */
  return g_strdup_printf (_("Longest wait %s"), days);
}

/**
 * atlas_measured_word_title:
 * @self: a part of a county
 *
 * Returns: (transfer full): its number, if it has one, and its name: "2 Stevenage"
 */
char *
atlas_measured_word_title (const AtlasMeasured *self)
{
  if (self->number == NULL)
    return g_strdup (self->name);

  /* Translators: the number and the name of an area. */
  return g_strdup_printf (_("%1$s %2$s"), self->number, self->name);
}

static void
read_nothing (const AtlasMeasured *self,
              AtlasReading        *reading)
{
  gboolean is_partnership = strcmp (self->type, "partnership") == 0;

  reading->class_index = -1;
  if (self->n_lines == 0)
    {
      reading->text = g_strdup (_("No places"));
      reading->detail = g_strdup (is_partnership ? _("Places are counted by area")
                                                 : _("No places are entered here"));
      return;
    }

  reading->text = g_strdup (_("No return"));
  reading->detail = g_strdup (_("No return received"));
}

static void
read_places (const AtlasMeasured *self,
             AtlasMeasureKind     kind,
             AtlasReading        *reading)
{
  const AtlasFree *places = &self->places;

  if (!places->is_known || places->commissioned == 0)
    {
      read_nothing (self, reading);
      return;
    }

  reading->has_value = TRUE;
  reading->value = MAX (0, places->free);
  reading->text = g_strdup_printf ("%d", MAX (0, places->free));
  reading->detail = word_places (self);
  if (kind == ATLAS_MEASURE_FILLED)
    {
      g_free (reading->text);
      /* Rounded, so that the class is that of the number which is printed. */
      reading->value = round (atlas_capacity_filled (places, places->commissioned));
      /* Translators: per cent, as printed on a map. */
      reading->text = g_strdup_printf (_("%.0f%%"), reading->value);
    }
}

static void
read_waiting (const AtlasMeasured *self,
              AtlasMeasureKind     kind,
              AtlasDate            on,
              AtlasReading        *reading)
{
  gboolean is_dated = self->waiting == 0 || self->since != ATLAS_DATE_NONE;
  int days = self->waiting > 0 && is_dated ? atlas_days_since (self->since, on) : 0;

  reading->has_value = TRUE;
  if (kind == ATLAS_MEASURE_WAITING)
    {
      reading->value = self->waiting;
      reading->text = g_strdup_printf ("%d", self->waiting);
      reading->detail = word_longest (self, on);
      return;
    }

  reading->has_value = is_dated;
  reading->value = days;
  reading->text = !is_dated ? g_strdup (_("Not known"))
                  : self->waiting == 0 ? g_strdup (_("None")) : word_days (days);
  reading->detail = word_children (self);
}

static char *
word_spoken (const AtlasMeasured *self,
             AtlasMeasureKind     kind,
             const AtlasReading  *reading)
{
  g_autofree char *title = atlas_measured_word_title (self);

  if (!reading->has_value)
    /* Translators: an area, and why there is no value. */
    return g_strdup_printf (_("%1$s: %2$s"), title, reading->detail);

  switch (kind)
    {
    case ATLAS_MEASURE_FILLED:
      /* Translators: an area, per cent, "2 of 24 places free". */
      return g_strdup_printf (_("%1$s: %2$.0f per cent of places filled, %3$s"), title,
                              reading->value, reading->detail);
    case ATLAS_MEASURE_FREE:
      /* Translators: an area, "2 of 24 places free". */
      return g_strdup_printf (_("%1$s: %2$s"), title, reading->detail);
    case ATLAS_MEASURE_WAITING:
      {
        g_autofree char *children = word_children (self);

        if (self->waiting == 0)
          return g_strdup_printf (_("%1$s: %2$s"), title, children);
        /* Translators: an area, "8 children wait for a place", "Longest wait 41 days". */
        return g_strdup_printf (_("%1$s: %2$s. %3$s."), title, children, reading->detail);
      }
    case ATLAS_MEASURE_LONGEST:
    default:
      if (self->waiting == 0)
        return g_strdup_printf (_("%1$s: %2$s"), title, reading->detail);
      /* Translators: an area, "41 days", "8 children wait for a place". */
      return g_strdup_printf (_("%1$s: longest wait %2$s, %3$s"), title, reading->text,
                              reading->detail);
    }
}

/**
 * atlas_measured_read:
 * @self: a part of a county
 * @kind: a measure
 * @on: the day
 * @reading: (out caller-allocates): cleared with atlas_reading_clear()
 *
 * Reads one measure, as number, class and words. Places filled are as atlas_capacity_filled() says.
 */
void
atlas_measured_read (const AtlasMeasured *self,
                     AtlasMeasureKind     kind,
                     AtlasDate            on,
                     AtlasReading        *reading)
{
  memset (reading, 0, sizeof *reading);

  if (kind == ATLAS_MEASURE_FILLED || kind == ATLAS_MEASURE_FREE)
    read_places (self, kind, reading);
  else
    read_waiting (self, kind, on, reading);

  reading->class_index = reading->has_value ? class_of (kind, reading->value) : -1;
  reading->spoken = word_spoken (self, kind, reading);
}

static guint
count_of_class (const AtlasMeasures *self,
                AtlasMeasureKind     kind,
                int                  class_index,
                guint               *n_valued)
{
  guint n = 0;

  *n_valued = 0;
  for (guint i = 0; i < self->parts->len; i++)
    {
      g_auto(AtlasReading) reading = { 0 };

      atlas_measured_read (g_ptr_array_index (self->parts, i), kind, self->on, &reading);
      n += reading.class_index == class_index;
      *n_valued += reading.has_value;
    }

  return n;
}

/* Of an area, whose places are not counted by partnership; or when nothing is known. */
static char *
word_whole (const AtlasMeasures *self)
{
  g_autofree char *words = NULL;

  if (!self->whole->places.is_known)
    return g_strdup (self->whole->n_lines > 0 ? _("No return received")
                     : _("No places are entered"));

  words = word_places (self->whole);
  /* Translators: an area, and "2 of 24 places free". */
  return self->whole->name != NULL ? g_strdup_printf (_("%1$s: %2$s"), self->whole->name, words)
                                   : g_steal_pointer (&words);
}

static char *
word_filled (const AtlasMeasures *self)
{
  guint n_valued;
  guint n_full = count_of_class (self, ATLAS_MEASURE_FILLED, ATLAS_MEASURE_N_CLASSES - 1,
                                 &n_valued);
  g_autofree char *number = word_number (n_full);

  if (n_valued == 0)
    return word_whole (self);
  if (n_full > 0)
    /* Translators: "Three", at the head of a sentence. */
    return g_strdup_printf (ngettext ("%s area has almost no places left",
                                      "%s areas have almost no places left", n_full),
                            number);
  if (n_valued < self->parts->len)
    return g_strdup (_("Every area with a return has places left"));

  return g_strdup (_("Every area has places left"));
}

static char *
word_free (const AtlasMeasures *self)
{
  guint n_valued;
  guint n_none = count_of_class (self, ATLAS_MEASURE_FREE, 0, &n_valued);
  g_autofree char *number = word_number (n_none);

  if (n_valued == 0)
    return word_whole (self);
  if (n_none > 0)
    /* Translators: "Two", at the head of a sentence. */
    return g_strdup_printf (ngettext ("%s area has no place free", "%s areas have no place free",
                                      n_none),
                            number);

  return g_strdup_printf (ngettext ("%d place is free", "%d places are free",
                                    self->whole->places.free),
                          MAX (0, self->whole->places.free));
}

static char *
word_wait (const AtlasMeasures *self)
{
  g_autoptr(GPtrArray) ranked = atlas_measures_rank (self, ATLAS_MEASURE_LONGEST);
  const AtlasMeasured *first = ranked->len > 0 ? g_ptr_array_index (ranked, 0) : NULL;
  g_autofree char *days = NULL;

  if (self->whole->waiting == 0 || self->whole->since == ATLAS_DATE_NONE)
    return word_longest (self->whole, self->on);

  days = word_days (atlas_days_since (self->whole->since, self->on));
  if (first == NULL || first->since != self->whole->since)
    /* Translators: "41 days". */
    return g_strdup_printf (_("The longest wait is %s"), days);

  /* Translators: "41 days", the name of an area. */
  return g_strdup_printf (_("The longest wait is %1$s, in %2$s"), days, first->name);
}

/**
 * atlas_measures_word_finding:
 * @self: measures
 * @kind: which
 *
 * Says in one sentence what they come to: "Three areas have almost no places left".
 *
 * Returns: (transfer full): the sentence, without a full stop
 */
char *
atlas_measures_word_finding (const AtlasMeasures *self,
                             AtlasMeasureKind     kind)
{
  switch (kind)
    {
    case ATLAS_MEASURE_FILLED:
      return word_filled (self);
    case ATLAS_MEASURE_FREE:
      return word_free (self);
    case ATLAS_MEASURE_WAITING:
      return word_children (self->whole);
    case ATLAS_MEASURE_LONGEST:
    default:
      return word_wait (self);
    }
}

static char *
word_subject (const AtlasMeasures *self,
              AtlasMeasureKind     kind)
{
  const char *heading = _(atlas_measure_get_scale (kind)->heading);
  g_autofree char *date = atlas_date_format_long (self->on);

  if (self->phase == NULL)
    /* Translators: "Places filled", a date. */
    return g_strdup_printf (_("%1$s, %2$s."), heading, date);

  /* Translators: "Places filled", "Secondary", a date. */
  return g_strdup_printf (_("%1$s, %2$s, %3$s."), heading,
                          atlas_codes_label ("phase", self->phase), date);
}

static char *
list_missing (const AtlasMeasures *self,
              AtlasMeasureKind     kind)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const AtlasMeasured *part = g_ptr_array_index (self->parts, i);
      g_auto(AtlasReading) reading = { 0 };

      atlas_measured_read (part, kind, self->on, &reading);
      if (reading.has_value)
        continue;
      g_string_append_printf (names, "%s%s", n > 0 ? ", " : "",
                              part->number != NULL ? part->number : part->name);
      n++;
    }

  if (n == 0 || n == self->parts->len)
    return NULL;

  /* Translators: numbers of areas: "6, 8". */
  return g_strdup_printf (ngettext ("Not known for area %s.", "Not known for areas %s.", n),
                          names->str);
}

static void
add_about_places (const AtlasMeasures *self,
                  AtlasMeasureKind     kind,
                  GStrvBuilder        *parts)
{
  const AtlasMeasured *whole = self->whole;

  if (kind == ATLAS_MEASURE_FILLED)
    g_strv_builder_add (parts, _("Children on roll, of the places commissioned."));
  if (whole->places.is_known)
    {
      g_autofree char *sent = atlas_date_format_near (whole->places.return_date, self->on);
      /* Translators: a date. */
      g_autofree char *words = g_strdup_printf (_("As last sent, the oldest on %s."), sent);

      g_strv_builder_add (parts, words);
    }
  if (whole->n_unknown > 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("%u line of places has no return.",
                                                          "%u lines of places have no return.",
                                                          whole->n_unknown),
                                                whole->n_unknown);

      g_strv_builder_add (parts, words);
    }
  if (self->n_elsewhere > 0 && strcmp (whole->type, "county") == 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("%u line of county places is in no area.",
                                                          "%u lines of county places are in no "
                                                          "area.", self->n_elsewhere),
                                                self->n_elsewhere);

      g_strv_builder_add (parts, words);
    }
}

/**
 * atlas_measures_word_caption:
 * @self: measures
 * @kind: which
 *
 * Says what the numbers are: measure, day, what they stand on, and what is missing.
 *
 * Returns: (transfer full): some sentences
 */
char *
atlas_measures_word_caption (const AtlasMeasures *self,
                             AtlasMeasureKind     kind)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *subject = word_subject (self, kind);
  g_autofree char *missing = list_missing (self, kind);
  g_auto(GStrv) texts = NULL;

  g_strv_builder_add (parts, subject);
  if (kind == ATLAS_MEASURE_FILLED || kind == ATLAS_MEASURE_FREE)
    add_about_places (self, kind, parts);
  else
    g_strv_builder_add (parts, _("Open referrals of children who have not started, by where "
                                 "they live."));
  if (missing != NULL)
    g_strv_builder_add (parts, missing);
  texts = g_strv_builder_end (parts);

  return g_strjoinv (" ", texts);
}
