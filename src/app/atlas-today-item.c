/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-today-item.h"

#include <glib/gi18n.h>

#include "reports/atlas-check-words.h"
#include "reports/atlas-words.h"

#define NO_CELLS -1

/**
 * AtlasTodayItem:
 *
 * One line of the Today page in words, for the screen and for print. It never changes.
 */
struct _AtlasTodayItem
{
  GObject  parent_instance;

  char    *title;
  char    *subtitle;            /* (nullable) */
  char    *words;               /* (nullable): the clock, or what to do */
  char    *route;               /* (nullable) */
  int      cells;               /* of the Day 6 clock; NO_CELLS without one */
  gboolean is_near;             /* a duty date is near or past */
};

G_DEFINE_FINAL_TYPE (AtlasTodayItem, atlas_today_item, G_TYPE_OBJECT)

static void
atlas_today_item_finalize (GObject *object)
{
  AtlasTodayItem *self = ATLAS_TODAY_ITEM (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->words);
  g_free (self->route);

  G_OBJECT_CLASS (atlas_today_item_parent_class)->finalize (object);
}

static void
atlas_today_item_class_init (AtlasTodayItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_today_item_finalize;
}

static void
atlas_today_item_init (AtlasTodayItem *self)
{
  self->cells = NO_CELLS;
}

/* Who: never a name, because anybody may look over a shoulder. */
static char *
word_child (const char *reference,
            int         year_group,
            const char *town)
{
  g_autofree char *year = atlas_words_year_group (year_group);
  const char *shown = reference != NULL ? reference : _("Not referred");

  /* Translators: a reference and a year group: K7-204 · Year 9 */
  if (town == NULL)
    return g_strdup_printf (_("%1$s · %2$s"), shown, year);

  /* Translators: a reference, a year group, a town: K7-204 · Year 9, Stevenage */
  return g_strdup_printf (_("%1$s · %2$s, %3$s"), shown, year, town);
}

static char *
word_nothing_agreed (const AtlasDay6Row *row,
                     const AtlasToday   *today)
{
  const AtlasFree *free = row->asked != NULL ? g_hash_table_lookup (today->asked_free, row->asked)
                                             : NULL;

  if (row->asked_name == NULL)
    return g_strdup (_("No place agreed yet · no provision asked"));
  if (free == NULL || !free->is_known)
    {
      /* Translators: a provision. */
      return g_strdup_printf (_("No place agreed yet · %s asked"), row->asked_name);
    }

  /* Translators: a provision and how many places it has. */
  return g_strdup_printf (ngettext ("No place agreed yet · %1$s has %2$d place free",
                                    "No place agreed yet · %1$s has %2$d places free",
                                    MAX (free->free, 0)),
                          row->asked_name, MAX (free->free, 0));
}

static char *
word_place (const AtlasDay6Row *row,
            const AtlasToday   *today)
{
  g_autofree char *day = atlas_date_format_near (row->place.on, today->on);
  const char *name = row->place.provision_name != NULL ? row->place.provision_name
                                                       : _("a provision not on this laptop");

  switch (row->place.step)
    {
    case ATLAS_PLACE_STEP_HELD:
      /* Translators: a provision and a date. */
      return g_strdup_printf (_("Place held at %1$s until %2$s"), name, day);
    case ATLAS_PLACE_STEP_OFFERED:
      /* Translators: a provision. */
      return g_strdup_printf (_("Place offered at %s, waiting for a reply"), name);
    case ATLAS_PLACE_STEP_ACCEPTED:
      /* Translators: a provision. */
      return g_strdup_printf (_("Place accepted at %s, not started"), name);
    case ATLAS_PLACE_STEP_STARTED:
      /* Translators: a provision and a date. */
      return g_strdup_printf (_("At %1$s since %2$s · full-time education not recorded"), name,
                              day);
    case ATLAS_PLACE_STEP_NONE:
    default:
      return word_nothing_agreed (row, today);
    }
}

static char *
add_sentence (char       *first,
              const char *second)
{
  g_autofree char *owned = first;

  /* Translators: two facts about the same thing. */
  return second != NULL ? g_strdup_printf (_("%1$s · %2$s"), owned, second)
                        : g_steal_pointer (&owned);
}

/**
 * atlas_today_item_new_day6:
 * @row: a child who is owed education by Day 6
 * @today: the page
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_day6 (const AtlasDay6Row *row,
                           const AtlasToday   *today)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);
  const AtlasClock *clock = &row->status.clock;

  self->title = word_child (row->reference, row->year_group, row->town);
  self->subtitle = add_sentence (word_place (row, today),
                                 atlas_words_provisional (clock->provisional));
  if (row->comes_first)
    self->subtitle = add_sentence (self->subtitle, atlas_words_comes_first ());
  self->words = atlas_words_clock (clock);
  self->cells = row->status.cells;
  self->is_near = clock->state == ATLAS_CLOCK_DUE || clock->state == ATLAS_CLOCK_LATE;
  if (row->reference != NULL)
    self->route = g_strdup_printf ("referral/%s", row->reference);
  else
    self->route = g_strdup_printf ("referrals?page=new&child=%s", row->child);

  return self;
}

/**
 * atlas_today_item_new_late:
 * @late: a provision that owes a return
 * @on: the day of the page
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_late (const AtlasLateReturn *late,
                           AtlasDate              on)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);
  g_autofree char *last = atlas_date_format_near (late->last, on);

  if (late->last == ATLAS_DATE_NONE)
    {
      /* Translators: a provision. */
      self->title = g_strdup_printf (_("%s has sent no places return"), late->name);
      self->subtitle = g_strdup (_("Its free places are not known"));
    }
  else
    {
      /* Translators: a provision. */
      self->title = g_strdup_printf (_("%s sent no places return this week"), late->name);
      /* Translators: a date and how many days ago it was. */
      self->subtitle = g_strdup_printf (ngettext ("Last return %1$s, %2$d day ago",
                                                  "Last return %1$s, %2$d days ago",
                                                  on - late->last), last, on - late->last);
    }
  self->words = g_strdup (_("Ask again"));
  self->route = g_strdup_printf ("provision/%s", late->provision);

  return self;
}

/**
 * atlas_today_item_new_review:
 * @review: a review that is due
 * @on: the day of the page
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_review (const AtlasReviewDue *review,
                             AtlasDate             on)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);
  g_autofree char *child = word_child (review->reference, review->year_group, review->town);
  g_autofree char *due = atlas_date_format_near (review->due, on);
  g_autofree char *what = NULL;

  /* Translators: a provision. */
  what = review->provision_name != NULL ? g_strdup_printf (_("Placement at %s"),
                                                           review->provision_name)
                                        : g_strdup (_("Referral"));
  self->title = review->due < on ? g_strdup_printf (_("Past its review date · %s"), child)
                                 : g_strdup_printf (_("Review due · %s"), child);

  /* Translators: what is reviewed, and a date. */
  self->subtitle = g_strdup_printf (_("%1$s · review by %2$s"), what, due);
  self->words = g_strdup (_("Review"));
  self->route = g_strdup_printf ("referral/%s", review->reference);

  return self;
}

/**
 * atlas_today_item_new_matter:
 * @matter: something that people must settle
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_matter (const AtlasOpenMatter *matter)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);
  const char *what = _("Two versions to check");

  if (g_str_equal (matter->type, "question"))
    what = _("More children than places");
  else if (g_str_equal (matter->type, "parked"))
    what = _("The server did not take a change");

  self->title = add_sentence (g_strdup (what), matter->reference);
  if (matter->by != NULL)
    {
      /* Translators: who changed it. */
      self->subtitle = g_strdup_printf (_("Changed by %s as well"), matter->by);
    }
  self->words = g_strdup (_("Choose"));
  self->route = g_strdup_printf ("%s/%s", matter->type, matter->id);

  return self;
}

/**
 * atlas_today_item_new_meeting:
 * @meeting: a meeting to come
 * @on: the day of the page
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_meeting (const AtlasNextMeeting *meeting,
                              AtlasDate               on)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);
  g_autofree char *day = atlas_date_format_near (meeting->on, on);
  g_autofree char *when = meeting->at != NULL ? g_strdup_printf (_("%1$s, %2$s"), day, meeting->at)
                                              : g_strdup (day);

  self->title = g_strdup (meeting->panel_name);

  /* Translators: when, and how many children a panel has on its list. */
  self->subtitle = g_strdup_printf (ngettext ("%1$s · %2$d child", "%1$s · %2$d children",
                                              meeting->n_children),
                                    when, meeting->n_children);
  self->route = g_strdup_printf ("meeting/%s", meeting->meeting);

  return self;
}

/**
 * atlas_today_item_new_more:
 * @title: "12 more children"
 * @route: (nullable): where they are
 *
 * Returns: (transfer full): the item
 */
AtlasTodayItem *
atlas_today_item_new_more (const char *title,
                           const char *route)
{
  AtlasTodayItem *self = g_object_new (ATLAS_TYPE_TODAY_ITEM, NULL);

  self->title = g_strdup (title);
  self->route = g_strdup (route);

  return self;
}

const char *
atlas_today_item_get_title (AtlasTodayItem *self)
{
  return self->title;
}

const char *
atlas_today_item_get_subtitle (AtlasTodayItem *self)
{
  return self->subtitle;
}

const char *
atlas_today_item_get_words (AtlasTodayItem *self)
{
  return self->words;
}

const char *
atlas_today_item_get_route (AtlasTodayItem *self)
{
  return self->route;
}

/**
 * atlas_today_item_get_spoken:
 *
 * Returns: (transfer full): what a screen reader says for the whole line
 */
char *
atlas_today_item_get_spoken (AtlasTodayItem *self)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv)           texts = NULL;

  g_strv_builder_add (parts, self->title);
  if (self->words != NULL)
    g_strv_builder_add (parts, self->words);
  if (self->subtitle != NULL)
    g_strv_builder_add (parts, self->subtitle);
  texts = g_strv_builder_end (parts);

  return g_strjoinv (". ", texts);
}

/**
 * atlas_today_item_get_cells:
 *
 * Returns: how many of the six cells are full, or -1 when the line has no clock
 */
int
atlas_today_item_get_cells (AtlasTodayItem *self)
{
  return self->cells;
}

gboolean
atlas_today_item_is_near (AtlasTodayItem *self)
{
  return self->is_near;
}
