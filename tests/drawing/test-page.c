/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "drawing/atlas-page.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "drawing/atlas-geojson.h"

#define LONG_TEXT \
  "Every child who is excluded is owed full-time education by the sixth school day. This " \
  "paragraph is as long as it is so that it must be broken into lines, and the lines into " \
  "pages, without one of them being lost on the way. "

static const AtlasColumn columns[] = {
  { "Provision", FALSE }, { "Commissioned", TRUE }, { "On roll", TRUE }, { "As last sent", FALSE },
};

static AtlasDocument *
make_document (guint n_rows)
{
  AtlasDocument *document = atlas_document_new ("Capacity position",
                                                "As at 20 November 2026, 9:42am");

  atlas_document_set_mark (document, "Demonstration county. Nothing here is real.");
  atlas_document_set_footer (document, "Printed by the county office");
  atlas_document_add_paragraph (document, LONG_TEXT);
  atlas_document_add_heading (document, "Places");
  atlas_document_add_table (document, "Made-up places", columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *name = g_strdup_printf ("Centre number %u", i);
      const char *cells[] = { name, "40", "38", NULL };

      atlas_document_add_row (document, cells);
    }

  return document;
}

static guint
count_pages (AtlasDocument *document)
{
  g_autoptr(AtlasPages) pages = atlas_pages_new (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT);

  return atlas_pages_get_n_pages (pages);
}

static const char *
find (const char *data,
      const char *end,
      const char *text)
{
  gsize wanted = strlen (text);

  for (; data + wanted <= end; data++)
    if (memcmp (data, text, wanted) == 0)
      return data;

  return NULL;
}

/* What a packed stream holds, or nothing if it is not packed. */
static GBytes *
unpack (const char *data,
        const char *end)
{
  g_autoptr(GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr(GInputStream)  packed = g_memory_input_stream_new_from_data (data, end - data, NULL);
  g_autoptr(GInputStream)  stream = g_converter_input_stream_new (packed, G_CONVERTER (inflater));
  g_autoptr(GOutputStream) plain = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (plain, stream, G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_output_stream_close (plain, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (plain));
}

/* Cairo 1.18 packs the objects of a PDF into streams; 1.16 leaves them as text. */
static gboolean
contains (GBytes     *bytes,
          const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = data + length;
  const char *stream = data;

  if (find (data, end, text) != NULL)
    return TRUE;

  while ((stream = find (stream, end, "\nstream\n")) != NULL)
    {
      g_autoptr(GBytes) plain = unpack (stream + strlen ("\nstream\n"), end);
      gsize plain_length;
      const char *plain_data = g_bytes_get_data (plain, &plain_length);

      if (plain_data != NULL && find (plain_data, plain_data + plain_length, text) != NULL)
        return TRUE;
      stream++;
    }

  return FALSE;
}

static AtlasChoropleth *
make_map (void)
{
  static const char text[] =
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
    "\"properties\":{\"id\":\"a\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[0,52],[0.2,52],[0.2,52.1],[0,52]]]}}]}";
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasGeometry) areas = atlas_geojson_read (text, -1, NULL, &error);

  g_assert_no_error (error);
  return atlas_choropleth_new (areas);
}

static void
test_map_stays_on_the_page_of_its_title (void)
{
  g_autoptr(AtlasDocument)   document = atlas_document_new ("A map", "As at 20 November 2026");
  g_autoptr(AtlasChoropleth) map = make_map ();
  g_autoptr(AtlasPages)      pages = NULL;

  atlas_document_set_landscape (document, TRUE);
  atlas_document_add_map (document, map);
  g_assert_true (atlas_document_get_landscape (document));
  pages = atlas_pages_new (document, ATLAS_A4_HEIGHT, ATLAS_A4_WIDTH);
  g_assert_cmpuint (atlas_pages_get_n_pages (pages), ==, 1);
}

static void
test_pages_hold_all_rows (void)
{
  guint n_before = 1;

  for (guint n_rows = 0; n_rows < 300; n_rows += 70)
    {
      g_autoptr(AtlasDocument) document = make_document (n_rows);
      guint n_pages = count_pages (document);

      g_assert_cmpuint (n_pages, >=, n_before);
      n_before = n_pages;
    }

  /* 280 rows of about 18 points on pages of about 720. */
  g_assert_cmpuint (n_before, >=, 6);
  g_assert_cmpuint (n_before, <=, 9);
}

static void
test_pdf_has_as_many_pages_and_its_title (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDocument) document = make_document (120);
  g_autofree char *count = g_strdup_printf ("/Count %u", count_pages (document));
  g_autoptr(GBytes) pdf = atlas_document_to_pdf (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT, &error);
  const char *folder = g_getenv ("ATLAS_TEST_PICTURES");

  g_assert_no_error (error);
  g_assert_true (contains (pdf, "%PDF-"));
  g_assert_true (contains (pdf, count));
  g_assert_true (contains (pdf, "/Title (Capacity position)"));

  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, "document.pdf", NULL);

      g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf),
                           NULL);
    }
}

static void
test_pdf_is_tagged (void)
{
  static const char * const tags[] = { "/S /H1", "/S /H2", "/S /P", "/S /Table", "/S /TH",
                                       "/S /TD" };
  g_autoptr(AtlasDocument) document = make_document (3);
  g_autoptr(GBytes) pdf = atlas_document_to_pdf (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    g_assert_true (contains (pdf, tags[i]));
}

static void
test_long_paragraphs_go_on_overleaf (void)
{
  g_autoptr(AtlasDocument) document = atlas_document_new ("Long", NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (text, LONG_TEXT);
  atlas_document_add_paragraph (document, text->str);

  /* 100 times about three lines of about 12 points. */
  g_assert_cmpuint (count_pages (document), >=, 4);
  g_assert_cmpuint (count_pages (document), <=, 7);
}

static void
test_an_empty_document_is_one_page (void)
{
  g_autoptr(AtlasDocument) document = atlas_document_new ("Nothing", NULL);
  g_autoptr(AtlasDocument) empty_table = make_document (0);

  g_assert_cmpuint (count_pages (document), ==, 1);
  g_assert_cmpuint (count_pages (empty_table), ==, 1);
}

static void
test_a_row_taller_than_the_page_ends (void)
{
  g_autoptr(AtlasDocument) document = make_document (1);
  g_autoptr(GString) tall = g_string_new (NULL);
  const char *cells[] = { NULL, NULL, NULL, NULL };

  for (guint i = 0; i < 300; i++)
    g_string_append (tall, "seven words that fill a narrow cell ");
  cells[0] = tall->str;
  cells[3] = tall->str;

  atlas_document_add_row (document, cells);
  atlas_document_add_row (document, cells);
  g_assert_cmpuint (count_pages (document), ==, 3);
}

static void
test_tiny_paper_ends (void)
{
  g_autoptr(AtlasDocument) document = make_document (4);
  g_autoptr(AtlasPages) pages = atlas_pages_new (document, 20, 20);

  /* A page for each letter of the paragraph at most. */
  g_assert_cmpuint (atlas_pages_get_n_pages (pages), <, strlen (LONG_TEXT) + 100);
}

static void
test_charts_and_maps_are_printed (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDocument) document = make_document (30);
  g_autoptr(AtlasChart) chart = atlas_chart_new (ATLAS_CHART_BARS, "One bar", NULL);
  g_autoptr(AtlasChoropleth) map = make_map ();
  g_autoptr(GBytes) without = NULL;
  g_autoptr(GBytes) with = NULL;

  without = atlas_document_to_pdf (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT, &error);
  g_assert_no_error (error);

  atlas_chart_add_tick (chart, "Stevenage", NULL);
  atlas_chart_set_point (chart, 0, 0, &(AtlasChartPoint) { TRUE, 88, "88%", FALSE });
  atlas_document_add_chart (document, chart);
  atlas_document_add_map (document, map);
  with = atlas_document_to_pdf (document, ATLAS_A4_HEIGHT, ATLAS_A4_WIDTH, &error);
  g_assert_no_error (error);

  g_assert_true (contains (with, "/S /Figure"));
  g_assert_cmpuint (count_pages (document), ==, 2);
}

static gboolean
is_mark (const guint8 *pixel)
{
  AtlasColour colour = atlas_mark_fill ();

  return pixel[2] == (guint8) lround (colour.red * 255) &&
         pixel[1] == (guint8) lround (colour.green * 255) &&
         pixel[0] == (guint8) lround (colour.blue * 255);
}

/* How many strips of the mark's colour a page has from its head to its foot. */
static guint
count_strips (AtlasDocument *document)
{
  const int width = (int) ATLAS_A4_WIDTH;
  const int height = (int) ATLAS_A4_HEIGHT;
  g_autoptr(AtlasPages) pages = atlas_pages_new (document, width, height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  const guint8 *data;
  gboolean was_mark = FALSE;
  guint n_strips = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  atlas_pages_draw (pages, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    {
      gsize at = (gsize) y * cairo_image_surface_get_stride (surface) + (gsize) (width - 80) * 4;
      gboolean has_mark = is_mark (data + at);

      n_strips += has_mark && !was_mark;
      was_mark = has_mark;
    }
  cairo_surface_destroy (surface);

  return n_strips;
}

/* A page with the mark at its head has it once, also when its map has one of its own. */
static void
test_a_page_has_its_mark_once (void)
{
  g_autoptr(AtlasDocument) marked = atlas_document_new ("Places", "As at 20 November 2026");
  g_autoptr(AtlasDocument) plain = atlas_document_new ("Places", "As at 20 November 2026");
  g_autoptr(AtlasChoropleth) map = make_map ();

  atlas_choropleth_set_mark (map, "Demonstration county. Nothing here is real.");
  atlas_document_set_mark (marked, "Demonstration county. Nothing here is real.");
  atlas_document_add_map (marked, map);
  atlas_document_add_map (plain, map);
  g_assert_cmpuint (count_strips (marked), ==, 1);
  g_assert_cmpuint (count_strips (plain), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/page/map-stays-on-the-page-of-its-title",
                   test_map_stays_on_the_page_of_its_title);
  g_test_add_func ("/drawing/page/has-its-mark-once", test_a_page_has_its_mark_once);
  g_test_add_func ("/drawing/page/pages-hold-all-rows", test_pages_hold_all_rows);
  g_test_add_func ("/drawing/page/pdf-has-as-many-pages-and-its-title",
                   test_pdf_has_as_many_pages_and_its_title);
  g_test_add_func ("/drawing/page/pdf-is-tagged", test_pdf_is_tagged);
  g_test_add_func ("/drawing/page/long-paragraphs-go-on-overleaf",
                   test_long_paragraphs_go_on_overleaf);
  g_test_add_func ("/drawing/page/an-empty-document-is-one-page",
                   test_an_empty_document_is_one_page);
  g_test_add_func ("/drawing/page/a-row-taller-than-the-page-ends",
                   test_a_row_taller_than_the_page_ends);
  g_test_add_func ("/drawing/page/tiny-paper-ends", test_tiny_paper_ends);
  g_test_add_func ("/drawing/page/charts-and-maps-are-printed", test_charts_and_maps_are_printed);

  return g_test_run ();
}
