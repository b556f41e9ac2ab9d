/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Today page in words and numbers: the same for the screen and for print. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-today-lists.h"

#include <glib/gi18n.h>

#include "app/atlas-asked.h"
#include "reports/atlas-words.h"

/* Rows of one kind that a page shows; a last row says how many more there are, and where. */
#define DAY6_SHOWN    40
#define WAITING_SHOWN 8

#define ROUTE_DAY6    "referrals?day6=yes&descending=no&open=no&sort=excluded"
#define ROUTE_REVIEWS "referrals?open=no&review=yes"

/**
 * atlas_today_read:
 * @data: an #AtlasAsked of a scope
 *
 * Work for atlas_session_ask_async().
 *
 * Returns: (transfer full): an #AtlasToday
 */
gpointer
atlas_today_read (AtlasStore   *store,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_store_read_today (store, asked->of, asked->on, error);
}

void
atlas_today_figure_clear (AtlasTodayFigure *figure)
{
  g_clear_pointer (&figure->value, g_free);
  g_clear_pointer (&figure->detail, g_free);
}

/* How many of the children are late, due today, due tomorrow, in one line. */
static char *
word_urgency (const AtlasToday *today)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  int n_late = 0;
  int n_today = 0;
  int n_tomorrow = 0;

  for (guint i = 0; i < today->day6->len; i++)
    {
      const AtlasDay6Row *row = g_ptr_array_index (today->day6, i);
      AtlasDate due = row->status.clock.due;

      n_late += row->status.clock.state == ATLAS_CLOCK_LATE ? 1 : 0;
      n_today += due == today->on ? 1 : 0;
      n_tomorrow += due == today->on + 1 ? 1 : 0;
    }

  if (n_late > 0)
    g_ptr_array_add (parts, g_strdup_printf (_("%d late"), n_late));
  if (n_today > 0)
    g_ptr_array_add (parts, g_strdup_printf (_("%d due today"), n_today));
  if (n_tomorrow > 0)
    g_ptr_array_add (parts, g_strdup_printf (_("%d due tomorrow"), n_tomorrow));
  if (parts->len == 0)
    return g_strdup (_("none due before tomorrow"));

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **) parts->pdata);
}

void
atlas_today_figure_children (const AtlasToday *today,
                             AtlasTodayFigure *figure)
{
  figure->value = g_strdup_printf ("%u", today->day6->len);
  /* The space before 6 does not break. */
  figure->label = ngettext ("child needs education by Day\302\2406",
                            "children need education by Day\302\2406", today->day6->len);
  figure->detail = today->day6->len > 0 ? word_urgency (today) : NULL;
  figure->route = today->day6->len > 0 ? ROUTE_DAY6 : NULL;
}

static char *
word_places (const AtlasToday *today)
{
  g_autofree char *provisions = NULL;

  if (today->n_lines == 0)
    return g_strdup (_("no places are entered for this part of the county"));
  if (!today->free.is_known)
    return g_strdup (_("no return received"));

  provisions = g_strdup_printf (ngettext ("%u provision", "%u provisions", today->n_provisions),
                                today->n_provisions);
  if (today->n_unknown > 0)
    {
      /* Translators: places commissioned, "9 provisions", lines of places without a return. */
      return g_strdup_printf (ngettext ("of %d, %s; %u line without a return",
                                        "of %d, %s; %u lines without a return", today->n_unknown),
                              today->free.commissioned, provisions, today->n_unknown);
    }

  /* Translators: places commissioned, "9 provisions". */
  return g_strdup_printf (_("of %d, %s"), today->free.commissioned, provisions);
}

void
atlas_today_figure_places (const AtlasToday *today,
                           AtlasTodayFigure *figure)
{
  gboolean is_known = today->n_lines > 0 && today->free.is_known;

  figure->value = is_known ? g_strdup_printf ("%d", MAX (today->free.free, 0)) : g_strdup ("—");
  figure->label = ngettext ("place free now", "places free now", MAX (today->free.free, 0));
  figure->detail = word_places (today);
  figure->route = "provision";
}

static guint
count_past_reviews (const AtlasToday *today)
{
  guint n_past = 0;

  for (guint i = 0; i < today->reviews->len; i++)
    n_past += ((AtlasReviewDue *) g_ptr_array_index (today->reviews, i))->due < today->on ? 1 : 0;

  return n_past;
}

void
atlas_today_figure_reviews (const AtlasToday *today,
                            AtlasTodayFigure *figure)
{
  guint n_past = count_past_reviews (today);

  figure->value = g_strdup_printf ("%u", today->n_reviews_this_week);
  figure->label = ngettext ("review due this week", "reviews due this week",
                            today->n_reviews_this_week);
  if (n_past > 0)
    figure->detail = g_strdup_printf (ngettext ("%u past its date", "%u past their date", n_past),
                                      n_past);
  figure->route = today->reviews->len > 0 ? ROUTE_REVIEWS : NULL;
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static void
add_more (GPtrArray  *list,
          char       *title,
          const char *route)
{
  g_autofree char *owned = title;

  g_ptr_array_add (list, atlas_today_item_new_more (owned, route));
}

/**
 * atlas_today_list_day6:
 * @today: the page
 *
 * Returns: (transfer full) (element-type AtlasTodayItem): the children, the first to be due first
 */
GPtrArray *
atlas_today_list_day6 (const AtlasToday *today)
{
  GPtrArray *list = new_list ();
  guint n_shown = MIN (today->day6->len, DAY6_SHOWN);
  guint n_more = today->day6->len - n_shown;

  for (guint i = 0; i < n_shown; i++)
    g_ptr_array_add (list, atlas_today_item_new_day6 (g_ptr_array_index (today->day6, i), today));
  if (n_more > 0)
    add_more (list, g_strdup_printf (ngettext ("%u more child", "%u more children", n_more),
                                     n_more), ROUTE_DAY6);

  return list;
}

/**
 * atlas_today_list_waiting:
 * @today: the page
 *
 * Lists what waits for somebody: what must be settled, late returns, reviews past their date.
 *
 * Returns: (transfer full) (element-type AtlasTodayItem): it
 */
GPtrArray *
atlas_today_list_waiting (const AtlasToday *today)
{
  GPtrArray *list = new_list ();
  guint n_matters = MIN (today->matters->len, WAITING_SHOWN);
  guint n_late = MIN (today->late_returns->len, WAITING_SHOWN);
  guint n_past = count_past_reviews (today);
  guint n_reviews = MIN (n_past, WAITING_SHOWN);

  for (guint i = 0; i < n_matters; i++)
    g_ptr_array_add (list, atlas_today_item_new_matter (g_ptr_array_index (today->matters, i)));
  if (today->matters->len > n_matters)
    add_more (list, g_strdup_printf (_("%u more to settle"), today->matters->len - n_matters),
              NULL);
  for (guint i = 0; i < n_late; i++)
    g_ptr_array_add (list, atlas_today_item_new_late (g_ptr_array_index (today->late_returns, i),
                                                      today->on));
  if (today->late_returns->len > n_late)
    add_more (list, g_strdup_printf (_("%u more provisions owe a return"),
                                     today->late_returns->len - n_late), "provision");
  for (guint i = 0; i < n_reviews; i++)
    g_ptr_array_add (list, atlas_today_item_new_review (g_ptr_array_index (today->reviews, i),
                                                        today->on));
  if (n_past > n_reviews)
    add_more (list, g_strdup_printf (_("%u more reviews past their date"), n_past - n_reviews),
              ROUTE_REVIEWS);

  return list;
}

/**
 * atlas_today_list_meetings:
 * @today: the page
 *
 * Returns: (transfer full) (element-type AtlasTodayItem): the next meetings
 */
GPtrArray *
atlas_today_list_meetings (const AtlasToday *today)
{
  GPtrArray *list = new_list ();

  for (guint i = 0; i < today->meetings->len; i++)
    g_ptr_array_add (list, atlas_today_item_new_meeting (g_ptr_array_index (today->meetings, i),
                                                         today->on));

  return list;
}

static void
add_figure (AtlasDocument    *document,
            void (           *fill ) (const AtlasToday *,
                                      AtlasTodayFigure *),
            const AtlasToday *today)
{
  g_auto(AtlasTodayFigure) figure = { 0 };
  const char *cells[4] = { NULL };

  fill (today, &figure);
  cells[0] = figure.label;
  cells[1] = figure.value;
  cells[2] = figure.detail != NULL ? figure.detail : "";
  atlas_document_add_row (document, cells);
}

static void
add_list (AtlasDocument *document,
          const char    *heading,
          GPtrArray     *list,
          const char    *last_column)
{
  const AtlasColumn columns[] = {
    { _("Who or what"), FALSE }, { _("How it stands"), FALSE }, { last_column, FALSE },
  };
  g_autoptr(GPtrArray) owned = list;

  if (list->len == 0)
    return;

  atlas_document_add_heading (document, heading);
  atlas_document_add_table (document, heading, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < list->len; i++)
    {
      AtlasTodayItem *item = g_ptr_array_index (list, i);
      const char *subtitle = atlas_today_item_get_subtitle (item);
      const char *words = atlas_today_item_get_words (item);
      const char *cells[4] = { NULL };

      cells[0] = atlas_today_item_get_title (item);
      cells[1] = subtitle != NULL ? subtitle : "";
      cells[2] = words != NULL ? words : "";
      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_today_to_document:
 * @today: the page
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether it is made up, which each page then says
 *
 * Writes the page for print. It holds references, never names.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_today_to_document (const AtlasToday *today,
                         const char       *scope_name,
                         gboolean          is_demonstration)
{
  const AtlasColumn figures[] = {
    { _("What"), FALSE }, { _("Number"), TRUE }, { _("Of which"), FALSE },
  };
  g_autofree char *day = atlas_date_format_long (today->on);
  g_autofree char *title = NULL;
  g_autofree char *as_at = NULL;
  AtlasDocument *document;

  /* Translators: a part of the county. */
  title = scope_name != NULL ? g_strdup_printf (_("Today: %s"), scope_name)
                             : g_strdup (_("Today"));
  /* Translators: a date. */
  as_at = g_strdup_printf (_("As at %s"), day);
  document = atlas_document_new (title, as_at);
  if (is_demonstration)
    atlas_document_set_mark (document, _("Demonstration county. Nothing here is real."));

  atlas_document_add_table (document, _("At a glance"), figures, G_N_ELEMENTS (figures));
  add_figure (document, atlas_today_figure_children, today);
  add_figure (document, atlas_today_figure_places, today);
  add_figure (document, atlas_today_figure_reviews, today);
  add_list (document, _("Day 6 education"), atlas_today_list_day6 (today), _("Due"));
  add_list (document, _("Waiting for you"), atlas_today_list_waiting (today), _("To do"));
  add_list (document, _("Next panel"), atlas_today_list_meetings (today), "");

  return document;
}
