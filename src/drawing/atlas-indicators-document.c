/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indicators of a term, for screen, print and file. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-indicators-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "reports/atlas-term-words.h"

#define NO_FIGURE "–"

/* A document in the making. */
typedef struct {
  AtlasDocument              *document;
  const AtlasIndicators      *indicators;
  const AtlasIndicatorsPaper *paper;
} Page;

static guint
last_of (const Page *page)
{
  return page->indicators->n_trend - 1;
}

static char *
word_term (const Page *page,
           guint       nth)
{
  return atlas_term_words (atlas_indicators_get_term (page->indicators, nth));
}

static gboolean
is_shown (const Page               *page,
          const AtlasIndicatorCell *cell)
{
  return cell->value.why == ATLAS_INDICATOR_KNOWN && !(page->paper->hides_small && cell->is_hidden);
}

/* The days of the term, and how far it is counted. */
static void
add_days (Page *page)
{
  const AtlasDateRange term = atlas_indicators_get_term (page->indicators, last_of (page))->days;
  const AtlasDateRange days = page->indicators->bases[last_of (page)].days;
  g_autofree char *name = word_term (page, last_of (page));
  g_autofree char *from = atlas_date_format_long (term.from);
  g_autofree char *to = atlas_date_format_long (term.to);
  g_autofree char *counted = atlas_date_format_long (days.to);
  g_autofree char *text = NULL;

  if (days.to < days.from)
    /* Translators: a term, and its first day. */
    text = g_strdup_printf (_("%1$s begins on %2$s."), name, from);
  else if (days.to < term.to)
    /* Translators: a term, its first and its last day, and the last that is counted. */
    text = g_strdup_printf (_("%1$s, from %2$s to %3$s, so far: counted up to %4$s."), name, from,
                            to, counted);
  else
    /* Translators: a term, its first and its last day. */
    text = g_strdup_printf (_("%1$s, from %2$s to %3$s."), name, from, to);
  atlas_document_add_paragraph (page->document, text);
}

static void
add_head (Page *page)
{
  if (page->paper->scope_name != NULL)
    atlas_document_add_heading (page->document, page->paper->scope_name);
  add_days (page);
  if (page->indicators->pupils != ATLAS_PUPILS_ALL)
    {
      g_autofree char *of = NULL;

      /* Translators: a group of children: "Of these children only: Girls." */
      of = g_strdup_printf (_("Of these children only: %s."),
                            atlas_pupils_label (page->indicators->pupils));
      atlas_document_add_paragraph (page->document, of);
    }
}

static void
add_figures (Page              *page,
             AtlasIndicatorKind kind)
{
  gsize n_figures;
  const AtlasIndicatorFigure *figures = atlas_indicator_figures (kind, &n_figures);
  guint last = last_of (page);
  g_autofree char *now = word_term (page, last);
  g_autofree char *before = last > 0 ? word_term (page, last - 1) : g_strdup (_("Term before"));
  const AtlasColumn columns[] = {
    { _("Figure"), FALSE }, { now, TRUE }, { before, TRUE }, { _("Note"), FALSE },
  };

  atlas_document_add_table (page->document, NULL, columns, G_N_ELEMENTS (columns));
  for (gsize i = 0; i < n_figures; i++)
    {
      AtlasIndicatorCell cell = atlas_indicators_get (page->indicators, &figures[i], last);
      AtlasIndicatorCell old = last > 0 ? atlas_indicators_get (page->indicators, &figures[i],
                                                                last - 1) : cell;
      gboolean hides = page->paper->hides_small;
      g_autofree char *value = atlas_indicators_word (&figures[i], &cell, hides);
      g_autofree char *old_value = last > 0 ? atlas_indicators_word (&figures[i], &old, hides)
                                            : g_strdup (NO_FIGURE);
      g_autofree char *note = atlas_indicators_word_note (&figures[i], &cell, hides);
      const char *cells[] = { _(figures[i].label), value, old_value, note };

      atlas_document_add_row (page->document, cells);
    }
}

/* The finding: the figure of the term, and of the one before where it is known. */
static char *
word_trend (const Page                 *page,
            const AtlasIndicatorFigure *figure)
{
  guint last = last_of (page);
  AtlasIndicatorCell cell = atlas_indicators_get (page->indicators, figure, last);
  AtlasIndicatorCell old = last > 0 ? atlas_indicators_get (page->indicators, figure, last - 1)
                                    : cell;
  g_autofree char *value = atlas_indicators_word (figure, &cell, page->paper->hides_small);
  g_autofree char *old_value = atlas_indicators_word (figure, &old, page->paper->hides_small);

  if (last > 0 && is_shown (page, &cell) && is_shown (page, &old))
    /* Translators: what is counted, its number this term, and that of the term before. */
    return g_strdup_printf (_("%1$s: %2$s, after %3$s"), _(figure->label), value, old_value);

  /* Translators: what is counted, and its number. */
  return g_strdup_printf (_("%1$s: %2$s"), _(figure->label), value);
}

static void
set_point (Page                       *page,
           AtlasChart                 *chart,
           guint                       tick,
           const AtlasIndicatorFigure *figure,
           const AtlasIndicatorCell   *cell,
           gboolean                    is_provisional)
{
  g_autofree char *text = atlas_indicators_word (figure, cell, page->paper->hides_small);
  AtlasChartPoint point = {
    is_shown (page, cell), is_shown (page, cell) ? cell->value.value : 0, text, is_provisional,
  };

  atlas_chart_set_point (chart, 0, tick, &point);
}

/* One line over the terms; a term of which nothing is known is a gap. Fewer than two are none. */
static void
add_trend (Page                       *page,
           const AtlasIndicatorFigure *figure)
{
  g_autofree char *finding = word_trend (page, figure);
  /* Translators: what is counted. */
  g_autofree char *caption = g_strdup_printf (_("%s, term by term."), _(figure->label));
  g_autoptr(AtlasChart) chart = atlas_chart_new (ATLAS_CHART_TREND, finding, caption);
  guint n_known = 0;

  atlas_chart_add_line (chart, atlas_pupils_label (page->indicators->pupils));
  for (guint nth = 0; nth < page->indicators->n_trend; nth++)
    {
      const AtlasIndicatorBase *base = &page->indicators->bases[nth];
      AtlasDate end = atlas_indicators_get_term (page->indicators, nth)->days.to;
      AtlasIndicatorCell cell = atlas_indicators_get (page->indicators, figure, nth);
      g_autofree char *term = word_term (page, nth);

      atlas_chart_add_tick (chart, term, base->days.to < end ? _("So far") : NULL);
      set_point (page, chart, nth, figure, &cell, base->days.to < end);
      n_known += cell.value.why == ATLAS_INDICATOR_KNOWN;
    }
  if (n_known > 1)
    atlas_paper_add_chart (page->document, chart, _("Term"), page->paper->as_table);
}

/* The areas stand in their own order: none is better or worse. */
static void
add_areas (Page                       *page,
           const AtlasIndicatorFigure *figure)
{
  const AtlasIndicators *indicators = page->indicators;
  g_autofree AtlasIndicatorCell *cells = g_new0 (AtlasIndicatorCell, indicators->areas->len);
  g_autofree char *term = word_term (page, last_of (page));
  /* Translators: what is counted. */
  g_autofree char *title = g_strdup_printf (_("%s, by home area"), _(figure->label));
  /* Translators: what is counted, and the term. */
  g_autofree char *caption = g_strdup_printf (_("%1$s in %2$s, of every area of the county."),
                                              _(figure->label), term);
  g_autoptr(AtlasChart) chart = atlas_chart_new (ATLAS_CHART_BARS, title, caption);

  if (indicators->areas->len == 0)
    return;

  atlas_indicators_get_areas (indicators, figure, cells);
  atlas_chart_add_line (chart, atlas_pupils_label (page->indicators->pupils));
  for (guint i = 0; i < indicators->areas->len; i++)
    {
      const AtlasIndicatorArea *area = g_ptr_array_index (indicators->areas, i);

      atlas_chart_add_tick (chart, area->name, NULL);
      set_point (page, chart, i, figure, &cells[i], FALSE);
    }
  atlas_paper_add_chart (page->document, chart, _("Area"), page->paper->as_table);
}

static char *
word_ratio (const Page                 *page,
            const AtlasIndicatorFigure *share,
            const AtlasIndicatorCell   *cell,
            AtlasPupils                 pupils)
{
  double ratio = atlas_indicators_ratio (page->indicators, share, pupils);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (pupils == ATLAS_PUPILS_ALL || ratio < 0 || !is_shown (page, cell))
    return g_strdup (NO_FIGURE);

  g_ascii_formatd (text, sizeof text, "%.2g", ratio);
  /* Translators: how many times the share of all children a group's share is. */
  return g_strdup_printf (_("%s times"), text);
}

/* Children of each group, their share of the group on rolls, and that beside all children's. */
static void
add_groups (Page       *page,
            const char *title,
            const char *count_id,
            const char *share_id)
{
  const AtlasIndicatorFigure *count = atlas_indicator_figure_find (count_id);
  const AtlasIndicatorFigure *share = atlas_indicator_figure_find (share_id);
  AtlasIndicatorCell cells[ATLAS_N_PUPILS];
  AtlasIndicatorCell unknown[ATLAS_N_PUPILS];
  AtlasIndicatorCell shares[ATLAS_N_PUPILS];
  AtlasIndicatorCell not_used[ATLAS_N_PUPILS];
  gboolean hides = page->paper->hides_small;
  const AtlasColumn columns[] = {
    { _("Group"), FALSE }, { _(count->label), TRUE }, { _("Share of those on rolls"), TRUE },
    { _("Beside all children"), TRUE }, { _("Not recorded"), TRUE },
  };

  atlas_indicators_get_groups (page->indicators, count, cells, unknown);
  atlas_indicators_get_groups (page->indicators, share, shares, not_used);
  atlas_document_add_table (page->document, title, columns, G_N_ELEMENTS (columns));
  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      g_autofree char *value = atlas_indicators_word (count, &cells[i], hides);
      g_autofree char *part = atlas_indicators_word (share, &shares[i], hides);
      g_autofree char *ratio = word_ratio (page, share, &shares[i], (AtlasPupils) i);
      g_autofree char *rest = atlas_indicators_word (count, &unknown[i], hides);
      const char *row[] = { atlas_pupils_label ((AtlasPupils) i), value, part, ratio, rest };

      atlas_document_add_row (page->document, row);
    }
}

static void
add_cohorts (Page *page)
{
  if (page->indicators->pupils != ATLAS_PUPILS_ALL)
    {
      atlas_document_add_paragraph (page->document, _("Groups are compared when every child is "
                                                      "asked about."));
      return;
    }

  add_groups (page, _("Children suspended once or more"), "suspended", "suspended-percent");
  add_groups (page, _("Permanent exclusions"), "permanent", "permanently-excluded-percent");
  atlas_document_add_paragraph (page->document, _("A child may be in several groups. Not recorded "
                                                  "are children of whom nobody recorded whether "
                                                  "they are of the group."));
}

/* With one indicator alone there is room for its areas. */
static void
add_indicator (Page *page,
               guint number)
{
  const AtlasIndicatorRow *row = g_ptr_array_index (page->indicators->rows, number - 1);
  /* Translators: the number of an indicator in its set, and its words. */
  g_autofree char *heading = g_strdup_printf (_("%1$u. %2$s"), number, row->text);
  g_autofree char *source = row->source != NULL
                            ? g_strdup_printf (_("Source: %s."), row->source) : NULL;
  gsize n_figures = 0;
  const AtlasIndicatorFigure *figures = NULL;

  atlas_document_add_heading (page->document, heading);
  if (!row->can_count)
    atlas_document_add_paragraph (page->document, _("Not known: this program cannot count it."));
  else
    figures = atlas_indicator_figures (row->kind, &n_figures);

  if (row->can_count && row->kind == ATLAS_INDICATOR_COHORTS)
    {
      add_cohorts (page);
      figures = atlas_indicator_figure_find ("suspended");
    }
  else if (n_figures > 0)
    {
      add_figures (page, row->kind);
      add_trend (page, &figures[0]);
    }
  if (figures != NULL && page->paper->only > 0)
    add_areas (page, figures);
  if (source != NULL)
    atlas_document_add_paragraph (page->document, source);
}

static void
add_notes (Page *page)
{
  const AtlasIndicators *indicators = page->indicators;
  g_autofree char *text = NULL;

  if (indicators->n_without_roll > 0)
    {
      g_autofree char *rolls = NULL;

      rolls = g_strdup_printf (ngettext ("%u school has no roll on record and is in no share of "
                                         "children on rolls.",
                                         "%u schools have no roll on record and are in no share of "
                                         "children on rolls.", indicators->n_without_roll),
                               indicators->n_without_roll);
      atlas_document_add_paragraph (page->document, rolls);
    }
  atlas_document_add_paragraph (page->document, _("Homes, groups and rolls are as they are on "
                                                  "record now, for earlier terms too."));
  if (!page->paper->hides_small || indicators->limit <= 1)
    return;

  /* Translators: the largest number that is hidden. The county sets it. */
  text = g_strdup_printf (_("Numbers about 1 to %d children are hidden, and others from which they "
                            "could be told. The number is set by this county."),
                          indicators->limit - 1);
  atlas_document_add_paragraph (page->document, text);
}

/**
 * atlas_indicators_to_document:
 * @indicators: the indicators of a term
 * @paper: how they are written
 *
 * Writes a set of indicators: each with its figures, those of the term before, and its trend; or
 * one of them with its areas too.
 *
 * Source: requirements T080 to T093.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_indicators_to_document (const AtlasIndicators      *indicators,
                              const AtlasIndicatorsPaper *paper)
{
  Page page = { .indicators = indicators, .paper = paper };
  g_autofree char *term = word_term (&page, indicators->n_trend - 1);
  g_autofree char *title = NULL;

  if (indicators->set == NULL)
    {
      page.document = atlas_paper_new (_("Indicators"), indicators->on, paper->is_demonstration);
      atlas_document_add_paragraph (page.document, _("This county’s pack names no indicators. A "
                                                     "pack names them as labels of the kind "
                                                     "“Indicator”."));
      return page.document;
    }

  /* Translators: the name of a set of indicators, as "2020", and a term. */
  title = g_strdup_printf (_("Indicators of %1$s: %2$s"), indicators->set, term);
  page.document = atlas_paper_new (title, indicators->on, paper->is_demonstration);
  add_head (&page);
  for (guint number = 1; number <= indicators->rows->len; number++)
    if (paper->only == 0 || paper->only == number)
      add_indicator (&page, number);
  add_notes (&page);

  return page.document;
}

/* A row of the list. */
static void
add_to_list (Page                       *page,
             guint                       number,
             const AtlasIndicatorFigure *figure,
             const char                 *whom,
             const char                 *where,
             const char                 *term,
             const AtlasIndicatorCell   *cell)
{
  const AtlasIndicatorRow *row = g_ptr_array_index (page->indicators->rows, number - 1);
  gboolean hides = page->paper->hides_small;
  g_autofree char *nth = g_strdup_printf ("%u", number);
  g_autofree char *value = atlas_indicators_word (figure, cell, hides);
  g_autofree char *note = atlas_indicators_word_note (figure, cell, hides);
  const char *made_up = page->paper->is_demonstration ? _("Demonstration") : NULL;
  const char *cells[] = {
    nth, row->text, _(figure->label), whom, where, term, value, note, made_up,
  };

  atlas_document_add_row (page->document, cells);
}

static void
list_figure (Page                       *page,
             guint                       number,
             const AtlasIndicatorFigure *figure)
{
  const AtlasIndicators *indicators = page->indicators;
  g_autofree AtlasIndicatorCell *cells = g_new0 (AtlasIndicatorCell, indicators->areas->len);
  const char *whom = atlas_pupils_label (indicators->pupils);
  g_autofree char *now = word_term (page, last_of (page));

  for (guint nth = 0; nth < indicators->n_trend; nth++)
    {
      AtlasIndicatorCell cell = atlas_indicators_get (indicators, figure, nth);
      g_autofree char *term = word_term (page, nth);

      add_to_list (page, number, figure, whom, page->paper->scope_name, term, &cell);
    }

  atlas_indicators_get_areas (indicators, figure, cells);
  for (guint i = 0; i < indicators->areas->len; i++)
    add_to_list (page, number, figure, whom,
                 ((AtlasIndicatorArea *) g_ptr_array_index (indicators->areas, i))->name, now,
                 &cells[i]);
}

/* The groups are counted by the figures of exclusions. */
static void
list_groups (Page              *page,
             guint              number,
             AtlasIndicatorKind kind)
{
  g_autofree char *now = word_term (page, last_of (page));
  gsize n_figures;
  const AtlasIndicatorFigure *figures = atlas_indicator_figures (kind, &n_figures);

  for (gsize i = 0; i < n_figures && page->indicators->pupils == ATLAS_PUPILS_ALL; i++)
    {
      AtlasIndicatorCell cells[ATLAS_N_PUPILS];
      AtlasIndicatorCell unknown[ATLAS_N_PUPILS];

      if (figures[i].evidence != ATLAS_EVIDENCE_EXCLUSIONS)
        continue;
      atlas_indicators_get_groups (page->indicators, &figures[i], cells, unknown);
      for (int p = 0; p < ATLAS_N_PUPILS; p++)
        add_to_list (page, number, &figures[i], atlas_pupils_label ((AtlasPupils) p),
                     page->paper->scope_name, now, &cells[p]);
    }
}

/**
 * atlas_indicators_to_list:
 * @indicators: the indicators of a term
 * @paper: how they are written; charts have no part in it
 *
 * Writes every figure as a row of one table, for a file and the clipboard: of each term of the
 * trend, of each area, of each group.
 *
 * Returns: (transfer full): a document of one table
 */
AtlasDocument *
atlas_indicators_to_list (const AtlasIndicators      *indicators,
                          const AtlasIndicatorsPaper *paper)
{
  Page page = { .indicators = indicators, .paper = paper };
  const AtlasColumn columns[] = {
    { _("Number"), TRUE }, { _("Indicator"), FALSE }, { _("Figure"), FALSE },
    { _("Children"), FALSE }, { _("Where"), FALSE }, { _("Term"), FALSE }, { _("Value"), TRUE },
    { _("Note"), FALSE }, { _("Made up"), FALSE },
  };

  page.document = atlas_paper_new (_("Indicators"), indicators->on, paper->is_demonstration);
  atlas_document_add_table (page.document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint number = 1; number <= indicators->rows->len; number++)
    {
      const AtlasIndicatorRow *row = g_ptr_array_index (indicators->rows, number - 1);
      gsize n_figures = 0;
      const AtlasIndicatorFigure *figures;

      if (!row->can_count || (paper->only != 0 && paper->only != number))
        continue;
      figures = atlas_indicator_figures (row->kind, &n_figures);
      for (gsize i = 0; i < n_figures; i++)
        list_figure (&page, number, &figures[i]);
      if (row->kind != ATLAS_INDICATOR_COHORTS)
        continue;
      list_groups (&page, number, ATLAS_INDICATOR_SUSPENSIONS);
      list_groups (&page, number, ATLAS_INDICATOR_PERMANENT);
    }

  return page.document;
}
