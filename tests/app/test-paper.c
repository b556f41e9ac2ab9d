/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "app/atlas-paper.h"
#include "base/atlas-id.h"
#include "drawing/atlas-capacity-document.h"
#include "drawing/atlas-facts-document.h"
#include "drawing/atlas-figures-document.h"
#include "drawing/atlas-meeting-document.h"
#include "drawing/atlas-page.h"
#include "reports/atlas-meeting-words.h"

#define ON "2026-11-20"

static AtlasRecord *
make (const AtlasType *type,
      json_t          *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = fields;
  g_autofree char *id = atlas_id_new ();
  AtlasRecord *record = atlas_record_new (type, id, 0, fields, &error);

  g_assert_no_error (error);
  return record;
}

static AtlasRecord *
make_figure (const char *period,
             const char *item,
             int         value,
             gboolean    is_provisional,
             const char *note)
{
  return make (&atlas_figure_type,
               json_pack ("{s:s, s:s, s:s, s:i, s:b, s:b, s:s*, s:s}", "series",
                          ATLAS_FIGURES_EXCLUSIONS, "period", period, "item", item, "value", value,
                          "included", g_str_equal (item, "in-progress"),
                          "provisional", is_provisional, "note", note, "source", "A report"));
}

static AtlasFigures *
make_figures (void)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, make_figure ("2014-15", "primary", 16, FALSE, NULL));
  g_ptr_array_add (records, make_figure ("2014-15", "secondary", 22, FALSE, NULL));
  g_ptr_array_add (records, make_figure ("2014-15", "total", 38, FALSE, NULL));
  g_ptr_array_add (records, make_figure ("2015-16", "primary", 34, TRUE, NULL));
  g_ptr_array_add (records, make_figure ("2015-16", "secondary", 44, TRUE, NULL));
  g_ptr_array_add (records, make_figure ("2015-16", "total", 78, TRUE, "With 23."));
  g_ptr_array_add (records, make_figure ("2015-16", "in-progress", 23, TRUE, NULL));

  return atlas_figures_new_for_records (ATLAS_FIGURES_EXCLUSIONS, records, NULL,
                                        atlas_date_parse (ON));
}

static const AtlasBlock *
find_block (AtlasDocument *document,
            AtlasBlockKind kind)
{
  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    if (atlas_document_get_block (document, i)->kind == kind)
      return atlas_document_get_block (document, i);

  return NULL;
}

static void
assert_row (const AtlasBlock   *table,
            guint               row,
            const char * const *cells)
{
  for (guint column = 0; column < table->columns->len; column++)
    g_assert_cmpstr (atlas_block_get_cell (table, row, column), ==, cells[column]);
}

static void
assert_says (AtlasDocument *document,
             const char    *text)
{
  gboolean is_said = FALSE;

  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    {
      const AtlasBlock *block = atlas_document_get_block (document, i);

      is_said |= block->kind == ATLAS_BLOCK_PARAGRAPH && g_strcmp0 (block->text, text) == 0;
    }
  g_assert_true (is_said);
}

static void
test_exclusions_as_a_table (void)
{
  static const char * const first[] = { "2014-15", "16", "22", "38", "–" };
  static const char * const second[] = { "2015-16 (provisional)", "34", "44", "78", "23" };
  g_autoptr(AtlasFigures) figures = make_figures ();
  g_autoptr(AtlasDocument) document = atlas_figures_to_document (figures, atlas_date_parse (ON),
                                                                 FALSE, TRUE);
  const AtlasBlock *table = find_block (document, ATLAS_BLOCK_TABLE);

  g_assert_null (find_block (document, ATLAS_BLOCK_CHART));
  g_assert_cmpstr (table->text, ==, "Permanent exclusions: from 38 in 2014-15 to 78 in 2015-16");
  g_assert_cmpuint (atlas_block_get_n_rows (table), ==, 2);
  assert_row (table, 0, first);
  assert_row (table, 1, second);
  assert_says (document, "2 totals and bands were held against their parts: all agree.");
  assert_says (document, "Total, 2014-15 to 2015-16: +105.3% (computed)");
  assert_says (document, "2015-16: With 23.");
  g_assert_cmpstr (atlas_document_get_as_at (document), ==, "As at 20 November 2026");
  g_assert_null (atlas_document_get_mark (document));
}

static void
test_exclusions_as_a_trend (void)
{
  g_autoptr(AtlasFigures) figures = make_figures ();
  g_autoptr(AtlasDocument) document = atlas_figures_to_document (figures, atlas_date_parse (ON),
                                                                 TRUE, FALSE);
  const AtlasBlock *block = find_block (document, ATLAS_BLOCK_CHART);

  g_assert_null (find_block (document, ATLAS_BLOCK_TABLE));
  g_assert_cmpuint (atlas_chart_get_n_lines (block->chart), ==, 3);
  g_assert_cmpfloat (atlas_chart_get_point (block->chart, 2, 1)->value, ==, 78);
  g_assert_true (atlas_chart_get_point (block->chart, 2, 1)->is_provisional);
  g_assert_false (atlas_chart_get_point (block->chart, 2, 0)->is_provisional);
  g_assert_nonnull (strstr (atlas_document_get_mark (document), "say that they are invented"));
}

/* T099: bands stand beside each other, and whether they agree is said */
static void
test_a_table_of_bands_has_bars_of_its_cases (void)
{
  static const struct {
    const char *whom;
    int         values[2];
  } rows[] = { { "north", { 31, 16 } }, { "south", { 8, 7 } }, { "total", { 39, 23 } } };
  static const char * const north[] = { "North", "31", "16" };
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_figures_free);
  g_autoptr(AtlasDocument) document = NULL;
  AtlasChart *chart;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int band = 0; band < 2; band++)
      g_ptr_array_add (records, make (&atlas_figure_type,
                                      json_pack ("{s:s, s:s, s:s, s:s, s:i, s:i, s:s}", "series",
                                                 "fair-access", "period", "2011/12", "whom",
                                                 rows[i].whom, "item", band == 0 ? "cases" : "long",
                                                 "at_least", band * 38, "value",
                                                 rows[i].values[band], "source", "A report")));
  g_ptr_array_add (list, atlas_figures_new_for_records ("fair-access", records, NULL, 0));
  document = atlas_figures_list_to_document (list, atlas_date_parse (ON), FALSE, FALSE);

  chart = find_block (document, ATLAS_BLOCK_CHART)->chart;
  g_assert_cmpuint (atlas_chart_get_n_ticks (chart), ==, 2);
  g_assert_true (atlas_chart_get_point (chart, 0, 0)->has_value);
  g_assert_cmpfloat (atlas_chart_get_point (chart, 0, 0)->value, ==, 31);
  assert_row (find_block (document, ATLAS_BLOCK_TABLE), 0, north);
  assert_says (document, "5 totals and bands were held against their parts: all agree.");
}

static void
test_nothing_published_is_said (void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(AtlasFigures) figures = NULL;
  g_autoptr(AtlasDocument) document = NULL;

  figures = atlas_figures_new_for_records (ATLAS_FIGURES_EXCLUSIONS, none, NULL, 0);
  document = atlas_figures_to_document (figures, 0, FALSE, TRUE);
  g_assert_cmpuint (atlas_document_get_n_blocks (document), ==, 1);
  g_assert_nonnull (find_block (document, ATLAS_BLOCK_PARAGRAPH));
}

static void
line_free (gpointer data)
{
  AtlasCapacityLine *line = data;

  g_object_unref (line->line->provision);
  g_object_unref (line->line->place);
  g_free (line->line);
  g_free (line);
}

static void
add_line (AtlasCapacity *capacity,
          const char    *name,
          gboolean       is_known,
          gboolean       is_invented)
{
  AtlasCapacityLine *line = g_new0 (AtlasCapacityLine, 1);

  line->line = g_new0 (AtlasPlaceLine, 1);
  line->line->provision = (AtlasProvision *) make (&atlas_provision_type,
                                                   json_pack ("{s:s, s:s, s:s}", "key", "k",
                                                              "name", name, "kind", "esc"));
  line->line->place = (AtlasPlace *) make (&atlas_place_type,
                                           json_pack ("{s:s, s:i, s:b, s:s}", "provision",
                                                      "00000000-0000-7000-8000-000000000000",
                                                      "commissioned", 40, "invented", is_invented,
                                                      "phase", "secondary"));
  line->free = (AtlasFree) {
    .is_known = is_known, .return_date = is_known ? atlas_date_parse ("2026-11-18")
                                                  : ATLAS_DATE_NONE,
    .commissioned = 40, .on_roll = 38, .held = 1, .leaving = 2, .free = 1,
  };
  line->is_late = !is_known;
  capacity->n_sent += is_known;
  atlas_free_add (&capacity->total, &line->free);
  g_ptr_array_add (capacity->lines, line);
}

static void
init_capacity (AtlasCapacity *capacity)
{
  *capacity = (AtlasCapacity) {
    .on = atlas_date_parse (ON), .leaving_by = atlas_date_parse ("2026-12-04"),
    .lines = g_ptr_array_new_with_free_func (line_free),
  };
  add_line (capacity, "Stevenage ESC", TRUE, TRUE);
  add_line (capacity, "=Park", FALSE, FALSE);
}

static void
test_the_board_is_printed (void)
{
  static const char * const first[] = {
    "Stevenage ESC", "Secondary", "40", "38", "1", "2", "1", "18 November, demonstration",
  };
  static const char * const second[] = {
    "=Park", "Secondary", "40", "–", "1", "2", "–", "No return",
  };
  static const char * const total[] = { "Total", NULL, "80", "38", "2", "4", "1", "1 of 2 sent" };
  AtlasCapacity capacity;
  g_autoptr(AtlasDocument) document = NULL;
  const AtlasBlock *table;

  init_capacity (&capacity);
  document = atlas_capacity_to_document (&capacity, "2 Stevenage", TRUE);
  table = find_block (document, ATLAS_BLOCK_TABLE);
  g_assert_cmpstr (atlas_document_get_title (document), ==, "Places board: 2 Stevenage");
  g_assert_cmpuint (atlas_block_get_n_rows (table), ==, 3);
  assert_row (table, 0, first);
  assert_row (table, 1, second);
  assert_row (table, 2, total);
  g_assert_nonnull (atlas_document_get_mark (document));
  g_ptr_array_unref (capacity.lines);
}

static void
test_the_report_compares_provisions (void)
{
  AtlasCapacity capacity;
  g_autoptr(AtlasDocument) document = NULL;
  const AtlasBlock *block;

  init_capacity (&capacity);
  document = atlas_capacity_to_report (&capacity, NULL, NULL, FALSE, FALSE);
  block = find_block (document, ATLAS_BLOCK_CHART);
  g_assert_cmpfloat (atlas_chart_get_point (block->chart, 0, 0)->value, ==, 95);
  g_assert_cmpstr (atlas_chart_get_point (block->chart, 0, 0)->text, ==, "95%");
  g_assert_false (atlas_chart_get_point (block->chart, 0, 1)->has_value);
  g_assert_cmpstr (atlas_chart_get_point (block->chart, 0, 1)->text, ==, "No return");
  g_ptr_array_unref (capacity.lines);
}

static void
test_tables_are_exported (void)
{
  AtlasCapacity capacity;
  g_autoptr(AtlasDocument) document = NULL;
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  init_capacity (&capacity);
  document = atlas_capacity_to_report (&capacity, NULL, NULL, TRUE, TRUE);
  text = atlas_paper_to_text (document);
  csv = atlas_paper_to_csv (document);
  g_assert_true (g_str_has_prefix (text, "Capacity position\nAs at 20 November 2026\n"
                                   "Demonstration county. Nothing here is real.\n\n"));
  g_assert_nonnull (strstr (text, "\nProvision\tPlaces for\t"));
  g_assert_nonnull (strstr (text, "\nTotal\t\t80\t38\t2\t4\t1\t1 of 2 sent\n"));
  g_assert_nonnull (strstr (csv, "\nProvision,Places for,Commissioned,"));
  g_assert_nonnull (strstr (csv, "'=Park"));
  g_ptr_array_unref (capacity.lines);
}

static void
test_a_document_without_tables_exports_nothing (void)
{
  g_autoptr(AtlasDocument) document = atlas_paper_new ("Nothing", atlas_date_parse (ON), FALSE);
  g_autofree char *text = atlas_paper_to_text (document);
  g_autofree char *csv = atlas_paper_to_csv (document);

  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (csv, ==, "");
}

/* Somebody may want to look at it: with ATLAS_TEST_PICTURES set, the pages are kept there. */
static void
keep_pdf (GBytes     *pdf,
          const char *name)
{
  const char *folder = g_getenv ("ATLAS_TEST_PICTURES");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (path != NULL)
    g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf),
                         NULL);
}

static void
test_pages_are_as_many_as_the_rows_need (void)
{
  g_autoptr(GError) error = NULL;
  AtlasCapacity capacity;
  g_autoptr(AtlasDocument) document = NULL;
  g_autoptr(AtlasPages) pages = NULL;
  g_autoptr(GBytes) pdf = NULL;

  init_capacity (&capacity);
  for (guint i = 0; i < 40; i++)
    add_line (&capacity, "A centre with a name that is as long as a real one", TRUE, TRUE);
  document = atlas_capacity_to_document (&capacity, "2 Stevenage", TRUE);
  pages = atlas_pages_new (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT);
  pdf = atlas_document_to_pdf (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT, &error);
  g_assert_no_error (error);
  keep_pdf (pdf, "board.pdf");

  /* 43 rows of two or three lines on pages of about 700 points. */
  g_assert_cmpuint (atlas_pages_get_n_pages (pages), >=, 2);
  g_assert_cmpuint (atlas_pages_get_n_pages (pages), <=, 4);
  g_ptr_array_unref (capacity.lines);
}

static void
test_the_receipt_says_what_the_server_has (void)
{
  AtlasReceipt none = { 0 };
  AtlasReceipt saved = { .n_sets = 3 };
  AtlasReceipt some = { .n_sets = 3, .n_received = 2 };
  AtlasReceipt all = { .n_sets = 11, .n_received = 11,
                       .received_at = (char *) "2026-11-20T14:14:00.000Z" };
  g_autofree char *saved_words = atlas_meeting_word_receipt (&saved);
  g_autofree char *some_words = atlas_meeting_word_receipt (&some);
  g_autofree char *all_words = atlas_meeting_word_receipt (&all);

  g_assert_null (atlas_meeting_word_receipt (&none));
  g_assert_cmpstr (saved_words, ==, "Saved on this laptop");
  g_assert_cmpstr (some_words, ==, "2 of 3 decisions received by the county server, the rest saved "
                   "on this laptop");
  g_assert_cmpstr (all_words, ==, "11 of 11 decisions received by the county server, 20 November, "
                   "2:14pm");
}

static void
test_an_agenda_is_printed_without_names (void)
{
  static const char * const cells[] = {
    "1", "K7-204", "Year 9", "Stevenage", "Waiting 6 days · Tier 5", NULL,
  };
  AtlasReferralLine line = {
    .reference = (char *) "K7-204", .child_name = (char *) "Amir", .year_group = 9,
    .town = (char *) "Stevenage", .tier = 5, .received = atlas_date_parse ("2026-11-14"),
    .step = (char *) "panel",
  };
  AtlasAgendaItem item = { .line = &line };
  AtlasMeetingFile file = {
    .on = atlas_date_parse (ON), .agenda = g_ptr_array_new (), .decisions = g_ptr_array_new (),
  };
  g_autoptr(AtlasDocument) document = NULL;
  g_autofree char *text = NULL;

  file.panel = (AtlasPanel *) make (&atlas_panel_type, json_pack ("{s:s, s:s}", "key", "p", "name",
                                                                  "North panel"));
  file.meeting = (AtlasMeeting *) make (&atlas_meeting_type,
                                        json_pack ("{s:s, s:s, s:s, s:s}", "panel",
                                                   "00000000-0000-7000-8000-000000000000", "on",
                                                   "2026-11-26", "at", "9:30am", "step",
                                                   "planned"));
  g_ptr_array_add (file.agenda, &item);
  document = atlas_meeting_file_to_document (&file, TRUE);
  text = atlas_paper_to_text (document);

  g_assert_cmpstr (atlas_document_get_title (document), ==, "Agenda: North panel");
  g_assert_cmpstr (find_block (document, ATLAS_BLOCK_PARAGRAPH)->text, ==,
                   "When: Thursday 26 November, 9:30am");
  assert_row (find_block (document, ATLAS_BLOCK_TABLE), 0, cells);
  g_assert_null (strstr (text, "Amir"));
  g_assert_nonnull (atlas_document_get_mark (document));
  g_object_unref (file.panel);
  g_object_unref (file.meeting);
  g_ptr_array_unref (file.agenda);
  g_ptr_array_unref (file.decisions);
}

/* A section without facts is left out; a mark stands with its value. */
static void
test_a_page_is_printed_with_its_sources (void)
{
  static const char * const cells[] = { "Places", "12 (Demonstration)", "A report" };
  AtlasFact fact = { .label = (char *) "Places", .value = (char *) "12",
                     .source = (char *) "A report", .mark = (char *) "Demonstration" };
  AtlasFactSection empty = { (char *) "Nothing", g_ptr_array_new () };
  AtlasFactSection full = { (char *) "Provision", g_ptr_array_new () };
  AtlasFacts facts = { .title = (char *) "A centre", .on = atlas_date_parse (ON),
                       .sections = g_ptr_array_new () };
  g_autoptr(AtlasDocument) document = NULL;

  g_ptr_array_add (full.facts, &fact);
  g_ptr_array_add (facts.sections, &empty);
  g_ptr_array_add (facts.sections, &full);
  document = atlas_facts_to_document (&facts, TRUE);

  g_assert_cmpuint (atlas_document_get_n_blocks (document), ==, 1);
  assert_row (find_block (document, ATLAS_BLOCK_TABLE), 0, cells);
  g_assert_nonnull (atlas_document_get_mark (document));
  g_ptr_array_unref (empty.facts);
  g_ptr_array_unref (full.facts);
  g_ptr_array_unref (facts.sections);
}

static void
test_an_empty_scope_has_no_table (void)
{
  AtlasCapacity capacity = { .lines = g_ptr_array_new () };
  g_autoptr(AtlasDocument) document = atlas_capacity_to_report (&capacity, NULL, NULL, FALSE, TRUE);

  g_assert_null (find_block (document, ATLAS_BLOCK_TABLE));
  g_assert_nonnull (find_block (document, ATLAS_BLOCK_PARAGRAPH));
  g_ptr_array_unref (capacity.lines);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/paper/exclusions-as-a-table", test_exclusions_as_a_table);
  g_test_add_func ("/app/paper/exclusions-as-a-trend", test_exclusions_as_a_trend);
  g_test_add_func ("/app/paper/a-table-of-bands-has-bars-of-its-cases",
                   test_a_table_of_bands_has_bars_of_its_cases);
  g_test_add_func ("/app/paper/nothing-published-is-said", test_nothing_published_is_said);
  g_test_add_func ("/app/paper/the-board-is-printed", test_the_board_is_printed);
  g_test_add_func ("/app/paper/the-report-compares-provisions",
                   test_the_report_compares_provisions);
  g_test_add_func ("/app/paper/tables-are-exported", test_tables_are_exported);
  g_test_add_func ("/app/paper/a-document-without-tables-exports-nothing",
                   test_a_document_without_tables_exports_nothing);
  g_test_add_func ("/app/paper/pages-are-as-many-as-the-rows-need",
                   test_pages_are_as_many_as_the_rows_need);
  g_test_add_func ("/app/paper/a-page-is-printed-with-its-sources",
                   test_a_page_is_printed_with_its_sources);
  g_test_add_func ("/app/paper/the-receipt-says-what-the-server-has",
                   test_the_receipt_says_what_the_server_has);
  g_test_add_func ("/app/paper/an-agenda-is-printed-without-names",
                   test_an_agenda_is_printed_without_names);
  g_test_add_func ("/app/paper/an-empty-scope-has-no-table", test_an_empty_scope_has_no_table);

  return g_test_run ();
}
